"""Where things are: a tree of areas, and venues in them."""

from __future__ import annotations

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import own_id, reference
from volsched.model.text import Text


@frozen(kw_only=True)
class Area:
    """A street office, a community, a housing estate, a building, a stairwell: a node of the tree of areas."""

    id: str = own_id("area")
    name: Text
    parent: str | None = attrs.field(default=None, validator=reference("area"))

    def __attrs_post_init__(self) -> None:
        if self.parent == self.id:
            raise InvalidValue("area", self.id, "parent", "an area cannot lie in itself", "name the area above it")


@frozen(kw_only=True)
class Venue:
    """A hall, room, court or square where things take place; one thing at a time."""

    id: str = own_id("venue")
    name: Text
    area: str | None = attrs.field(default=None, validator=reference("venue"))
    capacity: int | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None

    def __attrs_post_init__(self) -> None:
        if self.capacity is not None and not 1 <= self.capacity <= 1_000_000:
            raise InvalidValue("venue", self.id, "capacity", f"{self.capacity} is not possible", "write 1 or more")
        if (self.latitude is None) != (self.longitude is None):
            raise InvalidValue("venue", self.id, "latitude", "stands without the other", "write both or neither")
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise InvalidValue("venue", self.id, "latitude", f"{self.latitude} is not on Earth", "write -90 to 90")
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise InvalidValue("venue", self.id, "longitude", f"{self.longitude} is not on Earth", "write -180 to 180")
