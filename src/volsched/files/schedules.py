"""From `[activity.when]` to a schedule that recurrence accepts."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from attrs import evolve

from volsched.errors import InvalidValue
from volsched.files import values
from volsched.files.faults import Here, Refusal
from volsched.files.forms import ChangeForm, WhenForm
from volsched.files.names import Register
from volsched.files.structuring import MISSING, construct
from volsched.model.schedule import Override, Schedule, Wall
from volsched.model.zones import zone

_BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KEYS: Final = {
    "exclude": ("except",),
    "include": ("also",),
    "overrides": ("change",),
    "start": ("start",),
    "lasts": ("lasts",),
}


def schedule(form: WhenForm, here: Here, programme_zone: str, register: Register, *, whole: bool) -> Schedule | None:
    """The schedule, or None after telling every fault of it.

    Where it is not `whole`, because something of it could not be read, the parts are not held against each other.
    """
    before = here.report.count
    own_zone = _zone(form.zone, here.at("zone")) if form.zone is not None else programme_zone
    repetition = _repetition(form, here, own_zone or "UTC")
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
        "overrides": _overrides(form, start, here.at("change"), register),
    }
    for name in ("gap", "on_holiday"):
        if getattr(form, name) is not None:
            arguments[name] = getattr(form, name)
    made = construct(Schedule, arguments, here, _KEYS)
    if not isinstance(made, Schedule) or here.report.count > before or not whole:
        return None
    return made if _checked(made, form, here) else None


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
        rule = _every(form.every, here.at("every"))
    else:
        if form.until is not None and not any(here.has(name) for name in ("every", "rule", "lunar")):
            here.at("until").fault("says when to end, and nothing repeats", 'add every = "friday", or take it out')
        return {}
    if form.until is None or not rule:
        return {"rule": rule} if rule else {}
    if "UNTIL=" in rule.upper() or "COUNT=" in rule.upper():
        here.at("until").fault("stands beside an end in the rule", "keep one of the two")
        return {"rule": rule}
    if form.start is not None and form.until < _day(form.start):
        here.at("until").fault(f"{form.until} is before the start", "write a later day")
        return {}
    return {"rule": f"{rule};UNTIL={_until(form.until, form.start, own_zone)}"}


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
            cure = refusal.cure if refusal.cure.startswith("did you") else "write day, weekday, or monday to sunday"
            at.fault(refusal.problem, cure)
    if not words:
        here.fault("is empty", 'name a weekday, or write "day"')
    if len(found) == 7:
        return "FREQ=DAILY"
    return f"FREQ=WEEKLY;BYDAY={','.join(_BYDAY[number] for number in sorted(found))}" if found else ""


def _until(last: dt.date, start: Wall | None, own_zone: str) -> str:
    # RFC 5545 3.3.10: of the form of the start; for a start with a zone, in UTC.
    if not isinstance(start, dt.datetime):
        return f"{last:%Y%m%d}"
    end = dt.datetime.combine(last, dt.time(23, 59, 59), zone(own_zone))
    return f"{end.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _day(value: Wall) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _like(value: Wall, start: Wall, here: Here) -> Wall | None:
    """The value in the form of the start: a bare day means that day at the start's time."""
    if isinstance(start, dt.datetime) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, start.time())
    if isinstance(value, dt.datetime) and not isinstance(start, dt.datetime):
        here.fault(f"{value:%Y-%m-%d %H:%M} has a time, and the start {start} has none", f'write "{value:%Y-%m-%d}"')
        return None
    return value


def _walls(said: tuple[Wall, ...] | None, start: Wall, here: Here) -> tuple[Wall, ...]:
    found: dict[Wall, None] = {}
    for index, value in enumerate(said or ()):
        at = here.at(index)
        like = _like(value, start, at)
        if like in found:
            at.fault(f"{like} stands twice", "keep one of them")
        elif like is not None:
            found[like] = None
    return tuple(sorted(found))


