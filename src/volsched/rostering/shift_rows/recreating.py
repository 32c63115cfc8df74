"""Taking whole rows out and finding the best ones anew, some at blurred prices: steps that small moves cannot make."""

from __future__ import annotations

from math import log

from volsched.rostering.shift_rows.meter import Meter
from volsched.rostering.shift_rows.state import SMALL, State

NOISES = (SMALL, 1.0, 5.0, 30.0, 60.0)
PULLED = 0.3
"""In so many cases the first row is drawn to a cell that is short."""

TRIES = 20
LEAST_CHANCE = 1e-300


def moves_of_a_row(state: State) -> int:
    """As how many moves the solving of one row counts."""
    return 4 * state.work.days


def recreate(state: State, meter: Meter, heat: float) -> None:
    """Take two to four rows out and solve them in turn; keep what comes of it if it is no worse than `heat` allows."""
    random = state.random
    chosen, pull = _chosen(state)
    noise = NOISES[state.pick(len(NOISES))]
    was = state.total
    old = {person: state.take(person) for person in chosen}
    for person in chosen:
        row = state.best_row(person, noise, known=old[person], pull=pull)
        state.put(person, old[person] if row is None else row)
        pull = -1
    for person in chosen[:-1]:
        before = state.take(person)
        row = state.best_row(person, known=before)
        state.put(person, before if row is None else row)
    meter.add((2 * len(chosen) - 1) * moves_of_a_row(state))
    if state.total - was > -heat * log(random() + LEAST_CHANCE):
        for person in chosen:
            state.take(person)
        for person in chosen:
            state.put(person, old[person])
    state.keep()


def _chosen(state: State) -> tuple[list[int], int]:
    """The people whose rows are to be found anew, and the cell to which the first is drawn (-1: none)."""
    people = len(state.rows)
    most = min(people, 2 + state.pick(3) if state.solvers[0].exact else 1)
    short = state.short_cells() if state.random() < PULLED else []
    first, pull = _drawn(state, short) if short else (-1, -1)
    chosen = [first] if first >= 0 else []
    while len(chosen) < most:
        person = state.pick(people)
        if person not in chosen:
            chosen.append(person)
    return chosen, pull


def eject(state: State, meter: Meter, heat: float) -> None:
    """Draw one row to a short cell, then let the others answer in turn until the loss is made good."""
    short = state.short_cells()
    first, cell = _drawn(state, short) if short else (-1, -1)
    if first < 0:
        recreate(state, meter, heat)
        return
    allowed = state.total - heat * log(state.random() + LEAST_CHANCE)
    old = {first: state.take(first)}
    row = state.best_row(first, known=old[first], pull=cell)
    state.put(first, old[first] if row is None else row)
    solved = 1
    for person in state.shuffled():
        if state.total <= allowed or person == first:
            continue
        before = state.take(person)
        row = state.best_row(person, known=before)
        solved += 1
        state.put(person, before if row is None else row)
        if row is not None and row != before:
            old[person] = before
    meter.add(solved * moves_of_a_row(state))
    if state.total > allowed:
        for person in old:
            state.take(person)
        for person, before in old.items():
            state.put(person, before)
    state.keep()


def _drawn(state: State, short: list[int]) -> tuple[int, int]:
    """A random person who could serve in a random short cell, and that cell; (-1, -1) if none was met."""
    cell = short[state.pick(len(short))]
    for _ in range(TRIES):
        person = state.pick(len(state.rows))
        if not (state.rows[person] | state.work.people[person].forbidden) >> cell & 1:
            return person, cell
    return -1, -1
