"""What became different between two plans: the one truth that calendars, invitations and notices follow.

Two plans are compared by what they say and not by their bytes: an occurrence is known again by its activity and its
original start, so one that is moved is the same one at another time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, get_args

from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Window
from volsched.planning import Plan
from volsched.publishing.state import (
    Commitment,
    Happens,
    PublishedState,
    by_kind_and_start,
    commitment_body,
    commitment_of,
    happens_body,
    happens_of,
)

ChangeKind = Literal["added", "moved", "changed", "cancelled"]
"""Is new; is at another time; is at the same time and somewhere else, or in another role; is no more."""

CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
_TIMES = frozenset(("start", "end", "all_day"))


@frozen(kw_only=True)
class Change:
    """What became of one occurrence. `fields` names what differs: start, end, all_day, venue."""

    kind: ChangeKind
    before: Happens | None = None
    after: Happens | None = None
    fields: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the occurrence."""
        return _either(self.after, self.before).key

    @property
    def activity(self) -> str:
        """The id of its activity."""
        return _either(self.after, self.before).activity


@frozen(kw_only=True)
class PersonChange:
    """What became of something that one person has to do. `fields`: start, end, all_day, venue, roles, occurrence.

    `whole` says that the occurrence itself is new or cancelled, and not only this person's part in it.
    """

    kind: ChangeKind
    before: Commitment | None = None
    after: Commitment | None = None
    fields: tuple[str, ...] = ()
    whole: bool = False

    @property
    def person(self) -> str:
        """The id of the person."""
        return self.commitment.person

    @property
    def commitment(self) -> Commitment:
        """What the person has to do now, or had to do where it is cancelled."""
        return self.before if self.after is None and self.before is not None else self._after

    @property
    def _after(self) -> Commitment:
        if self.after is None:
            raise InvalidValue("change", "", "after", "is missing beside before", "give one of the two")
        return self.after


