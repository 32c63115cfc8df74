import datetime as dt

import pytest

from volsched.calendars import WorkingDays
from volsched.errors import RecurrenceError
from volsched.model import (
    DateList,
    Following,
    Override,
    Pause,
    Schedule,
    Season,
    Window,
    activity,
)
from volsched.recurrence import check_schedule, occurrences

TWO_HOURS = dt.timedelta(hours=2)
CHOIR = {
    "start": dt.datetime(2027, 1, 1, 10),
    "lasts": TWO_HOURS,
    "rule": "FREQ=WEEKLY;BYDAY=FR",
    "zone": "Asia/Urumqi",
}


def happening(window, working_days=None, /, **fields):
    schedule = Schedule(**fields)
    choir = activity("choir", title="Choir", schedule=schedule)
    return occurrences(choir, Window.parse(window, schedule.zone).span, working_days)


def walls(window, working_days=None, /, **fields):
    found = happening(window, working_days, **fields)
    return [f"{one.start:%m-%d %H:%M}" for one in found if not one.cancelled]


def test_a_weekly_rule_comes_to_its_fridays():
    found = happening("2027-05", **CHOIR)
    assert [one.key for one in found] == [
        "choir/20270507T1000",
        "choir/20270514T1000",
        "choir/20270521T1000",
        "choir/20270528T1000",
    ]
    assert found[0].span.start == dt.datetime(2027, 5, 7, 4, tzinfo=dt.UTC)
    assert found[0].span.length == TWO_HOURS


def test_without_a_rule_there_is_one():
    assert walls("2027", start=dt.datetime(2027, 5, 7, 10), lasts=TWO_HOURS) == ["05-07 10:00"]
    assert walls("2028", start=dt.datetime(2027, 5, 7, 10), lasts=TWO_HOURS) == []


def test_overrides_move_change_and_cancel():
    overrides = (
        Override(original=dt.datetime(2027, 5, 7, 10), start=dt.datetime(2027, 5, 8, 16)),
        Override(original=dt.datetime(2027, 5, 14, 10), cancelled=True),
        Override(original=dt.datetime(2027, 5, 21, 10), lasts=dt.timedelta(hours=3), venue="hall"),
        Override(original=dt.datetime(2027, 6, 4, 10), start=dt.datetime(2027, 5, 31, 10)),
    )
    found = happening("2027-05", **CHOIR, overrides=overrides)
    assert [(f"{one.start:%m-%d %H:%M}", one.moved, one.cancelled, one.venue) for one in found] == [
        ("05-08 16:00", True, False, None),
        ("05-14 10:00", False, True, None),
        ("05-21 10:00", False, False, "hall"),
        ("05-28 10:00", False, False, None),
        ("05-31 10:00", True, False, None),
    ]
    assert found[0].original == dt.datetime(2027, 5, 7, 10)
    assert found[2].span.length == dt.timedelta(hours=3)
    assert "choir/20270604T1000" not in [one.key for one in happening("2027-06", **CHOIR, overrides=overrides)]


def test_all_from_a_day_on_move_and_keep_their_names():
    following = (Following(original=dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 19), venue="hall"),)
    override = Override(original=dt.datetime(2027, 5, 21, 10), start=dt.datetime(2027, 5, 22, 15))
    found = happening("2027-05", **CHOIR, following=following, overrides=(override,))
    assert [(f"{one.start:%m-%d %H:%M}", f"{one.original:%m-%d %H:%M}", one.venue) for one in found] == [
        ("05-07 10:00", "05-07 10:00", None),
        ("05-14 19:00", "05-14 10:00", "hall"),
        ("05-22 15:00", "05-21 10:00", "hall"),
        ("05-28 19:00", "05-28 10:00", "hall"),
    ]


def test_an_exclusion_holds_when_the_hour_changes():
    following = (Following(original=dt.datetime(2027, 5, 7, 10), start=dt.datetime(2027, 5, 7, 19)),)
    found = walls("2027-05", **CHOIR, following=following, exclude=(dt.datetime(2027, 5, 14, 10),))
    assert found == ["05-07 19:00", "05-21 19:00", "05-28 19:00"]


def test_a_pause_leaves_days_out_and_goes_on_as_planned():
    every_other = {**CHOIR, "rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"}
    harvest = Pause(first=dt.date(2027, 9, 1), last=dt.date(2027, 9, 16))
    assert walls("2027-09", **every_other) == ["09-10 10:00", "09-24 10:00"]
    assert walls("2027-09", **every_other, pauses=(harvest,)) == ["09-24 10:00"]


def test_a_rota_resumes_where_it_stopped():
    harvest = Pause(first=dt.date(2027, 9, 1), last=dt.date(2027, 9, 21), resume="where_it_stopped")
    rotas = [
        walls(
            "2027-08-20/2027-10-09",
            start=dt.datetime(2027, 8, 6 + 7 * turn, 10),
            lasts=TWO_HOURS,
            rule="FREQ=WEEKLY;INTERVAL=3",
            pauses=(harvest,),
        )
        for turn in range(3)
    ]
    assert rotas == [
        ["08-27 10:00", "10-08 10:00"],
        ["09-24 10:00"],
        ["08-20 10:00", "10-01 10:00"],
    ]