def _overrides(form: WhenForm, start: Wall, here: Here, register: Register) -> tuple[Override, ...]:
    found: dict[Wall, Override] = {}
    for index, change in enumerate(form.change or ()):
        override = _override(change, start, here.at(index), register)
        if override is None:
            continue
        if override.original in found:
            here.at(index, "on").fault(f"{override.original} is changed twice", "join the two changes")
        found[override.original] = override
    return tuple(found[original] for original in sorted(found))


def _override(form: ChangeForm, start: Wall, here: Here, register: Register) -> Override | None:
    venue = None if form.venue is None else register.venues.find(form.venue, here.at("venue"))
    moved = None if form.start is None else _like(form.start, start, here.at("start"))
    original = None if form.on is None else _like(form.on, start, here.at("on"))
    if form.lasts is not None and not dt.timedelta(minutes=1) <= form.lasts <= dt.timedelta(days=366):
        here.at("lasts").fault(f"{form.lasts} is not possible", "write a minute to a year, such as '4h'")
    elif form.lasts is not None and not isinstance(start, dt.datetime) and form.lasts % dt.timedelta(days=1):
        here.at("lasts").fault(f"{form.lasts} is not whole days", "write '1d'")
    if original is None:
        return None
    made = construct(
        Override,
        {"original": original, "start": moved, "lasts": form.lasts, "cancelled": bool(form.cancelled), "venue": venue},
        here,
        {"original": ("on",)},
    )
    return None if made is MISSING else made  # type: ignore[return-value]


def _checked(made: Schedule, form: WhenForm, here: Here) -> bool:
    # Imported here because reading a rule takes dateutil, and looking at other faults does not need it.
    from volsched.recurrence import check_schedule

    try:
        check_schedule(made)
    except InvalidValue as error:
        if error.field in ("overrides", "exclude", "include") and _tell_each(made, form, here):
            return False
        steps = _KEYS.get(error.field, (error.field,) if error.field else ())
        if error.field == "rule" and form.rule is None:
            steps = ("every",)
        here.at(*steps).fault(error.problem, error.cure)
        return False
    _note_idle(made, form, here)
    return True


def _note_idle(made: Schedule, form: WhenForm, here: Here) -> None:
    """Note each day in `except` on which nothing was planned anyway: it may be meant for another day."""
    from volsched.recurrence import check_schedule

    bare = evolve(made, exclude=(), overrides=())
    try:
        check_schedule(evolve(bare, overrides=tuple(Override(original=wall) for wall in made.exclude)))
    except InvalidValue:
        for index, value in enumerate(form.except_ or ()):
            at = here.at("except", index)
            wall = _like(value, made.start, at)
            try:
                check_schedule(evolve(bare, overrides=(Override(original=wall or made.start),)))
            except InvalidValue as error:
                at.note(error.problem, error.cure)


def _tell_each(made: Schedule, form: WhenForm, here: Here) -> bool:
    """Tell of each single occurrence that is named wrongly, on its own line; False if none is wrong by itself."""
    from volsched.recurrence import check_schedule

    bare = evolve(made, overrides=(), exclude=(), include=())
    before = here.report.count
    alone: list[tuple[Here, Schedule]] = []
    for index, value in enumerate(form.except_ or ()):
        at = here.at("except", index)
        if (wall := _like(value, made.start, at)) is not None:
            alone.append((at, evolve(bare, exclude=(wall,))))
    for index, value in enumerate(form.also or ()):
        at = here.at("also", index)
        if (wall := _like(value, made.start, at)) is not None:
            alone.append((at, evolve(bare, include=(wall,))))
    for index, change in enumerate(form.change or ()):
        original = None if change.on is None else _like(change.on, made.start, here.at("change", index, "on"))
        overrides = tuple(override for override in made.overrides if override.original == original)
        alone.append((here.at("change", index, "on"), evolve(made, overrides=overrides)))
    for at, one in alone:
        try:
            check_schedule(one)
        except InvalidValue as error:
            at.fault(error.problem, error.cure)
            if made.rule is None and made.lunar is None:
                # Nothing repeats, so all of them are wrong for one reason.
                break
    return here.report.count > before
