"""Filling what the greedy pass left empty, one exchange at a time."""

from __future__ import annotations

from volsched.rostering.days import bits_of
from volsched.rostering.state import State


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
        for given in hindrances(state, post, person):
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


def hindrances(state: State, post: int, person: int) -> list[int]:
    """The duties of which any single one, once given away, may set the person free for the post."""
    blocking = state.blocking(post, person)
    if blocking:
        return blocking if len(blocking) == 1 else []
    work = state.work
    full = [bucket for bucket in work.buckets_of[post] if not state.below[bucket] >> person & 1]
    if not full:
        return []
    return [other for other in work.buckets[full[0]].posts if state.on[other] >> person & 1]
