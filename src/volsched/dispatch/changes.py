"""From changes to messages: at most one for each person, about what differs from what they were last told."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import attrs
from attrs import define

from volsched.dispatch.posting import Links, entry_of, envelope, no_link, not_before, urgency_of, zone_of
from volsched.model import Programme
from volsched.notices.message import Message
from volsched.notices.notice import Entry, Notice, notices_of
from volsched.notices.outbox import Envelope
from volsched.notices.replies import Expected, reply_key
from volsched.notices.telling import Telling, TellingItem, worded
from volsched.planning import Plan
from volsched.publishing.changes import ChangeSet, PersonChange, person_changes
from volsched.publishing.state import Commitment, CommitmentKind, PublishedState, commitment_body, commitment_of
from volsched.storage.protocol import Change, Look
from volsched.storage.record import Record

TELLING = "telling"
"""The kind of record that keeps, for a person, what they knew before the message that is on its way."""
ASKED = "asked"
"""The kind of record that names the duties about which one message asks."""

Render = Callable[[Telling, Programme], Message]
RenderNotice = Callable[[Notice], Message]
Doubt: TypeAlias = tuple[str, CommitmentKind, Commitment | None]
"""An occurrence, the kind of commitment, and what a message that perhaps came through said: None, that it is off."""


@attrs.frozen(kw_only=True)
class Told:
    """What was queued: how many messages, and who has no address that could be used."""

    queued: int = 0
    withdrawn: int = 0
    people: tuple[str, ...] = ()


@define(kw_only=True)
class Teller:
    """Queues what changed for each person, within one change of the store."""

    change: Change
    programme: Programme
    state: PublishedState
    now: dt.datetime
    edition: str
    """The name of this publication: the same change told twice has the same name, another one has another."""
    links: Links
    render: Render
    serving: Mapping[str, tuple[str, ...]]
    company: Mapping[tuple[str, str], tuple[str, ...]] = attrs.field(factory=dict)
    """Who comes together with somebody to a place or appointment, by person and occurrence."""

    def tell(self, person: str, changes: Sequence[PersonChange]) -> tuple[int, int]:
        """Queue one message to one person; how many were queued, and how many taken back for it."""
        record = self.change.get(TELLING, person)
        handed_on = self._handed_on(person)
        untried = self.change.withdraw(f"changes/{person}/")
        tried = self.change.withdraw(f"changes/{person}/", tried=True)
        unopened = self.change.withdraw(f"first/{person}/")
        perhaps_opened = self.change.withdraw(f"first/{person}/", tried=True)
        before = self._before(person, changes)
        doubts: tuple[Doubt, ...] = ()
        if record is not None and (untried or tried):
            before = tuple(commitment_of(item) for item in _listed(record, "before"))
            said = _listed(record, "said") if tried or handed_on else ()
            doubts = tuple(dict.fromkeys(_doubt_of(item) for item in (*_listed(record, "doubts"), *said)))
        if unopened or perhaps_opened:
            # Not even the first message has gone out for certain, so nothing is known; it may hold what is off now.
            before = ()
            doubts = tuple((i.occurrence, i.kind, i) for i in _befores(changes)) if perhaps_opened else ()
        withdrawn = untried + tried + unopened + perhaps_opened
        news = self._news(person, before, doubts)
        if not news:
            self.change.remove(TELLING, person)
            return 0, withdrawn
        self._forget_what_is_lost(person, news)
        queued = self._queue(person, news)
        body: dict[str, Any] = {
            "before": [commitment_body(item) for item in before],
            "doubts": [_doubt_body(*item) for item in doubts],
            "said": [_doubt_body(item.commitment.occurrence, item.commitment.kind, item.after) for item in news],
            "news": [item.commitment.occurrence for item in news],
            "at": self.now.isoformat(),
        }
        self.change.put(TELLING, person, body)
        return queued, withdrawn

    def _handed_on(self, person: str) -> bool:
        """Whether what waits untried was tried by another channel before, and may have come through by that."""
        topic = f"changes/{person}/"
        waiting = {one.envelope.message.key for one in self.change.posted(states=("pending", "deferred"), topic=topic)}
        before = self.change.posted(states=("handed",), topic=topic) if waiting else ()
        return any(one.attempts and one.envelope.message.key in waiting for one in before)

    def _news(self, person: str, before: tuple[Commitment, ...], doubts: Iterable[Doubt]) -> tuple[PersonChange, ...]:
        """What differs from what the person knows, or may have been told by a message that perhaps came through."""
        after = self.state.commitments.get(person, ())
        now = {(item.occurrence, item.kind): item for item in after}
        found = [item for item in person_changes(before, after, self.state.window) if self._still_ahead(item)]
        known = {(part.occurrence, part.kind) for item in found for part in (item.before, item.after) if part}
        for occurrence, kind, told in doubts:
            holds = now.get((occurrence, kind))
            if told != holds and (occurrence, kind) not in known:
                one, other = (() if told is None else (told,)), (() if holds is None else (holds,))
                more = [item for item in person_changes(one, other, self.state.window) if self._still_ahead(item)]
                found += more
                known |= {(occurrence, kind) for _ in more}
        return tuple(found)

    def _before(self, person: str, changes: Sequence[PersonChange]) -> tuple[Commitment, ...]:
        """What was asked of the person before these changes."""
        after = {(item.occurrence, item.kind): item for item in self.state.commitments.get(person, ())}
        for item in changes:
            if item.after is not None:
                after.pop((item.after.occurrence, item.after.kind), None)
            if item.before is not None:
                after[item.before.occurrence, item.before.kind] = item.before
        return tuple(after.values())

    def _still_ahead(self, item: PersonChange) -> bool:
        """What is over is not told; what was over and is moved ahead is."""
        return any(part is not None and part.span.end > self.now for part in (item.before, item.after))

    def _forget_what_is_lost(self, person: str, news: Iterable[PersonChange]) -> None:
        """An answer about what is cancelled or moved counts no more."""
        for item in news:
            if item.before is not None and item.kind in ("cancelled", "moved"):
                self.change.remove("reply", reply_key(item.before.occurrence, person))

    def _queue(self, person: str, news: Sequence[PersonChange]) -> int:
        rules = self.programme.notices
        starts = [part.span.start for item in news for part in (item.before, item.after) if part is not None]
        ahead = [start for start in starts if start > self.now]
        nearest = min(ahead, default=self.now)
        start = not_before(rules, self.now, nearest, zone_of(self.programme, person))
        asked = self._ask(person, news, start) if rules.confirm else ()
        until = min((item.until for item in asked if item.until is not None), default=None)
        telling = Telling(
            person=person,
            tone="changes",
            items=tuple(self._item(item) for item in news),
            fact=f"changes/{self.edition}",
            until=until,
            link=self._link(person, [item.occurrence for item in asked]),
        )
        return self.change.enqueue(
            [
                envelope(
                    self.render(telling, self.programme),
                    rules,
                    fact=telling.fact,
                    topic=f"changes/{person}/",
                    start=start,
                    deadline=max(part.span.end for item in news for part in (item.before, item.after) if part),
                    urgency=urgency_of(rules, self.now, nearest),
                )
            ]
        )

    def _link(self, person: str, occurrences: Sequence[str]) -> str:
        """Where the person answers for one duty, or for each of several that one message tells of."""
        if len(occurrences) < 2:
            return self.links(person, occurrences[0], "duty") if occurrences else ""
        name = hashlib.sha256("\n".join((self.edition, person, *occurrences)).encode()).hexdigest()[:16]
        link = self.links(person, name, "message")
        if link:
            body = {"occurrences": list(occurrences), "at": self.now.isoformat()}
            self.change.put(ASKED, f"{person}/{name}", body)
        return link

    def _ask(self, person: str, news: Sequence[PersonChange], start: dt.datetime) -> tuple[Expected, ...]:
        """Note down that an answer is expected for each new duty."""
        rules = self.programme.notices
        found = []
        for item in news:
            duty = item.after
            if item.kind == "cancelled" or duty is None or duty.kind != "duty" or duty.span.start <= start:
                continue
            until = min(start + rules.reply_within, start + (duty.span.start - start) / 2)
            expected = Expected(person=person, occurrence=duty.occurrence, until=until)
            self.change.put("reply", expected.key, expected.to_body())
            found.append(expected)
        return tuple(found)

    def _item(self, item: PersonChange) -> TellingItem:
        before: Entry | None = None
        if item.kind in ("moved", "changed") and item.before is not None:
            before = entry_of(item.before)
        return TellingItem(
            kind=item.kind,
            entry=entry_of(item.commitment),
            before=before,
            others=() if item.kind == "cancelled" else self._others(item.commitment),
        )

    def _others(self, duty: Commitment) -> tuple[str, ...]:
        if duty.kind != "duty":
            return self.company.get((duty.person, duty.occurrence), ())
        return tuple(person for person in self.serving.get(duty.occurrence, ()) if person != duty.person)


def _listed(record: Record, name: str) -> Sequence[Any]:
    found: Any = record.body.get(name, ())
    return tuple(found)


def _befores(changes: Iterable[PersonChange]) -> Iterator[Commitment]:
    return (item.before for item in changes if item.before is not None)


def _doubt_body(occurrence: str, kind: str, told: Commitment | None) -> dict[str, Any]:
    return {"occurrence": occurrence, "kind": kind, "told": None if told is None else commitment_body(told)}


def _doubt_of(body: Any) -> Doubt:
    return (body["occurrence"], body["kind"], None if body["told"] is None else commitment_of(body["told"]))


def asked_in(look: Look, person: str, name: str) -> tuple[str, ...]:
    """The occurrences that one message asked a person about, in its order; none where it is forgotten."""
    record = look.get(ASKED, f"{person}/{name}")
    found: Any = () if record is None else record.body.get("occurrences", ())
    return tuple(str(one) for one in found)


def serving_by_occurrence(state: PublishedState) -> Mapping[str, tuple[str, ...]]:
    """Who serves in each occurrence, by id."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for person, key, _ in state.duties:
        found[key].add(person)
    return {key: tuple(sorted(people)) for key, people in found.items()}


