"""The holidays of a country stand in the plan; what the package does not know is told with what it does know."""

import datetime as dt

import pytest

from volsched.errors import InvalidValue, UnknownName
from volsched.hooks import Host
from volsched.model import Programme, Text, Window

pytest.importorskip("holidays", reason="the package holidays is not installed")
plugin = pytest.importorskip("volsched_holidays", reason="the distribution volsched-holidays is not installed")

pytestmark = pytest.mark.heavy

OFFICE = Programme(id="office", name=Text(en="Office"))


def told(holidays):
    return [(item.name.in_language("en"), str(item.first), str(item.last), item.working) for item in holidays]


def days(*arguments, **options):
    first, last = (dt.date.fromisoformat(day) for day in arguments[1:])
    return plugin.country_holidays(arguments[0], first, last, **options)


def test_days_of_one_name_that_follow_each_other_are_one_holiday():
    assert told(days("KZ", "2027-03-01", "2027-03-31")) == [
        ("International Women's Day", "2027-03-08", "2027-03-08", False),
        ("Constitution Day", "2027-03-15", "2027-03-15", False),
        ("Nowruz Holiday", "2027-03-21", "2027-03-23", False),
        ("Nowruz Holiday (observed)", "2027-03-24", "2027-03-24", False),
    ]


def test_weekend_days_that_make_up_for_days_off_are_worked():
    assert ("Make-up working day", "2013-12-28", "2013-12-28", True) not in told(days("KZ", "2013-12-01", "2013-12-27"))
    assert ("Make-up working day", "2013-12-28", "2013-12-28", True) in told(days("KZ", "2013-12-01", "2013-12-31"))


def test_a_region_has_days_of_its_own():
    assert days("DE", "2027-01-06", "2027-01-06") == ()
    assert told(days("DE", "2027-01-06", "2027-01-06", region="BY")) == [
        ("Epiphany", "2027-01-06", "2027-01-06", False)
    ]


def test_both_ends_belong_to_it_and_years_may_be_several():
    assert [item[1] for item in told(days("US", "2026-12-25", "2027-01-01"))] == ["2026-12-25", "2027-01-01"]


def test_another_category_has_other_days():
    assert days("US", "2027-02-14", "2027-02-14") == ()
    assert told(days("US", "2027-02-14", "2027-02-14", categories=["unofficial"])) == [
        ("Valentine's Day", "2027-02-14", "2027-02-14", False)
    ]


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"country": "CN"}, "country: China's days off are part of volsched; take them from"),
        ({"country": "CHN"}, "country: China's days off are part of volsched; take them from"),
        ({"country": "DE", "region": "XX"}, "region: DE has no region 'XX'; write one of BB, BE, BW"),
        ({"country": "KZ", "region": "XX"}, "region: KZ has no region 'XX'; leave the region out"),
        ({"country": "US", "categories": ("odd",)}, "categories: US has no category 'odd'; write some of government"),
    ],
)
def test_what_is_not_known_is_refused_when_the_plugin_is_set_up(settings, problem):
    with pytest.raises(InvalidValue, match=problem):
        plugin.CountryHolidays(**settings)


def test_an_unknown_country_is_refused():
    with pytest.raises(UnknownName, match="no country 'KZT'; did you mean "):
        plugin.CountryHolidays(country="KZT")


def host(**settings):
    opened = Host.open({"holidays": settings}, installed=False)
    opened.add("holidays", plugin.CountryHolidays)
    return opened


def test_the_plugin_answers_for_the_window_of_the_plan():
    answered = host(country="KZ").holidays(OFFICE, Window.parse("2027-05"))
    assert [str(item.first)[5:] for item in answered] == ["05-01", "05-03", "05-07", "05-09", "05-10", "05-16"]


def test_without_a_country_it_says_nothing():
    assert host().holidays(OFFICE, Window.parse("2027")) == ()
    assert plugin.CountryHolidays().volsched_holidays(OFFICE, Window.parse("2027")) == ()


def test_wrong_settings_leave_the_plugin_out_and_say_why():
    opened = host(country="Kazakhstan")
    assert [info.state for info in opened.plugins()] == ["refused"]
    assert "no country 'Kazakhstan'" in opened.plugins()[0].reason
