"""What a row costs its person, and whether it is legal, by shifts, ands and bit counts of one int."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from volsched.rostering.shift_rows.compiling import Compiled, PersonRow

ILLEGAL = 10**9

Judge = Callable[[int], int]


# long: millions of rows are judged, so that all is worked out before and one closure holds every test, cheapest first
def judge_of(work: Compiled, who: PersonRow) -> Judge:  # noqa: C901 - one closure, as said
    """A function from a row to the cost of its requests, or ILLEGAL."""
    days, full, folds, forbidden = work.days, work.full, work.folds, who.forbidden
    segment = {shift: full << shift * days for shift in who.allowed}
    lengths = _merged((work.units[shift], mask) for shift, mask in segment.items())
    one_length = len(lengths) == 1
    unit = lengths[0][0] if lengths else 1
    least, most = who.least_units, who.most_units
    fewest_days, most_days = -(-least // unit), most // unit
    halvings = _halvings(who.most_run + 1) if who.most_run < days else ()
    never = who.most_run < 1
    short_runs = [(length, full >> length) for length in range(1, who.least_run)]
    short_rests = [(length, full >> length) for length in range(1, who.least_off)]
    pairs, singles = _weekend_masks(work)
    most_weekends = who.most_weekends
    limits = [(segment[shift], limit) for shift, limit in who.limits.items()]
    follows = _follows(work, who)
    inner = full >> 1
    asked = _merged((weight, 1 << cell) for cell, weight in who.asked.items() if weight)
    base = who.base

    def judge(row: int) -> int:  # noqa: C901, PLR0911, PLR0912 - one test after another
        if row & forbidden:
            return ILLEGAL
        worked = row
        for fold in folds:
            worked |= worked >> fold
        worked &= full
        if one_length:
            if not fewest_days <= worked.bit_count() <= most_days:
                return ILLEGAL
        elif not least <= sum([units * (row & mask).bit_count() for units, mask in lengths]) <= most:
            return ILLEGAL
        run = worked if halvings or never else 0
        for step in halvings:
            run &= run >> step
        if run:
            return ILLEGAL
        free = worked ^ full
        starts = worked & free << 1
        for length, inside in short_runs:
            if starts & free >> length & inside:
                return ILLEGAL
        starts = free & worked << 1
        for length, inside in short_rests:
            if starts & worked >> length & inside:
                return ILLEGAL
        if ((worked | worked >> 1) & pairs | worked & singles).bit_count() > most_weekends:
            return ILLEGAL
        for before, after in follows:
            first = later = 0
            for shift in before:
                first |= row >> shift
            for shift in after:
                later |= row >> shift
            if first & later & inner:
                return ILLEGAL
        for mask, limit in limits:
            if (row & mask).bit_count() > limit:
                return ILLEGAL
        cost = base
        for weight, mask in asked:
            cost += weight * (row & mask).bit_count()
        return cost

    return judge


def _merged(items: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for number, mask in items:
        found[number] = found.get(number, 0) | mask
    return list(found.items())


def _halvings(length: int) -> tuple[int, ...]:
    """The shifts after which a bit stands for so many set bits in a row."""
    found, have = [], 1
    while have < length:
        step = min(have, length - have)
        found.append(step)
        have += step
    return tuple(found)


def _weekend_masks(work: Compiled) -> tuple[int, int]:
    """The first days of weekends of two days, and the days of weekends of one."""
    pairs = singles = 0
    for inside in work.problem.weekends():
        if len(inside) == 2:
            pairs |= 1 << inside[0]
        else:
            singles |= 1 << inside[0]
    return pairs, singles


def _follows(work: Compiled, who: PersonRow) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each distinct set of forbidden successors: the segments before, and those after seen from the day before."""
    kinds: dict[tuple[int, ...], list[int]] = {}
    for shift in who.allowed:
        after = tuple(sorted(work.forbidden[shift] & set(who.allowed)))
        if after:
            kinds.setdefault(after, []).append(shift)
    days = work.days
    return [
        (tuple(shift * days for shift in before), tuple(shift * days + 1 for shift in after))
        for after, before in kinds.items()
    ]
