"""Who is told when: digests, quiet hours, reminders, silence, nights that stay open; and what status says."""

import json
import re

import pytest
from tests.cli.test_told_of_bookings import Street

PROGRAMME = """
[programme]
id = "watch"
name = "Watch"
language = "en"
window = "2027-05"
store = "volsched.db"

[notices]
channels = ["file"]
quiet_hours = "22:00-07:00"
digest = "08:00"
remind = ["1d 18:00"]
remind_roles = {{ leader = ["2d"] }}
confirm = true
reply_within = "1d"
urgent_within = "12h"
coordinator = "boss"

[plugins.file]
folder = {folder}

[skills]
leader = "Leader"

[[team]]
id = "watch"
name = "Watch"

[[activity]]
id = "night"
kind = "patrol"
title = "Night watch"
when = {{ start = "2027-05-10 20:00", lasts = "2h", every = "day", until = "2027-05-{until}"{change} }}

[activity.staffing]
team = "watch"
roles = [
    {{ role = "leader", minimum = 1, skills = ["leader"] }},
    {{ role = "patrol", minimum = {others} }},
]
"""
PEOPLE = """id,name,teams,skills,phone,email,language,lead_times
boss,Boss,,,+86 991 000 0001,boss@example.org,en,
a,Ann,watch,leader,,ann@example.org,en,
b,Bob,watch,,,bob@example.org,en,3h
c,Cai,watch,,,cai@example.org,en,
d,Dan,watch,,,dan@example.org,en,
"""


