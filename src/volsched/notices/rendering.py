"""Putting a notice into the words of the person's language."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import frozen

from volsched.model import Language, Programme
from volsched.notices.hours import Hours, When, when_of
from volsched.notices.message import Message, key_of
from volsched.notices.notice import KINDS_IN_ORDER, Entry, Notice
from volsched.notices.parts import Parts, short
from volsched.notices.words import WORDS, Words

_INDENT = "  "


def render(notice: Notice, programme: Programme, language: Language | None = None) -> Message:
    """The message for a person: in this language, or else the person's own, or else the programme's.

    Raises:
        UnknownName: the notice is about a person or an activity that the programme does not have.
    """
    person = programme.person(notice.person)
    language = language or person.language or programme.language
    words = WORDS[language]
    name = short(person.name.in_language(language))
    return Message(
        key=key_of(notice, programme),
        person=person.id,
        name=name,
        language=language,
        email=person.email,
        phone=person.phone,
        subject=words.subject(words.period(notice.window), _counts(notice, words)),
        body="\n".join(_Writer(notice, Parts(programme, language, notice.person), words).lines(name)) + "\n",
    )


def _counts(notice: Notice, words: Words) -> list[str]:
    numbers = Counter(entry.kind for entry in notice.entries)
    return [words.count(kind, numbers[kind]) for kind in KINDS_IN_ORDER if numbers[kind]]


@frozen
class _Listed:
    """A day of a list, and what is not as on the others."""

    day: dt.date
    differs: str


@frozen
class _Writer:
    """What the lines of one message are made from."""

    notice: Notice
    parts: Parts
    words: Words

    def lines(self, name: str) -> Iterator[str]:
        """Every line of the message."""
        organiser = self.parts.organiser()
        yield from self.words.opening(name, organiser, self.words.period(self.notice.window))
        counts = _counts(self.notice, self.words)
        yield from (f"{_INDENT}{count}" for count in counts if len(counts) > 1)
        for kind in KINDS_IN_ORDER:
            entries = self.notice.of_kind(kind)
            if entries:
                yield from ("", self.words.heading(kind))
                yield from self._section(entries)
        yield from ("", self.words.closing(), self.words.signature(organiser))

    def _section(self, entries: Sequence[Entry]) -> Iterator[str]:
        blocks: dict[tuple[str, str | None], list[Entry]] = {}
        for entry in entries:
            blocks.setdefault((entry.activity, entry.role), []).append(entry)
        for (activity, _), block in blocks.items():
            yield ""
            yield self.words.title(self.parts.title(activity))
            yield from (f"{_INDENT}{line}" for line in self._block(block))

    def _block(self, entries: Sequence[Entry]) -> Iterator[str]:
        """What is said of one activity: once what all its dates share, then the dates."""
        first = entries[0]
        if first.role is not None:
            yield self.words.role(self.parts.role(first.role))
        dated = [(entry, when) for entry in entries if (when := when_of(entry, self.parts.programme)) is not None]
        if not dated:
            yield from self.words.waiting(first.rank, first.reason, self.parts.contact(first.activity, first.kind))
            return
        if len(dated) == 1:
            when = dated[0][1]
            yield self.words.time(
                f"{self.words.day(when.day, with_year=True)}{self.words.comma}{self.parts.hours(when)}"
            )
            yield from self._where_and_how_many(entries, first.venue)
        else:
            yield from self._dates(dated)
        yield self.words.to_do(first.kind, self.parts.contact(first.activity, first.kind))

    def _dates(self, dated: Sequence[tuple[Entry, When]]) -> Iterator[str]:
        usual = Counter((when.days, when.hours) for _, when in dated).most_common(1)[0][0]
        usual_venue = Counter(entry.venue for entry, _ in dated).most_common(1)[0][0]
        yield self.words.time(self.parts.hours(next(when for _, when in dated if (when.days, when.hours) == usual)))
        yield from self._where_and_how_many([entry for entry, _ in dated], usual_venue)
        listed = [_Listed(when.day, self._differences(entry, when, usual, usual_venue)) for entry, when in dated]
        weekdays = {item.day.weekday() for item in listed}
        weekday = weekdays.pop() if len(weekdays) == 1 else None
        yield self.words.days(weekday)
        for (year, month), in_month in groupby(listed, key=lambda item: (item.day.year, item.day.month)):
            yield from (f"{_INDENT}{line}" for line in self._month(year, month, list(in_month), weekday))

    def _month(self, year: int, month: int, listed: Sequence[_Listed], weekday: int | None) -> Iterator[str]:
        """A line for each day; one for all of them where the weekday is said above and the days are enough."""
        if weekday is not None:
            yield self.words.month_in_short(year, month, [item.day.day for item in listed])
            listed = [item for item in listed if item.differs]
        else:
            yield self.words.month(year, month, len(listed))
        for item in listed:
            yield f"{_INDENT}{self.words.day(item.day, with_year=False)}"
            if item.differs:
                yield f"{_INDENT * 2}{self.words.different(item.differs)}"

    def _differences(self, entry: Entry, when: When, usual: tuple[int, tuple[Hours, ...]], venue: str | None) -> str:
        found = [self.parts.hours(when)] if (when.days, when.hours) != usual else []
        found += [self.parts.place(entry.activity, entry.venue)] if entry.venue != venue else []
        return self.words.comma.join(found)

    def _where_and_how_many(self, entries: Sequence[Entry], venue: str | None) -> Iterator[str]:
        place = self.parts.place(entries[0].activity, venue)
        if place:
            yield self.words.place(place)
        numbers = [entry.together for entry in entries]
        if max(numbers) > 1:
            yield self.words.together(min(numbers), max(numbers))
