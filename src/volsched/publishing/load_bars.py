"""Everybody's load as a bar, beside what would be fair for them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial

from attrs import frozen

from volsched.planning import Plan
from volsched.publishing.audience import Redaction, Viewer
from volsched.publishing.drawing import FAINT, GREY, INK, MARGIN, PAPER, WIDTH, Drawing, fitted, number, words_width
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
from volsched.publishing.picture_words import said
from volsched.rostering import Fairness, PersonLoad

KINDS = ("carried", "ordinary", "weekend", "holiday")
FILLS = {"carried": PAPER, "ordinary": ORDINARY, "weekend": WEEKEND, "holiday": HOLIDAY}
ONE_COLUMN = 40
"""More people than these stand in two columns, so that a hundred fit on a page."""

_GAP = 36.0
_FIGURES = 84.0
_OWN = "#fff3c4"


@frozen(kw_only=True)
class Bar:
    """One person: their name where the viewer may read it, and the load by the kind of day on which it was served."""

    name: str
    own: bool
    load: PersonLoad
    parts: tuple[int, ...]

    @property
    def order(self) -> tuple[object, ...]:
        """The heaviest first. Everything that is drawn stands before the id, so that the order tells nobody's name."""
        load = self.load
        figures = (load.fair, load.duties, load.weekends, load.holidays, *self.parts)
        return (-load.load, *(-figure for figure in figures), load.person)


def bars_of(plan: Plan, roster_id: str, viewer: Viewer, found: Fairness) -> tuple[Bar, ...]:
    """The bars in their order, the heaviest first."""
    redaction, roster, problem = Redaction(plan.programme), plan.roster(roster_id), plan.problem(roster_id)
    bars = []
    for load in found.people:
        served = dict.fromkeys(KINDS, 0)
        for item in roster.by_person.get(load.person, ()):
            shift = problem.shift(item.seat.shift)
            served["holiday" if shift.holiday else "weekend" if shift.weekend else "ordinary"] += shift.burden
        served["carried"] = load.load - sum(served.values())
        name = redaction.name_of(load.person, viewer)
        bars.append(Bar(name=name, own=viewer.person == load.person, load=load, parts=tuple(served.values())))
    return tuple(sorted(bars, key=lambda bar: bar.order))


def draw_loads(
    heading: Heading, bars: Sequence[Bar], found: Fairness, weights: dict[str, str], viewer: Viewer
) -> bytes:
    """The whole picture. `weights` says what a duty of each kind of day counts for, where that is one number."""
    drawing, language = Drawing(viewer.language), viewer.language
    figures = _figures(bars, viewer)
    drawing.define(
        '<pattern id="volsched-carried" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0V5" stroke="{GREY}" stroke-width="1.4"/></pattern>'
    )
    top = draw_heading(drawing, heading, "loads", figures, WIDTH - 2 * MARGIN - 190)
    _draw_score(drawing, found.score)
    top = draw_legend(drawing, top + 8, _legend(drawing, bars, found, weights)) + 20
    columns = _columns(bars)
    row = 18.0 if len(columns) > 1 else 28.0 if len(bars) <= 12 else 22.0
    board = _Board(
        drawing=drawing,
        width=(WIDTH - 2 * MARGIN - _GAP * (len(columns) - 1)) / len(columns),
        row=row,
        name=_room_for_names(bars, row, 140.0 if len(columns) > 1 else 220.0),
        most=max([found.heaviest, found.water_line, *(math.ceil(bar.load.fair) for bar in bars), 1]),
        line=found.water_line,
    )
    first = 1
    for index, column in enumerate(columns):
        board.column(MARGIN + index * (board.width + _GAP), top, column, first)
        first += len(column)
    height = top + board.row * max((len(column) for column in columns), default=0) + MARGIN
    score = f"{said('fairness', language)}: {found.score} ({said('of 100', language)})"
    title = f"{heading.title} · {said('loads', language)} · {heading.where}"
    line = said("water line", language, found.water_line)
    return drawing.finished(height, title, f"{figures}. {score}. {line}.")


def _columns(bars: Sequence[Bar]) -> list[Sequence[Bar]]:
    if len(bars) <= ONE_COLUMN:
        return [bars]
    half = (len(bars) + 1) // 2
    return [bars[:half], bars[half:]]


def _size(row: float) -> float:
    """How large the letters in a row of this height are."""
    return min(13.0, row - 6)


def _room_for_names(bars: Sequence[Bar], row: float, most: float) -> float:
    """As wide as the longest name that there is room for, or as a number is."""
    longest = max((words_width(bar.name[:100], _size(row)) for bar in bars), default=0.0)
    return min(max(34.0, math.ceil(longest) + 14.0), most)


def _figures(bars: Sequence[Bar], viewer: Viewer) -> str:
    if not bars:
        return said("no people", viewer.language)
    word = "people" if len(bars) > 1 else "alone"
    return said(word, viewer.language, len(bars), bars[-1].load.load, bars[0].load.load)