class Watch(Street):
    def __init__(self, folder):
        self.folder = folder
        self.write()
        (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")

    def write(self, *, until=10, change="", seats=2):
        text = PROGRAMME.format(
            folder=json.dumps(str(self.folder / "told")), until=until, change=change, others=seats - 1
        )
        (self.folder / "programme.toml").write_text(text, encoding="utf-8")

    def publish(self, now, code=0, **fields):
        self.write(**fields)
        return super().publish(now, code)

    def serving(self):
        text = self.run("status", self.folder, "--json", "--now", "2027-05-01T00:00+08:00", code=None)
        assert json.loads(text)["planned"]
        from volsched.publishing import PublishedState
        from volsched.storage import SqliteStore

        with SqliteStore(self.folder / "volsched.db").look() as look:
            state = PublishedState.of_body(look.get("published", "plan").body)
        return sorted(person for person, key, _ in state.duties if key == "night/20270510T2000")

    def reply(self, person, said, now, night="night/20270510T2000"):
        return self.run("reply", self.folder, person, night, said, "--now", now)

    def status(self, now, code=None):
        return json.loads(self.run("status", self.folder, "--json", "--now", now, code=code))

    def subjects(self, now):
        """Who is told what at this moment, by the subject alone."""
        return {person: [text.splitlines()[2] for text in texts] for person, texts in self.send(now).items()}


@pytest.fixture
def watch(tmp_path):
    found = Watch(tmp_path)
    found.publish("2027-05-01T12:00+08:00")
    assert found.send("2027-05-01T12:01+08:00") == {}  # the digest is tomorrow's
    assert sorted(found.send("2027-05-02T08:00+08:00")) == found.serving()
    return found


def test_what_can_wait_comes_in_the_digest_as_one_message_and_what_is_near_comes_at_once(watch):
    first, second = watch.serving()
    watch.publish(
        "2027-05-02T09:00+08:00", change=', change = [{ on = "2027-05-10 20:00", start = "2027-05-10 21:00" }]'
    )
    watch.publish(
        "2027-05-02T15:00+08:00", change=', change = [{ on = "2027-05-10 20:00", start = "2027-05-10 19:00" }]'
    )
    assert watch.send("2027-05-02T23:00+08:00") == {}
    assert watch.send("2027-05-03T07:59+08:00") == {}
    told = watch.send("2027-05-03T08:00+08:00")
    assert {person: len(texts) for person, texts in told.items()} == {first: 1, second: 1}
    assert "19:00 to 21:00" in told[first][0]
    assert "Before: Monday 10 May 2027, 20:00 to 22:00" in told[first][0]
    # At five in the morning of the day itself, what is near passes the digest and the quiet hours.
    watch.publish(
        "2027-05-10T07:30+08:00", change=', change = [{ on = "2027-05-10 20:00", start = "2027-05-10 18:00" }]'
    )
    assert sorted(watch.send("2027-05-10T07:31+08:00")) == sorted({first, second})


def test_reminders_go_by_role_by_person_and_by_the_programme_and_move_with_the_night(watch):
    assert watch.serving()[0] == "a"
    other = watch.serving()[1]
    watch.reply("a", "confirmed", "2027-05-02T09:00+08:00")
    watch.reply(other, "confirmed", "2027-05-02T09:00+08:00")
    # The leader two days before: at 20:00; the night moves a day on and the reminder with it.
    watch.publish(
        "2027-05-05T09:00+08:00", change=', change = [{ on = "2027-05-10 20:00", start = "2027-05-11 20:00" }]'
    )
    watch.send("2027-05-06T08:00+08:00")
    watch.reply("a", "confirmed", "2027-05-06T09:00+08:00")
    watch.reply(other, "confirmed", "2027-05-06T09:00+08:00")
    assert watch.subjects("2027-05-08T20:00+08:00") == {}
    assert watch.subjects("2027-05-09T19:59+08:00") == {}
    assert list(watch.subjects("2027-05-09T20:00+08:00")) == ["a"]
    if other == "b":
        assert watch.subjects("2027-05-10T18:00+08:00") == {}
        assert list(watch.subjects("2027-05-11T17:00+08:00")) == ["b"]
    else:
        assert list(watch.subjects("2027-05-10T18:00+08:00")) == [other]
    # A night that is cancelled reminds nobody.
    assert watch.subjects("2027-05-11T17:30+08:00") == {}


def test_silence_goes_to_those_in_charge_and_a_night_that_stays_open_to_the_coordinator(watch):
    watch.publish(
        "2027-05-03T09:00+08:00", change=', change = [{ on = "2027-05-10 20:00", start = "2027-05-10 21:00" }]'
    )
    lost = watch.serving()[1]
    told = watch.send("2027-05-04T08:00+08:00")
    assert all("Please answer by Wednesday 5 May 2027 08:00" in text for texts in told.values() for text in texts)
    watch.reply("a", "confirmed", "2027-05-04T09:00+08:00")
    assert watch.subjects("2027-05-05T07:59+08:00") == {}
    subjects = watch.subjects("2027-05-05T08:00+08:00")
    assert [subject.startswith("No answer from ") for subject in subjects.pop("boss")] == [True]
    assert subjects == {}
    # They say that they cannot come: the next is asked, each until their deadline, and then the coordinator hears.
    watch.reply(lost, "declined", "2027-05-05T09:00+08:00")
    others = sorted({"b", "c", "d"} - {lost})
    asked = watch.subjects("2027-05-05T09:01+08:00")
    assert "cannot come" in asked.pop("boss")[0]
    ((first, subjects),) = asked.items()
    assert first in others
    assert subjects[0].startswith("Can you step in?")
    (second,) = watch.subjects("2027-05-06T09:01+08:00")  # a day has passed without a word
    assert sorted((first, second)) == others
    data = watch.status("2027-05-06T10:00+08:00", code=1)
    assert data["open"] == {"night/20270510T2000": 1}
    assert [item["person"] for item in data["unconfirmed"]] == [second]  # the first is asked no more
    assert [(item["lost"], item["state"], item["asked"]) for item in data["cover"]] == [
        (lost, "asking", [first, second])
    ]
    watch.reply(second, "declined", "2027-05-06T10:00+08:00")
    subjects = watch.subjects("2027-05-06T10:01+08:00")
    assert list(subjects) == ["boss"]
    assert subjects["boss"][0].startswith("Still open: Night watch")
    assert watch.status("2027-05-06T11:00+08:00", code=1)["cover"][0]["state"] == "open"
    # The first comes back to it after all.
    watch.reply(first, "confirmed", "2027-05-06T12:00+08:00")
    assert "Changed hands" in watch.subjects("2027-05-06T12:01+08:00")["boss"][0]
    assert watch.serving() == sorted(["a", first])
    # The next publication keeps it so, and tells nobody anything.
    watch.publish(
        "2027-05-06T13:00+08:00", change=', change = [{ on = "2027-05-10 20:00", start = "2027-05-10 21:00" }]'
    )
    assert watch.serving() == sorted(["a", first])
    assert watch.subjects("2027-05-07T08:00+08:00") == {}


def test_each_figure_of_status_is_what_it_says(tmp_path):
    watch = Watch(tmp_path)
    people = PEOPLE + "e,Eve,watch,,,,en,\n"
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    # Six are needed each night and five can: one seat a night is open, and Eve has no address.
    watch.publish("2027-05-01T12:00+08:00", code=1, until=12, seats=6)
    now = "2027-05-01T13:00+08:00"
    data = watch.status(now, code=1)
    nights = [f"night/202705{day}T2000" for day in (10, 11, 12)]
    assert (data["planned"], data["duties"]) == (3, 15)
    assert data["open"] == dict.fromkeys(nights, 1)
    assert (data["unreachable"], data["unsent"], data["sent"], data["unconfirmed"]) == (["e"], 5, 0, [])
    text = watch.run("status", watch.folder, "--now", now, code=1)
    figures = dict(re.findall(r"^(\S[^\d]*?) {2,}([\d,]+)$", text, re.MULTILINE))
    assert figures == {
        "occurrences": "3",
        "duties": "15",
        "open seats": "3",
        "unconfirmed": "0",
        "cannot come": "0",
        "not reachable, please call": "1",
        "unsent": "5",
        "late": "0",
        "given up": "0",
        "sent": "0",
    }
    # Nobody sends for a day: what was due at eight is late.
    assert len(watch.status("2027-05-02T09:00+08:00", code=1)["late"]) == 5
    watch.send("2027-05-02T09:00+08:00")
    change = ', change = [{ on = "2027-05-10 20:00", start = "2027-05-10 21:00" }]'
    watch.publish("2027-05-02T10:00+08:00", code=1, until=12, seats=6, change=change)
    watch.send("2027-05-03T08:00+08:00")
    watch.reply("a", "confirmed", "2027-05-03T09:00+08:00")
    watch.reply("b", "declined", "2027-05-03T09:00+08:00")
    data = watch.status("2027-05-03T10:00+08:00", code=1)
    assert [(item["person"], item["state"]) for item in data["unconfirmed"]] == [(one, "asked") for one in "cde"]
    assert [item["person"] for item in data["declined"]] == ["b"]
    assert data["open"] == {nights[0]: 2, nights[1]: 1, nights[2]: 1}
    assert [(item["lost"], item["state"]) for item in data["cover"]] == [("b", "open")]
    one = json.loads(
        watch.run("status", watch.folder, "--json", "--person", "c", "--now", "2027-05-03T10:00+08:00", code=1)
    )
    assert [item["person"] for item in one["unconfirmed"]] == ["c"]
    assert (one["declined"], one["cover"], one["unreachable"], one["late"], one["dead"]) == ([], [], [], [], [])
    # Dropped by hand, a message is given up, and its reader to be called.
    key = json.loads(watch.run("outbox", "show", watch.folder, "--json", "--state", "pending"))[0]["key"]
    watch.run("outbox", "drop", watch.folder, key[:12])
    assert [item["key"] for item in watch.status("2027-05-03T10:00+08:00", code=1)["dead"]] == [key]
