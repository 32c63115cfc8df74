"""Swaps in all their forms, the ledger of them, and that a store can keep it."""

import datetime as dt
import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import Conflict, InvalidValue, UnknownName
from volsched.model import DaysOffBetween, Seat
from volsched.rostering import (
    Asked,
    Called,
    CallOut,
    Reply,
    SeatChange,
    SwapEntry,
    as_planned,
    coordinate,
    cover,
    exchange_seats,
    fairness,
    give_seat,
    last_asked,
    offer_seat,
    take_back,
    take_offer,
    withdraw_offer,
)
from volsched.rostering import ledger as codecs

AT = dt.datetime(2027, 1, 3, 9, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)


def seat(night, index=0):
    return Seat(f"night/{night}", "watch", index)


@pytest.fixture
def week(make):
    problem = make.problem(
        [make.night(n, 1) for n in range(4)], make.people("ann bob cem dil"), rules=(DaysOffBetween(1),)
    )
    return problem, make.roster(problem, "night/0 ann", "night/1 bob", "night/2 ann", "night/3 cem")


def who(roster):
    return [item.person for item in roster.assignments]


def test_a_seat_stays_with_its_holder_until_the_offer_is_taken(week):
    problem, roster = week
    offered = offer_seat(problem, roster, seat(0), id="s1", at=AT)
    assert (offered.status, offered.by, offered.to) == ("open", "ann", None)
    done = take_offer(problem, roster, offered, "dil", at=LATER)
    assert who(done.roster) == ["dil", "bob", "ann", "cem"]
    assert (done.entry.status, done.entry.to, done.entry.at) == ("done", "dil", LATER)
    assert done.entry.changes == (SeatChange(seat(0), "ann", "dil"),)


def test_an_offer_that_a_rule_speaks_against_stays_open(week):
    problem, roster = week
    offered = offer_seat(problem, roster, seat(0), id="s1", at=AT)
    refused = take_offer(problem, roster, offered, "bob", at=LATER)
    assert [item.rule for item in refused.swap.violations] == ["days_off_between"]
    assert (refused.roster, refused.entry) == (roster, offered)


def test_an_offer_may_be_answered_with_a_seat_in_return(week):
    problem, roster = week
    offered = offer_seat(problem, roster, seat(0), id="s1", at=AT, to="cem")
    with pytest.raises(Conflict, match="is offered to cem; let them take it"):
        take_offer(problem, roster, offered, "dil", at=LATER)
    done = take_offer(problem, roster, offered, "cem", at=LATER, in_return=seat(3))
    assert [item.rule for item in done.swap.violations] == ["days_off_between"]
    free = attrs.evolve(problem, rules=())
    done = take_offer(free, roster, offered, "cem", at=LATER, in_return=seat(3))
    assert who(done.roster) == ["cem", "bob", "ann", "ann"]
    with pytest.raises(Conflict, match="cem does not serve in night/1"):
        take_offer(free, roster, offered, "cem", at=LATER, in_return=seat(1))


def test_offers_that_cannot_be(week):
    problem, roster = week
    offered = offer_seat(problem, roster, seat(0), id="s1", at=AT)
    with pytest.raises(Conflict, match="night/0 watch 1 is offered already"):
        offer_seat(problem, roster, seat(0), id="s2", at=AT, ledger=(offered,))
    with pytest.raises(InvalidValue, match="nobody serves in night/0 watch 1"):
        offer_seat(problem, attrs.evolve(roster, assignments=()), seat(0), id="s2", at=AT)
    with pytest.raises(InvalidValue, match="'ann' holds the seat already"):
        offer_seat(problem, roster, seat(0), id="s2", at=AT, to="ann")
    with pytest.raises(UnknownName):
        offer_seat(problem, roster, seat(0), id="s2", at=AT, to="eve")
    with pytest.raises(InvalidValue, match="there is no night/0 watch 3"):
        offer_seat(problem, roster, seat(0, 2), id="s2", at=AT)
    gone = withdraw_offer(offered, at=LATER)
    assert gone.status == "withdrawn"
    assert offer_seat(problem, roster, seat(0), id="s2", at=AT, ledger=(gone,)).status == "open"
    for late in (lambda: take_offer(problem, roster, gone, "dil", at=LATER), lambda: withdraw_offer(gone, at=LATER)):
        with pytest.raises(Conflict, match="is withdrawn, and open no longer"):
            late()
    moved = give_seat(problem, roster, seat(0), "dil", id="s3", at=AT).roster
    with pytest.raises(Conflict, match="held by dil, not by ann"):
        take_offer(problem, moved, offered, "cem", at=LATER)


