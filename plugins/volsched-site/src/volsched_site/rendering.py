"""Templates into pages: every value is escaped, unless it was escaped before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from volsched.model import Language
from volsched.model.wording import WEEKDAYS
from volsched.publishing import OutputFile
from volsched_site.days import Day
from volsched_site.entries import Entry, written
from volsched_site.words import BETWEEN, OWN_NAMES, TAGS, WORDS

CSP = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
"""What a browser may load for a page: its style sheet, and nothing else from anywhere."""
_TIMES = Markup("\0")
"""Stands for the times of an event; no text of a programme can hold it."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("volsched_site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["written"] = written
    return environment


def style_sheet(folder: str) -> OutputFile:
    """The one style sheet of a site."""
    return OutputFile(f"{folder}/site.css", _environment().get_template("site.css").render().encode())


class Renderer:
    """Renders pages in one language; what many pages show is worked out once."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._words = WORDS[language]
        self._common: Mapping[str, Any] = {
            "csp": CSP,
            "language": language,
            "tag": TAGS[language],
            "direction": "rtl" if language == "ug" else "ltr",
            "w": self._words,
            "weekdays": WEEKDAYS[language],
            "tags": TAGS,
            "own_names": OWN_NAMES,
        }
        self._macros: Any = _environment().get_template("events.html").make_module(dict(self._common))
        self._events: dict[tuple[str, Entry, str, bool], Markup] = {}
        self._around: dict[tuple[object, ...], tuple[str, str]] = {}
        self._heads: dict[tuple[str, Day, str], Markup] = {}

    def page(self, template: str, **values: Any) -> bytes:
        """A whole page."""
        return _environment().get_template(template).render(**self._common, **values).encode()

    def head(self, look: str, day: Day, link: str = "") -> Markup:
        """The heading of a day: "head" for a cell of a month or week, "long_head" for a list."""
        key = (look, day, link)
        known = self._heads.get(key)
        if known is None:
            known = self._heads[key] = getattr(self._macros, look)(day, link)
        return known

    def event(self, look: str, entry: Entry, root: str = "", *, goes_on: bool = False) -> Markup:
        """An event as a "cell" of a month, a "card" of a week, a "row" of a list, or a "line", a row without its UID.

        `root` leads from the page to the folder of its language; where it is empty, venues are no links. `goes_on`
        says that the event began on an earlier day.
        """
        key = (look, entry, root, goes_on)
        known = self._events.get(key)
        if known is None:
            before, after = self._surroundings("row" if look == "line" else look, entry, root)
            times = "".join(self._times(entry, goes_on=goes_on, identified=look == "row"))
            known = self._events[key] = Markup(f"{before}{times}{after}")  # noqa: S704 - all of it is escaped
        return known

    def _surroundings(self, look: str, entry: Entry, root: str) -> tuple[str, str]:
        """What stands before and after the times of an event; the same for every night of a patrol."""
        view = entry.view
        venue = f"{root}venue/{entry.venue}/index.html" if root and entry.venue else ""
        key = (look, view.face, view.cancelled, venue)
        known = self._around.get(key)
        if known is None:
            before, _, after = str(getattr(self._macros, look)(view, _TIMES, venue)).partition(str(_TIMES))
            known = self._around[key] = (before, after)
        return known

    def _times(self, entry: Entry, *, goes_on: bool, identified: bool) -> Iterator[str]:
        """The times by each clock. Written here and not in a template, as there are tens of thousands of them."""
        between = BETWEEN[self._language]
        if entry.range or not entry.clocks:
            days = escape(entry.range or self._words["all_day"])
            yield f'<span class="clock"><time class="dt-start" datetime="{entry.first}">{days}</time></span>'
        for place, clock in enumerate(entry.clocks):
            start, end, of = str(escape(clock.start)), str(escape(clock.end)), escape(clock.name)
            if place == 0:
                mark = "" if entry.range else ' class="dt-start"'
                start = f'<time{mark} datetime="{clock.start_iso}">{start}</time>'
                end = f'<time class="dt-end" datetime="{clock.end_iso}">{end}</time>'
            hours = f'<span class="hours">{start}{between}{end}</span>'
            yield f' <span class="clock">{hours} <span class="of">{of}</span></span>'
        if goes_on:
            yield f' <span class="goes-on">{escape(self._words["goes_on"])}</span>'
        if identified and entry.view.key:
            yield f'<data class="u-uid" value="{escape(entry.view.uid)}"></data>'
