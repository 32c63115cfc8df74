"""From a problem to ints and bit masks, which is what the solver works on.

A *post* is one requirement of one shift. Bit v of a mask stands for the person with index v. Two posts are *near*
when nobody may serve in both: they belong to one shift, overlap, or stand closer than rest and days off allow. A
*bucket* is a stretch of time, a month or a week, in which each person may serve so many times.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from attrs import define

from volsched.model import (
    CarriedLoad,
    DaysOffBetween,
    FairHolidays,
    FairLoad,
    FairWeekends,
    ForbiddenSequences,
    HouseholdsApart,
    MostInDays,
    MostPerDay,
    MostPerMonth,
    MostPerPeriod,
    MostPerWeek,
    NeverTogether,
    Person,
    Preferences,
    Requirement,
    RestBetween,
    Shift,
)
from volsched.rostering.burdens import Bonds, Credit, Kind, bonds_of, credit_of, kinds_of, wishes_of
from volsched.rostering.conditioning import apart_in_sequence, conditions_of
from volsched.rostering.conditions import Condition
from volsched.rostering.days import said
from volsched.rostering.memory import Memory
from volsched.rostering.problem import Problem

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
NO_CAP = 1 << 30

RuleKind = TypeVar("RuleKind")


@define
class Weights:
    """How much each soft rule counts."""

    load: float
    weekends: float
    holidays: float
    wishes: float


@define
class Bucket:
    """A month or week: its posts, and how many of them each person may serve in."""

    posts: list[int]
    caps: list[int]
    rule: str


@define(kw_only=True)
class Compiled:
    """A problem as ints. Posts are in the order of their shifts in time, people in the order of the problem."""

    problem: Problem
    shifts: list[Shift]
    shift_of: list[int]
    wanted: list[Requirement]
    eligible: list[int]
    willing: list[int]
    elsewhere: list[int]
    resting: list[int]
    seat_skills: list[tuple[tuple[str, int], ...]]
    liking: list[list[float]]
    wish: list[list[float]]
    """For each post and person how much better the roster is for it, by likes, areas and what was before."""
    near: list[tuple[int, ...]]
    buckets: list[Bucket]
    buckets_of: list[tuple[int, ...]]
    need: list[int]
    most: list[int]
    mixes: list[tuple[tuple[int, int], ...]]
    pinned: list[int]
    burden: list[int]
    weekend: list[int]
    holiday: list[int]
    load: list[int]
    weekends: list[int]
    holidays: list[int]
    weights: Weights
    apart: list[int]
    """For each person the mask of those who may not serve in the same shift."""
    shy: int
    """The mask of those of whom there are any."""
    company: list[range]
    """For each post the posts of its shift."""
    conditions: tuple[Condition, ...]
    kinds: list[Kind]
    bonds: Bonds | None
    credit: Credit


MEMORY: Memory[Compiled] = Memory()


def moment(value: dt.datetime) -> int:
    """An instant as whole microseconds."""
    return (value - EPOCH) // MICROSECOND


def rule_of(rules: Iterable[object], kind: type[RuleKind]) -> RuleKind | None:
    """The rule of this kind, if the problem has it."""
    return next((rule for rule in rules if isinstance(rule, kind)), None)


def compiled(problem: Problem) -> Compiled:
    """The problem as ints. The last few problems asked about are remembered, so that questions are quick."""
    return MEMORY.find(problem) or MEMORY.keep(_as_ints(problem), problem)


def _as_ints(problem: Problem) -> Compiled:
    shifts = sorted(problem.shifts, key=lambda shift: (shift.span.start, shift.span.end, shift.id))
    shift_of = [index for index, shift in enumerate(shifts) for _ in shift.requirements]
    own = [shifts[index] for index in shift_of]
    wanted = [requirement for shift in shifts for requirement in shift.requirements]
    holders = _Holders(problem.people)
    heard = said(problem, shifts)
    near = near_shifts(problem, shifts)
    buckets, buckets_of = _buckets(problem, own)
    apart, history, company = _apart(problem), _carried(problem), _company(shift_of)
    credit = credit_of(problem, shifts, history)
    liking = [heard.liking[index] for index in shift_of]
    elsewhere, resting = _elsewhere(problem, shifts), _resting(problem, shifts)
    return Compiled(
        problem=problem,
        shifts=shifts,
        shift_of=shift_of,
        wanted=wanted,
        eligible=[
            heard.free[index] & ~elsewhere[index] & ~resting[index] & holders.of_all(item.skills, shifts[index].day)
            for index, item in zip(shift_of, wanted, strict=True)
        ],
        willing=[heard.free[index] for index in shift_of],
        elsewhere=[elsewhere[index] for index in shift_of],
        resting=[resting[index] for index in shift_of],
        seat_skills=_seat_skills(own, wanted, holders),
        liking=liking,
        wish=wishes_of(problem, own, liking),
        near=_near_posts(shift_of, near),
        buckets=buckets,
        buckets_of=buckets_of,
        need=[_needed(item) for item in wanted],
        most=[item.maximum for item in wanted],
        mixes=_mixes(own, wanted, holders),
        pinned=pinned_masks(problem, own, wanted),
        burden=[shift.burden for shift in own],
        weekend=[int(shift.weekend) for shift in own],
        holiday=[int(shift.holiday) for shift in own],
        load=[more + (item.load if item else 0) for item, more in zip(history, credit.load, strict=True)],
        weekends=[more + (item.weekends if item else 0) for item, more in zip(history, credit.weekends, strict=True)],
        holidays=[more + (item.holidays if item else 0) for item, more in zip(history, credit.holidays, strict=True)],
        weights=_weights(problem),
        apart=apart,
        shy=sum(1 << index for index, mask in enumerate(apart) if mask),
        company=company,
        conditions=conditions_of(problem, shifts, shift_of, company, holders.of),
        kinds=kinds_of(problem, own, history, credit),
        bonds=bonds_of(problem),
        credit=credit,
    )


def _carried(problem: Problem) -> list[CarriedLoad | None]:
    by_person = {item.person: item for item in problem.history}
    return [by_person.get(person.id) for person in problem.people]


def _needed(item: Requirement) -> int:
    # Where somebody must serve at all, there must be seats enough for the skills of the group.
    return max(item.minimum, *(mix.minimum for mix in item.mix), 0) if item.minimum and item.mix else item.minimum


class _Holders:
    """Masks of those who hold a skill on a day."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._dated: set[str] = {skill.id for person in people for skill in person.skills if skill.since or skill.until}
        self._known: dict[tuple[str, dt.date | None], int] = {}

    def of(self, skill: str, day: dt.date) -> int:
        key = (skill, day if skill in self._dated else None)
        if key not in self._known:
            self._known[key] = sum(1 << index for index, person in enumerate(self._people) if person.holds(skill, day))
        return self._known[key]

    def of_all(self, skills: Iterable[str], day: dt.date) -> int:
        mask = (1 << len(self._people)) - 1
        for skill in skills:
            mask &= self.of(skill, day)
        return mask


