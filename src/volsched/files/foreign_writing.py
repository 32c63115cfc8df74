"""What came of a foreign calendar, written as a programme keeps it: activities in TOML, busy times in CSV."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator

from volsched.errors import InvalidValue
from volsched.files.foreign_events import LONGEST_EVENT, Imported
from volsched.model import Activity, Override, Schedule, Span, Text, Window
from volsched.model.schedule import Wall
from volsched.model.zones import zone
from volsched.recurrence import occurrences

BUSY_HEADER = ("person", "kind", "first", "last", "since", "until")
_DAY = dt.timedelta(days=1)


def activities_toml(activities: Iterable[Activity], *, zone_name: str) -> str:
    """Activities as `[[activity]]` tables; what is the programme's own zone is left out."""
    return "\n".join("".join(f"{line}\n" for line in _activity(item, zone_name)) for item in activities)


def busy_rows(found: Imported, person: str, window: Window) -> tuple[tuple[str, ...], ...]:
    """When the owner of the calendar is busy in the window, as rows of availability.csv under BUSY_HEADER.

    Raises:
        InvalidValue: an event of the calendar could not be read: it might be in the way.
    """
    if found.faults:
        fault = found.faults[0]
        raise InvalidValue("calendar", f"{fault.file}:{fault.line}", fault.field, fault.problem, fault.cure)
    local, reach = zone(window.zone), window.span
    rows = set()
    for activity in found.activities:
        if activity.id in found.free:
            continue
        for item in occurrences(activity, Span(reach.start - LONGEST_EVENT, reach.end)):
            if item.span.end <= reach.start or item.cancelled:
                continue
            start, end = item.span.start.astimezone(local), item.span.end.astimezone(local)
            rows |= set(_days(person, start.replace(tzinfo=None), end.replace(tzinfo=None)))
    return tuple(sorted(rows))


def _days(person: str, start: dt.datetime, end: dt.datetime) -> Iterator[tuple[str, ...]]:
    """A busy time by days: the hours of its first and last one, and the whole days between."""
    day = start.date()
    while dt.datetime.combine(day, dt.time()) < end:
        midnight = dt.datetime.combine(day, dt.time())
        since, until = max(start, midnight), min(end, midnight + _DAY)
        whole = since == midnight and until == midnight + _DAY
        hours = ("", "") if whole else (f"{since:%H:%M}", f"{until:%H:%M}")
        if hours[0] != hours[1] or whole:
            yield person, "unavailable", day.isoformat(), day.isoformat(), *hours
        day += _DAY


def _activity(activity: Activity, zone_name: str) -> Iterator[str]:
    schedule = activity.schedule
    yield "[[activity]]"
    yield f"id = {_quoted(activity.id)}"
    yield f"title = {_text(activity.title)}"
    if activity.description is not None:
        yield f"description = {_text(activity.description)}"
    if activity.audience != "public":
        yield f"audience = {_quoted(activity.audience)}"
    if activity.url:
        yield f"url = {_quoted(activity.url)}"
    if activity.space is not None:
        yield f"space = {{ venue = {_quoted(activity.space.venue)} }}"
    yield ""
    yield "[activity.when]"
    yield f"start = {_wall(schedule.start)}"
    yield f"lasts = {_length(schedule.lasts)}"
    if schedule.rule is not None:
        yield f"rule = {_quoted(schedule.rule)}"
    if schedule.zone != zone_name:
        yield f"zone = {_quoted(schedule.zone)}"
    for name, walls in (("except", schedule.exclude), ("also", schedule.include)):
        if walls:
            yield f"{name} = [{', '.join(map(_wall, walls))}]"
    for change in schedule.overrides:
        yield ""
        yield from _change(change, schedule)


def _change(change: Override, schedule: Schedule) -> Iterator[str]:
    yield "[[activity.when.change]]"
    yield f"on = {_wall(change.original)}"
    if change.start is not None:
        yield f"start = {_wall(change.start)}"
    if change.lasts is not None and change.lasts != schedule.lasts:
        yield f"lasts = {_length(change.lasts)}"
    if change.cancelled:
        yield "cancelled = true"
    if change.venue is not None:
        yield f"venue = {_quoted(change.venue)}"


def _text(text: Text) -> str:
    languages = text.languages()
    if len(languages) == 1:
        return _quoted(text.in_language(languages[0]))
    return "{ " + ", ".join(f"{name} = {_quoted(text.in_language(name))}" for name in languages) + " }"


def _quoted(text: str) -> str:
    """A basic string of TOML; JSON writes the same, but for the one control character that JSON lets through."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _wall(wall: Wall) -> str:
    if not isinstance(wall, dt.datetime):
        return f'"{wall.isoformat()}"'
    return f'"{wall:%Y-%m-%d %H:%M:%S}"' if wall.second else f'"{wall:%Y-%m-%d %H:%M}"'


def _length(length: dt.timedelta) -> str:
    minutes = max(1, round(length.total_seconds() / 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, rest = divmod(rest, 60)
    parts = ((days, "d"), (hours, "h"), (rest, "m"))
    return '"' + "".join(f"{number}{unit}" for number, unit in parts if number) + '"'
