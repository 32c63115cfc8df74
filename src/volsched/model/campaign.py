"""Campaigns: one invitation of many people to the sessions of several activities."""

from __future__ import annotations

import datetime as dt

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import own_id, reference, references
from volsched.model.text import Text


@frozen(kw_only=True)
class Campaign:
    """Activities whose places are given out together, such as the checkups of ten communities.

    Everybody of their cohorts gets one place in one session of any of them, their own community's if there is room.
    """

    id: str = own_id("campaign")
    name: Text
    activities: tuple[str, ...] = attrs.field(validator=references("campaign"))
    elsewhere: int | None = 30
    """A session of another community counts as waiting so many days longer; None if people only go to their own."""
    waves: tuple[tuple[str, ...], ...] = ()
    """The areas that are invited together, the first first; areas in none are invited with the first wave."""
    invited_on: dt.date | None = None
    """When the first wave is invited."""
    wave_every: int = 7
    """Days from one wave to the next."""
    notice: int = 7
    """Days between an invitation and the first session that it may be for."""
    caller: str | None = attrs.field(default=None, validator=reference("campaign"))
    """Who calls those who have no phone, no mail address and no helper of their own."""

    def __attrs_post_init__(self) -> None:
        if not self.activities:
            self._refuse("activities", "names none", "name the activities whose places are given out")
        if self.elsewhere is not None and not 0 <= self.elsewhere <= 3660:
            self._refuse("elsewhere", f"{self.elsewhere} is not possible", "write a number of days, such as 30")
        for field in ("wave_every", "notice"):
            if not 0 <= getattr(self, field) <= 366:
                self._refuse(field, f"{getattr(self, field)} is not possible", "write 0 to 366 days")
        areas = [area for wave in self.waves for area in wave]
        twice = next((area for area in areas if areas.count(area) > 1), None)
        if twice is not None:
            self._refuse("waves", f"'{twice}' is in two waves", "keep it in one of them")
        if self.waves and self.invited_on is None:
            self._refuse("invited_on", "is missing", "say when the first wave is invited")

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("campaign", self.id, field, problem, cure)

    def wave_of(self, areas: tuple[str, ...]) -> int:
        """The wave, from 0, in which people of this area are invited; the nearest of the areas around them counts."""
        for area in areas:
            for number, wave in enumerate(self.waves):
                if area in wave:
                    return number
        return 0

    def invited(self, wave: int) -> dt.date | None:
        """The day on which a wave is invited."""
        return None if self.invited_on is None else self.invited_on + dt.timedelta(days=wave * self.wave_every)
