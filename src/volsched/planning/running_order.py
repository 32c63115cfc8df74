"""The running order of a show: nobody in two troupes back to back, and little to change on the stage between acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from attrs import frozen

from volsched.model import Act, Activity, Occurrence, Programme, Span
from volsched.planning.presence import called, held

EXACT = 11
"""Up to so many acts between the first and the last every order is weighed; above, they are moved while it helps."""

Cost = tuple[int, int]
"""How often somebody would go from one troupe to another, then how often the stage changes."""


@frozen(kw_only=True)
class Slot:
    """One act with the time on the stage that it has, and whether the stage changes before it."""

    act: Act
    span: Span
    changed: bool = False


@frozen(kw_only=True)
class Hurry:
    """People who are in two acts of different troupes, one right after the other."""

    first: str
    second: str
    people: tuple[str, ...]


@frozen(kw_only=True)
class RunningOrder:
    """The acts of one occurrence in their order, and the public and the real time around them."""

    occurrence: str
    slots: tuple[Slot, ...]
    hurried: tuple[Hurry, ...]
    in_two_troupes: tuple[tuple[str, tuple[str, ...]], ...]
    """People who play with more than one troupe or on their own besides, and their acts in order."""
    call: Span
    """From the call time to the end of the public time: when the performers are there."""
    public: Span
    taken: Span
    """When the venue is taken, setting up and clearing up included."""

    @property
    def over(self) -> dt.timedelta:
        """By how much the acts take longer than the public time; zero if they fit."""
        if not self.slots:
            return dt.timedelta()
        return max(dt.timedelta(), self.slots[-1].span.end - self.public.end)


def running_order(programme: Programme, occurrence: Occurrence) -> RunningOrder:
    """The best order of the acts of this show; of several equally good ones the nearest to that of the file."""
    activity = programme.activity(occurrence.activity)
    acts = () if activity.show is None else activity.show.acts
    people = {act.id: _people(programme, act) for act in acts}
    ordered = Ordering(acts, people).best()
    return RunningOrder(
        occurrence=occurrence.key,
        slots=_slots(activity, ordered, occurrence.span.start),
        hurried=tuple(
            Hurry(first=one.id, second=other.id, people=tuple(sorted(people[one.id] & people[other.id])))
            for one, other in pairwise(ordered)
            if _hurries(one, other, people)
        ),
        in_two_troupes=_in_two_troupes(ordered, people),
        call=called(activity, occurrence.span),
        public=occurrence.span,
        taken=held(activity, occurrence),
    )


class Ordering:
    """The acts of a show, and what it costs to play one right after another."""

    def __init__(self, acts: Sequence[Act], people: Mapping[str, frozenset[str]]) -> None:
        self._acts = tuple(acts)
        self._people = people
        self._first = next((i for i, act in enumerate(acts) if act.position == "first"), None)
        self._last = next((i for i, act in enumerate(acts) if act.position == "last"), None)

    def cost(self, order: Sequence[Act]) -> Cost:
        """What an order costs."""
        pairs = list(pairwise(order))
        hurries = sum(_hurries(one, other, self._people) for one, other in pairs)
        return hurries, sum(_changes(one, other) for one, other in pairs)

    def best(self) -> tuple[Act, ...]:
        """The cheapest order; what opens or closes the show stays there."""
        middle = [i for i in range(len(self._acts)) if i not in (self._first, self._last)]
        order = self._exact(middle) if len(middle) <= EXACT else self._improved(middle)
        return tuple(self._acts[i] for i in order)

    @cached_property
    def _costs(self) -> list[list[int]]:
        """A hurry outweighs all changes of the stage together."""
        weight = len(self._acts) + 1
        return [
            [weight * _hurries(one, other, self._people) + _changes(one, other) for other in self._acts]
            for one in self._acts
        ]

    def _exact(self, middle: list[int]) -> list[int]:
        """Every order weighed, from the end: what is left to play, and what was played before it (Held and Karp)."""
        costs, count = self._costs, len(middle)
        starts = range(count + 1)  # the last of them stands for what opens the show, or for nothing
        rest = [[0] * (count + 1) for _ in range(1 << count)]
        for before in starts:
            rest[0][before] = self._closing(middle, before)
        for left in range(1, 1 << count):
            members = [i for i in range(count) if left >> i & 1]
            for before in starts:
                if before < count and left >> before & 1:
                    continue
                rest[left][before] = min(self._step(costs, middle, before, i) + rest[left ^ 1 << i][i] for i in members)
        left, before, order = (1 << count) - 1, count, []
        while left:
            # The first that costs no more is the nearest to the order of the file.
            members = [i for i in range(count) if left >> i & 1]
            goal = rest[left][before]
            chosen = next(i for i in members if self._step(costs, middle, before, i) + rest[left ^ 1 << i][i] == goal)
            order.append(middle[chosen])
            left, before = left ^ 1 << chosen, chosen
        return self._framed(order)

    def _step(self, costs: list[list[int]], middle: list[int], before: int, after: int) -> int:
        if before < len(middle):
            return costs[middle[before]][middle[after]]
        return 0 if self._first is None else costs[self._first][middle[after]]

    def _closing(self, middle: list[int], before: int) -> int:
        if self._last is None:
            return 0
        if before < len(middle):
            return self._costs[middle[before]][self._last]
        return 0 if self._first is None else self._costs[self._first][self._last]

    def _framed(self, order: list[int]) -> list[int]:
        opening = [] if self._first is None else [self._first]
        return opening + order + ([] if self._last is None else [self._last])

    def _improved(self, middle: list[int]) -> list[int]:
        """The order of the file and that of always the cheapest next, with acts moved and turned while it helps."""
        greedy, left = [], list(middle)
        before = self._first
        while left:
            after = min(left, key=lambda i: (0 if before is None else self._costs[before][i], i))
            left.remove(after)
            greedy.append(after)
            before = after
        found = [self._moved(self._framed(order)) for order in (middle, greedy)]
        return min(found, key=lambda order: (self._sum(order), order))

    def _moved(self, order: list[int]) -> list[int]:
        low, high = (self._first is not None), len(order) - (self._last is not None)
        best, helped = self._sum(order), True
        while helped:
            helped = False
            for i in range(low, high):
                for j in range(low, high):
                    alone = [*order[:i], *order[i + 1 :]]
                    alone.insert(j, order[i])
                    turned = [*order[:i], *reversed(order[i : j + 1]), *order[j + 1 :]] if i < j else alone
                    for tried in (alone, turned):
                        cost = self._sum(tried)
                        if cost < best:
                            order, best, helped = tried, cost, True
        return order

    def _sum(self, order: list[int]) -> int:
        return sum(self._costs[one][other] for one, other in pairwise(order))


def _people(programme: Programme, act: Act) -> frozenset[str]:
    team = () if act.team is None else programme.team(act.team).members
    return frozenset((*team, *act.people))


def _hurries(one: Act, other: Act, people: Mapping[str, frozenset[str]]) -> bool:
    """Whether somebody goes from one troupe to another between the two; a troupe that goes on playing does not."""
    if one.team is not None and one.team == other.team:
        return False
    return bool(people[one.id] & people[other.id])


def _changes(one: Act, other: Act) -> bool:
    return set(one.equipment) != set(other.equipment)


def _slots(activity: Activity, ordered: Sequence[Act], start: dt.datetime) -> tuple[Slot, ...]:
    change_over = dt.timedelta() if activity.show is None else activity.show.change_over
    found: list[Slot] = []
    for act in ordered:
        changed = bool(found) and _changes(found[-1].act, act)
        start += change_over if changed else dt.timedelta()
        found.append(Slot(act=act, span=Span(start, start + act.lasts), changed=changed))
        start += act.lasts
    return tuple(found)


def _in_two_troupes(
    ordered: Sequence[Act], people: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for person in sorted({name for act in ordered for name in people[act.id]}):
        own = [act for act in ordered if person in people[act.id]]
        if len({act.team for act in own}) > 1:
            found.append((person, tuple(act.id for act in own)))
    return tuple(found)
