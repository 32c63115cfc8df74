"""After balancing: lowering the heaviest load, and moving those who stand far from the others to other days."""

from __future__ import annotations

from attrs import define

from volsched.rostering.days import bits_of
from volsched.rostering.state import State

ROUNDS = 200
SWEEPS = 3
LEAVERS = 3
NEAR = 2
"""Whoever serves within so many weekends of the mean stands near enough."""


def level(state: State) -> None:
    """Lower the heaviest load as far as single exchanges do."""
    for _ in range(ROUNDS):
        heaviest = max(state.load, default=0)
        loaded = [person for person, load in enumerate(state.load) if load == heaviest]
        if sum(_relieve(state, person) for person in loaded) < len(loaded):
            return


def _relieve(state: State, person: int) -> bool:
    """Give away the duty with which the loads become most alike; False where none can be given."""
    work, load = state.work, state.load
    best: tuple[int, int, int] | None = None
    for post, mask in enumerate(state.on):
        if not mask >> person & 1 or work.pinned[post] >> person & 1:
            continue
        burden = work.burden[post]
        for comer in bits_of(state.free(post)):
            spared = load[person] - load[comer] - burden
            lost = work.wish[post][person] - work.wish[post][comer]
            if (
                spared > 0
                and lost < 2 * work.weights.load * burden * spared
                and (best is None or spared > best[0])
                and state.keeps_skills(post, person, comer)
            ):
                best = (spared, post, comer)
    if best is None:
        return False
    state.remove(best[1], person)
    state.add(best[1], best[2])
    return True


def even_out(state: State) -> None:
    """Move those whose weekends or loads lie far from the others' to days beside their own, and lower the heaviest.

    Exchanging seat by seat does not reach them: who serves every Thursday has no free Friday to be given.
    """
    _sweep(state, max(state.load, default=0))
    level(state)
    state.keep()
    heaviest = max(state.load, default=0)
    # A weekend weighs more than the day it takes the place of. Whoever has too few may go over the top on the way.
    for _ in range(SWEEPS):
        if not _sweep(state, heaviest + 1):
            break
        level(state)
        if max(state.load, default=0) > heaviest:
            state.restore(state.kept)
            break
        state.keep()


def _sweep(state: State, most: int) -> bool:
    """Slide duty by duty until nothing is gained, whether anything was."""
    gained = False
    for _ in range(SWEEPS):
        moved = False
        for person in _far(state):
            for post in [post for post, mask in enumerate(state.on) if mask >> person & 1]:
                moved = _slide(state, post, person, most) or moved
        gained = gained or moved
        if not moved:
            break
    return gained


def _far(state: State) -> list[int]:
    people, heaviest = range(len(state.load)), max(state.load, default=0)
    mean = sum(state.weekends) / max(1, len(people))
    slack = 2 * max(state.work.burden, default=0)
    far = [v for v in people if abs(state.weekends[v] - mean) > NEAR or state.load[v] < heaviest - slack]
    return sorted(far, key=lambda v: (-abs(state.weekends[v] - mean), v))


@define
class _Slide:
    """Somebody goes to a post near their own, somebody leaves it, and somebody comes to the post they left."""

    change: float
    to: int
    leaver: int
    comer: int


def _slide(state: State, post: int, person: int, most: int) -> bool:
    """The best such move of one duty that makes the roster fairer, if there is one."""
    if state.work.pinned[post] >> person & 1 or not state.releases(post, person, -1):
        return False
    best = _Slide(-1e-6, -1, -1, -1)
    state.remove(post, person)
    for other in state.work.near[post]:
        if other != post and state.free(other) >> person & 1:
            state.add(other, person)
            for leaver in _heaviest_on(state, other, person):
                _try(state, best, (post, person, other, leaver), most)
            state.remove(other, person)
    if best.to < 0:
        state.add(post, person)
        return False
    state.remove(best.to, best.leaver)
    state.add(best.to, person)
    state.add(post, best.comer)
    return True


def _heaviest_on(state: State, post: int, but: int) -> list[int]:
    """The few whose leaving the post makes most better."""
    mask = state.on[post] & ~state.work.pinned[post] & ~(1 << but)
    return sorted(bits_of(mask), key=lambda v: (-state.cost(post, v), v))[:LEAVERS]


def _try(state: State, best: _Slide, move: tuple[int, int, int, int], most: int) -> None:
    """Whether the roster is better with the leaver gone, and the best of those who then can come."""
    post, person, other, leaver = move
    work = state.work
    if state.load[person] > most or not state.may_leave(other, leaver):
        return
    state.remove(other, leaver)
    gained = -state.cost(other, leaver)
    state.remove(other, person)
    gained += state.cost(other, person) - state.cost(post, person)
    state.add(other, person)
    for comer in bits_of(state.free(post) & state.wanted_skills(post) & ~(1 << person)):
        change = gained + state.cost(post, comer)
        if change < best.change and state.load[comer] + work.burden[post] <= most:
            best.change, best.to, best.leaver, best.comer = change, other, leaver, comer
    state.add(other, leaver)
