"""The shifts of a window as a calendar: a small sheet for each month, a box for each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from attrs import frozen

from volsched.model import Shift
from volsched.planning import Plan
from volsched.publishing.audience import Viewer
from volsched.publishing.drawing import GREY, INK, MARGIN, PAPER, WIDTH, Drawing
from volsched.publishing.picture_parts import (
    EDGE,
    HOLIDAY,
    ORDINARY,
    SWATCH,
    WEEKEND,
    Heading,
    Swatch,
    draw_heading,
    draw_legend,
)
from volsched.publishing.picture_words import WEEKDAY_HEADS, month_name, said

SHORT, EMPTY = "#8a5a00", "#b3261e"
MOST_NAMED = 40
"""So many short or empty days are named in the words that stand for the picture."""

_FILLS = {"ordinary": ORDINARY, "weekend": WEEKEND, "holiday": HOLIDAY}
_GAP = 26.0
_MOST_COLUMNS = 4
_HEAD = 46.0


@frozen(kw_only=True)
class Day:
    """What the shifts that begin on one day come to: the seats that must be filled, and those that are."""

    day: dt.date
    kind: str
    wanted: int
    filled: int

    @property
    def missing(self) -> int:
        """How many people are still needed."""
        return self.wanted - self.filled

    @property
    def empty(self) -> bool:
        """Whether nobody serves although somebody must."""
        return self.wanted > 0 and not self.filled


@frozen(kw_only=True)
class Month:
    """A civil month, with the days of it that belong to the window."""

    first: dt.date
    days: tuple[dt.date, ...]


def days_of(plan: Plan, shifts: Iterable[Shift]) -> Mapping[dt.date, Day]:
    """The days on which shifts begin."""
    found: dict[dt.date, Day] = {}
    for shift in shifts:
        filled = sum(plan.filled_in(shift, requirement) for requirement in shift.requirements)
        before = found.get(shift.day, Day(day=shift.day, kind="ordinary", wanted=0, filled=0))
        kind = "holiday" if shift.holiday else "weekend" if shift.weekend else "ordinary"
        found[shift.day] = Day(
            day=shift.day,
            kind=max(before.kind, kind, key=list(_FILLS).index),
            wanted=before.wanted + shift.minimum,
            filled=before.filled + filled,
        )
    return found


def months_of(plan: Plan, days: Iterable[dt.date]) -> tuple[Month, ...]:
    """The months to show: those of the window, and of a shift that begins outside it by another clock."""
    last = plan.window.end - dt.timedelta(days=1)
    first, last = min([plan.window.first, *days]), max([last, *days])
    found: dict[dt.date, list[dt.date]] = {}
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(ordinal)
        found.setdefault(day.replace(day=1), []).append(day)
    return tuple(Month(first=month, days=tuple(days)) for month, days in found.items())


def draw_year(
    heading: Heading, days: Mapping[dt.date, Day], months: Sequence[Month], shifts: int, viewer: Viewer
) -> bytes:
    """The whole picture."""
    drawing, language = Drawing(viewer.language), viewer.language
    wanted, filled = sum(day.wanted for day in days.values()), sum(day.filled for day in days.values())
    figures = said("seats", language, shifts, wanted, filled)
    drawing.define(
        '<pattern id="volsched-short" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffe2a0"/>'
        '<path d="M0 0V6" stroke="#e0a83a" stroke-width="2"/></pattern>'
    )
    top = draw_heading(drawing, heading, "year", figures, WIDTH - 2 * MARGIN)
    top = draw_legend(drawing, top + 8, _legend(drawing)) + 14
    sheets = _Sheets.fitting(drawing, months)
    bottom = sheets.draw(top, days)
    title = f"{heading.title} · {said('year', language)} · {heading.where}"
    described = [
        figures,
        *_named("short days", [day for day in days.values() if day.missing and not day.empty], viewer),
    ]
    described += _named("empty days", [day for day in days.values() if day.empty], viewer)
    return drawing.finished(bottom + MARGIN - _GAP, title, ". ".join(described) + ".")


def _named(word: str, days: Sequence[Day], viewer: Viewer) -> Iterable[str]:
    if days:
        named = [f"{day.day} ({day.filled}/{day.wanted})" for day in sorted(days, key=lambda day: day.day)]
        rest = [said("more", viewer.language, len(named) - MOST_NAMED)] if len(named) > MOST_NAMED else []
        yield f"{said(word, viewer.language)}: " + ", ".join([*named[:MOST_NAMED], *rest])


def _legend(drawing: Drawing) -> Iterable[tuple[Swatch, str]]:
    language = drawing.language
    for kind in _FILLS:
        day = Day(day=dt.date.min, kind=kind, wanted=1, filled=1)
        yield partial(_swatch, drawing, day), said("full", language, said(kind, language))
    yield partial(_swatch, drawing, Day(day=dt.date.min, kind="ordinary", wanted=3, filled=1)), said("short", language)
    yield partial(_swatch, drawing, Day(day=dt.date.min, kind="ordinary", wanted=2, filled=0)), said("nobody", language)
    yield partial(_band_swatch, drawing), said("band", language)
    yield partial(_swatch, drawing, None), said("no shift", language)


def _swatch(drawing: Drawing, day: Day | None, x: float, y: float) -> None:
    _box(drawing, day, x, y - 1, SWATCH, 16)
    if day is None:
        drawing.text(x + SWATCH / 2, y + 11.5, "1", "middle", fill=GREY)
    elif day.missing:
        _mark(drawing, day, x + SWATCH / 2, y + 11.5, 12)


def _band_swatch(drawing: Drawing, x: float, y: float) -> None:
    for kind, left in (("weekend", x), ("holiday", x + SWATCH / 2)):
        _box(drawing, Day(day=dt.date.min, kind=kind, wanted=2, filled=1), left, y - 1, SWATCH / 2 - 0.5, 16)


def _box(drawing: Drawing, day: Day | None, x: float, y: float, width: float, height: float) -> None:  # noqa: PLR0917
    """The box of a day; a band under a short or empty one says that it is a weekend or a holiday."""
    if day is None:
        return
    if not day.missing:
        drawing.rect(x, y, width, height, fill=_FILLS[day.kind], stroke=EDGE, stroke_width=0.7)
        return
    tint = {"fill": PAPER, "stroke": EMPTY} if day.empty else {"fill": "url(#volsched-short)", "stroke": SHORT}
    told = "" if day.day == dt.date.min else f"{day.day}: {day.filled}/{day.wanted}"
    drawing.rect(x + 0.8, y + 0.8, width - 1.6, height - 1.6, told, stroke_width=2.4 if day.empty else 1.4, **tint)
    if day.kind != "ordinary":
        drawing.rect(x + 2, y + height - 6, width - 4, 4, fill=_FILLS[day.kind])


def _mark(drawing: Drawing, day: Day, x: float, y: float, size: float) -> None:
    """How many are missing. The minus stands before the number in every script."""
    fill = EMPTY if day.empty else INK
    words = f"\u2212{day.missing}"
    size = min(size, 44 / len(words))
    drawing.text(x, y, words, "middle", font_size=size, font_weight="bold", fill=fill, direction="ltr")


@frozen(kw_only=True)
class _Sheets:
    """Where the months stand: so many side by side, and the size of a day's box."""

    drawing: Drawing
    rows: Sequence[Sequence[Month]]
    width: float
    box: float
    """The height of the box of a day."""

    @classmethod
    def fitting(cls, drawing: Drawing, months: Sequence[Month]) -> _Sheets:
        """Four months side by side, or larger ones where there are fewer."""
        columns = min(_MOST_COLUMNS, len(months))
        return cls(
            drawing=drawing,
            rows=[months[start : start + columns] for start in range(0, len(months), columns)],
            width=(WIDTH - 2 * MARGIN - _GAP * (columns - 1)) / columns,
            box=(46.0, 42.0, 38.0, 34.0)[columns - 1],
        )

    def draw(self, y: float, days: Mapping[dt.date, Day]) -> float:
        """Every month; where they end."""
        with_year = len({month.first.year for row in self.rows for month in row}) > 1
        for row in self.rows:
            for column, month in enumerate(row):
                self._month(MARGIN + column * (self.width + _GAP), y, month, days, with_year=with_year)
            weeks = max(_week(month.days[-1]) for month in row) + 1
            y += _HEAD + weeks * self.box + _GAP
        return y

    def _month(self, x: float, y: float, month: Month, days: Mapping[dt.date, Day], *, with_year: bool) -> None:
        drawing, language, step = self.drawing, self.drawing.language, self.width / 7
        drawing.text(
            x, y + 16, month_name(month.first, language, with_year=with_year), font_size=15, font_weight="bold"
        )
        with drawing.group(font_size=11, fill=GREY):
            for weekday, head in enumerate(WEEKDAY_HEADS[language]):
                drawing.text(x + (weekday + 0.5) * step, y + 36, head, "middle")
        with drawing.group(font_size=13 if self.box > 36 else 9.5):
            for day in month.days:
                self._day(x + day.weekday() * step, y + _HEAD - 4 + _week(day) * self.box, day, days.get(day))

    def _day(self, x: float, y: float, day: dt.date, found: Day | None) -> None:
        drawing, width, height = self.drawing, self.width / 7 - 2, self.box - 2
        small = self.box < 36
        _box(drawing, found, x, y, width, height)
        on_dark = found is not None and found.kind == "holiday" and not found.missing
        fill = GREY if found is None else PAPER if on_dark else INK
        drawing.text(x + 4, y + (10.5 if small else 16), str(day.day), fill=fill)
        if found is not None and found.missing:
            _mark(drawing, found, x + width / 2, y + height - (8.5 if small else 9), 12.5 if small else 17)


def _week(day: dt.date) -> int:
    """In which row of its month a day stands; weeks begin on Monday."""
    return (day.day - 1 + day.replace(day=1).weekday()) // 7
