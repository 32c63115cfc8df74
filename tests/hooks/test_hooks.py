"""Each hook, called as volsched calls it: what it gives, and what a failing plugin costs."""

import datetime as dt
import inspect
import sys
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

from volsched.errors import PluginError
from volsched.hooks import ANSWERS, POLICIES, Channel, Check, Exporter, Hooks, Host, Solver, TableReader, hookimpl
from volsched.hooks.spec import parameters, signature
from volsched.model import Availability, Holiday, Kind, Person, Programme, Text, Window
from volsched.notices import Message, Notice, render
from volsched.planning import Plan

WINDOW = Window.year(2027)
OFFICE = Programme(
    id="office",
    name=Text(en="Office"),
    people=(Person(id="ann", name=Text(en="Ann"), email="ann@office.example", language="en"),),
)
PLAN = Plan(programme=OFFICE, window=WINDOW)
NOTICE = Notice(person="ann", window=WINDOW, entries=())
GOLDEN = Path(__file__).with_name("hooks.txt")

EXAMPLES = {
    "volsched_solvers": Solver(name="own", solve=print),
    "volsched_exporters": Exporter(name="own", title="Own", export=print),
    "volsched_readers": TableReader(name="own", suffixes=(".ods",), read=print),
    "volsched_channels": Channel(name="own", send=print),
    "volsched_checks": Check(name="own", run=print),
    "volsched_kinds": Kind(id="own", name=Text(en="Own")),
}
CALLS = {hook: hook.removeprefix("volsched_") for hook in EXAMPLES}


def hook_names():
    return [name for name in vars(Hooks) if name.startswith("volsched_")]


def host_with(**plugins):
    host = Host()
    for name, functions in plugins.items():
        methods = {hook: hookimpl(function) for hook, function in functions.items()}
        info = host.add(name, SimpleNamespace(**methods), distribution=f"{name}-plugin", version="1")
        assert info.state == "active"
    return host


def broken():
    raise RuntimeError("boom")


def test_every_hook_has_a_policy_and_no_policy_is_without_a_hook():
    assert list(POLICIES) == hook_names()
    assert set(ANSWERS) == {hook for hook, policy in POLICIES.items() if policy != "tell"}
    assert set(POLICIES.values()) == {"gather", "require", "first", "tell"}


def test_signatures_are_those_that_were_promised():
    lines = [f"{POLICIES[hook]:<8} {signature(hook)}" for hook in hook_names()]
    assert GOLDEN.read_text(encoding="utf-8").splitlines() == lines


def test_every_hook_says_what_it_is_for_and_takes_parameters_that_pluggy_passes_on():
    for hook in hook_names():
        assert getattr(Hooks, hook).__doc__.endswith(".")
        kinds = {item.kind for item in inspect.signature(getattr(Hooks, hook)).parameters.values()}
        assert kinds == {inspect.Parameter.POSITIONAL_OR_KEYWORD}
    assert parameters("volsched_published") == ("plan", "files")


@pytest.mark.parametrize("hook", EXAMPLES)
def test_gather_hook_collects_and_loses_what_a_failing_plugin_offers(hook):
    good = EXAMPLES[hook]
    other = attrs.evolve(good, **{"id" if hook == "volsched_kinds" else "name": "later"})

    def breaks_at_the_second():
        yield other
        broken()

    host = host_with(
        fails={hook: broken},
        exits={hook: lambda: sys.exit(0)},
        forgets={hook: lambda: None},
        rubbish={hook: lambda: (other, "rubbish")},
        stops={hook: breaks_at_the_second},
        works={hook: lambda: [good]},
    )
    found = getattr(host, CALLS[hook])()
    assert [getattr(item, "name", None) if hook != "volsched_kinds" else item.id for item in found] == ["own"]
    assert [(failure.plugin, failure.hook) for failure in host.failures] == [
        (name, hook) for name in ("exits", "fails", "forgets", "rubbish", "stops")
    ]


