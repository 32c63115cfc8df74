"""A function that a plugin offered fails, and what it offered is all that is lost."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

from volsched.errors import InvalidValue, PluginError
from volsched.hooks import Channel, Check, Exporter, Host, Solver, TableReader, hookimpl
from volsched.model import (
    Assignment,
    DaysOffBetween,
    Finding,
    Person,
    Programme,
    Requirement,
    Roster,
    Seat,
    Shift,
    Span,
    Text,
    Window,
)
from volsched.notices import Delivery, Message
from volsched.planning import Plan
from volsched.publishing import OutputFile
from volsched.rostering import Budget, Problem, solve

NIGHT = Span(dt.datetime(2027, 1, 1, 14, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, 18, tzinfo=dt.UTC))
PROBLEM = Problem(
    id="watch",
    shifts=(
        Shift(
            id="night/20270101T2200",
            activity="night",
            day=dt.date(2027, 1, 1),
            span=NIGHT,
            requirements=(Requirement(role="patrol", minimum=2),),
        ),
    ),
    people=tuple(Person(id=name, name=Text(en=name)) for name in ("ann", "bob", "cem")),
)
PLAN = Plan(programme=Programme(id="office", name=Text(en="Office")), window=Window.year(2027))
MESSAGE = Message(key="k1", person="ann", name="Ann", language="en", subject="Duty", body="Come at ten.")
SENT = Delivery(key="k1", person="ann", channel="post", status="sent")
FILE = OutputFile(path="a.txt", content=b"a")
FINDING = Finding(code="too-cold", severity="note", subjects=(), sentence=Text(en="too cold"))


def host_with(hook, item):
    host = Host()
    info = host.add("odd", SimpleNamespace(**{hook: hookimpl(lambda: (item,))}), distribution="odd-plugin", version="1")
    assert info.state == "active"
    return host


def errors(host):
    return [(failure.hook, failure.error) for failure in host.failures]


def raising(*_arguments):
    raise RuntimeError("boom")


def exiting(*_arguments):
    raise SystemExit(0)


def third_breaks(*_arguments):
    yield FILE
    yield FILE
    raise RuntimeError("third")


class Lookalike:
    """Has every attribute of what is asked for, and is none."""

    path, content, code, severity, subjects, sentence = "a.txt", b"a", "c", "note", (), "text"
    key, person, channel, status, detail, id, assignments = "k1", "ann", "post", "sent", "", "watch", ()


SUPPORTED = [raising, exiting]
LOOKALIKE = f"{Lookalike.__module__}.Lookalike"


@pytest.mark.parametrize(
    ("export", "error"),
    [
        (raising, "RuntimeError: boom"),
        (exiting, "SystemExit: 0"),
        (third_breaks, "RuntimeError: third"),
        (
            lambda plan: None,
            "WrongAnswerError: returned None where an iterable of OutputFile is due; return () if there are none",
        ),
        (lambda plan: "a.txt", "WrongAnswerError: returned a builtins.str where an iterable of OutputFile is due"),
        (lambda plan: 7, "WrongAnswerError: returned a builtins.int where an iterable of OutputFile is due"),
        (
            lambda plan: (FILE, Lookalike()),
            f"WrongAnswerError: returned a {LOOKALIKE} among the items where each must be a volsched OutputFile",
        ),
        (
            lambda: (),
            "TypeError: <lambda>() takes 0 positional arguments but 1 was given",
        ),
    ],
)
def test_exporter_that_fails_yields_no_file(export, error):
    host = host_with("volsched_exporters", Exporter(name="pdf", title="PDF", export=export))
    (exporter,) = host.exporters()
    assert tuple(exporter.export(PLAN)) == ()
    assert errors(host) == [("exporter pdf", error.replace("<lambda>", getattr(export, "__qualname__", "")))]


def test_exporter_that_works_yields_its_files():
    host = host_with("volsched_exporters", Exporter(name="pdf", title="PDF", export=lambda plan: iter([FILE])))
    assert [tuple(exporter.export(PLAN)) for exporter in host.exporters()] == [(FILE,)]
    assert host.failures == ()


def roster(*seated, **changes):
    shift = PROBLEM.shifts[0].id
    assignments = tuple(Assignment(Seat(shift, "patrol", index), person) for index, person in seated)
    return Roster(**{"id": "watch", "assignments": assignments, **changes})


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (None, "returned None where a volsched Roster is due"),
        (Lookalike(), f"returned a {LOOKALIKE} where a volsched Roster is due"),
        (roster(id="other"), "returned roster 'other' for problem 'watch'"),
        (roster((0, "ann"), (0, "bob")), "filled a seat or used a person twice in shift 'night/20270101T2200'"),
        (roster((0, "ann"), (1, "ann")), "filled a seat or used a person twice in shift 'night/20270101T2200'"),
        (roster((0, "dan")), "used person 'dan', who is not in the problem"),
        (roster((2, "ann")), "filled a seat that shift 'night/20270101T2200' does not have"),
    ],
)
def test_solver_with_a_roster_of_another_problem_fails_and_says_so(answer, error):
    host = host_with("volsched_solvers", Solver(name="magic", solve=lambda *_arguments: answer))
    (solver,) = host.solvers()
    with pytest.raises(PluginError) as caught:
        solver.solve(PROBLEM, 0, Budget(), None)
    assert str(caught.value) == f"plugin 'odd' (odd-plugin 1): solver magic: WrongAnswerError: {error}"
    assert errors(host) == [("solver magic", f"WrongAnswerError: {error}")]


def test_solver_that_moves_what_is_pinned_fails():
    pinned = attrs.evolve(PROBLEM, pinned=(Assignment(Seat(PROBLEM.shifts[0].id, "patrol", 0), "ann", pinned=True),))
    host = host_with("volsched_solvers", Solver(name="magic", solve=lambda *_arguments: roster((0, "bob"))))
    with pytest.raises(PluginError, match="moved what is pinned in shift 'night/20270101T2200'"):
        host.solvers()[0].solve(pinned, 0, Budget(), None)


def test_solver_that_breaks_a_rule_fails():
    second = attrs.evolve(PROBLEM.shifts[0], id="night/20270102T2200", day=dt.date(2027, 1, 2))
    strict = attrs.evolve(PROBLEM, shifts=(*PROBLEM.shifts, second), rules=(DaysOffBetween(3),))
    nights = [Assignment(Seat(shift.id, "patrol", 0), "ann") for shift in strict.shifts]
    host = host_with(
        "volsched_solvers", Solver(name="magic", solve=lambda *_arguments: Roster(id="watch", assignments=nights))
    )
    with pytest.raises(PluginError, match=r"WrongAnswerError: broke \d+ rules, the first: "):
        host.solvers()[0].solve(strict, 0, Budget(), None)


def test_solver_that_works_answers_with_its_roster():
    def own(problem, seed, budget, progress):
        return solve(problem, seed=seed, budget=budget, progress=progress)

    host = host_with("volsched_solvers", Solver(name="magic", solve=own))
    found = host.solvers()[0].solve(PROBLEM, 3, Budget(), None)
    assert found == solve(PROBLEM, seed=3)
    assert host.failures == ()


@pytest.mark.parametrize(
    ("send", "detail"),
    [
        (raising, "RuntimeError: boom"),
        (exiting, "SystemExit: 0"),
        (lambda message: None, "WrongAnswerError: returned None where a volsched Delivery is due"),
        (lambda message: Lookalike(), f"WrongAnswerError: returned a {LOOKALIKE} where a volsched Delivery is due"),
        (
            lambda message: attrs.evolve(SENT, person="bob"),
            "WrongAnswerError: answered for another message than that to 'ann'",
        ),
        (
            lambda message: attrs.evolve(SENT, channel="mail"),
            "WrongAnswerError: answered for another message than that to 'ann'",
        ),
    ],
)
def test_channel_that_fails_says_that_this_message_failed(send, detail):
    host = host_with("volsched_channels", Channel(name="post", send=send))
    assert host.channels()[0].send(MESSAGE) == attrs.evolve(SENT, status="failed", detail=detail)
    assert errors(host) == [("channel post", detail)]


def test_channel_that_fails_for_one_person_sends_to_the_others():
    def send(message):
        if message.person == "bob":
            raise LookupError("no such address")
        return attrs.evolve(SENT, person=message.person)

    host = host_with("volsched_channels", Channel(name="post", send=send))
    (channel,) = host.channels()
    statuses = [channel.send(attrs.evolve(MESSAGE, person=person)).status for person in ("ann", "bob", "cem")]
    assert statuses == ["sent", "failed", "sent"]


@pytest.mark.parametrize(
    ("run", "error"),
    [
        (raising, "RuntimeError: boom"),
        (exiting, "SystemExit: 0"),
        (
            lambda plan: (FINDING, "text"),
            "WrongAnswerError: returned a builtins.str among the items where each must be a volsched Finding",
        ),
    ],
)
def test_check_that_fails_is_a_finding(run, error):
    host = host_with("volsched_checks", Check(name="cold", run=run))
    (finding,) = host.checks()[0].run(PLAN)
    assert (finding.code, finding.severity, finding.subjects) == ("plugin-failed", "warning", ("odd",))
    assert finding.sentence.en == f"the check of plugin 'odd' was not made: {error}"
    assert error in finding.sentence.zh
    assert error in finding.sentence.ug


def test_check_cannot_change_the_plan_it_is_given():
    def tampers(plan):
        plan.findings = ()

    host = host_with("volsched_checks", Check(name="cold", run=tampers))
    assert [finding.code for finding in host.checks()[0].run(PLAN)] == ["plugin-failed"]
    assert errors(host) == [("check cold", "FrozenInstanceError: can't set attribute")]


@pytest.mark.parametrize("read", [raising, exiting, lambda path: ("row",), lambda path: None])
def test_reader_that_fails_raises_plugin_error(read):
    host = host_with("volsched_readers", TableReader(name="ods", suffixes=(".ods",), read=read))
    with pytest.raises(PluginError, match=r"^plugin 'odd' \(odd-plugin 1\): reader ods: "):
        host.readers()[0].read(Path("people.ods"))
    assert [hook for hook, _ in errors(host)] == ["reader ods"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Check(name="a b", run=print), "check a b: name: 'a b' cannot be an id"),
        (lambda: Check(name="a", run=None), "check a: run: None cannot be called; pass a function"),
        (lambda: Exporter(name="a", title=3, export=print), "exporter a: title: 3 is not text"),
        (lambda: TableReader(name="a", suffixes=(), read=print), "reader a: suffixes: none; name one suffix"),
        (lambda: TableReader(name="a", suffixes=("xlsx",), read=print), "'xlsx' cannot be a suffix of its own"),
        (lambda: TableReader(name="a", suffixes=(".csv",), read=print), "'.csv' cannot be a suffix of its own"),
    ],
)
def test_what_cannot_be_offered_is_refused_when_it_is_made(make, message):
    with pytest.raises(InvalidValue) as caught:
        make()
    assert message in str(caught.value)


def test_naive_time_from_a_plugin_is_refused_and_named():
    def run(plan):
        Span(dt.datetime(2027, 1, 1), dt.datetime(2027, 1, 2))

    host = host_with("volsched_checks", Check(name="cold", run=run))
    tuple(host.checks()[0].run(PLAN))
    assert "2027-01-01T00:00:00 has no time zone; attach one" in host.failures[0].error


def test_refusing_what_was_offered_names_the_plugin_that_offered_it():
    host = host_with("volsched_exporters", Exporter(name="pdf", title="PDF", export=lambda plan: ()))
    host.exporters()
    host.refuse("exporter pdf", "'a.txt' is already there")
    assert [str(failure) for failure in host.failures] == [
        "plugin 'odd' (odd-plugin 1): exporter pdf: 'a.txt' is already there"
    ]
