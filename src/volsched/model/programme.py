"""The programme: everything a community keeps, as one value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import attrs
from attrs import frozen

from volsched.errors import InvalidValue, UnknownName
from volsched.model.activity import Activity
from volsched.model.attendance import Attendance, SignUp
from volsched.model.availability import Availability
from volsched.model.campaign import Campaign
from volsched.model.ids import own_id, reference
from volsched.model.people import CarriedLoad, Person
from volsched.model.places import Area, Equipment, Travel, Venue
from volsched.model.references import broken_references
from volsched.model.rules import Rule
from volsched.model.span import Window
from volsched.model.team import Team
from volsched.model.telling import NoticeRules
from volsched.model.text import Language, Text
from volsched.model.zones import zone


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


@frozen(kw_only=True)
class SkillKind:
    """A skill that people can hold, with its name."""

    id: str = own_id("skill")
    name: Text


@frozen(kw_only=True)
class Holiday:
    """Days off, `first` to `last` both included; `working` marks make-up working days (调休) instead."""

    name: Text
    first: dt.date
    last: dt.date = attrs.field(default=attrs.Factory(lambda self: self.first, takes_self=True))
    working: bool = False

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            problem = f"{self.last} is before the first day {self.first}"
            raise InvalidValue("holiday", str(self.name), "last", problem, "exchange the two days")

    def days(self) -> Iterator[dt.date]:
        """Each day of it."""
        day = self.first
        while day <= self.last:
            yield day
            day += dt.timedelta(days=1)


@frozen(kw_only=True)
class Programme:
    """A community's year: its areas, venues, people, teams and activities, and the rules of its rosters.

    Raises:
        InvalidValue: when there is one fault; an ExceptionGroup of them when an object names another that is not
            there, or when two objects share an id.
    """

    id: str = own_id("programme")
    name: Text
    zone: str = "Asia/Shanghai"
    second_zone: str | None = None
    """Another clock that people also live by; times are then shown in both."""
    language: Language = "zh"
    uid_domain: str = "volsched.invalid"
    """The domain in the UIDs of published calendars; once published it must not change."""
    window: Window | None = None
    """The window that is planned where nobody asks for another."""
    skills: tuple[SkillKind, ...] = ()
    areas: tuple[Area, ...] = ()
    venues: tuple[Venue, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    travel: tuple[Travel, ...] = ()
    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    activities: tuple[Activity, ...] = ()
    availability: tuple[Availability, ...] = ()
    history: tuple[CarriedLoad, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    sign_ups: tuple[SignUp, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    weekend: tuple[int, ...] = (5, 6)
    """Weekdays on which a duty counts as a weekend duty; Monday is 0."""
    rules: tuple[Rule, ...] = ()
    solver: str = attrs.field(default="fair", validator=reference("programme"))
    """Which solver makes the rosters where nobody asks for another."""
    notices: NoticeRules = attrs.field(factory=NoticeRules)
    """How people are told what changes for them."""
    plugins: Mapping[str, Any] = attrs.field(default=MappingProxyType({}), eq=False)
    """The settings of each plugin by its name, and under `disabled` the names of those that are switched off."""

    def __attrs_post_init__(self) -> None:
        zone(self.zone)
        if self.second_zone is not None:
            zone(self.second_zone)
        faults = broken_references(self)
        if len(faults) == 1:
            raise faults[0]
        if faults:
            raise ExceptionGroup(f"programme {self.id} does not fit together", list(faults))

    @cached_property
    def person_by_id(self) -> Mapping[str, Person]:
        """Every person by id."""
        return MappingProxyType({item.id: item for item in self.people})

    @cached_property
    def team_by_id(self) -> Mapping[str, Team]:
        """Every team by id."""
        return MappingProxyType({item.id: item for item in self.teams})

    @cached_property
    def area_by_id(self) -> Mapping[str, Area]:
        """Every area by id."""
        return MappingProxyType({item.id: item for item in self.areas})

    @cached_property
    def venue_by_id(self) -> Mapping[str, Venue]:
        """Every venue by id."""
        return MappingProxyType({item.id: item for item in self.venues})

    @cached_property
    def equipment_by_id(self) -> Mapping[str, Equipment]:
        """Every kind of equipment by id."""
        return MappingProxyType({item.id: item for item in self.equipment})

    @cached_property
    def activity_by_id(self) -> Mapping[str, Activity]:
        """Every activity by id."""
        return MappingProxyType({item.id: item for item in self.activities})

    @cached_property
    def campaign_by_id(self) -> Mapping[str, Campaign]:
        """Every campaign by id."""
        return MappingProxyType({item.id: item for item in self.campaigns})

    @cached_property
    def holiday_dates(self) -> frozenset[dt.date]:
        """Every day off."""
        return frozenset(day for item in self.holidays if not item.working for day in item.days())

    def person(self, id: str) -> Person:  # noqa: A002 - the word of the model
        """The person of this id.

        Raises:
            UnknownName: nobody has it; the error names the nearest ids.
        """
        return _find("person", id, self.person_by_id)

    def team(self, id: str) -> Team:  # noqa: A002
        """The team of this id; an UnknownName says which are near."""
        return _find("team", id, self.team_by_id)

    def activity(self, id: str) -> Activity:  # noqa: A002
        """The activity of this id; an UnknownName says which are near."""
        return _find("activity", id, self.activity_by_id)

    def area(self, id: str) -> Area:  # noqa: A002
        """The area of this id; an UnknownName says which are near."""
        return _find("area", id, self.area_by_id)

    def venue(self, id: str) -> Venue:  # noqa: A002
        """The venue of this id; an UnknownName says which are near."""
        return _find("venue", id, self.venue_by_id)

    def kind_of_equipment(self, id: str) -> Equipment:  # noqa: A002
        """The equipment of this id; an UnknownName says which are near."""
        return _find("equipment", id, self.equipment_by_id)

    def venues_around(self, venue: str | None) -> tuple[str, ...]:
        """The venue itself and those it lies in, the nearest first."""
        chain: list[str] = []
        while venue is not None and venue not in chain:
            chain.append(venue)
            venue = self.venue(venue).inside
        return tuple(chain)

    def areas_within(self, area: str | None) -> tuple[str, ...]:
        """The area and all that lie in it, sorted by id; none for no area."""
        if area is None:
            return ()
        return tuple(sorted(item.id for item in self.areas if area in (item.id, *self.areas_above(item.id))))

    def campaign(self, id: str) -> Campaign:  # noqa: A002
        """The campaign of this id; an UnknownName says which are near."""
        return _find("campaign", id, self.campaign_by_id)

    def areas_above(self, area: str | None) -> tuple[str, ...]:
        """The area itself and those it lies in, the nearest first."""
        chain: list[str] = []
        while area is not None and area not in chain:
            chain.append(area)
            area = self.area(area).parent
        return tuple(chain)

    def in_language(self, text: Text) -> str:
        """The text in the programme's own language."""
        return text.in_language(self.language)


def _find(what: str, name: str, known: Mapping[str, Named]) -> Named:
    try:
        return known[name]
    except KeyError:
        raise UnknownName(what, name, known) from None
