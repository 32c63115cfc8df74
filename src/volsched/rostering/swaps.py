"""Swaps between people, in all their forms, as entries of a ledger: offered, given, exchanged, ordered, taken back.

Each is checked against the rules before it is done. Until an offer is taken, the seat belongs to whoever offered it.
Entries are values: whoever calls keeps them, and gives the open ones along.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

import attrs
from attrs import frozen

from volsched.errors import Conflict, InvalidValue
from volsched.model import Roster, Seat
from volsched.model.ids import reference
from volsched.rostering.changes import SeatChange, Swap, change, exchange, give, undo
from volsched.rostering.problem import Problem

Form = Literal["offer", "give", "exchange", "coordinator", "undo"]
Status = Literal["open", "done", "refused", "withdrawn", "undone"]

COORDINATED: frozenset[Form] = frozenset(("coordinator", "undo"))


@frozen(kw_only=True)
class SwapEntry:
    """One swap in the ledger: who asked for it, what it changes, and what became of it.

    `to` is whom an offer is meant for, or None for anybody who may take it. `broken` names rules that a coordinator
    let it break. `of` is the entry that an undoing takes back.
    """

    id: str = attrs.field(validator=reference("swap"))
    roster: str
    form: Form
    by: str
    at: dt.datetime
    changes: tuple[SeatChange, ...]
    status: Status = "done"
    to: str | None = None
    of: str | None = None
    broken: tuple[str, ...] = ()


@frozen(kw_only=True)
class Swapped:
    """What comes of a swap: the roster then, the entry for the ledger, and the swap with the rules it breaks.

    Where it breaks a rule, the roster is as it was.
    """

    roster: Roster
    entry: SwapEntry
    swap: Swap


@frozen(kw_only=True)
class Asked:
    """One time that somebody was asked to step in, and what they said."""

    person: str
    at: dt.datetime
    seat: Seat | None = None
    said: Literal["yes", "no", ""] = ""


def last_asked(asks: Iterable[Asked]) -> Mapping[str, dt.datetime]:
    """When each was last asked, as `cover` wants to know it."""
    found: dict[str, dt.datetime] = {}
    for item in asks:
        if item.person not in found or found[item.person] < item.at:
            found[item.person] = item.at
    return found


def offer_seat(
    problem: Problem,
    roster: Roster,
    seat: Seat,
    *,
    id: str,  # noqa: A002 - the word of the model
    at: dt.datetime,
    to: str | None = None,
    ledger: Iterable[SwapEntry] = (),
) -> SwapEntry:
    """Offer a seat to somebody, or to anybody who may take it; it stays with its holder until then.

    Raises:
        Conflict: the seat is offered already.
        InvalidValue: nobody holds the seat, or it is offered to its own holder.
        UnknownName: there is no such seat or person.
    """
    _must_be_seat(problem, seat)
    holder = _holder(roster, seat)
    if holder is None:
        raise InvalidValue("swap", id, "seat", f"nobody serves in {_named(seat)}", "ask for cover instead")
    if to is not None:
        problem.person(to)
        if to == holder:
            raise InvalidValue("swap", id, "to", f"'{to}' holds the seat already", "name somebody else")
    for entry in ledger:
        if entry.status == "open" and any(item.seat == seat for item in entry.changes):
            cure = f"take back the offer {entry.id} first, or leave it open"
            raise Conflict("swap", id, f"{_named(seat)} is offered already", cure)
    offered = (SeatChange(seat, holder, to),)
    return SwapEntry(id=id, roster=roster.id, form="offer", by=holder, at=at, changes=offered, status="open", to=to)


def take_offer(
    problem: Problem, roster: Roster, entry: SwapEntry, by: str, *, at: dt.datetime, in_return: Seat | None = None
) -> Swapped:
    """Take what was offered, or give a seat of one's own in return. Where a rule speaks against it, it stays open.

    Raises:
        Conflict: the offer is open no longer, is meant for somebody else, or its seat has changed hands.
        UnknownName: there is no such seat or person.
    """
    _must_be_open(entry)
    problem.person(by)
    if entry.to not in (None, by):
        raise Conflict("swap", entry.id, f"is offered to {entry.to}", "let them take it, or offer it to anybody")
    (offered,) = entry.changes
    changes = [attrs.evolve(offered, after=by)]
    if in_return is not None:
        if _holder(roster, in_return) != by:
            raise Conflict("swap", entry.id, f"{by} does not serve in {_named(in_return)}", "name a seat of theirs")
        changes.append(SeatChange(in_return, by, offered.before))
    swap = change(problem, roster, changes)
    if swap.violations:
        return Swapped(roster=roster, entry=entry, swap=swap)
    done = attrs.evolve(entry, changes=swap.changes, status="done", to=by, at=at)
    return Swapped(roster=swap.roster, entry=done, swap=swap)


def withdraw_offer(entry: SwapEntry, *, at: dt.datetime) -> SwapEntry:
    """Take an offer off the table; a Conflict tells when it is open no longer."""
    _must_be_open(entry)
    return attrs.evolve(entry, status="withdrawn", at=at)


def give_seat(
    problem: Problem,
    roster: Roster,
    seat: Seat,
    to: str,
    *,
    id: str,  # noqa: A002
    at: dt.datetime,
) -> Swapped:
    """One person's seat passes to another, as both have agreed."""
    swap = give(problem, roster, seat, to)
    return _settled(roster, swap, id=id, form="give", by=_holder(roster, seat) or to, at=at)


