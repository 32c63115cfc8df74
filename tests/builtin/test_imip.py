"""Invitations as mails: the parts that clients look for, bytes that read back, and a mailbox read for answers."""

import datetime as dt
import mailbox
from email import message_from_bytes, policy

import attrs
import pytest
from tests.publishing.conftest import make_plan

from volsched.builtin.imip import compose_invitation
from volsched.builtin.inbox import read_mailbox
from volsched.errors import InvalidValue
from volsched.model import Span, Text
from volsched.publishing.inviting import invite

NOW = dt.datetime(2027, 4, 20, 9, 30, 15, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
OFFICE = "office@cal.example.org"


@pytest.fixture
def plan():
    return make_plan()


def invitation_of(plan, person="an", activity="night"):
    invited = invite(plan, organiser=OFFICE, now=NOW)
    return next(i for i in invited.invitations.values() if (i.person, i.view.face.activity) == (person, activity))


def mail_of(plan, message):
    return compose_invitation(message, plan.programme, NOW)


def read(mail):
    return message_from_bytes(mail.content, policy=policy.default)


def test_a_mail_has_the_parts_that_clients_look_for(plan):
    message = invitation_of(plan).request()
    mail = mail_of(plan, message)
    found = read(mail)
    assert (found["From"], found["To"]) == (f"街道办 <{OFFICE}>", "ئاناار <an@people.example>")
    assert found["Subject"] == "تەكلىپ: كېچىلىك چارلاش"
    assert found["Auto-Submitted"] == "auto-generated"
    assert mail.recipient == "an@people.example"
    kinds = [part.get_content_type() for part in found.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    part = next(part for part in found.walk() if part.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_param("component"), part.get_param("charset")) == (
        "REQUEST",
        "VEVENT",
        "utf-8",
    )
    file = list(found.walk())[-1]
    assert file.get_filename() == "invite.ics"
    assert part.get_payload(decode=True) == file.get_payload(decode=True) == message.to_ics()
    assert "2027-05-01" in found.get_body(("plain",)).get_content()
    assert max(map(len, mail.content.split(b"\r\n"))) <= 998
    assert mail_of(plan, message) == mail


def test_each_revision_and_method_has_a_message_id_of_its_own(plan):
    own = invitation_of(plan)
    messages = [own.request(), own.taken_back(NOW).cancel(), own.reply("ACCEPTED", NOW), own.reply("DECLINED", NOW)]
    assert len({read(mail_of(plan, message))["Message-ID"] for message in messages}) == 4
    assert read(mail_of(plan, own.taken_back(NOW).cancel()))["Subject"].startswith("ئەمەلدىن قالدۇرۇلدى: ")


EVIL = [
    "Hi\r\nBcc: evil@example.com",
    '"A" <evil@x.example>, "',
    "=?utf-8?q?=0ABcc:_x@y.example?=",
    "\u202egnp.exe",
    'a"\\c',
]


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_titles_and_names_reach_nobody_else(plan, evil):
    activities = tuple(attrs.evolve(item, title=Text(zh=evil)) for item in plan.programme.activities)
    people = tuple(attrs.evolve(item, name=Text(zh=evil)) for item in plan.programme.people)
    programme = attrs.evolve(plan.programme, activities=activities, people=people, name=Text(zh=evil))
    hostile = attrs.evolve(plan, programme=programme)
    mail = compose_invitation(invitation_of(hostile).request(), programme, NOW)
    found = message_from_bytes(mail.content, policy=policy.default)
    assert [address.addr_spec for address in found["To"].addresses] == ["an@people.example"]
    assert [address.addr_spec for address in found["From"].addresses] == [OFFICE]
    assert found["Bcc"] is None
    assert len(found.keys()) == 9


def delivered(tmp_path, kind, mails):
    place = tmp_path / kind
    if kind == "maildir":
        box = mailbox.Maildir(place)
    elif kind == "mbox":
        box = mailbox.mbox(place)
    else:
        place.mkdir()
        for number, content in enumerate(mails):
            (place / f"{number}.eml").write_bytes(content)
        return place
    for content in mails:
        box.add(content)
    box.close()
    return place


@pytest.mark.parametrize("kind", ["maildir", "mbox", "folder"])
def test_answers_are_found_in_every_kind_of_mailbox(plan, tmp_path, kind):
    an, bo = invitation_of(plan, "an"), invitation_of(plan, "bo")
    span = Span(bo.view.span.start + HOUR, bo.view.span.end + HOUR)
    mails = [
        mail_of(plan, an.reply("ACCEPTED", NOW + HOUR, "好的")).content,
        b"From: x@y.example\r\nTo: office@cal.example.org\r\nSubject: hello\r\n\r\nno calendar here\r\n",
        mail_of(plan, bo.counter(span, NOW + HOUR)).content,
    ]
    found = {item.sender: item for item in read_mailbox(delivered(tmp_path, kind, mails))}
    assert set(found) == {"an@people.example", "bo@people.example"}
    (yes,) = found["an@people.example"].answers
    assert (yes.answer, yes.comment, yes.uid) == ("ACCEPTED", "好的", an.view.uid)
    (other,) = found["bo@people.example"].answers
    assert (other.method, other.span) == ("COUNTER", span)
    assert [item for item in found.values() if item.problem] == []


def test_answers_that_cannot_count_say_why(plan, tmp_path):
    good = mail_of(plan, invitation_of(plan).reply("DECLINED", NOW)).content
    mails = [
        good.replace(b"<an@people.example>", b"<evil@people.example>", 1),
        mail_of(plan, invitation_of(plan).request()).content,
        b"From: a@b.example\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nnonsense\r\n",
        b"\x00\xff" * 1000,
    ]
    found = list(read_mailbox(delivered(tmp_path, "folder", mails)))
    assert [item.problem for item in found] == [
        "answers for another address than it comes from",
        "answers for another address than it comes from",
        "line 1: stands outside of any calendar",
    ]
    with pytest.raises(InvalidValue, match="is not there; name a Maildir, an mbox file or a folder of .eml files"):
        list(read_mailbox(tmp_path / "nowhere"))
