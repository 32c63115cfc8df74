"""The loop of invitations: asked, accepted, asked again after a move, declined, cancelled, by mail and with a store."""

import datetime as dt
import json
import shutil
import subprocess
import sys

import attrs
import pytest
from tests.cli.test_commands import WATCH
from tests.publishing.conftest import place

from volsched.app import Scheduler
from volsched.builtin import BUILTINS
from volsched.builtin.imip import compose_invitation
from volsched.builtin.inbox import read_mailbox
from volsched.dispatch.invitations import due_invitations, keep_invitations, settle
from volsched.hooks import Host
from volsched.model import Override, Span, Window
from volsched.storage import SqliteStore

NOW = dt.datetime(2027, 4, 20, 9, 30, 15, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
OFFICE = "office@cal.example.org"
NIGHT = "night/20270501T2200"


class Loop:
    """A programme that publishes and asks, and people who answer by mail."""

    def __init__(self, folder):
        self.store = SqliteStore(folder / "volsched.db")
        self.folder = folder
        self.now = NOW
        self.mails = 0

    def publish(self, *overrides):
        """Plan, publish and ask, with what differs for the night; the messages of that night."""
        self.now += DAY
        self.programme = with_night(*overrides)
        self.scheduler = Scheduler(self.programme, host=Host.open({}, builtins=BUILTINS), store=self.store)
        plan = self.scheduler.plan()
        self.scheduler.publish(plan, self.folder / "out", now=self.now)
        invited = due_invitations(self.store, plan, organiser=OFFICE, now=self.now)
        keep_invitations(self.store, invited, now=self.now, who="test")
        self.asked = {item.name: item for item in invited.invitations.values()}
        about = [message for message in invited.messages if message.invitation.view.key == NIGHT]
        return sorted((m.invitation.person, m.method, m.invitation.revision.sequence) for m in about)

    def invitation(self, person, key=NIGHT):
        return next(i for i in self.asked.values() if (i.person, i.view.key) == (person, key))

    def mail(self, message):
        (self.folder / "box").mkdir(exist_ok=True)
        self.mails += 1
        mail = compose_invitation(message, self.programme, self.now)
        (self.folder / "box" / f"{self.mails:03}.eml").write_bytes(mail.content)

    def read(self):
        self.now += HOUR
        office, found = self.scheduler.office, []
        for letter in read_mailbox(self.folder / "box"):
            take = lambda reply: office.answer(reply, now=self.now, who="test")  # noqa: E731
            found += settle(self.store, letter.answers, take, now=self.now, who="test")
        return [(item.person, item.settled, item.problem) for item in found]

    def said(self, person, key=NIGHT):
        with self.store.look() as look:
            record = look.get("reply", f"{key}/{person}")
        return None if record is None else record.body["state"]


@pytest.fixture
def loop(tmp_path):
    found = Loop(tmp_path)
    yield found
    found.store.close()


def with_night(*overrides):
    programme = place(window=Window.month(2027, 5))
    activities = tuple(
        attrs.evolve(item, schedule=attrs.evolve(item.schedule, overrides=overrides)) if item.id == "night" else item
        for item in programme.activities
    )
    return attrs.evolve(programme, activities=activities)


MOVED = Override(original=dt.datetime(2027, 5, 1, 22), start=dt.datetime(2027, 5, 1, 23))


def test_the_whole_loop(loop):
    assert loop.publish() == [("an", "REQUEST", 0), ("bo", "REQUEST", 0)]
    first = loop.invitation("an")
    loop.mail(first.reply("ACCEPTED", loop.now + HOUR))
    assert loop.read() == [("an", "confirmed", "")]
    assert loop.said("an") == "confirmed"
    # Read again, the same mailbox changes nothing.
    assert loop.read() == [("an", "confirmed", "")]
    assert loop.publish() == []
    # It moves: both are asked again, and the old answer is none to the new time.
    assert loop.publish(MOVED) == [("an", "REQUEST", 1), ("bo", "REQUEST", 1)]
    assert loop.read() == [("an", "passed over", "is about a former time, or older than what they said since")]
    loop.mail(loop.invitation("an").reply("DECLINED", loop.now + HOUR, "fieber"))
    assert loop.read()[-1] == ("an", "declined", "")
    assert loop.said("an") == "declined"
    # It is cancelled: both are told, and nothing that they say changes anything.
    assert loop.publish(attrs.evolve(MOVED, cancelled=True)) == [("an", "CANCEL", 2), ("bo", "CANCEL", 2)]
    loop.mail(first.reply("ACCEPTED", loop.now + HOUR))
    assert loop.read()[-1] == ("an", "passed over", "is about something that was taken back")


def test_a_proposal_waits_for_the_coordinator_and_maybe_is_no_answer(loop):
    loop.publish()
    span = loop.invitation("bo").view.span
    loop.mail(loop.invitation("bo").counter(Span(span.start + HOUR, span.end + HOUR), loop.now))
    loop.mail(loop.invitation("an").reply("TENTATIVE", loop.now))
    assert loop.read() == [("bo", "proposed", ""), ("an", "maybe", "")]
    assert (loop.said("an"), loop.said("bo")) in ((None, None), ("asked", "asked"))


def test_who_was_never_asked_changes_nothing(loop):
    loop.publish()
    stranger = attrs.evolve(loop.invitation("an"), attendee="evil@people.example")
    loop.mail(stranger.reply("DECLINED", loop.now))
    assert loop.read() == [("", "passed over", "was never asked about this")]


def test_who_was_erased_stands_in_nobodys_way(loop):
    loop.publish()
    loop.mail(loop.invitation("an").reply("ACCEPTED", loop.now))
    loop.store.erase("an", ["an@people.example", "安娜尔", "ئاناار"], who="test", at=loop.now)
    with loop.store.look() as look:
        said = repr([record.body for record in look.every("invitation")])
    assert "an@people.example" not in said
    assert loop.read() == [("", "passed over", "was never asked about this")]
    loop.mail(loop.invitation("bo").reply("ACCEPTED", loop.now))
    assert loop.read()[-1] == ("bo", "confirmed", "")


def volsched(*arguments, cwd):
    done = subprocess.run(
        [sys.executable, "-m", "volsched", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_the_commands_ask_and_take_in_answers(tmp_path):
    shutil.copytree(WATCH, tmp_path / "place")
    people = next((tmp_path / "place").glob("people*.csv"))
    rows = people.read_text(encoding="utf-8").splitlines()
    assert "email" in rows[0]
    settings = tmp_path / "place" / "programme.toml"
    code, _, error = volsched("invitations", "ask", "place", "--store", "k.db", "--out", "mails", cwd=tmp_path)
    assert (code, 'write organiser = "office@host.example"' in error) == (2, True)
    with settings.open("a", encoding="utf-8") as file:
        file.write('\n[plugins.ical]\norganiser = "office@cal.example.org"\n')
    window = ("--window", "2027-03")
    code, said, error = volsched("publish", "place", "--store", "k.db", *window, cwd=tmp_path)
    assert code in (0, 1), error
    code, said, error = volsched(
        "invitations", "ask", "place", "--store", "k.db", "--json", "--out", "mails", *window, cwd=tmp_path
    )
    assert code == 0, error
    asked = json.loads(said)
    assert len(list((tmp_path / "mails").glob("*.eml"))) == len(asked)
    code, said, _ = volsched("invitations", "ask", "place", "--store", "k.db", "--json", *window, cwd=tmp_path)
    assert json.loads(said) == []
    (tmp_path / "box").mkdir()
    code, said, error = volsched("invitations", "answers", "box", "place", "--store", "k.db", "--json", cwd=tmp_path)
    assert (code, json.loads(said)) == (0, []), error
