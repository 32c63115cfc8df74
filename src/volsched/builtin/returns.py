"""Mails that came back: the reports of mail servers that a mail could not be delivered (RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message as MailMessage

from volsched.model.people import is_mail_address
from volsched.model.text import one_line
from volsched.notices.message import Returned

_ID = re.compile(r"<([A-Za-z0-9][A-Za-z0-9.-]{0,127})@[^<>\s]+>")
_LONGEST = 300


def read_returned(mail: MailMessage) -> tuple[Returned, ...]:
    """Which of our mails a report says was not delivered, to which address; nothing where it says something else.

    A mail that is only late is not named: its server goes on trying. Some servers, OpenSMTPD among them, do not call
    the whole a report, so the parts alone count.
    """
    key = next(_keys(mail), "")
    if not key:
        return ()
    return tuple(
        Returned(key=key, address=address, detail=detail)
        for part in mail.walk()
        if part.get_content_type() == "message/delivery-status"
        for address, detail in _failed(part)
    )


def _keys(mail: MailMessage) -> Iterator[str]:
    """The key of the mail that came back, from the part that holds it or its headers."""
    for part in mail.walk():
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        if part.get_content_type() == "message/rfc822" and isinstance(inner, MailMessage):
            found = _ID.fullmatch(str(inner.get("Message-ID", "")).strip())
        elif part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            headers = text.decode("ascii", "replace") if isinstance(text, bytes) else ""
            line = re.search(r"(?im)^message-id:\s*(\S+)\s*$", headers)
            found = None if line is None else _ID.fullmatch(line[1])
        else:
            continue
        if found is not None:
            yield found[1]


def _failed(part: MailMessage) -> Iterator[tuple[str, str]]:
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        if not isinstance(block, MailMessage):
            continue
        recipient = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
        kind, _, address = recipient.partition(";")
        address = address.strip().strip("<>")
        if str(block.get("Action", "")).strip().casefold() != "failed" or kind.strip().casefold() != "rfc822":
            continue
        if is_mail_address(address):
            said = str(block.get("Diagnostic-Code") or block.get("Status") or "no reason given").partition(";")
            yield address, one_line(said[2] or said[0]).strip()[:_LONGEST]
