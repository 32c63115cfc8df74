"""Feeds: which there are, what is in each, and the bytes they come to."""

import datetime as dt
from pathlib import Path

import attrs
import icalendar
import pytest

from volsched.errors import InvalidValue, UnknownName
from volsched.model import Area, Override, Schedule, Span, Text, Venue
from volsched.publishing import Feed, FeedWriter, feed_name, feeds_of, to_icalendar, write_feed, write_feeds

GOLDEN = Path(__file__).parent / "golden"
NIGHT, SECOND_NIGHT = "night/20270501T2200", "night/20270502T2200"


def feed(plan, path):
    return next(item for item in feeds_of(plan) if item.path == path)


def keys(plan, path):
    return [view.key for view in FeedWriter(plan).events(feed(plan, path))]


def test_there_is_a_feed_for_everything_that_something_happens_in(plan):
    assert [item.path for item in feeds_of(plan)] == [
        "public/calendar.ics",
        "public/community/kangle.ics",
        "public/community/office.ics",
        "public/community/suifeng.ics",
        "member/area/kangle.ics",
        "member/area/office.ics",
        "member/area/suifeng.ics",
        "member/team/choir.ics",
        "member/team/watch.ics",
        "public/venue/hall.ics",
        "public/venue/square.ics",
        "public/activity/fair.ics",
        "public/activity/first-aid.ics",
        "public/activity/gala.ics",
        "coordinator/activity/meeting.ics",
        "member/activity/night.ics",
        "public/activity/rehearsal.ics",
        "person/an.ics",
        "person/bo.ics",
        "person/chen.ics",
        "person/di.ics",
        "person/nobody.ics",
    ]
    for item in feeds_of(plan):
        assert item.path.startswith(f"{item.audience}/")


def test_feeds_stay_where_they_are_when_nothing_happens_in_them(plan):
    empty = attrs.evolve(plan, occurrences=(), shifts=(), rosters=(), problems=(), bookings=())
    assert feeds_of(empty) == feeds_of(plan)
    for item in feeds_of(empty):
        calendar = icalendar.Calendar.from_ical(write_feed(empty, item))
        assert not calendar.walk("VEVENT")
        assert calendar.walk("VTIMEZONE")  # RFC 5545 3.6 wants one component at least


def test_an_override_brings_a_venue_a_feed(placed, planned):
    moved = Override(original=dt.datetime(2027, 5, 10, 18), venue="stage")
    programme = placed()
    gala = next(item for item in programme.activities if item.id == "gala")
    gala = attrs.evolve(gala, schedule=attrs.evolve(gala.schedule, overrides=(moved,)))
    stage = Venue(id="stage", name=Text(zh="舞台"))
    programme = attrs.evolve(programme, venues=(*programme.venues, stage), activities=(gala,))
    plan = planned(programme, (), bookings=())
    assert [item.subject for item in feeds_of(plan) if item.kind == "venue"] == ["square", "stage"]


def test_device_names_of_windows_are_no_file_names(placed, planned):
    areas = (Area(id="con", name=Text(zh="社区")),)
    programme = placed()
    fair = next(item for item in programme.activities if item.id == "fair")
    plan = planned(
        attrs.evolve(programme, areas=(*programme.areas, *areas), activities=(attrs.evolve(fair, area="con"),)),
        (),
        bookings=(),
    )
    assert "public/community/_con.ics" in [item.path for item in feeds_of(plan)]


def test_the_public_feed_has_what_is_public(plan):
    assert keys(plan, "public/calendar.ics") == [
        "rehearsal/20270507T1000",
        "first-aid/20270509T1900",
        "gala/20270510T1800",
        "fair/20270511",
        "rehearsal/20270514T1000",
        "rehearsal/20270521T1000",
    ]


def test_a_community_has_what_is_public_in_it_and_below_it(plan):
    rehearsals = ["rehearsal/20270507T1000", "rehearsal/20270514T1000", "rehearsal/20270521T1000"]
    assert keys(plan, "public/community/kangle.ics") == ["gala/20270510T1800"]
    # The rehearsal has no area of its own and counts where its hall is.
    assert keys(plan, "public/community/suifeng.ics") == [rehearsals[0], "first-aid/20270509T1900", *rehearsals[1:]]
    assert keys(plan, "public/community/office.ics") == keys(plan, "public/calendar.ics")


