"""Seats that change hands between two publications: one way in, for swaps, cover and what a coordinator settles.

The roster, the ledger of swaps, what was published and the messages are written in one change, on the version that was
judged; a change that was made meanwhile is a conflict, and the question is judged again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import attrs
from attrs import frozen

from volsched.dispatch.posting import Links, entry_of, envelope, no_link, not_before, urgency_of, zone_of
from volsched.dispatch.rosters import KeptRoster, keep_rosters
from volsched.errors import Conflict, InvalidValue, UnknownName
from volsched.model import Programme, Roster, Seat, Span
from volsched.notices.parts import in_charge
from volsched.notices.replies import Expected, reply_key
from volsched.notices.telling import Telling, TellingItem, worded
from volsched.planning import Plan
from volsched.publishing.state import Commitment, PublishedState
from volsched.rostering import Problem, SeatChange, SwapEntry, Swapped, offer_seat, take_offer
from volsched.rostering.ledger import SWAP, swap_of_body, swap_to_body
from volsched.storage.calendars import PUBLISHED, STATE
from volsched.storage.protocol import Change, Look

Result = TypeVar("Result")
TRIES = 3


@frozen(kw_only=True)
class Ground:
    """What a change of seats is judged by: the problem as everything stands, and the roster of the version read."""

    problem: Problem
    roster: Roster
    version: int

    def seat_of(self, person: str, occurrence: str) -> Seat:
        """The seat that somebody has there; an InvalidValue tells if they have none."""
        for item in self.roster.in_shift(occurrence):
            if item.person == person:
                return item.seat
        raise InvalidValue(
            "swap", person, "person", f"does not serve in {occurrence}", "look at the roster as it is now"
        )


def ground_of(plan: Plan, kept: Iterable[KeptRoster], occurrence: str) -> Ground:
    """What a change of seats in this occurrence is judged by, with what its people do in other rosters.

    Raises:
        UnknownName: no kept roster has such a shift.
    """
    rosters = {item.roster.id: item for item in kept}
    for problem in plan.problems:
        if occurrence in problem.shift_by_id and problem.id in rosters:
            found = rosters[problem.id]
            return Ground(
                problem=attrs.evolve(problem, taken=_taken(plan, problem, rosters)),
                roster=found.roster,
                version=found.version,
            )
    raise UnknownName("occurrence", occurrence, (shift for item in rosters.values() for shift in item.roster.by_shift))


def _taken(plan: Plan, problem: Problem, rosters: Mapping[str, KeptRoster]) -> tuple[tuple[str, Span], ...]:
    people = problem.person_by_id
    shifts = {shift.id: shift.span for shift in plan.shifts}
    spans = {
        (item.person, shifts[item.seat.shift])
        for name, other in rosters.items()
        if name != problem.id
        for item in other.roster.assignments
        if item.person in people and item.seat.shift in shifts
    }
    booked = (item for item in plan.bookings if item.status == "booked" and item.person in people)
    spans |= {(item.person, item.span) for item in booked if item.span is not None}
    return tuple(sorted({*problem.taken, *spans}))


def swap_entries(look: Look) -> tuple[SwapEntry, ...]:
    """The ledger of swaps, the earliest first."""
    return tuple(sorted((swap_of_body(item.body) for item in look.every(SWAP)), key=lambda one: _number(one.id)))


def swap_entry(look: Look, name: str) -> SwapEntry:
    """One entry of the ledger; an UnknownName says which there are."""
    record = look.get(SWAP, name)
    if record is None:
        raise UnknownName("swap", name, (item.key for item in look.every(SWAP)))
    return swap_of_body(record.body)


def next_swap(look: Look) -> str:
    """The name of the next entry."""
    return f"swap-{max((_number(item.key) for item in look.every(SWAP)), default=0) + 1}"


def keep_entry(change: Change, entry: SwapEntry) -> None:
    """Write an entry into the ledger."""
    change.put(SWAP, entry.id, swap_to_body(entry))


def again_on_conflict(attempt: Callable[[], Result]) -> Result:
    """Judge and write; where somebody else changed the roster meanwhile, judge again, a few times."""
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except Conflict as error:
            if error.what != "roster":
                raise
    return attempt()


def settle(
    change: Change, state: PublishedState, ground: Ground, after: Roster, changes: Sequence[SeatChange]
) -> PublishedState:
    """Keep a roster in which these seats have changed hands, and what is published with it; the state as it is then.

    Raises:
        Conflict: the roster was changed since it was judged.
    """
    seats = {item.seat for item in changes}
    by_hand = after.with_assignments(
        attrs.evolve(item, pinned=True) if item.seat in seats else item for item in after.assignments
    )
    keep_rosters(change, [by_hand], {by_hand.id: ground.version})
    shifts = sorted({seat.shift for seat in seats})
    duties = [item for item in state.duties if item[1] not in shifts]
    for shift in shifts:
        roles: dict[str, set[str]] = {}
        for item in by_hand.in_shift(shift):
            roles.setdefault(item.person, set()).add(item.seat.role)
        duties += [(person, shift, tuple(sorted(held))) for person, held in roles.items()]
    now = attrs.evolve(state, duties=tuple(sorted(duties)))
    record = change.get(PUBLISHED, STATE)
    if record is not None:
        change.put(PUBLISHED, STATE, now.to_body(), expect=record.version)
    for seat, before in {(one.seat, one.before) for one in changes if one.before is not None}:
        # What somebody said about a duty that is theirs no more counts no more.
        change.remove("reply", reply_key(seat.shift, before))
    return now


def taken_over(look: Look, ground: Ground, occurrence: str, *, lost: str, by: str, now: dt.datetime) -> Swapped:
    """What comes of somebody taking another's seat who offered it, or cannot come; judged by every rule."""
    seat = ground.seat_of(lost, occurrence)
    ledger = swap_entries(look)
    offer = next(
        (one for one in ledger if one.status == "open" and any(item.seat == seat for item in one.changes)), None
    )
    if offer is None:
        offer = offer_seat(ground.problem, ground.roster, seat, id=next_swap(look), at=now)
    # Those who are asked one after the other may take what was first meant for one of them.
    return take_offer(ground.problem, ground.roster, attrs.evolve(offer, to=None), by, at=now)


