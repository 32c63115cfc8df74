"""How long the way is from one place to another, as the programme says it for venues and areas."""

from __future__ import annotations

import datetime as dt

from volsched.model import Programme

Place = tuple[str, str]
"""Where something is: the id of its venue and that of its area, each empty where there is none."""

NOWHERE: Place = ("", "")


class Ways:
    """The ways of one programme; what it does not say takes no time."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._said: dict[tuple[str, str], int] = {}
        for item in programme.travel:
            seconds = int(item.takes.total_seconds())
            self._said[item.one, item.other] = self._said[item.other, item.one] = seconds
        self._known: dict[tuple[Place, Place], int] = {}
        self.longest = max(self._said.values(), default=0)
        """The longest way of all, in seconds."""

    def seconds(self, one: Place, other: Place) -> int:
        """How long it takes; within one house and between places that nobody speaks of, no time."""
        if one == other or not self._said:
            return 0
        found = self._known.get((one, other))
        if found is None:
            found = self._known[one, other] = self._looked_up(one, other)
        return found

    def length(self, one: Place, other: Place) -> dt.timedelta:
        """The same as a length of time."""
        return dt.timedelta(seconds=self.seconds(one, other))

    def _looked_up(self, one: Place, other: Place) -> int:
        """What is said of the two places that lie nearest: of the rooms before the houses, before the areas."""
        near, far = self._chain(one), self._chain(other)
        shared = set(near) & set(far)
        ends = [[name for name in chain if name not in shared] for chain in (near, far)]
        for chain, own in ((near, ends[0]), (far, ends[1])):
            # A venue of the whole street lies in no smaller area: the ways from there are those of the street.
            if all(name in self._programme.venue_by_id for name in own):
                own.extend([name for name in chain if name in shared][:1])
        pairs = ((i + j, a, b) for i, a in enumerate(ends[0]) for j, b in enumerate(ends[1]) if a != b)
        return next((self._said[a, b] for _, a, b in sorted(pairs) if (a, b) in self._said), 0)

    def _chain(self, place: Place) -> list[str]:
        venue, area = place
        around = list(self._programme.venues_around(venue or None))
        return around + [name for name in self._programme.areas_above(area or None) if name not in around]


def place_of(programme: Programme, venue: str | None, area: str | None) -> Place:
    """The place of a venue, or else of an area: a venue knows best where it lies."""
    if venue is None:
        return "", area or ""
    for name in programme.venues_around(venue):
        lies_in = programme.venue(name).area
        if lies_in is not None:
            return venue, lies_in
    return venue, area or ""
