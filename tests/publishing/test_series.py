"""Series as one event with a rule: what a calendar makes of it is what the plan says, occurrence by occurrence."""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from volsched.errors import RecurrenceError
from volsched.model import (
    Override,
    Pause,
    Person,
    Programme,
    Roster,
    Schedule,
    Space,
    Team,
    Text,
    Venue,
    Window,
    activity,
)
from volsched.planning import make_plan
from volsched.publishing import FeedWriter, Revisions, edition_of, feeds_of, write_feeds

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NOW = dt.datetime(2027, 1, 1, 4, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2027, 1, 1, 10)


def planned(window="2027-01", zone="Asia/Shanghai", settings=None, **schedule):
    fields = {"start": FRIDAY, "lasts": 2 * HOUR, "rule": "FREQ=WEEKLY;BYDAY=FR", "zone": zone, **schedule}
    programme = Programme(
        id="p",
        name=Text(zh="社区"),
        uid_domain="cal.example.org",
        venues=(Venue(id="hall", name=Text(zh="礼堂")), Venue(id="square", name=Text(zh="广场"))),
        people=(Person(id="an", name=Text(zh="安")), Person(id="bo", name=Text(zh="博"), language="en")),
        teams=(Team(id="choir", name=Text(zh="合唱团"), members=("an", "bo")),),
        activities=(
            activity(
                "songs", title=Text(zh="排练"), team="choir", space=Space(venue="hall"), schedule=Schedule(**fields)
            ),
        ),
        plugins={"ical": settings or {}},
    )
    return make_plan(programme, Window.parse(window), solve=lambda problem: Roster(id=problem.id))


def written(plan, path="public/calendar.ics"):
    return next(feed.write() for feed in feeds_of(plan) if feed.path == path)


def lines(plan, *names, path="public/calendar.ics"):
    found = written(plan, path).replace(b"\r\n ", b"").decode().partition("BEGIN:VEVENT")[2].split("\r\n")
    return [line for line in found if line.startswith(names)]


def expanded(content):
    """What a calendar makes of it, by dateutil and not by us: start, end, status, place of every occurrence."""
    calendar = icalendar.Calendar.from_ical(content)
    replaced = {(str(e["UID"]), e["RECURRENCE-ID"].dt) for e in calendar.events if "RECURRENCE-ID" in e}
    found = []
    for event in calendar.events:
        start, length = event.start, event.end - event.start
        starts = [start]
        if "RRULE" in event:
            rule = (
                rrulestr(event["RRULE"].to_ical().decode(), dtstart=_naive(start))
                if not isinstance(start, dt.datetime)
                else (rrulestr(event["RRULE"].to_ical().decode(), dtstart=start))
            )
            exdates = event.get("EXDATE", [])
            out = {item.dt for part in (exdates if isinstance(exdates, list) else [exdates]) for item in part.dts}
            starts = [moment if isinstance(start, dt.datetime) else moment.date() for moment in rule]
            assert starts[0] == start, "DTSTART is no member of its own rule"
            assert out <= set(starts), "something is left out that is not there"
            starts = [s for s in starts if s not in out and (str(event["UID"]), s) not in replaced]
        for begin in starts:
            wall_end = begin + length
            found.append((_instant(begin), _instant(wall_end), str(event["STATUS"]), str(event.get("LOCATION", ""))))
    return sorted(found)


def _naive(day):
    return dt.datetime.combine(day, dt.time())


def _instant(value):
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC)
    return dt.datetime.combine(value, dt.time(), ZoneInfo("Asia/Shanghai")).astimezone(dt.UTC)


def seen(plan, path="public/calendar.ics"):
    feed = next(item for item in feeds_of(plan) if item.path == path)
    return sorted(
        (view.span.start, view.span.end, "CANCELLED" if view.cancelled else "CONFIRMED", view.face.location)
        for view in FeedWriter(plan).events(feed)
    )


def test_a_plain_series_is_one_event_with_its_rule():
    plan = planned()
    assert lines(plan, "DTSTART", "DTEND", "RRULE", "EXDATE", "RECURRENCE-ID") == [
        "DTSTART;TZID=Asia/Shanghai:20270101T100000",
        "DTEND;TZID=Asia/Shanghai:20270101T120000",
        "RRULE:FREQ=WEEKLY;UNTIL=20270129T020000Z;BYDAY=FR",
    ]
    assert expanded(written(plan)) == seen(plan)
    assert len(seen(plan)) == 5