def must_be_ahead(state: PublishedState, occurrence: str, now: dt.datetime) -> None:
    """What has begun is not changed any more; an InvalidValue says so."""
    item = state.by_key.get(occurrence)
    if item is not None and item.span.start <= now:
        raise InvalidValue(
            "swap", occurrence, "", "has begun, and is not changed any more", "name a duty that is ahead"
        )


def tell_swap(
    change: Change,
    programme: Programme,
    state: PublishedState,
    entry: SwapEntry,
    *,
    now: dt.datetime,
    links: Links = no_link,
    sure: Iterable[str] = (),
) -> tuple[str, ...]:
    """One message about a swap to both people, and to whoever must know: who was told.

    Whoever serves now is asked to confirm where the programme wants that, but for those who are `sure`, having said
    yes themselves.
    """
    duties = [duty for item in entry.changes if (duty := _duty(state, item.after, item.seat.shift)) is not None]
    if not programme.notices.channels or not duties:
        return ()
    ours = [person for item in entry.changes for person in (item.before, item.after)]
    leaders = [person for duty in duties for person in in_charge(programme, duty.activity, duty.kind)]
    people = dict.fromkeys((*ours, *leaders, programme.notices.coordinator))
    told = tuple(person for person in people if person is not None and person in programme.person_by_id)
    change.withdraw(f"swap/{entry.of or entry.id}/")
    known = set(sure)
    for person in told:
        own = next((duty for duty in duties if duty.person == person and person not in known), None)
        _post_swap(change, programme, entry, duties=duties, person=person, own=own, now=now, links=links)
    return told


def _post_swap(
    change: Change,
    programme: Programme,
    entry: SwapEntry,
    *,
    duties: Sequence[Commitment],
    person: str,
    own: Commitment | None,
    now: dt.datetime,
    links: Links,
) -> None:
    rules, first = programme.notices, entry.changes[0]
    nearest = min(duty.span.start for duty in duties)
    start = not_before(rules, now, nearest, zone_of(programme, person), digest=False)
    until = None
    if own is not None and rules.confirm and own.span.start > start:
        until = min(start + rules.reply_within, start + (own.span.start - start) / 2)
        expected = Expected(person=person, occurrence=own.occurrence, until=until)
        change.put("reply", expected.key, expected.to_body())
    telling = Telling(
        person=person,
        tone="exchanged" if len(entry.changes) > 1 else "swapped",
        items=tuple(TellingItem(entry=entry_of(duty)) for duty in duties),
        fact=f"swap/{entry.id}/{entry.status}",
        who=first.before,
        candidate=first.after,
        until=until,
        link=links(person, own.occurrence, "duty") if own is not None and until is not None else "",
    )
    change.enqueue(
        [
            envelope(
                worded(telling, programme),
                rules,
                fact=telling.fact,
                topic=f"swap/{entry.id}/",
                start=start,
                deadline=max(duty.span.end for duty in duties),
                urgency=urgency_of(rules, now, nearest),
            )
        ]
    )


def _duty(state: PublishedState, person: str | None, occurrence: str) -> Commitment | None:
    found = state.commitments.get(person or "", ())
    return next((item for item in found if (item.occurrence, item.kind) == (occurrence, "duty")), None)


def _number(name: str) -> int:
    digits = name.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0
