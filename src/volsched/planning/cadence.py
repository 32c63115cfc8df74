"""How much happens where: occurrences by community, audience and month (月月有活动，季季有安排，常年不断线)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise
from statistics import median

from attrs import frozen

from volsched.model import Audience, Window
from volsched.planning.plan import Plan

Month = tuple[int, int]
"""Year and month."""


@frozen(kw_only=True)
class Cadence:
    """What one community has for one audience over the plan; what the areas within it have counts for it."""

    area: str
    audience: Audience
    months: tuple[tuple[Month, int], ...]
    """Occurrences in each month that lies wholly in the window."""
    special: tuple[tuple[Month, int], ...]
    """Of these, what is more than a standing series: trainings, performances, and what happens once."""
    longest_break: int
    """The most days in a row without anything, and `break_since` the first of them."""
    break_since: dt.date | None

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _, count in self.months)

    @property
    def empty_months(self) -> tuple[Month, ...]:
        """The months without anything."""
        return tuple(month for month, count in self.months if not count)

    @property
    def quarters(self) -> tuple[tuple[Month, int], ...]:
        """What is special in each quarter of which all three months are there, by its first month."""
        counts = dict(self.special)
        firsts = [(year, month) for year, month in counts if month % 3 == 1 and (year, month + 2) in counts]
        return tuple((first, sum(counts[first[0], first[1] + step] for step in range(3))) for first in firsts)


def cadence(plan: Plan, audience: Audience = "public") -> tuple[Cadence, ...]:
    """Each community that has something of its own for this audience, in the order of the programme.

    What areas around a community have, such as the whole street, is not counted for it.
    """
    programme = plan.programme
    own = {item.area for item in programme.activities if item.area is not None and item.audience == audience}
    days: dict[str, list[dt.date]] = {area: [] for area in own}
    special: dict[str, Counter[Month]] = {area: Counter() for area in own}
    for occurrence in plan.occurrences:
        activity = programme.activity(occurrence.activity)
        if activity.audience != audience or occurrence.cancelled:
            continue
        day = occurrence.day
        for area in programme.areas_above(activity.area):
            if area in days:
                days[area].append(day)
                if activity.kind != "activity" or activity.schedule.rule is None:
                    special[area][day.year, day.month] += 1
    return tuple(
        _cadence(plan.window, item.id, audience, days[item.id], special[item.id])
        for item in programme.areas
        if item.id in days
    )


def left_behind(cadences: tuple[Cadence, ...], parents: dict[str, str | None]) -> tuple[tuple[Cadence, int], ...]:
    """The communities that have less than half of what those beside them have in the middle, with that middle."""
    found = []
    for item in cadences:
        beside = [other.total for other in cadences if parents[other.area] == parents[item.area]]
        middle = int(median(beside))
        if len(beside) > 2 and item.total * 2 < middle:
            found.append((item, middle))
    return tuple(found)


def _cadence(window: Window, area: str, audience: Audience, days: list[dt.date], special: Counter[Month]) -> Cadence:
    whole = [month.first for month in window.months() if month.first.day == 1 and month.end.day == 1]
    counts = Counter((day.year, day.month) for day in days)
    longest, since = _longest_break(window, days)
    return Cadence(
        area=area,
        audience=audience,
        months=tuple(((day.year, day.month), counts[day.year, day.month]) for day in whole),
        special=tuple(((day.year, day.month), special[day.year, day.month]) for day in whole),
        longest_break=longest,
        break_since=since,
    )


def _longest_break(window: Window, days: list[dt.date]) -> tuple[int, dt.date | None]:
    one = dt.timedelta(days=1)
    marks = [window.first - one, *sorted(set(days)), window.end]
    breaks = [((after - before).days - 1, before + one) for before, after in pairwise(marks)]
    length, since = max(breaks, key=lambda item: (item[0], -item[1].toordinal()))
    return (length, since) if length else (0, None)
