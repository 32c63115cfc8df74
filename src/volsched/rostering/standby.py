"""Standby: who is on call at an instant, whom to call in which order, and how a call-out stands as replies come in.

Everything here is a value: replies come in, and what to do next comes out. Nobody is called from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Roster, Shift, Span, Text
from volsched.model.ids import reference
from volsched.model.zones import zone
from volsched.rostering.days import said
from volsched.rostering.problem import Problem
from volsched.rostering.violation import Field, written

Manner = Literal["waves", "one_by_one"]
Answer = Literal["yes", "no", "silent", "waiting"]
"""`silent` is no reply within the time that was given, `waiting` none so far."""

HOUR = dt.timedelta(hours=1)


@frozen(kw_only=True)
class Called:
    """One time that somebody was called before: for the fairest order the next time."""

    person: str
    at: dt.datetime
    came: bool = False


@frozen(kw_only=True)
class OnCall:
    """Somebody who is on call: in which role, the first of which is called first, and until when."""

    person: str
    shift: str
    role: str
    rank: int
    span: Span


@frozen(kw_only=True)
class Callee:
    """Somebody to call, and why at this place: those on call by role, then the others who are free.

    `role` is empty for somebody who is not on call. `calls` counts how often they were called before.
    """

    person: str
    role: str
    rank: int
    calls: int
    called: dt.datetime | None
    load: int
    sentence: Text


@frozen(kw_only=True)
class Reply:
    """What somebody who was called says; a later reply of theirs takes the place of an earlier one."""

    person: str
    says: Literal["yes", "no"]
    at: dt.datetime


@frozen(kw_only=True)
class CallOut:
    """A call for help: so many people are needed, called from the list in waves or one by one.

    A wave calls as many as are still missing and `spare` more. The next wave is called when everybody has replied, or
    when the time to reply is over.
    """

    id: str = attrs.field(validator=reference("call-out"))
    at: dt.datetime
    needed: int
    people: tuple[str, ...]
    manner: Manner = "waves"
    spare: int = 0
    reply_within: dt.timedelta = dt.timedelta(minutes=5)

    def __attrs_post_init__(self) -> None:
        if self.at.tzinfo is None:
            self._refuse("at", f"{self.at} has no zone", "write an instant, with its zone")
        if not 1 <= self.needed <= 1000:
            self._refuse("needed", f"{self.needed} is not possible", "write 1 to 1000")
        if not 0 <= self.spare <= 1000:
            self._refuse("spare", f"{self.spare} is not possible", "write 0 to 1000")
        if not dt.timedelta(seconds=30) <= self.reply_within <= dt.timedelta(days=1):
            self._refuse("reply_within", f"{self.reply_within} is not possible", "write a length such as '5m'")
        if len(set(self.people)) < len(self.people):
            self._refuse("people", "somebody stands twice", "call everybody once")

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("call-out", self.id, field, problem, cure)


@frozen(kw_only=True)
class Call:
    """One call of a call-out: when, until when a reply counts as in time, and what came of it."""

    person: str
    wave: int
    at: dt.datetime
    until: dt.datetime
    answer: Answer


@frozen(kw_only=True)
class CallOutStanding:
    """How a call-out stands: the calls so far, who comes, whom to call next and when, and whether it is over.

    `next_at` is when something changes without another reply; None once enough have said yes or nobody is left.
    """

    calls: tuple[Call, ...]
    coming: tuple[str, ...]
    missing: int
    next_at: dt.datetime | None
    next_people: tuple[str, ...]
    sentence: Text

    @property
    def enough(self) -> bool:
        """Whether enough people come."""
        return self.missing == 0


def on_call(problem: Problem, roster: Roster, at: dt.datetime) -> tuple[OnCall, ...]:
    """Who is on call at an instant, those of the first role first."""
    found = []
    for shift in _shifts_at(problem, at):
        ranks = {requirement.role: rank for rank, requirement in enumerate(shift.requirements)}
        found += [
            OnCall(
                person=item.person,
                shift=shift.id,
                role=item.seat.role,
                rank=ranks.get(item.seat.role, len(ranks)),
                span=shift.span,
            )
            for item in roster.in_shift(shift.id)
        ]
    return tuple(sorted(found, key=lambda item: (item.rank, item.shift, item.role, item.person)))


def call_order(
    problem: Problem, roster: Roster, at: dt.datetime, *, calls: Iterable[Called] = ()
) -> tuple[Callee, ...]:
    """Whom to call at an instant, the fairest order first.

    Those on call come first, role by role; then everybody else who is free and does not serve. Within a role those
    who were called least often come first, then the lighter load, then whoever was called longest ago.
    """
    duty = {item.person: item for item in reversed(on_call(problem, roster, at))}
    times: dict[str, list[dt.datetime]] = {}
    for item in calls:
        if item.at <= at:
            times.setdefault(item.person, []).append(item.at)
    loads = _loads(problem, roster)
    last = 1 + max((len(shift.requirements) for shift in problem.shifts), default=0)
    free = _free_at(problem, at)
    found = []
    for person in problem.people:
        own = duty.get(person.id)
        if own is None and person.id not in free:
            continue
        before = times.get(person.id, [])
        callee = Callee(
            person=person.id,
            role="" if own is None else own.role,
            rank=last if own is None else own.rank,
            calls=len(before),
            called=max(before, default=None),
            load=loads.get(person.id, 0),
            sentence=_callee_sentence(person.name, None if own is None else own.rank, len(before)),
        )
        found.append(callee)
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    return tuple(sorted(found, key=lambda c: (c.rank, c.calls, c.load, c.called or never, c.person)))


def call_out_standing(call_out: CallOut, replies: Iterable[Reply], now: dt.datetime) -> CallOutStanding:
    """How a call-out stands now, worked out anew from the replies: the same replies always give the same."""
    said_by: dict[str, list[Reply]] = {}
    for reply in sorted(replies, key=lambda item: (item.at, item.person, item.says)):
        if reply.at <= now:
            said_by.setdefault(reply.person, []).append(reply)
    waves: list[tuple[dt.datetime, tuple[str, ...]]] = []
    moment, done = call_out.at, 0
    next_at: dt.datetime | None = call_out.at
    while moment <= now:
        called = call_out.people[:done]
        missing = call_out.needed - len(_coming(called, said_by, moment))
        wave = call_out.people[done : done + _wave_size(call_out, missing)] if missing > 0 else ()
        if wave:
            waves.append((moment, wave))
            done += len(wave)
        next_at = _next_moment(call_out, waves, said_by, moment, done, now=now)
        if next_at is None:
            break
        moment = next_at
    called = call_out.people[:done]
    coming = _coming(called, said_by, now)
    missing = max(0, call_out.needed - len(coming))
    waiting = next_at is not None and missing > 0 and done < len(call_out.people)
    following = call_out.people[done : done + _wave_size(call_out, missing)] if waiting else ()
    return CallOutStanding(
        calls=tuple(_calls(call_out, waves, said_by, now)),
        coming=coming,
        missing=missing,
        next_at=next_at if following else None,
        next_people=following,
        sentence=_standing_sentence(len(coming), call_out.needed, done, left=bool(following)),
    )


def _wave_size(call_out: CallOut, missing: int) -> int:
    return 1 if call_out.manner == "one_by_one" else missing + call_out.spare


def _coming(called: Iterable[str], said_by: Mapping[str, list[Reply]], moment: dt.datetime) -> tuple[str, ...]:
    """Those called who have said yes and not taken it back, in the order in which they said it."""
    found = []
    for person in called:
        replies = [reply for reply in said_by.get(person, ()) if reply.at <= moment]
        if replies and replies[-1].says == "yes":
            found.append((replies[-1].at, person))
    return tuple(person for _, person in sorted(found))


def _next_moment(
    call_out: CallOut,
    waves: list[tuple[dt.datetime, tuple[str, ...]]],
    said_by: Mapping[str, list[Reply]],
    moment: dt.datetime,
    done: int,
    *,
    now: dt.datetime,
) -> dt.datetime | None:
    """When the next wave may be due: everybody of the last has replied, its time is over, or somebody draws back."""
    if not waves:
        return None
    began, wave = waves[-1]
    until = began + call_out.reply_within
    moments = sorted({reply.at for person in call_out.people[:done] for reply in said_by.get(person, ())})
    for later in (moment, *(at for at in moments if moment < at <= now)):
        missing = call_out.needed - len(_coming(call_out.people[:done], said_by, later))
        if later > until or done == len(call_out.people):
            break
        answered = all(any(reply.at <= later for reply in said_by.get(person, ())) for person in wave)
        if missing > 0 and answered:
            return later
    if moment < until:
        return until
    # The time of the wave is over: only somebody who draws back makes another necessary.
    for later in (at for at in moments if moment < at <= now):
        if call_out.needed > len(_coming(call_out.people[:done], said_by, later)):
            return later
    return None


def _calls(
    call_out: CallOut,
    waves: list[tuple[dt.datetime, tuple[str, ...]]],
    said_by: Mapping[str, list[Reply]],
    now: dt.datetime,
) -> Iterable[Call]:
    for number, (at, wave) in enumerate(waves, start=1):
        until = at + call_out.reply_within
        for person in wave:
            replies = said_by.get(person, [])
            answer: Answer = replies[-1].says if replies else "silent" if now >= until else "waiting"
            yield Call(person=person, wave=number, at=at, until=until, answer=answer)


def _shifts_at(problem: Problem, at: dt.datetime) -> list[Shift]:
    found = [shift for shift in problem.shifts if shift.span.holds(at)]
    return sorted(found, key=lambda shift: (shift.span.start, shift.id))


def _loads(problem: Problem, roster: Roster) -> dict[str, int]:
    loads = {item.person: item.load for item in problem.history}
    for item in roster.assignments:
        loads[item.person] = loads.get(item.person, 0) + problem.shift(item.seat.shift).burden
    return loads


def _free_at(problem: Problem, at: dt.datetime) -> frozenset[str]:
    """Who has not said that they are away at that hour, and has not given it to something else."""
    span = Span(at, at + HOUR)
    hour = Shift(
        id="call-out",
        activity="call-out",
        day=at.astimezone(zone(problem.zone)).date(),
        span=span,
        requirements=(),
    )
    (free,) = said(problem, [hour]).free
    busy = {person for person, taken in problem.taken if taken.overlaps(span)}
    return frozenset(
        person.id for number, person in enumerate(problem.people) if free >> number & 1 and person.id not in busy
    )


def _callee_sentence(name: Text, rank: int | None, calls: int) -> Text:
    words = _OFF_CALL if rank is None else _FIRST if rank == 0 else _IN_RESERVE
    return written(words, {"person": name, "calls": calls})


_FIRST = (
    "{person}正在主班值守，以前呼叫过{calls}次",
    "{person} بىرىنچى نۆۋەتتە، ئىلگىرى {calls} قېتىم چاقىرىلغان",
    "{person} is first on call; called before: {calls}",
)
_IN_RESERVE = (
    "{person}正在备班值守，以前呼叫过{calls}次",
    "{person} زاپاس نۆۋەتتە، ئىلگىرى {calls} قېتىم چاقىرىلغان",
    "{person} is on call in reserve; called before: {calls}",
)
_OFF_CALL = (
    "{person}不在值守，但有空，以前呼叫过{calls}次",
    "{person} نۆۋەتتە ئەمەس، ئەمما بوش، ئىلگىرى {calls} قېتىم چاقىرىلغان",
    "{person} is not on call but free; called before: {calls}",
)


def _standing_sentence(coming: int, needed: int, called: int, *, left: bool) -> Text:
    fields: dict[str, Field] = {"coming": coming, "needed": needed, "called": called}
    if coming >= needed:
        words = (
            "需要{needed}人，{coming}人会来，不再呼叫",
            "{needed} ئادەم كېرەك، {coming} كېلىدۇ، باشقىلارنى چاقىرىش كېرەك ئەمەس",
            "{coming} of {needed} are coming; nobody else need be called",
        )
    elif left:
        words = (
            "需要{needed}人，{coming}人会来，已呼叫{called}人",
            "{needed} ئادەم كېرەك، {coming} كېلىدۇ، {called} چاقىرىلدى",
            "{coming} of {needed} are coming; called so far: {called}",
        )
    else:
        words = (
            "需要{needed}人，只有{coming}人会来，{called}人都已呼叫",
            "{needed} ئادەم كېرەك، پەقەت {coming} كېلىدۇ، {called} نىڭ ھەممىسى چاقىرىلدى",
            "{coming} of {needed} are coming, and all {called} have been called",
        )
    return written(words, fields)
