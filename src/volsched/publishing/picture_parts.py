"""What both pictures of a roster share: what it is called for the one who looks, its heading, and its legend."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import frozen

from volsched.model.text import one_line
from volsched.planning import Plan
from volsched.publishing.audience import Redaction, Viewer
from volsched.publishing.drawing import GREY, MARGIN, WIDTH, Drawing, fitted, words_width
from volsched.publishing.picture_words import period, said

ORDINARY, WEEKEND, HOLIDAY = "#cfe0f3", "#7fb0de", "#1f4e8c"
EDGE = "#5b7fa8"
"""Three blues that are still three greys on paper, light to dark as the duty weighs."""

SWATCH = 24.0
_SIZE, _LINE = 13.0, 22.0

Swatch = Callable[[float, float], None]
"""Draws the sign that a legend explains, with its left upper corner there and 14 high."""


@frozen(kw_only=True)
class Heading:
    """What a picture is of, in words that the viewer may read."""

    title: str
    where: str


def heading_of(plan: Plan, roster_id: str, viewer: Viewer) -> Heading:
    """The titles of the activities of a roster, where they happen, and the window."""
    redaction, language = Redaction(plan.programme), viewer.language
    concerned = viewer.person in plan.roster(roster_id).by_person
    names = dict.fromkeys(shift.activity for shift in plan.problem(roster_id).shifts)
    faces = [redaction.face_or_reserved(plan.programme.activity(name), viewer, concerned=concerned) for name in names]
    titles = dict.fromkeys(face.title for face in faces)
    places = dict.fromkeys(face.location for face in faces if face.location)
    where = [*list(places)[:2], period(plan.window, language)]
    title = " · ".join(list(titles)[:3]) or one_line(plan.programme.name.in_language(language))
    return Heading(title=title, where=" · ".join(where))


def draw_heading(drawing: Drawing, heading: Heading, kind: str, figures: str, room: float) -> float:
    """Three lines at the top, as wide as there is room; the height that they take."""
    language = drawing.language
    drawing.text(MARGIN, 44, fitted(heading.title, 24, room), font_size=24, font_weight="bold")
    line = f"{said(kind, language)} · {heading.where}"
    drawing.text(MARGIN, 70, fitted(line, 15, room), font_size=15)
    drawing.text(MARGIN, 92, fitted(figures, 14, room), font_size=14, fill=GREY)
    return 104


def draw_legend(drawing: Drawing, y: float, items: Iterable[tuple[Swatch, str]]) -> float:
    """Signs and what they mean, side by side as far as they fit; where the legend ends."""
    x = MARGIN
    with drawing.group(font_size=_SIZE):
        for swatch, words in items:
            width = SWATCH + 7 + words_width(words, _SIZE)
            if x > MARGIN and x + width > WIDTH - MARGIN:
                x, y = MARGIN, y + _LINE
            swatch(x, y)
            drawing.text(x + SWATCH + 7, y + 11.5, words)
            x += width + 18
    return y + _LINE