def test_the_people_of_an_area_see_what_is_for_members_too(plan):
    assert keys(plan, "member/area/suifeng.ics") == [NIGHT, SECOND_NIGHT, *keys(plan, "public/community/suifeng.ics")]


def test_an_activity_has_its_own_calendar_and_what_is_for_the_people_concerned_has_none(plan):
    assert keys(plan, "public/activity/rehearsal.ics") == [
        "rehearsal/20270507T1000",
        "rehearsal/20270514T1000",
        "rehearsal/20270521T1000",
    ]
    assert keys(plan, "coordinator/activity/meeting.ics") == ["meeting/20270512T0900"]
    assert not [item for item in feeds_of(plan) if item.subject == "checkup"]
    # Even asked for by name it shows nothing.
    hidden = Feed(kind="activity", subject="checkup", audience="public", path="x.ics")
    assert FeedWriter(plan).events(hidden) == ()


def test_a_team_has_what_it_takes_part_in_and_what_it_serves(plan):
    assert keys(plan, "member/team/watch.ics") == [NIGHT, SECOND_NIGHT]
    assert len(keys(plan, "member/team/choir.ics")) == 3


def test_a_venue_has_everything_that_takes_it(plan):
    found = FeedWriter(plan).events(feed(plan, "public/venue/hall.ics"))
    assert [(view.span.start.astimezone(dt.UTC).day, view.title) for view in found] == [
        (7, "合唱排练"),
        (8, "已占用"),
        (12, "已占用"),
        (21, "（已取消）合唱排练"),
    ]
    assert keys(plan, "public/venue/square.ics") == ["gala/20270510T1800", "rehearsal/20270514T1000"]


def test_a_person_has_duties_appointments_and_what_the_teams_do(plan):
    assert keys(plan, "person/an.ics") == [NIGHT, "checkup/20270508T0900", "first-aid/20270509T1900"]
    assert keys(plan, "person/bo.ics") == [
        NIGHT,
        SECOND_NIGHT,
        "rehearsal/20270507T1000",
        "rehearsal/20270514T1000",
        "rehearsal/20270521T1000",
    ]
    assert keys(plan, "person/chen.ics") == ["checkup/20270508T0900"]
    assert keys(plan, "person/nobody.ics") == []


def test_an_appointment_has_its_own_time_and_a_uid_of_its_own(plan):
    writer = FeedWriter(plan)
    an = next(v for v in writer.events(feed(plan, "person/an.ics")) if v.key.startswith("checkup"))
    di = next(v for v in writer.events(feed(plan, "person/di.ics")) if v.key.startswith("checkup"))
    session = writer.events(feed(plan, "person/chen.ics"))[0]
    assert (an.span.length, di.span.length, session.span.length) == (
        dt.timedelta(minutes=15),
        dt.timedelta(minutes=15),
        dt.timedelta(hours=1),
    )
    assert len({an.uid, di.uid, session.uid}) == 3
    assert an.face.private


def test_who_waits_has_nothing_in_their_calendar(plan):
    assert "first-aid/20270509T1900" not in keys(plan, "person/di.ics")


def test_one_who_serves_twice_in_one_night_has_one_event_with_both_roles(plan):
    roster = plan.rosters[0]
    seats = [
        attrs.evolve(item, seat=attrs.evolve(item.seat, role="leader"), person="an") for item in roster.assignments
    ]
    both = attrs.evolve(plan, rosters=(roster.with_assignments((*roster.assignments, seats[0])),))
    found = [view for view in FeedWriter(both).events(feed(both, "person/an.ics")) if view.key == NIGHT]
    assert len(found) == 1
    assert found[0].description.endswith("ۋەزىپە: leader, چارلاش")


