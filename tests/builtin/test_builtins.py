"""The built-in plugins go through the same host as anyone's, and do the whole job."""

import io
import subprocess
import sys

import attrs
import pytest

from volsched import testing
from volsched.builtin import BUILTINS, Pictures, builtins
from volsched.errors import InvalidValue
from volsched.hooks import Host
from volsched.model import Finding, Text
from volsched.notices import deliver, notices_of, render
from volsched.planning import STANDARD_CHECKS, run_checks
from volsched.publishing import Viewer, feeds_of, loads_picture, year_picture
from volsched.rostering import Budget, check, solve


@pytest.fixture
def host():
    return Host.open(builtins=builtins(io.StringIO()), installed=False)


def test_each_built_in_plugin_is_registered_under_a_name_of_ours_with_its_hooks(host):
    assert [(info.name, info.state, info.hooks) for info in host.plugins()] == [
        ("volsched.checks", "active", ("volsched_checks",)),
        ("volsched.china", "active", ("volsched_checks", "volsched_holidays")),
        ("volsched.console", "active", ("volsched_channels",)),
        ("volsched.csv", "active", ("volsched_exporters",)),
        ("volsched.file", "active", ("volsched_channels",)),
        ("volsched.ical", "active", ("volsched_exporters",)),
        ("volsched.pictures", "active", ("volsched_exporters",)),
        ("volsched.smtp", "active", ("volsched_channels",)),
        ("volsched.solver", "active", ("volsched_solvers",)),
        ("volsched.webhook", "active", ("volsched_channels",)),
    ]
    assert list(BUILTINS) == [info.name for info in host.plugins()]
    assert (host.failures, host.warnings, tuple(host.faults)) == ((), (), ())


def test_what_they_offer_has_short_names(host):
    assert [solver.name for solver in host.solvers()] == ["fair"]
    assert [channel.name for channel in host.channels()] == ["console"]
    assert [exporter.name for exporter in host.exporters()] == ["csv", "ical", "pictures"]
    assert [one.name for one in host.checks()] == sorted(STANDARD_CHECKS)


def test_each_can_be_switched_off():
    off = Host.open({"disabled": ["csv", "console"]}, builtins=BUILTINS, installed=False)
    assert [exporter.name for exporter in off.exporters()] == ["ical", "pictures"]
    assert off.channels() == ()


def test_solver_is_that_of_rostering(host, plan):
    (fair,) = host.solvers()
    for problem in plan.problems:
        roster = fair.solve(problem, 3, Budget(), None)
        assert roster == solve(problem, seed=3)
        assert check(problem, roster) == ()


def test_calendars_are_every_feed_of_the_plan(host, plan):
    ical = host.exporters()[1]
    files = tuple(ical.export(plan))
    assert [file.path for file in files] == [feed.path for feed in feeds_of(plan)]
    assert all(file.content.startswith(b"BEGIN:VCALENDAR\r\n") for file in files)


def test_tables_are_rosters_bookings_and_findings(host, plan):
    table = host.exporters()[0]
    found = {file.path: file.content.decode("utf-8-sig") for file in table.export(plan)}
    assert sorted(path for path in found if path.startswith("coordinator/")) == [
        "coordinator/bookings.csv",
        "coordinator/findings.csv",
        "coordinator/roster/night.csv",
    ]
    assert found["coordinator/roster/night.csv"].count("\r\n") == 1 + 14 * 2


def test_findings_that_would_tell_of_somebodys_health_are_not_for_the_coordinator(host, plan):
    told = Finding(code="a", severity="note", subjects=("night/20270101T2200", "ann"), sentence=Text(en="=seen"))
    private = Finding(code="b", severity="note", subjects=("health", "ann"), sentence=Text(en="Ann waits"))
    table = host.exporters()[0]
    files = {file.path: file.content for file in table.export(plan.with_findings((told, private)))}
    assert files["coordinator/findings.csv"].decode("utf-8-sig") == (
        "severity,code,finding,subjects\r\nnote,a,'=seen,night/20270101T2200 ann\r\n"
    )


def pictures(plan, **chosen):
    host = Host.open({"pictures": chosen} if chosen else {}, builtins=BUILTINS, installed=False)
    assert (host.failures, tuple(host.faults)) == ((), ())
    return [file for one in host.exporters() if one.name == "pictures" for file in one.export(plan)]


def test_pictures_are_of_rosters_that_are_too_large_to_see_at_a_glance(plan):
    month = testing.plan()  # 31 nights, shared by six
    assert [file.path for file in pictures(month)] == [
        "coordinator/roster/night-watch-loads.svg",
        "coordinator/roster/night-watch-year.svg",
    ]
    few = attrs.evolve(month, problems=(attrs.evolve(month.problems[0], people=month.problems[0].people[:5]),))
    assert pictures(few) == []
    assert pictures(plan) == []  # 14 nights


def test_pictures_of_all_rosters_or_none_are_a_setting(plan):
    assert [file.path for file in pictures(plan, rosters="all")] == [
        "coordinator/roster/night-loads.svg",
        "coordinator/roster/night-year.svg",
    ]
    assert pictures(plan, rosters="all")[0].content == loads_picture(plan, "night", Viewer(audience="coordinator"))
    assert pictures(plan, rosters="all")[1].content == year_picture(plan, "night", Viewer(audience="coordinator"))
    assert pictures(testing.plan(), rosters="none") == []


def test_a_setting_of_pictures_that_is_not_known_is_refused():
    host = Host.open({"pictures": {"rosters": "some"}}, builtins=BUILTINS, installed=False)
    (fault,) = host.faults
    assert (fault.file, fault.field) == ("programme.toml", "plugins.pictures.rosters")
    with pytest.raises(InvalidValue, match="plugin pictures: rosters: 'some' is not known; write patrol, all, none"):
        Pictures(rosters="some")


def test_checks_find_what_planning_finds(host, plan):
    found = [item for one in host.checks() for item in one.run(plan)]
    assert sorted(map(repr, found)) == sorted(map(repr, run_checks(plan)))


def test_console_shows_every_message_and_nothing_of_it_is_lost_in_the_log(plan):
    stream = io.StringIO()
    host = Host.open(builtins=builtins(stream), installed=False)
    (console,) = host.channels()
    messages = [render(notice, plan.programme) for notice in notices_of(plan)]
    deliveries = deliver(messages, ("console",), lambda _, message: console.send(message))
    assert [delivery.status for delivery in deliveries] == ["sent"] * len(messages)
    assert [message.person for message in messages if message.body not in stream.getvalue()] == []
    assert (host.failures, host.warnings) == ((), ())


def test_loading_the_built_in_plugins_loads_no_mail_and_no_icalendar():
    heavy = {"smtplib", "ssl", "email.headerregistry", "icalendar"}
    code = f"import sys, volsched.builtin; print(sorted({heavy!r} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


def test_built_in_settings_are_frozen():
    for plugin in BUILTINS.values():
        kind = plugin if isinstance(plugin, type) else type(plugin)
        assert attrs.has(kind)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            kind().anything = 1
