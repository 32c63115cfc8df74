"""Replies: what people answer when they are asked whether they come, whichever way it reaches us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.span import aware

Answer = Literal["confirmed", "declined"]
Way = Literal["mail", "link", "coordinator"]
"""From a mailbox, from a link on a phone, or taken down by the coordinator after a call."""

ReplyState = Literal["asked", "confirmed", "declined", "silent"]
"""Asked and not yet answered; comes; cannot come; has not answered in time, which the coordinator has been told."""

ANSWERS: tuple[Answer, ...] = get_args(Answer)
WAYS: tuple[Way, ...] = get_args(Way)


def _moment(value: dt.datetime) -> dt.datetime:
    return aware("reply", "at", value)


@frozen(kw_only=True)
class Reply:
    """One answer: who, about which occurrence, what, and when it reached us by which way.

    `by` is who took it down, where that is not the person; `note` is what they said, for the coordinator alone.
    """

    person: str
    occurrence: str
    answer: Answer
    at: dt.datetime = attrs.field(converter=_moment)
    way: Way = "link"
    by: str = ""
    note: str = attrs.field(default="", repr=False)

    def __attrs_post_init__(self) -> None:
        for field, known in (("answer", ANSWERS), ("way", WAYS)):
            value = getattr(self, field)
            if value not in known:
                raise InvalidValue(
                    "reply", self.person, field, f"'{value}' is not known", f"write one of {', '.join(known)}"
                )


@frozen(kw_only=True)
class Expected:
    """That one person is expected to say whether they come to one occurrence, until when, and what they said."""

    person: str
    occurrence: str
    state: ReplyState = "asked"
    until: dt.datetime | None = None
    at: dt.datetime | None = None
    way: str = ""
    by: str = ""
    note: str = attrs.field(default="", repr=False)

    @property
    def key(self) -> str:
        """Its name in a store."""
        return reply_key(self.occurrence, self.person)

    def answered(self, reply: Reply) -> Expected:
        """The same after an answer; the latest counts."""
        return attrs.evolve(self, state=reply.answer, at=reply.at, way=reply.way, by=reply.by, note=reply.note[:500])

    def to_body(self) -> dict[str, Any]:
        """It as JSON values."""
        body = attrs.asdict(self)
        return {**body, **{name: moment_text(body[name]) for name in ("until", "at")}}

    @classmethod
    def of_body(cls, body: Mapping[str, Any]) -> Expected:
        """It from what `to_body` wrote."""
        return cls(**{**body, **{name: text_moment(body[name]) for name in ("until", "at")}})


def reply_key(occurrence: str, person: str) -> str:
    """The key under which it is remembered whether a person comes."""
    return f"{occurrence}/{person}"


def moment_text(moment: dt.datetime | None) -> str | None:
    """A moment as text, in UTC."""
    return None if moment is None else moment.astimezone(dt.UTC).isoformat()


def text_moment(text: str | None) -> dt.datetime | None:
    """The moment of such a text."""
    return None if text is None else dt.datetime.fromisoformat(text)
