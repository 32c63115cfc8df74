"""How people are told: by which channels, when they rest, when they are reminded, and who is asked in need."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import reference
from volsched.model.text import Text
from volsched.model.zones import zone

_ADDRESS = re.compile(r"https://[^\s/?#@]+(/[^\s?#]*)?|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s?#]*)?")

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LENGTH = re.compile(r"(\d{1,3})([wdhm])")
_HOUR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_UNITS = {
    "w": dt.timedelta(weeks=1),
    "d": dt.timedelta(days=1),
    "h": dt.timedelta(hours=1),
    "m": dt.timedelta(minutes=1),
}
_FARTHEST = dt.timedelta(days=366)


def _hour(text: str) -> dt.time | None:
    match = _HOUR.fullmatch(text)
    return None if match is None else dt.time(int(match[1]), int(match[2]))


def local(day: dt.date, hour: dt.time, zone_name: str) -> dt.datetime:
    """This hour of this day by this clock: the first of two, or as much later as the clock jumps over it."""
    return dt.datetime.combine(day, hour, zone(zone_name)).astimezone(dt.UTC)


@frozen
class QuietHours:
    """Hours of the day in which nobody is disturbed, by the clock on the wall; over midnight where they end earlier.

    >>> QuietHours.parse("22:00-07:00").end
    datetime.time(7, 0)
    """

    start: dt.time
    end: dt.time

    def __attrs_post_init__(self) -> None:
        if self.start == self.end:
            raise InvalidValue("notices", "", "quiet_hours", "end when they start", 'write such as "22:00-07:00"')

    @classmethod
    def parse(cls, text: str) -> QuietHours:
        """Read "22:00-07:00".

        Raises:
            InvalidValue: it is not of this form.
        """
        first, _, last = text.replace(" ", "").partition("-")
        start, end = _hour(first), _hour(last)
        if start is None or end is None:
            problem = f"'{text[:40]}' cannot be read"
            raise InvalidValue("notices", "", "quiet_hours", problem, 'write such as "22:00-07:00"')
        return cls(start, end)

    def next_loud(self, moment: dt.datetime, zone_name: str) -> dt.datetime:
        """The moment itself, or the end of the quiet hours in which it lies, by the clock of this zone."""
        wall = moment.astimezone(zone(zone_name))
        now = wall.time().replace(tzinfo=None)
        if self.start < self.end:
            if not self.start <= now < self.end:
                return moment
            day = wall.date()
        elif now >= self.start:
            day = wall.date() + dt.timedelta(days=1)
        elif now < self.end:
            day = wall.date()
        else:
            return moment
        # The end may lie in an hour that the clock shows twice; then the later one ends them.
        return max(local(day, self.end, zone_name), local(day, self.end.replace(fold=1), zone_name))


@frozen
class Lead:
    """How long before something one is reminded: a length, or days before at an hour of the clock.

    >>> Lead.parse("1d 18:00").hour
    datetime.time(18, 0)
    """

    before: dt.timedelta
    hour: dt.time | None = None

    @classmethod
    def parse(cls, text: str) -> Lead:
        """Read "2h", "30m", "1d", "1w", or "1d 18:00" for the day before at that hour.

        Raises:
            InvalidValue: it is none of these forms.
        """
        length, _, rest = text.strip().partition(" ")
        match = _LENGTH.fullmatch(length)
        hour = _hour(rest.strip()) if rest else None
        before = None if match is None else int(match[1]) * _UNITS[match[2]]
        if match is None or before is None or before > _FARTHEST or (rest and (hour is None or match[2] not in "wd")):
            problem = f"'{text[:40]}' cannot be read"
            cure = 'write such as "2h", "1d", or "1d 18:00" for the day before at that hour'
            raise InvalidValue("notices", "", "remind", problem, cure)
        return cls(before, hour)

    def moment(self, start: dt.datetime, zone_name: str) -> dt.datetime:
        """When that is for something that starts then."""
        if self.hour is None:
            return start - self.before
        return local((start.astimezone(zone(zone_name)) - self.before).date(), self.hour, zone_name)

    def __str__(self) -> str:
        minutes = int(self.before.total_seconds()) // 60
        length, unit = next(found for found in ((1440, "d"), (60, "h"), (1, "m")) if minutes % found[0] == 0)
        return f"{minutes // length}{unit}" + (f" {self.hour:%H:%M}" if self.hour else "")


@frozen
class Digest:
    """An hour at which what does not hurry is told together: of every day, or of one weekday (Monday is 0).

    >>> Digest.parse("monday 08:00").weekday
    0
    """

    hour: dt.time
    weekday: int | None = None

    @classmethod
    def parse(cls, text: str) -> Digest:
        """Read "08:00" or "monday 08:00".

        Raises:
            InvalidValue: it is none of these forms.
        """
        first, _, rest = text.strip().lower().rpartition(" ")
        hour = _hour(rest)
        if hour is None or (first and first not in WEEKDAY_NAMES):
            problem = f"'{text[:40]}' cannot be read"
            raise InvalidValue("notices", "", "digest", problem, 'write such as "08:00" or "monday 08:00"')
        return cls(hour, WEEKDAY_NAMES.index(first) if first else None)

    def next_after(self, moment: dt.datetime, zone_name: str) -> dt.datetime:
        """The first such hour at or after this moment."""
        return next(
            found for found in self._from(moment.astimezone(zone(zone_name)).date(), zone_name) if found >= moment
        )

    def _from(self, day: dt.date, zone_name: str) -> Iterator[dt.datetime]:
        while True:
            if self.weekday in (None, day.weekday()):
                yield local(day, self.hour, zone_name)
            day += dt.timedelta(days=1)


@frozen(kw_only=True)
class NoticeRules:
    """How people are told what changes for them; without channels nobody is.

    `reply_within` is how long one who is asked may take to answer; `urgent_within` how near a start must be for its
    messages to pass quiet hours and digests. `answers` is the address at which answers by link are taken. `texts` are
    the programme's own, by the name of the text.
    """

    channels: tuple[str, ...] = ()
    quiet_hours: QuietHours | None = None
    digest: Digest | None = None
    remind: tuple[Lead, ...] = ()
    remind_roles: Mapping[str, tuple[Lead, ...]] = attrs.field(factory=lambda: MappingProxyType({}))
    confirm: bool = False
    reply_within: dt.timedelta = dt.timedelta(days=2)
    urgent_within: dt.timedelta = dt.timedelta(hours=12)
    coordinator: str | None = attrs.field(default=None, validator=attrs.validators.optional(reference("notices")))
    answers: str = ""
    texts: Mapping[str, Text] = attrs.field(factory=lambda: MappingProxyType({}))
    keep: dt.timedelta = dt.timedelta(days=400)
    """How long messages that are done and the log of changes are kept."""

    def __attrs_post_init__(self) -> None:
        if not dt.timedelta(days=1) <= self.keep <= dt.timedelta(days=36_500):
            raise InvalidValue("notices", "", "keep", "is not possible", 'write from "1d" up to "36500d"')
        if self.answers and not _ADDRESS.fullmatch(self.answers):
            cure = "write one such as https://answers.example.org"
            raise InvalidValue("notices", "", "answers", "is no address of a page", cure)
        for field in ("reply_within", "urgent_within"):
            if not dt.timedelta(minutes=1) <= getattr(self, field) <= dt.timedelta(days=90):
                raise InvalidValue("notices", "", field, "is not possible", 'write from "1m" up to "90d"')

    def leads(self, roles: tuple[str, ...], own: tuple[dt.timedelta, ...] = ()) -> tuple[Lead, ...]:
        """When one in these roles is reminded, who wants to be so long before; each time once."""
        found = (
            [Lead(before) for before in own]
            or [lead for role in roles for lead in self.remind_roles.get(role, ())]
            or list(self.remind)
        )
        return tuple(dict.fromkeys(found))
