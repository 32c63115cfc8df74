"""Which channel takes which message, and whom no channel reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from volsched.notices.message import Delivery, Message

Send = Callable[[str, Message], Delivery | None]
"""Hands a message to the channel of this name. None means that the channel broke down instead of answering."""

BROKE_DOWN = "the channel broke down"
WRONG_ANSWER = "the channel answered for another message"
NO_CHANNEL = "no channel reaches this person"


def deliver(messages: Iterable[Message], channels: Sequence[str], send: Send) -> tuple[Delivery, ...]:
    """Give each message to the channels in this order, until one has sent it.

    A channel that has no address for a person answers "unreachable", and the next one is asked. There is a delivery
    for each attempt that failed and one for the attempt that went well; where every channel answers "unreachable",
    one that says so. Messages of one key are sent once. What `send` raises is not caught: the caller keeps channels
    apart from each other.
    """
    found: list[Delivery] = []
    keys = set()
    for message in messages:
        if message.key not in keys:
            keys.add(message.key)
            found.extend(_attempts(message, channels, send))
    return tuple(found)


def call_list(messages: Iterable[Message], deliveries: Iterable[Delivery]) -> tuple[Message, ...]:
    """The messages that went out by no channel, so that somebody calls or visits these people; by person."""
    sent = {delivery.key for delivery in deliveries if delivery.status == "sent"}
    return tuple(sorted((m for m in messages if m.key not in sent), key=lambda message: message.person))


def unreachable(messages: Iterable[Message]) -> tuple[Message, ...]:
    """The messages to people of whom neither a mail address nor a phone number is known; by person."""
    return tuple(sorted((m for m in messages if not (m.email or m.phone)), key=lambda message: message.person))


def _attempts(message: Message, channels: Sequence[str], send: Send) -> Iterator[Delivery]:
    failed = False
    for channel in channels:
        delivery = _checked(send(channel, message), message, channel)
        if delivery.status == "unreachable":
            continue
        yield delivery
        if delivery.status == "sent":
            return
        failed = True
    if not failed:
        yield Delivery(key=message.key, person=message.person, channel="", status="unreachable", detail=NO_CHANNEL)


def _checked(delivery: Delivery | None, message: Message, channel: str) -> Delivery:
    if delivery is not None and delivery.key == message.key:
        return attrs.evolve(delivery, person=message.person, channel=channel)
    problem = BROKE_DOWN if delivery is None else WRONG_ANSWER
    return Delivery(key=message.key, person=message.person, channel=channel, status="failed", detail=problem)
