"""The office: where a programme, its store and its channels meet, between two publications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
from attrs import define

from volsched.booking import BookingBook, Cancel, Command, Event, Outcome
from volsched.dispatch.answers import Answered, answer, covers
from volsched.dispatch.bookings import must_have_these_bookings, tell_of_book
from volsched.dispatch.certificates import queue_endings
from volsched.dispatch.changes import Told, queue_changes, queue_first, waiting_for_the_first, worded_before
from volsched.dispatch.held import HELD
from volsched.dispatch.keeping import own_digest
from volsched.dispatch.links import links_of
from volsched.dispatch.marks import Marks
from volsched.dispatch.periods import note_period
from volsched.dispatch.posting import Links, loud_for
from volsched.dispatch.returned import around_bounced
from volsched.dispatch.rosters import keep_rosters, kept_with_digests
from volsched.dispatch.settling import Ground, again_on_conflict, ground_of
from volsched.dispatch.standing import Standing, standing
from volsched.dispatch.tick import Ticked, forget_old, tick
from volsched.errors import InvalidValue, UnknownName
from volsched.model import Programme, Roster
from volsched.notices.courier import Chance, Clock, Courier, Manner, Send, Tally
from volsched.notices.message import Message
from volsched.notices.notice import Notice
from volsched.notices.outbox import NO_LIMITS, EnvelopeState, Limit, Posted
from volsched.notices.replies import Reply
from volsched.planning import Plan
from volsched.publishing import PublishedState, changes_between
from volsched.rostering import cover
from volsched.storage.bookings import Also, books, carried_out, open_books
from volsched.storage.calendars import PUBLISHED, STATE
from volsched.storage.protocol import Change, Look, Store

Outline = Callable[..., Plan]
MOST_ASKED = 20
"""So many are asked one after the other to step in, before the coordinator is told that nobody can."""


_WAITING: tuple[EnvelopeState, ...] = ("pending", "deferred", "claimed")


class _TakenBackError(Exception):
    """Ends a change whose only purpose was to see what it would do."""


@define(kw_only=True)
class Office:
    """Tells people what a publication changed, reminds them, takes their answers, and says how things stand."""

    programme: Programme
    store: Store
    render: Callable[[Notice], Message]
    links: Links = attrs.field(
        default=attrs.Factory(lambda self: links_of(self.programme, self.store), takes_self=True)
    )
    outline: Outline | None = None
    """The plan before anybody serves, for those who could step in; asked for only when somebody cannot come."""
    limits: Mapping[str, Limit] = NO_LIMITS
    """How fast each channel takes messages, where it says so."""

    @property
    def marks(self) -> Marks:
        """The marks that are left in published folders."""
        return Marks(store=self.store, programme=self.programme)

    def queue(
        self, change: Change, before: PublishedState | None, plan: Plan, *, now: dt.datetime, **more: Any
    ) -> Told:
        """Queue what a publication means for each person, within the change that remembers it; see `prepare`."""
        return self.prepare(before, plan, now=now, **more)(change)

    def prepare(
        self,
        before: PublishedState | None,
        plan: Plan,
        *,
        now: dt.datetime,
        folder: str | Path | None = None,
        parents: Mapping[str, int] | None = None,
    ) -> Callable[[Change], Told]:
        """Work out what a publication means for each person; the answer queues it within a change.

        What takes long, to compare and to word first messages, is done here, so that nobody waits for the change.
        `parents` are the versions of the kept rosters that the plan was made from.
        """
        digests = {problem.id: own_digest(plan.programme, problem) for problem in plan.problems}
        if parents is not None:
            parents = {roster.id: parents.get(roster.id, 0) for roster in plan.rosters}
        ends = {shift.id: shift.span.end for shift in plan.shifts}
        rosters = [_as_of(roster, ends, now) for roster in plan.rosters]
        after = PublishedState.of(plan)
        changes = None if before is None else changes_between(before, after)
        render = self.render if changes is not None else worded_before(plan, self.render, now=now)

        def queued(change: Change) -> Told:
            must_have_these_bookings(change, plan)
            self.marks.note(change, folder, step=changes is None or bool(changes))
            note_period(change, plan, self.programme.history)
            keep_rosters(change, rosters, parents, digests)
            queue_endings(change, plan, now=now)
            if changes is None:
                return queue_first(change, plan, now=now, render=render)
            record = change.get(PUBLISHED, STATE)
            anew = queue_first(change, plan, now=now, render=render, only=waiting_for_the_first(change, changes))
            return queue_changes(
                change,
                self.programme,
                changes,
                after,
                now=now,
                edition=str(0 if record is None else record.version),
                links=self.links,
                skip=anew.people,
            )

        return queued

    def published(self, look: Look) -> PublishedState | None:
        """What was last published; None before the first publication."""
        record = look.get(PUBLISHED, STATE)
        return None if record is None else PublishedState.of_body(record.body)

    def tick(self, *, now: dt.datetime, who: str) -> Ticked:
        """Do what time brings: reminders, questions that go on to the next, answers that did not come."""
        with self.store.change(who=who, why="what is due", at=now) as change:
            state = self.published(change)
            return Ticked() if state is None else tick(change, self.programme, state, now=now, links=self.links)

    def outlook(self, *, now: dt.datetime, who: str) -> tuple[Posted, ...]:
        """Every message that waits to go out, with those that are due to be queued now; nothing is changed."""
        found: tuple[Posted, ...] = ()
        try:
            with self.store.change(who=who, at=now) as change:
                state = self.published(change)
                if state is not None:
                    tick(change, self.programme, state, now=now, links=self.links)
                found = change.posted(states=_WAITING)
                raise _TakenBackError  # noqa: TRY301 - there is no other way to end a change without it
        except _TakenBackError:
            return found

    def deliver(
        self,
        send: Send,
        channels: Iterable[str],
        *,
        worker: str,
        clock: Clock,
        chance: Chance,
        manner: Manner | None = None,
    ) -> tuple[Tally, ...]:
        """Queue what is due, then send everything that may go out now; what became of it, by channel.

        Nothing goes out from a store that is older than what was published.
        """
        self.tick(now=clock(), who=worker)
        self.forget(now=clock(), who=worker)
        marks = self.marks
        if marks.suspicion():
            return tuple(Tally(channel=name) for name in channels)
        coming = self._coming(clock(), worker)
        if coming:
            marks.leave(now=clock(), coming=coming)
        courier = Courier(
            outbox=self.store,
            send=around_bounced(self.store, send, now=clock()),
            worker=worker,
            clock=clock,
            chance=chance,
            manner=manner or Manner(limits=self.limits),
            loud=loud_for(self.programme),
        )
        found = courier.run(channels)
        if any(tally.dead for tally in found):
            # Whom no channel reached is reported at once, and not when somebody next looks.
            self.tick(now=clock(), who=worker)
            more = courier.run(channels)
            found = tuple(_together(one, other) for one, other in zip(found, more, strict=True))
        if coming:
            marks.leave(now=clock())
        return found

    def _coming(self, now: dt.datetime, who: str) -> int:
        """How many messages are due, counted as one more step of the store where there are any."""
        with self.store.look() as look:
            due = sum(item.due <= now for item in look.posted(states=_WAITING))
        if due and not self.store.held():
            with self.store.change(who=who, why="messages go out", at=now) as change:
                self.marks.note(change)
        return due

    def held(self) -> str:
        """Why nothing goes out, in the language of the programme; empty if nothing is held."""
        said = self.store.held()
        if said in HELD:
            return HELD[said].in_language(self.programme.language)
        return said or self.marks.suspicion()

    def forget(self, *, now: dt.datetime, who: str) -> None:
        """Once a day take out what is older than the programme wants it kept."""
        day = now.date().isoformat()
        with self.store.look() as look:
            record = look.get("upkeep", "forgotten")
        if record is not None and record.body.get("on") == day:
            return
        before = now - self.programme.notices.keep
        self.store.forget(before=before)
        with self.store.change(who=who, why="what is old is forgotten", at=now) as change:
            forget_old(change, before)
            change.put("upkeep", "forgotten", {"on": day})

    def book(
        self, name: str, command: Command, *, now: dt.datetime, who: str, preview: bool = False
    ) -> tuple[Outcome, tuple[Posted, ...]]:
        """Do one thing to a book, and queue what everybody whom it touches is told: all in one change, or nothing.

        What waits to go out to them by it comes beside what happened. With `preview` nothing is changed.
        """
        found: tuple[Outcome, tuple[Posted, ...]] | None = None
        known: frozenset[str] = frozenset()
        try:
            with self.store.change(who=who, why=type(command).__name__.lower(), at=now) as change:
                known = frozenset(item.envelope.key for item in change.posted(states=_WAITING))
                outcome = carried_out(change, name, command, now=now, also=self._also(now))
                found = outcome, _fresh(change, known)
                if preview:
                    raise _TakenBackError  # noqa: TRY301 - there is no other way to end a change without it
        except _TakenBackError:
            pass
        if found is None:
            raise UnknownName("open book", name, ())
        return found

    def open_books(
        self,
        fresh: Iterable[BookingBook],
        *,
        now: dt.datetime,
        who: str,
        renew: Callable[[BookingBook, BookingBook], BookingBook],
    ) -> tuple[str, ...]:
        """Begin books or bring them up to date, and tell those who get another place by it; the ids that changed."""
        return open_books(self.store, fresh, at=now, who=who, renew=renew, also=self._also(now))

    def _also(self, now: dt.datetime) -> Also:
        def also(change: Change, before: BookingBook, after: BookingBook, events: Sequence[Event]) -> None:
            tell_of_book(change, self.programme, before, after, events, now=now, render=self.render, links=self.links)

        return also

    def answer(self, reply: Reply, *, now: dt.datetime, who: str, first: str = "") -> Answered:
        """Take in one answer, from wherever it comes.

        Where somebody cannot come, `first` is whom they would like to be asked to step in before all others; only one
        who could step in is.
        """
        # Before the change: to look for candidates takes a while, and others want to write meanwhile.
        candidates: tuple[str, ...] = ()
        if reply.answer == "declined":
            found = self.candidates(reply.occurrence, reply.person, now=now)
            candidates = tuple(sorted(found, key=lambda one: one != first))

        def attempt() -> Answered:
            ground = self._ground_to_step_in(reply, now)
            with self.store.change(who=who, why=f"reply by {reply.way}", at=now) as change:
                state = self.published(change)
                if state is None:
                    raise UnknownName("occurrence", reply.occurrence, cure="nothing is published yet: publish first")
                links, programme = self.links, self.programme
                done = answer(
                    change, programme, state, reply, now=now, candidates=candidates, links=links, ground=ground
                )
                if reply.answer == "declined":
                    self._give_back(change, reply, now)
                return done

        return again_on_conflict(attempt)

    def _give_back(self, change: Change, reply: Reply, now: dt.datetime) -> None:
        """Who cannot come to a place that they have by a book gives it back, so that the next is asked."""
        for name, book in books(change).items():
            entry = book.entry_of.get(reply.person)
            held = None if entry is None or entry.status != "booked" or entry.place is None else entry.place
            if held is not None and book.place(held).occurrence == reply.occurrence:
                carried_out(change, name, Cancel(person=reply.person), now=now, also=self._also(now))

    def ground(self, occurrence: str, *, now: dt.datetime) -> Ground:
        """What a change of seats in an occurrence is judged by, as everything stands now.

        Raises:
            UnknownName: no kept roster has such a shift, or nothing was published yet.
        """
        with self.store.look() as look:
            kept, state = kept_with_digests(look), self.published(look)
        if state is None or self.outline is None:
            raise UnknownName("occurrence", occurrence, ())
        return ground_of(self.outline(state.window, now=now), kept, occurrence)

    def _ground_to_step_in(self, reply: Reply, now: dt.datetime) -> Ground | None:
        if reply.answer != "confirmed":
            return None
        with self.store.look() as look:
            asked = any(reply.person in one.asked for one in covers(look, reply.occurrence) if one.state != "filled")
        try:
            return self.ground(reply.occurrence, now=now) if asked else None
        except UnknownName:
            # The programme plans it no longer; the next publication takes it back, and nobody is judged by it.
            return None

    def candidates(self, occurrence: str, person: str, *, now: dt.datetime) -> tuple[str, ...]:
        """Who could step in for a person, the best first, as the kept rosters stand."""
        try:
            ground = self.ground(occurrence, now=now)
            seat = ground.seat_of(person, occurrence)
        except (UnknownName, InvalidValue):
            return ()
        return tuple(one.person for one in cover(ground.problem, ground.roster, seat, MOST_ASKED))

    def standing(self, *, now: dt.datetime, person: str | None = None) -> Standing:
        """How things stand now: for everybody, or for one person."""
        held = self.held()
        with self.store.look() as look:
            found = standing(look, self.programme, self.published(look), now=now, held=held)
        return found if person is None else found.of_person(person)


def _fresh(change: Change, known: Container[str]) -> tuple[Posted, ...]:
    """What waits to go out and is not among these keys."""
    return tuple(item for item in change.posted(states=_WAITING) if item.envelope.key not in known)


def _together(one: Tally, other: Tally) -> Tally:
    return attrs.evolve(
        one,
        sent=one.sent + other.sent,
        again=one.again + other.again,
        dead=one.dead + other.dead,
        handed=one.handed + other.handed,
        stopped=one.stopped or other.stopped,
        details=tuple(dict.fromkeys((*one.details, *other.details))),
    )


def _as_of(roster: Roster, ends: Mapping[str, dt.datetime], now: dt.datetime) -> Roster:
    """The roster as published, or as historic where all of it is over."""
    return roster.historic() if roster.by_shift and all(ends[shift] <= now for shift in roster.by_shift) else roster
