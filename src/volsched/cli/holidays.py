"""The holidays command: which days are off, which are worked instead, and which festivals fall when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import click

from volsched.calendars import (
    CONFIRMED_UNTIL,
    REGIONS,
    WorkingDays,
    announcement,
    china_holidays,
    festivals,
    statutory_holidays,
)
from volsched.cli.options import answer, json_option
from volsched.cli.tables import columns
from volsched.model import LANGUAGES, Holiday, Language
from volsched.model.wording import day_in_words

_WORDS: dict[str, dict[Language, str]] = {
    "off": {"zh": "放假", "ug": "دەم ئېلىش", "en": "off"},
    "working": {"zh": "上班（调休）", "ug": "ئىش كۈنى", "en": "worked instead"},
    "festival": {"zh": "节日", "ug": "بايرام", "en": "festival"},
    "tentative": {"zh": "节日（待官方公布）", "ug": "بايرام (تېخى ئېلان قىلىنمىغان)", "en": "festival, tentative"},
    "unannounced": {
        "zh": "{year}年的放假安排还没有公布（已知到{until}年）；以下只是法定节日，不含调休",
        "ug": "{year}-يىللىق دەم ئېلىش تېخى ئېلان قىلىنمىدى ({until}-يىلغىچە مەلۇم)؛ "
        "تۆۋەندىكىلەر پەقەت قانۇنلۇق بايراملار",
        "en": "the days off of {year} are not announced (known until {until}); these are the statutory days alone, "
        "without make-up working days",
    },
}


@click.command()
@click.argument("year", type=click.IntRange(1901, 2099))
@click.option("--region", type=click.Choice(REGIONS), help="With the days that this region adds, where they are known.")
@click.option("--language", type=click.Choice(LANGUAGES), default="zh", show_default=True)
@click.option("--compare", is_flag=True, help="Compare with the packages holidays and chinesecalendar, if installed.")
@json_option
@click.pass_context
def holidays(
    ctx: click.Context, *, year: int, region: str | None, language: Language, compare: bool, as_json: bool
) -> None:
    """Show China's public holidays, make-up working days and festivals of a year.

    A year that has not been announced is told and not guessed (exit code 1).
    """
    announced = year <= CONFIRMED_UNTIL
    days = china_holidays(year, region) if announced else statutory_holidays(year)
    differing = list(_differences(year)) if compare and announced else []
    if as_json:
        answer(
            {
                "year": year,
                "announced": announced,
                "source": announcement(year).source if announced else "",
                "days": [_as_data(item) for item in days],
                "festivals": [
                    {"id": item.id, "day": item.day.isoformat(), "tentative": item.tentative}
                    for item in festivals(year)
                ],
                "differences": differing,
            }
        )
    else:
        _show(year, days, language, announced=announced)
        for line in differing:
            click.echo(line)
    ctx.exit(0 if announced and not differing else 1)


def _show(year: int, days: tuple[Holiday, ...], language: Language, *, announced: bool) -> None:
    if announced:
        click.echo(announcement(year).source)
    else:
        text = _WORDS["unannounced"][language].replace("{year}", str(year))
        click.echo(text.replace("{until}", str(CONFIRMED_UNTIL)))
    rows = []
    for item in days:
        word = _WORDS["working" if item.working else "off"][language]
        last = "" if item.last == item.first else f"– {day_in_words(item.last, language)}"
        rows.append((item.first, (day_in_words(item.first, language), last, word, item.name.in_language(language))))
    for feast in festivals(year):
        word = _WORDS["tentative" if feast.tentative else "festival"][language]
        rows.append((feast.day, (day_in_words(feast.day, language), "", word, feast.name.in_language(language))))
    for line in columns([row for _, row in sorted(rows)]):
        click.echo(line)


def _as_data(item: Holiday) -> dict[str, Any]:
    return {
        "name": item.name.in_language("zh"),
        "first": item.first.isoformat(),
        "last": item.last.isoformat(),
        "working": item.working,
    }


def _differences(year: int) -> Iterator[str]:
    """How our days off differ from those of the packages that are installed; they are no dependencies of ours."""
    first = dt.date(year, 1, 1)
    days = [first + dt.timedelta(days=n) for n in range(366) if (first + dt.timedelta(days=n)).year == year]
    ours = WorkingDays.of(china_holidays(year))
    for name, is_working in (("holidays", _by_holidays), ("chinesecalendar", _by_chinesecalendar)):
        try:
            works = is_working(year)
            differing = [day for day in days if works(day) != ours.is_working(day)]
        except (ImportError, NotImplementedError):
            yield f"{name}: not installed, or it does not know {year}"
            continue
        yield from (f"{name}: {day} differs" for day in differing)


def _by_holidays(year: int) -> Callable[[dt.date], bool]:
    is_working: Callable[[dt.date], bool] = import_module("holidays").country_holidays("CN", years=year).is_working_day
    return is_working


def _by_chinesecalendar(_year: int) -> Callable[[dt.date], bool]:
    is_working: Callable[[dt.date], bool] = import_module("chinese_calendar").is_workday
    return is_working
