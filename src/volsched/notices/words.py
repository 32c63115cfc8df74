"""The phrases that messages are put together from, in each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from volsched.model import Language, Window
from volsched.notices.chinese import Chinese
from volsched.notices.english import English
from volsched.notices.hours import Hours
from volsched.notices.notice import EntryKind
from volsched.notices.uyghur import Uyghur


class Words(Protocol):
    """One language: each method gives a finished line or a part of one. Text of people is passed in, never parsed."""

    comma: str
    """What stands between two parts of a line."""

    def period(self, window: Window) -> str:
        """A window in words: "2027", "May 2027", or its first and last day."""
        ...

    def subject(self, period: str, counts: Sequence[str]) -> str:
        """The subject line. It shows on locked screens, so it counts things and names none."""
        ...

    def count(self, kind: EntryKind, number: int) -> str:
        """So many entries of a kind."""
        ...

    def opening(self, name: str, organiser: str, period: str) -> tuple[str, ...]:
        """The first lines: the greeting, and what the message is."""
        ...

    def heading(self, kind: EntryKind) -> str:
        """The line above all entries of one kind."""
        ...

    def title(self, title: str) -> str:
        """The line that names an activity."""
        ...

    def role(self, role: str) -> str:
        """The line that names what the person does there."""
        ...

    def place(self, place: str) -> str:
        """The line that says where."""
        ...

    def time(self, text: str) -> str:
        """The line that says when."""
        ...

    def hours(self, hours: Sequence[Hours]) -> str:
        """From when to when, by each clock, with the name of the clock."""
        ...

    def all_day(self, days: int) -> str:
        """Instead of hours, for what takes whole days."""
        ...

    def different(self, text: str) -> str:
        """The line below a day whose time or place is not that of the others."""
        ...

    def together(self, least: int, most: int) -> str:
        """The line that says how many serve, the reader among them."""
        ...

    def days(self, weekday: int | None) -> str:
        """The line above a list of days, with the weekday that all of them share."""
        ...

    def month(self, year: int, month: int, number: int) -> str:
        """The line above the days of one month."""
        ...

    def month_in_short(self, year: int, month: int, days: Sequence[int]) -> str:
        """A month and the days in it on one line, for what is always on the same weekday."""
        ...

    def day(self, day: dt.date, *, with_year: bool) -> str:
        """A day with its weekday."""
        ...

    def waiting(self, rank: int, reason: str, contact: str) -> tuple[str, ...]:
        """The lines for one who waits: the rank, why, by the code that booking gave, and whom to ask."""
        ...

    def us(self, organiser: str, /) -> str:
        """Whom to tell where no person is named: those who wrote."""
        ...

    def to_do(self, kind: EntryKind, contact: str) -> str:
        """What the reader should do about what has a time, and whom to tell."""
        ...

    def closing(self) -> str:
        """The line before the last."""
        ...

    def signature(self, organiser: str) -> str:
        """The last line: who wrote."""
        ...


WORDS: Mapping[Language, Words] = MappingProxyType({"zh": Chinese(), "ug": Uyghur(), "en": English()})