def exchange_seats(
    problem: Problem,
    roster: Roster,
    one: Seat,
    other: Seat,
    *,
    id: str,  # noqa: A002
    at: dt.datetime,
) -> Swapped:
    """Two people take each other's seats, as both have agreed."""
    swap = exchange(problem, roster, one, other)
    return _settled(roster, swap, id=id, form="exchange", by=_holder(roster, one) or "", at=at)


def coordinate(
    problem: Problem,
    roster: Roster,
    changes: Iterable[SeatChange],
    *,
    id: str,  # noqa: A002
    by: str,
    at: dt.datetime,
    knowingly: bool = False,
) -> Swapped:
    """What a coordinator settles for others; knowingly even against a rule, which the entry then names."""
    swap = change(problem, roster, changes)
    return _settled(roster, swap, id=id, form="coordinator", by=by, at=at, knowingly=knowingly)


def take_back(
    problem: Problem,
    roster: Roster,
    entry: SwapEntry,
    *,
    id: str,  # noqa: A002
    by: str,
    at: dt.datetime,
    knowingly: bool = False,
) -> tuple[Swapped, SwapEntry]:
    """Undo a swap that was done: what comes of it, and the entry of the swap as it is then.

    Raises:
        Conflict: it was never done, or a seat of it has changed hands again since.
    """
    if entry.status != "done":
        raise Conflict("swap", entry.id, f"is {entry.status}, and was not done", "undo a swap that was done")
    done = Swap(roster=roster, changes=entry.changes, violations=())
    found = _settled(
        roster, undo(problem, roster, done), id=id, form="undo", by=by, at=at, knowingly=knowingly, of=entry.id
    )
    return found, attrs.evolve(entry, status="undone") if found.entry.status == "done" else entry


def as_planned(roster: Roster, ledger: Iterable[SwapEntry]) -> Roster:
    """The roster as if people had not swapped among themselves, to see what each was given to serve.

    Whoever takes a duty as a favour does not thereby count as having served more than is fair.
    """
    held = {item.seat: item for item in roster.assignments}
    private = [entry for entry in ledger if entry.status == "done" and entry.roster == roster.id]
    for entry in reversed([item for item in private if item.form not in COORDINATED]):
        for item in entry.changes:
            now = held.get(item.seat)
            if now is not None and now.person == item.after and item.before is not None:
                held[item.seat] = attrs.evolve(now, person=item.before)
    return roster.with_assignments(held.values())


def _settled(
    roster: Roster,
    swap: Swap,
    *,
    id: str,  # noqa: A002
    form: Form,
    by: str,
    at: dt.datetime,
    knowingly: bool = False,
    of: str | None = None,
) -> Swapped:
    broken = tuple(sorted({item.rule for item in swap.violations}))
    done = knowingly or not broken
    status: Status = "done" if done else "refused"
    entry = SwapEntry(
        id=id, roster=roster.id, form=form, by=by, at=at, changes=swap.changes, status=status, of=of, broken=broken
    )
    return Swapped(roster=swap.roster if done else roster, entry=entry, swap=swap)


def _must_be_open(entry: SwapEntry) -> None:
    if entry.status != "open":
        raise Conflict("swap", entry.id, f"is {entry.status}, and open no longer", "look at the ledger as it is now")


def _must_be_seat(problem: Problem, seat: Seat) -> None:
    if seat not in problem.shift(seat.shift).seats():
        raise InvalidValue("swap", "", "seat", f"there is no {_named(seat)}", "name a seat of the shift")


def _holder(roster: Roster, seat: Seat) -> str | None:
    return next((item.person for item in roster.in_shift(seat.shift) if item.seat == seat), None)


def _named(seat: Seat) -> str:
    return f"{seat.shift} {seat.role} {seat.index + 1}"
