"""Days with a name, such as the school holidays: the `[[dates]]` tables, and what series say of them."""

from __future__ import annotations

from collections.abc import Mapping

from volsched.files.documents import Documents
from volsched.files.faults import Here
from volsched.files.forms import DatesForm, WhenForm
from volsched.files.names import Register
from volsched.files.values import DaySpan
from volsched.model.schedule import DateList
from volsched.model.text import Language

_HOLIDAYS = ("holiday", "holidays")


def date_lists(documents: Documents, language: Language) -> Mapping[str, DateList]:
    """The lists of days by their ids."""
    found = {}
    for item in documents.of("dates"):
        form: DatesForm = item.form
        if form.days is None:
            continue
        at = item.here.at("days")
        if at.is_empty:
            at.fault("is empty", 'write days such as ["2027-07-01/2027-08-31", "2027-09-10"]')
        spans = _each_once(form.days, at)
        if item.id is not None:
            name = item.id if form.name is None else form.name.in_language(language)
            found[item.id] = DateList(name=name, spans=spans)
    return found


def _each_once(days: tuple[DaySpan, ...], here: Here) -> tuple[DaySpan, ...]:
    found: dict[DaySpan, None] = {}
    for index, (first, last) in enumerate(days):
        if (first, last) in found:
            said = str(first) if first == last else f"{first}/{last}"
            here.at(index).fault(f"{said} stands twice", "keep one of them")
        found[first, last] = None
    return tuple(sorted(found))


def named_days(
    form: WhenForm, here: Here, register: Register, lists: Mapping[str, DateList]
) -> dict[str, tuple[DateList, ...]]:
    """The lists that a series leaves out and those on which alone it happens, as arguments of a schedule."""
    left = _found(form.leave_out, here.at("leave_out"), register, 'on_holiday = "skip" leaves the holidays out')
    only = _found(form.only_on, here.at("only_on"), register, 'write the days as [[dates]] with id = "holidays"')
    for name, at in only.items():
        if name in left:
            at.fault(f"'{name}' is left out as well", "keep one of the two")
    return {
        "leave_out": tuple(lists[name] for name in left if name in lists),
        "only_on": tuple(lists[name] for name in only if name in lists),
    }


def _found(names: tuple[str, ...] | None, here: Here, register: Register, holidays: str) -> dict[str, Here]:
    """The ids that are named, each with its place."""
    found: dict[str, Here] = {}
    if names is not None and here.is_empty:
        here.fault("is empty", "name a list of days, or take it out")
    for index, name in enumerate(names or ()):
        at = here.at(index)
        if name.strip().casefold() in _HOLIDAYS and not register.dates.has(name.strip()):
            # Holidays come from plugins as well, whenever a plan is made; a list of days is known beforehand.
            at.fault(f"no list of days '{name.strip()}'", holidays)
            continue
        identifier = register.dates.find(name, at)
        if identifier in found:
            at.fault(f"'{identifier}' stands twice", "keep one of them")
        elif identifier is not None:
            found[identifier] = at
    return found
