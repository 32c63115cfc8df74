"""Swaps, requests and calls as JSON bodies, so that a store can keep them, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

import attrs

from volsched.errors import InvalidValue
from volsched.model import Seat
from volsched.rostering.changes import SeatChange
from volsched.rostering.standby import Called, CallOut, Manner, Reply
from volsched.rostering.swaps import Asked, Form, Status, SwapEntry

Body = dict[str, Any]
"""Values of JSON alone."""

SWAP, ASKED, CALLED, CALL_OUT, REPLY = "roster-swap", "roster-asked", "roster-called", "call-out", "call-out-reply"
"""The kinds of record under which a store keeps them."""

Value = TypeVar("Value")


def swap_to_body(entry: SwapEntry) -> Body:
    """An entry of the ledger of swaps."""
    return {
        "id": entry.id,
        "roster": entry.roster,
        "form": entry.form,
        "by": entry.by,
        "at": entry.at.isoformat(),
        "changes": [{**_seat_to_body(item.seat), "before": item.before, "after": item.after} for item in entry.changes],
        "status": entry.status,
        "to": entry.to,
        "of": entry.of,
        "broken": list(entry.broken),
    }


def swap_of_body(body: Mapping[str, Any]) -> SwapEntry:
    """The entry again; an InvalidValue tells what cannot be read."""

    def read() -> SwapEntry:
        changes = (SeatChange(_seat(item), item["before"], item["after"]) for item in body["changes"])
        return SwapEntry(
            id=body["id"],
            roster=body["roster"],
            form=_one_of(body["form"], Form),
            by=body["by"],
            at=_instant(body["at"]),
            changes=tuple(changes),
            status=_one_of(body["status"], Status),
            to=body["to"],
            of=body["of"],
            broken=tuple(body["broken"]),
        )

    return _read(SWAP, body, read)


def asked_to_body(item: Asked) -> Body:
    """One time that somebody was asked to step in."""
    seat = None if item.seat is None else _seat_to_body(item.seat)
    return {"person": item.person, "at": item.at.isoformat(), "seat": seat, "said": item.said}


def asked_of_body(body: Mapping[str, Any]) -> Asked:
    """The request again; an InvalidValue tells what cannot be read."""

    def read() -> Asked:
        seat = None if body["seat"] is None else _seat(body["seat"])
        said: Any = body["said"]
        if said not in ("yes", "no", ""):
            raise ValueError(said)
        return Asked(person=body["person"], at=_instant(body["at"]), seat=seat, said=said)

    return _read(ASKED, body, read)


def called_to_body(item: Called) -> Body:
    """One time that somebody was called for help."""
    return {"person": item.person, "at": item.at.isoformat(), "came": item.came}


def called_of_body(body: Mapping[str, Any]) -> Called:
    """The call again; an InvalidValue tells what cannot be read."""
    return _read(CALLED, body, lambda: Called(person=body["person"], at=_instant(body["at"]), came=bool(body["came"])))


def reply_to_body(item: Reply) -> Body:
    """What somebody said who was called."""
    return {"person": item.person, "says": item.says, "at": item.at.isoformat()}


def reply_of_body(body: Mapping[str, Any]) -> Reply:
    """The reply again; an InvalidValue tells what cannot be read."""

    def read() -> Reply:
        says: Any = body["says"]
        if says not in ("yes", "no"):
            raise ValueError(says)
        return Reply(person=body["person"], says=says, at=_instant(body["at"]))

    return _read(REPLY, body, read)


def call_out_to_body(item: CallOut) -> Body:
    """A call-out, without the replies to it."""
    return {
        **attrs.asdict(item),
        "at": item.at.isoformat(),
        "people": list(item.people),
        "reply_within": int(item.reply_within.total_seconds()),
    }


def call_out_of_body(body: Mapping[str, Any]) -> CallOut:
    """The call-out again; an InvalidValue tells what cannot be read."""

    def read() -> CallOut:
        return CallOut(
            id=body["id"],
            at=_instant(body["at"]),
            needed=body["needed"],
            people=tuple(body["people"]),
            manner=_one_of(body["manner"], Manner),
            spare=body["spare"],
            reply_within=dt.timedelta(seconds=body["reply_within"]),
        )

    return _read(CALL_OUT, body, read)


def _seat_to_body(seat: Seat) -> Body:
    return {"shift": seat.shift, "role": seat.role, "index": seat.index}


def _seat(body: Mapping[str, Any]) -> Seat:
    return Seat(body["shift"], body["role"], body["index"])


def _instant(written: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(written)
    if found.tzinfo is None:
        raise ValueError(written)
    return found


def _one_of(value: Any, kind: Any) -> Any:
    if value not in get_args(kind):
        raise ValueError(value)
    return value


def _read(what: str, body: Mapping[str, Any], read: Callable[[], Value]) -> Value:
    try:
        return read()
    except (KeyError, TypeError, ValueError) as error:
        name = str(body.get("id") or body.get("person") or "")[:80]
        problem = f"the record cannot be read: {type(error).__name__} {str(error)[:80]}"
        raise InvalidValue(what, name, "", problem, "write it again from what it stands for, or remove it") from error
