"""What changes a series: single occurrences, all from one on, rests, and other hours for a part of the year."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from volsched.files.faults import Here
from volsched.files.forms import ChangeForm, FollowingForm, PauseForm, SeasonForm, WhenForm
from volsched.files.names import Register
from volsched.files.structuring import MISSING, construct
from volsched.model.schedule import Following, Override, Pause, Season, Wall

_LEAP_YEAR: Final = tuple(dt.date(2000, 1, 1) + dt.timedelta(days=number) for number in range(366))


def like(value: Wall, start: Wall, here: Here) -> Wall | None:
    """The value in the form of the start: a bare day means that day at the start's time."""
    if isinstance(start, dt.datetime) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, start.time())
    if isinstance(value, dt.datetime) and not isinstance(start, dt.datetime):
        here.fault(f"{value:%Y-%m-%d %H:%M} has a time, and the start {start} has none", f'write "{value:%Y-%m-%d}"')
        return None
    return value


def changes(form: WhenForm, start: Wall, here: Here, register: Register) -> dict[str, Any]:
    """What the form says of the series beside its rule, as arguments of a schedule."""
    return {
        "overrides": _overrides(form.change or (), start, here.at("change"), register),
        "following": _followings(form.following or (), start, here.at("following"), register),
        "pauses": _pauses(form.pause or (), here.at("pause")),
        "seasons": _seasons(form.season or (), here.at("season")),
    }


def _overrides(forms: tuple[ChangeForm, ...], start: Wall, here: Here, register: Register) -> tuple[Override, ...]:
    found: dict[Wall, Override] = {}
    for index, form in enumerate(forms):
        at = here.at(index)
        said = _said(form, start, at, register)
        if said is None:
            continue
        made = construct(Override, {**said, "cancelled": bool(form.cancelled)}, at, {"original": ("on",)})
        if isinstance(made, Override):
            if made.original in found:
                at.at("on").fault(f"{made.original} is changed twice", "join the two changes")
            found[made.original] = made
    return tuple(found[original] for original in sorted(found))


def _followings(forms: tuple[FollowingForm, ...], start: Wall, here: Here, register: Register) -> tuple[Following, ...]:
    found: dict[Wall, Following] = {}
    for index, form in enumerate(forms):
        at = here.at(index)
        said = _said(form, start, at, register)
        if said is None:
            continue
        made = construct(Following, said, at, {"original": ("on",)})
        if isinstance(made, Following):
            if made.original in found:
                at.at("on").fault(f"two of them begin on {made.original}", "join the two")
            found[made.original] = made
    return tuple(found[original] for original in sorted(found))


def _said(form: ChangeForm | FollowingForm, start: Wall, here: Here, register: Register) -> dict[str, Any] | None:
    """What is said of the occurrence `on`; None where it is not known which one that is."""
    venue = None if form.venue is None else register.venues.find(form.venue, here.at("venue"))
    moved = None if form.start is None else like(form.start, start, here.at("start"))
    original = None if form.on is None else like(form.on, start, here.at("on"))
    _check_length(form.lasts, here.at("lasts"), whole_days=not isinstance(start, dt.datetime))
    if original is None:
        return None
    return {"original": original, "start": moved, "lasts": form.lasts, "venue": venue}


def _check_length(lasts: dt.timedelta | None, here: Here, *, whole_days: bool) -> None:
    if lasts is None:
        return
    if not dt.timedelta(minutes=1) <= lasts <= dt.timedelta(days=366):
        here.fault(f"{lasts} is not possible", "write a minute to a year, such as '4h'")
    elif whole_days and lasts % dt.timedelta(days=1):
        here.fault(f"{lasts} is not whole days", "write '1d'")


def _pauses(forms: tuple[PauseForm, ...], here: Here) -> tuple[Pause, ...]:
    found: list[tuple[Pause, Here]] = []
    for index, form in enumerate(forms):
        at = here.at(index)
        if form.first is None or form.last is None:
            continue
        resume = {} if form.resume is None else {"resume": form.resume}
        made = construct(Pause, {"first": form.first, "last": form.last, **resume}, at)
        if made is MISSING or not isinstance(made, Pause):
            continue
        shared = next((there for pause, there in found if pause.first <= made.last and made.first <= pause.last), None)
        if shared is not None:
            at.at("first").fault(
                f"it shares days with the pause of {at.other(shared)}", "join the two, or let one begin after the other"
            )
        else:
            found.append((made, at))
    return tuple(sorted((pause for pause, _at in found), key=lambda pause: pause.first))


def _seasons(forms: tuple[SeasonForm, ...], here: Here) -> tuple[Season, ...]:
    found: list[tuple[Season, Here]] = []
    for index, form in enumerate(forms):
        at = here.at(index)
        _check_length(form.lasts, at.at("lasts"), whole_days=False)
        if form.first is None or form.last is None or form.start is None:
            continue
        made = construct(Season, {"first": form.first, "last": form.last, "start": form.start, "lasts": form.lasts}, at)
        if not isinstance(made, Season):
            continue
        shared = (
            (day, there) for season, there in found for day in _LEAP_YEAR if season.holds(day) and made.holds(day)
        )
        day, there = next(shared, (None, at))
        if day is not None:
            cure = "let one end before the other begins"
            at.at("first").fault(f"{day:%m-%d} lies in the season of {at.other(there)} too", cure)
        else:
            found.append((made, at))
    return tuple(season for season, _at in found)
