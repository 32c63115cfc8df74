"""The ledger of fairness: what everybody has served in periods that are over, which the next period starts from.

A publication writes down what each shift counts for and what was credited to whom; who served in it is read from the
kept roster until another period takes its place, so that swaps and cover count for whoever came. Nothing is copied by
hand; a history.csv that was written anew since has the last word.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import attrs
from attrs import frozen

from volsched.dispatch.rosters import kept_rosters
from volsched.model import CarriedLoad, Programme, Roster, Window
from volsched.planning import Plan
from volsched.rostering import Problem, carried_over, joined
from volsched.storage.protocol import Change, Look, Store

PERIOD, CARRIED = "period", "carried"
_FIGURES = ("load", "weekends", "holidays", "nights", "standby")
_Row = tuple[int, ...]


@frozen(kw_only=True)
class Period:
    """A period that was published: from which day to which, the history it began with, and what came of it."""

    first: dt.date
    end: dt.date
    given: str
    """The digest of the history that the programme's files had."""
    before: tuple[CarriedLoad, ...]
    people: tuple[CarriedLoad, ...] | None = None
    """What everybody carries out of it, once another period has taken its place."""


def with_history(programme: Programme, store: Store | None, window: Window) -> Programme:
    """The programme with what everybody has carried out of the periods before the window, where the store knows it."""
    if store is None:
        return programme
    with store.look() as look:
        found = history_before(look, programme.history, window.first)
    return programme if found is None else attrs.evolve(programme, history=_of(found, programme.person_by_id))


def history_before(look: Look, own: Iterable[CarriedLoad], day: dt.date) -> tuple[CarriedLoad, ...] | None:
    """What everybody carries into a period that begins on this day.

    None where no period was published before it, or where the programme's own history was written since.
    """
    earlier = [item for item in periods(look) if item.first < day]
    if not earlier or earlier[-1].given != _digest(own):
        return None
    last = earlier[-1]
    if last.people is not None:
        return last.people
    return _carried_out(look, last, min(day, last.end))


def periods(look: Look) -> tuple[Period, ...]:
    """The periods that were published, the earliest first."""
    return tuple(_period_of(dt.date.fromisoformat(record.key), record.body) for record in look.every(PERIOD))


def note_period(change: Change, plan: Plan, own: Iterable[CarriedLoad]) -> None:
    """Write down the period of a publication, and close those before it; before its rosters are kept.

    `own` is the history that the programme's files have.
    """
    window = plan.window
    for item in periods(change):
        if item.first < window.first and item.people is None:
            end = min(item.end, window.first)
            closed = attrs.evolve(item, end=end, people=_carried_out(change, item, end))
            change.put(PERIOD, item.first.isoformat(), _period_body(closed))
            for record in change.every(CARRIED, f"{item.first.isoformat()}/"):
                change.remove(CARRIED, record.key)
    period = Period(first=window.first, end=window.end, given=_digest(own), before=plan.programme.history)
    change.put(PERIOD, window.first.isoformat(), _period_body(period))
    for problem in plan.problems:
        change.put(CARRIED, f"{window.first.isoformat()}/{problem.id}", _carried_body(problem))


def _carried_out(look: Look, period: Period, end: dt.date) -> tuple[CarriedLoad, ...]:
    """What everybody carries out of a period whose rosters are still the kept ones, up to a day."""
    rosters = {roster.id: roster for roster, _ in kept_rosters(look)}
    shares: list[CarriedLoad] = []
    for record in look.every(CARRIED, f"{period.first.isoformat()}/"):
        name = record.key.partition("/")[2]
        shares += _shares(record.body, rosters.get(name, Roster(id=name)), end, (period.end - end).days)
    own = {item.person: item for item in joined(shares)}
    before = {item.person: item for item in period.before}
    return tuple(_sum(before.get(name), own.get(name), name) for name in sorted({*own, *before}))


def _shares(body: Mapping[str, Any], roster: Roster, end: dt.date, cut: int) -> Iterable[CarriedLoad]:
    """What each has served in one roster, or was credited, without what they had before; days are all that count."""
    worth = {shift: (dt.date.fromisoformat(day), tuple(figures)) for shift, (day, *figures) in body["worth"].items()}
    for person, (days, *credited) in body["credited"].items():
        duties = [worth[item.seat.shift] for item in roster.by_person.get(person, ()) if item.seat.shift in worth]
        counted = [(day, figures) for day, figures in duties if day < end]
        figures = [sum(column) for column in zip(credited, *(row for _, row in counted), strict=True)]
        yield CarriedLoad(
            person=person,
            **dict(zip(_FIGURES, figures, strict=True)),
            last_duty=max((day for day, _ in counted), default=None),
            days=None if days is None else max(0, days - cut),
        )


def _sum(before: CarriedLoad | None, own: CarriedLoad | None, person: str) -> CarriedLoad:
    if before is None or own is None:
        return before or own or CarriedLoad(person=person)
    figures = {name: getattr(before, name) + getattr(own, name) for name in _FIGURES}
    return CarriedLoad(person=person, **figures, last_duty=own.last_duty or before.last_duty, days=own.days)


def _carried_body(problem: Problem) -> dict[str, Any]:
    """What each shift of a problem counts for, and what its people are credited without having served."""
    before = {item.person: item for item in problem.history}
    credited = {}
    for item in carried_over(problem, Roster(id=problem.id)):
        had = before.get(item.person, CarriedLoad(person=item.person))
        credited[item.person] = [item.days, *(getattr(item, name) - getattr(had, name) for name in _FIGURES)]
    worth = {
        shift.id: [
            shift.day.isoformat(),
            *(shift.burden, int(shift.weekend), int(shift.holiday), int(shift.night), int(shift.standby)),
        ]
        for shift in problem.shifts
    }
    return {"credited": credited, "worth": worth}


def _of(loads: Iterable[CarriedLoad], people: Mapping[str, object]) -> tuple[CarriedLoad, ...]:
    return tuple(item for item in loads if item.person in people)


def _digest(own: Iterable[CarriedLoad]) -> str:
    text = json.dumps([_load_body(item) for item in own], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _period_body(period: Period) -> dict[str, Any]:
    return {
        "end": period.end.isoformat(),
        "given": period.given,
        "before": [_load_body(item) for item in period.before],
        "people": None if period.people is None else [_load_body(item) for item in period.people],
    }


def _period_of(first: dt.date, body: Mapping[str, Any]) -> Period:
    people = body["people"]
    return Period(
        first=first,
        end=dt.date.fromisoformat(body["end"]),
        given=body["given"],
        before=tuple(_load_of(item) for item in body["before"]),
        people=None if people is None else tuple(_load_of(item) for item in people),
    )


def _load_body(item: CarriedLoad) -> list[Any]:
    last = None if item.last_duty is None else item.last_duty.isoformat()
    return [item.person, *(getattr(item, name) for name in _FIGURES), last, item.days]


def _load_of(row: Iterable[Any]) -> CarriedLoad:
    person, *figures, last, days = row
    return CarriedLoad(
        person=person,
        **dict(zip(_FIGURES, figures, strict=True)),
        last_duty=None if last is None else dt.date.fromisoformat(last),
        days=days,
    )
