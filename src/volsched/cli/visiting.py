"""volsched visits: who goes where, who could stand in, what was missed; and that somebody went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    store_option,
    window_option,
)
from volsched.cli.people import person_of
from volsched.cli.remembering import day_of, remembered, today_option
from volsched.cli.tables import columns
from volsched.errors import InvalidValue
from volsched.model import Language, Programme
from volsched.model.wording import clock_time, day_in_words
from volsched.model.zones import zone

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.planning import Plan
    from volsched.planning.visits import StandIn, Visit

_SAY: dict[str, dict[Language, str]] = {
    "made": {"zh": "已走访", "ug": "زىيارەت قىلىندى", "en": "made"},
    "missed": {"zh": "漏访", "ug": "قالدۇرۇلدى", "en": "missed"},
    "noted": {"zh": "已登记", "ug": "خاتىرىلەندى", "en": "noted"},
    "own": {"zh": "本户帮扶人", "ug": "ئۆز ياردەمچىسى", "en": "own helper"},
    "near": {"zh": "相隔{}级", "ug": "{} قەدەم يىراقتا", "en": "{} steps away"},
    "same": {"zh": "同一网格", "ug": "ئوخشاش كاتەكچە", "en": "same cell"},
    "visits": {"zh": "已有{}次", "ug": "{} قېتىم بار", "en": "{} visits"},
    "nobody": {"zh": "没有人能去", "ug": "ھېچكىم بارالمايدۇ", "en": "nobody can go"},
}


@click.command()
@folder_argument
@window_option
@seed_option
@store_option
@json_option
@today_option
@click.option("--day", metavar="DAY", help="Only the visits of one day.")
@click.option("--household", metavar="ID", help="Only those of one household, by the id of its team.")
@click.option("--helper", metavar="PERSON", help="Only those on which one helper goes, by id or name.")
@click.option("--missed", "only_missed", is_flag=True, help="Only those that are over and were not noted as made.")
@click.option("--instead-of", metavar="PERSON", help="With --day: who could go instead of somebody who is away.")
@click.option("--made", metavar="VISIT", help="Note that a visit was made, by its key; --by names others than planned.")
@click.option("--by", multiple=True, metavar="PERSON", help="With --made: who went, by id or name; for each.")
@click.pass_context
def visits(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    store: str | None,
    as_json: bool,
    today: str | None,
    **asked: Any,
) -> None:
    """Show who visits which household when, and whether it was noted as made.

    Own helpers go first and evenly; where none of them can, somebody from near by in the grid stands in. What is kept
    of a visit is its day and who went. The exit code is 1 where a visit was missed, or nobody could go.
    """
    scheduler = opened(folder, store=store, begins=store is None and asked["made"] is not None)
    plan = planned(scheduler, window, seed)
    if asked["made"] is not None:
        _note(scheduler, plan, asked["made"], asked["by"], today)
        return
    if asked["instead_of"] is not None:
        found = _instead(plan, asked["day"], person_of(plan.programme, asked["instead_of"]))
        _show_stand_ins(plan, found, as_json=as_json)
        ctx.exit(0 if all(found.values()) else 1)
    rows = _rows(scheduler, plan, asked, day_of(today))
    if as_json:
        answer([_as_data(visit, state) for visit, state in rows])
    else:
        lines = columns([_line(plan, visit, state) for visit, state in rows])
        for line in or_nothing(lines, "visits", plan.programme.language):
            click.echo(line)
    show_failures(scheduler)
    ctx.exit(1 if any(state == "missed" for _, state in rows) else 0)


def _rows(scheduler: Scheduler, plan: Plan, asked: Mapping[str, Any], now: dt.datetime) -> list[tuple[Visit, str]]:
    # Loaded late for a quick --help.
    from volsched.planning.visits import Visited, missed, visits_of
    from volsched.planning.visits.visited import KIND

    made = [Visited.of_body(key, body) for key, body in remembered(scheduler, KIND).items()]
    late = {visit.key for visit in missed(plan, made, now)} if scheduler.remembers else set()
    known = {item.visit for item in made}
    helper = None if asked["helper"] is None else person_of(plan.programme, asked["helper"])
    found = []
    for visit in visits_of(plan, household=asked["household"], helper=helper):
        state = "made" if visit.key in known else "missed" if visit.key in late else ""
        if asked["day"] not in (None, str(_day(plan.programme, visit))) or (asked["only_missed"] and state != "missed"):
            continue
        found.append((visit, state))
    return found


def _instead(plan: Plan, day: str | None, person: str) -> dict[Visit, tuple[StandIn, ...]]:
    from volsched.planning.visits import visits_of, who_could_visit

    if day is None:
        raise InvalidValue("--instead-of", "", "", "needs the day", "add --day 2027-05-04")
    going = [item for item in visits_of(plan, helper=person) if str(_day(plan.programme, item)) == day]
    if not going:
        raise InvalidValue("person", person, "day", f"goes on no visit on {day}", "see `volsched visits --helper`")
    return {item: who_could_visit(plan, item.key, away=(person,)) for item in going}


def _show_stand_ins(plan: Plan, found: Mapping[Visit, tuple[StandIn, ...]], *, as_json: bool) -> None:
    language = plan.programme.language
    if as_json:
        data = {
            visit.key: [
                {"person": one.person, "own": one.own, "steps": one.steps, "visits": one.visits} for one in ranked
            ]
            for visit, ranked in found.items()
        }
        answer(data)
        return
    for visit, ranked in found.items():
        click.echo(visit.key)
        rows = [_stand_in_line(plan.programme, one, language) for one in ranked[:5]]
        for line in columns(rows):
            click.echo(f"  {line}")
        if not ranked:
            click.echo(f"  {_SAY['nobody'][language]}")


def _stand_in_line(programme: Programme, one: StandIn, language: Language) -> tuple[str, str, str]:
    near = _SAY["same"][language] if one.steps == 0 else _SAY["near"][language].format(one.steps)
    name = programme.person(one.person).name.in_language(language)
    return (
        f"{name} ({one.person})",
        _SAY["own"][language] if one.own else near,
        _SAY["visits"][language].format(one.visits),
    )


def _note(scheduler: Scheduler, plan: Plan, key: str, by: tuple[str, ...], today: str | None) -> None:
    from volsched.errors import UnknownName
    from volsched.planning.visits import Visited, visits_of
    from volsched.planning.visits.visited import KIND

    visit = next((item for item in visits_of(plan) if item.key == key), None)
    if visit is None:
        raise UnknownName("visit", key, (item.key for item in visits_of(plan)))
    helpers = tuple(person_of(plan.programme, name) for name in by) or visit.helpers
    now = day_of(today)
    made = Visited(visit=key, on=now.astimezone(zone(plan.programme.zone)).date(), helpers=helpers)
    with scheduler.kept_store.change(who="volsched visits", why="a visit was made", at=now) as change:
        change.put(KIND, key, made.to_body())
    click.echo(f"{_SAY['noted'][plan.programme.language]}: {key}")


def _line(plan: Plan, visit: Visit, state: str) -> tuple[str, ...]:
    programme = plan.programme
    language = programme.language
    names = ", ".join(programme.person(name).name.in_language(language) for name in visit.helpers)
    title = programme.activity(visit.activity).title.in_language(language)
    clock = clock_time(visit.span.start, programme.zone, language)
    said = _SAY[state][language] if state else ""
    return day_in_words(_day(programme, visit), language), clock, title, names, said


def _day(programme: Programme, visit: Visit) -> dt.date:
    return visit.span.start.astimezone(zone(programme.zone)).date()


def _as_data(visit: Visit, state: str) -> dict[str, Any]:
    return {
        "visit": visit.key,
        "household": visit.household,
        "start": visit.span.start,
        "helpers": list(visit.helpers),
        "stand_ins": list(visit.stand_ins),
        "state": state or "planned",
    }
