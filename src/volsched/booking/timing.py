"""The hours within each session: parties at times next to each other, the most urgent and the oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from volsched.booking.sessions import Cell, Given, Guest, Session


def times_within(
    guests: Sequence[Guest],
    sessions: Sequence[Session],
    session_of: Sequence[int | None],
    blocked: Sequence[frozenset[Cell]],
) -> tuple[Given | None, ...]:
    """A slot for each guest in the session that they have; one for all is possible, and then found."""
    by_session: defaultdict[int, list[int]] = defaultdict(list)
    for number, session in enumerate(session_of):
        if session is not None:
            by_session[session].append(number)
    found: list[Given | None] = [None] * len(guests)
    for session, numbers in by_session.items():
        ordered = _in_order(guests, numbers)
        slots = _matched(ordered, session, len(sessions[session].slots), blocked)
        for number, slot in slots.items():
            found[number] = Given(session=session, slot=slot)
    return tuple(found)


def _in_order(guests: Sequence[Guest], numbers: Sequence[int]) -> list[int]:
    """By urgency and order, the members of a party right after the first of them."""
    parties: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(numbers, key=lambda n: (-guests[n].urgency, guests[n].order, n)):
        parties[guests[number].party or f"/{number}"].append(number)
    return [number for party in parties.values() for number in party]


def _matched(ordered: Sequence[int], session: int, count: int, blocked: Sequence[frozenset[Cell]]) -> dict[int, int]:
    """Each guest's slot: the first that is free for them; where none is, somebody before them makes room."""
    holder: list[int | None] = [None] * count
    slot_of: dict[int, int] = {}
    first = 0
    for number in ordered:
        while first < count and holder[first] is not None:
            first += 1
        slot = next((s for s in range(first, count) if holder[s] is None and (session, s) not in blocked[number]), None)
        if slot is None:
            _make_room(number, session, holder, slot_of, blocked)
        else:
            holder[slot], slot_of[number] = number, slot
    return slot_of


def _make_room(
    number: int,
    session: int,
    holder: list[int | None],
    slot_of: dict[int, int],
    blocked: Sequence[frozenset[Cell]],
) -> None:
    """Find the shortest chain of guests who each take the slot of the next, up to a free one (Kuhn's method)."""
    came_from: dict[int, int] = {}
    waiting = [number]
    for guest in waiting:
        for slot in range(len(holder)):
            if slot in came_from or (session, slot) in blocked[guest]:
                continue
            came_from[slot] = guest
            other = holder[slot]
            if other is not None:
                waiting.append(other)
                continue
            free: int | None = slot
            while free is not None:
                mover = came_from[free]
                before = slot_of.get(mover)
                holder[free], slot_of[mover] = mover, free
                free = before
            return
