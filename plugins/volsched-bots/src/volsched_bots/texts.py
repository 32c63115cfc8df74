"""What a bot writes, and how a long text is cut into parts that a service takes."""

from __future__ import annotations

from typing import Literal

from volsched.model import Language
from volsched.model.text import one_line
from volsched.notices import Message

Shows = Literal["call", "subject", "all"]
"""How much of a message a group reads."""

_CALL: dict[Language, str] = {
    "zh": "{name}，有给您的新通知。请看您的日历，或者问负责人。",
    "ug": "{name}، سىزگە يېڭى ئۇقتۇرۇش بار. كالېندارىڭىزغا قاراڭ ياكى مەسئۇل كىشىدىن سوراڭ.",
    "en": "{name}, there is news for you. Please look at your calendar, or ask your coordinator.",
}
_ROOM_FOR_NUMBER = 24


def text_of(message: Message, shows: Shows) -> str:
    """As much of a message as a whole group may read."""
    if shows == "all":
        return f"{one_line(message.subject)}\n\n{message.body}"
    # The name is put in last and by hand: what people are called is no format.
    call = _CALL[message.language].replace("{name}", one_line(message.name))
    return call if shows == "call" else f"{call}\n{one_line(message.subject)}"


def parts_of(text: str, longest: int) -> tuple[str, ...]:
    """The text in parts of at most so many bytes of UTF-8, cut between lines where it can be; each says which it is."""
    if len(text.encode("utf-8")) <= longest:
        return (text,)
    room = longest - _ROOM_FOR_NUMBER
    parts, part, size = [], [], 0
    for line in text.splitlines(keepends=True):
        for piece in _pieces(line, room):
            length = len(piece.encode("utf-8"))
            if size + length > room:
                parts.append("".join(part))
                part, size = [], 0
            part.append(piece)
            size += length
    parts.append("".join(part))
    return tuple(f"({number}/{len(parts)})\n{part}" for number, part in enumerate(parts, 1))


def _pieces(line: str, room: int) -> list[str]:
    """A line in pieces of at most so many bytes, never within a character."""
    raw = line.encode("utf-8")
    pieces = []
    while len(raw) > room:
        end = room
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[:end].decode("utf-8"))
        raw = raw[end:]
    return [*pieces, raw.decode("utf-8")]
