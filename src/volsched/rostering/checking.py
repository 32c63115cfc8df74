"""What the checker asks of one person's own duties: runs of days, weekends, sequences, and limits of days and periods.

Like all of the checker it reads dates and times and shares nothing with the solver.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TypeVar

from volsched.model import (
    DaysOffAfterRun,
    ForbiddenSequences,
    MostDaysInARow,
    MostPerDay,
    MostPerPeriod,
    MostWeekendsInARow,
    MostWeekendsPerMonth,
    RequiredSequences,
    Rule,
    Shift,
)
from volsched.rostering.violation import Field

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)

Item = TypeVar("Item")
Key = TypeVar("Key")

Broken = tuple[str, tuple[Shift, ...], dict[str, Field]]
"""The rule, the shifts in which it is broken, and the fields of its sentence."""


def broken_by(
    rules: Mapping[str, Rule], duties: list[Shift], every: Iterable[Shift], last: Iterable[dt.date]
) -> Iterator[Broken]:
    """Each of these rules that the duties of one person break. `last` are days of duties before the roster."""
    for rule in rules.values():
        match rule:
            case MostPerDay():
                yield from _per_day(rule, duties)
            case MostPerPeriod():
                yield from _per_period(rule, duties)
            case MostDaysInARow():
                yield from _days_in_a_row(rule, duties, last)
            case DaysOffAfterRun():
                yield from _days_off_after_run(rule, duties, last)
            case MostWeekendsInARow() | MostWeekendsPerMonth():
                yield from _weekends(rule, duties)
            case ForbiddenSequences():
                yield from _forbidden(rule, duties)
            case RequiredSequences():
                yield from _required(rule, duties, every)
            case _:
                pass


def _per_day(rule: MostPerDay, duties: list[Shift]) -> Iterator[Broken]:
    for items in _grouped(duties, lambda duty: duty.day).values():
        if len(items) > rule.duties:
            yield rule.name, tuple(items), {"count": len(items), "limit": rule.duties}


def _per_period(rule: MostPerPeriod, duties: list[Shift]) -> Iterator[Broken]:
    items = [duty for duty in duties if rule.speaks_of(duty.day)]
    if len(items) > rule.duties:
        yield rule.name, tuple(items), {"count": len(items), "limit": rule.duties}


def _days_in_a_row(rule: MostDaysInARow, duties: list[Shift], last: Iterable[dt.date]) -> Iterator[Broken]:
    for run in _runs({duty.day for duty in duties} | set(last), DAY):
        items = [duty for duty in duties if duty.day in run]
        if len(run) > rule.days and items:
            yield rule.name, tuple(items), {"count": len(run), "limit": rule.days}


def _days_off_after_run(rule: DaysOffAfterRun, duties: list[Shift], last: Iterable[dt.date]) -> Iterator[Broken]:
    runs = _runs({duty.day for duty in duties} | set(last), DAY)
    for run, following in pairwise(runs):
        free = (following[0] - run[-1]).days - 1
        if len(run) >= rule.run and free < rule.days:
            items = [duty for duty in duties if duty.day in (run[-1], following[0])]
            if items:
                yield rule.name, tuple(items), {"count": len(run), "free": free, "limit": rule.days}


def _weekends(rule: MostWeekendsInARow | MostWeekendsPerMonth, duties: list[Shift]) -> Iterator[Broken]:
    by_weekend = _grouped([duty for duty in duties if duty.weekend], lambda duty: duty.day - duty.day.weekday() * DAY)
    if isinstance(rule, MostWeekendsInARow):
        groups = _runs(set(by_weekend), WEEK)
    else:
        groups = list(_grouped(sorted(by_weekend), lambda monday: f"{monday + 5 * DAY:%Y-%m}").values())
    for weekends in groups:
        if len(weekends) > rule.weekends:
            items = tuple(duty for weekend in weekends for duty in by_weekend[weekend])
            month = f"{weekends[0] + 5 * DAY:%Y-%m}"
            yield rule.name, items, {"count": len(weekends), "limit": rule.weekends, "month": month}


def _forbidden(rule: ForbiddenSequences, duties: list[Shift]) -> Iterator[Broken]:
    for first, second in rule.sequences:
        for one in duties:
            for other in duties:
                if (one.activity, other.activity) == (first, second) and _soon_after(one, other, rule.days):
                    yield rule.name, (one, other), {"first": first, "second": second}


def _required(rule: RequiredSequences, duties: list[Shift], every: Iterable[Shift]) -> Iterator[Broken]:
    for first, second in rule.sequences:
        for one in (duty for duty in duties if duty.activity == first):
            wanted = [shift for shift in every if shift.activity == second and _soon_after(one, shift, rule.days)]
            if wanted and not any(shift in duties for shift in wanted):
                yield rule.name, (one,), {"first": first, "second": second}


def _soon_after(one: Shift, other: Shift, days: int) -> bool:
    return other.span.start >= one.span.end and 0 <= (other.day - one.day).days <= days


def _runs(days: set[dt.date], step: dt.timedelta) -> list[list[dt.date]]:
    """The days in stretches, each of which goes on from day to day by the step."""
    runs: list[list[dt.date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == step:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    found: dict[Key, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found
