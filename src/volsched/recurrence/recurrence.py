"""Recurrence: a rule with its start and zone, to be asked about any window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar, NoReturn, get_args
from zoneinfo import ZoneInfo

import attrs
from attrs import frozen

from volsched.errors import RecurrenceError
from volsched.model import Language
from volsched.model.schedule import Gap, Wall
from volsched.model.zones import zone as zone_named
from volsched.recurrence.clock import ClockChange, changes, gap_at, is_steady
from volsched.recurrence.compiling import series_of
from volsched.recurrence.ending import end_of
from volsched.recurrence.parts import SUBDAILY, Parts, rule_text
from volsched.recurrence.reading import read_rule, refuse_subdaily
from volsched.recurrence.series import Nothing, Series, blamed, refuse_never
from volsched.recurrence.skipped import Skipped, missing_days, missing_times
from volsched.recurrence.walls import (
    DAY,
    TICK,
    aware_wall,
    aware_walls,
    day_earlier,
    day_later,
    excluded,
    holds,
    included,
    last_wall,
    merged,
    mind_gaps,
    plain_begin,
    take_out,
    wall_after,
    within,
    written_until,
    wrong_wall,
)

MOST = 10_000
"""How many occurrences a window may hold; more are refused and never cut off in silence."""


# Without slots it is made in less time.
@frozen(kw_only=True, slots=False)
class Recurrence:
    """When something happens: a start in wall time, a rule, and dates left out or added.

    Build it with `Recurrence.parse`. Wall time runs in `zone`; what comes out are instants that carry the zone. For a
    start that is a date it is the midnight that begins the day.

    >>> choir = Recurrence.parse("FREQ=WEEKLY;BYDAY=FR", start=dt.datetime(2027, 1, 1, 10), zone="Asia/Urumqi")
    >>> choir.first_after(dt.datetime(2027, 5, 1, tzinfo=dt.UTC)).isoformat()
    '2027-05-07T10:00:00+06:00'
    """

    parts: Parts | None
    start: Wall
    zone: str = "Asia/Shanghai"
    exclude: tuple[Wall, ...] = attrs.field(default=(), converter=excluded)
    include: tuple[Wall, ...] = attrs.field(default=(), converter=included)
    gap: Gap = "skip"
    _begin: dt.datetime = attrs.field(init=False, eq=False, repr=False)
    _zone: ZoneInfo = attrs.field(init=False, eq=False, repr=False)
    _series: Series | None = attrs.field(init=False, eq=False, repr=False)
    _end: dt.datetime = attrs.field(init=False, eq=False, repr=False)
    _last: dt.datetime = attrs.field(init=False, eq=False, repr=False)
    # Most are a rule and nothing else.
    _out: ClassVar[tuple[dt.datetime, ...]] = ()
    _added: ClassVar[tuple[dt.datetime, ...]] = ()
    _is_bare: ClassVar[bool] = True

    @classmethod
    def parse(
        cls,
        rule: str | None,
        *,
        start: Wall,
        zone: str | ZoneInfo = "Asia/Shanghai",
        exclude: Iterable[Wall] = (),
        include: Iterable[Wall] = (),
        gap: Gap = "skip",
        allow_subdaily: bool = False,
        strict: bool = True,
    ) -> Recurrence:
        """Read an RFC 5545 rule such as "FREQ=WEEKLY;BYDAY=FR"; without a rule there is the one start.

        `exclude` takes starts out and `include` adds them, in wall time. A start that a clock change leaves out is
        skipped and not counted (`gap="skip"`, RFC 5545 3.3.10) or moved forward by the gap (`gap="shift"`).
        `strict=False` reads what another program wrote: it drops unknown X- parts, forgives repeated values, and lets
        a rule be empty or say more than the RFC allows. Rules that repeat within a day need `allow_subdaily=True`.

        Raises:
            RecurrenceError: malformed, out of range, or can never happen; `field` names the offending part.
        """
        name = zone.key if isinstance(zone, ZoneInfo) else zone
        parts = None if rule is None else read_rule(rule, strict)
        if parts is not None and parts.frequency in SUBDAILY and not allow_subdaily:
            refuse_subdaily(parts)
        # As the constructor does it, in less time.
        found = object.__new__(cls)
        found.__dict__.update(
            parts=parts,
            start=start,
            zone=name,
            exclude=excluded(exclude) if exclude else (),
            include=included(include) if include else (),
            gap=gap,
        )
        found.__attrs_post_init__()
        if strict:
            found.check()
        return found

    def __attrs_post_init__(self) -> None:
        # A programme has thousands of these, so nothing is worked out twice here.
        if self.gap not in ("skip", "shift"):
            self._refuse("gap", f"'{self.gap}' is not known", "write skip or shift")
        start, parts, put = self.start, self.parts, self.__dict__
        put["_zone"] = zone = zone_named(self.zone)
        begin = plain_begin(start, zone)
        if begin is None:
            self._check_walls("start", (start,))
            begin = aware_wall(start, zone)
        put["_begin"] = begin
        if self.exclude or self.include:
            put["_out"] = self._aware_all("exclude", self.exclude)
            put["_added"] = self._aware_all("include", self.include)
            put["_is_bare"] = False
        if parts is None:
            put["_series"] = None
            put["_end"] = begin + TICK
            put["_is_bare"] = False
        else:
            put["_series"] = series = series_of(parts, begin, all_day=not isinstance(start, dt.datetime))
            ends = parts.count is not None or parts.until is not None
            put["_end"] = end_of(parts, series, begin, zone, skips=not self._shifts) if ends else last_wall(zone)
        put["_last"] = max(self._end, self._added[-1] + TICK) if self._added else self._end

    def _aware_all(self, field: str, walls: tuple[Wall, ...]) -> tuple[dt.datetime, ...]:
        odd = [wall for wall in walls if type(wall) is not dt.datetime or wall.tzinfo is not None or wall.microsecond]
        if odd or not isinstance(self.start, dt.datetime):
            self._check_walls(field, walls)
        return aware_walls(walls, self._zone)

    def _check_walls(self, field: str, walls: tuple[Wall, ...]) -> None:
        for wall in walls:
            wrong = wrong_wall(wall, self.start)
            if wrong:
                self._refuse(field, *wrong)

    def check(self) -> None:
        """Refuse a rule that can never happen; the proof looks at each kind of year there is.

        Raises:
            RecurrenceError: it never happens, ends before it begins, or everything is left out.
        """
        parts, series = self.parts, self._series
        if parts is None or series is None:
            if holds(self._out, self._begin) and not self._added:
                self._refuse("exclude", "leaves out everything", "take out fewer")
            return
        if self.all_day and parts.names_times:
            for field, values in (
                ("BYHOUR", parts.by_hour),
                ("BYMINUTE", parts.by_minute),
                ("BYSECOND", parts.by_second),
            ):
                if values:
                    self._refuse(field, "stands beside a start without a time", "give the start a time, or take it out")
        # What is sure to happen does so within a period, and an end that lies further off leaves it that.
        far = parts.until is None or (self._end - self._begin).days > 400 * (parts.interval + 1)
        ends = parts.until is not None or parts.count is not None
        if far and series.is_sure and not (ends and self._out):
            return
        first = series.following(self._begin)
        if isinstance(series, Nothing):
            raise series.reason
        if first is None:
            refuse_never(parts, blamed(parts))
        if first >= self._end and parts.until is not None:
            self._refuse("UNTIL", f"ends before the first time, {first:%Y-%m-%d}", "write a later UNTIL")
        if ends and self._out and not self._added and self._is_all_left_out():
            self._refuse("exclude", "leaves out everything", "take out fewer")

    def _is_all_left_out(self) -> bool:
        """Whether the exclusions leave nothing: asked of as many occurrences as there are exclusions, and one."""
        wall, series = self._begin, self._series
        for _ in range(len(self._out) + 1):
            found = series.following(wall) if series else None
            if found is None or found >= self._end:
                return True
            if not holds(self._out, found):
                return False
            wall = found + TICK
        return False

    @property
    def all_day(self) -> bool:
        """Whether it takes whole days rather than hours."""
        return not isinstance(self.start, dt.datetime)

    @property
    def _shifts(self) -> bool:
        """Whether what the clocks leave out is moved; a day is there even when its midnight is not."""
        return self.gap == "shift" or self.all_day

    @property
    def tz(self) -> ZoneInfo:
        """Its time zone."""
        return self._zone

    @property
    def names_weekdays(self) -> bool:
        """Whether its days are chosen as weekdays, or are all days, rather than by their number."""
        parts = self.parts
        return parts is not None and bool(parts.frequency in ("DAILY", "WEEKLY") or parts.by_day)

    @property
    def until_wall(self) -> dt.datetime:
        """The wall before which UNTIL ends it; COUNT does not matter here."""
        if self.parts is None or self.parts.until is None:
            return last_wall(self._zone)
        return wall_after(self.parts.until, self._zone)

    def aware(self, wall: Wall) -> dt.datetime:
        """Wall time with the zone put to it; of a date its midnight."""
        return aware_wall(wall, self._zone)

    def nominal(self, low: dt.datetime, high: dt.datetime, most: int = MOST) -> list[dt.datetime]:
        """Its wall times from `low` up to `high`, those that a clock change leaves out too.

        Raises:
            RecurrenceError: there are more than `most`.
        """
        found = self._listed(low, high, most)
        if len(found) > most:
            self._refuse("window", f"holds more than {most} occurrences", "ask about a shorter one")
        return found

    def _refuse(self, field: str, problem: str, cure: str) -> NoReturn:
        name = rule_text(self.parts)[:80] if self.parts else ""
        raise RecurrenceError("rule", name, field, problem, cure)

    def between(self, start: dt.datetime, end: dt.datetime, *, most: int = MOST) -> tuple[dt.datetime, ...]:
        """Every time it begins from `start` up to but not including `end`, in order.

        Raises:
            RecurrenceError: a bound without a time zone, or more than `most` occurrences between the two.
        """
        zone = self._zone
        try:
            low = start if start.tzinfo is zone else self._local(start)
            high = end if end.tzinfo is zone else self._local(end)
        except AttributeError:
            self._refuse("window", f"{start!r:.60} or {end!r:.60} is not a datetime", "pass an aware datetime")
        if high > self._last:  # noqa: PLR1730 - min() costs a tenth of a short window
            high = self._last
        moves = changes(zone, low.year, high.year)
        if not moves and self._is_bare:
            # Nothing to mind but the rule: asked of most, so without further calls.
            found = self._series.walls(low, high, most)  # type: ignore[union-attr]
        else:
            found = self._across((start, end), low, high, moves, most)
        if len(found) > most:
            self._refuse("window", f"holds more than {most} occurrences", "ask about a shorter one")
        return tuple(found)

    def _listed(self, low: dt.datetime, high: dt.datetime, most: int) -> list[dt.datetime]:
        """The walls from `low` up to `high`, with what is left out and added, whatever the clocks do."""
        series, out = self._series, self._out
        if series is None:
            found = [self._begin] if low <= self._begin < high else []
        else:
            end = self._end
            found = series.walls(low, high if high < end else end, most + len(out))  # noqa: FURB136 - min() costs more
        if self._added:
            found = merged(found, [wall for wall in self._added if low <= wall < high])
        if out:
            take_out(found, out)
        return found

    def _across(
        self,
        window: tuple[dt.datetime, dt.datetime],
        low: dt.datetime,
        high: dt.datetime,
        moves: tuple[ClockChange, ...],
        most: int,
    ) -> list[dt.datetime]:
        """The same where clocks change within the years of the window."""
        for move in moves:
            if move.around_first <= low < move.around_end or move.around_first <= high < move.around_end:
                return self._cut(window, low, high, moves, most)
        found = self._listed(low, high, most)
        mind_gaps(found, [move for move in moves if move.is_gap and low < move.first < high], shift=self._shifts)
        return found

    def _cut(
        self,
        window: tuple[dt.datetime, dt.datetime],
        low: dt.datetime,
        high: dt.datetime,
        moves: tuple[ClockChange, ...],
        most: int,
    ) -> list[dt.datetime]:
        """The same where they change near an end of it: a day more on either side, and cut at the instants."""
        found = self._listed(day_earlier(low), day_later(high), most + 600)
        mind_gaps(found, [move for move in moves if move.is_gap], shift=self._shifts)
        return within(found, *window)

    def _local(self, moment: dt.datetime) -> dt.datetime:
        if not isinstance(moment, dt.datetime):
            self._refuse("window", f"{moment!r:.60} is not a datetime", "pass an aware datetime")
        if moment.tzinfo is None:
            cure = "attach one, such as .replace(tzinfo=ZoneInfo('Asia/Shanghai'))"
            self._refuse("window", f"{moment.isoformat()} has no time zone", cure)
        try:
            return moment.astimezone(self._zone)
        except OverflowError:
            return moment.replace(tzinfo=self._zone)

    def first_after(self, moment: dt.datetime) -> dt.datetime | None:
        """The first time it begins after this instant; None when it has come to its end.

        Raises:
            RecurrenceError: the instant has no time zone.
        """
        wall, later = self._local(moment).replace(fold=0), moment.astimezone(dt.UTC)
        if not is_steady(self._zone, wall):
            wall = day_earlier(wall)
        while True:
            found = self._following(wall)
            if found is None:
                return None
            gap = gap_at(self._zone, found)
            if gap is not None:
                # What is moved out of a gap may come after what was planned behind it.
                for other in self.between(day_earlier(found), gap.end + DAY, most=400_000):
                    if other.astimezone(dt.UTC) > later:
                        return other
                found = gap.end
            elif found.astimezone(dt.UTC) > later:
                return found
            wall = found + TICK

    def _following(self, wall: dt.datetime) -> dt.datetime | None:
        """The first wall at or after this one that is not left out, be there such a time on the clock or not."""
        added = next((other for other in self._added if other >= wall and not holds(self._out, other)), None)
        while True:
            found = self._series.following(wall) if self._series else (self._begin if self._begin >= wall else None)
            if found is None or found >= self._end:
                return added
            if not holds(self._out, found):
                return found if added is None else min(found, added)
            wall = found + TICK

    def skipped(self, start: dt.datetime, end: dt.datetime) -> tuple[Skipped, ...]:
        """What the rule names between the two and the calendar or the clock does not have, in order.

        These are days that their month lacks (the 31st, 29 February), and with `gap="skip"` times that a clock change
        leaves out. A rota has nobody on them.

        Raises:
            RecurrenceError: a bound without a time zone, or more than 10,000 occurrences between the two.
        """
        low, high = self._local(start), min(self._local(end), self._last)
        if low >= high:
            return ()
        found = missing_days(self._series, low.date(), high.date())
        if self.gap == "skip" and not self.all_day:
            found += missing_times(self.nominal(low, high), self._zone)
        return tuple(sorted(found))

    def to_rrule(self) -> str:
        """The rule as RFC 5545 writes it, UNTIL in UTC or as a date as the start demands; empty without a rule."""
        parts = self.parts
        if parts is None:
            return ""
        if parts.until is not None:
            parts = attrs.evolve(parts, until=written_until(parts.until, self._zone, all_day=self.all_day))
        return rule_text(parts)

    def describe(self, language: Language = "zh") -> str:
        """The rule in words, with the name of its clock: "每周五 10:00（新疆时间）"."""
        # Words are needed by few callers of a module that everybody imports.
        from volsched.recurrence.wording import describe

        if language not in get_args(Language):
            self._refuse("language", f"{language!r:.60} is not known", f"write {', '.join(get_args(Language))}")
        return describe(self.parts, self.start, self.zone, language)
