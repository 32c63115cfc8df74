"""The cheapest legal row of one person at given prices, by dynamic programming over runs of duties.

A row alternates runs of duties and runs of days off. Runs are strung together day by day, keeping the cheapest label
for each (weekends used, sum so far). Labels are dropped when they can no longer reach the least working time, which
has little slack as a rule, and when they cannot become cheaper than a row that is known. On long rows only the most
promising labels of a day are kept, so that the row is legal, and good, but not surely the cheapest.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from volsched.rostering.shift_rows.compiling import Compiled, PersonRow, bits
from volsched.rostering.shift_rows.runs import FAR, Kinds, RunTable, cheapest_runs, fill_run, kinds_of

Label = tuple[float, Any, int, int, int]
"""Price, the label before, first day and end of the last run, and the sum of that run."""

Layer = list[dict[int, Label]]
"""By weekends used, then by sum."""

LONGEST_EXACT = 100
"""Rows of more days are searched with `BEAM` labels a day."""

BEAM, HASTY = 60, 10
SLACK = 0.5
KEPT_SUMS = 3
AWAY = 1e7
TIE = 1e-6
TRIES, STEP, LEAST_STEP = 6, 8.0, 0.05


class RowSolver:
    """Finds rows for one person, again and again at other prices."""

    def __init__(self, work: Compiled, who: PersonRow) -> None:
        self.work, self.who, self.days = work, who, work.days
        self.exact = work.days <= LONGEST_EXACT
        self._spans = self._possible_runs()
        weekend_of = work.weekend_of
        self._weekends = {
            (first, end): len({weekend_of[day] for day in range(first, end)} - {-1})
            for first, ends in enumerate(self._spans)
            for end in ends
        }
        self._kinds: dict[tuple[int, ...], Kinds] = {}
        self._habit: tuple[int, ...] = ()
        self._solved = self._again = 0
        self._pace, self._step, self._way = 0.0, STEP, 0
        self._least = self._least_units()

    def _possible_runs(self) -> list[list[int]]:
        who, days = self.who, self.days
        spans: list[list[int]] = [[] for _ in range(days)]
        for first in range(days if who.allowed else 0):
            for end in range(first + 1, min(days, first + who.most_run) + 1):
                if end - 1 in who.off:
                    break
                if end - first >= who.least_run or first == 0 or end == days:
                    spans[first].append(end)
        return spans

    def _kinds_with(self, counted: tuple[int, ...]) -> Kinds:
        if counted not in self._kinds:
            self._kinds[counted] = kinds_of(self.work, self.who, counted)
        return self._kinds[counted]

    def _least_units(self) -> list[list[int]]:
        """By weekends used and end of a run: the least units by then from which the least of the row can be reached."""
        prices = [-float(units) for units in self.work.units for _ in range(self.days)]
        return self._least_after(cheapest_runs(self._kinds_with(()), self._spans, prices))

    def _least_after(self, runs: RunTable) -> list[list[int]]:
        """The same from runs whose prices are their units below zero."""
        who = self.who
        ahead = self._ahead(runs, 0.0, -1)
        return [[who.least_units + round(least) for least in after[who.least_off :]] for after in ahead]

    def _ahead(self, runs: RunTable, pace: float, mask: int) -> list[list[float]]:
        """By weekends used and first free day: the least price to come when working time is charged at `pace` only."""
        most, rest = self.who.most_weekends, self.who.least_off
        weekends = self._weekends
        best = [
            [
                (end, weekends[first, end], min([price + pace * (total & mask) for total, price in options]))
                for end, options in found
            ]
            for first, found in enumerate(runs)
        ]
        ahead: list[list[float]] = [[0.0] * (self.days + 1 + rest) for _ in range(most + 1)]
        for used in range(most, -1, -1):
            least = 0.0
            mine = ahead[used]
            for day in range(self.days - 1, -1, -1):
                for end, more, price in best[day]:
                    if used + more <= most:
                        price += ahead[used + more][end + rest]  # noqa: PLW2901 - the price to the end of the row
                        if price < least:  # noqa: PLR1730 - a call of min() costs more than the rest of the loop
                            least = price
                mine[day] = least
        return ahead

    def solve(self, prices: Sequence[float], known: int = 0, *, quick: bool = False) -> int | None:
        """The cheapest legal row; a price stands for all that a duty in a cell costs. None if no row is legal.

        `known` is a legal row, if one is at hand: only cheaper ones are looked for; it is returned if there is none.
        """
        if not self.exact:
            return self._solve_long(list(prices), known, quick=quick)
        return self._solve_exactly(prices, known)

    def _solve_exactly(self, prices: Sequence[float], known: int) -> int | None:
        top = _priced(known, prices) + TIE if known else FAR
        self._solved += 1
        counted = self._habit
        while True:
            row = self._string(prices, self._kinds_with(counted), top)
            if row is None:
                return known or None
            over = self._over(row)
            if not over:
                return row
            self._again += 1
            counted = tuple(sorted({*counted, *over}))
            if self._again * 3 > self._solved and len(counted) <= 2:
                self._habit = counted

    def _over(self, row: int) -> list[int]:
        """The shifts of which the row has more than their limit."""
        days, full = self.days, self.work.full
        return [x for x, limit in self.who.limits.items() if (row >> x * days & full).bit_count() > limit]

    def _solve_long(self, prices: list[float], known: int, *, quick: bool) -> int | None:
        """By beam; a shift beyond its limit is then allowed only on the days on which it was worth most."""
        kinds, days = self._kinds_with(()), self.days
        true = prices[:]
        top = _priced(known, prices) + TIE if known else FAR
        beam, tries = (HASTY, 0) if quick else (BEAM, TRIES)
        row = self._beamed(prices, kinds, top, beam, tries)
        for _ in range(3 * len(self.who.limits)):
            over = self._over(row) if row else []
            if not row or not over:
                break
            for shift in over:
                used = [cell for cell in bits(row) if cell // days == shift]
                kept = sorted(used, key=lambda cell: (prices[cell], cell))[: self.who.limits[shift]]
                for cell in set(range(shift * days, (shift + 1) * days)) - set(kept):
                    prices[cell] = AWAY
            row = self._beamed(prices, kinds, top, beam, tries)
        over = self._over(row) if row else []
        if (row is None and not known) or over:
            row = self._string(true, self._kinds_with(tuple(over)), FAR, beam=BEAM * 5, tries=TRIES)
        if row is None or self._over(row):
            return known or self._solve_exactly(true, 0)
        if known and _priced(known, true) < _priced(row, true):
            return known
        return row

    def _beamed(self, prices: Sequence[float], kinds: Kinds, top: float, beam: int, tries: int) -> int | None:
        """A good row below `top`; where a row is known already, looked for near the bound alone."""
        slack = SLACK * self.work.dearest if top < FAR else FAR
        return self._string(prices, kinds, top, beam=beam, tries=tries, slack=slack)

    # long: the innermost loops of the engine; a call for each label would double their time
    def _string(  # noqa: C901, PLR0912 - as said
        self, prices: Sequence[float], kinds: Kinds, top: float, *, tries: int = 1, beam: int = 0, slack: float = FAR
    ) -> int | None:
        """The cheapest row below `top`, from runs strung together."""
        runs = cheapest_runs(kinds, self._spans, prices)
        mask, width, legal = kinds.mask, kinds.width, kinds.legal
        who, days = self.who, self.days
        most_weekends, most, rest = who.most_weekends, who.most_units, who.least_off
        ended: list[Layer | None] = [None] * (days + 1)
        free: Layer = [{} for _ in range(most_weekends + 1)]
        free[0][0] = (0.0, None, 0, 0, 0)
        reach, dearest = self._least, top
        pace, ahead = self._tuned(runs, mask, tries=tries)
        if pace:
            runs = _charged(runs, pace, mask)
            top += pace * (most if pace > 0 else who.least_units)
        top = min(top, ahead[0][0] + slack)
        if beam:
            runs = _thinned(runs, KEPT_SUMS if beam <= BEAM else 4 * KEPT_SUMS)
            reach = self._least_after(_charged_by_units(runs, mask))
        for first in range(days):
            came = ended[first - rest] if first >= rest else None
            if came:
                for have, labels in zip(free, came, strict=True):
                    for total, label in labels.items():
                        old = have.get(total)
                        if old is None or label[0] < old[0]:
                            have[total] = label
                if beam and sum(map(len, free)) > 2 * beam:
                    least_now = [least[max(0, first - rest)] for least in reach]
                    _prune(free, [after[first] for after in ahead], least_now, (mask, beam))
            for after, labels in zip(ahead, free, strict=True):
                cut = top - after[first]
                for total in [total for total, label in labels.items() if label[0] >= cut]:
                    del labels[total]
            for end, options in runs[first]:
                more = self._weekends[first, end]
                into = ended[end]
                if into is None:
                    into = ended[end] = [{} for _ in free]
                for used in range(most_weekends + 1 - more):
                    labels = free[used]
                    if not labels:
                        continue
                    target = into[used + more]
                    least = reach[used + more][end]
                    cut = top - ahead[used + more][end + rest]
                    get = target.get
                    for run, price in options:
                        for before, label in labels.items():
                            total = before + run
                            cost = label[0] + price
                            if cost < cut and least <= total & mask <= most:
                                if legal is not None and total >> width not in legal:
                                    continue
                                old = get(total)
                                if old is None or cost < old[0]:
                                    target[total] = (cost, label, first, end, run)
        final = [free, *[came for came in ended[max(0, days - rest) :] if came]]
        ends = [
            (label[0] - pace * (total & mask), label)
            for layer in final
            for labels in layer
            for total, label in labels.items()
            if total & mask >= who.least_units and label[0] - pace * (total & mask) < dearest
        ]
        return self._filled(min(ends, key=itemgetter(0))[1], prices, kinds) if ends else None

    def _filled(self, label: Label, prices: Sequence[float], kinds: Kinds) -> int:
        row = 0
        while label[1] is not None:
            row |= fill_run(kinds, prices, self.days, (label[2], label[3]), label[4])
            label = label[1]
        return row

    def _tuned(self, runs: RunTable, mask: int, tries: int) -> tuple[float, list[list[float]]]:
        """A charge on working time at which the cheapest row without limits on it works about as much as it may.

        Whatever row keeps the limits costs at least as much as that row, less the charge on the time that it may work.
        One try after another solve is enough, because prices change little; more tries begin with wide steps.
        """
        least, most = self.who.least_units, self.who.most_units
        growth = 1.5
        if tries > 1:
            self._step, self._way, growth = STEP, 0, 1.0
        ahead = self._ahead(runs, self._pace, mask)
        for _ in range(tries):
            pace = self._pace
            units = self._units_of_best(runs, ahead, pace, mask)
            aim = min(max(units, least), most) if not pace or tries > 1 else most if pace > 0 else least
            if units == aim:
                break
            way = 1 if units > aim else -1
            self._step = self._step * growth if way == self._way else max(self._step / 2, LEAST_STEP)
            self._way = way
            self._pace = pace + way * self._step
            if self._pace * pace < 0 and tries == 1:
                self._pace, self._step, self._way = 0.0, STEP, 0
            ahead = self._ahead(runs, self._pace, mask)
        return self._pace, ahead

    def _units_of_best(self, runs: RunTable, ahead: list[list[float]], pace: float, mask: int) -> int:
        day = used = units = 0
        rest = self.who.least_off
        while day < self.days:
            here = ahead[used][day]
            chosen = None
            if here < ahead[used][day + 1]:
                for end, options in runs[day]:
                    more = self._weekends[day, end]
                    total, price = min(options, key=lambda option: option[1] + pace * (option[0] & mask))
                    if used + more < len(ahead):
                        cost = price + pace * (total & mask) + ahead[used + more][end + rest]
                        if cost <= here + TIE:
                            chosen = end + rest, used + more, total & mask
                            break
            if chosen is None:
                day += 1
            else:
                day, used, units = chosen[0], chosen[1], units + chosen[2]
        return units


def _priced(row: int, prices: Sequence[float]) -> float:
    """Added up one by one, because sum() rounds otherwise from Python 3.12 on."""
    price = 0.0
    for cell in bits(row):
        price += prices[cell]
    return price


def _charged(runs: RunTable, pace: float, mask: int) -> RunTable:
    """Each run with working time charged at `pace`."""
    return [
        [(end, [(total, price + pace * (total & mask)) for total, price in options]) for end, options in found]
        for found in runs
    ]


def _thinned(runs: RunTable, kept: int) -> RunTable:
    """Each run with only its most promising sums."""
    return [[(end, sorted(options, key=itemgetter(1, 0))[:kept]) for end, options in found] for found in runs]


def _charged_by_units(runs: RunTable, mask: int) -> RunTable:
    return [[(end, [(0, -float(total & mask)) for total, _ in options]) for end, options in found] for found in runs]


def _prune(free: Layer, ahead: list[float], least: list[int], how: tuple[int, int]) -> None:
    """Keep the labels from which the best rows may be hoped for."""
    mask, beam = how
    ranked = sorted(
        (total & mask < least[used], label[0] + ahead[used], used, total)
        for used, labels in enumerate(free)
        for total, label in labels.items()
    )
    for place, (hopeless, _, used, total) in enumerate(ranked):
        if hopeless or place >= beam:
            del free[used][total]
