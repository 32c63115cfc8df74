"""Rules that no single mask holds: of each, who may come to a post, and who may not leave one.

They are asked after every other rule, and only where a problem has them. All of them judge everybody at once, on masks
of the people who serve on a day or in a weekend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from attrs import frozen

Seated = Sequence[int]
"""For each post the mask of those who serve on it."""


class Condition(Protocol):
    """One rule of this kind."""

    @property
    def rule(self) -> str:
        """The name of the rule."""

    def barred(self, on: Seated, post: int) -> int:
        """Those who would break the rule if they came."""

    def needs(self, on: Seated, post: int, person: int) -> bool:
        """Whether a duty of the person elsewhere would break the rule if they left."""

    def fits(self, on: Seated, post: int, leaver: int, comer: int) -> bool:
        """Whether the rule holds in the shift once one has left and the other, if there is one, has come."""

    def wanted(self, on: Seated, post: int, leaver: int) -> int:
        """Those of whom one has to come once the leaver is gone; everybody where nobody in particular has to."""

    def broken(self, on: Seated, post: int) -> int:
        """Those who may not stay as things are."""


class _OwnDuties:
    """What a rule about a person's own days says of leaving and of company: nothing."""

    def needs(self, on: Seated, post: int, person: int) -> bool:  # noqa: ARG002
        return False

    def fits(self, on: Seated, post: int, leaver: int, comer: int) -> bool:  # noqa: ARG002
        return True

    def wanted(self, on: Seated, post: int, leaver: int) -> int:  # noqa: ARG002
        return -1

    def broken(self, on: Seated, post: int) -> int:  # noqa: ARG002
        return 0


@frozen
class Days:
    """The days of the posts, so that a rule can ask who serves on which."""

    day: tuple[int, ...]
    """For each post its day, or its weekend."""
    posts: Mapping[int, tuple[int, ...]]
    before: Mapping[int, int]
    """Masks of those who served on days before these posts."""

    def serving(self, on: Seated, day: int) -> int:
        """Everybody who serves on the day."""
        mask = self.before.get(day, 0)
        for post in self.posts.get(day, ()):
            mask |= on[post]
        return mask


@frozen
class LongestRun(_OwnDuties):
    """At most so many days, or weekends, on end."""

    rule: str
    days: Days
    most: int
    step: int

    def barred(self, on: Seated, post: int) -> int:
        """Those whose run would become too long."""
        day = self.days.day[post]
        if day < 0:
            return 0
        left, right = [-1], [-1]
        for number in range(1, self.most + 1):
            left.append(left[-1] & self.days.serving(on, day - number * self.step))
            right.append(right[-1] & self.days.serving(on, day + number * self.step))
        barred = 0
        for number, mask in enumerate(left):
            barred |= mask & right[self.most - number]
        return barred


@frozen
class OffAfterRun(_OwnDuties):
    """After a run of days, some days without a duty."""

    rule: str
    days: Days
    run: int
    off: int

    def barred(self, on: Seated, post: int) -> int:
        """Those for whom the day would end too short a rest, or make a run that is followed by one."""
        day = self.days.day[post]
        reach = self.run + self.off
        served = {other: self.days.serving(on, other) for other in range(day - reach, day + reach + 1)}
        served[day] = -1
        barred = 0
        for gap in range(1, self.off):
            # The run ends on `last`, `gap` days follow without a duty, and then comes one.
            for last in (*range(day, day + self.run), day - gap - 1):
                barred |= self._pattern(served, last, gap)
        return barred

    def _pattern(self, served: Mapping[int, int], last: int, gap: int) -> int:
        mask = served.get(last + gap + 1, 0)
        for other in range(last - self.run + 1, last + 1):
            mask &= served.get(other, 0)
        for other in range(last + 1, last + gap + 1):
            mask &= ~served.get(other, 0)
        return mask


@frozen
class WeekendsOfMonth(_OwnDuties):
    """Duties in at most so many weekends of a month."""

    rule: str
    days: Days
    weekends_of: Mapping[int, tuple[int, ...]]
    """For each weekend those of its month."""
    most: int

    def barred(self, on: Seated, post: int) -> int:
        """Those who serve in enough other weekends of the month."""
        weekend = self.days.day[post]
        if weekend < 0:
            return 0
        at_least = [-1, *[0] * self.most]
        for other in self.weekends_of[weekend]:
            if other != weekend:
                mask = self.days.serving(on, other)
                for number in range(self.most, 0, -1):
                    at_least[number] |= at_least[number - 1] & mask
        return at_least[self.most]


@frozen
class Following:
    """Whoever serves on a post serves on one of those that follow it."""

    rule: str
    follow: Sequence[tuple[tuple[int, ...], ...]]
    """For each post the groups of posts of each of which one is needed too."""
    leads: Sequence[tuple[int, ...]]
    """For each post those that may need it."""

    def barred(self, on: Seated, post: int) -> int:
        """Those who do not serve where they would have to."""
        allowed = -1
        for group in self.follow[post]:
            there = 0
            for other in group:
                there |= on[other]
            allowed &= there
        return ~allowed

    def needs(self, on: Seated, post: int, person: int) -> bool:
        """Whether the person serves on a post that needs this one."""
        for lead in self.leads[post]:
            if on[lead] >> person & 1:
                for group in self.follow[lead]:
                    if post in group and not any(on[other] >> person & 1 for other in group if other != post):
                        return True
        return False

    def fits(self, on: Seated, post: int, leaver: int, comer: int) -> bool:  # noqa: ARG002
        """A shift as such has no part in it."""
        return True

    def wanted(self, on: Seated, post: int, leaver: int) -> int:  # noqa: ARG002
        """Nobody in particular."""
        return -1

    def broken(self, on: Seated, post: int) -> int:
        """Those who serve here and not where they would have to."""
        return on[post] & self.barred(on, post)


@frozen
class Accompanied:
    """Newcomers only beside the experienced, and not too many of them."""

    rule: str
    company: Sequence[range]
    newcomers: Sequence[int]
    """For each post the mask of those who are newcomers then."""
    experienced: Sequence[int]
    most: int

    def barred(self, on: Seated, post: int) -> int:
        """The newcomers, where there are as many as may be."""
        there = self._there(on, post)
        newcomers = (there & self.newcomers[post]).bit_count()
        full = newcomers >= self.most * (there & self.experienced[post]).bit_count()
        return self.newcomers[post] if full else 0

    def needs(self, on: Seated, post: int, person: int) -> bool:  # noqa: ARG002
        """Duties elsewhere have no part in it."""
        return False

    def fits(self, on: Seated, post: int, leaver: int, comer: int) -> bool:
        """Whether there are experienced people enough for the newcomers then."""
        there = self._there(on, post)
        if leaver >= 0:
            there &= ~(1 << leaver)
        if comer >= 0:
            there |= 1 << comer
        newcomers = (there & self.newcomers[post]).bit_count()
        return newcomers <= self.most * (there & self.experienced[post]).bit_count()

    def wanted(self, on: Seated, post: int, leaver: int) -> int:
        """The experienced, where newcomers would be left without them."""
        return -1 if self.fits(on, post, leaver, -1) else self.experienced[post]

    def broken(self, on: Seated, post: int) -> int:
        """The newcomers here, where there are too many of them."""
        return 0 if self.fits(on, post, -1, -1) else on[post] & self.newcomers[post]

    def _there(self, on: Seated, post: int) -> int:
        there = 0
        for other in self.company[post]:
            there |= on[other]
        return there
