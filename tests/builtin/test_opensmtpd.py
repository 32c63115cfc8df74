"""A real mail server takes our mails, delivers them into a mailbox, and refuses whom it does not know."""

import contextlib
import datetime as dt
import mailbox
import os
import shutil
import socket
import subprocess
import tempfile
import time
from email import policy
from email.parser import BytesParser
from pathlib import Path

import attrs
import pytest
from tests.publishing.conftest import PEOPLE, make_plan, place

from volsched.builtin import Smtp
from volsched.builtin.imip import compose_invitation
from volsched.builtin.inbox import read_mailbox
from volsched.dispatch.returned import take_back
from volsched.errors import OutputError
from volsched.model import Span
from volsched.notices import deliver
from volsched.notices.courier import Courier
from volsched.publishing import Revision
from volsched.publishing.inviting import invite
from volsched.storage import SqliteStore
from volsched.testing import store_tools

SMTPD = shutil.which("smtpd") or shutil.which("smtpd", path="/usr/sbin")

NOW, HOUR = dt.datetime(2027, 4, 20, 9, 30, tzinfo=dt.UTC), dt.timedelta(hours=1)

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(SMTPD is None, reason="needs OpenSMTPD (apt-get install opensmtpd)"),
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="OpenSMTPD wants to start as root"),
]

CONFIGURATION = """\
table virt file:{folder}/virt
listen on 127.0.0.1 port {port} hostname mail.example.test
action "local" maildir "{folder}/Maildir" virtual <virt>
action "moved" mda "/bin/sh -c 'exit 67'" virtual <virt>
match from any for rcpt-to "moved@example.test" action "moved"
match from any for domain "example.test" action "local"
"""


def wait_until(done, seconds=20):
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            pytest.fail(f"the mail server was not ready within {seconds} s")
        time.sleep(0.05)


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as peer:
        return peer.recv(3) == b"220"
    return False


