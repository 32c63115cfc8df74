"""The shortest chain of moves that fills a vacancy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from volsched.rostering.days import bits_of
from volsched.rostering.repair import hindrances
from volsched.rostering.state import State

WIDTH = 400

Rank = Callable[[int, int], float]
"""How dear it is to seat a person on a post; the cheapest is taken."""


@frozen
class Move:
    """Somebody comes to a post, from another or from none (-1)."""

    person: int
    come_from: int
    to: int


@frozen
class _Node:
    """A post that somebody has to come to, and the moves that left it vacant."""

    post: int
    leaver: int
    moves: tuple[Move, ...]
    moved: int
    """The mask of those who have moved: nobody moves twice."""


def shortest_chain(state: State, post: int, *, longest: int, rank: Rank, first_post: int) -> tuple[Move, ...]:
    """The fewest moves, at most `longest`, that fill one seat of the post and empty none; nothing if there are none.

    Posts before `first_post` are over, and stay as they are.
    """
    frontier = [_Node(post, -1, (), 0)]
    seen = set(state.work.company[post])
    for _ in range(longest):
        ends = [(rank(node.post, person), node, person) for node in frontier for person in _free(state, node)]
        if ends:
            _, node, person = min(ends, key=lambda item: (item[0], item[1].post, item[2]))
            return (*node.moves, Move(person, -1, node.post))
        frontier = _next(state, frontier, seen, first_post)
    return ()


def cheapest_chain(state: State, post: int, *, longest: int, price: float, first_post: int) -> tuple[Move, ...]:
    """The moves, at most `longest`, that fill one seat and leave the roster best, each of them counted at its price.

    A longer chain is taken where it makes the roster fairer by more than its further moves cost.
    """
    frontier = [_Node(post, -1, (), 0)]
    costs: dict[tuple[Move, ...], float] = {(): 0.0}
    seen = set(state.work.company[post])
    best: tuple[float, int, tuple[Move, ...]] | None = None
    for _ in range(longest):
        for node in frontier:
            so_far = costs[node.moves] + price * (len(node.moves) + 1)
            for person in _free(state, node):
                moves = (*node.moves, Move(person, -1, node.post))
                found = (round(so_far + state.cost(node.post, person), 6), len(moves), moves)
                if best is None or found[:2] < best[:2]:
                    best = found
        frontier = _next(state, frontier, seen, first_post)
        for node in frontier:
            move = node.moves[-1]
            state.remove(move.come_from, move.person)
            moved = state.cost(move.to, move.person) - state.cost(move.come_from, move.person)
            state.add(move.come_from, move.person)
            costs[node.moves] = costs[node.moves[:-1]] + moved
    return () if best is None else best[2]


def _next(state: State, frontier: list[_Node], seen: set[int], first_post: int) -> list[_Node]:
    following: list[_Node] = []
    for node in frontier:
        for other in _from(state, node):
            if other.post >= first_post and other.post not in seen:
                # Two who come to one shift might not get on, so a chain passes each shift once.
                seen.update(state.work.company[other.post])
                following.append(other)
                if len(following) >= WIDTH:
                    return following
    return following


def _needed(state: State, node: _Node) -> int:
    """Those who may fill the seat without leaving the group short of a skill."""
    on = state.on[node.post]
    if node.leaver >= 0:
        on &= ~(1 << node.leaver)
    needed = -1
    for holders, minimum in state.work.mixes[node.post]:
        if (on & holders).bit_count() < minimum:
            needed &= holders
    for condition in state.work.conditions:
        needed &= condition.wanted(state.on, node.post, node.leaver)
    return needed & ~node.moved


def _free(state: State, node: _Node) -> Iterator[int]:
    return bits_of(state.free(node.post) & _needed(state, node))


def _from(state: State, node: _Node) -> Iterator[_Node]:
    work, on = state.work, state.on
    post = node.post
    able = work.eligible[post] & ~on[post] & _needed(state, node)
    if work.shy:
        able &= ~state.barred(post)
    for person in sorted(bits_of(able), key=lambda v: (state.load[v], v)):
        for given in hindrances(state, post, person):
            if work.pinned[given] >> person & 1 or not _within_caps(state, post, given, person):
                continue
            if work.conditions and not _may_move(state, post, given, person):
                continue
            moves = (*node.moves, Move(person, given, post))
            yield _Node(given, person, moves, node.moved | 1 << person)


def _may_move(state: State, post: int, given: int, person: int) -> bool:
    return state.releases(given, person, -1) and bool(state.without(given, person).permitted(post, 1 << person))


def _within_caps(state: State, post: int, given: int, person: int) -> bool:
    left = state.work.buckets_of[given]
    return all(state.below[bucket] >> person & 1 or bucket in left for bucket in state.work.buckets_of[post])
