"""The parts of lines in the words of one language: what is where and when, in which role, and whom to tell."""

from __future__ import annotations

from attrs import frozen

from volsched.model import KINDS, Language, Programme
from volsched.model.text import one_line
from volsched.notices.hours import When
from volsched.notices.words import WORDS, Words

LONGEST_TITLE = 200
"""A title or name longer than this is cut in messages: nobody reads on, and some channels refuse the message."""


def short(text: str) -> str:
    """A title or name on one line and of a length that people read."""
    line = one_line(text)
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _readable(name: str) -> str:
    """An id where there is no name, or no more."""
    return short(name.replace("_", " ").replace("-", " "))


@frozen
class Parts:
    """What the lines of a message to one person are made from."""

    programme: Programme
    language: Language
    person: str
    """The id of the reader, who is never named as the one to tell."""

    @property
    def words(self) -> Words:
        """The phrases of the language."""
        return WORDS[self.language]

    def name(self, person: str) -> str:
        """What a person is called."""
        found = self.programme.person_by_id.get(person)
        return _readable(person) if found is None else short(found.name.in_language(self.language))

    def organiser(self) -> str:
        """Who writes: the programme by its name."""
        return short(self.programme.name.in_language(self.language))

    def title(self, activity: str) -> str:
        """What an activity is called; one that was taken out of the programme, and is told as cancelled, by its id."""
        found = self.programme.activity_by_id.get(activity)
        return _readable(activity) if found is None else short(found.title.in_language(self.language))

    def hours(self, when: When) -> str:
        """From when to when, by which clocks; or that it takes the whole day."""
        return self.words.hours(when.hours) if when.hours else self.words.all_day(when.days)

    def place(self, activity_id: str, venue: str | None) -> str:
        """The venue with its address, or else the area."""
        if venue is not None:
            found = self.programme.venue_by_id.get(venue)
            if found is None:
                return _readable(venue)
            parts = (short(found.name.in_language(self.language)), short(found.address))
            return self.words.comma.join(part for part in parts if part)
        activity = self.programme.activity_by_id.get(activity_id)
        if activity is None:
            return ""
        team = activity.team or (activity.staffing.team if activity.staffing else None)
        area = activity.area or (self.programme.team(team).area if team else None)
        return "" if area is None else short(self.programme.area(area).name.in_language(self.language))

    def role(self, role: str) -> str:
        """The name that the programme gives a skill of this id, or volsched a kind of activity; else the id."""
        named = {kind.id: kind.name for kind in KINDS.values()}
        named.update((skill.id, skill.name) for skill in self.programme.skills)
        return short(named[role].in_language(self.language)) if role in named else _readable(role)

    def contact(self, activity_id: str, kind: str) -> str:
        """Whom to tell: the organiser or the leader of the team, by name alone; else those who write."""
        for person in in_charge(self.programme, activity_id, kind):
            if person != self.person:
                return self.name(person)
        return self.words.us(self.organiser())


def in_charge(programme: Programme, activity_id: str, kind: str = "duty") -> tuple[str, ...]:
    """Who answers for an activity, the nearest first: its organiser, the leader of its team."""
    activity = programme.activity_by_id.get(activity_id)
    if activity is None:
        return ()
    team = activity.staffing.team if kind == "duty" and activity.staffing else activity.team
    leader = programme.team(team).leader if team else None
    return tuple(dict.fromkeys(person for person in (activity.organiser, leader) if person is not None))
