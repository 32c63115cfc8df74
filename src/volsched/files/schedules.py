"""From `[activity.when]` to a schedule that recurrence accepts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from volsched.errors import InvalidValue, did_you_mean, nearest
from volsched.files import values
from volsched.files.changes import changes, like
from volsched.files.dates import named_days
from volsched.files.faults import Here, Refusal
from volsched.files.forms import WhenForm
from volsched.files.names import Register
from volsched.files.series import KEYS, checked
from volsched.files.structuring import construct
from volsched.model.schedule import DateList, Schedule, Wall
from volsched.model.zones import zone

_BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def schedule(
    form: WhenForm,
    here: Here,
    programme_zone: str,
    register: Register,
    dates: Mapping[str, DateList],
    *,
    whole: bool,
) -> Schedule | None:
    """The schedule, or None after telling every fault of it.

    Where it is not `whole`, because something of it could not be read, the parts are not held against each other.
    """
    before = here.report.count
    own_zone = _zone(form.zone, here.at("zone")) if form.zone is not None else programme_zone
    repetition = _repetition(form, here, own_zone or "UTC")
    named = named_days(form, here, register, dates)
    start = form.start
    if start is None or form.lasts is None:
        return None
    if not isinstance(start, dt.datetime) and form.lasts % dt.timedelta(days=1):
        cure = f'write "{start} 09:00" with the time it starts, or lasts = "1d" for whole days'
        here.at("start").fault(f"{start} has no time, and it lasts {form.lasts}", cure)
        return None
    arguments: dict[str, Any] = {
        "start": start,
        "lasts": form.lasts,
        "zone": own_zone or "UTC",
        **repetition,
        "exclude": _walls(form.except_, start, here.at("except")),
        "include": _walls(form.also, start, here.at("also")),
        **changes(form, start, here, register),
        **named,
    }
    for name in ("gap", "on_holiday"):
        if getattr(form, name) is not None:
            arguments[name] = getattr(form, name)
    made = construct(Schedule, arguments, here, KEYS)
    if not isinstance(made, Schedule) or here.report.count > before or not whole:
        return None
    return made if checked(made, form, here) else None


def zone_or_none(name: str | None, here: Here) -> str | None:
    """The zone if there is one of this name; None after telling that there is none."""
    return None if name is None else _zone(name, here)


def _zone(name: str, here: Here) -> str | None:
    try:
        zone(name)
    except InvalidValue as error:
        here.fault(error.problem, error.cure)
        return None
    return name


def _repetition(form: WhenForm, here: Here, own_zone: str) -> dict[str, str]:
    """How it repeats: `every`, `rule` or `lunar` as the arguments of a schedule."""
    said = [name for name in ("every", "rule", "lunar") if getattr(form, name) is not None]
    for extra in said[1:]:
        here.at(extra).fault(f"stands beside {said[0]}", "keep one of the two")
    if form.lunar is not None and said[0] == "lunar":
        if form.until is not None:
            here.at("until").fault("does not go with lunar", "take it out")
        return {"lunar": form.lunar}
    if form.rule is not None and said[0] == "rule":
        rule = form.rule.strip().removeprefix("RRULE:")
        if not rule:
            here.at("rule").fault("is blank", 'write a rule such as "FREQ=WEEKLY;BYDAY=FR", or take it out')
    elif form.every is not None:
        working = _working_day(form, here)
        if working is not None:
            return _ended(working["rule"], form, here, own_zone) | {"on_holiday": working["on_holiday"]}
        rule = _every(form.every, here.at("every"))
    else:
        if form.until is not None and not any(here.has(name) for name in ("every", "rule", "lunar")):
            here.at("until").fault("says when to end, and nothing repeats", 'add every = "friday", or take it out')
        return {}
    return _ended(rule, form, here, own_zone)


def _ended(rule: str, form: WhenForm, here: Here, own_zone: str) -> dict[str, str]:
    """The rule with the end that `until` sets."""
    if form.until is None or not rule:
        return {"rule": rule} if rule else {}
    if "UNTIL=" in rule.upper() or "COUNT=" in rule.upper():
        here.at("until").fault("stands beside an end in the rule", "keep one of the two")
        return {"rule": rule}
    if form.start is not None and form.until < _day(form.start):
        here.at("until").fault(f"{form.until} is before the start", "write a later day")
        return {}
    return {"rule": f"{rule};UNTIL={_until(form.until, form.start, own_zone)}"}


def _working_day(form: WhenForm, here: Here) -> dict[str, str] | None:
    """The rule of the first or last working day of each month, if that is what repeats."""
    words = [word.strip().casefold().replace(" ", "_") for word in form.every or ()]
    found = [word for word in words if word in (*values.FIRST_WORKING_DAY, *values.LAST_WORKING_DAY)]
    if not found:
        return None
    at = here.at("every")
    if len(words) > 1:
        at.fault(f"{found[0]} stands beside another day", "let it stand alone, or write two activities")
    if form.on_holiday is not None:
        here.at("on_holiday").fault(f"stands beside {found[0]}", "take it out, for that is a working day anyway")
    if found[0] in values.LAST_WORKING_DAY:
        return {"rule": "FREQ=MONTHLY;BYMONTHDAY=-1", "on_holiday": "previous_working_day"}
    if form.start is not None and form.start.day > 1:
        # Months are counted from their first day, so a later one would leave out the month of the start.
        first = form.start.replace(day=1)
        said = f"{first:%Y-%m-%d %H:%M}" if isinstance(first, dt.datetime) else str(first)
        cure = f'write "{said}"; it moves on to the first working day'
        here.at("start").fault(f"{_day(form.start)} is not the first day of a month", cure)
    return {"rule": "FREQ=MONTHLY;BYMONTHDAY=1", "on_holiday": "next_working_day"}


def _every(words: tuple[str, ...], here: Here) -> str:
    found: set[int] = set()
    for index, word in enumerate(words):
        if word.strip().casefold() in values.EVERY_DAY:
            found.update(range(7))
            continue
        try:
            found.update(values.weekdays(word))
        except Refusal as refusal:
            at = here.at(index) if len(words) > 1 else here
            cure = refusal.cure if refusal.cure.startswith("did you") else _every_cure(word)
            at.fault(refusal.problem, cure)
    if not words:
        here.fault("is empty", 'name a weekday, or write "day"')
    if len(found) == 7:
        return "FREQ=DAILY"
    return f"FREQ=WEEKLY;BYDAY={','.join(_BYDAY[number] for number in sorted(found))}" if found else ""


def _every_cure(word: str) -> str:
    near = nearest(word, (values.FIRST_WORKING_DAY[0], values.LAST_WORKING_DAY[0]))[:1]
    return did_you_mean(near) or "write day, weekday, or monday to sunday"


def _until(last: dt.date, start: Wall | None, own_zone: str) -> str:
    # RFC 5545 3.3.10: of the form of the start; for a start with a zone, in UTC.
    if not isinstance(start, dt.datetime):
        return f"{last:%Y%m%d}"
    end = dt.datetime.combine(last, dt.time(23, 59, 59), zone(own_zone))
    return f"{end.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _day(value: Wall) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _walls(said: tuple[Wall, ...] | None, start: Wall, here: Here) -> tuple[Wall, ...]:
    found: dict[Wall, None] = {}
    for index, value in enumerate(said or ()):
        at = here.at(index)
        wall = like(value, start, at)
        if wall in found:
            at.fault(f"{wall} stands twice", "keep one of them")
        elif wall is not None:
            found[wall] = None
    return tuple(sorted(found))
