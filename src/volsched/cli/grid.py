"""volsched grid: the cells with their keepers, and who covers one of them now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from volsched.cli.nothing import or_nothing
from volsched.cli.options import (
    answer,
    folder_argument,
    json_option,
    opened,
    planned,
    seed_option,
    show_failures,
    window_option,
)
from volsched.cli.remembering import day_of, today_option
from volsched.cli.tables import columns
from volsched.model import Language, Programme

if TYPE_CHECKING:
    from volsched.planning import Plan
    from volsched.planning.visits import Covering

_SAY: dict[str, dict[Language, str]] = {
    "keeper": {"zh": "网格员", "ug": "كاتەكچە خادىمى", "en": "keeper"},
    "neighbour": {"zh": "邻格代管", "ug": "قوشنا كاتەكچە ۋاكالىتەن", "en": "neighbour, standing in"},
}


@click.command()
@folder_argument
@window_option
@seed_option
@json_option
@today_option
@click.option("--area", metavar="ID", help="The cell, or the area around several; left out, the whole tree.")
@click.pass_context
def grid(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    as_json: bool,
    today: str | None,
    area: str | None,
) -> None:
    """Show the tree of areas with their keepers; with --area, who covers it now, the nearest first.

    That is its keeper, whoever is on duty there, and those of the areas around it. The exit code is 1 if nobody does.
    """
    scheduler = opened(folder)
    programme = scheduler.programme
    if area is None:
        _show_tree(programme, as_json=as_json)
        return
    # Loaded late for a quick --help.
    from volsched.planning.visits import covering

    now = day_of(today)
    plan = planned(scheduler, window, seed)
    found = covering(plan, area, now)
    if as_json:
        answer([_as_data(item) for item in found])
    else:
        for line in or_nothing(columns([_line(plan, item) for item in found]), "covers", programme.language):
            click.echo(line)
    show_failures(scheduler)
    ctx.exit(0 if found else 1)


def _show_tree(programme: Programme, *, as_json: bool) -> None:
    if as_json:
        answer([{"id": item.id, "parent": item.parent, "keeper": item.keeper} for item in programme.areas])
        return
    language = programme.language
    rows = []
    for item in programme.areas:
        depth = len(programme.areas_above(item.id)) - 1
        keeper = "" if item.keeper is None else programme.person(item.keeper).name.in_language(language)
        rows.append(("  " * depth + f"{item.name.in_language(language)} ({item.id})", keeper))
    for line in or_nothing(columns(rows), "grid", language):
        click.echo(line)


def _line(plan: Plan, item: Covering) -> tuple[str, str, str]:
    programme = plan.programme
    language = programme.language
    what = _SAY[item.role][language] if item.role in _SAY else item.role
    if item.occurrence is not None:
        what = f"{programme.activity(item.occurrence.partition('/')[0]).title.in_language(language)}: {what}"
    name = programme.person(item.person).name.in_language(language)
    return programme.area(item.area).name.in_language(language), f"{name} ({item.person})", what


def _as_data(item: Covering) -> dict[str, str | None]:
    return {"person": item.person, "area": item.area, "role": item.role, "occurrence": item.occurrence}