def queue_changes(
    change: Change,
    programme: Programme,
    changes: ChangeSet,
    after: PublishedState,
    *,
    now: dt.datetime,
    edition: str,
    links: Links = no_link,
    render: Render = worded,
    skip: Container[str] = (),
) -> Told:
    """Queue a message to each person for whom something is different; nothing where no channel is set."""
    if not programme.notices.channels:
        return Told()
    teller = Teller(
        change=change,
        programme=programme,
        state=after,
        now=now,
        edition=edition,
        links=links,
        render=render,
        serving=serving_by_occurrence(after),
    )
    queued = withdrawn = 0
    for person in changes.concerned:
        if person not in programme.person_by_id:
            # Who is no longer there is told nothing more, and nothing that is no longer so.
            withdrawn += sum(change.withdraw(f"{topic}/{person}/") for topic in ("changes", "first"))
    people = [person for person in changes.concerned if person in programme.person_by_id and person not in skip]
    for person in people:
        more, back = teller.tell(person, changes.of_person(person))
        queued, withdrawn = queued + more, withdrawn + back
    return Told(queued=queued, withdrawn=withdrawn, people=tuple(people))


def waiting_for_the_first(change: Change, changes: ChangeSet) -> frozenset[str]:
    """Those for whom something is different although nobody has even tried to send their first message."""
    posted = change.posted(states=("pending", "claimed", "deferred"), topic="first/")
    tried = {item.envelope.person for item in posted if item.state == "claimed" or item.attempts}
    return frozenset({item.envelope.person for item in posted}.intersection(changes.concerned) - tried)