def test_giving_exchanging_and_taking_back(week):
    problem, roster = week
    given = give_seat(problem, roster, seat(0), "dil", id="g", at=AT)
    assert (given.entry.form, given.entry.by, given.entry.status) == ("give", "ann", "done")
    refused = give_seat(problem, roster, seat(0), "bob", id="g", at=AT)
    assert (refused.entry.status, refused.entry.broken, refused.roster) == ("refused", ("days_off_between",), roster)
    traded = exchange_seats(problem, given.roster, seat(0), seat(3), id="x", at=AT)
    assert who(traded.roster) == ["cem", "bob", "ann", "dil"]
    # A swapped seat is swapped again, and then the first cannot be undone.
    with pytest.raises(Conflict, match="held by cem, not by dil"):
        take_back(problem, traded.roster, given.entry, id="u", by="ann", at=LATER)
    back, was = take_back(problem, traded.roster, traded.entry, id="u", by="dil", at=LATER)
    assert back.roster == given.roster
    assert (back.entry.form, back.entry.of, was.status) == ("undo", "x", "undone")
    with pytest.raises(Conflict, match="is undone, and was not done"):
        take_back(problem, back.roster, was, id="u2", by="dil", at=LATER)


def test_a_coordinator_may_break_a_rule_knowingly(week):
    problem, roster = week
    changes = (SeatChange(seat(0), "ann", "bob"),)
    asked = coordinate(problem, roster, changes, id="c", by="office", at=AT)
    assert (asked.entry.status, asked.roster) == ("refused", roster)
    done = coordinate(problem, roster, changes, id="c", by="office", at=AT, knowingly=True)
    assert (done.entry.status, done.entry.broken) == ("done", ("days_off_between",))
    assert who(done.roster) == ["bob", "bob", "ann", "cem"]


def test_a_favour_does_not_count_as_more_than_is_fair(week):
    problem, roster = week
    given = give_seat(problem, roster, seat(0), "dil", id="g", at=AT)
    ordered = coordinate(
        problem, given.roster, (SeatChange(seat(3), "cem", "dil"),), id="c", by="office", at=AT, knowingly=True
    )
    entries = (given.entry, ordered.entry)
    planned = as_planned(ordered.roster, entries)
    assert who(planned) == ["ann", "bob", "ann", "dil"]
    assert [item.load for item in fairness(problem, planned).people] == [4, 2, 0, 2]
    assert as_planned(ordered.roster, ()) == ordered.roster


def test_who_was_asked_last_is_asked_first_the_next_time(week):
    problem, roster = week
    asks = [
        Asked(person="dil", at=LATER),
        Asked(person="dil", at=AT, seat=seat(0), said="no"),
        Asked(person="cem", at=AT),
    ]
    assert last_asked(asks) == {"dil": LATER, "cem": AT}
    empty = roster.with_assignments(())
    found = [item.person for item in cover(problem, empty, seat(0), asked=last_asked(asks))]
    assert found == ["ann", "bob", "cem", "dil"]


times = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))
ids = st.sampled_from(["ann", "bob", "w-1"])
seats = st.builds(Seat, st.sampled_from(["night/1", "阳"]), st.just("watch"), st.integers(0, 9))
changes = st.tuples(st.builds(SeatChange, seats, st.none() | ids, st.none() | ids))
entries = st.builds(
    SwapEntry,
    id=ids,
    roster=ids,
    form=st.sampled_from(["offer", "give", "exchange", "coordinator", "undo"]),
    by=ids,
    at=times,
    changes=changes,
    status=st.sampled_from(["open", "done", "refused", "withdrawn", "undone"]),
    to=st.none() | ids,
    of=st.none() | ids,
    broken=st.just(()) | st.just(("overlap",)),
)
asks = st.builds(Asked, person=ids, at=times, seat=st.none() | seats, said=st.sampled_from(["yes", "no", ""]))
outs = st.builds(
    CallOut,
    id=ids,
    at=times,
    needed=st.integers(1, 9),
    people=st.just(("ann", "bob")),
    manner=st.sampled_from(["waves", "one_by_one"]),
    spare=st.integers(0, 3),
    reply_within=st.integers(30, 9000).map(lambda seconds: dt.timedelta(seconds=seconds)),
)
KINDS = {
    "swap": (entries, codecs.swap_to_body, codecs.swap_of_body),
    "asked": (asks, codecs.asked_to_body, codecs.asked_of_body),
    "called": (
        st.builds(Called, person=ids, at=times, came=st.booleans()),
        codecs.called_to_body,
        codecs.called_of_body,
    ),
    "reply": (
        st.builds(Reply, person=ids, at=times, says=st.sampled_from(["yes", "no"])),
        codecs.reply_to_body,
        codecs.reply_of_body,
    ),
    "call_out": (outs, codecs.call_out_to_body, codecs.call_out_of_body),
}


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_what_a_store_keeps_comes_back_as_it_was(kind, data):
    values, to_body, of_body = KINDS[kind]
    value = data.draw(values)
    body = json.loads(json.dumps(to_body(value)))
    assert of_body(body) == value
    for name in body:
        broken = {key: item for key, item in body.items() if key != name}
        with pytest.raises(InvalidValue, match="cannot be read"):
            of_body(broken)
    with pytest.raises(InvalidValue, match="cannot be read"):
        of_body({**body, "at": "2027-01-01T00:00:00"})
