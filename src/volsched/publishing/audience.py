"""Who sees what: the one place where something is left out, before anything is written.

Every calendar, page and table is made from what comes out of here, so nothing that an audience may not see gets as far
as a writer. Names, phones and mail addresses of people are never part of an event; what is for the people concerned
alone shows itself to others as time that is taken, if at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import KINDS, Activity, Audience, Language, Person, Programme, Span, Text
from volsched.model.activity import AUDIENCES
from volsched.model.occurrence import wall_key
from volsched.model.schedule import Wall
from volsched.model.text import check_text, clean, one_line

_LEVEL: Mapping[Audience, int] = {"public": 0, "member": 1, "coordinator": 2}
RESERVED = Text(zh="已占用", ug="ئىگىلەنگەن", en="Reserved")
NAMELESS = Text(zh="活动", ug="پائالىيەت", en="Event")
BOOKED = Text(zh="已为您预留", ug="سىز ئۈچۈن ئورۇن قالدۇرۇلدى", en="A place is kept for you")
ROLE = Text(zh="岗位：", ug="ۋەزىپە: ", en="Role: ")
CANCELLED = Text(zh="（已取消）", ug="ئەمەلدىن قالدۇرۇلدى: ", en="Cancelled: ")

_MAIL = re.compile(r"[^\s<>()\[\]:;,，；：（）@]+@[^\s<>()\[\]:;,，；：（）@]+")
_NUMBER = re.compile(r"\+?\d[\d ()./-]{4,40}\d")
_TAIL = 7
"""So many last digits make a phone number out, with or without the codes of country and city before them."""
_NO_DIGITS = re.compile("[^0-9]+")
_LEFT_OUT = "…"


@frozen(kw_only=True)
class Viewer:
    """Who looks: the audience they belong to, their language, and for the audience "person" who it is."""

    audience: Audience = "public"
    language: Language = "zh"
    person: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.audience not in AUDIENCES:
            problem = f"'{self.audience}' is not known"
            raise InvalidValue("viewer", "", "audience", problem, f"write one of {', '.join(AUDIENCES)}")
        if (self.audience == "person") != (self.person is not None):
            raise InvalidValue("viewer", "", "person", "does not fit the audience", "name a person for 'person' alone")

    def sees(self, activity: Activity, *, concerned: bool = False) -> bool:
        """Whether they may know of the activity; `concerned` are those who serve or attend in it themselves."""
        if self.person is not None and (concerned or activity.organiser == self.person):
            return True
        if activity.audience == "person":
            return False
        return _LEVEL[activity.audience] <= _LEVEL.get(self.audience, 0)

    def may_name(self, person: str) -> bool:
        """Whether they may read who somebody is."""
        return self.audience == "coordinator" or self.person == person

    def reads_booking(self, activity: Activity, person: str) -> bool:
        """Whether they may read that this person is booked in the activity.

        Coordinators may, but for what is for the people concerned alone: that is for them and for its organiser.
        """
        if self.person is not None:
            return self.person in (person, activity.organiser)
        return self.audience == "coordinator" and activity.audience != "person"


@frozen(kw_only=True, cache_hash=True)
class Face:
    """What a viewer sees of an activity, in words: all but the time. `activity` and `kind` are empty where it hides."""

    activity: str = ""
    kind: str = ""
    title: str
    description: str = ""
    category: str = ""
    location: str = ""
    place: str = ""
    """The id of the venue or area that `location` puts into words."""
    url: str = ""
    latitude: float | None = None
    longitude: float | None = None
    private: bool = False
    cancelled_mark: str = ""


@frozen(kw_only=True)
class EventView:
    """One event as one viewer sees it: what calendars, pages and tables are written from.

    `key` is the key of the occurrence, empty where the viewer may not know it. `hours` says the time in words by both
    clocks, where the programme has two. `asked` says that the viewer is expected there, `alone` that it is theirs
    by itself and no part of a series.

    A series that is written as one event has its `rule`, the starts that it leaves out in `leaves_out`, and as its key
    that of its activity. What one of its occurrences has of its own stands beside it with the start that it replaces,
    `instead_of`.
    """

    uid: str
    key: str
    face: Face
    span: Span
    zone: str
    all_day: bool = False
    cancelled: bool = False
    hours: str = ""
    asked: bool = False
    alone: bool = False
    rule: str = ""
    leaves_out: tuple[Wall, ...] = ()
    instead_of: Wall | None = None

    @property
    def name(self) -> str:
        """What it is known by in one calendar: its UID, and which occurrence of a series it is about."""
        return self.uid if self.instead_of is None else f"{self.uid}#{wall_key(self.instead_of)}"

    @property
    def title(self) -> str:
        """The title, and before it a mark if the event is cancelled: many calendars pass over STATUS."""
        return f"{self.face.cancelled_mark}{self.face.title}" if self.cancelled else self.face.title

    @property
    def description(self) -> str:
        """The hours in words and what is said of the activity."""
        return "\n".join(part for part in (self.hours, self.face.description) if part)


class Redaction:
    """Makes the faces of activities for viewers; each is made once."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._skills = {skill.id: skill.name for skill in programme.skills}
        self._bare: dict[Face, Face] = {}
        self._own: dict[tuple[Face, str], Face] = {}
        self._faces: dict[tuple[object, ...], Face] = {}
        self._names: dict[tuple[str, Language], str] = {}

    def face(
        self, activity: str, viewer: Viewer, *, venue: str | None, roles: tuple[str, ...] = (), booked: bool = False
    ) -> Face:
        """What the viewer sees of an activity that they may see (ask `Viewer.sees` first), at this venue.

        `roles` are those in which the viewer serves in it; `booked` says that a place is kept for them.
        """
        shared = viewer.person is None and viewer.audience != "coordinator"
        key = (activity, viewer.language, shared, venue, roles, booked)
        known = self._faces.get(key)
        if known is None:
            known = self._make(self._programme.activity(activity), viewer.language, venue, roles, booked=booked)
            known = self._faces[key] = self._without_contacts(known) if shared else known
        if viewer.person is None or viewer.person == self._programme.activity(activity).organiser:
            return known
        return self._for_person(known, viewer.person)

    def reserved(self, language: Language) -> Face:
        """What anybody sees of an activity that is none of their business: that the venue is taken."""
        key = (RESERVED, language)
        known = self._faces.get(key)
        if known is None:
            known = Face(title=RESERVED.in_language(language), cancelled_mark=CANCELLED.in_language(language))
            self._faces[key] = known
        return known

    def nameless(self, language: Language) -> Face:
        """What is left of an activity that the viewer may not see any more, or that is not there any more."""
        return Face(title=NAMELESS.in_language(language), cancelled_mark=CANCELLED.in_language(language))

    def face_or_reserved(self, activity: Activity, viewer: Viewer, *, concerned: bool = False) -> Face:
        """The face for one who may see the activity, and for others that there is something."""
        if viewer.sees(activity, concerned=concerned):
            return self.face(activity.id, viewer, venue=None)
        return self.reserved(viewer.language)

    def name_of(self, person: str, viewer: Viewer) -> str:
        """The name of a person for those who may read it, empty for the others."""
        if not viewer.may_name(person):
            return ""
        key = (person, viewer.language)
        known = self._names.get(key)
        if known is None:
            known = self._names[key] = one_line(self._programme.person(person).name.in_language(viewer.language))
        return known

    def role_name(self, role: str, language: Language) -> str:
        """A role in words: that of the skill or the kind with the same id, or the id itself."""
        name = self._skills.get(role) or (KINDS[role].name if role in KINDS else None)
        return one_line(name.in_language(language)) if name else role.replace("_", " ").replace("-", " ")

    def _make(
        self, activity: Activity, language: Language, venue: str | None, roles: tuple[str, ...], *, booked: bool
    ) -> Face:
        kind = KINDS.get(activity.kind)
        names = ROLE.in_language(language) + ", ".join(self.role_name(role, language) for role in roles)
        said = (
            names if roles else "",
            BOOKED.in_language(language) if booked else "",
            clean(activity.description.in_language(language)) if activity.description else "",
        )
        face = Face(
            activity=activity.id,
            kind=activity.kind,
            title=one_line(activity.title.in_language(language)),
            # libical drops white space at the end of a text, so there is none.
            description="\n".join(part for part in said if part).rstrip(),
            category=one_line(kind.name.in_language(language)) if kind else activity.kind,
            location=self._location(activity, venue, language),
            place=venue or activity.area or "",
            url=activity.url,
            private=activity.audience == "person",
            cancelled_mark=CANCELLED.in_language(language),
        )
        place = self._programme.venue(venue) if venue is not None else None
        return face if place is None else attrs.evolve(face, latitude=place.latitude, longitude=place.longitude)

    def _location(self, activity: Activity, venue: str | None, language: Language) -> str:
        if venue is not None:
            place = self._programme.venue(venue)
            check_text("venue", place.id, "address", place.address)
            parts = (one_line(place.name.in_language(language)), one_line(place.address))
            return ", ".join(part for part in parts if part)
        if activity.area is not None:
            return one_line(self._programme.area(activity.area).name.in_language(language))
        return ""

    @cached_property
    def _mails(self) -> frozenset[str]:
        return frozenset(person.email.casefold() for person in self._programme.people if person.email)

    @cached_property
    def _phones(self) -> frozenset[str]:
        """The last digits of every phone number."""
        return frozenset(_digits(person.phone)[-_TAIL:] for person in self._programme.people if person.phone)

    def _for_person(self, face: Face, person: str) -> Face:
        """The face without the contacts of others; almost every face has none, and is then the same for all."""
        if face not in self._bare:
            self._bare[face] = self._without_contacts(face)
        if self._bare[face] == face:
            return face
        key = (face, person)
        if key not in self._own:
            self._own[key] = self._without_contacts(face, self._programme.person(person))
        return self._own[key]

    def _without_contacts(self, face: Face, reader: Person | None = None) -> Face:
        """The face without mail addresses and phone numbers of people in the registry, wherever they were typed.

        Those of the reader may stay.
        """
        mails, phones = self._mails, self._phones
        if reader is not None:
            mails = mails - {reader.email.casefold()}
            phones = phones - {_digits(reader.phone)[-_TAIL:]}
        if not (mails or phones):
            return face

        def hide(text: str) -> str:
            text = _MAIL.sub(lambda found: _LEFT_OUT if found[0].casefold().rstrip(".。") in mails else found[0], text)
            return _NUMBER.sub(
                lambda found: _LEFT_OUT if any(tail in _digits(found[0]) for tail in phones) else found[0], text
            )

        url = face.url if hide(face.url) == face.url else ""
        return attrs.evolve(face, title=hide(face.title), description=hide(face.description), url=url)


def _digits(text: str) -> str:
    return _NO_DIGITS.sub("", text)
