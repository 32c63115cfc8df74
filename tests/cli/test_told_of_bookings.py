"""Whoever is touched by a change of a book is told once, in the same change: through the real commands and channel."""

import contextlib
import datetime as dt
import io
import json
import re

import pytest

from volsched import Scheduler
from volsched.cli.commands import run as volsched
from volsched.errors import Conflict
from volsched.storage import SqliteStore

PROGRAMME = """
[programme]
id = "place"
name = "Place"
language = "en"
window = "2027-03"
store = "volsched.db"

[notices]
channels = ["file"]
quiet_hours = "22:00-07:00"
remind = ["1d 18:00"]
coordinator = "n"
{more}

[plugins.file]
folder = "told"

[[area]]
id = "east"
name = "East"

[[team]]
id = "elders"
name = "Elders"

[[activity]]
id = "clinic"
kind = "checkup"
title = "Clinic"
area = "east"
organiser = "n"
when = {{ start = "2027-03-17 09:00", lasts = "30m", every = "wednesday", until = "2027-03-24" }}
places = {{ capacity = 2, cohort = "elders" }}
"""
PEOPLE = """id,name,area,teams,phone,email,priority,household,language
n,Nurse,east,,+86 991 000 0001,,,,
a,Ann,east,elders,+86 991 000 0003,,1,,en
b,Bob,east,elders,,bob@example.org,2,home,zh
c,Cai,east,elders,,,3,,ug
d,Dan,east,elders,,dan@example.org,4,,en
e,Eve,east,elders,,eve@example.org,5,home,en
"""


