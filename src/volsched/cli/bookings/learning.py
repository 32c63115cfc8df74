"""Commands about trainings: certificates that end, and places that were drawn."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.bookings.words import say
from volsched.cli.options import (
    answer,
    folder_argument,
    json_option,
    opened,
    planned,
    seed_option,
    show_failures,
    store_option,
    window_option,
)
from volsched.cli.tables import columns
from volsched.errors import UnknownName
from volsched.model.wording import day_in_words

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.booking import Certificate, Ending, Lot


@click.command()
@folder_argument
@store_option
@window_option
@seed_option
@json_option
@click.option("--granted", is_flag=True, help="Instead, who earns which certificate in a course of the plan.")
def certificates(
    *, folder: Path, store: str | None, window: str | None, seed: int, as_json: bool, granted: bool
) -> None:
    """Which certificates end in the window: whose, when to tell them, and which training renews them in time.

    Those whose holders are to be told first stand first. They are told as long before as the course says with
    `tell_before`, 60 days if it says nothing.
    """
    # Loaded late for a quick --help.
    from volsched.booking import endings

    scheduler = opened(folder, store=store)
    plan = planned(scheduler, window, seed)
    if granted:
        _show_granted(scheduler, plan.certificates, as_json=as_json)
        return
    last = plan.window.end - dt.timedelta(days=1)
    found = sorted(
        endings(scheduler.programme, plan.certificates, plan.window.first, last),
        key=lambda item: (item.tell_on, item.person, item.skill),
    )
    if as_json:
        answer([_ending_as_data(item) for item in found])
        return
    for line in columns([_ending_row(scheduler, item) for item in found]):
        click.echo(line)
    if not found:
        click.echo(say("no endings", scheduler.programme.language))
    show_failures(scheduler)


def _ending_row(scheduler: Scheduler, item: Ending) -> tuple[str, ...]:
    programme, language = scheduler.programme, scheduler.programme.language
    person = programme.person(item.person)
    skill = next(programme.in_language(kind.name) for kind in programme.skills if kind.id == item.skill)
    renewal = say("not renewed", language)
    if item.renewed_by is not None:
        title = programme.in_language(programme.activity(item.renewed_by).title)
        renewal = say("renewed", language, title=title)
    return (
        say("tell on", language, day=item.tell_on),
        item.person,
        programme.in_language(person.name),
        say("ends", language, skill=skill, until=item.until),
        renewal,
        person.phone or person.email or "-",
    )


def _ending_as_data(item: Ending) -> dict[str, Any]:
    return {
        "person": item.person,
        "skill": item.skill,
        "until": str(item.until),
        "tell_on": str(item.tell_on),
        "renewed_by": item.renewed_by,
    }


def _show_granted(scheduler: Scheduler, found: tuple[Certificate, ...], *, as_json: bool) -> None:
    programme, language = scheduler.programme, scheduler.programme.language
    if as_json:
        answer(
            [
                {
                    "person": item.person,
                    "skill": item.skill,
                    "activity": item.activity,
                    "since": str(item.since),
                    "until": None if item.until is None else str(item.until),
                    "planned": item.planned,
                }
                for item in found
            ]
        )
        return
    rows = []
    for item in found:
        title = programme.in_language(programme.activity(item.activity).title)
        skill = next(programme.in_language(kind.name) for kind in programme.skills if kind.id == item.skill)
        until = say("for ever", language)
        if item.until is not None:
            until = say("ends", language, skill=skill, until=item.until)
        name = programme.in_language(programme.person(item.person).name)
        since = say("granted", language, title=title, since=day_in_words(item.since, language))
        rows.append((item.person, name, since, until, say("expected", language) if item.planned else ""))
    for line in columns(rows):
        click.echo(line)


@click.command()
@folder_argument
@store_option
@window_option
@seed_option
@json_option
@click.option("--id", "name", metavar="ID", help="One activity only.")
def draw(*, folder: Path, store: str | None, window: str | None, seed: int, as_json: bool, name: str | None) -> None:
    """How the places of activities with `draw = true` were drawn: each lot, who was served before, and who has a place.

    Anybody can work a lot out again: printf '0|ACTIVITY|PERSON' | sha256sum, with the seed in front.
    """
    scheduler = opened(folder, store=store)
    plan = planned(scheduler, window, seed)
    lots = dict(plan.lots)
    if name is not None and name not in lots:
        raise UnknownName("activity with a drawing", name, lots)
    chosen = lots if name is None else {name: lots[name]}
    placed = {key: {b.person for b in plan.bookings_in(key) if b.status == "booked"} for key in chosen}
    if as_json:
        answer({key: [_lot_as_data(item, placed[key], scheduler) for item in found] for key, found in chosen.items()})
        return
    language = scheduler.programme.language
    for key, found in chosen.items():
        title = scheduler.programme.in_language(scheduler.programme.activity(key).title)
        click.echo(say("drawing", language, title=title, seed=seed))
        rows = []
        for item in found:
            word = "has a place" if _has_place(item, placed[key], scheduler) else "waiting"
            served = say("served", language, count=item.served)
            rows.append((f"{item.rank:>4}", item.person, served, item.digest[:16], say(word, language)))
        for line in columns(rows):
            click.echo(line)
    if not chosen:
        click.echo(say("no drawing", language))
    show_failures(scheduler)


def _lot_as_data(item: Lot, placed: set[str], scheduler: Scheduler) -> dict[str, Any]:
    return {
        "rank": item.rank,
        "who": item.person,
        "served": item.served,
        "lot": item.digest,
        "place": _has_place(item, placed, scheduler),
    }


def _has_place(item: Lot, placed: set[str], scheduler: Scheduler) -> bool:
    """Whether the person, or somebody of the household that was drawn, has a place."""
    people = scheduler.programme.people
    return item.person in placed or any(p.id in placed for p in people if p.household == item.person)
