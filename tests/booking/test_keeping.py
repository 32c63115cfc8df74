"""A booking book loses nobody, doubles no place and passes nobody over, whatever happens in whatever order."""

import datetime as dt
import json

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from volsched.booking import (
    Accept,
    Book,
    BookingBook,
    BookPlace,
    Cancel,
    Decline,
    Event,
    Expire,
    Move,
    NoShow,
    Release,
    WalkIn,
    book_body,
    book_of_body,
    kept,
)
from volsched.errors import Conflict, InvalidValue, UnknownName
from volsched.model import Span

MORNING = dt.datetime(2027, 3, 17, 1, tzinfo=dt.UTC)
"""09:00 in Beijing."""
DAYS_BEFORE = MORNING - dt.timedelta(days=10)
HOUR = dt.timedelta(hours=1)


def place(occurrence, number, *, day=0, walk_in=False, minutes=15):
    start = MORNING + dt.timedelta(days=day, minutes=minutes * number)
    return BookPlace(
        key=f"{occurrence}/{number}",
        occurrence=occurrence,
        span=Span(start, start + dt.timedelta(minutes=minutes)),
        walk_in=walk_in,
    )


def book(*places, **more):
    return BookingBook(id="clinic", places=places or (place("one", 0), place("one", 1)), **more)


def after(state, *commands, now=DAYS_BEFORE):
    for command in commands:
        state = kept(state, command, now).book
    return state


def told(state, command, now=DAYS_BEFORE):
    return [(event.what, event.person) for event in kept(state, command, now).events]


def alone(*names):
    return [Book(people=(name,)) for name in names]


def test_places_go_to_those_who_ask_first_and_the_rest_wait_in_order():
    state = after(book(), *alone("a", "b", "c", "d"))
    assert [(e.person, e.status, e.place) for e in state.entries] == [
        ("a", "booked", "one/0"),
        ("b", "booked", "one/1"),
        ("c", "waiting", None),
        ("d", "waiting", None),
    ]
    assert [entry.person for entry in state.queue] == ["c", "d"]


def test_a_cancelled_place_is_offered_to_the_next_who_has_time_to_reply():
    state = after(book(), *alone("a", "b", "c"))
    outcome = kept(state, Cancel(person="a"), DAYS_BEFORE)
    deadline = DAYS_BEFORE + dt.timedelta(days=2)
    assert outcome.events == (
        Event(what="cancelled", person="a"),
        Event(what="offered", person="c", place="one/0", deadline=deadline),
    )
    accepted = kept(outcome.book, Accept(person="c"), DAYS_BEFORE + HOUR)
    assert accepted.book.entry("c").status == "booked"
    assert [event.what for event in accepted.events] == ["accepted"]


def test_who_does_not_reply_in_time_is_followed_by_the_next():
    state = after(book(), *alone("a", "b", "c", "d"), Cancel(person="a"))
    late = DAYS_BEFORE + dt.timedelta(days=2)
    assert told(state, Expire(), late) == [("lapsed", "c"), ("offered", "d")]
    assert told(state, Expire(), late - HOUR) == []
    with pytest.raises(Conflict, match="booking c: is 'lapsed' and not 'offered'"):
        kept(state, Accept(person="c"), late)


def test_a_deadline_never_lies_after_it_would_be_too_late_to_ask_somebody_else():
    state = after(book(), *alone("a", "b", "c"))
    now = MORNING - 6 * HOUR
    offered = kept(state, Cancel(person="a"), now).events[1]
    assert (offered.what, offered.deadline) == ("offered", MORNING - 3 * HOUR)


def test_a_no_show_at_nine_is_refilled_from_the_waitlist_and_everybody_touched_is_named_once():
    state = after(book(), *alone("a", "b", "c", "d"))
    outcome = kept(state, NoShow(person="a"), MORNING)
    assert outcome.events == (Event(what="missed", person="a"), Event(what="given", person="c", place="one/0"))
    assert [entry.person for entry in outcome.book.queue] == ["d"]


def test_nobody_is_a_no_show_before_their_time():
    with pytest.raises(Conflict, match="booking a: is expected only at 2027-03-17T01:00"):
        kept(after(book(), *alone("a")), NoShow(person="a"), MORNING - HOUR)


def test_nothing_of_a_place_that_is_over_is_given_on():
    state = after(book(), *alone("a", "b", "c"))
    assert told(state, NoShow(person="a"), MORNING + dt.timedelta(minutes=15)) == [("missed", "a")]


