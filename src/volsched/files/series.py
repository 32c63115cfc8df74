"""Whether a schedule holds together, with every fault at the line of what names the wrong occurrence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from attrs import evolve

from volsched.errors import InvalidValue
from volsched.files.changes import like
from volsched.files.faults import Here
from volsched.files.forms import WhenForm
from volsched.model.schedule import Override, Schedule, Wall
from volsched.model.zones import zone

KEYS: Final = {
    "exclude": ("except",),
    "include": ("also",),
    "overrides": ("change",),
    "pauses": ("pause",),
    "seasons": ("season",),
    "start": ("start",),
    "lasts": ("lasts",),
}
"""Where the file says what a field of a schedule holds."""


def checked(made: Schedule, form: WhenForm, here: Here) -> bool:
    """Whether recurrence accepts the schedule; every fault of it has been told if not."""
    # Imported here because reading rules takes a while to load, and looking at other faults does not need it.
    from volsched.recurrence import check_schedule

    try:
        check_schedule(made)
    except InvalidValue as error:
        if error.field in ("overrides", "exclude", "include", "following", "pauses") and _tell_each(made, form, here):
            return False
        steps = KEYS.get(error.field, (error.field,) if error.field else ())
        if error.field == "rule" and form.rule is None:
            steps = ("every",)
        here.at(*steps).fault(error.problem, error.cure)
        return False
    _note_idle(made, form, here)
    return True


def _note_idle(made: Schedule, form: WhenForm, here: Here) -> None:
    """Note what is said of days on which nothing was planned anyway: it may be meant for other days."""
    from volsched.recurrence import check_schedule

    bare = evolve(made, exclude=(), overrides=())
    try:
        check_schedule(evolve(bare, overrides=tuple(Override(original=wall) for wall in made.exclude)))
    except InvalidValue:
        for index, value in enumerate(form.except_ or ()):
            at = here.at("except", index)
            wall = like(value, made.start, at)
            try:
                check_schedule(evolve(bare, overrides=(Override(original=wall or made.start),)))
            except InvalidValue as error:
                at.note(error.problem, error.cure)
    _note_idle_days(made, form, here)


def _note_idle_days(made: Schedule, form: WhenForm, here: Here) -> None:
    if any(pause.resume == "where_it_stopped" for pause in made.pauses):
        # A turn that was put off may fall on days on which the rule alone has none.
        return
    for index, pause in enumerate(form.pause or ()):
        if pause.first is not None and pause.last is not None and not _any_planned(made, pause.first, pause.last):
            at = here.at("pause", index, "first")
            at.note(f"nothing is planned from {pause.first} to {pause.last}", "check the days, or take the pause out")
    spans = [span for dates in made.only_on for span in dates.spans]
    if spans and not any(_any_planned(made, first, last) for first, last in spans):
        here.at("only_on").note("nothing is planned on any of these days", "check the days of the list")


def _any_planned(made: Schedule, first: dt.date, last: dt.date) -> bool:
    """Whether the rule has a start on these days, the last included."""
    from volsched.recurrence import recurrence_of

    local = zone(made.zone)
    begin, end = dt.datetime.combine(first, dt.time(), local), dt.datetime.combine(last, dt.time.max, local)
    try:
        return bool(recurrence_of(made).between(begin, end))
    except InvalidValue:
        # More are planned than are ever listed at once.
        return True


def _tell_each(made: Schedule, form: WhenForm, here: Here) -> bool:
    """Tell of everything that is wrong by itself, on its own line; False if nothing is."""
    from volsched.recurrence import check_schedule

    before = here.report.count
    for at, one in _each(made, form, here):
        try:
            check_schedule(one)
        except InvalidValue as error:
            at.fault(error.problem, error.cure)
            if made.rule is None and made.lunar is None:
                # Nothing repeats, so all of them are wrong for one reason.
                break
    return here.report.count > before


def _each(made: Schedule, form: WhenForm, here: Here) -> Iterator[tuple[Here, Schedule]]:
    """The schedule with one thing alone that is said of its occurrences, and where that stands."""
    plain = evolve(made, following=(), overrides=())
    bare = evolve(plain, exclude=(), include=())
    before = here.report.count
    for index, pause in enumerate(form.pause or ()):
        alone = tuple(one for one in made.pauses if one.first == pause.first)
        yield here.at("pause", index, "resume"), evolve(bare, pauses=alone)
    if here.report.count > before:
        # As long as the turns after a pause are not known, nothing can be said of single ones.
        return
    for index, value in enumerate(form.except_ or ()):
        at = here.at("except", index)
        if (wall := like(value, made.start, at)) is not None:
            yield at, evolve(bare, exclude=(wall,))
    for index, value in enumerate(form.also or ()):
        at = here.at("also", index)
        if (wall := like(value, made.start, at)) is not None:
            yield at, evolve(bare, include=(wall,))
    for index, change in enumerate(form.change or ()):
        at = here.at("change", index, "on")
        original = _original(change.on, made, at)
        yield at, evolve(plain, overrides=tuple(one for one in made.overrides if one.original == original))
    for index, following in enumerate(form.following or ()):
        at = here.at("following", index, "on")
        original = _original(following.on, made, at)
        yield at, evolve(plain, following=tuple(one for one in made.following if one.original == original))


def _original(on: Wall | None, made: Schedule, here: Here) -> Wall | None:
    return None if on is None else like(on, made.start, here)
