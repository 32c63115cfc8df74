"""Everybody is told once of all that concerns them, and the key names what they are told."""

import attrs
import pytest

from volsched.model import Booking
from volsched.notices import Entry, Notice, notices_of, render
from volsched.notices.message import key_of


def counts(notice):
    kinds = [entry.kind for entry in notice.entries]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def test_notices_are_one_a_person_sorted_by_id(plan):
    assert [notice.person for notice in notices_of(plan)] == ["aygul", "li", "reyhan", "zoe"]


def test_notice_holds_duties_appointments_team_time_and_waiting_in_this_order(plan):
    notice = notices_of(plan)[0]
    assert list(counts(notice).items()) == [("duty", 8), ("appointment", 1), ("team", 6), ("waiting", 1)]
    starts = [entry.span.start for entry in notice.of_kind("duty")]
    assert starts == sorted(starts)


def test_notice_says_how_many_serve_together_and_where(plan):
    notice = notices_of(plan)[0]
    assert {entry.together for entry in notice.of_kind("duty")} == {3}
    assert [entry.venue for entry in notice.of_kind("team")] == ["hall", "hall", "clinic", "hall", "hall", "hall"]
    assert notice.of_kind("appointment")[0].venue == "clinic"


def test_cancelled_booking_is_not_told(plan):
    cancelled = Booking(person="wang", activity="health", occurrence="health/20270305T0900", status="cancelled")
    assert notices_of(attrs.evolve(plan, bookings=(*plan.bookings, cancelled))) == notices_of(plan)


def test_place_without_a_time_of_its_own_takes_the_whole_occurrence(plan):
    place = Booking(person="zoe", activity="rehearsal", occurrence="rehearsal/20270101T1000")
    notice = notices_of(attrs.evolve(plan, bookings=(place,)))[-1]
    (entry,) = notice.of_kind("place")
    assert entry.span == plan.occurrence("rehearsal/20270101T1000").span


def test_who_serves_at_the_show_of_their_own_team_is_told_once(plan):
    place = Booking(person="reyhan", activity="rehearsal", occurrence="rehearsal/20270101T1000")
    notice = notices_of(attrs.evolve(plan, bookings=(*plan.bookings, place)))[2]
    assert counts(notice) == {"duty": 8, "appointment": 1, "place": 1, "team": 5, "waiting": 1}


def test_key_is_that_of_the_facts_whatever_their_order_and_wording(plan):
    notice = notices_of(plan)[0]
    turned = Notice(person=notice.person, window=notice.window, entries=tuple(reversed(notice.entries)))
    keys = {render(item, plan.programme, language).key for item in (notice, turned) for language in ("zh", "ug", "en")}
    assert keys == {key_of(notice, plan.programme)}
    assert key_of(notice, plan.programme) == "4380e2f7a5cbfba4472818aa0585011330948ab493dafcec637bf7d83d2837be"


@pytest.mark.parametrize("field", ["activity", "occurrence", "venue", "role", "span"])
def test_key_changes_with_what_a_person_must_know(plan, field):
    notice = notices_of(plan)[0]
    first, last = notice.entries[0], notice.of_kind("team")[0]
    other = {"activity": "other", "occurrence": "other", "venue": "clinic", "role": "leader", "span": last.span}
    changed = attrs.evolve(notice, entries=(attrs.evolve(first, **{field: other[field]}), *notice.entries[1:]))
    assert key_of(changed, plan.programme) != key_of(notice, plan.programme)


def test_key_stays_when_another_person_joins_or_the_waitlist_moves(plan):
    notice = notices_of(plan)[0]
    entries = tuple(attrs.evolve(entry, together=15, rank=1, reason="") for entry in notice.entries)
    assert key_of(attrs.evolve(notice, entries=entries), plan.programme) == key_of(notice, plan.programme)


def test_keys_of_two_people_differ_for_the_same_facts(plan):
    entries = (Entry(kind="waiting", activity="calligraphy", rank=1),)
    keys = [
        key_of(Notice(person=person, window=plan.window, entries=entries), plan.programme) for person in ("li", "zoe")
    ]
    assert keys[0] != keys[1]
