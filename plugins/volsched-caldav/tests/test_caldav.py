"""Calendars on real servers: only differences are sent, nobody's change is written over, no secret is told."""

import json
import random
import re

import attrs
import pytest
from icalendar import Calendar

from volsched.errors import Conflict, InvalidValue
from volsched.hooks import Host
from volsched.model import Text
from volsched.publishing import OutputFile, feeds_of, write_feed, write_feeds
from volsched.testing import plan, plugin_contract, programme
from volsched_caldav import CalDav
from volsched_caldav.memory import Known, Memory
from volsched_caldav.resources import digest_of, resource_name, resources_of
from volsched_caldav.server import CalDavError, RemoteCalendar
from volsched_caldav.syncing import Syncing

SECRET = "correct-horse-battery"


@pytest.fixture(scope="module")
def small():
    return programme()


@pytest.fixture(scope="module")
def planned(small):
    return plan(small)


@pytest.fixture(scope="module")
def feed(planned):
    """The calendar of the watch: a month of nights."""
    return write_feed(planned, next(one for one in feeds_of(planned) if one.subject == "watch"))


@pytest.fixture
def remembered(tmp_path):
    return Memory(tmp_path / "state.json")


def run(address, content, memory, *, ours_wins=False, user="chief"):
    calendar = RemoteCalendar(address, user, SECRET)
    syncing = Syncing(calendar, memory.of(address), save=memory.save, ours_wins=ours_wins)
    return syncing.bring_to(resources_of(content), name="巡逻 <队>")


def figures(done):
    return {name: len(found) for name, found in attrs.asdict(done).items() if found}


def moved(content, number=0):
    """The feed with one event two hours later, and the name of that event's resource."""
    events = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", content, re.DOTALL)
    changed = re.sub(rb"(DTSTART[^:]*:\d{8}T)22", rb"\g<1>23", events[number])
    assert changed != events[number]
    uid = re.search(rb"UID:(\S+)", events[number])[1].decode()
    return content.replace(events[number], changed), resource_name(uid)


def change_there(server, address, name, old, new):
    """Somebody changes an event on the server."""
    _, headers, text = server.ask("GET", address + name)
    assert old in text
    body = text.replace(old, new).encode()
    done = server.ask("PUT", address + name, body, Content_Type="text/calendar", If_Match=headers["etag"])
    assert done[0] in (200, 201, 204)


def test_the_plugin_keeps_the_contract():
    plugin_contract(CalDav)


def test_a_feed_is_taken_apart_and_loses_nothing(feed):
    resources = resources_of(feed)
    whole = Calendar.from_ical(feed)
    apart = [event for one in resources.values() for event in Calendar.from_ical(one).walk("VEVENT")]
    assert len(resources) == 31
    assert sorted(event.to_ical() for event in apart) == sorted(event.to_ical() for event in whole.walk("VEVENT"))
    for name, one in resources.items():
        assert re.fullmatch(r"[0-9a-f]{32}\.ics", name)
        assert one.count(b"BEGIN:VTIMEZONE") == 1
        assert b"METHOD" not in one


def test_events_are_known_again_by_what_they_say(feed):
    one = next(iter(resources_of(feed).values()))
    other_way = (
        one.replace(b"SUMMARY", b"X-TURN").replace(b"X-TURN", b"SUMMARY").replace(b"PRODID:-//", b"PRODID:-//Some//")
    )
    lines = other_way.replace(b"\r\n ", b"").split(b"\r\n")
    first, last = lines.index(b"BEGIN:VEVENT"), lines.index(b"END:VEVENT")
    shuffled = b"\r\n".join([*lines[: first + 1], *reversed(lines[first + 1 : last]), *lines[last:]])
    assert digest_of(one) == digest_of(shuffled)
    assert digest_of(one) != digest_of(one.replace(b"T22", b"T21"))
    assert digest_of(b"nonsense") != digest_of(b"other nonsense")


def test_a_calendar_is_made_and_then_left_alone(server, address, feed, remembered):
    assert figures(run(address, feed, remembered)) == {"created": 31}
    assert figures(run(address, feed, remembered)) == {"unchanged": 31}
    listed = RemoteCalendar(address, "chief", SECRET).listed()
    assert set(listed) == set(resources_of(feed))
    for name in list(listed)[:3]:
        assert digest_of(server.ask("GET", address + name)[2].encode()) == digest_of(resources_of(feed)[name])


