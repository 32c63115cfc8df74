"""What was published, as one value that can be kept: what happens when, and who has what to do with it.

A plan is compared with what people were last told, and that may lie a week back: so the few facts that a change is
made of are kept apart from the plan, as a body of JSON values.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Booking, Programme, Span, Window
from volsched.planning import Plan

CommitmentKind = Literal["duty", "appointment", "place", "team"]
"""A seat to serve in; a booking with its own time; one without; what the person's team does."""

KINDS_IN_ORDER: tuple[CommitmentKind, ...] = ("duty", "appointment", "place", "team")
_FORM = 1
_ALONE = "="
"""Before the id of who is a team of one; no id begins so."""


@frozen(kw_only=True)
class Happens:
    """One occurrence as it was published: when, where, and whether it is cancelled."""

    key: str
    activity: str
    span: Span
    zone: str
    all_day: bool = False
    venue: str | None = None
    cancelled: bool = False


@frozen(kw_only=True)
class Commitment:
    """What one occurrence asks of one person. `roles` are those of a duty, by name."""

    person: str
    kind: CommitmentKind
    activity: str
    occurrence: str
    span: Span
    all_day: bool = False
    venue: str | None = None
    roles: tuple[str, ...] = ()


@frozen(kw_only=True)
class _Booked:
    """A place or an appointment; `span` only where it has a time of its own."""

    person: str
    occurrence: str
    span: Span | None = None


@frozen(kw_only=True)
class PublishedState:
    """What a publication said: every occurrence of its window, who serves, who has a place, who is in which team."""

    window: Window
    happens: tuple[Happens, ...] = ()
    duties: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Person, occurrence and roles."""
    booked: tuple[_Booked, ...] = ()
    teams: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The members of each team that takes part in something as a whole."""
    taking_part: tuple[tuple[str, str], ...] = ()
    """Activity and each team that takes part in it; who plays alone in a show is a team of one."""

    @classmethod
    def of(cls, plan: Plan | PublishedState) -> PublishedState:
        """What a plan says; a state says itself."""
        if isinstance(plan, PublishedState):
            return plan
        programme = plan.programme
        taking_part = {(item.id, team) for item in programme.activities for team in item.teams}
        alone = {(item.id, _ALONE + person) for item in programme.activities for person in item.soloists}
        members = {team: programme.team(team).members for _, team in taking_part}
        members.update({name: (name.removeprefix(_ALONE),) for _, name in alone})
        return cls(
            window=plan.window,
            happens=tuple(sorted(_happens(plan), key=lambda item: item.key)),
            duties=tuple(sorted(_duties(plan))),
            booked=tuple(sorted(_booked(programme, plan.bookings), key=lambda item: (item.person, item.occurrence))),
            teams=tuple(sorted(members.items())),
            taking_part=tuple(sorted(taking_part | alone)),
        )

    def with_bookings(
        self, programme: Programme, activities: Container[str], bookings: Iterable[Booking]
    ) -> PublishedState:
        """The same with these bookings in place of all those in the activities, such as a book has them by now."""
        others = [item for item in self.booked if item.occurrence.partition("/")[0] not in activities]
        booked = (*others, *_booked(programme, bookings))
        return attrs.evolve(self, booked=tuple(sorted(booked, key=lambda item: (item.person, item.occurrence))))

    @cached_property
    def by_key(self) -> Mapping[str, Happens]:
        """Every occurrence by its key, cancelled ones too."""
        return {item.key: item for item in self.happens}

    @cached_property
    def commitments(self) -> Mapping[str, tuple[Commitment, ...]]:
        """What each person has to do, by kind and start; what is cancelled asks nothing of anybody."""
        found: defaultdict[str, list[Commitment]] = defaultdict(list)
        for item in self._all_commitments():
            found[item.person].append(item)
        return {person: tuple(sorted(found[person], key=by_kind_and_start)) for person in sorted(found)}

    def _all_commitments(self) -> Iterator[Commitment]:
        taken: defaultdict[str, set[str]] = defaultdict(set)
        for person, key, roles in self.duties:
            taken[key].add(person)
            yield from self._commitment(person, "duty", key, roles=roles)
        for booking in self.booked:
            taken[booking.occurrence].add(booking.person)
            kind: CommitmentKind = "place" if booking.span is None else "appointment"
            yield from self._commitment(booking.person, kind, booking.occurrence, span=booking.span)
        members = dict(self.teams)
        people: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for activity, team in self.taking_part:
            people[activity].update(dict.fromkeys(members.get(team, ())))
        for item in self.happens:
            for person in people.get(item.activity, ()):
                # Who serves at their own team's show, or has a place in it, has that and not the same evening twice.
                if person not in taken[item.key]:
                    yield from self._commitment(person, "team", item.key)

    def _commitment(
        self, person: str, kind: CommitmentKind, key: str, *, roles: tuple[str, ...] = (), span: Span | None = None
    ) -> Iterator[Commitment]:
        item = self.by_key.get(key)
        if item is None or item.cancelled:
            return
        yield Commitment(
            person=person,
            kind=kind,
            activity=item.activity,
            occurrence=key,
            span=span or item.span,
            all_day=item.all_day and span is None,
            venue=item.venue,
            roles=roles,
        )

    def to_body(self) -> dict[str, Any]:
        """The state as JSON values, such as a store keeps."""
        return {
            "form": _FORM,
            "window": [self.window.first.isoformat(), self.window.end.isoformat(), self.window.zone],
            "happens": [
                [
                    item.key,
                    item.activity,
                    *_span_body(item.span),
                    item.zone,
                    item.venue,
                    int(item.all_day) + 2 * int(item.cancelled),
                ]
                for item in self.happens
            ],
            "duties": [[person, key, list(roles)] for person, key, roles in self.duties],
            "booked": [
                [item.person, item.occurrence, *(() if item.span is None else _span_body(item.span))]
                for item in self.booked
            ],
            "teams": {team: list(members) for team, members in self.teams},
            "taking_part": [list(pair) for pair in self.taking_part],
        }

    @classmethod
    def of_body(cls, body: Mapping[str, Any]) -> PublishedState:
        """The state that `to_body` wrote.

        Raises:
            InvalidValue: it is none.
        """
        try:
            return cls._read(body)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
            problem = f"is not what a publication wrote: {type(error).__name__} {error}"
            raise InvalidValue("published state", "", "", problem, "publish anew without it") from error

    @classmethod
    def _read(cls, body: Mapping[str, Any]) -> PublishedState:
        if body["form"] != _FORM:
            raise ValueError(f"form {body['form']!r}")
        first, end, zone = body["window"]
        return cls(
            window=Window(dt.date.fromisoformat(first), dt.date.fromisoformat(end), zone),
            happens=tuple(_happens_of(row) for row in body["happens"]),
            duties=tuple((str(person), str(key), tuple(map(str, roles))) for person, key, roles in body["duties"]),
            booked=tuple(
                _Booked(person=row[0], occurrence=row[1], span=_span_of(row[2:]) if row[2:] else None)
                for row in body["booked"]
            ),
            teams=tuple((team, tuple(members)) for team, members in body["teams"].items()),
            taking_part=_pairs_of(body["taking_part"]),
        )