class Street:
    """A programme in a folder, and its commands."""

    def __init__(self, folder, more=""):
        self.folder = folder
        (folder / "programme.toml").write_text(
            PROGRAMME.format(more=more).replace('"told"', json.dumps(str(folder / "told"))), encoding="utf-8"
        )
        (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")

    def run(self, *arguments, code=0):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            volsched([*map(str, arguments)])
        assert code is None or ended.value.code == code, out.getvalue() + err.getvalue()
        return out.getvalue()

    def publish(self, now="2027-03-01T09:00+08:00", code=1):  # 1: a finding says that Eve has no place
        return self.run("publish", self.folder, "--out", self.folder / "out", "--now", now, code=code)

    def book(self, *arguments, now="2027-03-02 09:00", code=0):
        return self.run("book", arguments[0], self.folder, *arguments[1:], "--now", now, code=code)

    def send(self, now="2027-03-02T09:30+08:00"):
        """What goes out at this moment, by person: the text of each message."""
        told = self.folder / "told"
        before = {path.name for path in told.glob("*.txt")} if told.exists() else set()
        self.run("notify", self.folder, "--send", "--now", now)
        found = {}
        for path in sorted(told.glob("*.txt")):
            if path.name not in before:
                person = re.match(r"([a-z]+)-", path.name)[1]
                found.setdefault(person, []).append(path.read_text(encoding="utf-8"))
        return found


@pytest.fixture
def street(tmp_path):
    found = Street(tmp_path)
    found.run("book", "open", tmp_path, "--now", "2027-03-01 08:00")
    found.publish()
    assert sorted(found.send("2027-03-01T09:30+08:00")) == ["a", "b", "c", "d", "e"]
    return found


def test_a_place_given_back_asks_the_next_with_a_deadline_and_each_is_told_once(street):
    text = street.book("cancel", "--person", "a")
    assert "messages that wait to go out: 2" in text
    told = street.send()
    assert sorted(told) == ["a", "e"]
    (gone,) = told["a"]
    assert "No longer yours, or cancelled (1)" in gone
    assert "Clinic" in gone
    assert "09:00 to 09:15" in gone
    assert "You need not come" in gone
    (asked,) = told["e"]
    assert "A place is free for you: please answer by Thursday 4 March 2027 09:00 (Beijing time)" in asked
    assert "Where: East" in asked
    assert "tell Nurse by Thursday 4 March" in asked
    assert street.send() == {}
    # Nobody is told again by the next publication what a command told already.
    street.publish("2027-03-02T10:00+08:00", code=1)
    assert street.send("2027-03-02T10:30+08:00") == {}
    street.book("accept", "--person", "e", now="2027-03-02 11:00")
    (comes,) = street.send("2027-03-02T11:30+08:00")["e"]
    assert "New for you (1)" in comes
    street.publish("2027-03-02T12:00+08:00", code=0)
    assert street.send("2027-03-02T12:30+08:00") == {}
    # Reminders go by the books: she who gave her place back gets none.
    assert sorted(street.send("2027-03-16T18:00+08:00")) == ["b", "e"]


def test_a_preview_shows_each_message_and_changes_nothing(street):
    text = street.book("cancel", "--person", "a", "--dry-run")
    assert "A place is free for you" in text
    assert "only a trial, nothing was changed; messages that would go out: 2" in text
    assert street.send() == {}
    assert "Ann" in street.run("book", "show", street.folder)
    data = json.loads(street.book("cancel", "--person", "a", "--dry-run", "--json"))
    assert [(item["person"], item["what"], item["message"]["subject"]) for item in data] == [
        ("a", "cancelled", "Your dates have changed: 1"),
        ("e", "offered", "A place is free for you: please answer by Thursday 4 March 2027 09:00 (Beijing time)"),
    ]


def test_offers_that_lapse_and_moves_are_told_in_the_words_of_each(street):
    street.book("cancel", "--person", "b")
    told = street.send()
    assert "取消 1 项" in told["b"][0]
    assert "请按时" not in told["b"][0]
    lapsed = street.book("expire", now="2027-03-04 09:30")
    assert "did not reply in time" in lapsed
    told = street.send("2027-03-04T10:00+08:00")
    assert sorted(told) == ["e"]
    assert "We had no answer from you in time" in told["e"][0]
    street.book("move", "--person", "c", "--to", "2027-03-17", now="2027-03-04 10:30")
    (moved,) = street.send("2027-03-04T11:00+08:00")["c"]
    assert "ۋاقتى ئۆزگەردى" in moved
    assert "بۇرۇن:" in moved
    # Moved and moved back before anything went out: there is nothing to tell.
    street.book("move", "--person", "c", "--to", "2027-03-24", now="2027-03-04 12:00")
    street.book("move", "--person", "c", "--to", "2027-03-17", now="2027-03-04 12:05")
    assert street.send("2027-03-04T13:00+08:00") == {}


def test_quiet_hours_hold_an_answer_and_what_begins_at_once_passes_them(street):
    street.book("cancel", "--person", "a", now="2027-03-02 23:00")
    assert street.send("2027-03-02T23:30+08:00") == {}
    assert sorted(street.send("2027-03-03T07:00+08:00")) == ["a", "e"]
    street.book("decline", "--person", "e", now="2027-03-03 08:00")
    (waits,) = street.send("2027-03-03T08:30+08:00")["e"]
    assert "You are number 1 on the waiting list" in waits
    street.book("cancel", "--person", "b", now="2027-03-17 08:30")
    told = street.send("2027-03-17T08:31+08:00")
    assert sorted(told) == ["b", "e"]  # there is no time left to ask
    assert "New for you" in told["e"][0]
    assert "09:15 to 09:30" in told["e"][0]  # she declined the time before it
    street.book("no-show", "--person", "c", now="2027-03-24 09:00")
    (missed,) = street.send("2027-03-24T09:01+08:00")["c"]
    assert "بۇ قېتىم كەلمىدىڭىز" in missed
    assert "ھاجەتسىز" not in missed


def test_first_messages_that_wait_are_put_right_instead_of_followed_by_another(tmp_path):
    street = Street(tmp_path)
    street.run("book", "open", tmp_path, "--now", "2027-03-01 08:00")
    street.publish("2027-03-01T23:00+08:00")
    street.book("cancel", "--person", "a", now="2027-03-01 23:10")
    street.book("move", "--person", "b", "--to", "2027-03-24", now="2027-03-01 23:20", code=2)
    told = street.send("2027-03-02T07:00+08:00")
    assert {person: len(texts) for person, texts in told.items()} == {"b": 1, "c": 1, "d": 1, "e": 2}


def test_a_subject_names_no_checkup(street):
    street.book("cancel", "--person", "a")
    street.send("2027-03-16T18:00+08:00")
    with SqliteStore(street.folder / "volsched.db").look() as look:
        subjects = [item.envelope.message.subject for item in look.posted()]
    assert [subject for subject in subjects if "提醒" in subject and "您的预约" in subject]
    assert not [subject for subject in subjects if "Clinic" in subject]


def test_a_publication_that_a_booking_overtook_is_refused_and_tells_nobody(street):
    scheduler = Scheduler.open(street.folder)
    plan = scheduler.plan()
    street.book("cancel", "--person", "a")
    with pytest.raises(
        Conflict, match=r"book clinic: has changed since this was planned, for a; plan and publish again"
    ):
        scheduler.publish(plan, street.folder / "out", now=dt.datetime(2027, 3, 2, 2, tzinfo=dt.UTC))
    assert sorted(street.send()) == ["a", "e"]
    street.publish("2027-03-02T10:00+08:00")
    assert street.send("2027-03-02T10:30+08:00") == {}