def test_uids_come_from_stable_names_alone(plan, changed):
    before = {view.key: view.uid for view in FeedWriter(plan).events(feed(plan, "public/calendar.ics"))}
    key = "rehearsal/20270507T1000"
    span = Span(dt.datetime(2027, 5, 20, 4, tzinfo=dt.UTC), dt.datetime(2027, 5, 20, 6, tzinfo=dt.UTC))
    moved = changed(plan, key, span=span, moved=True, venue="square")
    after = {view.key: view.uid for view in FeedWriter(moved).events(feed(moved, "public/calendar.ics"))}
    assert after == before
    assert before[key] == "878786e6fc53e50a07aea285617a12e2@cal.example.org"
    assert len(set(before.values())) == len(before)


def test_one_change_changes_one_event(plan, changed):
    key = "rehearsal/20270507T1000"
    span = Span(dt.datetime(2027, 5, 7, 4, tzinfo=dt.UTC), dt.datetime(2027, 5, 7, 6, tzinfo=dt.UTC))
    moved = changed(plan, key, span=span, moved=True)
    for item in feeds_of(plan):
        before = write_feed(plan, item).split(b"BEGIN:VEVENT")
        after = write_feed(moved, item).split(b"BEGIN:VEVENT")
        touched = [b"UID:878786e6" in part for part in before if part not in after]
        assert touched == ([True] if key in keys(plan, item.path) else [])


def test_feeds_written_together_are_those_written_one_by_one(plan):
    together = {file.path: file.content for file in write_feeds(plan)}
    assert together == {item.path: write_feed(plan, item) for item in feeds_of(plan)}


@pytest.mark.parametrize(
    "path", ["public/calendar.ics", "public/venue/hall.ics", "person/an.ics", "member/team/watch.ics"]
)
def test_the_bytes_are_those_of_the_golden_file(plan, path):
    assert write_feed(plan, feed(plan, path)) == (GOLDEN / path.replace("/", "-")).read_bytes()


@pytest.mark.parametrize("path", ["public/calendar.ics", "public/venue/hall.ics", "person/an.ics", "person/bo.ics"])
def test_icalendar_reads_what_we_see(plan, path):
    chosen = feed(plan, path)
    calendar = to_icalendar(plan, chosen)
    assert isinstance(calendar, icalendar.Calendar)
    assert "METHOD" not in calendar
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == feed_name(plan.programme, chosen)
    assert calendar["X-WR-TIMEZONE"] == "Asia/Shanghai"
    views = FeedWriter(plan).events(chosen)
    events = calendar.events
    assert [not event.errors for event in events] == [True] * len(views)
    for event, view in zip(events, views, strict=True):
        assert (str(event["UID"]), str(event["SUMMARY"])) == (view.uid, view.title)
        assert str(event.get("DESCRIPTION", "")) == view.description
        assert str(event.get("LOCATION", "")) == view.face.location
        assert event["STATUS"] == ("CANCELLED" if view.cancelled else "CONFIRMED")
        assert (event["SEQUENCE"], event["DTSTAMP"].dt) == (0, plan.window.span.start)
        if view.all_day:
            assert (event.start, event.end) == (dt.date(2027, 5, 11), dt.date(2027, 5, 13))
        else:
            assert (event.start, event.end) == (view.span.start, view.span.end)
            assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"


def test_an_hour_that_comes_twice_is_told_apart(placed, planned, happening):
    programme = placed(activities=tuple(a for a in placed().activities if a.id == "rehearsal"))
    original = dt.datetime(2027, 10, 31, 2, 30)
    instants = [dt.datetime(2027, 10, 31, hour, 30, tzinfo=dt.UTC) for hour in (-1 + 1, 1)]
    for start in instants:
        found = happening("rehearsal", original, start, hours=1, zone="Europe/Berlin")
        plan = planned(programme, (found,), bookings=())
        written = write_feed(plan, feed(plan, "public/calendar.ics"))
        event = icalendar.Calendar.from_ical(written).events[0]
        assert (event.start, event.end) == (found.span.start, found.span.end)
        assert f"DTSTART:20271031T0{start.hour}3000Z".encode() in written


