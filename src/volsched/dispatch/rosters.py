"""Published rosters as they are kept, each version on top of the one that was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from attrs import frozen

from volsched.dispatch.versions import write_versions
from volsched.errors import Conflict
from volsched.model import Assignment, Roster, Seat
from volsched.storage.protocol import Change, Look

ROSTER = "roster"
MOST_SHOWN = 5
_NOTHING: Mapping[str, str] = MappingProxyType({})


@frozen
class KeptRoster:
    """A roster as it is kept: its version, and the digest of the problem that it was published for."""

    roster: Roster
    version: int
    digest: str = ""


def keep_rosters(
    change: Change,
    rosters: Iterable[Roster],
    parents: Mapping[str, int] | None = None,
    digests: Mapping[str, str] = _NOTHING,
) -> dict[str, int]:
    """Keep these rosters, and say their versions.

    `parents` holds, by roster, the version that was read when the change was begun (0 for none); a roster that is not
    in it is kept whatever there was. `digests` says what problem each answers; where it says nothing, the one of before
    is meant.

    Raises:
        Conflict: somebody else has kept another version meanwhile; it says what is different.
    """
    found = {}
    changed: list[tuple[Roster | None, Roster]] = []
    for roster in rosters:
        expect = None if parents is None else parents.get(roster.id)
        there = change.get(ROSTER, roster.id)
        before = None if there is None else roster_of(roster.id, there.body)
        same = before is not None and before.assignments == roster.assignments
        if expect is not None and (0 if there is None else there.version) != expect and not same:
            raise Conflict(
                "roster",
                roster.id,
                f"somebody else has changed it: {_difference(before or Roster(id=roster.id), roster)}",
                "look at it as it is now, and make the change again if it is still wanted",
            )
        digest = digests.get(roster.id, "" if there is None else str(there.body.get("digest", "")))
        body = roster_body(roster, digest)
        found[roster.id] = change.put(ROSTER, roster.id, body, expect=None if there is None else there.version).version
        if not same:
            changed.append((before, roster))
    write_versions(change, changed)
    return found


def kept_with_digests(look: Look) -> tuple[KeptRoster, ...]:
    """The rosters that are kept, each with its version and the digest of what it answers, by id."""
    return tuple(
        KeptRoster(roster_of(item.key, item.body), item.version, str(item.body.get("digest", "")))
        for item in look.every(ROSTER)
    )


def kept_rosters(look: Look) -> tuple[tuple[Roster, int], ...]:
    """The rosters that are kept, each with its version, by id."""
    return tuple((roster_of(item.key, item.body), item.version) for item in look.every(ROSTER))


def roster_body(roster: Roster, digest: str = "") -> dict[str, Any]:
    """A roster as JSON values; `digest` says for which problem it was published."""
    return {
        "digest": digest,
        "stage": roster.stage,
        "seed": roster.seed,
        "assignments": [
            [item.seat.shift, item.seat.role, item.seat.index, item.person, item.pinned] for item in roster.assignments
        ],
    }


def roster_of(name: str, body: Mapping[str, Any]) -> Roster:
    """The roster of such a body."""
    return Roster(
        id=name,
        stage=body["stage"],
        seed=body["seed"],
        assignments=tuple(
            Assignment(Seat(shift, role, index), person, pinned)
            for shift, role, index, person, pinned in body["assignments"]
        ),
    )


def step_in(change: Change, occurrence: str, lost: str, person: str) -> bool:
    """Give one person's seat in an occurrence to another; False where no kept roster has them there."""
    for roster, version in kept_rosters(change):
        held = [item for item in roster.in_shift(occurrence) if item.person == lost]
        if held:
            given = [
                Assignment(item.seat, person, pinned=True) if item in held else item for item in roster.assignments
            ]
            keep_rosters(change, [roster.with_assignments(given)], {roster.id: version})
            return True
    return False


def _difference(theirs: Roster, ours: Roster) -> str:
    """The seats that the two fill differently, a few of them by name."""
    before = {item.seat: item.person for item in theirs.assignments}
    after = {item.seat: item.person for item in ours.assignments}
    seats = sorted(seat for seat in {*before, *after} if before.get(seat) != after.get(seat))
    shown = [
        f"{seat.shift} {seat.role} {seat.index + 1}: {before.get(seat, 'empty')} there, {after.get(seat, 'empty')} here"
        for seat in seats[:MOST_SHOWN]
    ]
    more = f", and {len(seats) - MOST_SHOWN} more" if len(seats) > MOST_SHOWN else ""
    return ", ".join(shown) + more if shown else "the same people, at another time"