def _seat_skills(
    own: Sequence[Shift], wanted: Sequence[Requirement], holders: _Holders
) -> list[tuple[tuple[str, int], ...]]:
    return [
        tuple((skill, holders.of(skill, shift.day)) for skill in item.skills)
        for shift, item in zip(own, wanted, strict=True)
    ]


def _mixes(own: Sequence[Shift], wanted: Sequence[Requirement], holders: _Holders) -> list[tuple[tuple[int, int], ...]]:
    return [
        tuple((holders.of(mix.skill, shift.day), mix.minimum) for mix in item.mix)
        for shift, item in zip(own, wanted, strict=True)
    ]


def rest_of(problem: Problem) -> int:
    """The rest that the problem asks for between duties, in microseconds."""
    rule = rule_of(problem.rules, RestBetween)
    return rule.rest // MICROSECOND if rule else 0


def days_off_of(problem: Problem) -> int:
    """The days without a duty that the problem asks for between duties."""
    rule = rule_of(problem.rules, DaysOffBetween)
    return rule.days if rule else 0


def near_shifts(problem: Problem, shifts: Sequence[Shift]) -> list[list[int]]:
    """For each shift the indexes of those in which nobody may serve who serves in it, itself among them."""
    rest, days = rest_of(problem), days_off_of(problem)
    starts = [moment(shift.span.start) for shift in shifts]
    ends = [moment(shift.span.end) for shift in shifts]
    ordinals = [shift.day.toordinal() for shift in shifts]
    near: list[list[int]] = [[index] for index in range(len(shifts))]
    # Shifts are sorted by start. Their days may lag behind by a day or two where time zones differ.
    reach = (days + 3) * (dt.timedelta(days=1) // MICROSECOND)
    for i, end in enumerate(ends):
        for j in range(i + 1, len(shifts)):
            if starts[j] - end >= rest and starts[j] - starts[i] > reach:
                break
            if starts[j] - end < rest or (days and abs(ordinals[j] - ordinals[i]) <= days):
                near[i].append(j)
                near[j].append(i)
    sequences = rule_of(problem.rules, ForbiddenSequences)
    for first, second in apart_in_sequence(sequences, shifts, [set(found) for found in near] if sequences else []):
        near[first].append(second)
        near[second].append(first)
    return [sorted(set(found)) for found in near]


def _near_posts(shift_of: Sequence[int], near: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    posts_of: list[list[int]] = [[] for _ in near]
    for post, shift in enumerate(shift_of):
        posts_of[shift].append(post)
    by_shift = [tuple(post for other in found for post in posts_of[other]) for found in near]
    return [by_shift[shift] for shift in shift_of]


def _elsewhere(problem: Problem, shifts: Sequence[Shift]) -> list[int]:
    """For each shift the people who have given that time, or the rest around it, to something else."""
    found = [0] * len(shifts)
    bits = {person.id: 1 << index for index, person in enumerate(problem.people)}
    rest = rest_of(problem)
    starts = [moment(shift.span.start) for shift in shifts]
    ends = [moment(shift.span.end) for shift in shifts]
    longest = max((end - start for start, end in zip(starts, ends, strict=True)), default=0)
    for person, span in problem.taken:
        begin, end = moment(span.start), moment(span.end)
        for index in range(bisect_left(starts, begin - longest - rest), len(shifts)):
            if starts[index] - end >= rest:
                break
            if begin - ends[index] < rest:
                found[index] |= bits.get(person, 0)
    return found


def _resting(problem: Problem, shifts: Sequence[Shift]) -> list[int]:
    """For each shift the people whose last duty before these shifts is too near."""
    found = [0] * len(shifts)
    bits = {person.id: 1 << index for index, person in enumerate(problem.people)}
    days = days_off_of(problem)
    for item in problem.history:
        if days and item.last_duty and item.person in bits:
            for index, shift in enumerate(shifts):
                if 0 <= (shift.day - item.last_duty).days <= days:
                    found[index] |= bits[item.person]
    return found


def month_caps(problem: Problem) -> list[int]:
    """How often each person may serve in a month."""
    rule = rule_of(problem.rules, MostPerMonth)
    most = rule.duties if rule else NO_CAP
    return [most if own is None else min(most, own) for own in (person.most_per_month for person in problem.people)]


def _buckets(problem: Problem, own: Sequence[Shift]) -> tuple[list[Bucket], list[tuple[int, ...]]]:
    monthly, people = month_caps(problem), len(problem.people)
    limited = any(cap < NO_CAP for cap in monthly)
    weekly, rolling = rule_of(problem.rules, MostPerWeek), rule_of(problem.rules, MostInDays)
    daily, period = rule_of(problem.rules, MostPerDay), rule_of(problem.rules, MostPerPeriod)
    found: dict[tuple[str, int], Bucket] = {}
    numbers: dict[tuple[str, int], int] = {}
    buckets_of: list[list[int]] = [[] for _ in own]

    def put(post: int, rule: str, start: int, caps: list[int]) -> None:
        bucket = found.setdefault((rule, start), Bucket([], caps, rule))
        buckets_of[post].append(numbers.setdefault((rule, start), len(numbers)))
        bucket.posts.append(post)

    for post, shift in enumerate(own):
        day = shift.day.toordinal()
        if limited:
            put(post, MostPerMonth.name, shift.day.year * 12 + shift.day.month, monthly)
        if weekly:
            put(post, MostPerWeek.name, day - shift.day.weekday(), [weekly.duties] * people)
        for start in range(day - rolling.days + 1, day + 1) if rolling else ():
            put(post, MostInDays.name, start, [rolling.duties if rolling else 0] * people)
        if daily:
            put(post, MostPerDay.name, day, [daily.duties] * people)
        if period and period.speaks_of(shift.day):
            put(post, MostPerPeriod.name, 0, [period.duties] * people)
    return list(found.values()), [tuple(item) for item in buckets_of]


def _apart(problem: Problem) -> list[int]:
    numbers = {person.id: number for number, person in enumerate(problem.people)}
    masks = [0] * len(problem.people)
    pairs: list[tuple[str, str]] = []
    if (rule := rule_of(problem.rules, NeverTogether)) is not None:
        pairs += [pair for pair in rule.pairs if pair[0] in numbers and pair[1] in numbers]
    if (households := rule_of(problem.rules, HouseholdsApart)) is not None and households.apart:
        homes: dict[str, list[str]] = {}
        for person in problem.people:
            if person.household is not None:
                homes.setdefault(person.household, []).append(person.id)
        pairs += [(one, other) for home in homes.values() for one in home for other in home if one < other]
    for one, other in pairs:
        masks[numbers[one]] |= 1 << numbers[other]
        masks[numbers[other]] |= 1 << numbers[one]
    return masks


def _company(shift_of: Sequence[int]) -> list[range]:
    first = {shift: post for post, shift in reversed(list(enumerate(shift_of)))}
    size = Counter(shift_of)
    return [range(first[shift], first[shift] + size[shift]) for shift in shift_of]


def pinned_masks(problem: Problem, own: Sequence[Shift], wanted: Sequence[Requirement]) -> list[int]:
    """For each post the people pinned to it."""
    post_of = {(shift.id, item.role): post for post, (shift, item) in enumerate(zip(own, wanted, strict=True))}
    bits = {person.id: 1 << index for index, person in enumerate(problem.people)}
    masks = [0] * len(wanted)
    for pin in problem.pinned:
        masks[post_of[pin.seat.shift, pin.seat.role]] |= bits[pin.person]
    return masks


def _weights(problem: Problem) -> Weights:
    load = rule_of(problem.rules, FairLoad) or FairLoad()
    weekends = rule_of(problem.rules, FairWeekends) or FairWeekends()
    holidays = rule_of(problem.rules, FairHolidays) or FairHolidays()
    wishes = rule_of(problem.rules, Preferences) or Preferences()
    return Weights(load.weight, weekends.weight, holidays.weight, wishes.weight)
