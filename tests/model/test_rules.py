import datetime as dt

import pytest

from volsched.errors import InvalidValue
from volsched.model import RULES, DaysOffBetween, FairLoad, MostInDays, NeverTogether, RestBetween, rules_by_name


def test_every_rule_is_found_by_its_name():
    assert all(rule.name == name for name, rule in RULES.items())
    assert {"days_off_between", "most_in_days", "households_apart", "never_together", "fair_load"} <= set(RULES)


def test_a_later_rule_takes_the_place_of_an_earlier_one():
    assert rules_by_name((DaysOffBetween(2), FairLoad()), (DaysOffBetween(1),)) == (DaysOffBetween(1), FairLoad())


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
    ],
)
def test_values_that_cannot_stand_are_refused(make, field):
    with pytest.raises(InvalidValue) as caught:
        make()
    assert caught.value.field == field
