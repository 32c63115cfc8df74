"""volsched free: when these people, this room and this equipment are free, and what comes nearest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

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
from volsched.cli.people import person_of
from volsched.errors import InvalidValue
from volsched.model import Language, Programme, Span, Window
from volsched.model.wording import clock_time, day_in_words
from volsched.model.zones import zone

if TYPE_CHECKING:
    from volsched.planning import Alternative, FreeTime, InTheWay, Plan, Wish

_SAY: dict[str, dict[Language, str]] = {
    "free": {"zh": "有空：{}", "ug": "بوش ۋاقىت: {}", "en": "free: {}"},
    "in {}": {"zh": "{}", "ug": "{}", "en": "in {}"},
    "none": {
        "zh": "没有合适的时间；原因：",
        "ug": "ماس كېلىدىغان ۋاقىت يوق؛ سەۋەبى:",
        "en": "no such time; because of:",
    },
    "nearest": {"zh": "最接近的办法：", "ug": "ئەڭ يېقىن چارە:", "en": "what comes nearest:"},
    "other-room": {"zh": "换地方：{}", "ug": "باشقا ئورۇن: {}", "en": "in another room: {}"},
    "other-day": {"zh": "换日期：{}", "ug": "باشقا كۈن: {}", "en": "on another day: {}"},
    "without": {"zh": "少几个人：{}", "ug": "بىر قىسىم كىشىسىز: {}", "en": "without some people: {}"},
    "away": {"zh": "{}不能来", "ug": "{} كېلەلمەيدۇ", "en": "{} cannot come"},
    "closed": {"zh": "不开放", "ug": "تاقاق", "en": "closed"},
    "unavailable": {"zh": "本人说没空", "ug": "ۋاقتىم يوق دېگەن", "en": "said that they cannot"},
    "hours": {"zh": "时间范围", "ug": "ۋاقىت دائىرىسى", "en": "the hours of the day"},
}


@click.command()
@folder_argument
@window_option
@seed_option
@json_option
@click.option("--length", required=True, metavar="LENGTH", help="How long: 90m, 2h.")
@click.option("--person", "people", multiple=True, metavar="PERSON", help="Who must come, by id or name; for each.")
@click.option("--team", "teams", multiple=True, metavar="ID", help="A team whose members must all come.")
@click.option("--room", metavar="ID", help="The venue.")
@click.option("--equipment", multiple=True, metavar="ID[=COUNT]", help="What is needed; again for more.")
@click.option("--set-up", default="", metavar="LENGTH", help="Time that the room is taken before.")
@click.option("--clear-up", default="", metavar="LENGTH", help="Time that the room is taken after.")
@click.option("--between", metavar="TIME-TIME", help="Only between two times of day: 08:00-21:00.")
@click.option("--day", metavar="DAY", help="Only this part of the window: a day, a month, or two days.")
@click.pass_context
def free(
    ctx: click.Context, /, *, folder: Path, window: str | None, seed: int, as_json: bool, day: str | None, **wished: Any
) -> None:
    """Find the first time at which people, room and equipment are free, setting up and clearing up included.

    Rest after duties, ways between places, opening hours and what people said of their days are kept. Where there is
    no such time it says what is in the way, and what comes nearest; the exit code is then 1.
    """
    # Loaded late for a quick --help.
    from volsched.planning import free_time

    scheduler = opened(folder)
    wish = _wish(scheduler.programme, **wished)
    plan = planned(scheduler, window, seed)
    found = free_time(plan, wish, None if day is None else Window.parse(day, scheduler.programme.zone))
    if as_json:
        answer(_as_data(found, wish))
    else:
        for line in _lines(plan, found, wish):
            click.echo(line)
    show_failures(scheduler)
    ctx.exit(0 if found.span is not None else 1)


def _wish(
    programme: Programme,
    *,
    length: str,
    people: Iterable[str],
    teams: Iterable[str],
    room: str | None,
    equipment: Iterable[str],
    set_up: str,
    clear_up: str,
    between: str | None,
) -> Wish:
    from volsched.planning import Wish

    names = [person_of(programme, name) for name in people]
    names += [member for team in teams for member in programme.team(team).members]
    since, until = _between(between)
    return Wish(
        length=_length("length", length),
        people=tuple(dict.fromkeys(names)),
        room=room,
        equipment=dict(_pieces(one) for one in equipment),
        set_up=_length("set-up", set_up) if set_up else dt.timedelta(),
        clear_up=_length("clear-up", clear_up) if clear_up else dt.timedelta(),
        since=since,
        until=until,
    )


def _length(option: str, written: str) -> dt.timedelta:
    from volsched.files import read_length

    return read_length(f"--{option}", written)


def _between(written: str | None) -> tuple[dt.time | None, dt.time | None]:
    if written is None:
        return None, None
    first, _, last = written.partition("-")
    try:
        return dt.time.fromisoformat(first.strip()), dt.time.fromisoformat(last.strip())
    except ValueError:
        raise InvalidValue("--between", "", "", f"'{written[:40]}' is not two times", "write 08:00-21:00") from None


def _pieces(written: str) -> tuple[str, int]:
    name, _, count = written.partition("=")
    if count and not (count.isascii() and count.isdigit() and len(count) < 8):
        raise InvalidValue("--equipment", "", "", f"'{written[:40]}' cannot be read", "write piano or chairs=60")
    return name, int(count or 1)


def _lines(plan: Plan, found: FreeTime, wish: Wish) -> Iterable[str]:
    language = plan.programme.language
    if found.span is not None:
        yield _say("free", language).format(_when(plan, found.span, wish.room))
        return
    names = ", ".join(_what(plan, item) for item in found.in_the_way)
    yield f"{_say('none', language)} {names}"
    if found.alternatives:
        yield _say("nearest", language)
    for item in found.alternatives:
        yield "  " + _say(item.kind, language).format(_when(plan, item.span, item.room)) + _missing(plan, item)


def _missing(plan: Plan, item: Alternative) -> str:
    language = plan.programme.language
    said = [
        _say("away", language).format(_what(plan, one)) + (f" ({_why(plan, one.why)})" if one.why else "")
        for one in item.without
    ]
    return "".join(f"; {one}" for one in said)


def _why(plan: Plan, why: str) -> str:
    language = plan.programme.language
    if "/" not in why:
        return _say(why, language)
    occurrence = plan.occurrence(why)
    return plan.programme.activity(occurrence.activity).title.in_language(language)


def _what(plan: Plan, item: InTheWay) -> str:
    programme = plan.programme
    if item.what == "hours":
        return _say("hours", programme.language)
    if item.what == "person":
        name = programme.person(item.name).name
    else:
        name = programme.venue(item.name).name if item.what == "venue" else programme.kind_of_equipment(item.name).name
    return f"{name.in_language(programme.language)} ({item.name})"


def _when(plan: Plan, span: Span, room: str | None) -> str:
    programme = plan.programme
    language = programme.language
    day = span.start.astimezone(zone(programme.zone)).date()
    until = f"{span.end.astimezone(zone(programme.zone)):%H:%M}"
    said = f"{day_in_words(day, language)} {clock_time(span.start, programme.zone, language)} – {until}"
    if room is None:
        return said
    return f"{said} {_say('in {}', language).format(programme.venue(room).name.in_language(language))}"


def _say(word: str, language: Language) -> str:
    return _SAY[word][language]


def _as_data(found: FreeTime, wish: Wish) -> dict[str, Any]:
    return {
        "start": None if found.span is None else found.span.start,
        "end": None if found.span is None else found.span.end,
        "room": wish.room,
        "in_the_way": [{"what": item.what, "name": item.name} for item in found.in_the_way],
        "alternatives": [
            {
                "kind": item.kind,
                "start": item.span.start,
                "end": item.span.end,
                "room": item.room,
                "without": [{"name": one.name, "why": one.why} for one in item.without],
            }
            for item in found.alternatives
        ],
    }
