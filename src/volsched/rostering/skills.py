"""Bringing the skills that a group needs onto its post, by exchange or by pulling a holder off other duties."""

from __future__ import annotations

from volsched.rostering.days import bits_of
from volsched.rostering.state import State


def mend_skills(state: State) -> None:
    """Where a group lacks a skill, seat somebody who holds it; other posts may lose a seat for it."""
    for post, mixes in enumerate(state.work.mixes):
        if not state.on[post]:
            continue
        for holders, minimum in mixes:
            while (state.on[post] & holders).bit_count() < minimum and _bring(state, post, holders):
                pass


def _bring(state: State, post: int, holders: int) -> bool:
    work = state.work
    vacant = state.on[post].bit_count() < work.need[post]
    leavers = [v for v in bits_of(state.on[post] & ~holders) if state.may_leave(post, v)]
    if not vacant and not leavers:
        return False
    leaver = -1 if vacant else max(leavers, key=lambda v: (state.load[v], -v))
    free = state.free(post) & holders
    if free:
        comer = state.lightest(free)
    else:
        comer = _pull_holder(state, post, holders)
        if comer < 0:
            return False
    if leaver >= 0:
        state.remove(post, leaver)
        if not state.permitted(post, 1 << comer):
            state.add(post, leaver)
            return False
    state.add(post, comer)
    return True


def _pull_holder(state: State, post: int, holders: int) -> int:
    """Take somebody with the skill off all that hinders him; who it is, or -1."""
    work = state.work
    able = work.eligible[post] & holders & ~state.on[post]
    for person in sorted(bits_of(able), key=lambda v: (state.load[v], v)):
        lifted: list[int] = []
        for given in state.blocking(post, person):
            if not state.may_leave(given, person):
                break
            state.remove(given, person)
            lifted.append(given)
        else:
            if not state.free(post) >> person & 1:
                _lift_for_cap(state, post, person, lifted)
            if state.free(post) >> person & 1:
                return person
        for given in lifted:
            state.add(given, person)
    return -1


def _lift_for_cap(state: State, post: int, person: int, lifted: list[int]) -> None:
    work = state.work
    for bucket in work.buckets_of[post]:
        if state.below[bucket] >> person & 1:
            continue
        for given in work.buckets[bucket].posts:
            if state.on[given] >> person & 1 and state.may_leave(given, person):
                state.remove(given, person)
                lifted.append(given)
                break
