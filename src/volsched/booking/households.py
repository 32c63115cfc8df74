"""Places for households: all of one come to one occurrence, or wait together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from volsched.booking.reasons import NEVER_FREE, NO_PLACE_LEFT, waiting
from volsched.booking.slots import split_slots
from volsched.model import Booking, Occurrence, Person, Places, Span

Seats = list[tuple[Occurrence, Span]]


def households(people: Sequence[Person]) -> list[list[Person]]:
    """The households in the order of their first members; who has none is one of their own."""
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(person.household or f"/{person.id}", []).append(person)
    return list(found.values())


def by_household(
    activity: str,
    places: Places,
    occurrences: Sequence[Occurrence],
    people: Sequence[Person],
    busy: Mapping[str, Sequence[Span]],
) -> Iterator[Booking]:
    """Each household in turn gets places in the first occurrence that has one for each of them."""
    left = [[(occurrence, span) for span in split_slots(places, occurrence)[0]] for occurrence in occurrences]
    rank = 0
    for family in households(people):
        chosen = next((seats for free in left if (seats := _seats(family, free, busy))), None)
        if chosen is None:
            reason = NO_PLACE_LEFT if _could_come(family, occurrences, busy) else NEVER_FREE
            for person in family:
                rank += 1
                yield waiting(person, activity, rank, reason)
            continue
        for person, (occurrence, span) in zip(family, chosen, strict=True):
            yield Booking(person=person.id, activity=activity, occurrence=occurrence.key, span=span)


def _seats(family: Sequence[Person], free: Seats, busy: Mapping[str, Sequence[Span]]) -> Seats:
    """A free place for each of the family, taken out of those that are left; none if they do not all fit."""
    chosen: list[int] = []
    for person in family:
        own = busy.get(person.id, ())
        index = next(
            (
                i
                for i, (_, span) in enumerate(free)
                if i not in chosen and not any(span.overlaps(other) for other in own)
            ),
            None,
        )
        if index is None:
            return []
        chosen.append(index)
    seats = [free[index] for index in chosen]
    for index in sorted(chosen, reverse=True):
        del free[index]
    return seats


def _could_come(
    family: Sequence[Person], occurrences: Sequence[Occurrence], busy: Mapping[str, Sequence[Span]]
) -> bool:
    return not occurrences or any(
        all(not any(item.span.overlaps(span) for span in busy.get(person.id, ())) for person in family)
        for item in occurrences
    )
