"""An activity is what it is made of: its parts, not its kind, decide what happens to it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import own_id, reference, references
from volsched.model.rules import Rule
from volsched.model.schedule import Schedule
from volsched.model.show import Show
from volsched.model.text import Text

Audience = Literal["public", "member", "coordinator", "person"]
"""Who may see it: anybody; the people of its area and team; those who plan; the people concerned alone."""

AUDIENCES: tuple[Audience, ...] = get_args(Audience)

MOST_SEATS = 1000
_URL = re.compile(r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")
LONGEST_URL = 1000


def is_web_address(value: str) -> bool:
    """Whether this is the address of a page, https and in plain letters."""
    return len(value) <= LONGEST_URL and _URL.fullmatch(value) is not None


@frozen
class SkillMinimum:
    """At least so many of those who serve hold this skill; one person may count for several skills."""

    skill: str = own_id("skill")
    minimum: int = 1


@frozen(kw_only=True)
class Requirement:
    """So many seats of one role. `skills` each of them needs; `mix` the group needs between them.

    `minimum` seats must be filled; `maximum` may be.
    """

    role: str = own_id("role")
    minimum: int = 1
    maximum: int = attrs.field(default=attrs.Factory(lambda self: self.minimum, takes_self=True))
    skills: tuple[str, ...] = attrs.field(default=(), validator=references("role"))
    mix: tuple[SkillMinimum, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.minimum <= MOST_SEATS:
            self._refuse("minimum", f"{self.minimum} seats are not possible", f"write 0 to {MOST_SEATS}")
        if not max(1, self.minimum) <= self.maximum <= MOST_SEATS:
            problem = f"{self.maximum} is below the minimum {self.minimum} or above {MOST_SEATS}"
            self._refuse("maximum", problem, "write the minimum or more, or leave it out")
        for wanted in self.mix:
            if not 1 <= wanted.minimum <= self.maximum:
                problem = f"{wanted.minimum} with '{wanted.skill}' do not fit {self.maximum} seats"
                self._refuse("mix", problem, "ask for fewer, or add seats")

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("role", self.role, field, problem, cure)


@frozen(kw_only=True)
class Staffing:
    """Who serves: a team, the seats each occurrence has, and rules that hold for this activity alone."""

    team: str = attrs.field(validator=reference("staffing"))
    requirements: tuple[Requirement, ...]
    rules: tuple[Rule, ...] = ()
    rest_after: dt.timedelta = dt.timedelta()
    """How long those who served rest before anything else needs them; further duties have their own rules."""
    standby: bool = False
    """Whether they are on call, to come when they are needed."""

    def __attrs_post_init__(self) -> None:
        roles = [requirement.role for requirement in self.requirements]
        if not roles:
            raise InvalidValue("staffing", "", "requirements", "no seats", "say how many people are needed")
        if len(set(roles)) < len(roles):
            raise InvalidValue("staffing", "", "requirements", "one role stands twice", "give each role its own name")
        if not dt.timedelta() <= self.rest_after <= dt.timedelta(days=7):
            problem = f"{self.rest_after} is not possible"
            raise InvalidValue("staffing", "", "rest_after", problem, "write a length such as '8h'")


@frozen(kw_only=True)
class Station:
    """One stop of an appointment, such as blood pressure: how long it takes, and how many are seen there at once."""

    id: str = own_id("station")
    lasts: dt.timedelta
    at_once: int = 1

    def __attrs_post_init__(self) -> None:
        if not dt.timedelta(minutes=1) <= self.lasts <= dt.timedelta(days=1):
            raise InvalidValue("station", self.id, "lasts", f"{self.lasts} is not possible", "write a length like '5m'")
        if not 1 <= self.at_once <= 1000:
            raise InvalidValue("station", self.id, "at_once", f"{self.at_once} is not possible", "write 1 to 1000")


@frozen(kw_only=True)
class Places:
    """Who attends: how many at a time, who is invited, and the length of each appointment, if they come one by one.

    `at_once` people are seen at the same time. Without `appointment` everybody comes for the whole occurrence.
    With `stations` each appointment is a way through them all, and as many begin as the slowest station can take.
    """

    capacity: int
    cohort: str | None = attrs.field(default=None, validator=reference("places"))
    appointment: dt.timedelta | None = None
    at_once: int = 1
    stations: tuple[Station, ...] = ()
    walk_in: int = 0
    """Places of each occurrence that are kept for those who come without an appointment."""
    by_household: bool = False
    """Those of one household come together, or wait together."""
    sign_up: tuple[dt.date, dt.date] | None = None
    """First and last day on which people may sign up, both included."""
    draw: bool = False
    """Where more sign up than there are places, they are drawn: those who never had one first."""
    reply_within: dt.timedelta = dt.timedelta(days=2)
    """How long a place that became free is kept for the next on the waitlist."""
    short_notice: dt.timedelta = dt.timedelta(hours=3)
    """A place that begins sooner is given to the next at once, who is then called."""

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.capacity <= 100_000:
            self._refuse("capacity", f"{self.capacity} places are not possible", "write 1 to 100000")
        if self.appointment is not None and not dt.timedelta(minutes=1) <= self.appointment <= dt.timedelta(days=1):
            self._refuse("appointment", f"{self.appointment} is not possible", "write a length such as '15m'")
        if not 1 <= self.at_once <= 1000:
            self._refuse("at_once", f"{self.at_once} is not possible", "write 1 to 1000")
        if not 0 <= self.walk_in <= self.capacity:
            self._refuse("walk_in", f"{self.walk_in} of {self.capacity} is not possible", "keep as many as there are")
        if self.sign_up is not None and self.sign_up[1] < self.sign_up[0]:
            self._refuse("sign_up", f"{self.sign_up[1]} is before {self.sign_up[0]}", "exchange the two days")
        if not dt.timedelta(minutes=1) <= self.reply_within <= dt.timedelta(days=90):
            self._refuse("reply_within", f"{self.reply_within} is not possible", "write a length such as '2d'")
        if not dt.timedelta() <= self.short_notice <= dt.timedelta(days=7):
            self._refuse("short_notice", f"{self.short_notice} is not possible", "write a length such as '3h'")

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("places", "", field, problem, cure)


@frozen
class Use:
    """So many pieces of one kind of equipment."""

    equipment: str = attrs.field(validator=reference("use"))
    pieces: int = 1

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.pieces <= 1_000_000:
            problem = f"{self.pieces} is not possible"
            raise InvalidValue("use", self.equipment, "pieces", problem, "write 1 or more")


@frozen(kw_only=True)
class Space:
    """Where: a venue, with the time it is taken before for setting up and after for clearing up.

    The equipment is taken for the same time as the venue.
    """

    venue: str = attrs.field(validator=reference("space"))
    set_up: dt.timedelta = dt.timedelta()
    clear_up: dt.timedelta = dt.timedelta()
    equipment: tuple[Use, ...] = ()

    def __attrs_post_init__(self) -> None:
        for field in ("set_up", "clear_up"):
            if not dt.timedelta() <= getattr(self, field) <= dt.timedelta(days=7):
                problem = f"{getattr(self, field)} is not possible"
                raise InvalidValue("space", "", field, problem, "write a length such as '1h'")
        names = [use.equipment for use in self.equipment]
        if len(set(names)) < len(names):
            raise InvalidValue("space", "", "equipment", "one kind stands twice", "add the pieces together")


@frozen(kw_only=True)
class Course:
    """What it needs and what it teaches: skills held before, the skill granted, and how long that holds.

    With `sessions` each person has so many of the occurrences to themselves, at least and at most so many days apart.
    """

    needs: tuple[str, ...] = attrs.field(default=(), validator=references("course"))
    grants: str | None = attrs.field(default=None, validator=reference("course"))
    holds_for: dt.timedelta | None = None
    attend: int | None = None
    """How many sessions earn the certificate; all of them where nothing is said."""
    tell_before: dt.timedelta = dt.timedelta(days=60)
    """How long before a certificate ends its holder and the organiser are told."""
    sessions: int | None = None
    apart_least: int = 1
    apart_most: int | None = None

    def __attrs_post_init__(self) -> None:
        for field in ("attend", "sessions"):
            if getattr(self, field) is not None and not 1 <= getattr(self, field) <= 1000:
                raise InvalidValue("course", "", field, f"{getattr(self, field)} is not possible", "write 1 to 1000")
        if not 0 <= self.apart_least <= 366:
            raise InvalidValue("course", "", "apart_least", f"{self.apart_least} is not possible", "write 0 to 366")
        if self.apart_most is not None and not max(1, self.apart_least) <= self.apart_most <= 366:
            problem = f"{self.apart_most} is below apart_least or above 366"
            raise InvalidValue("course", "", "apart_most", problem, "write apart_least or more")
        if not dt.timedelta() <= self.tell_before <= dt.timedelta(days=730):
            raise InvalidValue("course", "", "tell_before", f"{self.tell_before} is not possible", "write 60d or so")


@frozen(kw_only=True)
class Activity:
    """Standing work or an event, once or again and again."""

    id: str = own_id("activity")
    title: Text
    kind: str = attrs.field(default="activity", validator=reference("activity"))
    schedule: Schedule
    area: str | None = attrs.field(default=None, validator=reference("activity"))
    team: str | None = attrs.field(default=None, validator=reference("activity"))
    """The team that takes part as a whole: the choir at its rehearsal, the troupe at its show."""
    description: Text | None = None
    organiser: str | None = attrs.field(default=None, validator=reference("activity"))
    staffing: Staffing | None = None
    places: Places | None = None
    space: Space | None = None
    course: Course | None = None
    show: Show | None = None
    audience: Audience = "public"
    url: str = ""
    """Where more can be read about it."""

    def __attrs_post_init__(self) -> None:
        if self.url and not is_web_address(self.url):
            problem = f"{self.url[:60]!r} is not the address of a page"
            raise InvalidValue("activity", self.id, "url", problem, "write it as https://host.example/page")
        if self.audience not in AUDIENCES:
            problem = f"'{self.audience}' is not known"
            raise InvalidValue("activity", self.id, "audience", problem, f"write one of {', '.join(AUDIENCES)}")

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that take part in it: its own, and the troupes of its acts."""
        troupes = () if self.show is None else self.show.teams()
        return tuple(dict.fromkeys((self.team, *troupes) if self.team is not None else troupes))

    @property
    def soloists(self) -> tuple[str, ...]:
        """The people who play in its acts on their own."""
        acts = () if self.show is None else self.show.acts
        return tuple(dict.fromkeys(person for act in acts for person in act.people))

    @property
    def gap(self) -> Literal["skip", "shift"]:
        """What happens to a start that a clock change leaves out: a duty must happen, the rest is skipped."""
        return self.schedule.gap or ("shift" if self.staffing else "skip")
