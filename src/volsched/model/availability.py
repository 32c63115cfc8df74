"""When people can serve, and when they like to."""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import reference

AvailabilityKind = Literal["available", "unavailable", "preferred", "disliked"]
_WEEKDAYS = frozenset(range(7))
KINDS: tuple[AvailabilityKind, ...] = get_args(AvailabilityKind)


@frozen(kw_only=True)
class Availability:
    """What one person says of some days.

    It speaks of the weekdays named (Monday is 0; none named means every day) from `first` to `last`, both included.
    Without times it speaks of every duty that begins on such a day: a night duty belongs to the day on which it
    begins. With times it speaks of duties that overlap them; a `until` not after `since` lies on the next day.

    `unavailable` is never broken. Once a person has `available` entries without times, they serve on those days
    alone. `preferred` and `disliked` are wishes.
    """

    person: str = attrs.field(validator=reference("availability"))
    kind: AvailabilityKind
    weekdays: tuple[int, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    since: dt.time | None = None
    until: dt.time | None = None

    def __attrs_post_init__(self) -> None:
        if self.kind not in KINDS:
            self._refuse("kind", f"'{self.kind}' is not known", f"write one of {', '.join(KINDS)}")
        if self.weekdays and not (set(self.weekdays) <= _WEEKDAYS and len(set(self.weekdays)) == len(self.weekdays)):
            self._refuse("weekdays", f"{self.weekdays} cannot stand", "name each weekday once, 0 is Monday")
        if self.first and self.last and self.last < self.first:
            self._refuse("last", f"{self.last} is before the first day {self.first}", "exchange the two days")
        if (self.since is None) != (self.until is None):
            self._refuse("until", "one of the two times is missing", "write both times or none")
        if self.since is not None and self.since == self.until:
            self._refuse("until", f"{self.since:%H:%M} is also the start", "leave both times out to mean the whole day")

    def speaks_of(self, day: dt.date) -> bool:
        """Whether the entry is about this civil day."""
        return (
            (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
            and (not self.weekdays or day.weekday() in self.weekdays)
        )

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("availability", self.person, field, problem, cure)
