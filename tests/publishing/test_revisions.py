"""Revisions that are remembered: raised for what matters, in the feeds it is in, and nothing else moves."""

import datetime as dt
import json
import random

import attrs
import icalendar
import pytest

from volsched.errors import InvalidValue
from volsched.model import Span, Text, Window
from volsched.publishing import Revisions, edition_of, feeds_of, write_feeds
from volsched.publishing.feeds import FeedOptions

NOW = dt.datetime(2027, 4, 20, 9, 30, 15, 123456, tzinfo=dt.UTC)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
FIRST, SECOND = "night/20270501T2200", "night/20270502T2200"
SONGS = "rehearsal/20270507T1000"


def kept(revisions):
    """What a store would give back."""
    bodies = json.loads(json.dumps([[*key, body] for key, body in revisions.to_bodies().items()]))
    return Revisions.of_bodies({(kind, key): body for kind, key, body in bodies})


def publish(plan, former=None, now=NOW, options=None):
    """What is written, and what is remembered of it."""
    edition = edition_of(plan, former or Revisions(), now=now)
    assert kept(edition.revisions) == edition.revisions
    return {file.path: file.content for file in write_feeds(edition, options)}, edition.revisions


def events(content):
    """The VEVENTs of a calendar by UID and RECURRENCE-ID, as they are written."""
    found = {}
    for part in content.split(b"BEGIN:VEVENT\r\n")[1:]:
        lines = part.partition(b"END:VEVENT")[0].replace(b"\r\n ", b"").decode().split("\r\n")
        values = dict(line.partition(":")[::2] for line in lines if line)
        name = values["UID"], next((value for key, value in values.items() if key.startswith("RECURRENCE-ID")), "")
        assert name not in found
        found[name] = values
    return found


def differing(before, after):
    """For each file that differs, the events that differ in it."""
    assert list(before) == list(after)
    found = {}
    for path in before:
        old, new = events(before[path]), events(after[path])
        changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        assert bool(changed) == (before[path] != after[path])
        if changed:
            found[path] = [(old.get(name), new.get(name)) for name in changed]
    return found


def uid(plan, key):
    writer = next(feed for feed in feeds_of(plan) if feed.path == "member/area/office.ics")
    return next(view.uid for view in writer.events() if view.key == key)


def moved(plan, changed, key, hours=1):
    span = Span(plan.occurrence(key).span.start + hours * HOUR, plan.occurrence(key).span.end + hours * HOUR)
    plan = changed(plan, key, span=span, moved=True)
    shifts = tuple(attrs.evolve(item, span=span) if item.id == key else item for item in plan.shifts)
    return attrs.evolve(plan, shifts=shifts)


def test_the_first_publication_is_what_is_written_without_a_memory(plan):
    written, revisions = publish(plan)
    assert written == {file.path: file.content for file in write_feeds(plan)}
    assert {shown.revision.sequence for shown in revisions.events.values()} == {0}


def test_publishing_again_writes_the_same_bytes_and_remembers_the_same(plan):
    written, revisions = publish(plan)
    again, later = publish(plan, kept(revisions), NOW + 9 * DAY)
    assert again == written
    assert later == revisions


def test_a_moved_shift_is_one_event_with_its_uid_and_the_next_sequence_in_each_feed_it_is_in(plan, changed):
    written, revisions = publish(plan)
    after, later = publish(moved(plan, changed, FIRST), kept(revisions), NOW + DAY)
    found = differing(written, after)
    assert sorted(found) == [
        "member/activity/night.ics",
        "member/area/office.ics",
        "member/area/suifeng.ics",
        "member/team/watch.ics",
        "person/an.ics",
        "person/bo.ics",
    ]
    for pairs in found.values():
        ((old, new),) = pairs
        assert old["UID"] == new["UID"] == uid(plan, FIRST)
        assert (old["SEQUENCE"], new["SEQUENCE"]) == ("0", "1")
        assert new["DTSTAMP"] == new["LAST-MODIFIED"] == "20270421T093015Z"
        assert {name for name in new if old.get(name) != new[name]} == {
            "DTSTAMP",
            "LAST-MODIFIED",
            "SEQUENCE",
            "DTSTART;TZID=Asia/Shanghai",
            "DTEND;TZID=Asia/Shanghai",
            "DESCRIPTION",
        }
    back, _ = publish(plan, kept(later), NOW + 2 * DAY)
    assert all(new["SEQUENCE"] == "2" for pairs in differing(after, back).values() for _, new in pairs)


def test_another_wording_raises_nothing(plan):
    written, revisions = publish(plan)
    activities = tuple(
        attrs.evolve(item, title=Text(zh="夜巡")) if item.id == "night" else item for item in plan.programme.activities
    )
    worded = attrs.evolve(plan, programme=attrs.evolve(plan.programme, activities=activities))
    after, later = publish(worded, revisions, NOW + DAY)
    assert later == revisions
    for pairs in differing(written, after).values():
        for old, new in pairs:
            assert {name for name in new if old.get(name) != new[name]} == {"SUMMARY"}


