"""Series written as one event with a rule, where every calendar reads the rule as we do.

Only the plainest rules are written: by days, by weekdays, by a day of the month or a weekday counted in it. What the
plan says is the truth: the rule is expanded again, and each start that the plan has not is left out by EXDATE, each
occurrence that differs stands beside the series with its own RECURRENCE-ID. Everything else, lunar series above all,
is written as one event for each occurrence, because calendars disagree about it or cannot read it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import attrs

from volsched.model import Activity, Programme, Span
from volsched.model.occurrence import wall_key
from volsched.model.schedule import Wall
from volsched.model.zones import zone
from volsched.publishing.audience import EventView
from volsched.publishing.identity import Uids
from volsched.publishing.timezones import keeps_rules
from volsched.recurrence import Recurrence
from volsched.recurrence.parts import Parts, rule_text
from volsched.recurrence.reading import read_rule

SERIES = "series"
_LAST_COMMON_DAY = 28
_FEWEST = 2
_FEW = 4


class SeriesFinder:
    """Finds the series among the events of feeds; most people of a team have the same ones, so each is found once."""

    def __init__(self, programme: Programme, uids: Uids) -> None:
        self._programme = programme
        self._uids = uids
        self._rules: dict[str, Parts | None] = {}
        self._found: dict[tuple[int, ...], tuple[EventView, ...]] = {}

    def components(self, views: Sequence[EventView]) -> tuple[EventView, ...]:
        """The same events with each series as one of them, in the order of their starts."""
        groups: dict[str, list[EventView]] = {}
        alone: list[EventView] = []
        for view in views:
            activity = view.face.activity
            if view.alone or not activity or self._rule(activity) is None or view.uid != self._uids.of(view.key):
                alone.append(view)
            else:
                groups.setdefault(activity, []).append(view)
        if not groups:
            return tuple(views)
        for activity, own in groups.items():
            alone += self._series(activity, own)
        return tuple(sorted(alone, key=_by_start))

    def _rule(self, activity: str) -> Parts | None:
        if activity not in self._rules:
            self._rules[activity] = plain_rule(self._programme.activity(activity))
        return self._rules[activity]

    def _series(self, activity: str, views: list[EventView]) -> tuple[EventView, ...]:
        key = tuple(map(id, views))
        known = self._found.get(key)
        if known is None:
            rule = self._rule(activity)
            uid = self._uids.of(activity, SERIES)
            known = self._found[key] = tuple(views) if rule is None else as_series(views, rule, uid)
        return known


def plain_rule(activity: Activity) -> Parts | None:
    """The rule of an activity that every calendar reads alike; None where there is none.

    Shifts and appointments are single events: each is somebody's, and is moved and given away by itself.
    """
    schedule = activity.schedule
    appointed = activity.places is not None and activity.places.appointment is not None
    if schedule.rule is None or activity.staffing is not None or appointed:
        return None
    parts = read_rule(schedule.rule)
    plain = Parts(frequency=parts.frequency, interval=parts.interval, week_start=parts.week_start)
    weekdays = all(number == 0 for number, _ in parts.by_day)
    counted = len(parts.by_day) == 1 and not weekdays
    if parts.frequency == "DAILY":
        wanted = plain
    elif (parts.frequency == "WEEKLY" and weekdays) or (parts.frequency == "MONTHLY" and counted):
        wanted = attrs.evolve(plain, by_day=parts.by_day)
    elif parts.frequency == "MONTHLY" and not parts.by_day and schedule.start.day <= _LAST_COMMON_DAY:
        one_day = len(parts.by_month_day) <= 1 and all(0 < day <= _LAST_COMMON_DAY for day in parts.by_month_day)
        wanted = attrs.evolve(plain, by_month_day=parts.by_month_day) if one_day else plain
    else:
        return None
    return wanted if attrs.evolve(parts, count=None, until=None) == wanted else None


def as_series(views: Sequence[EventView], rule: Parts, uid: str) -> tuple[EventView, ...]:
    """Events of one activity as a series, the occurrences that differ, and those that are not in it.

    The events themselves where the rule does not give just these starts, or gives mostly others.
    """
    by_wall = {_original(view): view for view in views}
    usual = Counter(_manner(view, wall) for wall, view in by_wall.items() if _is_kept(view, wall)).most_common(1)
    if not usual or usual[0][1] < _FEWEST or len({view.zone for view in views}) > 1:
        return tuple(views)
    years = min(by_wall).year - 1, max(by_wall).year + 1
    if not keeps_rules(views[0].zone, *years):
        return tuple(views)
    manner = usual[0][0]
    walls = _walls(rule, min(by_wall), max(by_wall), views[0].zone)
    there = [wall for wall in walls if wall in by_wall]
    # At an hour that a change of the clock leaves out or repeats, readers go different ways.
    if len(there) < _FEWEST or not all(_comes_once(wall, views[0].zone) for wall in walls):
        return tuple(views)
    first, last = there[0], there[-1]
    leaves_out = tuple(wall for wall in walls if first <= wall <= last and wall not in by_wall)
    written = _until(rule, last, views[0].zone)
    if len(leaves_out) > len(there) or _walls_of(written, first, last, views[0].zone) != [
        wall for wall in walls if first <= wall <= last
    ]:
        return tuple(views)
    regular = [wall for wall in there if _is_kept(by_wall[wall], wall) and _manner(by_wall[wall], wall) == manner]
    # Where a third is different it is no series that people would know, such as one with other hours in summer.
    if len(regular) < _FEWEST or len(there) - len(regular) > max(_FEW, len(there) // 3):
        return tuple(views)
    model = by_wall[regular[0]]
    start = _aware(first, model.zone)
    series = attrs.evolve(
        model,
        uid=uid,
        key=model.face.activity,
        span=Span(start, start + model.span.length),
        rule=rule_text(written),
        leaves_out=leaves_out,
    )
    usual_ones = set(regular)
    others = (
        attrs.evolve(view, uid=uid, instead_of=wall) if first <= wall <= last and wall in there else view
        for wall, view in by_wall.items()
        if wall not in usual_ones
    )
    return (series, *others)


def _original(view: EventView) -> Wall:
    """The original start of an occurrence, from its key: "choir/20270507T1000"."""
    written = view.key.rpartition("/")[2]
    day = dt.date(int(written[:4]), int(written[4:6]), int(written[6:8]))
    if "T" not in written:
        return day
    time = dt.time(int(written[9:11]), int(written[11:13]), int(written[13:15] or 0))
    return dt.datetime.combine(day, time)


def _aware(wall: Wall, zone_name: str) -> dt.datetime:
    if not isinstance(wall, dt.datetime):
        return dt.datetime.combine(wall, dt.time(), zone(zone_name))
    return wall.replace(tzinfo=zone(zone_name))


def _is_kept(view: EventView, wall: Wall) -> bool:
    """Whether it is where its series has it."""
    return view.span.start == _aware(wall, view.zone) and not view.cancelled


def _comes_once(wall: Wall, zone_name: str) -> bool:
    """Whether the clock shows this time once, and not twice or never."""
    start = _aware(wall, zone_name)
    return start.replace(fold=1).utcoffset() == start.replace(fold=0).utcoffset()


def _manner(view: EventView, wall: Wall) -> tuple[object, ...]:
    """What occurrences of one series share: looks, hours in words, and length by the clock and in truth."""
    end = view.span.end.astimezone(zone(view.zone)).replace(tzinfo=None)
    begin = wall if isinstance(wall, dt.datetime) else dt.datetime.combine(wall, dt.time())
    return view.face, view.hours, view.asked, view.span.length, end - begin, view.all_day


def _walls(rule: Parts, first: Wall, last: Wall, zone_name: str) -> list[Wall]:
    return _walls_of(_until(rule, last, zone_name), first, last, zone_name)


def _walls_of(rule: Parts, first: Wall, last: Wall, zone_name: str) -> list[Wall]:
    """The starts that a calendar makes of the rule, if its first event is at `first`."""
    recurrence = Recurrence(parts=rule, start=first, zone=zone_name)
    end = recurrence.aware(last) + dt.timedelta(seconds=1)
    found = [moment.replace(tzinfo=None) for moment in recurrence.nominal(recurrence.aware(first), end)]
    return [moment if isinstance(first, dt.datetime) else moment.date() for moment in found]


def _until(rule: Parts, last: Wall, zone_name: str) -> Parts:
    """The rule with its last start: in UTC where it has a time, as RFC 5545 3.3.10 asks."""
    until = _aware(last, zone_name).astimezone(dt.UTC) if isinstance(last, dt.datetime) else last
    return attrs.evolve(rule, until=until)


def _by_start(view: EventView) -> tuple[dt.datetime, dt.datetime, str, str]:
    own = "" if view.instead_of is None else wall_key(view.instead_of)
    return view.span.start, view.span.end, view.uid, own