def test_who_declines_keeps_their_turn_for_the_next_place():
    state = after(book(), *alone("a", "b", "c", "d"), Cancel(person="a"), Decline(person="c"))
    assert (state.entry("c").status, state.entry("d").status) == ("waiting", "offered")
    assert told(state, Cancel(person="b")) == [("cancelled", "b"), ("offered", "c")]


def test_a_household_gets_places_in_one_session_or_waits_together():
    places = (place("one", 0), place("two", 0, day=7), place("two", 1, day=7))
    state = after(book(*places), Book(people=("x", "y")))
    assert {state.entry(name).place for name in "xy"} == {"two/0", "two/1"}
    waiting = after(book(*places), *alone("a", "b"), Book(people=("x", "y")))
    assert [entry.person for entry in waiting.queue] == ["x", "y"]


def test_nobody_behind_a_household_takes_the_place_that_it_waits_for():
    state = after(book(), *alone("a", "b"), Book(people=("x", "y")), *alone("z"))
    state = kept(state, Cancel(person="a"), DAYS_BEFORE).book
    assert state.entry("z").status == "waiting"
    assert told(state, Cancel(person="b")) == [("cancelled", "b"), ("offered", "x"), ("offered", "y")]
    soon = kept(state, Expire(), MORNING - HOUR)
    assert soon.events == (Event(what="given", person="z", place="one/0"),)


def test_a_move_takes_a_free_place_and_gives_the_old_one_to_the_next():
    places = (place("one", 0), place("two", 0, day=7))
    state = after(book(*places), *alone("a"), Book(people=("c",), wants=("one",)))
    outcome = kept(state, Move(person="a", occurrence="two"), DAYS_BEFORE)
    assert [(e.what, e.person, e.place) for e in outcome.events] == [("moved", "a", "two/0"), ("offered", "c", "one/0")]
    with pytest.raises(Conflict, match="there is no free place in 'one/0'"):
        kept(outcome.book, Move(person="a", place="one/0"), DAYS_BEFORE)


def test_walk_ins_get_the_places_kept_for_them_then_free_ones_then_wait():
    places = (place("one", 0), place("one", 1, walk_in=True))
    state = after(book(*places), *alone("a", "b"))
    assert state.entry("b").status == "waiting"
    assert told(state, WalkIn(person="w", occurrence="one"), MORNING) == [("walked-in", "w")]
    state = kept(state, WalkIn(person="w", occurrence="one"), MORNING).book
    assert told(state, WalkIn(person="v", occurrence="one"), MORNING) == [("waits", "v")]
    free = after(book(*places), Release(occurrence="one"), *alone("a", "b"))
    assert free.entry("b").place == "one/1"


def test_who_cancelled_or_did_not_come_can_book_again_at_the_end_of_the_queue():
    state = after(book(), *alone("a", "b", "c"), Cancel(person="a"), Book(people=("a",)))
    assert [entry.person for entry in state.queue] == ["a"]
    assert state.entry("c").status == "offered"


def test_one_place_can_be_asked_for():
    state = after(book(), Book(people=("a",), place="one/1"))
    assert state.entry("a").place == "one/1"
    assert after(state, Book(people=("b",), place="one/1")).entry("b").status == "waiting"


@pytest.mark.parametrize(
    ("command", "error", "message"),
    [
        (Book(people=("a",)), Conflict, "booking a: has a place already; move it, or cancel it first"),
        (Book(people=("c",)), Conflict, "booking c: waits already; they keep their place in the queue"),
        (Book(people=("x", "x")), InvalidValue, "nobody, or somebody twice"),
        (Book(people=("x",), wants=("three",)), Conflict, "book clinic: has no places in 'three'"),
        (Book(people=("x",), place="one/9"), UnknownName, "no place 'one/9'"),
        (Cancel(person="nobody"), UnknownName, "no booking of 'nobody'"),
        (Accept(person="a"), Conflict, "booking a: is 'booked' and not 'offered'"),
        (Move(person="c", occurrence="one"), Conflict, "booking c: is 'waiting' and not 'booked'"),
        (Move(person="a"), InvalidValue, "nowhere to move to"),
        (NoShow(person="c"), Conflict, "booking c: is 'waiting' and not 'booked'"),
    ],
)
def test_what_does_not_fit_the_book_is_refused_by_name(command, error, message):
    state = after(book(), *alone("a", "b", "c"))
    with pytest.raises(error, match=message):
        kept(state, command, DAYS_BEFORE)


