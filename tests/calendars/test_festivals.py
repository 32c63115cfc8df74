"""Festivals have their day in every year; what may yet be announced otherwise is marked."""

import datetime as dt

import pytest

from volsched.calendars import IslamicDate, festivals, from_islamic, islamic_festivals
from volsched.errors import InvalidValue
from volsched.model import Holiday, Text

# The official days of Xinjiang, as they were announced.
OFFICIAL = [
    ("qurban", 1425, "2005-01-21"),
    ("roza", 1434, "2013-08-08"),
    ("roza", 1443, "2022-05-03"),
    ("qurban", 1443, "2022-07-10"),
    ("roza", 1444, "2023-04-22"),
    ("qurban", 1444, "2023-06-29"),
    ("roza", 1446, "2025-03-31"),
    ("qurban", 1446, "2025-06-06"),
]


def told(found):
    return [(festival.id, str(festival.day), festival.tentative) for festival in found]


def holiday(name, first, last=None, working=False):
    first = dt.date.fromisoformat(first)
    return Holiday(name=name, first=first, last=dt.date.fromisoformat(last) if last else first, working=working)


@pytest.mark.parametrize(("festival", "year", "day"), OFFICIAL)
def test_official_days_are_used_and_certain(festival, year, day):
    assert (festival, day, False) in told(islamic_festivals(int(day[:4])))


def test_arithmetic_alone_would_be_a_day_late_once_in_the_eight():
    months = {"roza": (10, 1), "qurban": (12, 10)}
    late = [
        (from_islamic(IslamicDate(year, *months[festival])) - dt.date.fromisoformat(day)).days
        for festival, year, day in OFFICIAL
    ]
    assert late == [0, 0, 0, 0, 0, 0, 0, 1]


def test_days_that_nobody_announced_are_tentative():
    assert told(islamic_festivals(2027)) == [("roza", "2027-03-10", True), ("qurban", "2027-05-17", True)]


def test_a_year_can_hold_one_festival_twice_and_each_is_there_once():
    assert told(islamic_festivals(2000)) == [
        ("roza", "2000-01-08", True),
        ("qurban", "2000-03-16", True),
        ("roza", "2000-12-28", True),
    ]
    days = [festival.day for year in range(1900, 2201) for festival in islamic_festivals(year)]
    assert len(set(days)) == len(days) == 621


@pytest.mark.parametrize("name", [Text(zh="古尔邦节"), Text(zh="宰牲节"), Text(ug="قۇربان ھېيت"), Text(en="qurban ")])
def test_a_holiday_of_that_name_says_the_day(name):
    found = islamic_festivals(2027, [holiday(name, "2027-05-16")])
    assert told(found) == [("roza", "2027-03-10", True), ("qurban", "2027-05-16", False)]


def test_of_a_holiday_of_several_days_the_nearest_to_the_computed_day_counts():
    qurban = Text(zh="古尔邦节")
    assert ("qurban", "2027-05-17", False) in told(
        islamic_festivals(2027, [holiday(qurban, "2027-05-15", "2027-05-19")])
    )
    assert ("qurban", "2027-05-16", False) in told(
        islamic_festivals(2027, [holiday(qurban, "2027-05-12", "2027-05-16")])
    )


def test_what_was_written_down_outweighs_what_is_kept_here():
    assert ("roza", "2025-03-30", False) in told(islamic_festivals(2025, [holiday(Text(zh="肉孜节"), "2025-03-30")]))


def test_a_holiday_elsewhere_of_another_name_or_worked_says_nothing():
    plain = told(islamic_festivals(2027))
    for other in (
        holiday(Text(zh="古尔邦节"), "2027-06-01"),
        holiday(Text(zh="运动会"), "2027-05-16"),
        holiday(Text(zh="古尔邦节"), "2027-05-16", working=True),
    ):
        assert told(islamic_festivals(2027, [other])) == plain


def test_a_festival_announced_for_the_other_side_of_new_year_is_in_that_year_alone():
    early = [holiday(Text(zh="肉孜节"), "2032-12-31")]
    assert told(islamic_festivals(2033))[0] == ("roza", "2033-01-03", True)
    assert ("roza", "2032-12-31", False) in told(islamic_festivals(2032, early))
    assert [day for id_, day, _ in told(islamic_festivals(2033, early)) if id_ == "roza"] == ["2033-12-23"]


def test_the_festivals_of_a_year_are_in_the_order_of_their_days():
    assert told(festivals(2027)) == [
        ("laba", "2027-01-15", False),
        ("new-years-eve", "2027-02-05", False),
        ("spring", "2027-02-06", False),
        ("lantern", "2027-02-20", False),
        ("roza", "2027-03-10", True),
        ("nowruz", "2027-03-21", False),
        ("qingming", "2027-04-05", False),
        ("qurban", "2027-05-17", True),
        ("dragon-boat", "2027-06-09", False),
        ("double-seventh", "2027-08-08", False),
        ("mid-autumn", "2027-09-15", False),
        ("double-ninth", "2027-10-08", False),
    ]


def test_every_year_has_every_festival():
    ids = {"new-years-eve", "spring", "lantern", "nowruz", "qingming", "dragon-boat", "mid-autumn", "double-ninth"}
    for year in range(1902, 2101):
        found = [festival.id for festival in festivals(year)]
        assert ids <= set(found)
        assert found.count("spring") == 1


def test_a_festival_in_a_doubtful_month_is_tentative():
    assert ("double-ninth", "2057-10-06", True) in told(festivals(2057))
    assert ("mid-autumn", "2089-09-18", True) in told(festivals(2089))
    assert ("double-seventh", "2097-08-13", True) in told(festivals(2097))


def test_a_festival_has_its_names():
    roza = islamic_festivals(2027)[0]
    assert (roza.name.zh, roza.name.ug, roza.name.en) == ("肉孜节", "روزا ھېيت", "Roza")


@pytest.mark.parametrize("year", [1900, 2101])
def test_a_year_outside_the_tables_is_told(year):
    with pytest.raises(InvalidValue, match="ask about 1901 to 2100"):
        festivals(year)


@pytest.mark.parametrize("year", [1899, 2201])
def test_islamic_festivals_far_away_are_not_given(year):
    with pytest.raises(InvalidValue, match="ask about 1900 to 2200"):
        islamic_festivals(year)
