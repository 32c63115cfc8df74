"""roster show, which `roster` alone also means: who serves when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.nothing import nothing
from volsched.cli.options import (
    answer,
    folder_argument,
    json_option,
    needs_a_look,
    now_option,
    opened,
    planned,
    seed_option,
    show_failures,
    store_option,
    window_option,
)
from volsched.cli.people import person_of
from volsched.cli.tables import columns
from volsched.cli.wording import label
from volsched.model import Roster, Shift
from volsched.model.wording import clock_time, day_in_words
from volsched.model.zones import zone

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.planning import Plan


@click.command()
@folder_argument
@window_option
@seed_option
@json_option
@click.option("--id", "name", metavar="ID", help="One roster only; its id is that of its activity.")
@click.option("--person", metavar="ID", help="The duties of one person only.")
@store_option
@now_option
@click.option("--csv", "as_csv", is_flag=True, help="Answer as CSV, for spreadsheets.")
@click.pass_context
def show(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    as_json: bool,
    name: str | None,
    person: str | None,
    as_csv: bool,
    store: str | None,
) -> None:
    """Show who serves when, shift by shift, and how fair it is; with a store, as it was published and changed since."""
    scheduler = opened(folder, store=store)
    if person is not None:
        person = person_of(scheduler.programme, person)
    made = planned(scheduler, window, seed, so_far=True)
    rosters = made.rosters if name is None else (made.roster(name),)
    if as_json:
        answer([_as_data(scheduler, made, item, person) for item in rosters])
    elif as_csv:
        # Loaded late for a quick --help.
        from volsched.publishing import roster_csv

        for item in rosters:
            click.echo(roster_csv(made, item), nl=False)
    else:
        _print(scheduler, made, rosters, person)
    show_failures(scheduler)
    concerned = [item for item in made.findings if item.code in ("seat-unfilled", "rule-broken")]
    ctx.exit(1 if needs_a_look(concerned, scheduler.failures) else 0)


def _print(scheduler: Scheduler, made: Plan, rosters: tuple[Roster, ...], person: str | None) -> None:
    language = scheduler.programme.language
    fairness = dict(scheduler.fairness(made))
    if not rosters:
        click.echo(nothing("rosters", language))
    for item in rosters:
        title = scheduler.programme.activity(item.id).title.in_language(language)
        click.echo(f"{title} ({item.id})  {label('fairness', language)}: {fairness[item.id].score}")
        shifts = [shift for shift in made.problem(item.id).shifts if _concerns(item, shift, person)]
        for line in columns([_line(scheduler, made, shift) for shift in shifts]):
            click.echo(f"  {line}")
        click.echo()


def _concerns(roster: Roster, shift: Shift, person: str | None) -> bool:
    return person is None or any(item.person == person for item in roster.by_shift.get(shift.id, ()))


def _line(scheduler: Scheduler, made: Plan, shift: Shift) -> tuple[str, ...]:
    programme = scheduler.programme
    names = []
    for requirement in shift.requirements:
        serving = [item for item in made.serving(shift.id) if item.seat.role == requirement.role]
        people = [programme.in_language(programme.person(item.person).name) for item in serving]
        people += [label("empty", programme.language)] * (requirement.minimum - len(serving))
        names.append(f"{requirement.role}: {', '.join(people)}" if len(shift.requirements) > 1 else ", ".join(people))
    start = shift.span.start
    day = start.astimezone(zone(programme.zone)).date()
    return (
        day_in_words(day, programme.language),
        clock_time(start, programme.zone, programme.language),
        "; ".join(names),
    )


def _as_data(scheduler: Scheduler, made: Plan, roster: Roster, person: str | None) -> dict[str, Any]:
    shifts = {shift.id: shift for shift in made.problem(roster.id).shifts}
    found = dict(scheduler.fairness(made))[roster.id]
    return {
        "id": roster.id,
        "fairness": found.score,
        "heaviest": found.heaviest,
        "water_line": found.water_line,
        "duties": [
            {
                "shift": item.seat.shift,
                "role": item.seat.role,
                "seat": item.seat.index,
                "person": item.person,
                "start": shifts[item.seat.shift].span.start,
                "end": shifts[item.seat.shift].span.end,
            }
            for item in roster.assignments
            if person in (None, item.person)
        ],
    }
