"""What comes back: a message that was taken and not delivered goes on by the person's next channel, or to be called."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from volsched.dispatch.invitations import Settlement
from volsched.notices.courier import Send
from volsched.notices.message import Delivery, Message, Returned
from volsched.storage.protocol import Store

BOUNCED = "bounced"
"""The kind of record that keeps, by channel and person, that an address takes nothing."""
TRUSTED_AGAIN = dt.timedelta(days=30)
"""So long an address from which a message came back is not written to; then it is tried anew."""
CAME_BACK = "came back: "


def take_back(store: Store, returned: Iterable[Returned], *, now: dt.datetime, who: str) -> tuple[Settlement, ...]:
    """Follow up messages that came back; a report that names no message of ours to that address changes nothing.

    The address is remembered, so that what comes next takes the person's other channels at once.
    """
    found = {(item.key, item.address.casefold()): item for item in returned}
    if not found:
        return ()
    settled = []
    with store.change(who=who, why="mail that came back", at=now) as change:
        posted = change.posted(states=("sent", "handed", "dead"))
        named = {(item.envelope.message.key, item.envelope.message.email.casefold()): item for item in posted}
        gone_out = {
            (item.envelope.message.key, item.envelope.message.email.casefold()): item
            for item in posted
            if item.state == "sent"
        }
        for name, item in found.items():
            if name not in named:
                settled.append(
                    Settlement(attendee=item.address, settled="passed over", problem="no message of ours came back")
                )
                continue
            envelope = gone_out.get(name, named[name]).envelope
            if name in gone_out:
                change.came_back([envelope.key], detail=f"{CAME_BACK}{item.detail}")
                body = {"address": _mark(item.address), "at": now.isoformat(), "detail": item.detail}
                change.put(BOUNCED, f"{envelope.channel}/{envelope.person}", body)
            settled.append(
                Settlement(attendee=item.address, settled="came back", person=envelope.person, problem=item.detail)
            )
    return tuple(settled)


def around_bounced(store: Store, send: Send, *, now: dt.datetime) -> Send:
    """Send, but by no channel by which something came back from the address that the person still has."""
    with store.look() as look:
        known = {
            record.key: str(record.body["address"])
            for record in look.every(BOUNCED)
            if dt.datetime.fromisoformat(str(record.body["at"])) > now - TRUSTED_AGAIN
        }
    if not known:
        return send

    def sent(channel: str, message: Message) -> Delivery | None:
        if known.get(f"{channel}/{message.person}") != _mark(message.email):
            return send(channel, message)
        detail = "mail to this address came back"
        return Delivery(key=message.key, person=message.person, channel=channel, status="unreachable", detail=detail)

    return sent


def _mark(address: str) -> str:
    """An address as it is remembered: not to be read, only to be known again."""
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:16]
