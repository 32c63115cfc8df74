"""The cheapest way to fill every run of days: shifts that may follow one another, for each sum of working time.

Shifts that last equally long and stand in the same successions are interchangeable: on each day only the cheapest of
such a group is looked at. Sums are ints: units of time in the low bits, counts of limited shifts above them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from volsched.rostering.shift_rows.compiling import Compiled, PersonRow

FAR = float("inf")

Options = Sequence[tuple[int, float]]
"""What a run can sum up to, and the least price of that."""

RunTable = list[list[tuple[int, Options]]]
"""By first day: every end (exclusive) that a run may have, with its options."""


class Kinds(NamedTuple):
    """The shifts of one person as the dynamic programme sees them, when some shifts are counted."""

    groups: tuple[tuple[int, ...], ...]
    sums: tuple[int, ...]  # what a day in a group adds
    steps: tuple[tuple[int, tuple[int, ...]], ...]  # distinct sets of groups before: an earlier set and what it lacks
    step_of: tuple[int, ...]
    before: tuple[frozenset[int], ...]  # the groups that may stand before each group
    mask: int
    width: int
    legal: frozenset[int] | None  # counts within their limits; None when nothing is counted


def kinds_of(work: Compiled, who: PersonRow, counted: tuple[int, ...]) -> Kinds:
    """The groups of the person's shifts; those in `counted` stand alone and are counted in the sums."""
    width = (work.days * max(work.units, default=1)).bit_length()
    place, stride, legal = 0, {}, [0]
    for shift in counted:
        stride[shift] = 1 << width + place
        legal = [code + (count << place) for code in legal for count in range(who.limits[shift] + 1)]
        place += (who.limits[shift] + work.days + 1).bit_length()
    allowed = set(who.allowed)
    found: dict[tuple[int, frozenset[int], frozenset[int]], list[int]] = {}
    for shift in who.allowed:
        before = frozenset(other for other in allowed if shift not in work.forbidden[other])
        key = work.units[shift] + stride.get(shift, 0), before, work.forbidden[shift] & allowed
        found.setdefault(key, []).append(shift)
    group_of = {shift: number for number, group in enumerate(found.values()) for shift in group}
    sets = tuple(frozenset(group_of[shift] for shift in before) for _, before, _ in found)
    distinct = sorted(set(sets), key=lambda item: (len(item), sorted(item)))
    return Kinds(
        groups=tuple(tuple(group) for group in found.values()),
        sums=tuple(key[0] for key in found),
        steps=tuple(_step(distinct, number) for number in range(len(distinct))),
        step_of=tuple(distinct.index(item) for item in sets),
        before=sets,
        mask=(1 << width) - 1,
        width=width,
        legal=frozenset(legal) if counted else None,
    )


def _step(distinct: list[frozenset[int]], number: int) -> tuple[int, tuple[int, ...]]:
    """The largest earlier set inside this one (-1: none), and what is to be added to it."""
    inside = [other for other in range(number) if distinct[other] <= distinct[number]]
    base = max(inside, key=lambda other: len(distinct[other]), default=-1)
    return base, tuple(sorted(distinct[number] - (distinct[base] if base >= 0 else frozenset())))


def cheapest_runs(kinds: Kinds, spans: list[list[int]], prices: Sequence[float]) -> RunTable:
    """The cheapest price of every run for each sum that it can have."""
    days = len(spans)
    if all(len(group) == 1 for group in kinds.groups):
        daily = [[prices[group[0] * days + day] for group in kinds.groups] for day in range(days)]
    else:
        daily = [[min([prices[x * days + day] for x in group]) for group in kinds.groups] for day in range(days)]
    fill = _equal_runs if len(set(kinds.sums)) == 1 else _mixed_runs
    return [fill(kinds, first, ends, daily) if ends else [] for first, ends in enumerate(spans)]


def _least_before(steps: tuple[tuple[int, tuple[int, ...]], ...], last: list[float]) -> list[float]:
    """For each distinct set of groups before, the least price of a run that ends in one of them."""
    found: list[float] = []
    for base, extra in steps:
        least = found[base] if base >= 0 else FAR
        for group in extra:
            if last[group] < least:  # noqa: PLR1730 - a call of min() costs more than the rest of the loop
                least = last[group]
        found.append(least)
    return found


def _equal_runs(kinds: Kinds, first: int, ends: list[int], daily: list[list[float]]) -> list[tuple[int, Options]]:
    """Where every shift adds the same sum, a run of a length has one sum."""
    steps, step_of, each = kinds.steps, kinds.step_of, kinds.sums[0]
    found: list[tuple[int, Options]] = []
    last, total = daily[first], each
    for end in range(first + 1, ends[-1] + 1):
        if end > first + 1:
            before = _least_before(steps, last)
            last = [price + before[step] for price, step in zip(daily[end - 1], step_of, strict=True)]
            total += each
        if end >= ends[0]:
            found.append((end, ((total, min(last)),)))
    return found


def _mixed_runs(kinds: Kinds, first: int, ends: list[int], daily: list[list[float]]) -> list[tuple[int, Options]]:
    steps, step_of, sums = kinds.steps, kinds.step_of, kinds.sums
    groups = range(len(sums))
    found: list[tuple[int, Options]] = []
    lasts: dict[int, list[float]] = {}
    for group, price in enumerate(daily[first]):
        lasts.setdefault(sums[group], [FAR] * len(sums))[group] = price
    for end in range(first + 1, ends[-1] + 1):
        if end > first + 1:
            today = daily[end - 1]
            later: dict[int, list[float]] = {}
            for total, last in lasts.items():
                before = _least_before(steps, last)
                for group in groups:
                    price = today[group] + before[step_of[group]]
                    if price < FAR:
                        entry = later.get(total + sums[group])
                        if entry is None:
                            entry = later[total + sums[group]] = [FAR] * len(sums)
                        entry[group] = price
            lasts = later
        if end >= ends[0]:
            found.append((end, [(total, min(last)) for total, last in lasts.items()]))
    return found


def fill_run(kinds: Kinds, prices: Sequence[float], days: int, span: tuple[int, int], total: int) -> int:
    """The duties of the cheapest run of this sum over the days of `span`, as bits."""
    layer: dict[tuple[int, int], tuple[float, int]] = {}
    for day in range(*span):
        later: dict[tuple[int, int], tuple[float, int]] = {}
        for group, choices in enumerate(kinds.groups):
            cell = min([shift * days + day for shift in choices], key=lambda place: (prices[place], place))
            before = layer.items() if day > span[0] else (((0, -1), (0.0, 0)),)
            for (have, last), (price, row) in before:
                if last < 0 or last in kinds.before[group]:
                    key = have + kinds.sums[group], group
                    cost = price + prices[cell]
                    if key not in later or cost < later[key][0]:
                        later[key] = cost, row | 1 << cell
        layer = later
    return min(entry for (have, _), entry in layer.items() if have == total)[1]