def test_an_event_over_a_change_of_the_clock_has_its_real_length(placed, planned, happening):
    programme = placed(activities=tuple(a for a in placed().activities if a.id == "rehearsal"))
    start = dt.datetime(2027, 10, 30, 20, tzinfo=dt.UTC)
    found = happening("rehearsal", dt.datetime(2027, 10, 30, 22), start, hours=9, zone="Europe/Berlin")
    plan = planned(programme, (found,), bookings=())
    written = write_feed(plan, feed(plan, "public/calendar.ics"))
    assert b"DTSTART;TZID=Europe/Berlin:20271030T220000\r\nDTEND;TZID=Europe/Berlin:20271031T060000\r\n" in written
    assert written.count(b"BEGIN:VTIMEZONE") == 1
    assert b"TZID:Europe/Berlin\r\n" in written


@pytest.mark.parametrize("domain", ["", "a b", "evil\r\nX-A:1", "-a.example", "a..b", "@", "x" * 64, "社区.example"])
def test_a_uid_domain_that_is_no_host_name_is_refused(placed, planned, domain):
    with pytest.raises(InvalidValue, match="programme street: uid_domain: .* is not a host name; write one such as"):
        FeedWriter(planned(placed(uid_domain=domain)))


def test_a_long_uid_is_folded(placed, planned):
    domain = ".".join(["a" * 50] * 4)
    plan = planned(placed(uid_domain=domain))
    calendar = to_icalendar(plan, feed(plan, "public/calendar.ics"))
    assert str(calendar.events[0]["UID"]) == f"878786e6fc53e50a07aea285617a12e2@{domain}"


def test_feeds_of_what_is_not_there_are_refused(plan):
    writer = FeedWriter(plan)
    for kind in ("community", "area", "team", "venue", "activity", "person"):
        with pytest.raises(UnknownName):
            writer.write(Feed(kind=kind, subject="nowhere", audience="public", path="x.ics"))
    for kind, subject in (("team", None), ("planet", "earth")):
        with pytest.raises(InvalidValue, match="cannot be a feed; write one of public, community"):
            writer.events(Feed(kind=kind, subject=subject, audience="public", path="x.ics"))


def test_feeds_have_names_in_the_language_of_their_readers(plan):
    names = {item.path: feed_name(plan.programme, item) for item in feeds_of(plan)}
    assert names["public/calendar.ics"] == "街道办"
    assert names["public/community/kangle.ics"] == "康乐园 · 街道办"
    assert names["member/team/choir.ics"] == "合唱团 · 街道办"
    assert names["public/venue/hall.ics"] == "礼堂 · 街道办"
    assert names["person/an.ics"] == "ئاناار · 街道办"
    assert names["person/chen.ics"] == "Dr Chen · Street office"


def test_hostile_text_in_every_field_ends_no_line(placed, planned):
    hostile = 'Hi\r\nATTENDEE:mailto:evil@x\r\nEND:VEVENT\u2028X-EVIL:1;a,b\\Nord"'
    programme = placed(name=Text(zh=hostile))
    venue = attrs.evolve(programme.venues[0], name=Text(zh=hostile), address=hostile)
    activities = tuple(
        attrs.evolve(item, title=Text(zh=hostile), description=Text(zh=hostile)) for item in programme.activities
    )
    programme = attrs.evolve(programme, venues=(venue, *programme.venues[1:]), activities=activities)
    plan = planned(programme)
    for item in feeds_of(plan):
        calendar = to_icalendar(plan, item)
        assert len(calendar.events) == len(FeedWriter(plan).events(item))
        for event in calendar.events:
            assert "ATTENDEE" not in event
            assert "X-EVIL" not in event


def test_half_a_character_in_an_address_is_named(placed, planned):
    programme = placed()
    venue = attrs.evolve(programme.venues[0], address="lone \ud800")
    plan = planned(attrs.evolve(programme, venues=(venue, *programme.venues[1:])))
    with pytest.raises(InvalidValue, match="venue hall: address: holds half of a character"):
        write_feed(plan, feeds_of(plan)[0])


def test_a_schedule_is_not_published_but_what_came_of_it(plan):
    assert isinstance(plan.programme.activity("night").schedule, Schedule)
    assert b"RRULE" not in b"".join(file.content for file in write_feeds(plan))
