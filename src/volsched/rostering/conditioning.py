"""From the rules of a problem to its conditions, see `conditions`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from volsched.model import (
    DaysOffAfterRun,
    ForbiddenSequences,
    MostDaysInARow,
    MostWeekendsInARow,
    MostWeekendsPerMonth,
    NewcomerWithExperienced,
    RequiredSequences,
    Shift,
)
from volsched.rostering.conditions import (
    Accompanied,
    Condition,
    Days,
    Following,
    LongestRun,
    OffAfterRun,
    WeekendsOfMonth,
)
from volsched.rostering.problem import Problem

SATURDAY = 5

Holders = Callable[[str, dt.date], int]
"""The mask of those who hold a skill on a day."""


def conditions_of(
    problem: Problem, shifts: Sequence[Shift], shift_of: Sequence[int], company: Sequence[range], holders: Holders
) -> tuple[Condition, ...]:
    """The conditions of a problem, in the order of the names of their rules; most problems have none."""
    own = [shifts[index] for index in shift_of]
    found: list[Condition] = []
    for rule in problem.rules:
        if isinstance(rule, MostDaysInARow):
            found.append(LongestRun(rule.name, _days(problem, own), rule.days, 1))
        elif isinstance(rule, DaysOffAfterRun) and rule.days > 1:
            found.append(OffAfterRun(rule.name, _days(problem, own), rule.run, rule.days))
        elif isinstance(rule, MostWeekendsInARow):
            found.append(LongestRun(rule.name, _weekends(own), rule.weekends, 7))
        elif isinstance(rule, MostWeekendsPerMonth):
            found.append(_per_month(rule, _weekends(own)))
        elif isinstance(rule, RequiredSequences):
            found.append(_following(rule, own))
        elif isinstance(rule, NewcomerWithExperienced):
            experienced = [holders(rule.experienced, shift.day) for shift in own]
            newcomers = [holders(rule.newcomer, s.day) & ~old for s, old in zip(own, experienced, strict=True)]
            found.append(Accompanied(rule.name, company, newcomers, experienced, rule.most))
    return tuple(found)


def apart_in_sequence(
    rule: ForbiddenSequences | None, shifts: Sequence[Shift], near: Sequence[set[int]]
) -> Iterator[tuple[int, int]]:
    """The pairs of shifts in which nobody may serve because one follows the other, beside those already near."""
    if rule is None:
        return
    for first, second in _in_sequence(rule.sequences, rule.days, shifts):
        if second not in near[first]:
            yield first, second


def _in_sequence(sequences: Iterable[tuple[str, str]], days: int, shifts: Sequence[Shift]) -> Iterator[tuple[int, int]]:
    """Each shift of a first activity with each of its second that begins soon after it ends. Shifts are in order."""
    by_activity: dict[str, list[int]] = {}
    for index, shift in enumerate(shifts):
        by_activity.setdefault(shift.activity, []).append(index)
    reach = dt.timedelta(days=days + 2)
    for one, other in sequences:
        seconds = by_activity.get(other, [])
        start = 0
        for first in by_activity.get(one, ()):
            shift = shifts[first]
            while start < len(seconds) and shifts[seconds[start]].span.start < shift.span.start:
                start += 1
            for second in seconds[start:]:
                later = shifts[second]
                if later.span.start - shift.span.end > reach:
                    break
                if later.span.start >= shift.span.end and 0 <= (later.day - shift.day).days <= days:
                    yield first, second


def _days(problem: Problem, own: Sequence[Shift]) -> Days:
    bits = {person.id: 1 << index for index, person in enumerate(problem.people)}
    before: dict[int, int] = {}
    for item in problem.history:
        if item.last_duty is not None and item.person in bits:
            day = item.last_duty.toordinal()
            before[day] = before.get(day, 0) | bits[item.person]
    return _grouped([shift.day.toordinal() for shift in own], before)


def _weekends(own: Sequence[Shift]) -> Days:
    """The posts by weekend, each named by its Monday; duties on other days belong to none."""
    return _grouped([shift.day.toordinal() - shift.day.weekday() if shift.weekend else -1 for shift in own], {})


def _grouped(day: Sequence[int], before: Mapping[int, int]) -> Days:
    posts: dict[int, list[int]] = {}
    for post, number in enumerate(day):
        posts.setdefault(number, []).append(post)
    return Days(tuple(day), {number: tuple(found) for number, found in posts.items() if number >= 0}, before)


def month_of_weekend(monday: int) -> tuple[int, int]:
    """The month to which a weekend belongs, by the Monday of its week."""
    saturday = dt.date.fromordinal(monday + SATURDAY)
    return saturday.year, saturday.month


def _per_month(rule: MostWeekendsPerMonth, days: Days) -> WeekendsOfMonth:
    months: dict[tuple[int, int], list[int]] = {}
    for weekend in sorted(days.posts):
        months.setdefault(month_of_weekend(weekend), []).append(weekend)
    of = {weekend: tuple(months[month_of_weekend(weekend)]) for weekend in days.posts}
    return WeekendsOfMonth(rule.name, days, of, rule.weekends)


def _following(rule: RequiredSequences, own: Sequence[Shift]) -> Following:
    follow: list[list[tuple[int, ...]]] = [[] for _ in own]
    leads: list[list[int]] = [[] for _ in own]
    for pair in rule.sequences:
        groups: dict[int, list[int]] = {}
        for first, second in _in_sequence([pair], rule.days, own):
            groups.setdefault(first, []).append(second)
        for first, group in groups.items():
            follow[first].append(tuple(group))
            for second in group:
                leads[second].append(first)
    return Following(rule.name, [tuple(item) for item in follow], [tuple(item) for item in leads])
