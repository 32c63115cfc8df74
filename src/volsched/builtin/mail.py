"""A message as a mail: one person, one address, and bytes that are read back before they go out."""

from __future__ import annotations

import datetime as dt
import html
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP

from volsched.errors import InvalidValue
from volsched.notices import Message

# Seven-bit headers and bodies pass every server; RFC 5322 2.1.1 asks for lines of at most 78 characters.
_POLICY = SMTP.clone(cte_type="7bit")


def compose(message: Message, sender: Address, moment: dt.datetime) -> bytes:
    """The mail as it goes over the wire; the same message, sender and moment give the same bytes.

    `Message-ID` is made from the key, so that a second copy can be told from a second message, and `Auto-Submitted`
    (RFC 3834 section 5) keeps holiday replies away. A name that cannot be carried safely is left out.

    Raises:
        InvalidValue: what would go out does not read back as what was meant.
    """
    for name in (message.name, ""):
        try:
            content = _content(message, name, sender, moment)
        except ValueError:  # headerregistry refuses line ends and the like
            continue
        if _reads_back(content, message, sender):
            return content
    raise InvalidValue("message", message.key, "", "cannot be written as a safe mail", "take odd characters out of it")


def _content(message: Message, name: str, sender: Address, moment: dt.datetime) -> bytes:
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = Address(display_name=name, addr_spec=message.email)
    mail["Subject"] = message.subject
    mail["Date"] = moment
    mail["Message-ID"] = message_id(message.key, sender)
    mail["Auto-Submitted"] = "auto-generated"
    encoding = "quoted-printable" if message.body.isascii() else "base64"
    mail.set_content(message.body, charset="utf-8", cte=encoding)
    mail.add_alternative(_as_html(message), subtype="html", charset="utf-8", cte=encoding)
    mail["Content-Language"] = message.language  # set last, or it would go to the first part alone
    mail.set_boundary(f"=_{message.key[:40]}")  # the email package would draw one from the shared random numbers
    return mail.as_bytes()


def message_id(key: str, sender: Address) -> str:
    """The Message-ID of a key: the same at every attempt to send it."""
    return f"<{key}@{sender.domain}>"


def _as_html(message: Message) -> str:
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
    read = BytesParser(EmailMessage, policy=_POLICY).parsebytes(content)
    text = read.get_body(("plain",))
    return (
        _addresses(read, "To") == [message.email]
        and _addresses(read, "From") == [sender.addr_spec]
        and read["Subject"] == message.subject
        and read["Message-ID"] == message_id(message.key, sender)
        and read["Cc"] is None
        and read["Bcc"] is None
        and text is not None
        and text.get_content().splitlines() == message.body.splitlines()
    )


def _addresses(mail: EmailMessage, header: str) -> list[str]:
    """Every mail address in every header of this name, as a mail program would find them."""
    return [address.addr_spec for found in mail.get_all(header, ()) for address in found.addresses]
