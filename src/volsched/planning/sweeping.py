"""One sweep over sorted time that finds everything which takes one thing twice, a million spans in a few seconds.

It knows names and whole numbers alone: who calls it says what a span is, and judges the pairs that need judging.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence

Entry = tuple[int, int, int, bool]
"""Start, end, the owner by number, and whether it takes only a part of the thing."""

Pair = tuple[Entry, Entry]
Judge = Callable[[Entry, Entry], bool]
"""Whether two entries, the earlier first, really clash; asked only of those that come closer than the slack."""


class Taken:
    """Time that is taken of things by their names: people, venues, whatever there is only one of."""

    def __init__(self) -> None:
        self._entries: dict[str, list[Entry]] = {}

    def take(self, thing: str, start: int, end: int, owner: int, *, part: bool = False) -> None:
        """Let the owner have the thing from the start up to the end, or a part of it that others may share."""
        known = self._entries.get(thing)
        if known is None:
            self._entries[thing] = [(start, end, owner, part)]
        else:
            known.append((start, end, owner, part))

    def of(self, thing: str) -> Sequence[Entry]:
        """What is taken of one thing, in no order."""
        return self._entries.get(thing, ())

    def clashes(self, *, slack: int = 0, judge: Judge | None = None) -> Iterator[tuple[str, Entry, Entry]]:
        """Each pair that takes one thing at once, by the name of the thing and the start.

        With `slack` also those with less than so much time between them, of which `judge` says which count.
        """
        for thing in sorted(self._entries):
            for one, other in overlapping(self._entries[thing], slack=slack):
                if judge is None or judge(one, other):
                    yield thing, one, other


def overlapping(entries: Iterable[Entry], *, slack: int = 0) -> Iterator[Pair]:
    """Each pair of different owners that share time, or are closer than the slack; two parts share in peace."""
    waiting: list[Entry] = []
    latest: int | None = None
    for entry in sorted(entries):
        soonest = entry[0] - slack
        if latest is None or latest <= soonest:
            # The usual case: everything before it is over.
            waiting = [entry]
            latest = entry[1]
            continue
        waiting = [earlier for earlier in waiting if earlier[1] > soonest]
        owner, part = entry[2], entry[3]
        for earlier in waiting:
            if earlier[2] != owner and not (part and earlier[3]):
                yield earlier, entry
        waiting.append(entry)
        latest = max(latest, entry[1])


Holding = tuple[int, int, int, int]
"""Start, end, the owner by number, and how many pieces it takes."""


def beyond(uses: Iterable[Holding], count: int) -> Iterator[tuple[Holding, int, tuple[Holding, ...]]]:
    """Each use that begins when there are not enough pieces: it, how many are then in use, and by whom else."""
    waiting: list[Holding] = []
    for use in sorted(uses):
        waiting = [earlier for earlier in waiting if earlier[1] > use[0]]
        total = use[3] + sum(earlier[3] for earlier in waiting)
        if total > count:
            yield use, total, tuple(waiting)
        waiting.append(use)


def busy_times(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same time as few spans that neither overlap nor touch, by start."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def lacking(uses: Iterable[Holding], left: int) -> list[tuple[int, int]]:
    """The times at which more than so many pieces are in use."""
    changes: MutableMapping[int, int] = {}
    for start, end, _owner, pieces in uses:
        changes[start] = changes.get(start, 0) + pieces
        changes[end] = changes.get(end, 0) - pieces
    return busy_times(_above(changes, left))


def _above(changes: Mapping[int, int], left: int) -> Iterator[tuple[int, int]]:
    total, since = 0, 0
    for moment in sorted(changes):
        before, total = total, total + changes[moment]
        if before <= left < total:
            since = moment
        elif total <= left < before:
            yield since, moment
