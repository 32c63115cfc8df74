"""roster versions: what became of published rosters, who changed them when and why; and two of them to compare."""

from __future__ import annotations

from pathlib import Path

import click

from volsched.cli.options import answer, folder_argument, json_option, opened, store_option
from volsched.cli.rosters.at_hand import Rosters
from volsched.cli.rosters.words import label
from volsched.cli.tables import columns
from volsched.model import Roster
from volsched.model.zones import zone


@click.command()
@folder_argument
@store_option
@json_option
@click.option("--id", "name", metavar="ID", help="One roster only; its id is that of its activity.")
@click.option("-n", "most", default=20, show_default=True, type=click.IntRange(min=1), help="So many, the latest.")
def versions(*, folder: Path, store: str | None, as_json: bool, name: str | None, most: int) -> None:
    """Show the versions of published rosters: who changed how many seats when, and why, the latest first.

    `volsched roster diff --from N --to M` names what is different between two of them.
    """
    # Loaded late for a quick --help.
    from volsched.dispatch import versions as known_versions

    scheduler = opened(folder, store=store)
    with scheduler.office.store.look() as look:
        found = [item for item in known_versions(look) if name is None or name in item.changes]
    found = found[::-1][:most]
    if as_json:
        answer(
            [
                {
                    "version": item.number,
                    "at": None if item.at is None else item.at.isoformat(),
                    "who": item.who,
                    "why": item.why,
                    "made": list(item.made),
                    "changes": {roster: len(changes) for roster, changes in item.changes.items()},
                }
                for item in found
            ]
        )
        return
    language = scheduler.programme.language
    rows, clock = [], zone(scheduler.programme.zone)
    for item in found:
        when = "-" if item.at is None else f"{item.at.astimezone(clock):%Y-%m-%d %H:%M}"
        what = f"{label('made', language)}: {len(item.made)}" if item.made else ""
        seats = sum(len(changes) for changes in item.changes.values())
        rows.append((str(item.number), when, item.who, item.why, what or f"{label('changes', language)}: {seats}"))
    for line in columns(rows):
        click.echo(line)
    if not rows:
        click.echo(label("no version", language))


def both_versions(hand: Rosters, first: int, last: int | None) -> tuple[dict[str, Roster], dict[str, Roster]]:
    """The rosters of two versions by id, as far as the programme has their shifts; or the newest.

    Raises:
        UnknownName: there is no such version.
    """
    # Loaded late for a quick --help.
    from volsched.dispatch import as_of, kept_rosters
    from volsched.dispatch import versions as known_versions

    with hand.scheduler.office.store.look() as look:
        known = known_versions(look)
        rosters = [roster for roster, _ in kept_rosters(look)]
    newest = max((item.number for item in known), default=0)
    old, new = (as_of(rosters, known, number) for number in (first, newest if last is None else last))
    return _planned(hand, old), _planned(hand, new)


def _planned(hand: Rosters, rosters: dict[str, Roster]) -> dict[str, Roster]:
    """Without shifts that the programme does not have any more, of which there is nothing to say in words."""
    shifts = {shift.id for shift in hand.plan.shifts}
    return {
        name: roster.with_assignments(item for item in roster.assignments if item.seat.shift in shifts)
        for name, roster in rosters.items()
    }
