"""The first roster: post after post in the order of time, the people with the least load first."""

from __future__ import annotations

from volsched.rostering.compiling import Compiled
from volsched.rostering.conditions import Following
from volsched.rostering.days import bits_of
from volsched.rostering.state import State

PER_WEEKEND = 2
PER_HOLIDAY = 4
PER_NIGHT_LEFT = 0.02
NOISE = 0.1


def greedy(state: State) -> None:
    """Fill what can be filled without moving anybody."""
    work = state.work
    left = _nights_left(work)
    for post in _order(work):
        for person in bits_of(work.eligible[post]):
            left[person] -= 1
        free, vacant = state.free(post), work.need[post] - state.on[post].bit_count()
        mixes = work.mixes[post]
        if work.conditions:
            _seat_singly(state, post, vacant, left)
            continue
        for holders, minimum in sorted(mixes, key=lambda mix: mix[0].bit_count()) if len(mixes) > 1 else mixes:
            short = min(minimum - (state.on[post] & holders).bit_count(), vacant)
            ranked = _ranked(state, post, free & holders, left)
            free, seated = _seat(state, post, short, ranked, free)
            vacant -= seated
        if vacant > 0:
            _seat(state, post, vacant, _ranked(state, post, free, left), free)


def _seat(state: State, post: int, seats: int, ranked: list[tuple[float, int]], free: int) -> tuple[int, int]:
    """Seat the first of the ranked who are free, and say who is free then and how many were seated."""
    apart, seated = state.work.apart, 0
    for _, person in ranked:
        if seated >= seats:
            break
        if free >> person & 1:
            state.add(post, person)
            free &= ~(apart[person] | 1 << person)
            seated += 1
    return free, seated


def _order(work: Compiled) -> list[int]:
    """The posts in the order of time, the hard ones of a shift first; but those that need another come after it."""
    depth = [0] * len(work.need)
    for condition in work.conditions:
        if isinstance(condition, Following):
            # What a post needs begins later.
            for post in reversed(range(len(depth))):
                depth[post] = max((depth[other] + 1 for group in condition.follow[post] for other in group), default=0)
    return sorted(
        range(len(depth)), key=lambda post: (depth[post], work.shift_of[post], work.eligible[post].bit_count(), post)
    )


def _seat_singly(state: State, post: int, seats: int, left: list[int]) -> None:
    """Seat one after another where each who comes may change who else can."""
    for _ in range(seats):
        free = state.free(post)
        able = free & _able_to_lead(state, post) or free
        ranked = _ranked(state, post, able & state.wanted_skill(post) or able, left)
        if not ranked:
            return
        state.add(post, ranked[0][1])


def _able_to_lead(state: State, post: int) -> int:
    """Those who could also serve on the posts that need this one."""
    able = -1
    for condition in state.work.conditions:
        if isinstance(condition, Following):
            for lead in condition.leads[post]:
                able &= state.work.eligible[lead]
    return able


def _nights_left(work: Compiled) -> list[int]:
    left = [0] * len(work.load)
    for mask in work.eligible:
        for person in bits_of(mask):
            left[person] += 1
    return left


def _ranked(state: State, post: int, free: int, left: list[int]) -> list[tuple[float, int]]:
    """Who may come, the one who is due most first: the light, the scarce, and by a little chance."""
    work = state.work
    load, weekends, holidays, random = state.load, state.weekends, state.holidays, state.random
    wish = work.wish[post]
    weekend, holiday = PER_WEEKEND * work.weekend[post], PER_HOLIDAY * work.holiday[post]
    found = [
        (
            load[person]
            + (weekend * weekends[person] + holiday * holidays[person])
            - wish[person]
            + PER_NIGHT_LEFT * left[person]
            + NOISE * random(),
            person,
        )
        for person in bits_of(free)
    ]
    found.sort()
    return found
