"""Reminders: worked out anew each time from what is published, so that they move with what they remind of."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from volsched.dispatch.changes import TELLING, Render, serving_by_occurrence
from volsched.dispatch.posting import entry_of, envelope, urgency_of, zone_of
from volsched.model import Lead, Programme
from volsched.notices.message import Message
from volsched.notices.outbox import envelope_key
from volsched.notices.telling import Telling, TellingItem, worded
from volsched.publishing.state import Commitment, PublishedState
from volsched.storage.claiming import TOO_LATE
from volsched.storage.protocol import Change
from volsched.storage.record import Json

REMINDED = "reminded"
HORIZON = dt.timedelta(days=2)
"""So far ahead reminders are put into the outbox."""
KEPT = dt.timedelta(days=3)
"""So long after what it reminded of a reminder is not forgotten: a clock that was ahead is set back within days."""


@frozen(kw_only=True)
class Due:
    """One reminder: of what, and when it goes out."""

    commitment: Commitment
    moment: dt.datetime
    lead: Lead

    @property
    def fact(self) -> str:
        """What is reminded of: another time of the same occurrence is another fact."""
        item = self.commitment
        return f"{item.person}/{item.occurrence}/{item.span.start.isoformat()}/{self.lead}"

    @property
    def said(self) -> str:
        """The same with what a message says of it, so that one that says what is no longer so is known."""
        return f"{self.fact}|{_rest(self.commitment)}"


def _rest(item: Commitment) -> str:
    return f"{item.span.end.isoformat()}|{item.venue or ''}"


def due_reminders(programme: Programme, state: PublishedState, now: dt.datetime) -> Iterator[Due]:
    """The reminders from now up to the horizon, and for each commitment the last of those whose hour has come."""
    longest = _longest(programme)
    if longest is None:
        return
    for person, items in state.commitments.items():
        if person not in programme.person_by_id:
            continue
        for item in items:
            if now < item.span.start <= now + longest + HORIZON:
                yield from _of(programme, item, now)


def _of(programme: Programme, item: Commitment, now: dt.datetime) -> Iterator[Due]:
    person = programme.person(item.person)
    zone_name = zone_of(programme, item.person)
    rules = programme.notices
    passed: Due | None = None
    for lead in rules.leads(item.roles, tuple(getattr(person, "lead_times", ()))):
        moment = lead.moment(item.span.start, zone_name)
        if rules.quiet_hours is not None:
            loud = rules.quiet_hours.next_loud(moment, zone_name)
            # A reminder that would come too late is not held back; one that can come in time is.
            moment = loud if loud < item.span.start else moment
        found = Due(commitment=item, moment=moment, lead=lead)
        if moment > now:
            if moment <= now + HORIZON:
                yield found
        elif passed is None or moment > passed.moment:
            passed = found
    if passed is not None:
        yield passed


def _longest(programme: Programme) -> dt.timedelta | None:
    rules = programme.notices
    leads = [lead.before for lead in (*rules.remind, *(one for some in rules.remind_roles.values() for one in some))]
    leads += [before for person in programme.people for before in getattr(person, "lead_times", ())]
    return max(leads) + dt.timedelta(days=1) if leads else None


def queue_reminders(
    change: Change, programme: Programme, state: PublishedState, now: dt.datetime, *, render: Render = worded
) -> int:
    """Bring the outbox to hold the reminders of the coming days: one message for each person and moment.

    What waits there already and is still right is left as it is; only what is new is worded.
    """
    known = _known(change, state, now)
    groups: defaultdict[tuple[str, dt.datetime], list[Due]] = defaultdict(list)
    for item in due_reminders(programme, state, now):
        moment = None if item.fact in known.done else _unless_told(change, item)
        if moment is not None:
            groups[item.commitment.person, max(moment, now)].append(item)
    wanted = {
        envelope_key(person, programme.notices.channels[0], _fact(items)): (moment, items)
        for (person, moment), items in sorted(groups.items())
    }
    right = {
        key
        for key, due in known.waiting.items()
        if key in wanted and (due == wanted[key][0] or max(due, wanted[key][0]) <= now)
    }
    slept_through = [
        key for key in known.waiting.keys() - right if any(_holds(state, one, now) for one in known.said[key])
    ]
    # Of several that were to be told at once, the first may have begun before anybody sent it.
    change.give_up(slept_through, detail=TOO_LATE)
    change.withdraw("reminder/", keep=right | known.missed)
    for key in known.waiting.keys() - right:
        change.remove(REMINDED, key)
    serving = serving_by_occurrence(state) if wanted.keys() - right else {}
    queued = 0
    for key, (moment, items) in wanted.items():
        if key not in right:
            queued += _queue(change, programme, items, moment, render(_telling(items, serving), programme))
    return queued


@frozen(kw_only=True)
class _Known:
    """The facts of reminders that have gone out or are being sent, and when those go out that only wait.

    `missed` are those that still wait when what they remind of has begun, as where the machine was off: they are not
    taken back but given up, so that somebody hears of it.
    """

    done: frozenset[str]
    missed: frozenset[str]
    said: Mapping[str, Sequence[str]]
    """What each of those that wait says, by key."""
    waiting: Mapping[str, dt.datetime]


def _known(change: Change, state: PublishedState, now: dt.datetime) -> _Known:
    """What is in the outbox; what is past, or was tried and is no longer so, is forgotten."""
    records = change.every(REMINDED)
    there = {item.envelope.key: item for item in change.posted(keys=[one.key for one in records])} if records else {}
    on_their_way: defaultdict[str, set[str]] = defaultdict(set)
    for item in change.posted(states=("pending", "claimed", "deferred"), topic="reminder/") if records else ():
        if item.envelope.key not in there:
            on_their_way[item.envelope.message.key].add(item.envelope.key)
    on_others = frozenset[str]().union(*on_their_way.values())
    done: set[str] = set()
    missed: set[str] = set()
    said: dict[str, Sequence[str]] = {}
    waiting: dict[str, dt.datetime] = {}
    for record in records:
        told: object = record.body["facts"]
        facts = [str(fact) for fact in told] if isinstance(told, list) else []
        listed: object = record.body.get("said", told)
        said[record.key] = [str(one) for one in listed] if isinstance(listed, list) else facts
        posted = there.get(record.key)
        untried = posted is not None and posted.state in ("pending", "deferred") and posted.attempts == 0
        until = dt.datetime.fromisoformat(str(record.body["until"]))
        is_over = until <= now
        is_so = all(_holds(state, one) for one in said[record.key])
        if is_over and untried and is_so:
            missed.add(record.key)
        elif posted is None or until + KEPT <= now:
            change.remove(REMINDED, record.key)
        elif untried:
            waiting[record.key] = posted.due
        elif posted.state == "handed" and is_so:
            # It goes on by another channel, under another key.
            missed |= on_their_way[posted.envelope.message.key]
            done.update(facts)
        elif not is_so and (posted.state in ("claimed", "deferred") or on_their_way[posted.envelope.message.key]):
            # It was tried and may still be tried again, by another channel too, but what it says is no longer so.
            own = {record.key} | on_their_way[posted.envelope.message.key]
            change.withdraw(posted.envelope.topic, keep=(there.keys() | on_others) - own, tried=True)
            change.remove(REMINDED, record.key)
        elif posted.state == "dead" and posted.envelope.deadline is not None and posted.envelope.deadline <= now:
            # What it tells of has begun in part; of the rest they are reminded by another message.
            done.update(fact for fact in facts if _start_of(fact) <= now)
        else:
            done.update(facts)
    return _Known(done=frozenset(done), missed=frozenset(missed), said=said, waiting=waiting)


def _holds(state: PublishedState, said: str, begun: dt.datetime | None = None) -> bool:
    """Whether what a reminder says is still so; with `begun` only where it has begun by then."""
    fact, _, rest = said.partition("|")
    return any(
        fact.startswith(f"{item.person}/{item.occurrence}/{item.span.start.isoformat()}/")
        and rest in ("", _rest(item))
        and (begun is None or item.span.start <= begun)
        for item in state.commitments.get(fact.partition("/")[0], ())
    )


def _start_of(fact: str) -> dt.datetime:
    return dt.datetime.fromisoformat(fact.rsplit("/", 2)[1])


def _unless_told(change: Change, item: Due) -> dt.datetime | None:
    """When the reminder goes out; None where a message of the changes told this after its hour.

    While that message waits the reminder waits behind it: should it not get there before the duty begins, then what is
    given up says so.
    """
    person, start = item.commitment.person, item.commitment.span.start
    record = change.get(TELLING, person)
    if record is None:
        return item.moment
    occurrences: object = record.body.get("news", ())
    told = dt.datetime.fromisoformat(str(record.body["at"]))
    if told < item.moment or not isinstance(occurrences, list) or item.commitment.occurrence not in occurrences:
        return item.moment
    waits = change.posted(states=("pending", "claimed", "deferred"), topic=f"changes/{person}/")
    return told + (start - told) / 2 if waits else None


def _fact(items: Iterable[Due]) -> str:
    """What makes a reminder the same one: all that it reminds of."""
    return "reminder/" + hashlib.sha256("\n".join(sorted(item.said for item in items)).encode()).hexdigest()


def _telling(items: Iterable[Due], serving: Mapping[str, tuple[str, ...]]) -> Telling:
    found = sorted(items, key=lambda item: (item.commitment.span.start, item.commitment.occurrence))
    return Telling(
        person=found[0].commitment.person,
        tone="reminder",
        items=tuple(_item(one.commitment, serving) for one in found),
        fact=_fact(found),
    )


def _queue(change: Change, programme: Programme, items: Sequence[Due], moment: dt.datetime, message: Message) -> int:
    starts = [item.commitment.span.start for item in items]
    posted = envelope(
        message,
        programme.notices,
        fact=_fact(items),
        topic=f"reminder/{message.person}/",
        start=moment,
        deadline=min(starts),
        urgency=urgency_of(programme.notices, moment, min(starts)),
    )
    queued = change.enqueue([posted])
    if queued:
        facts: Sequence[Json] = sorted(item.fact for item in items)
        said: Sequence[Json] = sorted(item.said for item in items)
        change.put(REMINDED, posted.key, {"facts": facts, "said": said, "until": max(starts).isoformat()})
    return queued


def _item(duty: Commitment, serving: Mapping[str, tuple[str, ...]]) -> TellingItem:
    others = serving.get(duty.occurrence, ()) if duty.kind == "duty" else ()
    return TellingItem(entry=entry_of(duty), others=tuple(one for one in others if one != duty.person))