@frozen(kw_only=True)
class ChangeSet:
    """The difference between two plans: of occurrences, and of what each person has to do, both by start."""

    occurrences: tuple[Change, ...] = ()
    people: tuple[PersonChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.occurrences or self.people)

    def of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The occurrences that were added, moved, changed or cancelled."""
        return tuple(change for change in self.occurrences if change.kind == kind)

    @property
    def added(self) -> tuple[Change, ...]:
        """The occurrences that are new."""
        return self.of_kind("added")

    @property
    def moved(self) -> tuple[Change, ...]:
        """The occurrences that are at another time."""
        return self.of_kind("moved")

    @property
    def changed(self) -> tuple[Change, ...]:
        """The occurrences that are somewhere else."""
        return self.of_kind("changed")

    @property
    def cancelled(self) -> tuple[Change, ...]:
        """The occurrences that are no more."""
        return self.of_kind("cancelled")

    def of_person(self, person: str) -> tuple[PersonChange, ...]:
        """What is different for one person, by start."""
        return self._by_person.get(person, ())

    @property
    def concerned(self) -> tuple[str, ...]:
        """Everybody for whom something is different, by id."""
        return tuple(self._by_person)

    @cached_property
    def _by_person(self) -> Mapping[str, tuple[PersonChange, ...]]:
        found: defaultdict[str, list[PersonChange]] = defaultdict(list)
        for change in self.people:
            found[change.person].append(change)
        return {person: tuple(found[person]) for person in sorted(found)}

    def to_body(self) -> dict[str, Any]:
        """The changes as JSON values."""
        return {
            "occurrences": [_change_body(item, happens_body) for item in self.occurrences],
            "people": [{**_change_body(item, commitment_body), "whole": item.whole} for item in self.people],
        }

    @classmethod
    def of_body(cls, body: Mapping[str, Any]) -> ChangeSet:
        """The changes that `to_body` wrote.

        Raises:
            InvalidValue: they are none.
        """
        try:
            return cls(
                occurrences=tuple(Change(**_change_of(item, happens_of)) for item in body["occurrences"]),
                people=tuple(
                    PersonChange(**_change_of(item, commitment_of), whole=bool(item["whole"]))
                    for item in body["people"]
                ),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            problem = f"cannot be read: {type(error).__name__} {error}"
            raise InvalidValue("changes", "", "", problem, "compare the two plans again") from error


def changes_between(before: Plan | PublishedState, after: Plan | PublishedState) -> ChangeSet:
    """What is different in the second of two plans.

    What the second window does not reach is left alone: a plan of June says nothing of May, and cancels nothing in it.
    """
    old, new = PublishedState.of(before), PublishedState.of(after)
    occurrences = sorted(_occurrences(old, new), key=_change_start)
    whole = {change.key for change in occurrences if change.kind in ("added", "cancelled")}
    people = [
        change
        for person in sorted({*old.commitments, *new.commitments})
        for change in _of_person(
            old.commitments.get(person, ()), new.commitments.get(person, ()), _reach(new.window), whole
        )
    ]
    return ChangeSet(occurrences=tuple(occurrences), people=tuple(people))


def person_changes(
    before: tuple[Commitment, ...], after: tuple[Commitment, ...], window: Window
) -> tuple[PersonChange, ...]:
    """What is different for one person between what was asked of them and what is asked now, by start."""
    return tuple(_of_person(before, after, _reach(window), set()))


def _either(after: Happens | None, before: Happens | None) -> Happens:
    found = after or before
    if found is None:
        raise InvalidValue("change", "", "after", "is missing beside before", "give one of the two")
    return found


def _reach(window: Window) -> tuple[dt.datetime, dt.datetime]:
    span = window.span
    return span.start, span.end


def _occurrences(old: PublishedState, new: PublishedState) -> Iterator[Change]:
    first, end = _reach(new.window)
    for key in sorted({*old.by_key, *new.by_key}):
        was, now = old.by_key.get(key), new.by_key.get(key)
        gone = was is None or was.cancelled
        if now is None:
            if was is not None and not gone and first <= was.span.start < end:
                yield Change(kind="cancelled", before=was)
        elif now.cancelled:
            if not gone:
                yield Change(kind="cancelled", before=was, after=now)
        elif was is None or gone:
            yield Change(kind="added", before=was, after=now)
        elif fields := _fields(was, now):
            yield Change(kind=_kind(fields), before=was, after=now, fields=fields)


def _fields(was: Happens | Commitment, now: Happens | Commitment) -> tuple[str, ...]:
    pairs = (
        ("start", was.span.start, now.span.start),
        ("end", was.span.end, now.span.end),
        ("all_day", was.all_day, now.all_day),
        ("venue", was.venue, now.venue),
    )
    return tuple(name for name, old, new in pairs if old != new)


def _kind(fields: Iterable[str]) -> ChangeKind:
    return "changed" if _TIMES.isdisjoint(fields) else "moved"


def _of_person(
    old: tuple[Commitment, ...],
    new: tuple[Commitment, ...],
    reach: tuple[dt.datetime, dt.datetime],
    whole: set[str],
) -> list[PersonChange]:
    if old == new:
        return []
    first, end = reach
    was = {(item.occurrence, item.kind): item for item in old}
    now = {(item.occurrence, item.kind): item for item in new}
    found = []
    for key in was.keys() & now.keys():
        before, after = was[key], now[key]
        fields = _fields(before, after) + (("roles",) if before.roles != after.roles else ())
        if fields:
            found.append(PersonChange(kind=_kind(fields), before=before, after=after, fields=fields))
    lost = [item for key, item in was.items() if key not in now and first <= item.span.start < end]
    gained = [item for key, item in now.items() if key not in was]
    for before, after in _rebooked(lost, gained):
        lost.remove(before)
        gained.remove(after)
        fields = (*_fields(before, after), *(("occurrence",) if before.occurrence != after.occurrence else ()))
        found.append(PersonChange(kind=_kind(fields), before=before, after=after, fields=fields))
    found += [PersonChange(kind="cancelled", before=item, whole=item.occurrence in whole) for item in lost]
    found += [PersonChange(kind="added", after=item, whole=item.occurrence in whole) for item in gained]
    return sorted(found, key=lambda change: (by_kind_and_start(change.commitment), change.kind))


def _rebooked(lost: list[Commitment], gained: list[Commitment]) -> list[tuple[Commitment, Commitment]]:
    """A place that was given for another of the same activity is moved, and not lost and found."""
    places = ("appointment", "place")
    by_activity: defaultdict[str, list[Commitment]] = defaultdict(list)
    for item in gained:
        if item.kind in places:
            by_activity[item.activity].append(item)
    return [
        (item, by_activity[item.activity].pop(0))
        for item in lost
        if item.kind in places and by_activity.get(item.activity)
    ]


def _change_start(change: Change) -> tuple[dt.datetime, str]:
    return _either(change.after, change.before).span.start, change.key


def _change_body(item: Change | PersonChange, write: Any) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "before": None if item.before is None else write(item.before),
        "after": None if item.after is None else write(item.after),
        "fields": list(item.fields),
    }


def _change_of(body: Mapping[str, Any], read: Any) -> dict[str, Any]:
    if body["kind"] not in CHANGE_KINDS:
        raise ValueError(f"kind {body['kind']!r}")
    return {
        "kind": body["kind"],
        "before": None if body["before"] is None else read(body["before"]),
        "after": None if body["after"] is None else read(body["after"]),
        "fields": tuple(body["fields"]),
    }
