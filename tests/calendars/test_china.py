"""China's days off are those announced; a year that is not announced is told and never guessed."""

import datetime as dt

import pytest

from volsched.calendars import (
    CONFIRMED_UNTIL,
    LUNAR_YEARS,
    WorkingDays,
    announcement,
    announcements,
    china_holidays,
    qingming,
    statutory_holidays,
)
from volsched.calendars.announced import CHINA
from volsched.errors import InvalidValue

YEARS = range(2020, CONFIRMED_UNTIL + 1)


def days_of(year):
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]


def off(holidays):
    return {day for holiday in holidays if not holiday.working for day in holiday.days()}


def worked(holidays):
    return {day for holiday in holidays if holiday.working for day in holiday.days()}


def test_a_year_holds_its_days_off_and_make_up_days_in_order():
    told = [(item.name.zh, str(item.first), str(item.last), item.working) for item in china_holidays(2026)]
    assert told == [
        ("元旦", "2026-01-01", "2026-01-03", False),
        ("元旦", "2026-01-04", "2026-01-04", True),
        ("春节", "2026-02-14", "2026-02-14", True),
        ("春节", "2026-02-15", "2026-02-23", False),
        ("春节", "2026-02-28", "2026-02-28", True),
        ("清明节", "2026-04-04", "2026-04-06", False),
        ("劳动节", "2026-05-01", "2026-05-05", False),
        ("劳动节", "2026-05-09", "2026-05-09", True),
        ("端午节", "2026-06-19", "2026-06-21", False),
        ("国庆节", "2026-09-20", "2026-09-20", True),
        ("中秋节", "2026-09-25", "2026-09-27", False),
        ("国庆节", "2026-10-01", "2026-10-07", False),
        ("国庆节", "2026-10-10", "2026-10-10", True),
    ]


def test_a_holiday_over_new_year_is_cut_between_the_two_years():
    assert dt.date(2022, 12, 31) in off(china_holidays(2022))
    assert min(off(china_holidays(2023))) == dt.date(2023, 1, 1)
    assert announcement(2023).holidays[0].first == dt.date(2022, 12, 31)


@pytest.mark.parametrize("year", YEARS)
def test_make_up_days_are_weekend_days_and_make_up_for_the_weekdays_taken_beyond_the_law(year):
    holidays = announcement(year).holidays
    assert all(day.weekday() >= 5 for day in worked(holidays))
    assert not worked(holidays) & off(holidays)
    # 11 days by law, 13 since 2025. Days given beyond it are worked for on weekends; the two that the epidemic
    # added in 2020 were not.
    weekdays = sum(day.weekday() < 5 for day in off(holidays))
    assert weekdays - len(worked(holidays)) <= (13 if year >= 2025 else 11) + (2 if year == 2020 else 0)


@pytest.mark.parametrize("year", YEARS)
def test_every_year_names_its_source(year):
    assert all(source.startswith("国办发明电〔") for source in announcement(year).source.split(", "))
    assert announcement(year).announced.year in (year - 1, year)


