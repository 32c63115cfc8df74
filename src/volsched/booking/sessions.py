"""Guests and sessions: what a campaign has to bring together, as plain figures.

The objective, in this order: as many guests as possible get a place; of those who get none, the urgencies add up to
as little as possible; and the sum of urgency times distance is as small as possible. The distance of a session is the
number of days from the first session of all, and `elsewhere` days more where it is not in the guest's own area.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import attrs
from attrs import frozen

from volsched.model import Span


@frozen(kw_only=True)
class Session:
    """One occurrence with the times that are given out."""

    key: str
    day: dt.date
    slots: tuple[Span, ...]
    area: str | None = None
    """Whose own it is; None if everybody's."""
    accessible: bool = True


@frozen(kw_only=True)
class Guest:
    """One person who is to get a place."""

    id: str
    areas: tuple[str, ...] = ()
    """Where they live, and the areas around it, the nearest first."""
    urgency: int = 1
    needs_access: bool = False
    earliest: dt.date | None = None
    busy: tuple[Span, ...] = ()
    party: str = ""
    """Those of one party come together: a household, or an elder with a helper."""
    order: int = 0
    """Among guests alike, who comes first."""


@frozen(kw_only=True)
class Objective:
    """What an assignment comes to; the smaller, the better, field by field."""

    unplaced: int
    unplaced_urgency: int
    distance: int


@frozen(kw_only=True)
class Given:
    """The place of one guest: which session, and which of its slots."""

    session: int
    slot: int


Cell = tuple[int, int]
"""A session and one of its slots, by their numbers."""


@frozen
class Terms:
    """How far a session is for a guest, and whether it is possible at all."""

    sessions: tuple[Session, ...]
    elsewhere: int | None = 30
    first: dt.date = attrs.field(init=False)

    @first.default
    def _first(self) -> dt.date:
        return min((session.day for session in self.sessions), default=dt.date.min)

    def distance(self, guest: Guest, session: Session) -> int | None:
        """The distance in days; None where the guest cannot come, whatever the hour."""
        own = session.area is None or session.area in guest.areas
        if (guest.needs_access and not session.accessible) or (not own and self.elsewhere is None):
            return None
        if guest.earliest is not None and session.day < guest.earliest:
            return None
        return (session.day - self.first).days + (0 if own else self.elsewhere or 0)

    def objective(self, guests: Sequence[Guest], given: Sequence[Given | None]) -> Objective:
        """What this assignment comes to."""
        left_out = [guest.urgency for guest, place in zip(guests, given, strict=True) if place is None]
        distance = sum(
            guest.urgency * (self.distance(guest, self.sessions[place.session]) or 0)
            for guest, place in zip(guests, given, strict=True)
            if place is not None
        )
        return Objective(unplaced=len(left_out), unplaced_urgency=sum(left_out), distance=distance)


class Blocked:
    """Which slots somebody's other time rules out, found quickly for many people and sessions."""

    def __init__(self, sessions: Sequence[Session]) -> None:
        every = [
            (span.start, span.end, (number, slot))
            for number, session in enumerate(sessions)
            for slot, span in enumerate(session.slots)
        ]
        self._slots = sorted(every, key=lambda entry: (entry[0], entry[2]))
        self._starts = [entry[0] for entry in self._slots]
        self._found: dict[tuple[Span, ...], frozenset[Cell]] = {}
        self._longest = max((entry[1] - entry[0] for entry in every), default=dt.timedelta())

    def of(self, busy: Sequence[Span]) -> frozenset[Cell]:
        """The slots that share time with any of these spans."""
        key = tuple(busy)
        if key not in self._found:
            self._found[key] = frozenset(cell for span in key for cell in self._in(span))
        return self._found[key]

    def _in(self, span: Span) -> Iterator[Cell]:
        index = bisect_left(self._starts, span.start - self._longest)
        while index < len(self._slots) and self._starts[index] < span.end:
            _, end, cell = self._slots[index]
            if end > span.start:
                yield cell
            index += 1
