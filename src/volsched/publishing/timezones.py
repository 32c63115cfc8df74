"""Time zones as VTIMEZONE components of our own, from the same data by which we reckon.

Each change of the clock is an onset, written as RFC 5545 3.6.5 wants it: in the wall time that was in force before it.
Where a zone goes on by a rule, the component carries the rule and has no end; where it does not (Morocco's follows the
moon), every onset that the calendar needs is written out.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from attrs import frozen

from volsched.model.zones import zone
from volsched.publishing.lines import content_line, text_line

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_STEP = dt.timedelta(days=5)  # no zone has changed its clock twice within five days since 1970
_YEARS_OF_RULE = 30
_FEWEST_YEARS_OF_RULE = 20
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@frozen(kw_only=True)
class Onset:
    """One change of the clock: when, as wall time by the clock before it, and from which to which offset."""

    wall: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    summer: bool

    @property
    def series(self) -> tuple[object, ...]:
        """What is the same for all onsets of one yearly rule, but for the day."""
        return self.before, self.after, self.name, self.wall.time(), self.wall.month, self.wall.weekday()


def steady_offset(name: str, first_year: int, last_year: int) -> dt.timedelta | None:
    """The offset from UTC that holds through all of these years; None where the clock is changed in them."""
    local = zone(name)
    first, last = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC), dt.datetime(last_year + 1, 1, 1, tzinfo=dt.UTC)
    return None if any(True for _ in _onsets(local, first, last)) else _offset(local, first)


@lru_cache(maxsize=64)
def keeps_rules(name: str, first_year: int, last_year: int) -> bool:
    """Whether the clock of a zone is never changed in these years, or by the same rules all the time.

    Where it is not, as in Morocco, whose clock follows the moon, some readers go wrong by an hour: they know two
    offsets and one rule for each. Times of such a zone are better written in UTC.
    """
    if steady_offset(name, first_year, last_year) is not None:
        return True
    local = zone(name)
    first = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC)
    horizon = dt.datetime(last_year + _YEARS_OF_RULE + 1, 1, 1, tzinfo=dt.UTC)
    begin, series = _going_on((_in_force(local, first), *_onsets(local, first, horizon)), horizon.year - 1)
    return begin == 0 and bool(series)


@lru_cache(maxsize=64)
def vtimezone(name: str, first_year: int, last_year: int) -> bytes:
    """The VTIMEZONE of a zone, right for every instant of these years, and later on where there is a rule."""
    local = zone(name)
    first = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC)
    horizon = dt.datetime(last_year + _YEARS_OF_RULE + 1, 1, 1, tzinfo=dt.UTC)
    onsets = (_in_force(local, first), *_onsets(local, first, horizon))
    begin, series = _going_on(onsets, horizon.year - 1)
    parts = [_observance(onset) for onset in onsets[:begin] if onset.wall.year <= last_year + 1]
    parts += [_observance(onset, rule) for onset, rule in series]
    head = b"BEGIN:VTIMEZONE\r\n" + text_line("TZID", name)
    return head + b"".join(parts) + b"END:VTIMEZONE\r\n"


def _offset(local: ZoneInfo, instant: dt.datetime) -> dt.timedelta:
    return instant.astimezone(local).utcoffset() or dt.timedelta()


def _onsets(local: ZoneInfo, first: dt.datetime, last: dt.datetime) -> Iterator[Onset]:
    """The changes of the clock after `first`, up to `last`."""
    here, offset = first, _offset(local, first)
    while here < last:
        there = min(here + _STEP, last)
        later = _offset(local, there)
        if later != offset:
            yield _onset(local, _change(local, here, there, offset))
        here, offset = there, later


def _change(local: ZoneInfo, here: dt.datetime, there: dt.datetime, offset: dt.timedelta) -> dt.datetime:
    """The first second between the two at which the offset is another."""
    second = dt.timedelta(seconds=1)
    while there - here > second:
        middle = here + (there - here) // 2
        middle = middle.replace(microsecond=0)
        if _offset(local, middle) == offset:
            here = middle
        else:
            there = middle
    return there


def _onset(local: ZoneInfo, instant: dt.datetime) -> Onset:
    earlier, later = (instant - dt.timedelta(seconds=1)).astimezone(local), instant.astimezone(local)
    before, after = earlier.utcoffset() or dt.timedelta(), later.utcoffset() or dt.timedelta()
    saved, saving = earlier.dst() or dt.timedelta(), later.dst() or dt.timedelta()
    return Onset(
        wall=instant.replace(tzinfo=None) + before,
        before=before,
        after=after,
        name=later.tzname() or "",
        # Ireland is told in two ways, with summer time as its standard and without: compare, so that both agree.
        summer=saving > saved or (saving == saved and saving > dt.timedelta()),
    )


def _in_force(local: ZoneInfo, instant: dt.datetime) -> Onset:
    """The last onset up to this instant, or where there is none since 1970, that day as a beginning."""
    there = instant
    while there > _EPOCH:
        here = max(there - _STEP, _EPOCH)
        if _offset(local, here) != _offset(local, there):
            return _onset(local, _change(local, here, there, _offset(local, here)))
        there = here
    beginning = _EPOCH.astimezone(local)
    offset = beginning.utcoffset() or dt.timedelta()
    return Onset(
        wall=_EPOCH.replace(tzinfo=None),
        before=offset,
        after=offset,
        name=instant.astimezone(local).tzname() or "",
        summer=False,
    )


def _going_on(onsets: Sequence[Onset], last_year: int) -> tuple[int, list[tuple[Onset, str]]]:
    """From which onset on yearly rules say it all, and the rules; past the last onset where there are none."""
    for begin in range(len(onsets)):
        series: dict[tuple[object, ...], list[dt.date]] = {}
        firsts: dict[tuple[object, ...], Onset] = {}
        for onset in onsets[begin:]:
            series.setdefault(onset.series, []).append(onset.wall.date())
            firsts.setdefault(onset.series, onset)
        rules = [(firsts[key], _yearly(days, last_year)) for key, days in series.items()]
        if all(rule is not None for _, rule in rules):
            return begin, [(onset, rule) for onset, rule in rules if rule is not None]
    return len(onsets), []


def _yearly(days: Sequence[dt.date], last_year: int) -> str | None:
    """The rule that gives these days of one month and weekday, one a year without a gap up to the last year."""
    years = [day.year for day in days]
    if years != list(range(years[0], last_year + 1)) or len(years) < _FEWEST_YEARS_OF_RULE:
        return None
    month, weekday = days[0].month, _WEEKDAYS[days[0].weekday()]
    head = f"FREQ=YEARLY;BYMONTH={month};BYDAY="
    if all(day.day > calendar.monthrange(day.year, month)[1] - 7 for day in days):
        return f"{head}-1{weekday}"
    first, last = min(day.day for day in days), max(day.day for day in days)
    if last - first > 6:
        return None
    if (first - 1) % 7 == 0:
        return f"{head}{(first - 1) // 7 + 1}{weekday}"
    return f"{head}{weekday};BYMONTHDAY={','.join(str(day) for day in range(first, first + 7))}"


def _observance(onset: Onset, rule: str = "") -> bytes:
    part = "DAYLIGHT" if onset.summer else "STANDARD"
    return b"".join(
        (
            f"BEGIN:{part}\r\n".encode(),
            content_line("DTSTART", f"{onset.wall:%Y%m%dT%H%M%S}"),
            content_line("RRULE", rule) if rule else b"",
            content_line("TZOFFSETFROM", _utc_offset(onset.before)),
            content_line("TZOFFSETTO", _utc_offset(onset.after)),
            text_line("TZNAME", onset.name),
            f"END:{part}\r\n".encode(),
        )
    )


def _utc_offset(offset: dt.timedelta) -> str:
    """An offset as RFC 5545 3.3.14 writes it, with seconds only where there are any."""
    seconds = int(offset.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{rest:02}" if rest else "")
