import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from volsched.errors import RecurrenceError
from volsched.model import Schedule, Window, activity
from volsched.recurrence import (
    cancel_one,
    change_from,
    change_one,
    end_with,
    move_one,
    occurrences,
    pause,
    replace_from,
    restore_one,
)

FRIDAYS = Schedule(
    start=dt.datetime(2027, 1, 1, 10), lasts=dt.timedelta(hours=2), rule="FREQ=WEEKLY;BYDAY=FR", zone="Asia/Urumqi"
)


def friday(month, day, hour=10):
    return dt.datetime(2027, month, day, hour)


def happening(schedule, window="2027"):
    choir = activity("choir", title="Choir", schedule=schedule)
    return occurrences(choir, Window.parse(window, schedule.zone).span)


def by_key(schedule, window="2027"):
    return {one.key: (f"{one.start:%m-%d %H:%M}", one.cancelled) for one in happening(schedule, window)}


def test_what_is_edited_for_one_changes_no_other():
    before = by_key(FRIDAYS)
    after = by_key(cancel_one(move_one(FRIDAYS, friday(5, 7), friday(5, 8, 16)), friday(5, 14)))
    assert {key for key in before if before[key] != after[key]} == {"choir/20270507T1000", "choir/20270514T1000"}
    assert after["choir/20270507T1000"] == ("05-08 16:00", False)
    assert after["choir/20270514T1000"] == ("05-14 10:00", True)


def test_a_second_edit_keeps_what_the_first_said():
    schedule = change_one(move_one(FRIDAYS, friday(5, 7), friday(5, 8, 16)), friday(5, 7), venue="hall")
    found = next(one for one in happening(schedule) if one.original == friday(5, 7))
    assert (f"{found.start:%m-%d %H:%M}", found.venue) == ("05-08 16:00", "hall")
    assert len(schedule.overrides) == 1


def test_moving_a_cancelled_one_brings_it_back():
    schedule = move_one(cancel_one(FRIDAYS, friday(5, 7)), friday(5, 7), friday(5, 8))
    assert by_key(schedule)["choir/20270507T1000"] == ("05-08 10:00", False)


def test_restoring_leaves_the_plan():
    assert restore_one(move_one(FRIDAYS, friday(5, 7), friday(5, 8)), friday(5, 7)) == FRIDAYS


def test_a_later_change_from_on_takes_over_what_it_does_not_name():
    schedule = change_from(FRIDAYS, friday(5, 7), start=friday(5, 7, 19), venue="hall")
    schedule = change_from(schedule, friday(6, 4), lasts=dt.timedelta(hours=1))
    found = next(one for one in happening(schedule) if one.original == friday(6, 11))
    assert (f"{found.start:%H:%M}", found.span.length, found.venue) == ("19:00", dt.timedelta(hours=1), "hall")


def test_a_change_from_on_replaces_later_ones():
    schedule = change_from(FRIDAYS, friday(6, 4), start=friday(6, 4, 19))
    schedule = change_from(schedule, friday(5, 7), start=friday(5, 7, 8))
    assert {start[6:] for key, (start, _) in by_key(schedule).items() if key > "choir/20270507"} == {"08:00"}


def test_the_end_takes_later_edits_with_it():
    schedule = end_with(cancel_one(FRIDAYS, friday(7, 2)), dt.date(2027, 5, 28))
    assert schedule.overrides == ()
    assert list(by_key(schedule))[-1] == "choir/20270528T1000"
    with pytest.raises(RecurrenceError, match="UNTIL in"):
        end_with(FRIDAYS, dt.date(2026, 1, 1))
    with pytest.raises(RecurrenceError, match="does not repeat"):
        end_with(Schedule(start=friday(1, 1), lasts=dt.timedelta(hours=1)), dt.date(2027, 5, 1))


def test_two_parts_hold_together_what_one_held():
    before, after = replace_from(FRIDAYS, friday(5, 7), "FREQ=WEEKLY;BYDAY=FR")
    assert {**by_key(before), **by_key(after)} == by_key(FRIDAYS)


def test_pauses_that_overlap_are_refused():
    schedule = pause(FRIDAYS, dt.date(2027, 9, 1), dt.date(2027, 9, 30))
    with pytest.raises(RecurrenceError, match="pauses: two of them hold 2027-09-30"):
        pause(schedule, dt.date(2027, 9, 30), dt.date(2027, 10, 3))


def test_what_was_moved_by_hand_rests_with_its_turn_and_comes_back_with_it():
    moved = move_one(FRIDAYS, friday(9, 10), friday(9, 11))
    resting = pause(moved, dt.date(2027, 9, 1), dt.date(2027, 9, 30))
    assert "choir/20270910T1000" not in by_key(resting)


@settings(max_examples=60, deadline=None)
@given(
    interval=st.integers(1, 5),
    first=st.integers(0, 250),
    length=st.integers(1, 60),
    daily=st.booleans(),
)
def test_a_rota_that_goes_on_where_it_stopped_loses_no_turn(interval, first, length, daily):
    """The turns of all groups come in the same order with and without the rest, and none falls into it."""
    begin = dt.date(2027, 1, 4) + dt.timedelta(days=first)
    end = begin + dt.timedelta(days=length - 1)
    step = dt.timedelta(days=1 if daily else 7)

    def order(resting):
        turns = []
        for group in range(interval):
            schedule = Schedule(
                start=dt.datetime(2027, 1, 4, 10) + group * step,
                lasts=dt.timedelta(hours=1),
                rule=f"FREQ={'DAILY' if daily else 'WEEKLY'};INTERVAL={interval}",
            )
            if resting:
                schedule = pause(schedule, begin, end, resume="where_it_stopped")
            turns += [(one.day, group) for one in happening(schedule, "2027-01-01/2028-06-01")]
        return sorted(turns)

    plain, rested = order(False), order(True)
    amount = min(len(plain), len(rested))
    assert [group for _, group in rested][:amount] == [group for _, group in plain][:amount]
    assert not any(begin <= day <= end for day, _ in rested)
    days = [day for day, _ in rested]
    # Nothing but the rest stands between two turns.
    assert all(later - earlier == step or earlier < begin <= end < later for earlier, later in pairwise(days))


@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.integers(1, 364), max_size=6), hours=st.integers(0, 23))
def test_windows_that_touch_share_nothing_and_lose_nothing(cuts, hours):
    schedule = move_one(cancel_one(FRIDAYS, friday(3, 5)), friday(5, 7), friday(6, 8, 16))
    schedule = change_from(schedule, friday(8, 6), start=friday(8, 7, hours))
    days = [dt.date(2027, 1, 1), *(dt.date(2027, 1, 1) + dt.timedelta(days=cut) for cut in sorted(set(cuts)))]
    days.append(dt.date(2028, 1, 1))
    pieces = [one for first, end in pairwise(days) for one in happening(schedule, f"{first}/{end}")]
    assert pieces == list(happening(schedule))