def test_one_moved_night_is_one_request(server, address, feed, remembered):
    run(address, feed, remembered)
    before = RemoteCalendar(address, "chief", SECRET).listed()
    changed, name = moved(feed)
    done = run(address, changed, remembered)
    assert (done.updated, len(done.unchanged)) == ((name,), 30)
    after = RemoteCalendar(address, "chief", SECRET).listed()
    assert {one for one in after if after[one] != before[one]} == {name}


def test_what_is_no_longer_published_goes_and_what_is_others_stays(server, address, feed, remembered):
    run(address, feed, remembered)
    theirs = next(iter(resources_of(feed).values())).replace(b"UID:", b"UID:theirs-")
    assert server.ask("PUT", f"{address}theirs.ics", theirs, Content_Type="text/calendar")[0] == 201
    events = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", feed, re.DOTALL)
    done = run(address, feed.replace(events[4], b""), remembered)
    assert (len(done.removed), len(done.unchanged), done.conflicts) == (1, 30, ())
    assert "theirs.ics" in RemoteCalendar(address, "chief", SECRET).listed()


def test_what_somebody_changed_is_told_and_not_touched(server, address, feed, remembered):
    run(address, feed, remembered)
    changed, name = moved(feed)
    change_there(server, address, name, "夜间巡逻", "由他人修改")
    done = run(address, changed, remembered)
    assert done.updated == ()
    (told,) = done.conflicts
    assert "was changed there by somebody" in told
    assert "由他人修改" in server.ask("GET", address + name)[2]
    assert len(done.unchanged) == 30
    assert figures(run(address, changed, remembered)) == {"unchanged": 30, "conflicts": 1}  # and told again
    assert run(address, changed, remembered, ours_wins=True).updated == (name,)
    assert figures(run(address, changed, remembered)) == {"unchanged": 31}


def test_what_somebody_changed_is_not_removed_either(server, address, feed, remembered):
    run(address, feed, remembered)
    events = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", feed, re.DOTALL)
    name = resource_name(re.search(rb"UID:(\S+)", events[0])[1].decode())
    change_there(server, address, name, "夜间巡逻", "由他人修改")
    done = run(address, feed.replace(events[0], b""), remembered)
    assert done.removed == ()
    assert "would have been removed" in done.conflicts[0]
    assert server.ask("GET", address + name)[0] == 200
    assert run(address, feed.replace(events[0], b""), remembered, ours_wins=True).removed == (name,)
    assert server.ask("GET", address + name)[0] == 404


def test_what_somebody_removed_is_told_and_comes_back_only_if_asked_for(server, address, feed, remembered):
    run(address, feed, remembered)
    name = next(iter(resources_of(feed)))
    assert server.ask("DELETE", address + name)[0] in (200, 204)
    assert "was removed there by somebody" in run(address, feed, remembered).conflicts[0]
    assert run(address, feed, remembered, ours_wins=True).created == (name,)


def test_what_lies_there_already_is_theirs_unless_it_says_the_same(server, address, feed, remembered, tmp_path):
    run(address, feed, remembered)
    lost = Memory(tmp_path / "lost.json")  # the file that remembers is gone
    assert figures(run(address, feed, lost)) == {"unchanged": 31}
    changed, name = moved(feed)
    again = Memory(tmp_path / "lost-again.json")
    done = run(address, changed, again)
    assert (len(done.unchanged), len(done.conflicts)) == (30, 1)
    assert name in done.conflicts[0]


def test_a_run_that_broke_off_knows_its_own_writing_again(server, address, feed, tmp_path):
    """The answer to a PUT, or the file that remembers, may be lost; the event is on the server."""
    remembered = Memory(tmp_path / "state.json")
    run(address, feed, remembered)
    changed, name = moved(feed)
    as_it_was = json.loads((tmp_path / "state.json").read_text())
    run(address, changed, remembered)
    as_it_was["calendars"][address][name]["trying"] = remembered.of(address)[name].digest
    (tmp_path / "state.json").write_text(json.dumps(as_it_was))
    later, _ = moved(changed, 1)
    done = run(address, later, Memory(tmp_path / "state.json"))
    assert (len(done.updated), len(done.unchanged), done.conflicts) == (1, 30, ())


