"""plugin_contract passes plugins that keep the contract, and names what is wrong with the others."""

import datetime as dt
import os
import random
import sys
import textwrap
import time
from types import SimpleNamespace

import pytest
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.files import Row, Table
from volsched.hooks import Channel, Check, Exporter, Solver, TableReader, hookimpl
from volsched.model import Availability, Finding, Holiday, Roster, Text
from volsched.notices import Delivery
from volsched.publishing import OutputFile
from volsched.rostering import solve
from volsched.testing import FakeChannel, FakeExporter, person, plugin_contract


@frozen(eq=False)
class Whole:
    """Implements every hook, and well."""

    greeting: str = "Dear"

    @hookimpl
    def volsched_solvers(self):
        def own(problem, seed, budget, progress):
            return solve(problem, seed=seed, budget=budget, progress=progress)

        return (Solver(name="own", solve=own),)

    @hookimpl
    def volsched_exporters(self):
        def export(plan):
            yield OutputFile("own/count.txt", str(len(plan.occurrences)).encode())

        return (Exporter(name="own", title="Own", export=export),)

    @hookimpl
    def volsched_readers(self):
        return (TableReader(name="own", suffixes=(".own",), read=self.read),)

    def read(self, path):
        lines = path.read_bytes().split(b"\n")
        if lines[0] != b"own":
            raise InvalidValue("file", path.name, "", "does not begin with 'own'", "write it on the first line")
        return (Table("people", tuple(Row(n, (line.decode(),)) for n, line in enumerate(lines[1:], 2))),)

    @hookimpl
    def volsched_channels(self):
        def send(message):
            return Delivery(key=message.key, person=message.person, channel="own", status="sent")

        return (Channel(name="own", send=send),)

    @hookimpl
    def volsched_checks(self):
        def run(plan):
            yield Finding(code="own", severity="note", subjects=(), sentence=Text(en=str(len(plan.shifts))))

        return (Check(name="own", run=run),)

    @hookimpl
    def volsched_availability(self, programme, window):
        return [Availability(person=programme.people[0].id, kind="preferred", first=window.first)]

    @hookimpl
    def volsched_holidays(self, window):
        return [Holiday(name=Text(en="First"), first=window.first)]

    @hookimpl
    def volsched_planned(self, plan):
        pass

    @hookimpl
    def volsched_published(self, plan, files):
        pass


def broken_lines(plugin, **more):
    with pytest.raises(AssertionError) as caught:
        plugin_contract(plugin, **more)
    first, *lines = str(caught.value).splitlines()
    assert first == "the plugin breaks the contract:"
    return [line.removeprefix("- ") for line in lines]


def having(hook, *items):
    return SimpleNamespace(**{hook: hookimpl(lambda: items)})


def exporting(export):
    return having("volsched_exporters", Exporter(name="x", title="X", export=export))


def test_plugin_that_keeps_the_contract_passes(tmp_path):
    path = tmp_path / "people.own"
    path.write_text("own\nann", encoding="utf-8")
    plugin_contract(Whole, tables=[path], send=True)
    plugin_contract(Whole, settings={"greeting": "Hi"})
    plugin_contract(Whole())


def test_fakes_keep_the_contract():
    plugin_contract(FakeChannel(), send=True)
    plugin_contract(FakeExporter(files={"a.txt": b"a"}))


def test_plugin_that_is_not_taken_in_says_why():
    assert broken_lines(SimpleNamespace()) == [
        "it is refused: PluginError: has no hook; mark its functions with @volsched.hooks.hookimpl"
    ]
    assert broken_lines(Whole, settings={"greting": "Hi"})[0].startswith(
        "it is refused: programme.toml: plugins.plugin-under-test.greting"
    )


def test_class_that_takes_any_setting_is_named():
    class Loose:
        @hookimpl
        def volsched_checks(self):
            return ()

    plugin_contract(Loose)
    assert broken_lines(Loose, settings={"a": 1})[0].startswith("it is refused: programme.toml")


def test_failure_of_a_hook_or_of_what_it_offers_is_named():
    def boom(plan):
        raise RuntimeError("boom")

    assert broken_lines(exporting(boom)) == ["exporter x: RuntimeError: boom"]
    assert broken_lines(having("volsched_checks", "rubbish")) == [
        "volsched_checks: WrongAnswerError: returned a builtins.str among the items where each must be a volsched Check"
    ]
    require = SimpleNamespace(volsched_holidays=hookimpl(lambda window: 1 / 0))
    assert broken_lines(require) == ["volsched_holidays: ZeroDivisionError: division by zero"]


