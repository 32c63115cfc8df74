"""Putting a notice into the words of the person's language."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import frozen

from volsched.model import KINDS, Language, Programme
from volsched.model.text import one_line
from volsched.notices.hours import Hours, When, when_of
from volsched.notices.message import Message, key_of
from volsched.notices.notice import KINDS_IN_ORDER, Entry, Notice
from volsched.notices.words import WORDS, Words

LONGEST_TITLE = 200
"""A title or name longer than this is cut in messages: nobody reads on, and some channels refuse the message."""

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
        body="\n".join(_Writer(notice, programme, language, words).lines(name)) + "\n",
    )


def short(text: str) -> str:
    """A title or name on one line and of a length that people read."""
    line = one_line(text)
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


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
    programme: Programme
    language: Language
    words: Words

    def lines(self, name: str) -> Iterator[str]:
        """Every line of the message."""
        organiser = short(self.programme.name.in_language(self.language))
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
            yield self.words.title(short(self.programme.activity(activity).title.in_language(self.language)))
            yield from (f"{_INDENT}{line}" for line in self._block(block))

    def _block(self, entries: Sequence[Entry]) -> Iterator[str]:
        """What is said of one activity: once what all its dates share, then the dates."""
        first = entries[0]
        if first.role is not None:
            yield self.words.role(self._role(first.role))
        dated = [(entry, when) for entry in entries if (when := when_of(entry, self.programme)) is not None]
        if not dated:
            yield from self.words.waiting(first.rank, first.reason, self._contact(first))
            return
        if len(dated) == 1:
            when = dated[0][1]
            yield self.words.time(f"{self.words.day(when.day, with_year=True)}{self.words.comma}{self._hours(when)}")
            yield from self._where_and_how_many(entries, first.venue)
        else:
            yield from self._dates(dated)
        yield self.words.to_do(first.kind, self._contact(first))

    def _dates(self, dated: Sequence[tuple[Entry, When]]) -> Iterator[str]:
        usual = Counter((when.days, when.hours) for _, when in dated).most_common(1)[0][0]
        usual_venue = Counter(entry.venue for entry, _ in dated).most_common(1)[0][0]
        yield self.words.time(self._hours(next(when for _, when in dated if (when.days, when.hours) == usual)))
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
        found = [self._hours(when)] if (when.days, when.hours) != usual else []
        found += [self._place(entry, entry.venue)] if entry.venue != venue else []
        return self.words.comma.join(found)

    def _where_and_how_many(self, entries: Sequence[Entry], venue: str | None) -> Iterator[str]:
        place = self._place(entries[0], venue)
        if place:
            yield self.words.place(place)
        numbers = [entry.together for entry in entries]
        if max(numbers) > 1:
            yield self.words.together(min(numbers), max(numbers))

    def _hours(self, when: When) -> str:
        return self.words.hours(when.hours) if when.hours else self.words.all_day(when.days)

    def _place(self, entry: Entry, venue: str | None) -> str:
        """The venue with its address, or else the area."""
        if venue is not None:
            found = self.programme.venue(venue)
            parts = (short(found.name.in_language(self.language)), short(found.address))
            return self.words.comma.join(part for part in parts if part)
        activity = self.programme.activity(entry.activity)
        team = activity.team or (activity.staffing.team if activity.staffing else None)
        area = activity.area or (self.programme.team(team).area if team else None)
        return "" if area is None else short(self.programme.area(area).name.in_language(self.language))

    def _role(self, role: str) -> str:
        """The name that the programme gives a skill of this id, or volsched a kind of activity; else the id."""
        named = {kind.id: kind.name for kind in KINDS.values()}
        named.update((skill.id, skill.name) for skill in self.programme.skills)
        return (
            short(named[role].in_language(self.language)) if role in named else role.replace("_", " ").replace("-", " ")
        )

    def _contact(self, entry: Entry) -> str:
        """Whom to tell: the organiser or the leader of the team, by name alone; else those who write."""
        activity = self.programme.activity(entry.activity)
        team = activity.staffing.team if entry.kind == "duty" and activity.staffing else activity.team
        leader = self.programme.team(team).leader if team else None
        for person in (activity.organiser, leader):
            if person is not None and person != self.notice.person:
                return short(self.programme.person(person).name.in_language(self.language))
        return self.words.us(short(self.programme.name.in_language(self.language)))
