"""A mailbox read for answers and for mails that came back: a Maildir, an mbox file, or a folder of .eml files."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from email.message import Message as MailMessage
from email.parser import BytesParser
from pathlib import Path

from attrs import frozen

from volsched.builtin.mail import addresses_in
from volsched.builtin.returns import read_returned
from volsched.errors import InvalidValue
from volsched.notices.message import Returned
from volsched.publishing.hearing import MOST_BYTES, read_answer
from volsched.publishing.itip import Heard

MOST_MAILS = 10_000


@frozen(kw_only=True)
class Letter:
    """What one mail of a mailbox says: answers, what came back, or why it was passed over. `name` is where it lies."""

    name: str
    sender: str = ""
    answers: tuple[Heard, ...] = ()
    returned: tuple[Returned, ...] = ()
    problem: str = ""


def read_mailbox(place: Path) -> Iterator[Letter]:
    """Every mail that holds an answer or says that one of ours came back, in the order of their names.

    Other mails are passed over without a word. Nothing in the mailbox is changed. An answer counts only from the
    address that it speaks for.

    Raises:
        InvalidValue: there is no mailbox, or one with more than 10,000 mails.
    """
    for count, (name, content) in enumerate(_mails(place)):
        if count >= MOST_MAILS:
            cure = "move the old mails away"
            raise InvalidValue("mailbox", str(place), "", f"holds more than {MOST_MAILS:,} mails", cure)
        letter = _letter(name, content)
        if letter is not None:
            yield letter


def _mails(place: Path) -> Iterator[tuple[str, bytes]]:
    if (place / "new").is_dir() or (place / "cur").is_dir():
        for part in ("cur", "new"):
            folder = place / part
            files = sorted(folder.iterdir()) if folder.is_dir() else []
            yield from ((file.name, _read(file)) for file in files if file.is_file())
    elif place.is_dir():
        yield from ((file.name, _read(file)) for file in sorted(place.glob("*.eml")) if file.is_file())
    elif place.is_file():
        box = mailbox.mbox(place, create=False)
        try:
            for number, key in enumerate(box.keys(), 1):
                yield f"mail {number}", box.get_bytes(key)
        finally:
            box.close()
    else:
        cure = "name a Maildir, an mbox file or a folder of .eml files"
        raise InvalidValue("mailbox", str(place), "", "is not there", cure)


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(4 * MOST_BYTES)


def _letter(name: str, content: bytes) -> Letter | None:
    mail = BytesParser().parsebytes(content)
    try:
        calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        senders = addresses_in(mail, "From")
        returned = read_returned(mail)
    except (ValueError, AttributeError, IndexError, KeyError, TypeError, LookupError):
        return Letter(name=name, problem="cannot be read as a mail")
    sender = senders[0] if len(senders) == 1 else ""
    if returned:
        return Letter(name=name, sender=sender, returned=returned)
    if not calendars:
        return None
    try:
        answers = tuple(heard for part in calendars[:1] for heard in read_answer(_payload(part)))
    except InvalidValue as error:
        return Letter(name=name, sender=sender, problem=f"{error.field}: {error.problem}".removeprefix(": "))
    strange = [heard for heard in answers if heard.attendee.casefold() != sender.casefold()]
    if strange:
        return Letter(name=name, sender=sender, problem="answers for another address than it comes from")
    return Letter(name=name, sender=sender, answers=answers)


def _payload(part: MailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
