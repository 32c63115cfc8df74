"""Where things are: a tree of areas, venues in them, what stands there to be used, and the ways between."""

from __future__ import annotations

import datetime as dt

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import own_id, reference, references
from volsched.model.schedule import is_day_of_year, lies_in_season
from volsched.model.text import Text


@frozen(kw_only=True)
class Area:
    """A street office, a community, a housing estate, a building, a stairwell: a node of the tree of areas."""

    id: str = own_id("area")
    name: Text
    parent: str | None = attrs.field(default=None, validator=reference("area"))
    keeper: str | None = attrs.field(default=None, validator=reference("area"))
    """The person who answers for this cell of the grid."""

    def __attrs_post_init__(self) -> None:
        if self.parent == self.id:
            raise InvalidValue("area", self.id, "parent", "an area cannot lie in itself", "name the area above it")


@frozen(kw_only=True)
class Hours:
    """When a venue is open, in the wall time of the programme; an end not after the start lies on the next day.

    They hold on these weekdays (Monday is 0; none named means every day), and from `first` to `last` of every year
    ("05-01", both included) if those are given.
    """

    since: dt.time
    until: dt.time
    weekdays: tuple[int, ...] = ()
    first: str | None = None
    last: str | None = None

    def __attrs_post_init__(self) -> None:
        if (self.first is None) != (self.last is None):
            raise InvalidValue("hours", "", "last", "one of the two days is missing", "write both days or none")
        for field in ("first", "last"):
            written = getattr(self, field)
            if written is not None and not is_day_of_year(written):
                problem = f"'{written}' is not a day of the year"
                raise InvalidValue("hours", "", field, problem, "write month and day, such as 05-01")
        if any(not 0 <= weekday <= 6 for weekday in self.weekdays):
            raise InvalidValue("hours", "", "weekdays", f"{self.weekdays} cannot stand", "0 is Monday, 6 is Sunday")

    @property
    def is_seasonal(self) -> bool:
        """Whether they hold for a part of the year alone."""
        return self.first is not None

    def in_season(self, day: dt.date) -> bool:
        """Whether the day lies in their part of the year."""
        return self.first is None or self.last is None or lies_in_season(day, self.first, self.last)


@frozen(kw_only=True)
class Venue:
    """A hall, room, court or square where things take place; one thing at a time.

    A room lies `inside` a house: who takes the house takes every room of it, and two rooms may be taken at once.
    Without hours it is always open. `shared_by` names the areas whose activities may use it; none named, all may.
    """

    id: str = own_id("venue")
    name: Text
    area: str | None = attrs.field(default=None, validator=reference("venue"))
    capacity: int | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    inside: str | None = attrs.field(default=None, validator=reference("venue"))
    accessible: bool = False
    """Whether a wheelchair gets in."""
    hours: tuple[Hours, ...] = ()
    shared_by: tuple[str, ...] = attrs.field(default=(), validator=references("venue"))

    def hours_on(self, day: dt.date) -> tuple[Hours, ...]:
        """The hours of one day; where there are some for this part of the year, those alone."""
        fitting = [item for item in self.hours if item.in_season(day)]
        seasonal = [item for item in fitting if item.is_seasonal]
        return tuple(item for item in seasonal or fitting if not item.weekdays or day.weekday() in item.weekdays)

    def __attrs_post_init__(self) -> None:
        if self.inside == self.id:
            raise InvalidValue("venue", self.id, "inside", "a venue cannot lie in itself", "name the house around it")
        if self.capacity is not None and not 1 <= self.capacity <= 1_000_000:
            raise InvalidValue("venue", self.id, "capacity", f"{self.capacity} is not possible", "write 1 or more")
        if (self.latitude is None) != (self.longitude is None):
            raise InvalidValue("venue", self.id, "latitude", "stands without the other", "write both or neither")
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise InvalidValue("venue", self.id, "latitude", f"{self.latitude} is not on Earth", "write -90 to 90")
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise InvalidValue("venue", self.id, "longitude", f"{self.longitude} is not on Earth", "write -180 to 180")


@frozen(kw_only=True)
class Equipment:
    """Something that activities need and there are only so many of: a piano, loudspeakers, folding tables."""

    id: str = own_id("equipment")
    name: Text
    count: int = 1

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.count <= 1_000_000:
            raise InvalidValue("equipment", self.id, "count", f"{self.count} is not possible", "write 1 or more")


@frozen(kw_only=True)
class Travel:
    """How long the way takes between two venues or areas, either way round."""

    one: str = attrs.field(validator=reference("travel"))
    other: str = attrs.field(validator=reference("travel"))
    takes: dt.timedelta

    def __attrs_post_init__(self) -> None:
        if not dt.timedelta() <= self.takes <= dt.timedelta(days=1):
            problem = f"{self.takes} is not possible"
            raise InvalidValue("travel", f"{self.one}-{self.other}", "takes", problem, "write a length such as '20m'")
