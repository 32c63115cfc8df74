"""Invitations as mails that calendar programs open (RFC 6047): text, a calendar part with its method, and the file.

One mail goes to one person. The bytes are read back before they go out, as those of every other mail.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping
from email.headerregistry import Address
from email.parser import BytesParser
from email.utils import format_datetime

from attrs import frozen

from volsched.builtin.mail import addresses_in, as_html, mailbox, message_id, text_part, unstructured
from volsched.errors import InvalidValue
from volsched.model import Language, Programme
from volsched.model.text import one_line
from volsched.model.zones import zone
from volsched.notices import Message
from volsched.notices.message import Enclosure
from volsched.notices.phrases import say
from volsched.publishing.clocks import hours_line
from volsched.publishing.itip import ItipMessage, Method

_SUBJECTS: Mapping[Language, Mapping[Method, str]] = {
    "zh": {
        "REQUEST": "邀请：",
        "CANCEL": "取消：",
        "REPLY": "答复：",
        "COUNTER": "建议改期：",
        "DECLINECOUNTER": "不能改期：",
    },
    "ug": {
        "REQUEST": "تەكلىپ: ",
        "CANCEL": "ئەمەلدىن قالدۇرۇلدى: ",
        "REPLY": "جاۋاب: ",
        "COUNTER": "باشقا ۋاقىت تەكلىپى: ",
        "DECLINECOUNTER": "ۋاقىت ئۆزگەرمەيدۇ: ",
    },
    "en": {
        "REQUEST": "Invitation: ",
        "CANCEL": "Cancelled: ",
        "REPLY": "Answer: ",
        "COUNTER": "Another time proposed: ",
        "DECLINECOUNTER": "The time stays: ",
    },
}
_ASKS: Mapping[Language, str] = {
    "zh": "请答复能否参加。",
    "ug": "قاتنىشالايدىغان-قاتناشالمايدىغانلىقىڭىزنى جاۋاب قايتۇرۇڭ.",
    "en": "Please answer whether you can come.",
}


@frozen(kw_only=True)
class Mail:
    """A mail to one person, as it goes over the wire."""

    recipient: str
    content: bytes


def compose_invitation(message: ItipMessage, programme: Programme, moment: dt.datetime) -> Mail:
    """The mail of one message about an invitation; the same message and moment give the same bytes.

    Raises:
        InvalidValue: what would go out does not read back as what was meant.
    """
    return Mail(recipient=message.recipient, content=compose_enclosed(invitation_message(message, programme), moment))


def invitation_message(message: ItipMessage, programme: Programme) -> Message:
    """One message about an invitation as it waits in the outbox; the same step of it has the same key."""
    own = message.invitation
    person = programme.person_by_id.get(own.person)
    language: Language = (person.language if person is not None else None) or programme.language
    asks = message.method not in ("REPLY", "COUNTER")
    names = (own.organiser_name, own.attendee_name) if asks else (own.attendee_name, own.organiser_name)
    # Each proposal is declined by a message of its own.
    step = str(own.answered) if message.method == "DECLINECOUNTER" else own.answer
    key = hashlib.sha256(f"{message.method}|{own.name}|{own.revision.sequence}|{step}".encode()).hexdigest()
    # The subject shows on locked screens: what is for the person alone has no name there.
    face, texts = own.view.face, programme.notices.texts
    title = say("discreet", language, texts) if face.private else face.title
    subject = one_line(_SUBJECTS[language][message.method] + title)[:200]
    return Message(
        key=key,
        person=own.person,
        name=one_line(names[1]),
        language=language,
        email=message.recipient,
        subject=subject,
        body=_body(message, programme, language),
        enclosure=Enclosure(
            kind=message.method,
            text=message.to_ics().decode("utf-8"),
            sender=message.sender,
            sender_name=one_line(names[0]),
        ),
    )


def compose_enclosed(message: Message, moment: dt.datetime) -> bytes:
    """The mail of a message with something for a calendar program; it comes from the address that asks.

    Raises:
        InvalidValue: what would go out does not read back as what was meant.
    """
    enclosed = message.enclosure
    if enclosed is None:
        raise InvalidValue("message", message.key, "enclosure", "is missing", "send it as a mail without one")
    content = _content(message, enclosed, moment)
    if not _reads_back(content, message, enclosed):
        cure = "take odd characters out of its title and of the names"
        raise InvalidValue("invitation", message.key, "", "cannot be written as a safe mail", cure)
    return content


def _body(message: ItipMessage, programme: Programme, language: Language) -> str:
    view = message.invitation.view
    day = view.span.start.astimezone(zone(view.zone)).date().isoformat()
    hours = "" if view.all_day else view.hours or hours_line(view.span, view.zone, programme, language)
    clock = f"{view.span.start.astimezone(zone(view.zone)):%H:%M}–{view.span.end.astimezone(zone(view.zone)):%H:%M}"
    when = day if view.all_day else f"{day} {hours or clock}"
    lines = [view.title, when, view.face.location, view.face.description]
    if message.method == "REQUEST":
        lines.append(_ASKS[language])
    if message.comment:
        lines.append(message.comment)
    return "\n".join(line for line in lines if line)


def _content(text: Message, enclosed: Enclosure, moment: dt.datetime) -> bytes:
    sender = Address(display_name=enclosed.sender_name, addr_spec=enclosed.sender)
    method, calendar = enclosed.kind, enclosed.text.encode("utf-8")
    outer, inner = f"=_m{text.key[:38]}", f"=_a{text.key[:38]}"
    head = (
        f"From: {mailbox(sender.display_name, sender.addr_spec)}\r\n"
        f"To: {mailbox(text.name, text.email)}\r\n"
        f"Subject: {unstructured(text.subject)}\r\n"
        f"Date: {format_datetime(moment)}\r\n"
        f"Message-ID: {message_id(text.key, sender)}\r\n"
        "Auto-Submitted: auto-generated\r\n"
        f"Content-Language: {text.language}\r\n"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/mixed; boundary="{outer}"\r\n'
        "\r\n"
        f"--{outer}\r\n"
        f'Content-Type: multipart/alternative; boundary="{inner}"\r\n'
        "\r\n"
    )
    encoded = base64.encodebytes(calendar).replace(b"\n", b"\r\n")
    part = (
        f"--{inner}\r\n"
        f'Content-Type: text/calendar; charset="utf-8"; method={method}; component=VEVENT\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
    )
    file = (
        f"--{outer}\r\n"
        'Content-Type: application/ics; name="invite.ics"\r\n'
        'Content-Disposition: attachment; filename="invite.ics"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        "\r\n"
    )
    return b"".join(
        (
            head.encode("ascii"),
            text_part(inner, "plain", text.body),
            text_part(inner, "html", as_html(text)),
            part.encode("ascii"),
            encoded,
            f"--{inner}--\r\n".encode("ascii"),
            file.encode("ascii"),
            encoded,
            f"--{outer}--\r\n".encode("ascii"),
        )
    )


def _reads_back(content: bytes, message: Message, enclosed: Enclosure) -> bool:
    """Whether a reader of the bytes finds the one recipient, the sender and the same calendar twice."""
    read = BytesParser().parsebytes(content)
    parts = {part.get_content_type(): part for part in read.walk() if not part.is_multipart()}
    if set(parts) != {"text/plain", "text/html", "text/calendar", "application/ics"}:
        return False
    found, calendar = parts["text/calendar"], enclosed.text.encode("utf-8")
    return (
        addresses_in(read, "To") == [message.email]
        and addresses_in(read, "From") == [enclosed.sender]
        and found.get_param("method") == enclosed.kind
        and all(parts[kind].get_payload(decode=True) == calendar for kind in ("text/calendar", "application/ics"))
    )
