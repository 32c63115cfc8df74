"""Rules of rosters are set, switched off and refused by name."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from volsched.errors import ProgrammeError
from volsched.files import load
from volsched.files.rules import OFF
from volsched.model import RULES, DaysOffBetween, FairHolidays, RestBetween
from volsched.model.rules import HouseholdsApart, MostInDays, NeverTogether

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


def test_rules_are_set_and_a_rule_that_is_off_asks_for_nothing():
    assert load(GOOD).rules == (DaysOffBetween(2), FairHolidays(0), RestBetween(dt.timedelta(hours=11)))


def test_every_rule_can_be_switched_off(tmp_path):
    assert sorted(OFF) == sorted(RULES)
    assert all(type(OFF[name]) is RULES[name] for name in RULES)
    for name in sorted(set(RULES) - {"days_off_between", "rest_between", "fair_holidays"}):
        assert OFF[name] in rules_of(tmp_path / name, f"[rules.{name}]\noff = true\n")


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
