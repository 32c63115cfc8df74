"""Plugins that do what they are told to, for tests: they work, or fail in the way that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from attrs import Factory, define

from volsched.files import Table
from volsched.hooks import Channel, Exporter, TableReader, hookimpl
from volsched.notices import Delivery, Message
from volsched.planning import Plan
from volsched.publishing import OutputFile


@define(eq=False)
class FakeChannel:
    """A channel that keeps what it is given in `sent`; `broken` people make it raise, `unreachable` ones do not."""

    name: str = "fake"
    broken: frozenset[str] = frozenset()
    unreachable: frozenset[str] = frozenset()
    sent: list[Message] = Factory(list)

    @hookimpl
    def volsched_channels(self) -> Iterable[Channel]:
        """The channel."""
        return (Channel(name=self.name, send=self.send),)

    def send(self, message: Message) -> Delivery:
        """Keep the message, once for each key."""
        if message.person in self.broken:
            raise ConnectionError("the other side is gone")
        reached = message.person not in self.unreachable
        if reached and all(message.key != one.key for one in self.sent):
            self.sent.append(message)
        return Delivery(
            key=message.key,
            person=message.person,
            channel=self.name,
            status="sent" if reached else "unreachable",
        )


@define(eq=False)
class FakeExporter:
    """An exporter that writes the given files, or runs `export` instead."""

    name: str = "fake"
    files: Mapping[str, bytes] = Factory(dict)
    export: Callable[[Plan], Iterable[OutputFile]] | None = None

    @hookimpl
    def volsched_exporters(self) -> Iterable[Exporter]:
        """The exporter."""
        return (Exporter(name=self.name, title=self.name, export=self.export or self._export),)

    def _export(self, _plan: Plan) -> Iterable[OutputFile]:
        return tuple(OutputFile(path, content) for path, content in sorted(self.files.items()))


@define(eq=False)
class FakeReader:
    """A reader that finds the given tables in every file of its suffix."""

    name: str = "fake"
    suffix: str = ".fake"
    tables: tuple[Table, ...] = ()
    paths: list[Path] = Factory(list)

    @hookimpl
    def volsched_readers(self) -> Iterable[TableReader]:
        """The reader."""
        return (TableReader(name=self.name, suffixes=(self.suffix,), read=self._read),)

    def _read(self, path: Path) -> Iterable[Table]:
        self.paths.append(path)
        return self.tables
