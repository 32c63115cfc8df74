"""How things stand: what is planned, open, unconfirmed, unreachable and unsent."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import attrs
from attrs import field, frozen

from volsched.dispatch.answers import Cover, covers
from volsched.model import Programme
from volsched.model.zones import zone
from volsched.notices.outbox import EnvelopeState, Posted
from volsched.notices.replies import Expected
from volsched.publishing.state import PublishedState
from volsched.storage.protocol import Look

UNSENT: tuple[EnvelopeState, ...] = ("pending", "claimed", "deferred")


@frozen(kw_only=True)
class Standing:
    """How things stand at one moment.

    A seat is open where nobody serves, or where one who cannot come has not been replaced yet. `planned` and
    `duties` count what is published and still ahead; `open_seats` names the occurrences that lack people
    and how many; `near` are those of the coming two days. `late` are messages that should have gone out by now.
    """

    now: dt.datetime
    planned: int = 0
    duties: int = 0
    open_seats: Mapping[str, int] = field(factory=dict)
    unconfirmed: tuple[Expected, ...] = ()
    declined: tuple[Expected, ...] = ()
    covers: tuple[Cover, ...] = ()
    unreachable: tuple[str, ...] = ()
    unsent: tuple[Posted, ...] = ()
    late: tuple[Posted, ...] = ()
    dead: tuple[Posted, ...] = ()
    sent: int = 0
    held: str = ""

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should do something."""
        silent = any(item.state == "silent" for item in self.unconfirmed)
        is_open = any(item.state == "open" for item in self.covers)
        return bool(self.open_seats or silent or is_open or self.unreachable or self.late or self.dead or self.held)

    def of_person(self, person: str) -> Standing:
        """What of it concerns one person; the figures stay those of everybody."""
        return attrs.evolve(
            self,
            unconfirmed=tuple(item for item in self.unconfirmed if item.person == person),
            declined=tuple(item for item in self.declined if item.person == person),
            covers=tuple(item for item in self.covers if person in (item.lost, *item.asked)),
            unreachable=tuple(one for one in self.unreachable if one == person),
            unsent=tuple(item for item in self.unsent if item.envelope.person == person),
            late=tuple(item for item in self.late if item.envelope.person == person),
            dead=tuple(item for item in self.dead if item.envelope.person == person),
        )

    def to_data(self, zone_name: str = "UTC") -> dict[str, Any]:
        """It for programs; moments in this zone, with their offset."""
        return {
            "now": _moment(self.now, zone_name),
            "planned": self.planned,
            "duties": self.duties,
            "open": dict(self.open_seats),
            "unconfirmed": [_expected(item, zone_name) for item in self.unconfirmed],
            "declined": [_expected(item, zone_name) for item in self.declined],
            "cover": [
                {
                    "occurrence": item.occurrence,
                    "lost": item.lost,
                    "state": item.state,
                    "asked": list(item.asked),
                    "filled_by": item.filled_by,
                }
                for item in self.covers
            ],
            "unreachable": list(self.unreachable),
            "unsent": len(self.unsent),
            "late": [_posted(item) for item in self.late],
            "dead": [_posted(item) for item in self.dead],
            "sent": self.sent,
            "held": self.held,
        }


def standing(
    look: Look,
    programme: Programme,
    state: PublishedState | None,
    *,
    now: dt.datetime,
    held: str = "",
    patience: dt.timedelta = dt.timedelta(minutes=15),
) -> Standing:
    """How things stand now. What is due for longer than `patience` and has not gone out is late."""
    counted = look.counted()
    unsent = look.posted(states=UNSENT)
    expected = [Expected.of_body(item.body) for item in look.every("reply")]
    ahead = {key for key, item in (state.by_key.items() if state else ()) if item.span.end > now}
    waiting = [item for item in expected if item.occurrence in ahead]
    searches = covers(look)
    serving = {(person, key) for person, key, _ in (state.duties if state else ())}
    committed = {
        (item.person, item.occurrence) for some in (state.commitments.values() if state else ()) for item in some
    }
    # One who was asked to step in and is no longer has nothing to answer.
    asked = committed | {(one.candidate, one.occurrence) for one in searches if one.candidate is not None}
    lost = {(one.lost, one.occurrence) for one in searches if one.state != "filled"} & serving
    waiting = [item for item in waiting if (item.person, item.occurrence) in asked]
    happens = [item for item in (state.happens if state else ()) if not item.cancelled and item.span.end > now]
    return Standing(
        now=now,
        planned=len(happens),
        duties=sum(key in ahead for _, key, _ in (state.duties if state else ())),
        open_seats=_open(programme, state, ahead, lost),
        unconfirmed=tuple(item for item in waiting if item.state in ("asked", "silent")),
        declined=tuple(item for item in waiting if item.state == "declined"),
        covers=tuple(item for item in searches if item.occurrence in ahead),
        unreachable=_unreachable(programme, state, ahead),
        unsent=unsent,
        late=tuple(item for item in unsent if item.due < now - patience),
        dead=look.posted(states=("dead",)),
        sent=counted.get("sent", 0),
        held=held,
    )


def _open(
    programme: Programme, state: PublishedState | None, ahead: set[str], lost: AbstractSet[tuple[str, str]]
) -> dict[str, int]:
    """What lacks people, by occurrence: so many fewer serve than must; `lost` cannot come, and nobody steps in yet."""
    if state is None:
        return {}
    serving: defaultdict[str, int] = defaultdict(int)
    for person, key, _ in state.duties:
        serving[key] += (person, key) not in lost
    found = {}
    for item in state.happens:
        activity = programme.activity_by_id.get(item.activity)
        if item.cancelled or item.key not in ahead or activity is None or activity.staffing is None:
            continue
        needed = sum(requirement.minimum for requirement in activity.staffing.requirements)
        if serving[item.key] < needed:
            found[item.key] = needed - serving[item.key]
    return found


def _unreachable(programme: Programme, state: PublishedState | None, ahead: set[str]) -> tuple[str, ...]:
    """Who has something to do and neither a mail address nor a phone number."""
    if state is None:
        return ()
    people = {item.person for items in state.commitments.values() for item in items if item.occurrence in ahead} & set(
        programme.person_by_id
    )
    return tuple(sorted(one for one in people if not (programme.person(one).email or programme.person(one).phone)))


def _moment(at: dt.datetime, zone_name: str) -> str:
    return at.astimezone(zone(zone_name)).isoformat(timespec="seconds")


def _expected(item: Expected, zone_name: str) -> dict[str, Any]:
    return {
        "person": item.person,
        "occurrence": item.occurrence,
        "state": item.state,
        "until": None if item.until is None else _moment(item.until, zone_name),
    }


def _posted(item: Posted) -> dict[str, Any]:
    return {
        "key": item.envelope.key,
        "person": item.envelope.person,
        "channel": item.envelope.channel,
        "subject": item.envelope.message.subject,
        "state": item.state,
        "attempts": item.attempts,
        "detail": item.detail,
    }
