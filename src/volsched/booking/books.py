"""The booking book of an activity or campaign: its places, who has them, and who waits, in order.

A book is a value. What happens to it is a command, and the answer is a new book and what happened to whom; see
`volsched.booking.keeping`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue, UnknownName
from volsched.model import Booking, Span

EntryStatus = Literal["booked", "offered", "waiting", "cancelled", "missed", "lapsed"]
"""Has a place; is asked whether they take one; waits; gave it back; did not come; did not answer in time."""

STATUSES: tuple[EntryStatus, ...] = get_args(EntryStatus)
HOLDING = ("booked", "offered")


@frozen(kw_only=True)
class BookPlace:
    """One place: of which occurrence, at what time, and whether it is kept for walk-ins."""

    key: str
    occurrence: str
    span: Span
    walk_in: bool = False


@frozen(kw_only=True)
class Entry:
    """One person in the book. Everybody who was ever in it stays, with what became of them.

    `ticket` is the place in the queue: the smaller, the earlier. Those of one `party` get places in one occurrence, or
    wait together.
    """

    person: str
    status: EntryStatus
    ticket: int
    place: str | None = None
    deadline: dt.datetime | None = None
    """Until when an offer stands."""
    party: str = ""
    wants: tuple[str, ...] = ()
    """The occurrences that they can come to; none named means any."""
    not_at: tuple[str, ...] = ()
    """Places they cannot take, being busy, or have declined."""

    def __attrs_post_init__(self) -> None:
        if self.status not in STATUSES:
            problem = f"'{self.status}' is not known"
            raise InvalidValue("booking", self.person, "status", problem, f"write one of {', '.join(STATUSES)}")
        if (self.place is not None) != (self.status in HOLDING):
            raise InvalidValue("booking", self.person, "place", f"does not go with '{self.status}'", "mend the book")
        if (self.deadline is not None) != (self.status == "offered"):
            raise InvalidValue("booking", self.person, "deadline", f"does not go with '{self.status}'", "mend the book")

    def may_take(self, place: BookPlace) -> bool:
        """Whether the person can come then, as far as is known."""
        return (not self.wants or place.occurrence in self.wants) and place.key not in self.not_at


@frozen(kw_only=True)
class BookingBook:
    """The places of an activity or a campaign, who has them and who waits.

    Raises:
        InvalidValue: somebody stands in it twice, or two people hold one place.
    """

    id: str
    places: tuple[BookPlace, ...]
    entries: tuple[Entry, ...] = ()
    next_ticket: int = 1
    reply_within: dt.timedelta = dt.timedelta(days=2)
    short_notice: dt.timedelta = dt.timedelta(hours=3)

    def __attrs_post_init__(self) -> None:
        if len(self.place_by_key) < len(self.places):
            raise InvalidValue("book", self.id, "places", "one key stands twice", "give each place its own")
        if len(self.entry_of) < len(self.entries):
            raise InvalidValue("book", self.id, "entries", "somebody stands in it twice", "keep one of the two")
        held = [entry.place for entry in self.entries if entry.place is not None]
        if len(set(held)) < len(held):
            raise InvalidValue("book", self.id, "entries", "two people hold one place", "keep one of the two")
        for key in held:
            if key not in self.place_by_key:
                raise InvalidValue("book", self.id, "entries", f"no place '{key}'", "mend the book")

    @cached_property
    def place_by_key(self) -> Mapping[str, BookPlace]:
        """Every place by its key."""
        return MappingProxyType({place.key: place for place in self.places})

    @cached_property
    def entry_of(self) -> Mapping[str, Entry]:
        """The entry of everybody who is or was in the book."""
        return MappingProxyType({entry.person: entry for entry in self.entries})

    @cached_property
    def holder(self) -> Mapping[str, Entry]:
        """Who has each place that is taken or offered."""
        return MappingProxyType({entry.place: entry for entry in self.entries if entry.place is not None})

    @property
    def queue(self) -> tuple[Entry, ...]:
        """Who waits, the next first."""
        return tuple(sorted((e for e in self.entries if e.status == "waiting"), key=lambda entry: entry.ticket))

    def place(self, key: str) -> BookPlace:
        """The place of this key; an UnknownName if there is none."""
        try:
            return self.place_by_key[key]
        except KeyError:
            raise UnknownName("place", key, self.place_by_key) from None

    def entry(self, person: str) -> Entry:
        """What became of somebody; an UnknownName if they were never in the book."""
        try:
            return self.entry_of[person]
        except KeyError:
            raise UnknownName("booking of", person, self.entry_of) from None

    def free(self, *, walk_in: bool = False) -> tuple[BookPlace, ...]:
        """The places that nobody has, by time: the ordinary ones, or those that are kept for walk-ins."""
        left = (place for place in self.places if place.key not in self.holder and place.walk_in == walk_in)
        return tuple(sorted(left, key=lambda place: (place.span, place.key)))

    def with_entries(self, changed: Iterable[Entry]) -> BookingBook:
        """The same with these entries in place of those of the same people; new people come last."""
        found = {entry.person: entry for entry in self.entries}
        found |= {entry.person: entry for entry in changed}
        return attrs.evolve(self, entries=tuple(found.values()))

    def bookings(self) -> Iterator[Booking]:
        """As a plan has them: who has a place, and who waits, in order. An offer that stands counts as waiting."""
        for entry in self.entries:
            if entry.status == "booked" and entry.place is not None:
                place = self.place_by_key[entry.place]
                activity = place.occurrence.partition("/")[0]
                yield Booking(person=entry.person, activity=activity, occurrence=place.occurrence, span=place.span)
        waiting = sorted((e for e in self.entries if e.status in {"waiting", "offered"}), key=lambda e: e.ticket)
        for rank, entry in enumerate(waiting, 1):
            activity = entry.wants[0].partition("/")[0] if entry.wants else self._first_activity
            yield Booking(person=entry.person, activity=activity, status="waiting", rank=rank, reason="no-place-left")

    @property
    def _first_activity(self) -> str:
        return self.places[0].occurrence.partition("/")[0] if self.places else self.id