def test_seasons_give_other_hours():
    summer = Season(first="05-15", last="09-30", start=dt.time(9), lasts=dt.timedelta(hours=1))
    found = happening("2027-05", **CHOIR, seasons=(summer,))
    assert [f"{one.start:%m-%d %H:%M}" for one in found] == ["05-07 10:00", "05-14 10:00", "05-21 09:00", "05-28 09:00"]
    assert found[2].span.length == dt.timedelta(hours=1)
    assert found[2].original == dt.datetime(2027, 5, 21, 10)


def test_named_days_are_left_out_or_run_on():
    term = DateList(name="term", spans=((dt.date(2027, 5, 10), dt.date(2027, 5, 25)),))
    assert walls("2027-05", **CHOIR, leave_out=(term,)) == ["05-07 10:00", "05-28 10:00"]
    assert walls("2027-05", **CHOIR, only_on=(term,)) == ["05-14 10:00", "05-21 10:00"]


DAYS = WorkingDays(frozenset({dt.date(2027, 5, 7), dt.date(2027, 5, 10)}), frozenset({dt.date(2027, 5, 8)}))


@pytest.mark.parametrize(
    ("on_holiday", "first"),
    [
        ("keep", "05-07 10:00"),
        ("skip", "05-14 10:00"),
        ("next_working_day", "05-08 10:00"),
        ("previous_working_day", "05-06 10:00"),
    ],
)
def test_holidays_are_kept_skipped_or_avoided(on_holiday, first):
    assert walls("2027-05", DAYS, **CHOIR, on_holiday=on_holiday)[0] == first


def test_a_day_off_is_not_made_up_on_a_day_that_is_served_anyway():
    daily = {**CHOIR, "rule": "FREQ=DAILY", "on_holiday": "next_working_day"}
    assert walls("2027-05-06/2027-05-12", DAYS, **daily) == ["05-06 10:00", "05-08 10:00", "05-09 10:00", "05-11 10:00"]


def test_the_first_working_day_of_the_month():
    first = {**CHOIR, "rule": "FREQ=MONTHLY;BYMONTHDAY=1", "on_holiday": "next_working_day"}
    days = WorkingDays(frozenset({dt.date(2027, 5, 3)}))
    assert walls("2027-Q2", days, **first) == ["04-01 10:00", "05-04 10:00", "06-01 10:00"]
    last = {**CHOIR, "rule": "FREQ=MONTHLY;BYMONTHDAY=-1", "on_holiday": "previous_working_day"}
    assert walls("2027-Q1", days, **last) == ["01-29 10:00", "02-26 10:00", "03-31 10:00"]


def test_a_lunar_day_comes_every_year():
    autumn = {"start": dt.date(2026, 1, 1), "lasts": dt.timedelta(days=1)}
    assert walls("2026-01-01/2030-01-01", **autumn, lunar="08-15") == [
        "09-25 00:00",
        "09-15 00:00",
        "10-03 00:00",
        "09-22 00:00",
    ]
    assert walls("2026-01-01/2028-01-01", **autumn, lunar="12-30") == ["02-16 00:00", "02-05 00:00"]


def test_a_night_duty_has_its_real_length():
    night = {"start": dt.datetime(2026, 10, 24, 22), "lasts": dt.timedelta(hours=8), "rule": "FREQ=DAILY;COUNT=2"}
    found = happening("2026", **night, zone="Europe/Berlin")
    assert [one.span.length for one in found] == [dt.timedelta(hours=9), dt.timedelta(hours=8)]


def test_what_a_clock_change_leaves_out_is_skipped_or_shifted():
    early = {"start": dt.datetime(2027, 3, 27, 2, 30), "lasts": TWO_HOURS, "rule": "FREQ=DAILY;COUNT=3"}
    assert walls("2027", **early, zone="Europe/Berlin") == ["03-27 02:30", "03-29 02:30", "03-30 02:30"]
    assert walls("2027", **early, zone="Europe/Berlin", gap="shift") == ["03-27 02:30", "03-28 03:30", "03-29 02:30"]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"rule": "FREQ=WEEKLY;BYDAY=XX"}, "rule", "BYDAY in 'FREQ=WEEKLY;BYDAY=XX' 'XX' is not a weekday"),
        ({"rule": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, "rule", "never happens"),
        ({"rule": "FREQ=HOURLY"}, "rule", "HOURLY is not allowed"),
        ({"lunar": "13-01", "rule": None}, "lunar", "'13-01' is not a day of the Chinese calendar"),
        (
            {"overrides": (Override(original=dt.datetime(2027, 5, 6, 10), cancelled=True),)},
            "overrides",
            "nothing is planned at 2027-05-06 10:00:00; the nearest are 2027-04-30 10:00:00 and 2027-05-07 10:00:00",
        ),
        ({"following": (Following(original=dt.datetime(2027, 5, 7, 11)),)}, "following", "nothing is planned"),
        (
            {
                "rule": "FREQ=MONTHLY;BYDAY=1FR",
                "pauses": (Pause(first=dt.date(2027, 5, 1), last=dt.date(2027, 5, 2), resume="where_it_stopped"),),
            },
            "pauses",
            "cannot go on where it stopped",
        ),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(fields, field, message):
    with pytest.raises(RecurrenceError, match=".") as refused:
        check_schedule(Schedule(**{**CHOIR, **fields}))
    assert refused.value.field == field
    assert message in str(refused.value)


def test_a_sound_schedule_passes():
    assert check_schedule(Schedule(**CHOIR)) is None