def _draw_score(drawing: Drawing, score: int) -> None:
    right, language = WIDTH - MARGIN, drawing.language
    drawing.text(right, 26, said("fairness", language), "end", font_size=14, fill=GREY)
    drawing.text(right, 70, str(score), "end", font_size=46, font_weight="bold")
    drawing.text(right, 92, said("of 100", language), "end", font_size=14, fill=GREY)


def _legend(
    drawing: Drawing, bars: Sequence[Bar], found: Fairness, weights: dict[str, str]
) -> Iterable[tuple[Swatch, str]]:
    language = drawing.language
    for index, kind in enumerate(KINDS):
        if any(bar.parts[index] for bar in bars):
            name = said(kind, language)
            words = said("counts", language, name, weights[kind]) if kind in weights else name
            yield partial(_swatch, drawing, kind), words
    yield partial(_fair_swatch, drawing), said("fair mark", language)
    yield partial(_line_swatch, drawing), said("water line", language, found.water_line)


def _swatch(drawing: Drawing, kind: str, x: float, y: float) -> None:
    _piece(drawing, kind, x, y, SWATCH, 14)


def _piece(drawing: Drawing, kind: str, x: float, y: float, width: float, height: float) -> None:  # noqa: PLR0917
    fill = "url(#volsched-carried)" if kind == "carried" else FILLS[kind]
    drawing.rect(x, y, width, height, fill=fill)


def _fair_swatch(drawing: Drawing, x: float, y: float) -> None:
    drawing.line(x + SWATCH / 2, y - 1, x + SWATCH / 2, y + 15, stroke=INK, stroke_width=2.5)


def _line_swatch(drawing: Drawing, x: float, y: float) -> None:
    drawing.line(x, y + 7, x + SWATCH, y + 7, stroke=INK, stroke_width=1.5, stroke_dasharray="5 3")


@frozen(kw_only=True)
class _Board:
    """Where the bars of one picture stand: the width of a column, the height of a row, and the scale."""

    drawing: Drawing
    width: float
    row: float
    name: float
    most: int
    line: int

    def column(self, x: float, y: float, bars: Sequence[Bar], first: int) -> None:
        """One column of bars with its scale above it."""
        drawing, size = self.drawing, _size(self.row)
        bottom = y + len(bars) * self.row
        with drawing.group(stroke=FAINT, fill=GREY, font_size=11):
            for tick in _ticks(self.most):
                at = self._at(x, tick)
                drawing.line(at, y - 3, at, bottom)
                drawing.text(at, y - 6, str(tick), "middle", stroke="none")
        self._heads(x, y)
        with drawing.group(font_size=size):
            for index, bar in enumerate(bars):
                self._row(x, y + index * self.row, bar, first + index)
        at = self._at(x, self.line)
        drawing.line(at, y - 3, at, bottom + 4, stroke=INK, stroke_width=1.5, stroke_dasharray="5 3")

    def _heads(self, x: float, y: float) -> None:
        language, right = self.drawing.language, x + self.width
        with self.drawing.group(font_size=11, fill=GREY):
            self.drawing.text(right - 46, y - 6, fitted(said("load", language), 11, 40), "end")
            self.drawing.text(right, y - 6, fitted(said("fair", language), 11, 46), "end")

    def _row(self, x: float, y: float, bar: Bar, place: int) -> None:
        drawing, load, middle = self.drawing, bar.load, y + self.row / 2 + 4.5
        size = _size(self.row)
        if bar.own:
            drawing.rect(x - 6, y, self.width + 12, self.row, fill=_OWN, stroke=INK)
        name = fitted(bar.name, size, self.name - 10) if bar.name else str(place)
        figures = (load.load, number(load.fair), load.duties, load.weekends, load.holidays)
        with drawing.group(said("one", drawing.language, bar.name or place, *figures)):
            drawing.text(x, middle, name)
            self._bar(x, y, bar)
            drawing.text(x + self.width - 46, middle, str(load.load), "end", font_weight="bold")
            drawing.text(x + self.width, middle, f"{load.fair:.1f}", "end", fill=GREY)

    def _bar(self, x: float, y: float, bar: Bar) -> None:
        drawing, thick = self.drawing, self.row - 7
        done = 0
        for kind, part in zip(KINDS, bar.parts, strict=True):
            if part > 0:
                start, end = self._at(x, done), self._at(x, done + part)
                _piece(drawing, kind, start, y + 3.5, end - start, thick)
                done += part
        if done:
            drawing.rect(self._at(x, 0), y + 3.5, self._at(x, done) - self._at(x, 0), thick, fill="none", stroke=EDGE)
        at = self._at(x, bar.load.fair)
        drawing.line(at, y + 2, at, y + self.row - 2, stroke=PAPER, stroke_width=4)
        drawing.line(at, y + 2, at, y + self.row - 2, stroke=INK, stroke_width=2)

    def _at(self, x: float, load: float) -> float:
        return x + self.name + load / self.most * (self.width - self.name - _FIGURES - 10)


def _ticks(most: int) -> range:
    """Round loads for the scale, at most seven."""
    step = next(step for power in range(9) for step in (10**power, 2 * 10**power, 5 * 10**power) if most / step <= 6)
    return range(0, most + 1, step)
