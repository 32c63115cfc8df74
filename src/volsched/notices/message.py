"""Messages as they go out, and what became of them."""

from __future__ import annotations

import hashlib
import re
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import LANGUAGES, Language, Programme
from volsched.notices.notice import Notice

DeliveryStatus = Literal["sent", "failed", "unreachable"]
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,127}")
"""The key becomes part of mail headers."""
STATUSES: tuple[DeliveryStatus, ...] = get_args(DeliveryStatus)


@frozen(kw_only=True)
class Enclosure:
    """What goes with a message for a calendar program: what it does there, its text, and the address that asks."""

    kind: str
    text: str = attrs.field(repr=False)
    sender: str
    sender_name: str = ""


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
    enclosure: Enclosure | None = None
    """For channels that can carry one; the others send the text alone."""

    def __attrs_post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            cure = "write 1 to 128 letters, digits, dots and hyphens"
            raise InvalidValue("message", self.person, "key", f"{self.key[:80]!r} cannot be a key", cure)
        if self.language not in LANGUAGES:
            problem = f"'{self.language}' is not kept"
            raise InvalidValue("message", self.person, "language", problem, f"write one of {', '.join(LANGUAGES)}")


@frozen(kw_only=True)
class Delivery:
    """What became of one message: by which channel, and in the words of the other side where it failed."""

    key: str
    person: str = ""
    channel: str
    status: DeliveryStatus
    detail: str = ""
    permanent: bool = False
    """Whether it would fail in the same way when it is tried again, such as for an address that does not exist."""
    retry_after: float | None = None
    """Seconds after which the other side wants to be asked again, where it said so."""

    def __attrs_post_init__(self) -> None:
        if self.status not in STATUSES:
            problem = f"'{self.status}' is not known"
            raise InvalidValue("delivery", self.person, "status", problem, f"write one of {', '.join(STATUSES)}")


@frozen(kw_only=True)
class Returned:
    """A message that a mail server first took and then could not deliver: its key, the address, and why."""

    key: str
    address: str = attrs.field(repr=False)
    detail: str


def key_of(notice: Notice, programme: Programme) -> str:
    """The key of what a notice tells: 64 hexadecimal digits that depend on ids and times alone."""
    facts = sorted(entry.fact() for entry in notice.entries)
    return hashlib.sha256("\n".join((programme.id, notice.person, *facts)).encode()).hexdigest()
