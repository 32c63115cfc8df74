"""Laying one person's duties anew around a vacancy: as many as before or more, on other days."""

from __future__ import annotations

from bisect import bisect_left

from volsched.rostering.state import State

REACH = 21
"""How many shifts to either side of the vacancy are laid anew."""


def lay_anew(state: State, post: int) -> None:
    """Give a random person who could serve there the best row of duties among his own and the vacant ones."""
    work = state.work
    mask = work.eligible[post] & ~state.on[post]
    if not mask:
        return
    person = state.any_of(mask)
    own, open_posts = _around(state, post, person)
    for given in own:
        state.remove(given, person)
    row = _best_row(state, sorted(own + open_posts))
    placed = [chosen for chosen in row if _place(state, chosen, person)]
    if len(placed) < len(own):
        for chosen in placed:
            state.remove(chosen, person)
        for given in own:
            state.add(given, person)


def _around(state: State, post: int, person: int) -> tuple[list[int], list[int]]:
    work, on = state.work, state.on
    middle = work.shift_of[post]
    own, vacant = [], []
    first = bisect_left(work.shift_of, middle - REACH)
    for other in range(first, bisect_left(work.shift_of, middle + REACH + 1)):
        if on[other] >> person & 1:
            if state.may_leave(other, person):
                own.append(other)
        elif work.eligible[other] >> person & 1 and on[other].bit_count() < work.need[other]:
            vacant.append(other)
    return own, vacant


def _best_row(state: State, posts: list[int]) -> list[int]:
    """The most posts of which no two are near; chance decides between equals."""
    near, random = state.work.near, state.random
    best: list[tuple[float, int]] = [(0.0, -1)]
    links: list[int] = []
    for number, post in enumerate(posts):
        before = bisect_left(posts, near[post][0], 0, number)
        links.append(before)
        value = best[before][0] + 1 + 0.01 * random()
        best.append((value, number) if value > best[-1][0] else best[-1])
    row = []
    number = best[-1][1]
    while number >= 0:
        row.append(posts[number])
        number = best[links[number]][1]
    return row


def _place(state: State, post: int, person: int) -> bool:
    if not state.free(post) >> person & 1:
        return False
    state.add(post, person)
    return True
