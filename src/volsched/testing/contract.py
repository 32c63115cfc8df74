"""One test for any plugin: whether it keeps what volsched promises in the name of its plugins."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from volsched.errors import VolschedError
from volsched.hooks import Host, TableReader
from volsched.model import Roster
from volsched.planning import Plan
from volsched.rostering import check
from volsched.testing import factories
from volsched.testing.answering import answers, attempt, host_with, solved
from volsched.testing.seeds import digests


def plugin_contract(
    plugin: object,
    *,
    settings: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    tables: Iterable[Path] = (),
    send: bool = False,
) -> None:
    """Try a plugin as volsched would use it, and say everything that is wrong with it at once.

    It must be taken in by the host, answer each of its hooks without a failure and without changing the process or
    the values it is given, and answer the same things in the same way again: on the same host, on a fresh one, in
    another time zone and, if its class or module can be imported by name, under other hash seeds. What it exports
    must show no address or phone number. What it cannot read it must refuse with an error of volsched's own.

    Args:
        plugin: what the entry point names: a class, a module or an object.
        settings: its table under [plugins.NAME].
        environment: where `{ env = "NAME" }` is looked up.
        tables: files that its readers must be able to read.
        send: whether to send the sample message twice by each of its channels; off, as real channels reach out.

    Raises:
        AssertionError: with one line for each thing that is wrong.
    """
    trial = _Trial(plugin, dict(settings or {}), dict(environment or {}), tuple(tables))
    found = [*trial.taken_in()]
    if not found:
        found += [*trial.settings_refused(), *trial.answers_twice(), *trial.reads(), *(trial.sends() if send else ())]
    if found:
        raise AssertionError("\n".join(["the plugin breaks the contract:", *(f"- {line}" for line in found)]))


@attrs.frozen
class _Trial:
    plugin: object
    settings: dict[str, Any]
    environment: dict[str, str]
    tables: tuple[Path, ...]

    def host(self, settings: Mapping[str, Any] | None = None) -> Host:
        return host_with(self.plugin, self.settings if settings is None else settings, self.environment)

    def taken_in(self) -> Iterator[str]:
        host = self.host()
        if host.plugins()[0].state != "active":
            yield f"it is {host.plugins()[0].state}: {host.plugins()[0].reason}"
        yield from (f"while loading: {warning.error}" for warning in host.warnings)

    def settings_refused(self) -> Iterator[str]:
        if self.host({**self.settings, "no_such_setting": 1}).plugins()[0].state == "active":
            yield "it takes settings that it does not have; write it as an attrs class"

    def answers_twice(self) -> Iterator[str]:
        host = self.host()
        plan = factories.plan()
        first = answers(host, plan)
        problems = [*_unlike("when asked again", first, answers(host, plan))]
        problems += _unlike("on a fresh host", first, answers(self.host(), plan))
        with _another_zone():
            problems += _unlike("in another time zone", first, answers(self.host(), factories.plan()))
        problems += [f"{failure.hook}: {failure.error}" for failure in (*host.failures, *host.warnings)]
        if len(digests(self.plugin, self.settings, self.environment)) > 1:
            problems.append("it answers differently under another PYTHONHASHSEED; sort what comes from sets")
        if plan != factories.plan():
            problems.append("it changes the plan that it is given")
        yield from dict.fromkeys([*problems, *_shown_in_private(host, plan)])

    def reads(self) -> Iterator[str]:
        host = self.host()
        by_suffix = {suffix: reader for reader in host.readers() for suffix in reader.suffixes}
        for path in self.tables:
            reader = by_suffix.get(path.suffix.lower())
            if reader is None:
                yield f"no reader of it takes {path.name}"
            else:
                yield from _read_twice(reader, path)
        for suffix in sorted(by_suffix):
            yield from _refuses_rubbish(self.host(), suffix)

    def sends(self) -> Iterator[str]:
        host = self.host()
        for channel in host.channels():
            for _ in range(2):
                delivery = channel.send(factories.message())
                if delivery.status == "failed":
                    yield f"channel {channel.name}: {delivery.detail}"
            channel.send(factories.message(email="", phone=""))
        yield from (f"{failure.hook}: {failure.error}" for failure in (*host.failures, *host.warnings))


def _unlike(when: str, first: Mapping[str, object], second: Mapping[str, object]) -> Iterator[str]:
    for asked in sorted({*first, *second}):
        if first.get(asked) != second.get(asked):
            yield f"{asked}: answers differently {when}"


def _shown_in_private(host: Host, plan: Plan) -> Iterator[str]:
    """Addresses and phone numbers in files, and rosters that break a rule."""
    secrets = [text for one in plan.programme.people for text in (one.email, one.phone) if text]
    for exporter in host.exporters():
        paths: set[str] = set()
        for file in exporter.export(plan):
            content = _unpacked(file.content)
            if any(secret.encode() in content for secret in secrets):
                yield f"exporter {exporter.name}: {file.path} shows an address or phone number"
            if file.path in paths:
                yield f"exporter {exporter.name}: writes {file.path} twice"
            paths.add(file.path)
    for solver in host.solvers():
        for problem in plan.problems:
            roster = solved(solver, problem)
            broken = check(problem, roster)[:3] if isinstance(roster, Roster) else ()
            yield from (f"solver {solver.name}: {violation.sentence.in_language('en')}" for violation in broken)


def _unpacked(content: bytes) -> bytes:
    """The bytes, and those of the files within them where they are a zip archive (as .xlsx and .odt are)."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def _read_twice(reader: TableReader, path: Path) -> Iterator[str]:
    first, second = (attempt(lambda: tuple(reader.read(path))) for _ in range(2))
    if isinstance(first, str):
        yield f"cannot read {path.name}: {first}"
    elif first != second:
        yield f"reads {path.name} differently when asked again"


_RUBBISH = {"empty": b"", "text": b"id,name\nann,Ann\n", "binary": bytes(range(256)), "zip": b"PK\x03\x04" + b"\0" * 60}


def _refuses_rubbish(host: Host, suffix: str) -> Iterator[str]:
    reader = next(reader for reader in host.readers() if suffix in reader.suffixes)
    with TemporaryDirectory() as folder:
        for name, content in _RUBBISH.items():
            path = Path(folder, f"people-{name}{suffix}")
            path.write_bytes(content)
            try:
                tuple(reader.read(path))
            except VolschedError:
                kind = host.failures[-1].error.partition(":")[0]
                if kind not in _OWN_ERRORS:
                    error = host.failures[-1].error
                    yield f"reader {reader.name}: refuses a file of {name} rubbish with {error}; raise InvalidValue"


_OWN_ERRORS = frozenset({"InvalidValue", "UnknownName", "ProgrammeError"})


@contextmanager
def _another_zone() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    _set_clock()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        _set_clock()


def _set_clock() -> None:
    if hasattr(time, "tzset"):
        time.tzset()
