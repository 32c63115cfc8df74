"""volsched acts: the running order of a show, with its public and its real time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.nothing import nothing
from volsched.cli.options import answer, folder_argument, json_option, opened, show_failures, window_option
from volsched.cli.tables import columns
from volsched.errors import InvalidValue
from volsched.model import Language, Programme
from volsched.model.wording import clock_time, day_in_words

if TYPE_CHECKING:
    from volsched.planning import RunningOrder

_MOST_DAYS = 5
_SAY: dict[str, dict[Language, str]] = {
    "set up": {"zh": "布置", "ug": "تەييارلاش", "en": "set up"},
    "call": {"zh": "演员到场", "ug": "ئارتىسلار كېلىدۇ", "en": "call"},
    "change": {"zh": "换场", "ug": "سەھنە ئالماشتۇرۇش", "en": "change-over"},
    "begin": {"zh": "开始", "ug": "باشلىنىدۇ", "en": "begins"},
    "end": {"zh": "结束", "ug": "ئاخىرلىشىدۇ", "en": "end"},
    "cleared": {"zh": "清场完毕", "ug": "يىغىشتۇرۇلدى", "en": "cleared"},
    "over": {"zh": "超过公布的时间", "ug": "ئېلان قىلىنغان ۋاقىتتىن ئاشىدۇ", "en": "longer than announced"},
    "hurry": {"zh": "接连上场：{}", "ug": "ئارقىمۇئارقا چىقىدۇ: {}", "en": "back to back: {}"},
    "two": {"zh": "在两个队里：{}", "ug": "ئىككى ئۆمەكتە: {}", "en": "in two troupes: {}"},
}


@click.command()
@folder_argument
@window_option
@json_option
@click.option("--activity", required=True, metavar="ID", help="The show.")
@click.option("--day", metavar="DAY", help="Its day, where it is played more than once.")
@click.pass_context
def acts(
    ctx: click.Context, *, folder: Path, window: str | None, as_json: bool, activity: str, day: str | None
) -> None:
    """Show the running order of a show: nobody in two troupes back to back, and little to change on the stage.

    Acts that open or close the show stay there; of equally good orders it is the nearest to that of the file. The
    exit code is 1 where the acts take longer than announced, or somebody has to play back to back in any order.
    """
    # Loaded late for a quick --help.
    from volsched.planning import running_order

    scheduler = opened(folder)
    programme = scheduler.programme
    programme.activity(activity)
    plan = scheduler.outline(window)
    occurrences = [item for item in plan.occurrences_of(activity) if not item.cancelled]
    wanted = [item for item in occurrences if day is None or str(item.day) == day]
    if not wanted:
        when = day or str(plan.window)
        days = ", ".join(dict.fromkeys(str(item.day) for item in occurrences[:_MOST_DAYS]))
        cure = f"it is on {days}" if days else "name another --window, as `volsched agenda` has it"
        raise InvalidValue("activity", activity, "day", f"is not played on {when}", cure)
    order = running_order(programme, wanted[0])
    if as_json:
        answer(_as_data(order))
    else:
        click.echo(day_in_words(wanted[0].day, programme.language))
        for line in _lines(programme, order):
            click.echo(line)
        if not order.slots:
            click.echo(nothing("acts", programme.language))
    show_failures(scheduler)
    ctx.exit(1 if order.over or order.hurried else 0)


def _lines(programme: Programme, order: RunningOrder) -> Iterator[str]:
    language = programme.language
    rows: list[tuple[str, str, str]] = []
    if order.taken.start < order.public.start:
        rows.append((_clock(programme, order.taken.start), _SAY["set up"][language], ""))
    if order.call.start < order.public.start:
        rows.append((_clock(programme, order.call.start), _SAY["call"][language], ""))
    if not order.slots or order.slots[0].span.start != order.public.start:
        rows.append((_clock(programme, order.public.start), _SAY["begin"][language], ""))
    for slot in order.slots:
        team = "" if slot.act.team is None else programme.team(slot.act.team).name.in_language(language)
        own = ", ".join(programme.person(name).name.in_language(language) for name in slot.act.people)
        mark = f"  ({_SAY['change'][language]})" if slot.changed else ""
        title = slot.act.title.in_language(language) + mark
        rows.append((_clock(programme, slot.span.start), title, team or own))
    rows.append((_clock(programme, order.public.end), _SAY["end"][language], ""))
    if order.taken.end > order.public.end:
        rows.append((_clock(programme, order.taken.end), _SAY["cleared"][language], ""))
    yield from columns(rows)
    if order.over:
        yield f"{_SAY['over'][language]}: {int(order.over.total_seconds() // 60)} min"
    for hurry in order.hurried:
        yield _SAY["hurry"][language].format(f"{hurry.first} → {hurry.second}: {_names(programme, hurry.people)}")
    for person, own_acts in order.in_two_troupes:
        yield _SAY["two"][language].format(f"{_names(programme, (person,))} ({', '.join(own_acts)})")


def _names(programme: Programme, people: tuple[str, ...]) -> str:
    return ", ".join(programme.person(name).name.in_language(programme.language) for name in people)


def _clock(programme: Programme, moment: dt.datetime) -> str:
    return clock_time(moment, programme.zone, programme.language)


def _as_data(order: RunningOrder) -> dict[str, Any]:
    return {
        "occurrence": order.occurrence,
        "set_up": order.taken.start,
        "call": order.call.start,
        "public": [order.public.start, order.public.end],
        "cleared": order.taken.end,
        "acts": [{"id": slot.act.id, "start": slot.span.start, "end": slot.span.end} for slot in order.slots],
        "over_minutes": int(order.over.total_seconds() // 60),
        "back_to_back": [
            {"first": item.first, "second": item.second, "people": list(item.people)} for item in order.hurried
        ],
        "in_two_troupes": {person: list(own) for person, own in order.in_two_troupes},
    }