def test_another_venue_raises_the_revision_and_leaves_the_old_hall_as_cancelled(plan, changed):
    written, revisions = publish(plan)
    after, _ = publish(changed(plan, SONGS, venue="square"), revisions, NOW + DAY)
    found = differing(written, after)
    ((old, new),) = found["public/calendar.ics"]
    assert (new["SEQUENCE"], new["STATUS"], new["LOCATION"]) == ("1", "CONFIRMED", "广场")
    ((old, new),) = found["public/venue/hall.ics"]
    assert (old["STATUS"], new["STATUS"], new["SEQUENCE"]) == ("CONFIRMED", "CANCELLED", "1")
    ((old, new),) = found["public/venue/square.ics"]
    assert (old, new["STATUS"], new["SEQUENCE"]) == (None, "CONFIRMED", "1")


def test_a_duty_that_is_taken_over_leaves_a_cancelled_event_with_the_one_and_a_new_one_with_the_other(plan):
    roster = plan.rosters[0]
    written, revisions = publish(plan)
    other = tuple(
        attrs.evolve(item, person="di") if item.seat.shift == FIRST and item.person == "an" else item
        for item in roster.assignments
    )
    swapped = attrs.evolve(plan, rosters=(roster.with_assignments(other),))
    after, later = publish(swapped, revisions, NOW + DAY)
    found = differing(written, after)
    assert sorted(found) == ["person/an.ics", "person/di.ics"]
    ((old, new),) = found["person/an.ics"]
    assert (old["SEQUENCE"], new["SEQUENCE"], new["STATUS"]) == ("0", "1", "CANCELLED")
    assert (new["SUMMARY"], new["UID"]) == ("ئەمەلدىن قالدۇرۇلدى: كېچىلىك چارلاش", uid(plan, FIRST))
    ((old, new),) = found["person/di.ics"]
    assert (old, new["SEQUENCE"], new["STATUS"]) == (None, "0", "CONFIRMED")
    # Given back it is new again, and never an older revision than the one that was cancelled.
    back, last = publish(plan, kept(later), NOW + 2 * DAY)
    ((old, new),) = differing(after, back)["person/an.ics"]
    assert (new["SEQUENCE"], new["STATUS"], new["DTSTAMP"]) == ("2", "CONFIRMED", "20270422T093015Z")
    assert publish(plan, last, NOW + 90 * DAY)[0]["person/an.ics"] == back["person/an.ics"]


@pytest.mark.parametrize("how", ["cancelled", "taken out"])
def test_what_is_cancelled_stays_for_thirty_days_and_then_goes(plan, changed, how):
    written, revisions = publish(plan)
    without = attrs.evolve(plan, occurrences=tuple(item for item in plan.occurrences if item.key != SONGS))
    cancelled = changed(plan, SONGS, cancelled=True) if how == "cancelled" else without
    after, later = publish(cancelled, revisions, NOW + DAY)
    found = differing(written, after)
    assert sorted(found) == [
        "member/area/office.ics",
        "member/area/suifeng.ics",
        "member/team/choir.ics",
        "person/bo.ics",
        "person/di.ics",
        "public/activity/rehearsal.ics",
        "public/calendar.ics",
        "public/community/office.ics",
        "public/community/suifeng.ics",
        "public/venue/hall.ics",
    ]
    for pairs in found.values():
        ((_, new),) = pairs
        assert (new["SEQUENCE"], new["STATUS"], new["TRANSP"]) == ("1", "CANCELLED", "TRANSPARENT")
        assert new["SUMMARY"] == "（已取消）合唱排练"
    assert publish(cancelled, kept(later), NOW + 29 * DAY) == (after, later)
    gone, last = publish(cancelled, kept(later), NOW + 31 * DAY)
    assert all(new is None for pairs in differing(after, gone).values() for _, new in pairs)
    # The rehearsal that was cancelled from the beginning goes too.
    assert b"STATUS:CANCELLED" not in b"".join(gone.values())
    assert publish(cancelled, kept(last), NOW + 60 * DAY)[0] == gone
    back, _ = publish(plan, kept(last), NOW + 61 * DAY)
    assert events(back["public/calendar.ics"])[uid(plan, SONGS), ""]["SEQUENCE"] == "2"


def test_a_kind_of_feed_can_do_without_what_is_cancelled(plan, changed):
    _, revisions = publish(plan)
    cancelled = changed(plan, SONGS, cancelled=True)
    written, _ = publish(cancelled, revisions, NOW + DAY, FeedOptions(keep_cancelled=("person",)))
    with_it = [path for path, content in written.items() if b"STATUS:CANCELLED" in content]
    assert with_it == ["person/bo.ics", "person/di.ics"]


def test_what_may_not_be_seen_any_more_leaves_without_its_name(plan):
    _, revisions = publish(plan)
    activities = tuple(
        attrs.evolve(item, audience="coordinator") if item.id == "rehearsal" else item
        for item in plan.programme.activities
    )
    hidden = attrs.evolve(plan, programme=attrs.evolve(plan.programme, activities=activities))
    written, _ = publish(hidden, revisions, NOW + DAY)
    for path, content in written.items():
        if path.startswith(("public/", "member/")):
            assert "合唱排练" not in content.replace(b"\r\n ", b"").decode(), path
    assert "SUMMARY:（已取消）活动" in written["public/calendar.ics"].decode()


