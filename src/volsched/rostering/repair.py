"""Filling what the greedy pass left empty: by one exchange at a time, then by walking the vacancies about."""

from __future__ import annotations

from collections.abc import Callable

from volsched.rostering.days import bits_of
from volsched.rostering.state import State

NOISE = 4.0
LOOK = 256


def repair(state: State) -> None:
    """For each vacancy, seat somebody who is free, or who is once his one hindering duty is given to another."""
    for post in state.vacancies():
        free = state.free(post)
        if free:
            state.add(post, state.lightest(free & state.wanted_skill(post) or free))
        else:
            _exchange(state, post)


def _exchange(state: State, post: int) -> bool:
    work = state.work
    others = work.eligible[post] & ~state.on[post]
    for person in sorted(bits_of(others), key=lambda v: (state.load[v], v)):
        for given in _hindrances(state, post, person):
            if not state.may_leave(given, person):
                continue
            state.remove(given, person)
            if state.free(post) >> person & 1:
                instead = state.free(given) & ~(1 << person)
                if instead:
                    state.add(post, person)
                    instead = state.free(given) & ~(1 << person)
                    if instead:
                        state.add(given, state.lightest(instead))
                        return True
                    state.remove(post, person)
            state.add(given, person)
    return False


def _hindrances(state: State, post: int, person: int) -> list[int]:
    """The duties of which any single one, once given away, may set the person free for the post."""
    blocking = state.blocking(post, person)
    if blocking:
        return blocking if len(blocking) == 1 else []
    work = state.work
    full = [bucket for bucket in work.buckets_of[post] if not state.below[bucket] >> person & 1]
    if not full:
        return []
    return [other for other in work.buckets[full[0]].posts if state.on[other] >> person & 1]


def walk(state: State, patience: int, keep_going: Callable[[], bool]) -> None:
    """Move the vacancies about at random until they meet somebody who is free; keep the fullest roster met.

    It stops after `patience` steps without a gain, or when it may not go on.
    """
    vacant = state.vacancies()
    best, fullest = len(vacant), list(state.on)
    random, idle = state.random, 0
    while vacant and idle < patience:
        if not idle % LOOK and not keep_going():
            break
        idle += 1
        chosen = int(random() * len(vacant))
        post = vacant[chosen]
        free = state.free(post)
        if free:
            state.add(post, state.lightest(free & state.wanted_skill(post) or free, NOISE))
            vacant[chosen] = vacant[-1]
            vacant.pop()
            if len(vacant) < best:
                best, fullest, idle = len(vacant), list(state.on), 0
        elif (left := _pull(state, post)) >= 0:
            vacant[chosen] = left
    if len(vacant) > best:
        state.restore(fullest)


def _pull(state: State, post: int) -> int:
    """Move somebody onto the post from the one duty that hinders him; which post he left, or -1."""
    work, on, random = state.work, state.on, state.random
    once = twice = 0
    for other in work.near[post]:
        twice |= once & on[other]
        once |= on[other]
    movable = work.eligible[post] & ~twice & ~on[post]
    if not movable:
        return -1
    start = int(random() * len(work.load))
    high = movable >> start
    person = (high & -high).bit_length() - 1 + start if high else (movable & -movable).bit_length() - 1
    given = _hindrances(state, post, person)
    if not given:
        return -1
    left = given[int(random() * len(given))]
    if not state.may_leave(left, person):
        return -1
    state.remove(left, person)
    if state.free(post) >> person & 1:
        state.add(post, person)
        return left
    state.add(left, person)
    return -1
