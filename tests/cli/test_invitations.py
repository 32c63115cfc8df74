"""Invitations through the outbox, and times that people propose: asked, sent once, moved or left by the commands."""

import datetime as dt
import json
import re
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from tests.cli.test_told_of_bookings import PEOPLE, Street

from volsched.builtin.imip import compose_invitation
from volsched.dispatch.invitations import INVITATION
from volsched.model import Span
from volsched.publishing.inviting import invitation_of
from volsched.storage import SqliteStore

MORE = """
[plugins.ical]
organiser = "office@street.example"

[plugins.smtp]
host = "127.0.0.1"
port = {port}
sender = "office@street.example"
security = "none"
timeout = 5

[[team]]
id = "choir"
name = "Choir"

[[activity]]
id = "singing"
title = "Singing"
area = "east"
staffing = {{ team = "choir", seats = 2 }}
when = {{ start = "2027-03-05 10:00", lasts = "2h", every = "friday", until = "2027-03-26" }}
"""
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


class Box:
    """What a mail server took."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        self.mails.append(envelope.content)
        return "250 taken"

    def taken(self):
        """Since it was last asked: to whom, with which method and SEQUENCE, and the Message-ID."""
        found = []
        for content in self.mails:
            mail = message_from_bytes(content, policy=policy.default)
            part = next(item for item in mail.walk() if item.get_content_type() == "text/calendar")
            text = part.get_payload(decode=True).decode()
            sequence = re.search(r"SEQUENCE:(\d+)", text)
            number = 0 if sequence is None else int(sequence[1])
            found.append((str(mail["To"].addresses[0].addr_spec), part.get_param("method"), number, mail["Message-ID"]))
        self.mails.clear()
        return sorted(found)


class Choir(Street):
    def __init__(self, folder, port):
        super().__init__(folder)
        path = folder / "programme.toml"
        path.write_text(path.read_text() + MORE.format(port=port), encoding="utf-8")
        people = PEOPLE.replace("d,Dan,east,elders", "d,Dan,east,elders; choir").replace(
            "e,Eve,east,elders", "e,Eve,east,choir"
        )
        (folder / "people.csv").write_text(people, encoding="utf-8")

    def ask(self, now, code=0):
        return json.loads(self.run("invitations", "ask", self.folder, "--send", "--json", "--now", now, code=code))

    def propose(self, person, span, now, key, comment=""):
        """A mail of somebody who proposes another time."""
        with SqliteStore(self.folder / "volsched.db").look() as look:
            found = [invitation_of(record.body) for record in look.every(INVITATION)]
        own = next(item for item in found if (item.person, item.view.key) == (person, key))
        from volsched import Scheduler

        message = own.counter(span, now, comment)
        box = self.folder / "box"
        box.mkdir(exist_ok=True)
        mail = compose_invitation(message, Scheduler.open(self.folder).programme, now)
        (box / f"{len(list(box.iterdir()))}.eml").write_bytes(mail.content)
        return self.run("invitations", "answers", box, self.folder, "--now", (now + dt.timedelta(hours=1)).isoformat())


@pytest.fixture
def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def choir(tmp_path, free_port):
    made = Choir(tmp_path, free_port)
    made.run("book", "open", tmp_path, "--now", "2027-03-01 08:00")
    made.publish(code=0)
    made.send("2027-03-01T09:30+08:00")
    return made


@pytest.fixture
def post(free_port):
    box = Box()
    made = Controller(box, hostname="127.0.0.1", port=free_port)
    made.start()
    box.stop = made.stop
    yield box
    made.stop()


def at(day, hour, minute=0):
    return dt.datetime(2027, 3, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_invitations_wait_in_the_outbox_for_a_server_that_is_away_and_go_out_once(choir, free_port):
    asked = choir.ask("2027-03-01T10:00+08:00", code=1)
    assert {item["method"] for item in asked} == {"REQUEST"}
    waiting = json.loads(choir.run("outbox", "show", choir.folder, "--json"))
    mine = [item for item in waiting if item["channel"] == "smtp"]
    assert len(mine) == len(asked)
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=free_port)
    server.start()
    try:
        choir.run("notify", choir.folder, "--send", "--now", "2027-03-01T12:00+08:00")
        mails = box.taken()
        assert len(mails) == len(asked)
        assert len({key for *_, key in mails}) == len(asked)
        assert choir.ask("2027-03-01T12:30+08:00") == []
        choir.run("notify", choir.folder, "--send", "--now", "2027-03-01T13:00+08:00")
        assert box.taken() == []
    finally:
        server.stop()


def test_a_proposed_time_is_declined_by_a_mail_that_says_so_and_once(choir, post):
    choir.ask("2027-03-01T10:00+08:00")
    post.taken()
    key = "singing/20270312T1000"
    said = choir.propose("d", Span(at(12, 14), at(12, 16)), at(2, 9), key, "work until two")
    assert "proposed" in said
    rows = json.loads(choir.run("invitations", "proposals", choir.folder, "--json"))
    assert [(row["person"], row["occurrence"], row["comment"]) for row in rows] == [("d", key, "work until two")]
    assert "is told that the time stays" in choir.run(
        "invitations", "decline", "d", key, choir.folder, "--now", "2027-03-02T11:00+08:00"
    )
    assert [mail[:3] for mail in post.taken()] == [("dan@example.org", "DECLINECOUNTER", 0)]
    assert "nobody proposes" in choir.run("invitations", "proposals", choir.folder)
    choir.run("invitations", "decline", "d", key, choir.folder, code=2)
    # The mailbox is read again: what was decided stays decided; another proposal is another one.
    choir.run("invitations", "answers", choir.folder / "box", choir.folder, "--now", "2027-03-02T12:00+08:00")
    assert "nobody proposes" in choir.run("invitations", "proposals", choir.folder)
    choir.propose("d", Span(at(12, 16), at(12, 18)), at(3, 9), key)
    choir.run("invitations", "decline", "d", key, choir.folder, "--now", "2027-03-03T12:00+08:00")
    assert [mail[:3] for mail in post.taken()] == [("dan@example.org", "DECLINECOUNTER", 0)]


def test_a_proposed_time_that_is_accepted_moves_the_one_occurrence_and_asks_everybody_again(choir, post):
    choir.ask("2027-03-01T10:00+08:00")
    post.taken()
    key = "singing/20270312T1000"
    choir.propose("d", Span(at(12, 14), at(12, 16)), at(2, 9), key)
    text = choir.run("invitations", "accept", "d", key, choir.folder, "--yes", "--now", "2027-03-02T11:00+08:00")
    assert "people asked again: 2" in text
    assert "2027-03-12 14:00" in (choir.folder / "programme.toml").read_text(encoding="utf-8")
    assert [mail[:3] for mail in post.taken()] == [("dan@example.org", "REQUEST", 1), ("eve@example.org", "REQUEST", 1)]
    told = choir.send("2027-03-02T11:30+08:00")
    assert "At another time (1)" in "".join(told["e"])
    assert "Friday 12 March 2027, 14:00 to 16:00" in "".join(told["e"])
    assert choir.ask("2027-03-02T12:00+08:00") == []
    choir.run("invitations", "accept", "d", key, choir.folder, "--yes", code=2)


def test_a_proposed_appointment_takes_the_free_place_at_that_time_or_none(choir, post):
    choir.book("cancel", "--person", "a")
    choir.publish("2027-03-02T10:00+08:00", code=0)
    choir.ask("2027-03-02T10:30+08:00")
    post.taken()
    key = "clinic/20270324T0900"
    choir.propose("d", Span(at(17, 9, 15), at(17, 9, 30)), at(3, 9), key)
    choir.run("invitations", "accept", "d", key, choir.folder, "--yes", "--now", "2027-03-03T11:00+08:00", code=2)
    choir.propose("d", Span(at(17, 9), at(17, 9, 15)), at(4, 9), key)
    text = choir.run("invitations", "accept", "d", key, choir.folder, "--now", "2027-03-04T11:00+08:00")
    assert "moved to the new time" in text
    assert not [content for content in post.mails if b"Subject: Invitation: Clinic" in content]
    assert [content for content in post.mails if b"Subject: Invitation: your appointment" in content]
    methods = [mail[:2] for mail in post.taken()]
    assert ("dan@example.org", "REQUEST") in methods
    assert {person for person, _ in methods} == {"dan@example.org"}
    (moved,) = choir.send("2027-03-04T11:30+08:00")["d"]
    assert "At another time (1)" in moved