def test_an_activity_that_is_not_there_any_more_leaves_without_its_name(plan):
    _, revisions = publish(plan)
    programme = attrs.evolve(
        plan.programme, activities=tuple(item for item in plan.programme.activities if item.id != "gala")
    )
    rest = tuple(item for item in plan.occurrences if item.activity != "gala")
    without = attrs.evolve(plan, programme=programme, occurrences=rest)
    edition = edition_of(without, revisions, now=NOW + DAY)
    written = {file.path: file.content for file in write_feeds(edition)}
    assert "SUMMARY:（已取消）活动" in written["public/calendar.ics"].decode()
    assert "public/activity/gala.ics" not in written


def test_time_that_is_free_again_is_cancelled_without_saying_what_took_it(plan, changed):
    written, revisions = publish(plan)
    after, _ = publish(changed(plan, "meeting/20270512T0900", cancelled=True), revisions, NOW + DAY)
    ((_, new),) = differing(written, after)["public/venue/hall.ics"]
    assert (new["SUMMARY"], new["STATUS"], new["SEQUENCE"]) == ("（已取消）已占用", "CANCELLED", "1")


def test_the_days_outside_the_window_are_left_alone(plan):
    _, revisions = publish(plan)
    june = attrs.evolve(plan, window=Window.month(2027, 6), occurrences=(), shifts=(), rosters=(), bookings=())
    written, later = publish(june, revisions, NOW + DAY)
    assert b"BEGIN:VEVENT" not in b"".join(written.values())
    # Asked about again, May is as it was.
    assert publish(plan, kept(later), NOW + 2 * DAY)[0] == publish(plan)[0]
    # A year later it is forgotten.
    assert not publish(june, later, NOW + 800 * DAY)[1].events


def test_a_clock_that_goes_back_sends_no_stamp_back(plan, changed):
    _, revisions = publish(plan)
    _, later = publish(moved(plan, changed, FIRST), revisions, NOW + 40 * DAY)
    written, _ = publish(moved(plan, changed, FIRST, 2), later, NOW - 40 * DAY)
    event = events(written["person/an.ics"])[uid(plan, FIRST), ""]
    assert (event["SEQUENCE"], event["DTSTAMP"]) == ("2", "20270530T093015Z")


def test_a_token_names_the_personal_calendar_and_keeps_its_revisions(plan):
    written, revisions = publish(plan)
    token = "k" * 32
    edition = edition_of(plan, revisions, now=NOW, tokens={"an": token})
    found = {file.path: file.content for file in write_feeds(edition)}
    assert "person/an.ics" not in found
    assert found[f"person/{token}.ics"] == written["person/an.ics"]
    assert token not in repr(edition)
    assert edition.revisions == revisions


@pytest.mark.parametrize("body", [{"x": []}, {"x": [1, 2]}, {"x": 5}, []])
@pytest.mark.parametrize("kind", ["revisions", "feed"])
def test_a_record_that_is_none_is_refused_by_name(kind, body):
    with pytest.raises(InvalidValue, match=f"{kind} choir: cannot be read: .*; take this record out of the store"):
        Revisions.of_bodies({(kind, "choir"): body})


def test_a_long_life_of_edits_against_a_client_that_believes_what_it_reads(plan, changed):
    """A client takes an event only with a higher SEQUENCE than it has; after each publication it must be right."""
    random_number = random.Random(20270501)
    revisions, now, client, current = Revisions(), NOW, {}, plan
    for _ in range(40):
        now += dt.timedelta(hours=random_number.randint(1, 60))
        key = random_number.choice([FIRST, SECOND, SONGS, "gala/20270510T1800", "fair/20270511"])
        act = random_number.choice(["move", "cancel", "restore", "venue", "nothing"])
        if act == "move":
            current = moved(current, changed, key, random_number.choice([-24, 24, 48]))
        elif act == "venue" and not key.startswith("night"):
            current = changed(current, key, venue=random_number.choice(["hall", "square"]))
        elif act in ("cancel", "restore"):
            current = changed(current, key, cancelled=act == "cancel")
        written, revisions = publish(current, kept(revisions), now)
        for path, content in written.items():
            known = client.setdefault(path, {})
            for event in icalendar.Calendar.from_ical(content).events:
                name = str(event["UID"])
                facts = (event.start, event.end, str(event["STATUS"]), str(event.get("LOCATION", "")))
                sequence, stamp, believed = known.get(name, (-1, None, None))
                if believed is None or facts != believed:
                    assert event["SEQUENCE"] > sequence, (path, facts, believed)
                    # The first stamp is that of the window, which may begin later than today.
                    assert sequence < 1 or event["DTSTAMP"].dt >= stamp
                else:
                    assert (event["SEQUENCE"], event["DTSTAMP"].dt) == (sequence, stamp)
                known[name] = (event["SEQUENCE"], event["DTSTAMP"].dt, facts)
