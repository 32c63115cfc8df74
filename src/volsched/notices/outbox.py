"""The outbox: messages on their way, each to one person by one channel, until they have gone out or cannot."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, Protocol, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.span import aware
from volsched.notices.message import Enclosure, Message

Urgency = Literal["safety", "info"]
"""safety prefers a second copy to none and passes quiet hours; info waits."""

EnvelopeState = Literal["pending", "claimed", "sent", "deferred", "handed", "dead"]
"""Not tried yet; being sent; gone out; to be tried again later; handed to another channel; given up, for a look."""

Result = Literal["sent", "again", "dead", "next"]
"""Gone out; to be tried again; given up; not by this channel, so by the next of the person's."""

URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
STATES: tuple[EnvelopeState, ...] = get_args(EnvelopeState)


def _moment(value: dt.datetime) -> dt.datetime:
    return aware("envelope", "not_before", value)


def _deadline(value: dt.datetime | None) -> dt.datetime | None:
    return None if value is None else aware("envelope", "deadline", value)


@frozen(kw_only=True)
class Envelope:
    """A message to one person by one channel.

    `key` is unique: of two envelopes with the same key only the first is taken, so that nobody is told a fact twice
    by one channel. `then` are the channels to try after this one, `topic` names what it is about, so that it can be
    taken back while it has not gone out.
    """

    key: str
    person: str
    channel: str
    message: Message
    not_before: dt.datetime = attrs.field(converter=_moment)
    deadline: dt.datetime | None = attrs.field(default=None, converter=_deadline)
    urgency: Urgency = "info"
    topic: str = ""
    then: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.urgency not in URGENCIES:
            problem = f"'{self.urgency}' is not known"
            raise InvalidValue("envelope", self.key, "urgency", problem, f"write one of {', '.join(URGENCIES)}")


@frozen(kw_only=True)
class Posted:
    """An envelope as the outbox keeps it: how far it is, and what was tried."""

    envelope: Envelope
    state: EnvelopeState
    attempts: int = 0
    due: dt.datetime
    detail: str = ""
    interrupted: bool = False
    """Whether the last attempt began and nobody knows how it ended: a second copy may go out, with the same key."""


@frozen(kw_only=True)
class Outcome:
    """How one attempt ended. `due` is when to try again."""

    key: str
    result: Result
    detail: str = ""
    due: dt.datetime | None = None


@frozen(kw_only=True)
class Limit:
    """How fast a channel may send: so many messages in so many seconds, at most `burst` of them at once."""

    messages: int
    seconds: float
    burst: int = 1

    def __attrs_post_init__(self) -> None:
        if self.messages < 1 or self.seconds <= 0 or self.burst < 1:
            problem = f"{self.messages} in {self.seconds:g} seconds, {self.burst} at once is no speed"
            raise InvalidValue("limit", "", "messages", problem, "write whole numbers from 1 on")


NO_LIMITS: Mapping[str, Limit] = MappingProxyType({})


class Outbox(Protocol):
    """Where envelopes lie until they have gone out; every store is one."""

    def claim(
        self,
        worker: str,
        *,
        channels: Sequence[str],
        now: dt.datetime,
        most: int = 10,
        lease: dt.timedelta = dt.timedelta(minutes=2),
        limits: Mapping[str, Limit] = NO_LIMITS,
    ) -> tuple[Posted, ...]:
        """Take envelopes that are due, for this worker alone until the lease ends, safety first, then by due time.

        What is past its deadline is given up and not taken. A lease is measured by the store's own clock, so that a
        worker whose clock jumps neither loses nor keeps it. While the store is held nothing is taken.
        """
        ...

    def attempt(self, worker: str, *, now: dt.datetime, ended: Outcome | None = None, begin: str = "") -> bool:
        """Write down, in one step, how the last attempt ended and which envelope is tried next.

        An envelope is begun before it is sent, so that a crash leaves a trace of it, and its lease begins anew. False
        says that the lease of the one to begin is no longer this worker's: it must not be sent. An outcome of "next"
        hands the envelope to the person's next channel, or gives it up where there is none.
        """
        ...

    def pause(self, channel: str, *, until: dt.datetime) -> None:
        """Let nothing be taken for this channel until then, as its other side asked."""
        ...


def envelope_key(person: str, channel: str, fact: str) -> str:
    """The key of one fact for one person by one channel: 64 hexadecimal digits."""
    return hashlib.sha256("\n".join((person, channel, fact)).encode()).hexdigest()


def message_as_body(message: Message) -> dict[str, Any]:
    """A message as plain values, for a store."""
    body = attrs.asdict(message)
    if message.enclosure is None:
        del body["enclosure"]
    return body


def message_from_body(body: Mapping[str, Any]) -> Message:
    """The message that a store holds."""
    enclosed = body.get("enclosure")
    return Message(**{**body, "enclosure": None if enclosed is None else Enclosure(**enclosed)})