@pytest.mark.parametrize(
    ("hook", "item"),
    [
        ("volsched_availability", Availability(person="ann", kind="unavailable")),
        ("volsched_holidays", Holiday(name=Text(en="Nowruz"), first=dt.date(2027, 3, 21))),
    ],
)
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (broken, "RuntimeError: boom"),
        (lambda: sys.exit(0), "SystemExit: 0"),
        (lambda: None, "WrongAnswerError: returned None where an iterable of "),
        (lambda: ["rubbish"], "WrongAnswerError: returned a builtins.str among the items"),
    ],
)
def test_required_hook_collects_and_refuses_to_go_on_without_an_answer(hook, item, answer, error):
    given = []

    def works(programme, window):
        given.append((programme, window))
        return (item,)

    host = host_with(works={hook: works}, other={hook: lambda: ()})
    call = getattr(host, hook.removeprefix("volsched_"))
    assert call(OFFICE, WINDOW) == (item,)
    assert given == [(OFFICE, WINDOW)]
    host = host_with(works={hook: works}, broken={hook: answer})
    with pytest.raises(PluginError) as caught:
        getattr(host, hook.removeprefix("volsched_"))(OFFICE, WINDOW)
    assert str(caught.value).startswith(f"plugin 'broken' (broken-plugin 1): {hook}: {error}")
    assert str(caught.value).endswith("; mend it, or disable it with disabled = ['broken'] under [plugins]")
    assert len(host.failures) == 1


def test_availability_of_somebody_unknown_is_refused_with_the_name():
    host = host_with(odd={"volsched_availability": lambda: [Availability(person="anne", kind="unavailable")]})
    with pytest.raises(PluginError, match="no person 'anne'; did you mean 'ann'"):
        host.availability(OFFICE, WINDOW)


def test_render_notice_takes_the_first_answer_and_keeps_whom_it_goes_to():
    own = render(NOTICE, OFFICE)

    def words(notice, programme, language):
        assert (notice, programme, language) == (NOTICE, OFFICE, "en")
        return attrs.evolve(own, key="forged", email="thief@host.example", subject="Dear\nAnn", body="Come!")

    host = host_with(
        aaa={"volsched_render_notice": broken},
        bbb={"volsched_render_notice": lambda: None},
        ccc={"volsched_render_notice": lambda: "rubbish"},
        ddd={"volsched_render_notice": words},
        eee={"volsched_render_notice": lambda: pytest.fail("an answer was there already")},
    )
    assert host.render_notice(NOTICE, OFFICE) == attrs.evolve(own, subject="Dear Ann", body="Come!")
    assert [failure.plugin for failure in host.failures] == ["aaa", "ccc"]


def test_render_notice_without_an_answer_is_worded_by_volsched():
    assert Host().render_notice(NOTICE, OFFICE) == render(NOTICE, OFFICE)
    host = host_with(aaa={"volsched_render_notice": broken}, bbb={"volsched_render_notice": lambda: None})
    assert host.render_notice(NOTICE, OFFICE, "zh") == render(NOTICE, OFFICE, "zh")


@pytest.mark.parametrize(("hook", "arguments"), [("volsched_planned", (PLAN,)), ("volsched_published", (PLAN, ()))])
def test_told_hook_reaches_everybody_whoever_fails(hook, arguments):
    heard = []
    host = host_with(
        aaa={hook: broken},
        bbb={hook: lambda: sys.exit(1)},
        ccc={hook: lambda plan: heard.append(plan) or "an answer nobody asked for"},
    )
    assert getattr(host, hook.removeprefix("volsched_"))(*arguments) is None
    assert heard == [PLAN]
    assert [(failure.plugin, failure.error) for failure in host.failures] == [
        ("aaa", "RuntimeError: boom"),
        ("bbb", "SystemExit: 1"),
    ]


def test_message_is_what_the_answer_must_be():
    assert ANSWERS["volsched_render_notice"] is Message
