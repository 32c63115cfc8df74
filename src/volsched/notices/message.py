"""Messages as they go out, and what became of them."""

from __future__ import annotations

import hashlib
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Language, Programme
from volsched.notices.notice import Notice

DeliveryStatus = Literal["sent", "failed", "unreachable"]
STATUSES: tuple[DeliveryStatus, ...] = get_args(DeliveryStatus)


@frozen(kw_only=True)
class Message:
    """A notice in the words of one person's language, with the ways in which that person can be reached.

    `key` names what is told: the same facts have the same key however often and in whatever words they are sent.
    """

    key: str
    person: str
    name: str
    language: Language
    email: str = attrs.field(default="", repr=False)
    phone: str = attrs.field(default="", repr=False)
    subject: str
    body: str = attrs.field(repr=False)


@frozen(kw_only=True)
class Delivery:
    """What became of one message: by which channel, and in the words of the other side where it failed."""

    key: str
    person: str = ""
    channel: str
    status: DeliveryStatus
    detail: str = ""

    def __attrs_post_init__(self) -> None:
        if self.status not in STATUSES:
            problem = f"'{self.status}' is not known"
            raise InvalidValue("delivery", self.person, "status", problem, f"write one of {', '.join(STATUSES)}")


def key_of(notice: Notice, programme: Programme) -> str:
    """The key of what a notice tells: 64 hexadecimal digits that depend on ids and times alone."""
    facts = sorted(entry.fact() for entry in notice.entries)
    return hashlib.sha256("\n".join((programme.id, notice.person, *facts)).encode()).hexdigest()