def _pairs_of(said: Any) -> tuple[tuple[str, str], ...]:
    """Activity and team; written as a table before an activity could have several teams."""
    pairs = said.items() if isinstance(said, Mapping) else said
    return tuple((str(activity), str(team)) for activity, team in pairs)


def by_kind_and_start(item: Commitment) -> tuple[int, dt.datetime, str]:
    """The order in which people read what they have to do."""
    return KINDS_IN_ORDER.index(item.kind), item.span.start, item.occurrence


def commitment_body(item: Commitment) -> dict[str, Any]:
    """A commitment as JSON values."""
    return {**attrs.asdict(item, recurse=False), "span": list(_span_body(item.span)), "roles": list(item.roles)}


def commitment_of(body: Mapping[str, Any]) -> Commitment:
    """The commitment of such a body."""
    return Commitment(**{**body, "span": _span_of(body["span"]), "roles": tuple(body["roles"])})


def happens_body(item: Happens) -> dict[str, Any]:
    """An occurrence as JSON values."""
    return {**attrs.asdict(item, recurse=False), "span": list(_span_body(item.span))}


def happens_of(body: Mapping[str, Any]) -> Happens:
    """The occurrence of such a body."""
    return Happens(**{**body, "span": _span_of(body["span"])})


def _happens(plan: Plan) -> Iterator[Happens]:
    for item in plan.occurrences:
        yield Happens(
            key=item.key,
            activity=item.activity,
            span=item.span,
            zone=item.zone,
            all_day=item.all_day,
            venue=plan.venue_of(item),
            cancelled=item.cancelled,
        )


def _duties(plan: Plan) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    served: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for roster in plan.rosters:
        for item in roster.assignments:
            served[item.person, item.seat.shift].append(item.seat.role)
    for (person, key), roles in served.items():
        yield person, key, tuple(sorted(set(roles)))


def _booked(programme: Programme, bookings: Iterable[Booking]) -> Iterator[_Booked]:
    for booking in bookings:
        if booking.status == "booked" and booking.occurrence is not None:
            places = programme.activity(booking.activity).places
            own_time = places is not None and places.appointment is not None
            yield _Booked(person=booking.person, occurrence=booking.occurrence, span=booking.span if own_time else None)


def _span_body(span: Span) -> tuple[str, str]:
    return _instant(span.start), _instant(span.end)


def _instant(moment: dt.datetime) -> str:
    return moment.isoformat().removesuffix("+00:00") + "Z"


def _span_of(pair: Sequence[str]) -> Span:
    start, end = pair
    return Span(dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end))


def _happens_of(row: Sequence[Any]) -> Happens:
    key, activity, start, end, zone, venue, flags = row
    return Happens(
        key=str(key),
        activity=str(activity),
        span=_span_of((start, end)),
        zone=str(zone),
        venue=venue,
        all_day=bool(flags & 1),
        cancelled=bool(flags & 2),
    )
