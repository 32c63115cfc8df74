"""To dateutil and back, for programs that keep their rules as dateutil's objects."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import attrs

from volsched.errors import RecurrenceError
from volsched.model.schedule import Gap
from volsched.recurrence.parts import rule_text
from volsched.recurrence.recurrence import Recurrence

if TYPE_CHECKING:
    from dateutil.rrule import rrule, rruleset

_SECOND = dt.timedelta(seconds=1)


def to_dateutil(recurrence: Recurrence) -> rruleset:
    """The recurrence as a set of dateutil's, in wall time without a zone; of a date its midnight.

    dateutil knows no clock changes and reads a few rules otherwise; where it matters which times come, ask the
    recurrence and not the set.

    >>> friday = Recurrence.parse("FREQ=WEEKLY;BYDAY=FR", start=dt.datetime(2027, 1, 1, 10), zone="Asia/Urumqi")
    >>> to_dateutil(friday).after(dt.datetime(2027, 5, 1))
    datetime.datetime(2027, 5, 7, 10, 0)

    Raises:
        RecurrenceError: the rule counts in a calendar that dateutil does not have.
    """
    # dateutil is loaded by those who ask for it.
    from dateutil.rrule import rruleset as new_set
    from dateutil.rrule import rrulestr

    found = new_set()
    start, parts = _plain(recurrence.start), recurrence.parts
    if parts is None:
        found.rdate(start)
    else:
        text = rule_text(attrs.evolve(parts, until=None))
        if parts.scale or parts.leap_months:
            problem = f"dateutil has no calendar {parts.scale or 'with leap months'}"
            raise RecurrenceError("rule", text[:80], "RSCALE", problem, "ask the recurrence for its times instead")
        rule: rrule = rrulestr(text, dtstart=start)  # type: ignore[assignment]
        if parts.until is not None:
            rule = rule.replace(until=recurrence.until_wall.replace(tzinfo=None) - _SECOND)
        found.rrule(rule)
    for wall in recurrence.include:
        found.rdate(_plain(wall))
    for wall in recurrence.exclude:
        found.exdate(_plain(wall))
    return found


def of_dateutil(
    rule: rrule | rruleset, *, zone: str | ZoneInfo | None = None, gap: Gap = "skip", allow_subdaily: bool = False
) -> Recurrence:
    """A rule or a set of dateutil's as a recurrence.

    `zone` is where its wall time runs; it may be left out where the start carries an IANA zone. Of a set there may be
    one rule, with dates that are added and left out.

    Raises:
        RecurrenceError: there is no zone, the set has several rules or leaves out by a rule, or the rule is refused.
    """
    from dateutil.rrule import rruleset as set_type

    # dateutil has no other way to ask what its objects hold than their inner names.
    given: Any = rule
    rules, include, exclude = [given], [], []
    if isinstance(rule, set_type):
        rules, include, exclude = list(given._rrule), list(given._rdate), list(given._exdate)  # noqa: SLF001
        if len(rules) > 1 or given._exrule:  # noqa: SLF001
            problem = "has several rules, or leaves out by a rule"
            raise RecurrenceError(
                "rule", "rruleset", "", problem, "make a recurrence of each rule, and name the dates left out"
            )
    start = rules[0]._dtstart if rules else min(include, default=None)  # noqa: SLF001
    if start is None:
        raise RecurrenceError("rule", "rruleset", "", "is empty", "give it a rule or a date")
    text = None
    if rules:
        until = rules[0]._until  # noqa: SLF001
        bare = rules[0].replace(until=None, dtstart=start.replace(tzinfo=None))
        text = str(bare).partition("RRULE:")[2].partition("\n")[0]
        if until is not None:
            text += (
                f";UNTIL={until.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" if until.tzinfo else f";UNTIL={until:%Y%m%dT%H%M%S}"
            )
    name = zone or getattr(start.tzinfo, "key", None)
    if name is None:
        raise RecurrenceError("rule", str(text)[:80], "zone", "is not said", 'name it, such as zone="Asia/Shanghai"')
    local = name if isinstance(name, ZoneInfo) else ZoneInfo(name)
    return Recurrence.parse(
        text,
        start=_wall(start, local),
        zone=local,
        exclude=[_wall(moment, local) for moment in exclude],
        include=[_wall(moment, local) for moment in include],
        gap=gap,
        allow_subdaily=allow_subdaily,
        strict=False,
    )


def _plain(wall: dt.date) -> dt.datetime:
    return wall if isinstance(wall, dt.datetime) else dt.datetime.combine(wall, dt.time())


def _wall(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment
