"""Messages about what changed, what is near, and what is asked: gathered for one person, in their words."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import field, frozen

from volsched.model import Language, Programme, Text
from volsched.model.wording import moment_in_words
from volsched.notices.hours import When, when_of
from volsched.notices.message import Message
from volsched.notices.notice import Entry
from volsched.notices.parts import Parts, short
from volsched.notices.phrases import say

MOST_NAMED = 5
"""So many of those who serve together are named; the others are counted."""

Tone = Literal[
    "changes",
    "reminder",
    "cover",
    "declined",
    "filled",
    "swapped",
    "exchanged",
    "silent",
    "open",
    "offer",
    "waits",
    "left",
    "lapsed",
    "missed",
]
ItemKind = Literal["added", "moved", "changed", "cancelled"]
ORDER: tuple[ItemKind, ...] = ("cancelled", "moved", "changed", "added")
"""What must not be missed comes first."""


@frozen(kw_only=True)
class TellingItem:
    """One thing that a message tells of: as it is now, or was where it is cancelled, and as it was where it moved."""

    kind: ItemKind = "added"
    entry: Entry
    before: Entry | None = None
    others: tuple[str, ...] = ()
    """The ids of those who serve in the same shift."""


@frozen(kw_only=True)
class Telling:
    """One message before it is worded: to whom, about what, and what the reader is asked.

    `who` is the one who cannot come, `candidate` who is asked instead, `until` when an answer is due, `link` where it
    can be given.
    """

    person: str
    tone: Tone
    items: tuple[TellingItem, ...]
    fact: str
    """What makes this message the same one: two of one fact are one message."""
    who: str | None = None
    candidate: str | None = None
    count: int = 0
    until: dt.datetime | None = None
    link: str = field(default="", repr=False)


def worded(telling: Telling, programme: Programme, language: Language | None = None) -> Message:
    """The message for a person: in this language, or else the person's own, or else the programme's."""
    person = programme.person(telling.person)
    language = language or person.language or programme.language
    writer = _Writer(telling, Parts(programme, language, person.id), programme.notices.texts)
    return Message(
        key=hashlib.sha256(f"{programme.id}\n{person.id}\n{telling.fact}".encode()).hexdigest(),
        person=person.id,
        name=short(person.name.in_language(language)),
        language=language,
        email=person.email,
        phone=person.phone,
        subject=short(writer.subject()),
        body="\n".join(writer.lines()) + "\n",
    )


@frozen
class _Writer:
    telling: Telling
    parts: Parts
    own: Mapping[str, Text]

    def subject(self) -> str:
        """One line; it shows on locked screens, so a message about several things only counts them."""
        if self.telling.tone == "changes":
            return self._say("changes_subject", count=str(len(self.telling.items)), organiser=self.parts.organiser())
        entry = self.telling.items[0].entry
        return self._say(
            f"{self.telling.tone}_subject",
            title=self._discreet_title(entry.activity),
            when=self._when(entry),
            who=self._who(),
            candidate=self._candidate(),
            until=self._until(),
            count=str(self.telling.count),
        )

    def _discreet_title(self, activity: str) -> str:
        """What an activity is called where others may look on: what is for the person alone has no name there."""
        private = self.parts.programme.activity(activity).audience == "person"
        return self._say("discreet") if private else self.parts.title(activity)

    def lines(self) -> Iterator[str]:
        """Every line."""
        yield self._say(
            f"{self.telling.tone}_opening",
            name=self.parts.name(self.telling.person),
            organiser=self.parts.organiser(),
            who=self._who(),
            count=str(self.telling.count),
            candidate=self._candidate(),
        )
        for kind in ORDER:
            items = [item for item in self.telling.items if item.kind == kind]
            if items and self.telling.tone == "changes":
                yield from ("", f"【{self._say(kind, count=str(len(items)))}】")
            for item in items:
                yield ""
                yield from self._item(item)
        if self.telling.candidate is not None and self.telling.tone == "declined":
            yield from ("", self._say("declined_next", candidate=self.parts.name(self.telling.candidate)))
        if self.telling.link:
            yield from ("", self._say("link", link=self.telling.link))
        organiser = self.parts.organiser()
        yield from ("", self._say("closing", organiser=organiser), self.parts.words.signature(organiser))

    def _item(self, item: TellingItem) -> Iterator[str]:
        entry, words = item.entry, self.parts.words
        yield words.title(self.parts.title(entry.activity))
        if entry.role is not None:
            yield f"  {words.role(self.parts.role(entry.role))}"
        if entry.span is not None:
            yield f"  {words.time(self._when(entry))}"
        place = self.parts.place(entry.activity, entry.venue)
        if place:
            yield f"  {words.place(place)}"
        if item.others and item.kind != "cancelled":
            yield f"  {self._say('together', names=self._names(item.others))}"
        if item.before is not None:
            yield f"  {self._say('before', before=self._was(item.before, entry))}"
        to_do = self._to_do(item)
        if to_do:
            yield f"  {to_do}"

    def _to_do(self, item: TellingItem) -> str:
        contact = self.parts.contact(item.entry.activity, item.entry.kind)
        settled = self.telling.tone in ("swapped", "exchanged") and self.telling.until is None
        if settled or self.telling.tone in ("declined", "filled", "silent", "open"):
            return ""
        if self.telling.tone in ("waits", "left", "lapsed", "missed"):
            return self._say("to_do_ask", contact=contact)
        if self.telling.tone == "offer":
            return self._say("to_do_offer", contact=contact, until=self._until())
        if item.kind == "cancelled":
            return self._say("to_do_cancelled", contact=contact)
        if self.telling.until is not None and item.entry.kind == "duty":
            return self._say("to_do_confirm", contact=contact, until=self._until())
        return self._say("to_do_added", contact=contact)

    def _until(self) -> str:
        """Until when an answer is due, in the words of the reader."""
        until = self.telling.until
        return "" if until is None else moment_in_words(until, self.parts.programme.zone, self.parts.language)

    def _when(self, entry: Entry) -> str:
        """The day and the hours, by each clock, with its name."""
        when = when_of(entry, self.parts.programme)
        return "" if when is None else self._in_words(when)

    def _in_words(self, when: When) -> str:
        words = self.parts.words
        return f"{words.day(when.day, with_year=True)}{words.comma}{self.parts.hours(when)}"

    def _was(self, before: Entry, now: Entry) -> str:
        """What was different: the time, the place, the role."""
        found = []
        if (before.span, before.all_day) != (now.span, now.all_day):
            found.append(self._when(before))
        if before.venue != now.venue:
            found.append(self.parts.place(before.activity, before.venue))
        if before.role != now.role and before.role is not None:
            found.append(self.parts.role(before.role))
        return self.parts.words.comma.join(part for part in found if part)

    def _names(self, people: tuple[str, ...]) -> str:
        names = [self.parts.name(person) for person in people[:MOST_NAMED]]
        if len(people) > MOST_NAMED:
            names.append(self._say("and_more", count=str(len(people) - MOST_NAMED)))
        return self.parts.words.comma.join(names)

    def _candidate(self) -> str:
        return "" if self.telling.candidate is None else self.parts.name(self.telling.candidate)

    def _who(self) -> str:
        return "" if self.telling.who is None else self.parts.name(self.telling.who)

    def _say(self, phrase: str, /, **values: str) -> str:
        return say(phrase, self.parts.language, self.own, **values)
