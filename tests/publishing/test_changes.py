"""What is different between two plans: of occurrences, and for each person."""

import datetime as dt
import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import InvalidValue
from volsched.model import Span, Text, Window
from volsched.publishing import ChangeSet, PublishedState, changes_between

HOUR = dt.timedelta(hours=1)
FIRST, SECOND = "night/20270501T2200", "night/20270502T2200"
SONGS = "rehearsal/20270507T1000"


def later(plan, key, hours=1):
    span = plan.occurrence(key).span
    return Span(span.start + hours * HOUR, span.end + hours * HOUR)


def told(changes):
    return [(change.kind, change.key, change.fields) for change in changes.occurrences]


def told_people(changes):
    return [(c.person, c.kind, c.commitment.kind, c.commitment.occurrence, c.fields, c.whole) for c in changes.people]


def served_by(plan, key, *people):
    """The plan with these people in the seats of one shift."""
    roster = plan.rosters[0]
    kept = [item for item in roster.assignments if item.seat.shift != key]
    seat = attrs.evolve(roster.assignments[0], seat=attrs.evolve(roster.assignments[0].seat, shift=key))
    new = [
        attrs.evolve(seat, seat=attrs.evolve(seat.seat, index=index), person=person)
        for index, person in enumerate(people)
    ]
    return attrs.evolve(plan, rosters=(roster.with_assignments((*kept, *new)),))


def test_the_same_plan_has_no_changes(plan):
    found = changes_between(plan, plan)
    assert found == ChangeSet()
    assert not found


def test_a_moved_shift_is_moved_for_those_who_serve_in_it(plan, changed):
    span = later(plan, FIRST)
    moved = changed(plan, FIRST, span=span, moved=True)
    found = changes_between(plan, attrs.evolve(moved, shifts=(attrs.evolve(plan.shifts[0], span=span), plan.shifts[1])))
    assert told(found) == [("moved", FIRST, ("start", "end"))]
    assert told_people(found) == [
        ("an", "moved", "duty", FIRST, ("start", "end"), False),
        ("bo", "moved", "duty", FIRST, ("start", "end"), False),
    ]
    change = found.of_person("an")[0]
    assert (change.before.span, change.after.span) == (plan.occurrence(FIRST).span, span)
    assert found.concerned == ("an", "bo")


def test_another_venue_is_a_change_and_not_a_move(plan, changed):
    found = changes_between(plan, changed(plan, SONGS, venue="square"))
    assert told(found) == [("changed", SONGS, ("venue",))]
    assert told_people(found) == [
        ("bo", "changed", "team", SONGS, ("venue",), False),
        ("di", "changed", "team", SONGS, ("venue",), False),
    ]


def test_another_title_changes_nothing(plan):
    activities = tuple(attrs.evolve(item, title=Text(zh="别的名字")) for item in plan.programme.activities)
    assert not changes_between(plan, attrs.evolve(plan, programme=attrs.evolve(plan.programme, activities=activities)))


def test_what_is_cancelled_is_cancelled_for_everybody_in_it(plan, changed):
    found = changes_between(plan, changed(plan, SONGS, cancelled=True))
    assert told(found) == [("cancelled", SONGS, ())]
    assert told_people(found) == [
        ("bo", "cancelled", "team", SONGS, (), True),
        ("di", "cancelled", "team", SONGS, (), True),
    ]
    assert found.cancelled[0].after.cancelled
    # Back again it is new, and says what it was.
    back = changes_between(changed(plan, SONGS, cancelled=True), plan)
    assert told(back) == [("added", SONGS, ())]
    assert back.added[0].before.cancelled
    assert not changes_between(changed(plan, SONGS, cancelled=True), changed(plan, SONGS, cancelled=True))


def test_what_is_not_there_any_more_is_cancelled_too(plan):
    without = attrs.evolve(plan, occurrences=tuple(item for item in plan.occurrences if item.key != SONGS))
    found = changes_between(plan, without)
    assert told(found) == [("cancelled", SONGS, ())]
    assert found.cancelled[0].after is None
    assert told(changes_between(without, plan)) == [("added", SONGS, ())]


def test_a_seat_that_changes_hands_is_lost_and_gained_and_leaves_the_night_as_it_is(plan):
    found = changes_between(plan, served_by(plan, FIRST, "bo", "di"))
    assert found.occurrences == ()
    assert told_people(found) == [
        ("an", "cancelled", "duty", FIRST, (), False),
        ("di", "added", "duty", FIRST, (), False),
    ]


def test_another_role_is_a_change(plan):
    roster = plan.rosters[0]
    seats = [attrs.evolve(item, seat=attrs.evolve(item.seat, role="leader")) for item in roster.assignments[:1]]
    other = attrs.evolve(plan, rosters=(roster.with_assignments((*seats, *roster.assignments[1:])),))
    assert told_people(changes_between(plan, other)) == [("an", "changed", "duty", FIRST, ("roles",), False)]


def test_an_appointment_at_another_time_is_moved(plan, changed):
    bookings = list(plan.bookings)
    bookings[0] = attrs.evolve(bookings[0], span=Span(bookings[0].span.start + HOUR / 2, bookings[0].span.end + HOUR))
    found = changes_between(plan, attrs.evolve(plan, bookings=tuple(bookings)))
    assert told_people(found) == [
        ("an", "moved", "appointment", "checkup/20270508T0900", ("start", "end"), False),
    ]