def test_two_who_publish_at_once_do_not_write_over_each_other(server, address, feed, tmp_path):
    first, second = Memory(tmp_path / "first.json"), Memory(tmp_path / "second.json")
    run(address, feed, first)
    run(address, feed, second)
    mine, name = moved(feed)
    theirs = mine.replace(b"T23", b"T21")
    assert run(address, mine, first).updated == (name,)
    assert len(run(address, theirs, second).conflicts) == 1


def test_the_plugin_publishes_what_the_settings_say(server, address, planned, tmp_path):
    files = tuple(write_feeds(planned))
    settings = {
        "calendars": {"member/team/watch.ics": address},
        "user": {"env": "CALDAV_USER"},
        "password": {"env": "CALDAV_PASSWORD"},
        "state": str(tmp_path / "state.json"),
    }
    environment = {"CALDAV_USER": "chief", "CALDAV_PASSWORD": SECRET}
    host = Host.open({"caldav": settings}, builtins={}, environment=environment)
    host.published(planned, files)
    assert (host.failures, host.faults) == ((), ())
    assert len(RemoteCalendar(address, "chief", SECRET).listed()) == 31
    saved = (tmp_path / "state.json").read_text()
    assert SECRET not in saved
    assert (tmp_path / "state.json").stat().st_mode & 0o077 == 0


def test_a_conflict_is_a_failure_that_names_the_event_and_no_secret(server, address, planned, feed, tmp_path):
    run(address, feed, Memory(tmp_path / "state.json"))
    changed, name = moved(feed)
    change_there(server, address, name, "夜间巡逻", "由他人修改")
    one = CalDav(calendars={"w.ics": address}, user="chief", password=SECRET, state=str(tmp_path / "state.json"))
    with pytest.raises(Conflict) as caught:
        one.volsched_published(planned, (OutputFile("w.ics", changed),))
    assert name in str(caught.value)
    assert "由他人修改" not in server.ask("GET", address + name)[2] or "夜间巡逻" in str(caught.value)
    assert "settle them there" in str(caught.value)
    assert SECRET not in str(caught.value) + repr(one)


def test_a_wrong_password_is_told_without_it(radicale, feed, remembered):
    calendar = RemoteCalendar(f"{radicale.home()}x/", "chief", "wrong-secret")
    with pytest.raises(CalDavError, match="401 Unauthorized; write the user and the password") as caught:
        calendar.listed()
    assert "wrong-secret" not in str(caught.value)


def test_texts_of_every_kind_come_through(server, address, tmp_path):
    hostile = 'Hi\\; "a", b:c\n<b>&\u2028 =1+1 \U0001f469\u200d\U0001f467 ئۇيغۇر'
    made = programme()
    first = attrs.evolve(made.activities[0], title=Text(zh=hostile), audience="public")
    planned = plan(attrs.evolve(made, activities=(first,)))
    content = write_feed(planned, feeds_of(planned)[0])
    remembered = Memory(tmp_path / "state.json")
    assert len(run(address, content, remembered).created) == 31
    assert figures(run(address, content, Memory(tmp_path / "other.json"))) == {"unchanged": 31}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("dav.example.org/x", "is no address of a calendar"),
        ("ftp://dav.example.org/x", "is no address of a calendar"),
        ("https://u:geheim@dav.example.org/x", "holds a user or password"),
        ("http://dav.example.org/x", "would send the password readable"),
        ("https://dav.example.org/x?y", "is no address of a calendar"),
    ],
)
def test_addresses_are_checked_before_anything_is_sent(address, said):
    with pytest.raises(InvalidValue, match=said) as caught:
        CalDav(calendars={"public/calendar.ics": address})
    assert "geheim" not in str(caught.value)


def test_a_calendar_that_is_not_published_is_named(planned, tmp_path):
    one = CalDav(calendars={"public/calender.ics": "https://dav.example.org/x/"}, state=str(tmp_path / "s.json"))
    with pytest.raises(
        Conflict, match="no calendar 'public/calender.ics' is published; did you mean 'public/calendar.ics'"
    ):
        one.volsched_published(planned, tuple(write_feeds(planned)))


