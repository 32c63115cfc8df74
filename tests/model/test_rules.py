import datetime as dt

import pytest

from volsched.errors import InvalidValue
from volsched.model import (
    RULES,
    AbsenceCredit,
    DaysOffAfterRun,
    DaysOffBetween,
    FairLoad,
    ForbiddenSequences,
    MostDaysInARow,
    MostInDays,
    MostPerDay,
    MostPerPeriod,
    MostWeekendsInARow,
    MostWeekendsPerMonth,
    NeverTogether,
    NewcomerWithExperienced,
    Off,
    RequiredSequences,
    RestBetween,
    Together,
    rules_by_name,
)


def test_every_rule_is_found_by_its_name():
    assert all(rule.name == name for name, rule in RULES.items())
    assert {"days_off_between", "most_in_days", "households_apart", "never_together", "fair_load"} <= set(RULES)


def test_a_later_rule_takes_the_place_of_an_earlier_one():
    assert rules_by_name((DaysOffBetween(2), FairLoad()), (DaysOffBetween(1),)) == (DaysOffBetween(1), FairLoad())


def test_a_rule_that_is_off_is_gone_with_what_earlier_layers_say_of_it_and_may_come_back():
    everybody = (DaysOffBetween(2), RestBetween(dt.timedelta(hours=11)))
    assert rules_by_name(everybody, (Off("days_off_between"),)) == (RestBetween(dt.timedelta(hours=11)),)
    assert rules_by_name((DaysOffBetween(2),), (Off("days_off_between"),), (DaysOffBetween(1),)) == (DaysOffBetween(1),)
    assert rules_by_name((Off("never_together"),)) == ()


@pytest.mark.parametrize("name", ["days_of_between", "fair_load", "", None])
def test_only_a_hard_rule_can_be_off(name):
    with pytest.raises(
        InvalidValue, match="is no hard rule; write one of absence_credit, days_off_after_run, days_off_between"
    ):
        Off(name)


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: DaysOffBetween(61), "days"),
        (lambda: DaysOffBetween(True), "days"),
        (lambda: RestBetween(dt.timedelta(days=-1)), "rest"),
        (lambda: MostInDays(1, 0), "days"),
        (lambda: MostInDays(-1, 7), "duties"),
        (lambda: NeverTogether((("ann", "ann"),)), "pairs"),
        (lambda: FairLoad(-1), "weight"),
        (lambda: Together((("ann", "bob"),), -1), "weight"),
        (lambda: Together((("ann",),)), "pairs"),
        (lambda: ForbiddenSequences((("gate", "gate"),)), "sequences"),
        (lambda: RequiredSequences((("gate", "door"),), 31), "days"),
        (lambda: MostPerPeriod(3, dt.date(2027, 1, 2), dt.date(2027, 1, 1)), "last"),
        (lambda: MostPerDay(-1), "duties"),
        (lambda: MostDaysInARow(0), "days"),
        (lambda: DaysOffAfterRun(0, 1), "run"),
        (lambda: DaysOffAfterRun(1, 31), "days"),
        (lambda: MostWeekendsInARow(0), "weekends"),
        (lambda: MostWeekendsPerMonth(6), "weekends"),
        (lambda: NewcomerWithExperienced("new", "new"), "experienced"),
        (lambda: NewcomerWithExperienced("a b", "old"), "newcomer"),
        (lambda: AbsenceCredit(0), "days"),
    ],
)
def test_values_that_cannot_stand_are_refused(make, field):
    with pytest.raises(InvalidValue) as caught:
        make()
    assert caught.value.field == field
