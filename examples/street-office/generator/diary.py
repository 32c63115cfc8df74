"""The diary that keeps every venue to one thing at a time and every person in one place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.days import Times
from generator.registry import Registry

_Span = tuple[dt.datetime, dt.datetime]


class Diary:
    """What is taken so far."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._taken: dict[str, list[_Span]] = defaultdict(list)

    def is_free(self, times: Times, venue: str, team: str | None = None, before: str = "0m", after: str = "0m") -> bool:
        """Whether the venue and everybody in the team are free, set-up and clear-up included."""
        spans = times.spans(before, after)
        return not any(
            start < taken_end and taken_start < end
            for name in self._names(venue, team)
            for taken_start, taken_end in self._taken[name]
            for start, end in spans
        )

    def take(self, times: Times, venue: str, team: str | None = None, before: str = "0m", after: str = "0m") -> Times:
        """Takes the venue and the team, or stops: a timetable that clashes is a fault of the generator."""
        if not self.is_free(times, venue, team, before, after):
            raise ValueError(f"{venue} or {team} is taken at {times.when}")
        spans = times.spans(before, after)
        for name in self._names(venue, team):
            self._taken[name] += spans
        return times

    def first_free(
        self, choices: Iterable[Times], venue: str, team: str | None = None, before: str = "0m", after: str = "0m"
    ) -> Times:
        """Takes the first of the times at which both are free."""
        for times in choices:
            if self.is_free(times, venue, team, before, after):
                return self.take(times, venue, team, before, after)
        raise ValueError(f"{venue} has no free time left for {team}")

    def _names(self, venue: str, team: str | None) -> Iterator[str]:
        yield f"venue {venue}"
        for person in self._registry.members(team) if team else ():
            yield f"person {person}"
