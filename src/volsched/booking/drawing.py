"""Who gets the places where more people want one than there are: drawn by lot, those never served first.

The lot of each is the SHA-256 digest of "seed|activity|person"; the smaller, the earlier. Whoever knows the seed can
work it out again, with `printf 'seed|activity|person' | sha256sum`, and see that nobody was favoured.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from attrs import frozen


@frozen(kw_only=True)
class Lot:
    """One line of a drawing: who, how often they had such a place before, and their lot."""

    rank: int
    person: str
    served: int
    digest: str


def lot(seed: int, activity: str, person: str) -> str:
    """The lot of one person.

    >>> lot(0, "cooking", "p1")[:12]
    '393b05fe0761'
    """
    return hashlib.sha256(f"{seed}|{activity}|{person}".encode()).hexdigest()


def draw(seed: int, activity: str, people: Iterable[str], served: Mapping[str, int]) -> tuple[Lot, ...]:
    """The order in which people get places: those served least before come first, and among them the lot decides."""
    ordered = sorted((served.get(person, 0), lot(seed, activity, person), person) for person in people)
    return tuple(
        Lot(rank=rank, person=person, served=before, digest=digest)
        for rank, (before, digest, person) in enumerate(ordered, 1)
    )
