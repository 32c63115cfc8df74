"""Commands that look: check, plan, agenda. They write nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.nothing import or_nothing
from volsched.cli.options import (
    answer,
    finding_as_data,
    folder_argument,
    json_option,
    needs_a_look,
    now_option,
    opened,
    planned,
    seed_option,
    show_failures,
    show_findings,
    window_option,
)
from volsched.cli.people import person_of
from volsched.cli.tables import columns
from volsched.cli.wording import label
from volsched.errors import InvalidValue
from volsched.model import Language, Window
from volsched.model.wording import clock_time, day_in_words
from volsched.model.zones import zone

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.planning import AgendaEntry, Plan


@click.command()
@folder_argument
@window_option
@seed_option
@json_option
@now_option
@click.option("--fix", "fixing", is_flag=True, help="Show what could be changed, and change the files on a yes.")
@click.option("--yes", is_flag=True, help="With --fix: say yes to the first proposal of each finding.")
@click.pass_context
def check(
    ctx: click.Context, *, folder: Path, window: str | None, seed: int, as_json: bool, fixing: bool, yes: bool
) -> None:
    """Look a programme over and name what is wrong or missing.

    Faults in the files come first, all together, each with its file, line, field and cure (exit code 2). Then the
    programme is planned and the plan is checked: people and venues in two places at once, seats that nobody fills,
    people without a place, months without an activity (exit code 1). With --fix each change is shown before it is made,
    everything else in the files stays as it was, and the programme is checked again afterwards.
    """
    if as_json and fixing:
        raise click.UsageError("--fix asks and shows; take --json out")
    if yes and not fixing:
        raise click.UsageError("--yes says yes to what --fix proposes; add --fix")
    scheduler = opened(folder)
    plan = planned(scheduler, window, seed)
    language = scheduler.programme.language
    if as_json:
        answer(
            {
                "findings": [finding_as_data(item) for item in plan.findings],
                "notes": [str(note) for note in scheduler.notes],
                "plugin_failures": [str(failure) for failure in scheduler.failures],
                "window": str(plan.window),
            }
        )
    else:
        for note in scheduler.notes:
            click.echo(str(note), err=True)
        show_findings(plan.findings, language, most=None)
        if not plan.findings:
            click.echo(label("nothing", language))
        if fixing and _mended(folder, plan, yes=yes):
            scheduler = opened(folder)
            plan = planned(scheduler, window, seed)
            show_findings(plan.findings, language)
            if not plan.findings:
                click.echo(label("nothing", language))
    show_failures(scheduler)
    ctx.exit(1 if needs_a_look(plan.findings, scheduler.failures) else 0)


def _mended(folder: Path, made: Plan, *, yes: bool) -> bool:
    # Loaded late: few runs change anything.
    from volsched.cli.fixing import fix

    return bool(fix(folder, made.findings, made.programme.language, yes=yes))


@click.command()
@folder_argument
@window_option
@seed_option
@json_option
@now_option
@click.pass_context
def plan(ctx: click.Context, *, folder: Path, window: str | None, seed: int, as_json: bool) -> None:
    """Plan a programme and show its figures: occurrences, seats filled, fairness, findings."""
    scheduler = opened(folder)
    made = planned(scheduler, window, seed, so_far=True)
    if as_json:
        answer(plan_as_data(scheduler, made))
    else:
        for line in columns(plan_figures(scheduler, made)):
            click.echo(line)
        show_findings(made.findings, scheduler.programme.language)
    show_failures(scheduler)
    ctx.exit(1 if needs_a_look(made.findings, scheduler.failures) else 0)


@click.command()
@folder_argument
@window_option
@seed_option
@json_option
@click.option("--person", metavar="ID", help="What one person serves, attends and does with their teams.")
@click.option("--team", metavar="ID", help="What one team does.")
@click.option("--area", metavar="ID", help="What happens in one area and the areas within it.")
@click.option("--venue", metavar="ID", help="What takes place in one venue.")
@click.option("--day", metavar="DAY", help="Only this part of the window: a day, a month, or two days.")
def agenda(
    *,
    folder: Path,
    window: str | None,
    seed: int,
    as_json: bool,
    person: str | None,
    team: str | None,
    area: str | None,
    venue: str | None,
    day: str | None,
) -> None:
    """Show what happens when.

    With --person it is for that person's own eyes or their coordinator's: it shows their appointments too.
    """
    # Loaded late for a quick --help.
    from volsched.planning import agenda as agenda_of

    scheduler = opened(folder)
    made = planned(scheduler, window, seed)
    part = None if day is None else _part(day, scheduler.programme.zone)
    person = None if person is None else person_of(scheduler.programme, person)
    entries = agenda_of(made, window=part, person=person, team=team, area=area, venue=venue)
    if as_json:
        answer([_entry_as_data(entry) for entry in entries])
    else:
        lines = columns([_entry_line(scheduler, entry) for entry in entries])
        for line in or_nothing(lines, "agenda", scheduler.programme.language):
            click.echo(line)
    show_failures(scheduler)


def _part(written: str, zone_name: str) -> Window:
    try:
        return Window.parse(written, zone_name)
    except InvalidValue as error:
        raise InvalidValue("agenda", "", "--day", error.problem, error.cure) from error


def plan_figures(scheduler: Scheduler, made: Plan) -> list[tuple[str, str]]:
    """The figures of a plan as labelled lines."""
    language, summary = scheduler.programme.language, made.summary
    lowest, mean = _fairness(scheduler, made)
    broken = sum(item.code == "rule-broken" for item in made.findings)
    rows = [
        ("programme", f"{scheduler.programme.in_language(scheduler.programme.name)} ({scheduler.programme.id})"),
        ("window", str(made.window)),
        ("occurrences", f"{summary.occurrences:,}"),
        ("seats", f"{summary.filled:,} / {summary.seats:,}"),
        *_patrol_row(made),
        ("rules broken", f"{broken:,}"),
        *([("fairness", f"{mean} ({lowest})")] if made.rosters else []),
        *([("bookings", f"{summary.booked:,}")] if summary.booked or summary.waiting else []),
        *([("waiting", f"{summary.waiting:,}")] if summary.waiting else []),
        ("people", f"{summary.people:,}"),
        ("findings", f"{summary.findings:,}"),
        *([("plugin failures", f"{len(scheduler.failures):,}")] if scheduler.failures else []),
    ]
    return [(label(word, language), figure) for word, figure in rows]


def plan_as_data(scheduler: Scheduler, made: Plan) -> dict[str, Any]:
    """The figures of a plan for programs."""
    summary = made.summary
    return {
        "programme": scheduler.programme.id,
        "window": str(made.window),
        "seed": made.seed,
        "occurrences": summary.occurrences,
        "seats": summary.seats,
        "filled": summary.filled,
        "bookings": summary.booked,
        "waiting": summary.waiting,
        "people": summary.people,
        "rosters": [
            {"id": name, "fairness": found.score, "heaviest": found.heaviest, "water_line": found.water_line}
            for name, found in scheduler.fairness(made)
        ],
        "findings": [finding_as_data(item) for item in made.findings],
        "plugin_failures": [str(failure) for failure in scheduler.failures],
    }


def _fairness(scheduler: Scheduler, made: Plan) -> tuple[str, int]:
    """The lowest roster in words, and the mean over all rosters, each counted by its duties."""
    found = scheduler.fairness(made)
    if not found:
        return "", 100
    duties = {roster.id: len(roster.assignments) for roster in made.rosters}
    total = sum(duties.values())
    mean = round(sum(fair.score * duties[name] for name, fair in found) / total) if total else 100
    name, lowest = min(found, key=lambda item: (item[1].score, item[0]))
    return f"{name}: {lowest.score}", mean


def _patrol_row(made: Plan) -> list[tuple[str, str]]:
    patrols = {item.id for item in made.programme.activities if item.kind == "patrol"}
    shifts = [shift for shift in made.shifts if shift.activity in patrols]
    seats = sum(shift.minimum for shift in shifts)
    if not seats or seats == made.summary.seats:
        return []
    filled = sum(made.filled_in(shift, requirement) for shift in shifts for requirement in shift.requirements)
    return [("patrol seats", f"{filled:,} / {seats:,}")]


def _entry_line(scheduler: Scheduler, entry: AgendaEntry) -> tuple[str, ...]:
    programme = scheduler.programme
    language: Language = programme.language
    zones = [programme.zone] if programme.second_zone is None else [programme.zone, programme.second_zone]
    start = entry.span.start
    day = start.astimezone(zone(programme.zone)).date()
    times = " ".join(clock_time(start, name, language) for name in zones)
    venue = "" if entry.venue is None else programme.venue(entry.venue).name.in_language(language)
    mark = label("cancelled", language) if entry.cancelled else entry.role or ""
    return (day_in_words(day, language), times, entry.title.in_language(language), venue, mark)


def _entry_as_data(entry: AgendaEntry) -> dict[str, Any]:
    return {
        "activity": entry.activity,
        "appointment": entry.appointment,
        "cancelled": entry.cancelled,
        "end": entry.span.end,
        "occurrence": entry.occurrence,
        "role": entry.role,
        "start": entry.span.start,
        "title": {language: getattr(entry.title, language) for language in entry.title.languages()},
        "venue": entry.venue,
    }
