"""A message as a mail: one person, one address, and bytes that are read back before they go out."""

from __future__ import annotations

import base64
import datetime as dt
import html
from email.headerregistry import Address
from email.message import Message as MailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from volsched.errors import InvalidValue
from volsched.model.people import is_mail_address
from volsched.model.text import one_line
from volsched.notices import Message

_LONGEST_LINE = 900
"""RFC 5322 2.1.1 allows 998 bytes; a text with a longer line, or one that is not ASCII, goes as base64."""
_LONGEST_PLAIN = 60
_LONGEST_WORD = 42
"""Bytes in an encoded word, so that the line stays below the 76 characters of RFC 2047 section 2."""
_HEADERS = 9


def compose(message: Message, sender: Address, moment: dt.datetime) -> bytes:
    """The mail as it goes over the wire; the same message, sender and moment give the same bytes.

    `Message-ID` is made from the key, so that a second copy can be told from a second message, and `Auto-Submitted`
    (RFC 3834 section 5) keeps holiday replies away. A name that cannot be carried safely is left out.

    Raises:
        InvalidValue: what would go out does not read back as what was meant.
    """
    if not is_mail_address(message.email):
        raise _unsafe(message, "email", "is not one mail address", "write it as name@host.example")
    if one_line(message.subject) != message.subject:
        raise _unsafe(message, "subject", "is more than one clean line", "take line ends and odd characters out of it")
    for name in (one_line(message.name), ""):
        try:
            content = _content(message, name, sender, moment)
        except UnicodeError:  # half of a character
            continue
        if _reads_back(content, message, sender):
            return content
    raise _unsafe(message, "", "cannot be written as a safe mail", "take odd characters out of it")


def message_id(key: str, sender: Address) -> str:
    """The Message-ID of a key: the same at every attempt to send it."""
    return f"<{key}@{sender.domain}>"


def _content(message: Message, name: str, sender: Address, moment: dt.datetime) -> bytes:
    boundary = f"=_{message.key[:40]}"
    head = (
        f"From: {mailbox(sender.display_name, sender.addr_spec)}\r\n"
        f"To: {mailbox(name, message.email)}\r\n"
        f"Subject: {unstructured(message.subject)}\r\n"
        f"Date: {format_datetime(moment)}\r\n"
        f"Message-ID: {message_id(message.key, sender)}\r\n"
        "Auto-Submitted: auto-generated\r\n"
        f"Content-Language: {message.language}\r\n"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'
        "\r\n"
    )
    return b"".join(
        (
            head.encode("ascii"),
            text_part(boundary, "plain", message.body),
            text_part(boundary, "html", as_html(message)),
            f"--{boundary}--\r\n".encode("ascii"),
        )
    )


def mailbox(name: str, address: str) -> str:
    """A name and an address (RFC 5322 3.4); the address alone where there is no name."""
    if not name:
        return address
    if not _is_plain(name):
        return _encoded(name, f" <{address}>")
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>'


def unstructured(text: str) -> str:
    """A text as the value of a header, in encoded words where it must be."""
    return text if _is_plain(text) else _encoded(text)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "=?" not in text and len(text) <= _LONGEST_PLAIN


def _encoded(text: str, end: str = "") -> str:
    """Encoded words (RFC 2047 section 2), one on a line, each of whole characters.

    Written here because the email package of Python 3.11 and 3.12 loses spaces where it folds a text.
    """
    words, held = [], b""
    for character in text:
        more = character.encode()
        if len(held) + len(more) > _LONGEST_WORD:
            words.append(held)
            held = b""
        held += more
    words.append(held)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(word).decode()}?=" for word in words) + end


def _unsafe(message: Message, field: str, problem: str, cure: str) -> InvalidValue:
    return InvalidValue("message", message.key, field, problem, cure)


def text_part(boundary: str, subtype: str, text: str) -> bytes:
    """One part of text in a mail of several, after its boundary."""
    lines = text.splitlines()
    if text.isascii() and all(len(line) <= _LONGEST_LINE for line in lines):
        encoding, content = "7bit", "".join(f"{line}\r\n" for line in lines).encode("ascii")
    else:
        encoded = base64.encodebytes("".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace"))
        encoding, content = "base64", encoded.replace(b"\n", b"\r\n")
    head = (
        f"--{boundary}\r\n"
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n"
        "\r\n"
    )
    return head.encode("ascii") + content


def as_html(message: Message) -> str:
    """The same text, set in the direction of its language and a little larger."""
    direction = "rtl" if message.language == "ug" else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{message.language}" dir="{direction}">\n'
        f'<head><meta charset="utf-8"><title>{html.escape(message.subject)}</title></head>\n'
        '<body style="font-size: 1.15em; line-height: 1.5">\n'
        f'<div style="white-space: pre-wrap">{html.escape(message.body)}</div>\n'
        "</body>\n</html>\n"
    )


def _reads_back(content: bytes, message: Message, sender: Address) -> bool:
    """Whether a reader of the bytes finds the one recipient meant, and sender, subject and text as they are."""
    read = BytesParser().parsebytes(content)
    text = next((part.get_payload(decode=True) for part in read.walk() if not part.is_multipart()), None)
    return (
        addresses_in(read, "To") == [message.email]
        and addresses_in(read, "From") == [sender.addr_spec]
        and [str(found) for found in _values(read, "Subject")] == [message.subject]
        and len(read.keys()) == _HEADERS
        and isinstance(text, bytes)
        and text.decode().splitlines() == message.body.splitlines()
    )


def addresses_in(mail: MailMessage, header: str) -> list[str]:
    """Every mail address in every header of this name, as a mail program would find them."""
    return [address.addr_spec for found in _values(mail, header) for address in found.addresses]


def _values(mail: MailMessage, header: str) -> list[Any]:
    return [SMTP.header_fetch_parse(header, str(raw)) for raw in mail.get_all(header, ())]
