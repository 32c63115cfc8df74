"""Messages as text files in a folder, one a message: for printing, or for a program that picks them up."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from volsched.builtin.console import as_text
from volsched.hooks import Channel, hookimpl
from volsched.notices import Delivery, Message
from volsched.publishing import stem

NAME = "file"


@frozen(kw_only=True, eq=False)
class Files:
    """Writes each message into a folder that only its owner may read; without a folder it offers no channel.

    The same message again is the same file, so that one that comes twice is there once.
    """

    folder: str = ""

    @hookimpl
    def volsched_channels(self) -> Iterable[Channel]:
        """One channel, where a folder is set."""
        return (Channel(name=NAME, send=self.send),) if self.folder else ()

    def send(self, message: Message) -> Delivery:
        """Write one message: whole, or not at all."""
        folder = Path(self.folder)
        place = folder / f"{stem(message.person)}-{message.key[:16]}.txt"
        beside = folder / f".{place.name}.{os.getpid()}.volsched-tmp"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            held = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(held, "w", encoding="utf-8", newline="\n") as file:
                file.write(as_text(message))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink()
            detail = f"{place}: {error.strerror or type(error).__name__}"
            return Delivery(key=message.key, person=message.person, channel=NAME, status="failed", detail=detail)
        return Delivery(key=message.key, person=message.person, channel=NAME, status="sent")