def queue_first(
    change: Change,
    plan: Plan,
    *,
    now: dt.datetime,
    render: Callable[[Notice], Message],
    only: Container[str] | None = None,
) -> Told:
    """Queue what the plan holds for each person, or for some: one message with all of it, in place of any before."""
    programme = plan.programme
    if not programme.notices.channels:
        return Told()
    posted = []
    for notice in notices_of(plan):
        if (only is not None and notice.person not in only) or is_over(notice, now):
            continue
        if only is not None:
            change.withdraw(f"first/{notice.person}/")
        posted.append(first_envelope(programme, notice, render(notice), now=now))
    return Told(queued=change.enqueue(posted), people=tuple(item.person for item in posted))


def worded_before(plan: Plan, render: RenderNotice, *, now: dt.datetime) -> RenderNotice:
    """The same, with every first message of a plan worded already; only what differs from that is worded later."""
    if not plan.programme.notices.channels:
        return render
    ready = {notice.person: (notice, render(notice)) for notice in notices_of(plan) if not is_over(notice, now)}

    def worded_once(notice: Notice) -> Message:
        known = ready.get(notice.person)
        return known[1] if known is not None and known[0] == notice else render(notice)

    return worded_once


def is_over(notice: Notice, now: dt.datetime) -> bool:
    """Whether all that a notice tells of is over."""
    ends = [entry.span.end for entry in notice.entries if entry.span is not None]
    return bool(ends) and max(ends) <= now


def first_envelope(programme: Programme, notice: Notice, message: Message, *, now: dt.datetime) -> Envelope:
    """The envelope of a person's first message: all that there is for them."""
    rules = programme.notices
    ends = [entry.span.end for entry in notice.entries if entry.span is not None]
    ahead = [entry.span.start for entry in notice.entries if entry.span is not None and entry.span.start > now]
    return envelope(
        message,
        rules,
        fact=f"first/{message.key}",
        topic=f"first/{notice.person}/",
        start=not_before(rules, now, min(ahead, default=None), zone_of(programme, notice.person)),
        deadline=max(ends, default=None),
        urgency=urgency_of(rules, now, min(ahead, default=None)),
    )


def first_of_state(state: PublishedState, person: str, others: Iterable[Entry] = ()) -> Notice:
    """All that there is for a person by what was published, and these other entries."""
    serving = serving_by_occurrence(state)
    found = [
        attrs.evolve(entry_of(item), together=len(serving.get(item.occurrence, ())) if item.kind == "duty" else 0)
        for item in state.commitments.get(person, ())
    ]
    return Notice(person=person, window=state.window, entries=(*found, *others))
