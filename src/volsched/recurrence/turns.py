"""The original starts of a series, with its pauses: which turns there are, and where they lie after a rest."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from attrs import frozen

from volsched.errors import RecurrenceError
from volsched.model import Pause
from volsched.model.schedule import Wall
from volsched.recurrence.recurrence import Recurrence

_DAY = dt.timedelta(days=1)
_TICK = dt.timedelta(microseconds=1)


@frozen
class _Stretch:
    """Turns that the rule puts before `end` (from the stretch before on) take place `shift` later."""

    end: dt.datetime | None
    shift: dt.timedelta


class Turns:
    """The original starts that are left of a recurrence when its pauses are taken out."""

    def __init__(self, recurrence: Recurrence, pauses: tuple[Pause, ...]) -> None:
        self.recurrence = recurrence
        self.rests = sorted((pause.first, pause.last) for pause in pauses)
        self.stretches = self._stretches(pauses)
        for (_first, last), (first, _last) in pairwise(self.rests):
            if first <= last:
                cure = "join the two, or let one begin after the other"
                raise RecurrenceError("schedule", "", "pauses", f"two of them hold {first}", cure)

    def _stretches(self, pauses: tuple[Pause, ...]) -> list[_Stretch]:
        found, shift = [], dt.timedelta()
        for pause in sorted(pauses, key=lambda pause: pause.first):
            if pause.resume == "where_it_stopped":
                found.append(_Stretch(self.recurrence.aware(pause.first) - shift, shift))
                shift += self._length(pause)
        found.append(_Stretch(None, shift))
        return found

    def _length(self, pause: Pause) -> dt.timedelta:
        """How much later everything comes: the days of the pause, or the weeks of it where the rule names weekdays.

        A pause that holds a weekday four times makes four weeks, so the first of these days after it is the first turn.
        """
        parts = self.recurrence.parts
        days = (pause.last - pause.first).days + 1
        if parts is None or parts.frequency not in ("DAILY", "WEEKLY") or parts.by_month or parts.by_month_day:
            problem = "a series by months or years cannot go on where it stopped"
            raise RecurrenceError("schedule", "", "pauses", problem, "write resume = 'as_planned'")
        weekdays = {weekday for _number, weekday in parts.by_day}
        if not weekdays and parts.frequency == "WEEKLY":
            weekdays = {self.recurrence.start.weekday()}
        if not weekdays:
            return days * _DAY
        begins = pause.first.weekday()
        return max((days + 6 - (weekday - begins) % 7) // 7 for weekday in weekdays) * 7 * _DAY

    def between(self, first: dt.datetime, end: dt.datetime, *, resting: bool = False) -> list[dt.datetime]:
        """The original starts from `first` up to `end`, as wall times that carry the zone; `resting` ones too."""
        if not self.rests:
            return self.recurrence.nominal(first, end)
        found: list[dt.datetime] = []
        begin: dt.datetime | None = None
        for stretch in self.stretches:
            low, high = first - stretch.shift, end - stretch.shift
            low = low if begin is None else max(low, begin)
            high = high if stretch.end is None else min(high, stretch.end)
            if low < high:
                found += [wall + stretch.shift for wall in self.recurrence.nominal(low, high)]
            begin = stretch.end
        limit = self.recurrence.until_wall
        return [wall for wall in found if wall < limit and (resting or not self._rests_on(wall.date()))]

    def _rests_on(self, day: dt.date) -> bool:
        return any(first <= day <= last for first, last in self.rests)

    def holds(self, original: Wall, *, resting: bool = False) -> bool:
        """Whether there is a turn at this wall time, one that is `resting` too."""
        wall = self.recurrence.aware(original)
        return bool(self.between(wall, wall + _TICK, resting=resting))

    def near(self, original: Wall) -> list[Wall]:
        """The last turn before this wall time and the first after it, for messages."""
        wall = self.recurrence.aware(original)
        found = self.between(wall - 400 * _DAY, wall + 400 * _DAY)
        near = [other for other in found if other < wall][-1:] + [other for other in found if other > wall][:1]
        return [other.date() if self.recurrence.all_day else other.replace(tzinfo=None) for other in near]