def test_what_differs_stands_beside_it_and_what_is_not_there_is_left_out():
    plan = planned(
        exclude=(dt.datetime(2027, 1, 8, 10),),
        include=(dt.datetime(2027, 1, 20, 10),),
        overrides=(
            Override(original=FRIDAY, start=dt.datetime(2027, 1, 2, 15)),
            Override(original=dt.datetime(2027, 1, 15, 10), venue="square"),
            Override(original=dt.datetime(2027, 1, 29, 10), cancelled=True),
        ),
        window="2027-01-01/2027-02-27",
    )
    assert lines(plan, "DTSTART", "RRULE", "EXDATE", "RECURRENCE-ID", "STATUS", "LOCATION") == [
        "DTSTART;TZID=Asia/Shanghai:20270101T100000",
        "RRULE:FREQ=WEEKLY;UNTIL=20270226T020000Z;BYDAY=FR",
        "EXDATE;TZID=Asia/Shanghai:20270108T100000",
        "LOCATION:礼堂",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Asia/Shanghai:20270102T150000",
        "RECURRENCE-ID;TZID=Asia/Shanghai:20270101T100000",
        "LOCATION:礼堂",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Asia/Shanghai:20270115T100000",
        "RECURRENCE-ID;TZID=Asia/Shanghai:20270115T100000",
        "LOCATION:广场",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Asia/Shanghai:20270120T100000",
        "LOCATION:礼堂",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Asia/Shanghai:20270129T100000",
        "RECURRENCE-ID;TZID=Asia/Shanghai:20270129T100000",
        "LOCATION:礼堂",
        "STATUS:CANCELLED",
    ]
    assert expanded(written(plan)) == seen(plan)


@pytest.mark.parametrize(
    "schedule",
    [
        {"rule": "FREQ=MONTHLY;BYDAY=MO,-1WE"},
        {"rule": "FREQ=MONTHLY;BYMONTHDAY=31"},
        {"rule": "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1"},
        {"rule": "FREQ=YEARLY;BYWEEKNO=1,2,3;BYDAY=FR"},
        {"rule": "FREQ=YEARLY", "start": FRIDAY},
        {"rule": None, "lunar": "08-15"},
        {"rule": "FREQ=WEEKLY;BYDAY=FR;BYHOUR=9,10"},
    ],
)
def test_what_calendars_disagree_about_is_one_event_for_each_occurrence(schedule):
    plan = planned(window="2027", **schedule)
    assert lines(plan, "RRULE", "RDATE", "RSCALE") == []
    assert expanded(written(plan)) == seen(plan) != []
    assert len(set(lines(plan, "UID"))) == len(seen(plan))


def test_a_venue_has_single_events_and_a_switch_makes_them_everywhere():
    assert lines(planned(), "RRULE", path="public/venue/hall.ics") == []
    plain = planned(settings={"series": False})
    assert b"RRULE" not in b"".join(file.content for file in write_feeds(plain))
    assert expanded(written(plain)) == expanded(written(planned()))


def test_everybody_in_the_team_has_the_series_in_their_language():
    plan = planned()
    for path in ("person/an.ics", "person/bo.ics", "member/team/choir.ics"):
        assert len(lines(plan, "RRULE", path=path)) == 1
        assert expanded(written(plan, path)) == seen(plan, path)


def published(plan, former=None, now=NOW):
    edition = edition_of(plan, former or Revisions(), now=now)
    return written(edition), edition.revisions


def revisions(content):
    found = {}
    for event in icalendar.Calendar.from_ical(content).events:
        name = str(event["UID"]), event["RECURRENCE-ID"].dt.day if "RECURRENCE-ID" in event else 0
        found[name] = (event["SEQUENCE"], str(event["STATUS"]))
    return found


