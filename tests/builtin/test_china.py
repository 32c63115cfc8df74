"""China's days off come into a programme that asks for them, and what is not announced is told."""

import datetime as dt

import pytest

from volsched.builtin.china import ChinaHolidays
from volsched.errors import InvalidValue
from volsched.model import Programme, Text, Window
from volsched.planning import Plan

PLACE = Programme(id="place", name=Text(en="Place"))


def days(use, window):
    found = ChinaHolidays(use=use).volsched_holidays(PLACE, window)
    return {day: item.working for item in found for day in item.days()}


def findings(use, window):
    plan = Plan(programme=PLACE, window=window)
    return [item for check in ChinaHolidays(use=use).volsched_checks() for item in check.run(plan)]


def test_an_announced_year_comes_with_its_make_up_days():
    found = days("national", Window.year(2026))
    assert found[dt.date(2026, 2, 17)] is False
    assert found[dt.date(2026, 2, 28)] is True
    assert findings("national", Window.year(2026)) == []


def test_a_year_that_is_not_announced_has_the_statutory_days_and_says_so():
    assert not any(days("national", Window.year(2027)).values())
    (finding,) = findings("national", Window.year(2027))
    assert (finding.code, finding.severity, finding.subjects) == ("holidays-not-announced", "note", ("2027",))


def test_the_region_adds_its_days_where_they_are_known():
    assert dt.date(2025, 3, 31) in days("xinjiang", Window.year(2025))
    assert dt.date(2025, 3, 31) not in days("national", Window.year(2025))
    assert [item.subjects for item in findings("xinjiang", Window.year(2024))] == [("2024", "xinjiang")]


def test_a_programme_that_does_not_ask_gets_nothing():
    assert days("no", Window.year(2026)) == {}
    assert findings("no", Window.year(2027)) == []


def test_a_window_over_new_year_has_both_years():
    found = days("national", Window.parse("2025-12-01/2026-02-01"))
    assert {day.year for day in found} == {2025, 2026}


def test_a_use_that_is_not_known_is_refused():
    with pytest.raises(InvalidValue, match="plugin china: use: 'germany' is not known"):
        ChinaHolidays(use="germany")
