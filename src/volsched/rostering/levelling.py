"""After balancing: lowering the heaviest load, and moving those who stand far from the others to other days."""

from __future__ import annotations

from attrs import define, frozen

from volsched.rostering.days import bits_of
from volsched.rostering.state import State
from volsched.rostering.trading import TOO_FAR, trade

ROUNDS = 200
SWEEPS = 3
LEAVERS = 3
NEAR = 2
"""Whoever serves within so many weekends of the mean stands near enough."""
FEW = 80
"""Questions of a trade between two sweeps; the last one asks more."""
URGENT = 30
"""Whoever lies so far from it is brought nearer even at a price, in weekends."""


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
    start = state.copy()
    level(state)
    levelled, heaviest = state.copy(), max(state.load, default=0)
    state.become(start)
    _sweep(state, max(state.load, default=0))
    level(state)
    if max(state.load, default=0) > heaviest:
        # What was moved stands in the way of levelling, so it is levelled first.
        state.become(levelled)
        _sweep(state, heaviest)
        level(state)
    best, heaviest = state.copy(), max(state.load, default=0)
    # A weekend weighs more than the day it takes the place of. Whoever has too few may go over the top on the way.
    for _ in range(SWEEPS):
        if not _sweep(state, heaviest + 1):
            break
        level(state)
        trade(state, FEW)
        if max(state.load, default=0) > heaviest:
            state.become(best)
            break
        best = state.copy()
    _sweep(state, heaviest)


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


@frozen
class _Terms:
    """What holds for all slides of one duty: whose it is, from where, the most anybody may carry, the mean weekends."""

    post: int
    person: int
    most: int
    mean: float


def _slide(state: State, post: int, person: int, most: int) -> bool:
    """The best such move of one duty that makes the roster fairer, if there is one."""
    if state.work.pinned[post] >> person & 1 or not state.releases(post, person, -1):
        return False
    best = _Slide(-1e-6, -1, -1, -1)
    terms = _Terms(post, person, most, sum(state.weekends) / len(state.weekends))
    state.remove(post, person)
    for other in state.work.near[post]:
        if other != post and state.free(other) >> person & 1:
            _to(state, best, terms, other)
    if best.to < 0:
        state.add(post, person)
        return False
    state.remove(best.to, best.leaver)
    state.add(best.to, person)
    state.add(post, best.comer)
    return True


def _to(state: State, best: _Slide, terms: _Terms, other: int) -> None:
    """The best slide to one post, if it is better than those before."""
    post, person = terms.post, terms.person
    urgency = _urgency(state, terms, other)
    own = state.cost(other, person) - state.cost(post, person) - urgency
    state.add(other, person)
    if state.load[person] <= terms.most:
        leavers = state.on[other] & ~state.work.pinned[other] & ~(1 << person)
        costs = sorted([(-state.cost(other, v), v) for v in bits_of(leavers)])
        for _, leaver in costs if urgency else costs[:LEAVERS]:
            if state.may_leave(other, leaver):
                state.remove(other, leaver)
                _try(state, best, terms, (other, leaver, own - state.cost(other, leaver)), urgent=urgency > 0)
                state.add(other, leaver)
    state.remove(other, person)


def _urgency(state: State, terms: _Terms, other: int) -> float:
    """How much more a move counts for somebody whose weekends lie too far from the mean, when it brings them nearer."""
    weekend, post = state.work.weekend, terms.post
    if weekend[post] == weekend[other]:
        return 0.0
    # The person sits on neither post at this moment.
    before = state.weekends[terms.person] + weekend[post]
    far = before - terms.mean if weekend[post] else terms.mean - before
    return URGENT * state.work.weights.weekends if far > TOO_FAR else 0.0


def _try(state: State, best: _Slide, terms: _Terms, gone: tuple[int, int, float], *, urgent: bool) -> None:
    """The best of those who can come once the leaver is gone."""
    other, leaver, gained = gone
    post, weekend = terms.post, state.work.weekend[terms.post]
    lightest = terms.most - state.work.burden[post]
    for comer in bits_of(state.free(post) & state.wanted_skills(post) & ~(1 << terms.person)):
        if state.load[comer] > lightest:
            continue
        if urgent and weekend and state.weekends[comer] + 2 > terms.mean + TOO_FAR:
            # Their own weekends would come to lie too far from the mean.
            continue
        change = gained + state.cost(post, comer)
        if change < best.change:
            best.change, best.to, best.leaver, best.comer = change, other, leaver, comer