def test_a_place_in_another_session_is_moved_and_not_lost_and_found(placed, planned, plan, happening):
    start = dt.datetime(2027, 5, 15, 1, tzinfo=dt.UTC)
    second = happening("checkup", (15, 9), start, 1)
    both = attrs.evolve(plan, occurrences=tuple(sorted((*plan.occurrences, second), key=lambda o: o.span)))
    bookings = list(both.bookings)
    bookings[0] = attrs.evolve(bookings[0], occurrence=second.key, span=Span(start, start + HOUR / 4))
    found = changes_between(both, attrs.evolve(both, bookings=tuple(bookings)))
    assert told_people(found) == [("an", "moved", "appointment", second.key, ("start", "end", "occurrence"), False)]


def test_a_cancelled_booking_is_no_longer_asked(plan):
    gone = tuple(
        attrs.evolve(item, status="cancelled") if item.occurrence == "first-aid/20270509T1900" else item
        for item in plan.bookings
    )
    found = changes_between(plan, attrs.evolve(plan, bookings=gone))
    assert told_people(found) == [("an", "cancelled", "place", "first-aid/20270509T1900", (), False)]


def test_who_joins_a_team_gains_what_it_does(plan):
    teams = tuple(
        attrs.evolve(team, members=(*team.members, "chen")) if team.id == "choir" else team
        for team in plan.programme.teams
    )
    found = changes_between(plan, attrs.evolve(plan, programme=attrs.evolve(plan.programme, teams=teams)))
    assert [(c.person, c.kind, c.commitment.kind, c.whole) for c in found.people] == [
        ("chen", "added", "team", False),
        ("chen", "added", "team", False),
    ]


def test_a_later_window_says_nothing_of_the_days_before_it(plan):
    june = attrs.evolve(plan, window=Window.month(2027, 6), occurrences=(), shifts=(), rosters=(), bookings=())
    assert not changes_between(plan, june)
    tail = Window.parse("2027-05-09/2027-07-01")
    rest = tuple(item for item in plan.occurrences if item.span.start >= tail.span.start)
    kept = attrs.evolve(plan, window=tail, occurrences=rest, shifts=(), rosters=(), bookings=())
    assert told(changes_between(plan, kept)) == []
    assert [(c.person, c.kind) for c in changes_between(plan, kept).people] == [("an", "cancelled")]  # of 9 May
    assert {c.kind for c in changes_between(june, plan).occurrences} == {"added"}


def test_a_state_is_kept_as_json_and_stands_for_its_plan(plan, changed):
    state = PublishedState.of(plan)
    again = PublishedState.of_body(json.loads(json.dumps(state.to_body())))
    assert again == state
    moved = changed(plan, SONGS, span=later(plan, SONGS), moved=True)
    assert changes_between(again, moved) == changes_between(plan, moved)
    found = changes_between(plan, moved)
    assert ChangeSet.of_body(json.loads(json.dumps(found.to_body()))) == found


@pytest.mark.parametrize("body", [{}, {"form": 2}, {"form": 1, "window": []}, {"form": 1, "window": ["a", "b", "c"]}])
def test_a_body_that_is_no_state_is_refused(body):
    with pytest.raises(InvalidValue, match="published state: is not what a publication wrote"):
        PublishedState.of_body(body)


@pytest.mark.parametrize("body", [{}, {"occurrences": [{}]}, {"occurrences": [], "people": [{"kind": "lost"}]}])
def test_a_body_that_is_no_change_is_refused(body):
    with pytest.raises(InvalidValue, match="changes: cannot be read"):
        ChangeSet.of_body(body)


def slowly(old, new):
    """The same by asking everything of everybody, one by one."""
    span, found = new.window.span, []
    for key in {item.key for item in (*old.happens, *new.happens)}:
        was = [item for item in old.happens if item.key == key and not item.cancelled]
        now = [item for item in new.happens if item.key == key and not item.cancelled]
        listed = [item for item in new.happens if item.key == key]
        if was and not now and (listed or span.holds(was[0].span.start)):
            found.append((key, "cancelled"))
        if now and not was:
            found.append((key, "added"))
        if was and now and was[0] != now[0]:
            moved = (was[0].span, was[0].all_day) != (now[0].span, now[0].all_day)
            found.append((key, "moved" if moved else "changed"))
    return sorted(found)


@st.composite
def plans(draw):
    """Two plans that differ in a few occurrences; made from positions, so that both know the same keys."""
    return [
        draw(
            st.lists(
                st.tuples(st.sampled_from(["keep", "drop", "cancel", "move", "square"]), st.integers(-400, 400)),
                min_size=10,
                max_size=10,
            )
        )
        for _ in range(2)
    ]


@given(plans())
def test_random_plans_differ_as_a_slow_comparison_says(both):
    from tests.publishing.conftest import OCCURRENCES, make_plan

    def made(acts):
        found = []
        for item, (act, hours) in zip(OCCURRENCES, acts, strict=True):
            if act == "drop":
                continue
            span = Span(item.span.start + hours * HOUR, item.span.end + hours * HOUR) if act == "move" else item.span
            venue = "square" if act == "square" else item.venue
            found.append(attrs.evolve(item, span=span, venue=venue, cancelled=act == "cancel"))
        plan = make_plan(occurrences=tuple(found), shifts=(), rosters=(), bookings=(), problems=())
        return attrs.evolve(plan, window=Window.parse("2027-05-05/2027-06-01"))

    old, new = (PublishedState.of(made(acts)) for acts in both)
    found = changes_between(old, new)
    assert sorted((change.key, change.kind) for change in found.occurrences) == slowly(old, new)
    assert ChangeSet.of_body(json.loads(json.dumps(found.to_body()))) == found
    lost = {(c.person, c.before.occurrence) for c in found.people if c.kind == "cancelled" and c.whole}
    for person, key in lost:
        assert person in dict(old.teams)["choir"]
        assert dict(slowly(old, new))[key] == "cancelled"