def test_working_days_of_a_year_are_counted_as_announced():
    counts = {year: sum(map(WorkingDays.of(china_holidays(year)).is_working, days_of(year))) for year in YEARS}
    assert counts == {2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


def test_a_year_that_is_not_announced_is_told():
    with pytest.raises(InvalidValue) as caught:
        china_holidays(CONFIRMED_UNTIL + 1)
    assert str(caught.value) == (
        "public holidays 2027: are not announced; the last announced year is 2026; "
        "write them as [[holiday]] in the programme once they are announced"
    )
    with pytest.raises(InvalidValue, match="public holidays 2019: are not kept; the first year is 2020"):
        china_holidays(2019)
    assert max(CHINA) == CONFIRMED_UNTIL
    assert sorted(CHINA) == list(YEARS)


def test_a_region_adds_its_own_days():
    both = china_holidays(2025, region="xinjiang")
    assert off(both) - off(china_holidays(2025)) == {
        *(dt.date(2025, 3, day) for day in (29, 30, 31)),
        *(dt.date(2025, 6, day) for day in range(6, 11)),
    }
    assert worked(both) == worked(china_holidays(2025))
    assert [item.first for item in both] == sorted(item.first for item in both)


def test_a_region_whose_days_are_not_known_is_told():
    with pytest.raises(InvalidValue, match="public holidays xinjiang 2026: are not known; write them as"):
        china_holidays(2026, region="xinjiang")
    with pytest.raises(InvalidValue, match="region: no region 'Xinjiang'; write xinjiang"):
        china_holidays(2026, region="Xinjiang")


def test_announcements_are_in_order_and_none_twice():
    keys = [(entry.region or "", entry.year) for entry in announcements()]
    assert keys == sorted(set(keys))


def test_statutory_days_are_those_of_the_law_without_make_up_days():
    told = [(item.name.en, str(item.first), str(item.last)) for item in statutory_holidays(2027)]
    assert told == [
        ("New Year's Day", "2027-01-01", "2027-01-01"),
        ("Spring Festival", "2027-02-05", "2027-02-08"),
        ("Qingming", "2027-04-05", "2027-04-05"),
        ("Labour Day", "2027-05-01", "2027-05-02"),
        ("Dragon Boat Festival", "2027-06-09", "2027-06-09"),
        ("Mid-Autumn Festival", "2027-09-15", "2027-09-15"),
        ("National Day", "2027-10-01", "2027-10-03"),
    ]
    assert not any(item.working for item in statutory_holidays(2027))


@pytest.mark.parametrize("year", [2025, 2026])
def test_statutory_days_are_among_those_announced(year):
    assert off(statutory_holidays(year)) <= off(china_holidays(year))


@pytest.mark.parametrize("year", range(2025, 2101))
def test_the_law_names_thirteen_days_in_every_year(year):
    assert sum(len(list(item.days())) for item in statutory_holidays(year)) == 13


@pytest.mark.parametrize("year", [2024, 2101, -1])
def test_statutory_days_of_another_law_are_not_guessed(year):
    with pytest.raises(InvalidValue, match="ask about 2025 to 2100"):
        statutory_holidays(year)


def test_qingming_is_that_of_cnlunar_in_every_year():
    solar24 = pytest.importorskip("cnlunar.solar24", reason="the package cnlunar is not installed")
    for year in range(1901, 2101):
        # The seventh of the year's 24 solar terms.
        assert qingming(year) == dt.date(year, 4, solar24.getTheYearAllSolarTermsList(year)[6])
    for year in (1900, 2101):
        with pytest.raises(InvalidValue, match="ask about 1901 to 2100"):
            qingming(year)


@pytest.mark.heavy
@pytest.mark.parametrize("year", YEARS)
def test_days_are_those_of_chinesecalendar(year):
    calendar = pytest.importorskip("chinese_calendar", reason="the package chinesecalendar is not installed")
    ours = WorkingDays.of(china_holidays(year))
    assert [day for day in days_of(year) if ours.is_working(day) != calendar.is_workday(day)] == []


@pytest.mark.heavy
@pytest.mark.parametrize("year", YEARS)
def test_days_are_those_of_holidays(year):
    package = pytest.importorskip("holidays", reason="the package holidays is not installed")
    theirs = package.China(years=year)
    ours = WorkingDays.of(china_holidays(year))
    # It lists make-up days of other years beside those asked for.
    make_up = {day for day in theirs.weekend_workdays if day.year == year}
    weekdays = {day for day in days_of(year) if day.weekday() < 5 and day not in theirs}
    assert {day for day in days_of(year) if ours.is_working(day)} == weekdays | make_up


@pytest.mark.heavy
def test_the_year_after_is_not_announced_to_chinesecalendar_either():
    calendar = pytest.importorskip("chinese_calendar", reason="the package chinesecalendar is not installed")
    with pytest.raises(NotImplementedError):
        calendar.is_workday(dt.date(CONFIRMED_UNTIL + 1, 1, 1))


def test_the_law_can_be_asked_about_as_long_as_the_lunar_table_lasts():
    assert statutory_holidays(LUNAR_YEARS[-1])[1].first == dt.date(2100, 2, 8)
