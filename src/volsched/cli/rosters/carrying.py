"""roster carry: what everybody carries into the next roster, as history.csv."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from volsched.cli.options import answer
from volsched.cli.rosters.at_hand import at_hand, out_option, question_options
from volsched.cli.rosters.writing import write_table
from volsched.model import CarriedLoad

_COLUMNS = ("person", "load", "weekends", "holidays", "nights", "standby", "last_duty", "days")


@click.command()
@question_options
@out_option
@click.pass_context
def carry(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    name: str | None,
    file: Path | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Tell what everybody carries into the next roster: the history.csv of the programme that comes after.

    What was carried before is in it, and so are people without a duty. Days are those on which somebody was there.
    """
    # Loaded late for a quick --help.
    from volsched.rostering import carried_over, joined

    hand = at_hand(folder, window, seed, name, file)
    found = joined(item for roster in hand.chosen for item in carried_over(hand.plan.problem(roster.id), roster))
    rows = [_row(item) for item in found]
    if out is not None:
        write_table(out, [_COLUMNS, *rows])
    if as_json:
        answer([attrs.asdict(item) | {"last_duty": _shown(item.last_duty) or None} for item in found])
    elif out is None:
        for row in (_COLUMNS, *rows):
            click.echo(",".join(row))
    hand.finish(ctx, to_look_at=False)


def _row(item: CarriedLoad) -> tuple[str, ...]:
    return tuple(_shown(getattr(item, column)) for column in _COLUMNS)


def _shown(value: object) -> str:
    return "" if value is None else str(value)
