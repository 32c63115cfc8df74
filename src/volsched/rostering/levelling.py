"""Lowering the heaviest load: whoever carries most gives a duty to somebody who then still carries less."""

from __future__ import annotations

from volsched.rostering.days import bits_of
from volsched.rostering.state import State

ROUNDS = 200


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
            if spared > 0 and (best is None or spared > best[0]) and state.keeps_skills(post, person, comer):
                best = (spared, post, comer)
    if best is None:
        return False
    state.remove(best[1], person)
    state.add(best[1], best[2])
    return True
