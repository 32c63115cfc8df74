"""A roster in the making: who is on which post, and what everybody has served, kept current as it changes."""

from __future__ import annotations

from copy import copy
from random import Random

from volsched.rostering.compiling import Compiled
from volsched.rostering.days import bits_of


class State:
    """Masks and counts of one roster in the making. `on[post]` is the truth; the rest follows from it."""

    on: list[int]
    below: list[int]
    count: list[list[int]]
    load: list[int]
    weekends: list[int]
    holidays: list[int]
    kinds: list[list[int]]
    kept: list[int]

    __slots__ = ("below", "count", "holidays", "kept", "kinds", "load", "on", "random", "weekends", "work")

    def __init__(self, work: Compiled, random: Random | None = None) -> None:
        self.work = work
        self.random = (random or Random(0)).random
        self.restore(work.pinned)
        self.keep()

    def keep(self) -> None:
        """Hold on to this roster, as the one to hand out if nothing better follows."""
        self.kept = list(self.on)

    def copy(self, work: Compiled | None = None) -> State:
        """The same roster, for a problem that differs only in who may serve where, if one is given."""
        other = copy(self)
        if work is not None:
            other.work, other.random = work, Random(0).random
        other.on, other.kept, other.below = list(self.on), list(self.on), list(self.below)
        other.load, other.weekends, other.holidays = list(self.load), list(self.weekends), list(self.holidays)
        other.count = [list(count) for count in self.count]
        other.kinds = [list(counts) for counts in self.kinds]
        return other

    def become(self, other: State) -> None:
        """Be the roster of another state of the same problem, which is not to be changed from then on."""
        self.on, self.below, self.count = list(other.on), list(other.below), [list(count) for count in other.count]
        self.load, self.weekends, self.holidays = list(other.load), list(other.weekends), list(other.holidays)
        self.kinds = [list(counts) for counts in other.kinds]

    def without(self, post: int, person: int) -> State:
        """The same with somebody thought away from a post, to ask who may come; not to be changed further."""
        other, work = copy(self), self.work
        other.on, other.load = list(self.on), list(self.load)
        other.weekends, other.holidays = list(self.weekends), list(self.holidays)
        other.kinds = [list(counts) for counts in self.kinds]
        other.on[post] &= ~(1 << person)
        other.load[person] -= work.burden[post]
        other.weekends[person] -= work.weekend[post]
        other.holidays[person] -= work.holiday[post]
        for kind, counts in zip(work.kinds, other.kinds, strict=True):
            counts[person] -= kind.counts[post]
        return other

    def restore(self, on: list[int]) -> None:
        """Make it the roster of these masks."""
        work = self.work
        self.on = [0] * len(on)
        self.load = list(work.load)
        self.weekends = list(work.weekends)
        self.holidays = list(work.holidays)
        self.kinds = [list(kind.carried) for kind in work.kinds]
        self.count = [[0] * len(work.load) for _ in work.buckets]
        self.below = [sum(1 << v for v, cap in enumerate(bucket.caps) if cap > 0) for bucket in work.buckets]
        for post, mask in enumerate(on):
            for person in bits_of(mask):
                self.add(post, person)

    def add(self, post: int, person: int) -> None:
        """Seat the person."""
        work = self.work
        self.on[post] |= 1 << person
        self.load[person] += work.burden[post]
        self.weekends[person] += work.weekend[post]
        self.holidays[person] += work.holiday[post]
        for kind, counts in zip(work.kinds, self.kinds, strict=True):
            counts[person] += kind.counts[post]
        for bucket in work.buckets_of[post]:
            count = self.count[bucket]
            count[person] += 1
            if count[person] >= work.buckets[bucket].caps[person]:
                self.below[bucket] &= ~(1 << person)

    def remove(self, post: int, person: int) -> None:
        """Take the person off."""
        work = self.work
        self.on[post] &= ~(1 << person)
        self.load[person] -= work.burden[post]
        self.weekends[person] -= work.weekend[post]
        self.holidays[person] -= work.holiday[post]
        for kind, counts in zip(work.kinds, self.kinds, strict=True):
            counts[person] -= kind.counts[post]
        for bucket in work.buckets_of[post]:
            count = self.count[bucket]
            count[person] -= 1
            if count[person] < work.buckets[bucket].caps[person]:
                self.below[bucket] |= 1 << person

    def free(self, post: int) -> int:
        """Everybody who may be seated there now: every hard rule in one expression."""
        work, on = self.work, self.on
        busy = 0
        for other in work.near[post]:
            busy |= on[other]
        mask = work.eligible[post] & ~busy
        for bucket in work.buckets_of[post]:
            mask &= self.below[bucket]
        if work.shy:
            mask &= ~self.barred(post)
        return self.permitted(post, mask) if work.conditions else mask

    def permitted(self, post: int, mask: int) -> int:
        """Those of the mask against whose coming no condition speaks."""
        for condition in self.work.conditions:
            if mask:
                mask &= ~condition.barred(self.on, post)
        return mask

    def barred(self, post: int) -> int:
        """Those who may not come because of somebody who is in the shift."""
        work, on = self.work, self.on
        there = barred = 0
        for other in work.company[post]:
            there |= on[other]
        for person in bits_of(there & work.shy):
            barred |= work.apart[person]
        return barred

    def vacancies(self) -> list[int]:
        """The posts with empty seats that must be filled, as often as they have such seats."""
        need = self.work.need
        return [post for post, mask in enumerate(self.on) for _ in range(need[post] - mask.bit_count())]

    def skill_shortage(self) -> int:
        """How many people with the skills of their groups are missing altogether."""
        on = self.on
        return sum(
            max(0, minimum - (on[post] & holders).bit_count())
            for post, mixes in enumerate(self.work.mixes)
            for holders, minimum in mixes
            if on[post]
        )

    def wanted_skill(self, post: int) -> int:
        """Those who hold a skill of which the post has too little; nobody where it lacks nothing."""
        on = self.on[post]
        for holders, minimum in self.work.mixes[post]:
            if (on & holders).bit_count() < minimum:
                return holders
        return 0

    def wanted_skills(self, post: int) -> int:
        """Those who hold every skill of which the post has too little; everybody where it lacks nothing."""
        on, wanted = self.on[post], -1
        for holders, minimum in self.work.mixes[post]:
            if (on & holders).bit_count() < minimum:
                wanted &= holders
        return wanted

    def cost(self, post: int, person: int) -> float:
        """How much worse the roster becomes when this person is seated there."""
        work = self.work
        weights, burden = work.weights, work.burden[post]
        cost = burden * (2 * self.load[person] + burden) * weights.load - work.wish[post][person]
        if work.weekend[post]:
            cost += (2 * self.weekends[person] + 1) * weights.weekends
        if work.holiday[post]:
            cost += (2 * self.holidays[person] + 1) * weights.holidays
        return cost + self.further_cost(post, person) if work.kinds or work.bonds else cost

    def further_cost(self, post: int, person: int) -> float:
        """The part of it that comes from further kinds of burden, and from friends who serve there or do not."""
        work, cost = self.work, 0.0
        for kind, counts in zip(work.kinds, self.kinds, strict=True):
            if kind.counts[post]:
                cost += (2 * counts[person] + 1) * kind.weight
        if work.bonds is not None and (friends := work.bonds.friends[person]):
            there = 0
            for other in work.company[post]:
                there |= self.on[other]
            # A friend who is there serves alone until then; one who is not leaves this person alone.
            cost += work.bonds.weight * (friends.bit_count() - 2 * (friends & there).bit_count())
        return cost

    def may_leave(self, post: int, person: int) -> bool:
        """Whether the person is not pinned there, and leaves the skills of the group complete."""
        if self.work.pinned[post] >> person & 1:
            return False
        on = self.on[post]
        for holders, minimum in self.work.mixes[post]:
            if holders >> person & 1 and (on & holders).bit_count() <= minimum:
                return False
        return self.releases(post, person, -1)

    def releases(self, post: int, leaver: int, comer: int) -> bool:
        """Whether no condition speaks against one leaving while the other, if there is one, comes."""
        return all(
            not condition.needs(self.on, post, leaver) and condition.fits(self.on, post, leaver, comer)
            for condition in self.work.conditions
        )

    def keeps_skills(self, post: int, leaver: int, comer: int) -> bool:
        """Whether the group is no worse off for its skills when one leaves and another comes."""
        on = self.on[post]
        for holders, minimum in self.work.mixes[post]:
            if holders >> leaver & 1 and not holders >> comer & 1 and (on & holders).bit_count() <= minimum:
                return False
        return self.releases(post, leaver, comer)

    def any_of(self, mask: int) -> int:
        """Somebody of the mask, by chance."""
        start = int(self.random() * len(self.load))
        high = mask >> start
        return (high & -high).bit_length() - 1 + start if high else (mask & -mask).bit_length() - 1

    def blocking(self, post: int, person: int) -> list[int]:
        """The posts near this one in which the person already serves."""
        on = self.on
        return [other for other in self.work.near[post] if on[other] >> person & 1]

    def lightest(self, mask: int, noise: float = 0.0) -> int:
        """The person of the mask with the smallest load; chance decides between near ones where there is noise."""
        load, random = self.load, self.random
        best, found = 1e18, -1
        while mask:
            low = mask & -mask
            person = low.bit_length() - 1
            mask ^= low
            value = load[person] + noise * random() if noise else load[person]
            if value < best:
                best, found = value, person
        return found
