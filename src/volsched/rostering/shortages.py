"""What cannot be filled, found before solving and proved by counting.

For a stretch of shifts, the most duties that each person could serve in it are counted. Where all of them together
come to less than is needed, no roster can fill the stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from attrs import frozen

from volsched.model import MostPerWeek, Shift, Text
from volsched.rostering.bounds import Paths
from volsched.rostering.compiling import Compiled, compiled, month_caps, rule_of
from volsched.rostering.days import bits_of
from volsched.rostering.problem import Problem

LONGEST = 9
"""Windows of up to so many shifts are counted one by one; beyond, whole months and the whole roster."""

MOST_MONTHS = 3
"""A roster of up to so many months is counted as a whole too."""

Lacking = Literal["people", "role", "skill"]


@frozen(kw_only=True)
class Shortage:
    """A proof that some seats stay empty: these shifts need so many duties, and at most so many can be served.

    `lacking` says what is counted: all people, those who may take one role, or those who hold one skill, which
    `name` then names.
    """

    lacking: Lacking
    name: str | None
    shifts: tuple[str, ...]
    needed: int
    possible: int
    sentence: Text

    @property
    def short_by(self) -> int:
        """How many at least are missing."""
        return self.needed - self.possible


@frozen
class _Count:
    """What is counted: for each shift how many are needed, and the mask of those who could serve."""

    lacking: Lacking
    name: str | None
    needed: list[int]
    able: list[int]


def shortages(problem: Problem) -> tuple[Shortage, ...]:
    """Proofs that the problem cannot be filled, the tightest of each stretch first in time; none proves nothing."""
    work = compiled(problem)
    found: list[Shortage] = []
    release = _release(work)
    for count in _counts(work):
        windows = list(_short_windows(work, count, release, range(len(work.shifts))))
        chosen = _tightest(windows)
        found.extend(_shortage(work, count, window) for window in chosen)
        found.extend(_long_ones(work, count, release, chosen))
    return tuple(found)


def shortage_at(problem: Problem, shift: str) -> Shortage | None:
    """The shortest proof that this shift or one beside it stays incomplete, if counting proves it."""
    work = compiled(problem)
    place = next((index for index, item in enumerate(work.shifts) if item.id == shift), -1)
    release = _release(work)
    starts = range(max(0, place - LONGEST + 1), place + 1)
    for count in _counts(work):
        windows = [item for item in _short_windows(work, count, release, starts) if item[0] <= place <= item[1]]
        if windows:
            return _shortage(work, count, min(windows, key=lambda item: (item[1] - item[0], item[0])))
    month = [index for index, item in enumerate(work.shifts) if _month(item) == _month(work.shifts[place])]
    for count in (item for item in _counts(work) if item.lacking != "skill"):
        found = next(_of_stretches(work, count, release, [(month[0], month[-1])], []), None)
        if found is not None:
            return found
    return None


def _month(shift: Shift) -> tuple[int, int]:
    return shift.day.year, shift.day.month


Window = tuple[int, int, int, int]
"""First and last shift, needed, possible."""


def _counts(work: Compiled) -> Iterator[_Count]:
    shifts = len(work.shifts)
    groups: dict[tuple[Lacking, str | None], tuple[list[int], list[int]]] = {}
    roles = {item.role for item in work.wanted}
    for post, shift in enumerate(work.shift_of):
        item = work.wanted[post]
        able = work.eligible[post] | work.pinned[post]
        entries: list[tuple[Lacking, str | None, int, int]] = [("people", None, work.need[post], able)]
        if len(roles) > 1:
            entries.append(("role", item.role, work.need[post], able))
        if work.need[post]:
            holders = zip(item.mix, work.mixes[post], strict=True)
            entries += [("skill", mix.skill, least, able & mask) for mix, (mask, least) in holders]
        for lacking, name, needed, mask in entries:
            numbers, masks = groups.setdefault((lacking, name), ([0] * shifts, [0] * shifts))
            numbers[shift] += needed
            masks[shift] |= mask
    for (lacking, name), (numbers, masks) in groups.items():
        yield _Count(lacking, name, numbers, masks)


def _release(work: Compiled) -> list[int]:
    """For each shift the first later one that whoever serves in it may serve in again.

    Never too late: where a long shift reaches over others that end sooner, the conflict is left aside.
    """
    first_post: dict[int, int] = {}
    for post, shift in enumerate(work.shift_of):
        first_post.setdefault(shift, post)
    release = []
    for shift in range(len(work.shifts)):
        near = {work.shift_of[other] for other in work.near[first_post[shift]]} if shift in first_post else {shift}
        later = shift + 1
        while later in near:
            later += 1
        release.append(later)
    for shift in range(len(release) - 2, -1, -1):
        release[shift] = min(release[shift], release[shift + 1])
    return release


def _short_windows(work: Compiled, count: _Count, release: Sequence[int], starts: Iterable[int]) -> Iterator[Window]:
    pinned = _pinned_by_shift(work)
    for first in starts:
        needed = possible = 0
        taken: list[int] = []
        for last in range(first, min(first + LONGEST, len(work.shifts))):
            # Whoever serves as soon as he can serves most; a pinned duty stands whatever the rules say.
            able = count.able[last]
            for earlier in range(last - 1, first - 1, -1):
                if release[earlier] <= last:
                    break
                able &= ~taken[earlier - first]
            taken.append(able)
            needed += count.needed[last]
            possible += (able | (pinned[last] & count.able[last])).bit_count()
            if needed > possible:
                yield first, last, needed, possible


def _pinned_by_shift(work: Compiled) -> list[int]:
    pinned = [0] * len(work.shifts)
    for post, mask in enumerate(work.pinned):
        pinned[work.shift_of[post]] |= mask
    return pinned


def _tightest(windows: list[Window]) -> list[Window]:
    """The shortest windows first, then the largest shortages; none that shares a shift with one before it."""
    chosen: list[Window] = []
    for window in sorted(windows, key=lambda item: (item[1] - item[0], item[3] - item[2], item[0])):
        if all(window[1] < other[0] or other[1] < window[0] for other in chosen):
            chosen.append(window)
    # A longer window that proves more than all it meets together says something new.
    for window in sorted(windows, key=lambda item: (item[3] - item[2], item[1] - item[0], item[0])):
        met = (other for other in chosen if other[0] <= window[1] and window[0] <= other[1])
        if window[2] - window[3] > sum(other[2] - other[3] for other in met):
            chosen.append(window)
    return sorted(chosen)


def _long_ones(work: Compiled, count: _Count, release: Sequence[int], chosen: list[Window]) -> Iterator[Shortage]:
    """Whole months, and the whole of a short roster, where the limits of months and weeks prove more."""
    months: dict[tuple[int, int], list[int]] = {}
    for index, shift in enumerate(work.shifts):
        months.setdefault(_month(shift), []).append(index)
    stretches = [(indexes[0], indexes[-1]) for indexes in months.values()]
    if 1 < len(stretches) <= MOST_MONTHS:
        stretches.append((0, len(work.shifts) - 1))
    yield from _of_stretches(work, count, release, stretches, chosen)


def _of_stretches(
    work: Compiled, count: _Count, release: Sequence[int], stretches: list[tuple[int, int]], chosen: list[Window]
) -> Iterator[Shortage]:
    proved = list(chosen)
    weekly = rule_of(work.problem.rules, MostPerWeek) is not None
    for first, last in stretches:
        needed = sum(count.needed[first : last + 1])
        if weekly or (first, last) == (0, len(work.shifts) - 1):
            possible = _possible_by_paths(work, count, first, last)
        else:
            possible = _possible_in_month(work, count, release, first, last)
        inside = sum(item[2] - item[3] for item in proved if first <= item[0] and item[1] <= last)
        if needed - possible > inside:
            proved.append((first, last, needed, possible))
            yield _shortage(work, count, (first, last, needed, possible))


def _possible_in_month(work: Compiled, count: _Count, release: Sequence[int], first: int, last: int) -> int:
    """The most duties served in a month: each person as many as fit, up to his limit. Fewer always fit too."""
    served, fixed = [0] * len(work.load), [0] * len(work.load)
    pinned = _pinned_by_shift(work)
    taken: list[int] = []
    for shift in range(first, last + 1):
        able = count.able[shift]
        for earlier in range(shift - 1, first - 1, -1):
            if release[earlier] <= shift:
                break
            able &= ~taken[earlier - first]
        taken.append(able)
        for person in bits_of(able):
            served[person] += 1
        for person in bits_of(pinned[shift] & count.able[shift]):
            fixed[person] += 1
    caps = month_caps(work.problem)
    return sum(max(pins, min(cap, duties)) for pins, cap, duties in zip(fixed, caps, served, strict=True))


def _possible_by_paths(work: Compiled, count: _Count, first: int, last: int) -> int:
    paths = Paths(work, burdens=[1] * len(work.shifts))
    pinned = _pinned_by_shift(work)
    total = 0
    for index, person in enumerate(work.problem.people):
        able = [0] * first + [mask >> index & 1 for mask in count.able[first : last + 1]]
        fixed = sum((pinned[shift] & count.able[shift]) >> index & 1 for shift in range(first, last + 1))
        total += max(fixed, paths.heaviest(person, able))
    return total


def _shortage(work: Compiled, count: _Count, window: Window) -> Shortage:
    first, last, needed, possible = window
    shifts = work.shifts[first : last + 1]
    return Shortage(
        lacking=count.lacking,
        name=count.name,
        shifts=tuple(shift.id for shift in shifts),
        needed=needed,
        possible=possible,
        sentence=_sentence(count, str(shifts[0].day), str(shifts[-1].day), needed, possible),
    )


def _sentence(count: _Count, first: str, last: str, needed: int, possible: int) -> Text:
    short = needed - possible
    one_day = first == last
    zh_days = first if one_day else f"{first}至{last}"
    ug_days = f"{first} كۈنى" if one_day else f"{first} دىن {last} غىچە"
    en_days = f"{first} needs" if one_day else f"{first} to {last} need"
    zh_what, ug_what, en_what = "", "", " people"
    if count.name is not None:
        zh_what, ug_what = f"（{count.name}）", f" ({count.name})"
        en_what = f" with '{count.name}'" if count.lacking == "skill" else f" as '{count.name}'"
    return Text(
        zh=f"{zh_days}需要{needed}人次{zh_what}，最多能安排{possible}人次，缺{short}人次",
        ug=f"{ug_days} {needed} قېتىملىق نۆۋەتچى كېرەك{ug_what}، ئەڭ كۆپ بولغاندا {possible} چىقىدۇ، {short} كەم",
        en=f"{en_days} {needed}{en_what} and at most {possible} can serve: short by {short}",
    )