def test_one_moved_occurrence_is_one_more_event_of_the_next_revision_and_the_series_stays():
    first, kept = published(planned())
    moved = Override(original=dt.datetime(2027, 1, 15, 10), start=dt.datetime(2027, 1, 16, 10))
    second, later = published(planned(overrides=(moved,)), kept, NOW + DAY)
    ((series, zero),) = revisions(first)
    assert revisions(first) == {(series, 0): (0, "CONFIRMED")}
    assert revisions(second) == {(series, 0): (0, "CONFIRMED"), (series, 15): (1, "CONFIRMED")}
    assert published(planned(overrides=(moved,)), later, NOW + 2 * DAY) == (second, later)
    # Put back, the series says it all again; no tombstone of one occurrence stands in its way.
    third, last = published(planned(), later, NOW + 3 * DAY)
    assert third == first
    fourth, _ = published(planned(overrides=(moved,)), last, NOW + 4 * DAY)
    assert revisions(fourth)[series, 15] == (3, "CONFIRMED")
    # Another end of the series raises the series, and what stands beside it with it.
    longer, _ = published(planned(overrides=(moved,), window="2027-01-01/2027-02-27"), later, NOW + 5 * DAY)
    assert revisions(longer) == {(series, 0): (1, "CONFIRMED"), (series, 15): (2, "CONFIRMED")}
    assert zero == 0


def test_a_cancelled_occurrence_of_a_series_stays_cancelled_for_good():
    _, kept = published(planned())
    cancelled = planned(overrides=(Override(original=dt.datetime(2027, 1, 15, 10), cancelled=True),))
    second, later = published(cancelled, kept, NOW + DAY)
    assert [status for _, status in revisions(second).values()] == ["CONFIRMED", "CANCELLED"]
    assert published(cancelled, later, NOW + 90 * DAY)[0] == second
    assert expanded(second) == seen(cancelled)


def test_a_series_that_ends_altogether_leaves_as_cancelled():
    _, kept = published(planned())
    gone = planned()
    gone = attrs.evolve(gone, occurrences=())
    content, later = published(gone, kept, NOW + DAY)
    assert list(revisions(content).values()) == [(1, "CANCELLED")]
    assert b"RRULE" not in content
    assert b"BEGIN:VEVENT" not in published(gone, later, NOW + 40 * DAY)[0]


RULES = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=MO,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,FR;WKST=SU",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=1FR",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=13",
    "FREQ=WEEKLY;COUNT=20",
    "FREQ=WEEKLY;UNTIL=20271101",
]
REST = (Pause(first=dt.date(2027, 5, 1), last=dt.date(2027, 6, 9)),)


@st.composite
def schedules(draw):
    rule = draw(st.sampled_from(RULES))
    zone = draw(st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Urumqi"]))
    hour = draw(st.sampled_from([0, 2, 10, 22]))
    start = (
        dt.datetime(2027, 1, 1, hour, 30) if rule != "FREQ=MONTHLY;BYMONTHDAY=13" else dt.datetime(2027, 1, 13, hour)
    )
    plain = planned(window="2027", rule=rule, start=start, zone=zone)
    originals = [item.original for item in plain.occurrences]
    chosen = draw(st.lists(st.sampled_from(originals), max_size=6, unique=True))
    overrides, exclude = [], []
    for original in chosen:
        act = draw(st.sampled_from(["out", "cancel", "move", "longer", "venue"]))
        if act == "out":
            exclude.append(original)
        elif act == "cancel":
            overrides.append(Override(original=original, cancelled=True))
        elif act == "move":
            overrides.append(Override(original=original, start=original + draw(st.integers(-50, 50)) * HOUR))
        elif act == "longer":
            overrides.append(Override(original=original, lasts=5 * HOUR))
        else:
            overrides.append(Override(original=original, venue="square"))
    added = st.integers(0, 350).map(lambda day: dt.datetime(2027, 1, 2, 5) + day * DAY)
    return {
        "rule": rule,
        "zone": zone,
        "start": start,
        "overrides": tuple(overrides),
        "exclude": tuple(exclude),
        "include": tuple(draw(st.lists(added, max_size=2, unique=True))),
        "pauses": draw(st.sampled_from([(), REST])),
    }


@settings(max_examples=60, deadline=None)
@given(schedules(), st.sampled_from(["2027", "2027-03-10/2027-11-20"]))
def test_random_series_come_to_what_the_plan_says(schedule, window):
    try:
        plan = planned(window=window, **schedule)
    except RecurrenceError:
        reject()  # something was said of a start that a pause took out
    for path in ("public/calendar.ics", "person/bo.ics"):
        assert expanded(written(plan, path)) == seen(plan, path)