@pytest.fixture
def server(free_port):
    """OpenSMTPD on a port of its own; yields the port and the mailbox into which everything goes."""
    # Not in pytest's own folder: the mailbox belongs to another user, who cannot enter that.
    folder = Path(tempfile.mkdtemp(prefix="volsched-mail-", dir="/var/tmp"))
    folder.chmod(0o755)
    (folder / "virt").write_text("ann@example.test: nobody\nbob@example.test: nobody\nmoved@example.test: nobody\n")
    (folder / "smtpd.conf").write_text(CONFIGURATION.format(folder=folder, port=free_port))
    box = folder / "Maildir"
    box.mkdir()
    shutil.chown(box, "nobody")
    process = subprocess.Popen(
        [SMTPD, "-d", "-f", str(folder / "smtpd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: process.poll() is not None or answers(free_port))
        if process.poll() is not None:
            pytest.skip("OpenSMTPD does not start here; another one may be running")
        yield free_port, box
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder)


def test_opensmtpd_delivers_each_mail_once_and_refuses_the_unknown(server, message):
    port, box = server
    plugin = Smtp(host="127.0.0.1", port=port, sender="office@street.example", sender_name="街道", security="none")
    (mail,) = plugin.volsched_channels()
    subject = "سىزگە ئۇقتۇرۇش، 2027-يىل — سىزگە ئورۇن قالدۇرۇلغان پائالىيەت: 1 قېتىم"
    messages = [
        message("ann", name="热依汗·买买提", subject=subject, language="ug"),
        message("zoe"),
        message("bob", name='Bob, "B" <evil@x.example>', body="x" * 5000 + "\n" + "长" * 5000 + "\n"),
        message("far", email="far@elsewhere.example"),
    ]
    found = deliver(messages, ("smtp",), lambda _, item: mail.send(item))
    assert [(item.person, item.status, item.detail[:4].strip()) for item in found] == [
        ("ann", "sent", ""),
        ("zoe", "failed", "524"),
        ("bob", "sent", ""),
        ("far", "failed", "550"),
    ]
    wait_until(lambda: len(list(box.glob("new/*"))) == 2)
    parse = BytesParser(policy=policy.default).parse
    arrived = {mail["Message-ID"]: mail for mail in mailbox.Maildir(box, factory=parse)}
    for sent in (messages[0], messages[2]):
        read = arrived.pop(f"<{sent.key}@street.example>")
        assert read["Subject"] == sent.subject
        assert [address.addr_spec for address in read["To"].addresses] == [sent.email]
        assert read.get_body(("plain",)).get_content().splitlines() == sent.body.splitlines()
    assert arrived == {}


def test_an_invitation_goes_out_is_answered_and_is_read_from_the_mailbox(server):
    """Invite, accept, move and ask again, cancel: each step as a mail through a real server and back."""
    port, box = server
    plugin = Smtp(host="127.0.0.1", port=port, sender="bob@example.test", security="none")
    plan = make_plan(place(people=people_at("example.test")))
    asked = invite(plan, organiser="bob@example.test", now=NOW).invitations
    own = next(item for item in asked.values() if (item.person, item.view.face.activity) == ("an", "night"))
    span = Span(own.view.span.start + HOUR, own.view.span.end + HOUR)
    moved = own.changed(attrs.evolve(own.view, span=span), Revision(NOW + HOUR, 1))
    gone = moved.taken_back(NOW + 2 * HOUR)
    steps = [
        own.request(),
        own.reply("ACCEPTED", NOW + HOUR, "我来"),
        moved.request(),
        moved.reply("DECLINED", NOW + 2 * HOUR),
        gone.cancel(),
    ]
    session = plugin.session()
    for step in steps:
        mail = compose_invitation(step, plan.programme, NOW)
        session.hand_over(mail.recipient, mail.content)
    wait_until(lambda: len(list(box.glob("new/*"))) == len(steps))
    letters = [letter for letter in read_mailbox(box) if letter.sender == "ann@example.test"]
    answers = sorted((heard for letter in letters for heard in letter.answers), key=lambda heard: heard.stamp)
    assert [(heard.answer, heard.sequence, heard.comment) for heard in answers] == [
        ("ACCEPTED", 0, "我来"),
        ("DECLINED", 1, ""),
    ]
    after, outcome = own.hear(answers[0])
    assert (after.answer, outcome) == ("ACCEPTED", "taken")
    assert moved.hear(answers[0])[1] == "old"
    assert moved.hear(answers[1])[0].answer == "DECLINED"
    assert gone.hear(answers[1])[1] == "cancelled"
    parse = BytesParser(policy=policy.default).parse
    methods = sorted(
        part.get_param("method")
        for mail in mailbox.Maildir(box, factory=parse)
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    )
    assert methods == ["CANCEL", "REPLY", "REPLY", "REQUEST", "REQUEST"]
    with pytest.raises(OutputError, match="mail to zoe@example.test: 524"):
        session.hand_over("zoe@example.test", mail.content)


def test_a_mail_that_is_taken_and_then_returned_is_read_from_the_mailbox(server, tmp_path):
    port, box = server
    plugin = Smtp(host="127.0.0.1", port=port, sender="bob@example.test", security="none")
    store = SqliteStore(tmp_path / "volsched.db")
    item = store_tools.envelope("moved", channel="smtp", then=("sms",))
    item = attrs.evolve(item, message=attrs.evolve(item.message, email="moved@example.test"))
    with store.change(who="test", at=NOW) as change:
        change.enqueue([item])
    courier = Courier(
        outbox=store,
        send=lambda _channel, message: plugin.session().send(message),
        worker="test",
        clock=lambda: store_tools.NOW,
        chance=lambda: 0.5,
    )
    assert courier.work("smtp").sent == 1
    wait_until(lambda: len(list(box.glob("new/*"))) == 1)
    (letter,) = read_mailbox(box)
    settled = take_back(store, letter.returned, now=store_tools.NOW, who="test")
    assert [(found.settled, found.person) for found in settled] == [("came back", "moved")]
    with store.look() as look:
        states = {one.envelope.channel: one.state for one in look.posted()}
    assert states == {"smtp": "handed", "sms": "pending"}


def people_at(domain):
    names = {"an": "ann", "bo": "bob"}
    return tuple(
        attrs.evolve(person, email=f"{names[person.id]}@{domain}" if person.id in names else "") for person in PEOPLE
    )
