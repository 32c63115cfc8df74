"""roster check and roster diff: what is wrong with a roster from a file, and what differs between two."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.options import answer, json_option, seed_option, store_option, window_option
from volsched.cli.rosters.at_hand import Rosters, at_hand, id_option, outlined, programme_option
from volsched.cli.rosters.words import as_data, label, say
from volsched.errors import ProgrammeError
from volsched.model import Assignment, Roster, Seat, Text

if TYPE_CHECKING:
    from volsched.rostering import SeatChange, Violation


@click.command()
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@programme_option
@window_option
@seed_option
@id_option
@json_option
@click.pass_context
def check(
    ctx: click.Context, *, file: Path, folder: Path, window: str | None, seed: int, name: str | None, as_json: bool
) -> None:
    """Judge a roster that was made by hand, or published and changed.

    FILE.csv has a row for each duty: a date and a person (by id or name), and where they are needed an activity, a
    start, a role and a seat. What `roster --csv` and `publish` write can be judged as it is. Faults of the file come
    first, all together (exit code 2); then every rule that the roster breaks and every seat that it leaves empty (exit
    code 1). Rosters that the file has no row of are not judged.
    """
    # Loaded late for a quick --help.
    from volsched.rostering import check as violations_in
    from volsched.rostering import unfilled

    hand = at_hand(folder, window, seed, name, file, alone=True)
    found = []
    for roster in hand.chosen:
        problem = hand.plan.problem(roster.id)
        found.append((roster, violations_in(problem, roster), unfilled(problem, roster)))
    broken, empty = sum(len(item) for _, item, _ in found), sum(len(item) for _, _, item in found)
    if as_json:
        answer([_as_data(*judged) for judged in found])
    else:
        for _, violations, seats in found:
            for item in violations:
                click.echo(hand.said(item.sentence))
            for line in _empty_seats(hand, seats):
                click.echo(line)
        click.echo(_in_short(hand, broken, empty))
    hand.finish(ctx, to_look_at=bool(broken or empty))


def _as_data(roster: Roster, violations: tuple[Violation, ...], seats: tuple[Seat, ...]) -> dict[str, Any]:
    return {
        "id": roster.id,
        "duties": len(roster.assignments),
        "violations": [violation_as_data(item) for item in violations],
        "empty": [seat_as_data(seat) for seat in seats],
    }


def _in_short(hand: Rosters, broken: int, empty: int) -> str:
    if not broken and not empty:
        return label("nothing broken", hand.language)
    words = ((label("broken", hand.language), broken), (label("empty seats", hand.language), empty))
    return "  ".join(f"{word}: {count:,}" for word, count in words)


@click.command()
@click.argument("before", metavar="A.csv", required=False, type=click.Path(path_type=Path))
@click.argument("after", metavar="B.csv", required=False, type=click.Path(path_type=Path))
@click.option("--from", "first", metavar="N", type=int, help="A version that was published, instead of the file A.")
@click.option("--to", "last", metavar="N", type=int, help="The version to compare with; the newest if left out.")
@programme_option
@store_option
@window_option
@id_option
@json_option
@click.pass_context
def diff(
    ctx: click.Context,
    *,
    before: Path | None,
    after: Path | None,
    first: int | None,
    last: int | None,
    store: str | None,
    folder: Path,
    window: str | None,
    name: str | None,
    as_json: bool,
) -> None:
    """Name what is different between two rosters: who comes, who leaves, and on which day.

    Whoever serves in the same duty and role in both has not changed, whatever the number of the seat. With --from, two
    versions that the store remembers are compared; `volsched roster versions` shows their numbers.
    """
    # Loaded late for a quick --help.
    from volsched.rostering import diff as changes_between

    hand = outlined(folder, window, name, store)
    if first is not None and before is None:
        # Loaded late for a quick --help.
        from volsched.cli.rosters.versions import both_versions

        old, new = both_versions(hand, first, last)
    elif before is not None and after is not None and first is None and last is None:
        old, new = _both(before, after, hand, name)
    else:
        raise click.UsageError("name two files, A.csv and B.csv, or two versions, --from N and --to N", ctx)
    changes = [
        item
        for roster in hand.chosen
        for item in changes_between(
            old.get(roster.id, roster), _aligned(old.get(roster.id, roster), new.get(roster.id, roster))
        )
    ]
    if as_json:
        answer([change_as_data(hand, item) for item in changes])
    else:
        for line in change_lines(hand, changes) or [label("same", hand.language)]:
            click.echo(line)
    hand.finish(ctx, to_look_at=False)


def _both(before: Path, after: Path, hand: Rosters, name: str | None) -> tuple[dict[str, Roster], dict[str, Roster]]:
    """The rosters of two files by id; the faults of both are told together."""
    # Loaded late for a quick --help.
    from volsched.files import read_rosters

    found: list[dict[str, Roster]] = []
    refused: list[ProgrammeError] = []
    for file in (before, after):
        try:
            read = read_rosters(file, hand.plan, about=name, readers=hand.scheduler.readers)
            found.append({roster.id: roster for roster in read})
        except ProgrammeError as error:
            refused.append(error)
    if refused:
        raise ProgrammeError(", ".join(error.folder for error in refused), (f for e in refused for f in e.faults))
    return found[0], found[1]


def _aligned(old: Roster, new: Roster) -> Roster:
    """The new roster with everybody who was in the same duty and role before in the seat they had."""
    seats = {((item.seat.shift, item.seat.role), item.person): item.seat for item in old.assignments}
    kept: dict[Seat, Assignment] = {}
    coming = []
    for item in new.assignments:
        seat = seats.get(((item.seat.shift, item.seat.role), item.person))
        if seat is None or seat in kept:
            coming.append(item)
        else:
            kept[seat] = Assignment(seat, item.person)
    for item in coming:
        place = (item.seat.shift, item.seat.role)
        left = (
            seat for seat in sorted(other.seat for other in old.by_shift.get(place[0], ())) if seat.role == place[1]
        )
        free = [*left, item.seat, *(Seat(*place, index) for index in range(len(new.assignments)))]
        seat = next(seat for seat in free if seat not in kept)
        kept[seat] = Assignment(seat, item.person)
    return new.with_assignments(kept.values())


def seat_as_data(seat: Seat) -> dict[str, Any]:
    """A seat for programs; its number counts from 0."""
    return {"shift": seat.shift, "role": seat.role, "seat": seat.index}


def violation_as_data(item: Violation) -> dict[str, Any]:
    """A rule broken once, for programs."""
    return {
        "rule": item.rule,
        "person": item.person,
        "shifts": list(item.shifts),
        "sentence": as_data(item.sentence),
    }


def change_as_data(hand: Rosters, item: SeatChange) -> dict[str, Any]:
    """A seat that changes hands, for programs."""
    sentence = {"sentence": as_data(_change(hand, item))}
    return {**seat_as_data(item.seat), "before": item.before, "after": item.after, **sentence}


def change_lines(hand: Rosters, changes: Iterable[SeatChange]) -> list[str]:
    """What changes, a sentence for each seat, by day."""
    by_start = sorted(changes, key=lambda item: (hand.plan.shift(item.seat.shift).span.start, item.seat))
    return [hand.said(_change(hand, item)) for item in by_start]


def _change(hand: Rosters, item: SeatChange) -> Text:
    place = hand.place(item.seat)
    if item.after is None:
        return say("leaves", place=place, before=hand.name(item.before or ""))
    if item.before is None:
        return say("comes", place=place, after=hand.name(item.after))
    return say("instead", place=place, after=hand.name(item.after), before=hand.name(item.before))


def _empty_seats(hand: Rosters, seats: Iterable[Seat]) -> list[str]:
    """A sentence for each duty and role with empty seats."""
    counts: dict[tuple[str, str], list[Seat]] = {}
    for seat in seats:
        counts.setdefault((seat.shift, seat.role), []).append(seat)
    return [hand.said(say("empty", place=hand.place(group[0]), count=len(group))) for group in counts.values()]