def test_a_server_that_is_not_there_is_told(remembered, feed):
    with pytest.raises(CalDavError, match="cannot be reached: ConnectionRefusedError; see whether the server runs"):
        run("http://127.0.0.1:9/x/", feed, remembered)


def test_a_file_that_is_not_ours_is_refused(tmp_path):
    (tmp_path / "state.json").write_text('{"calendars": {"x": {"y": {"z": 1}}}}')
    with pytest.raises(InvalidValue, match=r"'state.json' is not ours; remove it"):
        Memory(tmp_path / "state.json")


def test_the_memory_is_kept(tmp_path):
    one = Memory(tmp_path / "state.json")
    one.of("https://x/")["a.ics"] = Known(etag='"1"', digest="d", trying="d")
    one.save()
    assert Memory(tmp_path / "state.json").of("https://x/") == one.of("https://x/")
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.heavy
def test_a_server_that_keeps_an_event_once_for_each_user_says_so(cyrus, feed, tmp_path):
    first, second = (f"{cyrus.home()}once-{number}/" for number in (1, 2))
    run(first, feed, Memory(tmp_path / "one.json"))
    with pytest.raises(CalDavError, match="unique-scheduling-object-resource.*under a user of its own each"):
        run(second, feed, Memory(tmp_path / "two.json"))
    for address in (first, second):
        cyrus.ask("DELETE", address)


class Twin:
    """What should lie on the server, reckoned in the plainest way: for each event what it says, and whose it is."""

    def __init__(self):
        self.there, self.theirs, self.known = {}, set(), set()

    def changed_by_others(self, name, said):
        self.there[name] = said
        self.theirs.add(name)

    def removed_by_others(self, name):
        del self.there[name]
        self.theirs.add(name)

    def published(self, wanted):
        conflicts = set()
        for name, said in wanted.items():
            if name in self.theirs and self.there.get(name) != said:
                conflicts.add(name)
            else:
                self.there[name] = said
                self.theirs.discard(name)
        for name in self.known - set(wanted):
            if name in self.theirs and name in self.there:
                conflicts.add(name)
            else:
                self.there.pop(name, None)
                self.theirs.discard(name)
        self.known = {name for name in self.known if name in conflicts} | set(wanted)
        return conflicts


@pytest.mark.parametrize("seed", range(4))
def test_whatever_others_do_meanwhile_nothing_of_theirs_is_lost(server, address, feed, tmp_path, seed):
    """Forty random steps by us and by somebody else, against the twin."""
    chance, twin = random.Random(seed), Twin()
    every = dict(list(resources_of(feed).items())[:8])
    ours = dict(every)
    calendar = RemoteCalendar(address, "chief", SECRET)
    for count in range(40):
        step, name = (
            chance.choice(("move", "drop", "back", "edit", "remove", "publish", "publish")),
            chance.choice(sorted(every)),
        )
        if step == "move":
            ours[name] = every[name].replace(b"SUMMARY:", f"SUMMARY:ours {count} ".encode())
        elif step == "drop" and len(ours) > 1:
            ours.pop(name, None)
        elif step == "back":
            ours[name] = every[name]
        elif step == "edit" and name in twin.there:
            said = every[name].replace(b"SUMMARY:", f"SUMMARY:theirs {count} ".encode())
            assert server.ask("PUT", address + name, said, Content_Type="text/calendar")[0] in (200, 201, 204)
            twin.changed_by_others(name, digest_of(said))
        elif step == "remove" and name in twin.there:
            assert server.ask("DELETE", address + name)[0] in (200, 204)
            twin.removed_by_others(name)
        elif step == "publish":
            memory = Memory(tmp_path / "state.json")
            done = Syncing(calendar, memory.of(address), save=memory.save).bring_to(ours)
            conflicts = twin.published({one: digest_of(content) for one, content in ours.items()})
            assert {told.split()[0] for told in done.conflicts} == conflicts
            listed = calendar.listed()
            there = {one: digest_of(server.ask("GET", address + one)[2].encode()) for one in listed}
            assert there == twin.there
