"""Swaps over the store, from one run to the next: offered, taken, given, exchanged, undone, each judged when done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import attrs
from attrs import frozen

from volsched.dispatch.answers import COVER, Cover, Desk
from volsched.dispatch.changes import queue_changes
from volsched.dispatch.office import MOST_ASKED, Office
from volsched.dispatch.settling import (
    Ground,
    again_on_conflict,
    keep_entry,
    must_be_ahead,
    next_swap,
    settle,
    swap_entries,
    swap_entry,
)
from volsched.errors import UnknownName
from volsched.notices.replies import reply_key
from volsched.publishing import changes_between
from volsched.rostering import (
    Replanned,
    SwapEntry,
    Swapped,
    cover,
    exchange_seats,
    give_seat,
    offer_seat,
    take_back,
    take_offer,
    withdraw_offer,
)
from volsched.storage.calendars import PUBLISHED, STATE
from volsched.storage.protocol import Change


@frozen(kw_only=True)
class Swaps:
    """The ledger of swaps of a programme: everything goes into the store in one change, and is told once."""

    office: Office

    def entries(self) -> tuple[SwapEntry, ...]:
        """The ledger, the earliest first."""
        with self.office.store.look() as look:
            return swap_entries(look)

    def offer(
        self, person: str, occurrence: str, *, to: str | None = None, now: dt.datetime, who: str
    ) -> tuple[SwapEntry, Cover]:
        """Offer somebody's duty to one person, or to those who could take it, one after the other.

        They are asked through the outbox, with a link to answer by; until one of them says yes the duty stays where
        it is.

        Raises:
            InvalidValue: they do not serve there, or the duty has begun.
            UnknownName: there is no such duty or person.
            Conflict: it is offered already.
        """

        def attempt() -> tuple[SwapEntry, Cover]:
            ground = self.office.ground(occurrence, now=now)
            seat = ground.seat_of(person, occurrence)
            people = (to,) if to is not None else _who_could(ground, person, occurrence)
            with self.office.store.change(who=who, why="a duty is offered", at=now) as change:
                desk = self._desk(change, now)
                must_be_ahead(desk.state, occurrence, now)
                ledger = swap_entries(change)
                name = next_swap(change)
                entry = offer_seat(ground.problem, ground.roster, seat, id=name, at=now, to=to, ledger=ledger)
                keep_entry(change, entry)
                duty = desk.duty(person, occurrence)
                if duty is None:
                    raise UnknownName("occurrence", occurrence, desk.state.by_key)
                search = Cover(occurrence=occurrence, lost=person, left=people, offered=True)
                return entry, desk.ask_next(search, duty)

        return again_on_conflict(attempt)

    def take(self, name: str, by: str, *, in_return: str | None = None, now: dt.datetime, who: str) -> Swapped:
        """Somebody takes what was offered, or gives their duty in another occurrence for it.

        Where a rule speaks against it, nothing is done and the offer stays open.
        """

        def judge(change: Change, ground: Ground) -> Swapped:
            entry = swap_entry(change, name)
            seat = None if in_return is None else ground.seat_of(by, in_return)
            return take_offer(ground.problem, ground.roster, entry, by, at=now, in_return=seat)

        return self._done(self._occurrence(name), judge, now=now, who=who, why="an offer is taken", sure=(by,))

    def withdraw(self, name: str, *, now: dt.datetime, who: str) -> SwapEntry:
        """Take an offer off the table; nobody is asked about it any more."""
        with self.office.store.change(who=who, why="an offer is withdrawn", at=now) as change:
            entry = withdraw_offer(swap_entry(change, name), at=now)
            keep_entry(change, entry)
            for item in entry.changes:
                change.withdraw(f"cover/{item.seat.shift}/{item.before}/")
                change.remove(COVER, reply_key(item.seat.shift, item.before or ""))
        return entry

    def give(self, person: str, occurrence: str, to: str, *, now: dt.datetime, who: str) -> Swapped:
        """One person's duty passes to another, as both have agreed."""

        def judge(change: Change, ground: Ground) -> Swapped:
            seat = ground.seat_of(person, occurrence)
            return give_seat(ground.problem, ground.roster, seat, to, id=next_swap(change), at=now)

        return self._done(occurrence, judge, now=now, who=who, why="a duty is given")

    def exchange(
        self, person: str, occurrence: str, other: str, other_occurrence: str, *, now: dt.datetime, who: str
    ) -> Swapped:
        """Two people take each other's duties, as both have agreed."""

        def judge(change: Change, ground: Ground) -> Swapped:
            one, two = ground.seat_of(person, occurrence), ground.seat_of(other, other_occurrence)
            return exchange_seats(ground.problem, ground.roster, one, two, id=next_swap(change), at=now)

        return self._done(occurrence, judge, now=now, who=who, why="duties are exchanged")

    def undo(self, name: str, *, now: dt.datetime, who: str) -> Swapped:
        """Take back a swap that was done.

        Raises:
            Conflict: it was never done, or a seat of it has changed hands again since.
        """

        def judge(change: Change, ground: Ground) -> Swapped:
            entry = swap_entry(change, name)
            found, then = take_back(ground.problem, ground.roster, entry, id=next_swap(change), by=who, at=now)
            keep_entry(change, then)
            return found

        return self._done(self._occurrence(name), judge, now=now, who=who, why="a swap is undone")

    def keep(self, found: Iterable[tuple[Replanned, int]], *, now: dt.datetime, who: str, why: str) -> None:
        """Keep rosters that were made anew around absences, each with its version, and tell whom it concerns."""
        with self.office.store.change(who=who, why=why, at=now) as change:
            before = after = self._desk(change, now).state
            for result, version in found:
                for item in result.changes:
                    must_be_ahead(before, item.seat.shift, now)
                ground = Ground(problem=result.problem, roster=result.roster, version=version)
                after = settle(change, after, ground, result.roster, result.changes)
            record = change.get(PUBLISHED, STATE)
            queue_changes(
                change,
                self.office.programme,
                changes_between(before, after),
                after,
                now=now,
                edition=str(0 if record is None else record.version),
                links=self.office.links,
            )

    def _occurrence(self, name: str) -> str:
        with self.office.store.look() as look:
            return swap_entry(look, name).changes[0].seat.shift

    def _done(
        self,
        occurrence: str,
        judge: Callable[[Change, Ground], Swapped],
        *,
        now: dt.datetime,
        who: str,
        why: str,
        sure: tuple[str, ...] = (),
    ) -> Swapped:
        """Judge and do it in one change; where a rule is broken, nothing is written."""

        def attempt() -> Swapped:
            ground = self.office.ground(occurrence, now=now)
            with self.office.store.change(who=who, why=why, at=now) as change:
                desk = self._desk(change, now)
                found = judge(change, ground)
                for item in found.swap.changes:
                    must_be_ahead(desk.state, item.seat.shift, now)
                if found.entry.status == "done":
                    desk.swapped(ground, found, sure=sure)
                    _end_searches(desk, found)
                return found

        return again_on_conflict(attempt)

    def _desk(self, change: Change, now: dt.datetime) -> Desk:
        state = self.office.published(change)
        if state is None:
            raise UnknownName("swap", "", cure="nothing is published yet: publish first")
        return Desk(change=change, programme=self.office.programme, state=state, now=now, links=self.office.links)


def _who_could(ground: Ground, person: str, occurrence: str) -> tuple[str, ...]:
    seat = ground.seat_of(person, occurrence)
    return tuple(one.person for one in cover(ground.problem, ground.roster, seat, MOST_ASKED))


def _end_searches(desk: Desk, found: Swapped) -> None:
    """Whoever was to be replaced there is: nobody else is asked about it."""
    for item in found.entry.changes:
        record = desk.change.get(COVER, reply_key(item.seat.shift, item.before or ""))
        if record is not None and item.after is not None:
            desk.filled(attrs.evolve(Cover.of_body(record.body), asked=()), item.after)
