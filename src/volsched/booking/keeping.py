"""Keeping a booking book: a book, a command and the time give a new book, and what happened to whom.

Nobody is lost: who was once in the book stays in it. No place is doubled. And nobody is passed over: a place that
becomes free goes to the first in the queue who can come, and an offer has a deadline after which the next is asked.
A party waits for places together, and meanwhile nobody behind it takes one that it could use; only a place that is
about to begin goes to the first who fits, so that it is not lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from volsched.booking.books import HOLDING, BookingBook, BookPlace, Entry
from volsched.booking.commands import (
    Accept,
    Book,
    Cancel,
    Command,
    Decline,
    Event,
    Expire,
    Move,
    NoShow,
    Outcome,
    Release,
    WalkIn,
)
from volsched.booking.queueing import Queue
from volsched.errors import Conflict, InvalidValue
from volsched.model.span import aware


def kept(book: BookingBook, command: Command, now: dt.datetime) -> Outcome:
    """The book after the command; offers whose deadline is over lapse first.

    Raises:
        Conflict: the command does not fit the book as it stands, such as a second place for one person.
        UnknownName: no such person, place or occurrence in the book.
    """
    moment = aware("book", "now", now)
    keeper = _Keeper(book, moment)
    keeper.lapse()
    _STEPS[type(command)](keeper, command)
    keeper.give_free_places()
    return Outcome(book=keeper.book, events=tuple(keeper.events.values()))


class _Keeper:
    """One command at work: the book as it changes, and the last thing that happened to each person."""

    def __init__(self, book: BookingBook, now: dt.datetime) -> None:
        self.book = book
        self.now = now
        self.events: dict[str, Event] = {}
        self.asked_now: frozenset[str] = frozenset()
        """Who asks just now: they get a free place at once, without an offer."""

    def tell(self, entry: Entry, what: Any) -> None:
        """Take down what happened to somebody; an earlier word about them in this command no longer holds."""
        self.events.pop(entry.person, None)
        self.events[entry.person] = Event(what=what, person=entry.person, place=entry.place, deadline=entry.deadline)

    def change(self, entries: Iterable[Entry], what: Any) -> None:
        """These entries from now on."""
        changed = tuple(entries)
        self.book = self.book.with_entries(changed)
        for entry in changed:
            self.tell(entry, what)

    def lapse(self) -> None:
        """Offers that were not answered in time end."""
        over = [e for e in self.book.entries if e.deadline is not None and e.deadline <= self.now]
        self.change((_without_place(entry, "lapsed") for entry in over), "lapsed")

    def give_free_places(self) -> None:
        """Free places go to those who wait, in their order."""
        for chosen in Queue(self.book, self.now).served():
            entries = []
            for entry, place in chosen:
                soonest = place.span.start - self.book.short_notice
                deadline = min(self.now + self.book.reply_within, soonest)
                if entry.person in self.asked_now or deadline <= self.now:
                    entries.append(attrs.evolve(entry, status="booked", place=place.key))
                else:
                    entries.append(attrs.evolve(entry, status="offered", place=place.key, deadline=deadline))
            now = all(entry.person in self.asked_now for entry in entries)
            self.book = self.book.with_entries(entries)
            for entry in entries:
                self.tell(entry, "booked" if now else "given" if entry.status == "booked" else "offered")

    def asks(self, command: Book) -> None:
        """Somebody asks for a place: they wait, and what is free and nobody else's comes to them at once."""
        _check_party(command.people)
        wants = command.wants
        for key in wants:
            self.must_happen(key)
        not_at = command.not_at
        if command.place is not None:
            chosen = self.book.place(command.place)
            wants = (chosen.occurrence,)
            not_at = tuple(sorted({*not_at, *(p.key for p in self.book.places if p.key != chosen.key)}))
        for person in command.people:
            self.must_be_without_place(person)
        party = f"party-{self.book.next_ticket}" if len(command.people) > 1 else ""
        entries = [
            Entry(
                person=person,
                status="waiting",
                ticket=self.book.next_ticket + number,
                party=party,
                wants=wants,
                not_at=not_at,
            )
            for number, person in enumerate(command.people)
        ]
        self.book = attrs.evolve(self.book, next_ticket=self.book.next_ticket + len(entries))
        self.asked_now = frozenset(command.people)
        self.change(entries, "waits")

    def cancels(self, command: Cancel) -> None:
        """Somebody gives their place back, or leaves the queue."""
        entry = self.book.entry(command.person)
        if entry.status not in {*HOLDING, "waiting"}:
            raise Conflict("booking", command.person, f"is '{entry.status}' already", "nothing is left to cancel")
        self.change([_without_place(entry, "cancelled")], "cancelled")

    def moves(self, command: Move) -> None:
        """Somebody takes another place, if it is free and nobody who waits could use it."""
        entry = self.must_hold(command.person, ("booked",))
        spare = Queue(self.book, self.now).spare()
        if command.place is not None:
            wanted = [self.book.place(command.place)]
        elif command.occurrence is not None:
            self.must_happen(command.occurrence)
            wanted = [place for place in spare if place.occurrence == command.occurrence]
        else:
            raise InvalidValue(
                "booking", command.person, "place", "nowhere to move to", "name a place or an occurrence"
            )
        place = next((item for item in wanted if item in spare), None)
        if place is None:
            where = command.place or command.occurrence or ""
            raise Conflict("booking", command.person, f"there is no free place in '{where}'", "choose another")
        self.change([attrs.evolve(entry, place=place.key)], "moved")

    def does_not_come(self, command: NoShow) -> None:
        """Somebody did not come; what is left of the place is given on."""
        entry = self.must_hold(command.person, ("booked",))
        if entry.place is not None and self.book.place(entry.place).span.start > self.now:
            start = self.book.place(entry.place).span.start
            raise Conflict("booking", command.person, f"is expected only at {start.isoformat()}", "wait, or cancel it")
        self.change([_without_place(entry, "missed")], "missed")

    def accepts(self, command: Accept) -> None:
        """Somebody takes what they were offered, and with them their party."""
        entry = self.must_hold(command.person, ("offered",))
        party = [e for e in self.book.entries if e == entry or (entry.party and e.party == entry.party)]
        mine = [e for e in party if e.status == "offered"]
        self.change((attrs.evolve(e, status="booked", deadline=None) for e in mine), "accepted")

    def declines(self, command: Decline) -> None:
        """Somebody does not want this place, and keeps their place in the queue for the next."""
        entry = self.must_hold(command.person, HOLDING)
        party = [e for e in self.book.entries if e == entry or (entry.party and e.party == entry.party)]
        mine = [e for e in party if e.status == entry.status]
        keys = {e.place for e in mine if e.place is not None}
        changed = [attrs.evolve(_without_place(e, "waiting"), not_at=tuple(sorted({*e.not_at, *keys}))) for e in mine]
        self.change(changed, "declined")

    def walks_in(self, command: WalkIn) -> None:
        """Somebody comes without an appointment: a place kept for that, or else a free one, or they wait."""
        self.must_happen(command.occurrence)
        self.must_be_without_place(command.person)
        entry = Entry(
            person=command.person, status="waiting", ticket=self.book.next_ticket, wants=(command.occurrence,)
        )
        self.book = attrs.evolve(self.book, next_ticket=self.book.next_ticket + 1)
        kept_free = [p for p in self.book.free(walk_in=True) if p.occurrence == command.occurrence and self.is_on(p)]
        if kept_free:
            self.change([attrs.evolve(entry, status="booked", place=kept_free[0].key)], "walked-in")
            return
        self.asked_now = frozenset([command.person])
        self.change([entry], "waits")

    def releases(self, command: Release) -> None:
        """Places for walk-ins become ordinary ones."""
        self.must_happen(command.occurrence)
        places = tuple(
            attrs.evolve(p, walk_in=False) if p.occurrence == command.occurrence else p for p in self.book.places
        )
        self.book = attrs.evolve(self.book, places=places)

    def is_on(self, place: BookPlace) -> bool:
        """Whether there is something left of the place."""
        return place.span.end > self.now

    def must_happen(self, occurrence: str) -> None:
        """Refuse an occurrence that the book has no places of."""
        if not any(place.occurrence == occurrence for place in self.book.places):
            raise Conflict("book", self.book.id, f"has no places in '{occurrence}'", "name one of its occurrences")

    def must_be_without_place(self, person: str) -> None:
        """Refuse a second place for one person."""
        entry = self.book.entry_of.get(person)
        if entry is not None and entry.status in HOLDING:
            raise Conflict("booking", person, "has a place already", "move it, or cancel it first")
        if entry is not None and entry.status == "waiting":
            raise Conflict("booking", person, "waits already", "they keep their place in the queue")

    def must_hold(self, person: str, statuses: tuple[str, ...]) -> Entry:
        """The entry of somebody who has a place or an offer; a Conflict says what they have instead."""
        entry = self.book.entry(person)
        if entry.status not in statuses:
            wanted = " or ".join(f"'{status}'" for status in statuses)
            raise Conflict("booking", person, f"is '{entry.status}' and not {wanted}", "look at the book first")
        return entry


def _without_place(entry: Entry, status: Any) -> Entry:
    return attrs.evolve(entry, status=status, place=None, deadline=None)


def _check_party(people: tuple[str, ...]) -> None:
    if not people or len(set(people)) < len(people):
        raise InvalidValue("booking", "", "people", "nobody, or somebody twice", "name each person once")


_STEPS: Mapping[type, Callable[[_Keeper, Any], None]] = MappingProxyType(
    {
        Book: _Keeper.asks,
        Cancel: _Keeper.cancels,
        Move: _Keeper.moves,
        NoShow: _Keeper.does_not_come,
        Accept: _Keeper.accepts,
        Decline: _Keeper.declines,
        WalkIn: _Keeper.walks_in,
        Release: _Keeper.releases,
        Expire: lambda _keeper, _command: None,
    }
)
