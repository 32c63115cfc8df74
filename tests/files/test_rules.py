"""Rules of rosters are set, switched off and refused by name."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from volsched.errors import ProgrammeError
from volsched.files import load
from volsched.model import (
    RULES,
    DaysOffBetween,
    FairHolidays,
    FairLoad,
    HouseholdsApart,
    MostInDays,
    NeverTogether,
    Off,
    Person,
    Requirement,
    RestBetween,
    Shift,
    Span,
    Text,
    Window,
    rules_by_name,
)
from volsched.model.rules import is_soft
from volsched.planning import make_plan
from volsched.rostering import Problem, solve

GOOD = Path(__file__).parent / "good"


def rules_of(folder, tables):
    shutil.copytree(GOOD, folder)
    text = (folder / "programme.toml").read_text(encoding="utf-8")
    (folder / "programme.toml").write_text(text + "\n" + tables, encoding="utf-8")
    return load(folder).rules


def refused(folder, tables):
    with pytest.raises(ProgrammeError) as caught:
        rules_of(folder, tables)
    (fault,) = caught.value.faults
    return fault.field, fault.problem


def test_rules_are_set_and_a_soft_rule_that_is_off_weighs_nothing():
    assert load(GOOD).rules == (DaysOffBetween(2), FairHolidays(0), RestBetween(dt.timedelta(hours=11)))


@pytest.mark.parametrize("name", sorted(set(RULES) - {"days_off_between", "rest_between", "fair_holidays"}))
def test_every_rule_can_be_switched_off(tmp_path, name):
    rules = [rule for rule in rules_of(tmp_path / "p", f"[rules.{name}]\noff = true\n") if rule.name == name]
    assert rules == ([RULES[name](weight=0)] if is_soft(RULES[name]) else [])


def test_a_rule_that_is_off_binds_nobody_whatever_the_number_of_duties(tmp_path):
    # Two shifts on each of 31 days are more duties in a month than the rule itself could ever allow.
    start = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    shifts = tuple(
        Shift(
            id=f"s{number}",
            activity="gate",
            span=Span(start + number * dt.timedelta(hours=12), start + (number * 12 + 1) * dt.timedelta(hours=1)),
            day=(start + number * dt.timedelta(hours=12)).date(),
            requirements=(Requirement(role="gate"),),
        )
        for number in range(62)
    )
    rules = rules_of(tmp_path / "p", "[rules.most_per_month]\noff = true\n[rules.most_per_week]\noff = true\n")
    rules = tuple(rule for rule in rules if rule.name.startswith("most"))
    problem = Problem(id="gate", shifts=shifts, people=(Person(id="ann", name=Text(zh="安")),), rules=rules)
    assert len(solve(problem).assignments) == 62


def test_an_activity_switches_off_what_the_programme_asks_of_all(tmp_path):
    shutil.copytree(GOOD, tmp_path / "p")
    path = tmp_path / "p" / "activities.toml"
    text = path.read_text(encoding="utf-8")
    own = "[activity.staffing.rules.most_per_month]\nduties = 8\n"
    path.write_text(
        text.replace(
            own,
            "[activity.staffing.rules]\n"
            + "\n".join(
                [
                    "days_off_between = { off = true }",
                    "fair_load = { off = true }",
                    "never_together = { off = true }",
                    "",
                ]
            ),
        ),
        encoding="utf-8",
    )
    programme = load(tmp_path / "p")
    staffing = programme.activity("night-patrol").staffing
    assert staffing.rules == (Off("days_off_between"), FairLoad(0), Off("never_together"))
    assert rules_by_name(programme.rules, staffing.rules) == (
        FairHolidays(0),
        FairLoad(0),
        RestBetween(dt.timedelta(hours=11)),
    )
    problems = make_plan(programme, Window.parse("2027-01-01", programme.zone), solve=solve).problems
    bound = {problem.id: {rule.name for rule in problem.rules} for problem in problems}
    assert "days_off_between" not in bound["night-patrol"]


def test_people_in_rules_are_named_by_id_or_name(tmp_path):
    tables = '[rules.never_together]\npairs = [["ann", "古丽"],\n ["007", "7"]]\n[rules.households_apart]\n'
    tables += "[rules.most_in_days]\nduties = 5\ndays = 6\n"
    rules = rules_of(tmp_path / "p", tables)
    assert NeverTogether((("ann", "p-dd15bab2c2dd"), ("007", "7"))) in rules
    assert HouseholdsApart() in rules
    assert MostInDays(duties=5, days=6) in rules


@pytest.mark.parametrize(
    ("pairs", "field", "problem"),
    [
        ('[["ann", "anne"]]', "[1][2]", "no person 'anne'"),
        ('[["ann", "ann"]]', "[1]", "'ann' is named twice"),
        ('[["ann"]]', "[1]", "holds 1, not a list of 2"),
        ('["ann"]', "[1]", "is text, not a list of 2"),
        ('[["ann", 7]]', "[1][2]", "is a whole number, not text"),
        ('"ann"', "", "is text, not a list"),
    ],
)
def test_what_is_no_pair_is_refused_where_it_stands(tmp_path, pairs, field, problem):
    found = refused(tmp_path / "p", f"[rules.never_together]\npairs = {pairs}\n")
    assert found == (f"rules.never_together.pairs{field}", problem)


@pytest.mark.parametrize("value", ["5", '"all"', "true", "[]"])
def test_rules_that_are_no_table_are_refused(tmp_path, value):
    shutil.copytree(GOOD, tmp_path / "p")
    text = (tmp_path / "p" / "programme.toml").read_text(encoding="utf-8")
    start, end = text.index("[rules.days_off"), text.index("[plugins]")
    (tmp_path / "p" / "programme.toml").write_text(f"rules = {value}\n" + text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(ProgrammeError, match=r"^programme\.toml:1: rules: is .*, not a table; write \[rules\.NAME\]"):
        load(tmp_path / "p")
