"""Walking the vacancies about until they meet somebody who is free."""

from __future__ import annotations

from collections.abc import Callable

from volsched.rostering.repair import hindrances
from volsched.rostering.rows import lay_anew
from volsched.rostering.state import State

NOISE = 4.0
LOOK = 256
SHUFFLES = 0.2
ROWS = 0.03
"""The shares of the steps that exchange two people anywhere, and that lay somebody's duties anew."""


class Walk:
    """A walk over rosters with as few vacancies as before or fewer.

    Each step moves a vacancy to the post from which somebody comes to fill it, whatever that costs in fairness. A
    few steps exchange people elsewhere or lay a row of duties anew: what a vacancy needs may lie far away.
    """

    def __init__(self, state: State, steps: int, keep_going: Callable[[], bool]) -> None:
        self.state = state
        self.steps = steps
        self.keep_going = keep_going
        self.vacant: list[int] = []

    def run(self) -> None:
        """Walk until no seat is vacant or the steps are used up, and leave the fullest roster met."""
        state, random = self.state, self.state.random
        self.vacant = state.vacancies()
        best, fullest = len(self.vacant), list(state.on)
        while self.vacant and self.steps > 0:
            self.steps -= 1
            if not self.steps % LOOK and not self.keep_going():
                break
            chance = random()
            if chance < SHUFFLES:
                self._exchange_anywhere()
                continue
            chosen = int(random() * len(self.vacant))
            if chance > 1 - ROWS:
                lay_anew(state, self.vacant[chosen])
                self.vacant = state.vacancies()
            else:
                self._step(chosen)
            if len(self.vacant) < best:
                best, fullest = len(self.vacant), list(state.on)
        if len(self.vacant) > best:
            state.restore(fullest)

    def _exchange_anywhere(self) -> None:
        state = self.state
        post = int(state.random() * len(state.on))
        free, leaving = state.free(post), state.on[post] & ~state.work.pinned[post]
        if free and leaving:
            comer, leaver = state.any_of(free), state.any_of(leaving)
            if state.keeps_skills(post, leaver, comer):
                state.remove(post, leaver)
                state.add(post, comer)

    def _step(self, chosen: int) -> None:
        state = self.state
        work, on = state.work, state.on
        post = self.vacant[chosen]
        once = twice = 0
        for other in work.near[post]:
            mask = on[other]
            twice |= once & mask
            once |= mask
        able = work.eligible[post] & ~twice & ~on[post]
        if work.shy:
            able &= ~state.barred(post)
        free = able & ~once
        for bucket in work.buckets_of[post]:
            free &= state.below[bucket]
        if work.conditions:
            free = state.permitted(post, free)
        if free:
            state.add(post, state.lightest(free & state.wanted_skill(post) or free, NOISE))
            self.vacant[chosen] = self.vacant[-1]
            self.vacant.pop()
        elif able:
            left = self._pull(post, able, once)
            if left >= 0:
                self.vacant[chosen] = left

    def _pull(self, post: int, able: int, hindered: int) -> int:
        """Move somebody here from the one duty that hinders him, and say which; -1 where that may not be."""
        state = self.state
        work, on = state.work, state.on
        person = state.any_of(able)
        left = -1
        if hindered >> person & 1:
            for other in work.near[post]:
                if on[other] >> person & 1:
                    left = other
                    break
        elif given := hindrances(state, post, person):
            left = given[int(state.random() * len(given))]
        if left < 0 or not state.may_leave(left, person):
            return -1
        state.remove(left, person)
        for bucket in work.buckets_of[post]:
            # At the cap, somebody may come only from a duty that counts towards the same one.
            if not state.below[bucket] >> person & 1:
                state.add(left, person)
                return -1
        if work.conditions and not state.permitted(post, 1 << person):
            state.add(left, person)
            return -1
        state.add(post, person)
        return left