def test_answer_that_depends_on_the_moment_or_on_chance_is_named():
    count = iter(range(100))
    lines = broken_lines(exporting(lambda plan: [OutputFile("a", str(next(count)).encode())]))
    assert lines == [
        f"exporter x: answers differently {when}"
        for when in ("when asked again", "on a fresh host", "in another time zone")
    ]


def test_answer_that_depends_on_the_time_zone_is_named():
    def export(plan):
        local = dt.datetime.fromtimestamp(0).isoformat()  # noqa: DTZ006 - the slip that is meant
        return [OutputFile("a", local.encode())]

    before = (os.environ.get("TZ"), time.tzname)
    assert broken_lines(exporting(export)) == ["exporter x: answers differently in another time zone"]
    assert (os.environ.get("TZ"), time.tzname) == before


def test_answer_that_depends_on_the_hash_seed_is_named(tmp_path, monkeypatch):
    (tmp_path / "seedy.py").write_text(
        textwrap.dedent("""
        from volsched.hooks import Exporter, hookimpl
        from volsched.publishing import OutputFile

        def export(plan):
            return [OutputFile("a", " ".join({person.id for person in plan.programme.people}).encode())]

        @hookimpl
        def volsched_exporters():
            return [Exporter(name="x", title="X", export=export)]
        """)
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    import seedy

    try:
        assert broken_lines(seedy) == ["it answers differently under another PYTHONHASHSEED; sort what comes from sets"]
    finally:
        del sys.modules["seedy"]


def test_change_of_the_process_is_named():
    def run(plan):
        random.seed(3)
        return ()

    (line,) = broken_lines(having("volsched_checks", Check(name="c", run=run)))
    assert line.startswith("check c: used the shared random numbers")


def test_change_of_the_plan_is_named():
    def run(plan):
        object.__setattr__(plan.programme, "language", "en")
        return ()

    assert "it changes the plan that it is given" in broken_lines(having("volsched_checks", Check(name="c", run=run)))


def test_file_with_an_address_or_number_is_named():
    def export(plan):
        return [OutputFile("a.txt", f"call {person('ann').phone}".encode())]

    assert broken_lines(exporting(export)) == ["exporter x: a.txt shows an address or phone number"]


def test_path_written_twice_is_named():
    twice = [OutputFile("a.txt", b""), OutputFile("a.txt", b"")]
    assert broken_lines(exporting(lambda plan: twice)) == ["exporter x: writes a.txt twice"]


def test_solver_whose_roster_breaks_a_rule_is_named():
    def empty(problem, seed, budget, progress):
        found = solve(problem, seed=seed)
        tired = found.assignments[0].person
        first = [next(item for item in found.by_shift[shift]) for shift in list(found.by_shift)[:9]]
        return Roster(id=problem.id, assignments=[type(item)(item.seat, tired) for item in first])

    lines = broken_lines(having("volsched_solvers", Solver(name="s", solve=empty)))
    assert lines
    assert all(line.startswith("solver s: ") for line in lines)


def test_reader_that_takes_rubbish_with_a_bare_error_is_named(tmp_path):
    def read(path):
        return (Table("people", (Row(1, (path.read_bytes()[:0].decode() or str(1 // path.stat().st_size),)),)),)

    reader = TableReader(name="r", suffixes=(".r",), read=read)
    (line,) = broken_lines(having("volsched_readers", reader))
    assert line.startswith("reader r: refuses a file of empty rubbish with ZeroDivisionError")


def test_table_that_no_reader_takes_or_that_cannot_be_read_is_named(tmp_path):
    wrong = tmp_path / "people.own"
    wrong.write_text("other", encoding="utf-8")
    odd = tmp_path / "people.odd"
    odd.write_text("own", encoding="utf-8")
    lines = broken_lines(Whole, tables=[wrong, odd])
    assert lines[0].startswith(
        "cannot read people.own: plugin 'plugin-under-test': reader own: InvalidValue: file people.own"
    )
    assert lines[1:] == ["no reader of it takes people.odd"]


def test_channel_that_fails_is_named_only_where_it_may_be_tried():
    def send(message):
        raise ConnectionError("gone")

    plugin = having("volsched_channels", Channel(name="c", send=send))
    plugin_contract(plugin)
    assert broken_lines(plugin, send=True)[0] == "channel c: ConnectionError: gone"
