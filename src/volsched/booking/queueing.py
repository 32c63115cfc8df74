"""Who of those that wait is next for what is free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from volsched.booking.books import BookingBook, BookPlace, Entry

Chosen = list[tuple[Entry, BookPlace]]


class Queue:
    """Those who wait, party by party, and the places that nobody has."""

    def __init__(self, book: BookingBook, now: dt.datetime) -> None:
        self.book = book
        self.now = now
        self.left = [place for place in book.free() if place.span.end > now]
        """The free places of which there is something left, by time."""

    def parties(self) -> list[list[Entry]]:
        """Those who wait together, the next party first; its first ticket counts."""
        found: dict[str, list[Entry]] = {}
        for entry in self.book.queue:
            found.setdefault(entry.party or f"/{entry.person}", []).append(entry)
        return list(found.values())

    def served(self) -> Iterator[Chosen]:
        """Each party whose turn comes, with a place for each of them."""
        for party in self.parties():
            if not self.left:
                return
            chosen = self._fitting(party)
            if chosen:
                taken = {place.key for _, place in chosen}
                self.left = [place for place in self.left if place.key not in taken]
                yield chosen
            elif len(party) > 1:
                self._keep_for(party)

    def spare(self) -> list[BookPlace]:
        """What is free when everybody who waits has been served, and nobody's for whom more must become free."""
        for _ in self.served():
            pass
        return self.left

    def _fitting(self, party: Sequence[Entry]) -> Chosen:
        """Places in the first occurrence that has one for each of the party."""
        for occurrence in dict.fromkeys(place.occurrence for place in self.left):
            places = [place for place in self.left if place.occurrence == occurrence]
            if len(places) >= len(party):
                chosen = _matched(party, places)
                if len(chosen) == len(party):
                    return chosen
        return []

    def _keep_for(self, party: Sequence[Entry]) -> None:
        """What a party could use stays for it, unless it begins so soon that it would be lost."""
        soon = self.now + self.book.short_notice
        self.left = [
            place
            for place in self.left
            if place.span.start <= soon or not any(entry.may_take(place) for entry in party)
        ]


def _matched(party: Sequence[Entry], places: Sequence[BookPlace]) -> Chosen:
    """A place for as many of the party as possible, the earliest that allow it (Kuhn's method)."""
    holder: dict[int, int] = {}

    def seat(number: int, tried: set[int]) -> bool:
        for index, place in enumerate(places):
            if index in tried or not party[number].may_take(place):
                continue
            tried.add(index)
            if index not in holder or seat(holder[index], tried):
                holder[index] = number
                return True
        return False

    for number in range(len(party)):
        if not seat(number, set()):
            return []
    place_of = {number: places[index] for index, number in holder.items()}
    return [(entry, place_of[number]) for number, entry in enumerate(party)]
