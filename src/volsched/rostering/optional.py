"""Seats that may be filled and need not be: filled where it costs nobody anything."""

from __future__ import annotations

from volsched.rostering.days import bits_of
from volsched.rostering.state import State


def fill_optional(state: State) -> None:
    """Fill optional seats with those who are free, do not dislike it, and stay below the heaviest load."""
    work = state.work
    heaviest = max(state.load, default=0)
    for post, most in enumerate(work.most):
        liking, burden = work.liking[post], work.burden[post]
        while work.need[post] <= state.on[post].bit_count() < most:
            willing = [v for v in bits_of(state.free(post)) if liking[v] >= 0 and state.load[v] + burden <= heaviest]
            if not willing:
                break
            state.add(post, min(willing, key=lambda v: (-liking[v], state.load[v], v)))