def test_a_book_that_cannot_be_is_refused():
    with pytest.raises(InvalidValue, match="one key stands twice"):
        book(place("one", 0), place("one", 0))


PEOPLE = [f"p{number}" for number in range(7)]
PLACES = (
    place("one", 0),
    place("one", 1),
    place("one", 2, walk_in=True),
    place("two", 0, day=1),
    place("two", 1, day=1),
)


class Keeping(RuleBasedStateMachine):
    """Any commands in any order; after each the promises are looked at from outside."""

    @initialize()
    def begin(self):
        self.state = book(*PLACES)
        self.now = DAYS_BEFORE

    def do(self, command):
        before = self.state
        try:
            outcome = kept(before, command, self.now)
        except (Conflict, UnknownName):
            return
        self.state = outcome.book
        named = [event.person for event in outcome.events]
        assert len(set(named)) == len(named)
        changed = {p for p, entry in self.state.entry_of.items() if before.entry_of.get(p) != entry}
        assert changed <= set(named)
        self.nobody_is_passed_over(before, command)

    def nobody_is_passed_over(self, before, command):
        soon = self.now + self.state.short_notice
        for key, entry in self.state.holder.items():
            got = self.state.place(key)
            if before.holder.get(key) is not None and before.holder[key].person == entry.person:
                continue
            moved = isinstance(command, Move) and command.person == entry.person
            if got.walk_in:
                continue
            for other in self.state.queue:
                behind = not moved and other.ticket > entry.ticket
                in_a_party = sum(e.party == other.party for e in self.state.queue) > 1 if other.party else False
                could = other.may_take(got) and (not in_a_party or got.span.start > soon)
                assert behind or not could, (other, entry)

    @rule(person=st.sampled_from(PEOPLE), wants=st.sampled_from([(), ("one",), ("two",)]))
    def book_one(self, person, wants):
        self.do(Book(people=(person,), wants=wants))

    @rule(people=st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=3, unique=True))
    def book_a_party(self, people):
        self.do(Book(people=tuple(people)))

    @rule(person=st.sampled_from(PEOPLE), place=st.sampled_from(PLACES))
    def book_a_place(self, person, place):
        self.do(Book(people=(person,), place=place.key))

    @rule(person=st.sampled_from(PEOPLE), kind=st.sampled_from([Cancel, NoShow, Accept, Decline]))
    def answer(self, person, kind):
        self.do(kind(person=person))

    @rule(person=st.sampled_from(PEOPLE), occurrence=st.sampled_from(["one", "two"]))
    def move(self, person, occurrence):
        self.do(Move(person=person, occurrence=occurrence))

    @rule(person=st.sampled_from(PEOPLE), occurrence=st.sampled_from(["one", "two"]))
    def walk_in(self, person, occurrence):
        self.do(WalkIn(person=person, occurrence=occurrence))

    @rule(occurrence=st.sampled_from(["one", "two"]))
    def release(self, occurrence):
        self.do(Release(occurrence=occurrence))

    @precondition(lambda self: self.now < MORNING + dt.timedelta(days=2))
    @rule(hours=st.sampled_from([0, 1, 24, 49, 220]))
    def time_passes(self, hours):
        self.now += dt.timedelta(hours=hours)
        self.do(Expire())

    @invariant()
    def nobody_is_lost_and_no_place_is_doubled(self):
        people = set(self.state.entry_of)
        assert self.ever_seen <= people
        self.ever_seen |= people
        held = [entry.place for entry in self.state.entries if entry.place is not None]
        assert len(set(held)) == len(held)
        assert all((entry.place is not None) == (entry.status in {"booked", "offered"}) for entry in self.state.entries)

    @invariant()
    def nothing_stays_free_that_somebody_could_take(self):
        kept_for = [e for e in self.state.queue if e.party]
        for free in self.state.free():
            if free.span.end > self.now:
                for entry in self.state.queue:
                    if not entry.party and entry.may_take(free):
                        # A party in front of them waits for more places.
                        assert any(e.ticket < entry.ticket and e.may_take(free) for e in kept_for)

    @invariant()
    def a_store_keeps_it_as_it_is(self):
        assert book_of_body(json.loads(json.dumps(book_body(self.state)))) == self.state

    def __init__(self):
        super().__init__()
        self.ever_seen = set()
        self.state = book(*PLACES)
        self.now = DAYS_BEFORE


TestKeeping = Keeping.TestCase
TestKeeping.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
