"""The ways to lay a roster out on paper, as pages of HTML; everything in them is escaped where it is put in."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType

from attrs import frozen

from volsched.model import Language
from volsched.model.wording import WEEKDAYS
from volsched_pdf.wall import Member, Night, Wall
from volsched_pdf.words import isolated, month_title, short_day, weekday, word


@frozen(kw_only=True)
class Page:
    """What is to be printed: a title, the look ("nights", "large", ...), the paper, a language and the body."""

    title: str
    look: str
    paper: str
    language: Language
    body: str


def nights(wall: Wall) -> Page:
    """A row for each night, a month after the other."""
    return _rows(wall, "nights", "A4")


def large(wall: Wall) -> Page:
    """The same in large print, for eyes that need it."""
    return _rows(wall, "large", "A4")


def nights_a3(wall: Wall) -> Page:
    """A month a page, as a calendar hangs on a wall."""
    parts = [_heading(wall, nights) + _calendar(wall, nights) for nights in wall.months()]
    most = max(len(night.served) for night in wall.nights)
    look = "month" if most <= 8 else "month dense" if most <= 14 else "month denser"
    body = "".join(f'<section class="{look}">{part}</section>' for part in parts)
    return Page(title=wall.title, look="calendar", paper="A3 landscape", language=wall.language, body=body)


def people(wall: Wall) -> Page:
    """A row for each person, a month after the other: on which days they serve."""
    parts = []
    for months_nights in wall.months():
        first = months_nights[0].day.replace(day=1)
        rows = "".join(_person(member, first) for member in wall.members)
        heads = (word(key, wall.language) for key in ("name", "duties", "days"))
        parts.append(f"{_heading(wall, months_nights)}{_table('people', heads, rows)}")
    body = "".join(f'<section class="month">{part}</section>' for part in parts)
    return Page(title=wall.title, look="people", paper="A4", language=wall.language, body=body)


def slips(wall: Wall) -> Page:
    """A slip for each person, in their own language, to be cut and handed out."""
    body = "".join(_slip(member) for member in wall.slips())
    return Page(
        title=wall.title, look="slips", paper="A4", language=wall.language, body=f'<div class="slips">{body}</div>'
    )


SHEETS: Mapping[str, Callable[[Wall], Page]] = MappingProxyType(
    {"nights": nights, "nights-a3": nights_a3, "people": people, "large": large, "slips": slips}
)
"""The sheets by the names that settings and files give them."""


def _rows(wall: Wall, look: str, paper: str) -> Page:
    parts = []
    keys = ["date", *([] if wall.same_hours else ["hours"]), *([] if wall.same_title else ["what"]), "people"]
    for months_nights in wall.months():
        rows = "".join(_night(wall, night) for night in months_nights)
        table = _table("nights", (word(key, wall.language) for key in keys), rows)
        parts.append(f'<section class="month">{_heading(wall, months_nights)}{table}</section>')
    return Page(title=wall.title, look=look, paper=paper, language=wall.language, body="".join(parts))


def _heading(wall: Wall, months_nights: Sequence[Night]) -> str:
    month = month_title(months_nights[0].day, wall.language)
    return (
        f"<header><h1>{_name(wall.title)} <b>{_text(month)}</b></h1>"
        f'<p class="of">{_name(wall.programme)}</p>{_hours(wall.same_hours)}</header>'
    )


def _table(look: str, heads: Iterable[str], rows: str) -> str:
    cells = "".join(f"<th>{_text(head)}</th>" for head in heads)
    return f'<table class="{look}"><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>'


def _night(wall: Wall, night: Night) -> str:
    cells = [f"<th>{_day(night, wall.language)}</th>"]
    if not wall.same_hours:
        cells.append(f"<td>{_lines(night.hours)}</td>")
    if not wall.same_title:
        cells.append(f"<td>{_name(night.title)}</td>")
    cells.append(f'<td class="who">{_who(night, wall.language)}</td>')
    return f"<tr{_free(night)}>{''.join(cells)}</tr>"


def _day(night: Night, language: Language) -> str:
    beside = " ".join(part for part in (night.lunar, night.festival) if part)
    small = f" <small>{_text(beside)}</small>" if beside else ""
    return f"<span>{_text(short_day(night.day, language))} {_text(weekday(night.day, language))}</span>{small}"


def _who(night: Night, language: Language) -> str:
    """The names, a role before those who have one of their own; a line to write on where nobody is."""
    found, role = [], ""
    for served in night.served:
        said = ""
        if served.role != role:
            role = served.role
            said = f'<span class="role">{_text(role)}</span> ' if role else ""
        blank = f'<span class="blank">{_text(word("blank", language))}</span>'
        found.append(f'{said}<span class="name"{_direction(served.name)}>{_name(served.name) or blank}</span>')
    return " ".join(found)


def _calendar(wall: Wall, months_nights: Sequence[Night]) -> str:
    by_day: dict[dt.date, list[Night]] = {}
    for night in months_nights:
        by_day.setdefault(night.day, []).append(night)
    first = months_nights[0].day.replace(day=1)
    heads = "".join(f"<th>{_text(name)}</th>" for name in WEEKDAYS[wall.language])
    weeks = "".join(f"<tr>{''.join(_cell(wall, by_day, day) for day in week)}</tr>" for week in _weeks(first))
    return f'<table class="calendar"><thead><tr>{heads}</tr></thead><tbody>{weeks}</tbody></table>'


def _weeks(first: dt.date) -> Iterator[list[dt.date | None]]:
    day = first - dt.timedelta(days=first.weekday())
    while day < first or day.month == first.month:
        yield [one if one.month == first.month else None for one in (day + dt.timedelta(days=n) for n in range(7))]
        day += dt.timedelta(days=7)


def _cell(wall: Wall, by_day: Mapping[dt.date, Sequence[Night]], day: dt.date | None) -> str:
    if day is None:
        return '<td class="outside"></td>'
    found = by_day.get(day, ())
    beside = " ".join(part for part in (found[0].lunar, found[0].festival) if part) if found else ""
    inner = f"<p><b>{day.day}</b> <small>{_text(beside)}</small></p>"
    for night in found:
        title = "" if wall.same_title else f"<i>{_name(night.title)}</i> "
        hours = "" if wall.same_hours else f'<span class="hours">{_lines(night.hours)}</span> '
        inner += f'<p class="who">{title}{hours}{_who(night, wall.language)}</p>'
    return f"<td{_free(found[0]) if found else ''}>{inner}</td>"


def _person(member: Member, first: dt.date) -> str:
    mine = [night for night in member.nights if night.day.replace(day=1) == first]
    days = " ".join(
        f'<span class="name{" free" if night.off else ""}">{night.day.day} '
        f"<small>{_text(weekday(night.day, member.language))}</small></span>"
        for night in mine
    )
    name = f"<th{_direction(member.name)}>{_name(member.name)}</th>"
    return f'<tr>{name}<td class="number">{len(mine)}</td><td class="who">{days}</td></tr>'


def _slip(member: Member) -> str:
    language = member.language
    hours = {night.hours for night in member.nights}
    shared = next(iter(hours)) if len(hours) == 1 else ()
    days = "".join(
        f"<li>{_day(night, language)}{'' if shared else f'<br>{_lines(night.hours)}'}</li>" for night in member.nights
    )
    titles = " · ".join(dict.fromkeys(night.title for night in member.nights))
    direction = "rtl" if language == "ug" else "ltr"
    return (
        f'<section class="slip" lang="{language}" dir="{direction}"><h2>{_name(member.name)}</h2>'
        f"<p>{_text(word('slip', language))} · {_name(titles)} · {len(member.nights)}</p>"
        f"{_hours(shared)}<ul>{days}</ul></section>"
    )


def _free(night: Night) -> str:
    return ' class="free"' if night.off else ""


def _hours(lines: Iterable[str]) -> str:
    spans = "".join(f"<span>{_text(line)}</span>" for line in lines)
    return f'<p class="hours">{spans}</p>'


def _lines(lines: Iterable[str]) -> str:
    return "<br>".join(_text(line) for line in lines)


def _name(text: str) -> str:
    """A name, its direction kept apart from what stands around it."""
    return _text(isolated(text)) if text else ""


def _direction(text: str) -> str:
    """The direction of a name in a box of its own, by its first letter: the marks do not outlast the end of a line."""
    for character in text:
        if (kind := unicodedata.bidirectional(character)) in ("L", "R", "AL"):
            return ' dir="ltr"' if kind == "L" else ' dir="rtl"'
    return ""


def _text(text: str) -> str:
    return escape(text)
