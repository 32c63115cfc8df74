"""Messages shown on a screen or written to a stream, as they would go out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TextIO

from attrs import frozen

from volsched.hooks import Channel, hookimpl
from volsched.notices import Delivery, DeliveryStatus, Message

NAME = "console"
_RULE = "-" * 72


@frozen(eq=False)
class Console:
    """Shows each message, with where it would go, on the stream that it was given; else on the program's own.

    That is the one with which Python began: while a plugin is called, what `sys.stdout` gets goes to the log.
    """

    stream: TextIO | None = None

    @hookimpl
    def volsched_channels(self) -> Iterable[Channel]:
        """One channel, which takes every message."""
        return (Channel(name=NAME, send=self.send),)

    def send(self, message: Message) -> Delivery:
        """Show one message."""
        stream = self.stream or sys.__stdout__
        if stream is None:  # a program without a terminal, such as a service
            return _delivery(message, "failed", "there is no screen")
        stream.write(_writable(as_text(message), stream))
        stream.flush()
        return _delivery(message, "sent")


def as_text(message: Message) -> str:
    """A message with its head, for people to read."""
    ways = " ".join(way for way in (message.email, message.phone) if way) or "-"
    return f"{_RULE}\n{message.name} ({message.person}): {ways}\n{message.subject}\n\n{message.body}\n"


def _writable(text: str, stream: TextIO) -> str:
    # A terminal that has no Chinese shows codes instead of ending the run.
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _delivery(message: Message, status: DeliveryStatus, detail: str = "") -> Delivery:
    return Delivery(key=message.key, person=message.person, channel=NAME, status=status, detail=detail)
