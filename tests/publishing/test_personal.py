"""What only a person's own calendar has, and feeds as objects: reminders, who asks whom, jCal, addresses."""

import datetime as dt
import json

import attrs
import icalendar
import pytest

from volsched.errors import InvalidValue
from volsched.model import Person, Text
from volsched.publishing import Feed, FeedOptions, feeds_of, write_feed
from volsched.publishing.personal import duration_text

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
OFFICE = FeedOptions(organiser="office@cal.example.org", url="https://cal.example.org/feeds/")


def feed(plan, path):
    return next(item for item in feeds_of(plan) if item.path == path)


def reminded(plan, *lead_times):
    people = tuple(
        attrs.evolve(person, lead_times=lead_times) if person.id == "an" else person for person in plan.programme.people
    )
    return attrs.evolve(plan, programme=attrs.evolve(plan.programme, people=people))


def test_reminders_come_by_the_lead_times_of_the_person(plan):
    found = reminded(plan, 2 * HOUR, DAY)
    events = feed(found, "person/an.ics").to_icalendar().events
    assert len(events) == 3
    for event in events:
        alarms = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        assert alarms == [-DAY, -2 * HOUR]
        assert {str(alarm["DESCRIPTION"]) for alarm in event.walk("VALARM")} == {str(event["SUMMARY"])}
        assert {str(alarm["ACTION"]) for alarm in event.walk("VALARM")} == {"DISPLAY"}
    for other in feeds_of(found):
        if other.path != "person/an.ics":
            assert b"VALARM" not in other.write()
            assert other.write() == feed(plan, other.path).write()


def test_what_was_cancelled_reminds_nobody(plan, changed):
    found = reminded(changed(plan, "rehearsal/20270507T1000", cancelled=True), HOUR)
    people = tuple(attrs.evolve(p, lead_times=(HOUR,)) if p.id == "bo" else p for p in found.programme.people)
    found = attrs.evolve(found, programme=attrs.evolve(found.programme, people=people))
    for event in feed(found, "person/bo.ics").to_icalendar().events:
        assert bool(event.walk("VALARM")) == (event["STATUS"] == "CONFIRMED")


def test_who_organises_is_not_reminded_of_what_others_attend(plan):
    people = tuple(attrs.evolve(p, lead_times=(HOUR,)) if p.id == "chen" else p for p in plan.programme.people)
    found = attrs.evolve(plan, programme=attrs.evolve(plan.programme, people=people))
    assert b"VALARM" not in feed(found, "person/chen.ics").write()


def test_the_office_asks_and_nobody_reads_the_address_of_another(plan):
    for item in feeds_of(plan):
        content = write_feed(plan, item, OFFICE)
        events = icalendar.Calendar.from_ical(content).events
        own = {"person/an.ics": "an", "person/bo.ics": "bo", "person/di.ics": "di"}.get(item.path)
        addresses = {str(event["ATTENDEE"]) for event in events if "ATTENDEE" in event}
        assert addresses == ({f"mailto:{own}@people.example"} if own else set())
        if own != "bo":  # whose address stands in a description, which he may read
            assert content.replace(b"\r\n ", b"").count(b"@people.example") == len(events) * bool(own)
        assert {str(e["ORGANIZER"]) for e in events if "ORGANIZER" in e} <= {"mailto:office@cal.example.org"}


def test_a_feed_names_its_own_address(plan):
    calendar = icalendar.Calendar.from_ical(write_feed(plan, feed(plan, "public/calendar.ics"), OFFICE))
    assert str(calendar["SOURCE"]) == "https://cal.example.org/feeds/public/calendar.ics"
    assert calendar["SOURCE"].params["VALUE"] == "URI"
    assert "SOURCE" not in feed(plan, "public/calendar.ics").to_icalendar()


def test_an_activity_can_name_a_page(placed, planned):
    programme = placed()
    url = "https://office.example.org/gala?x=1;y=2,3"
    activities = tuple(attrs.evolve(item, url=url) if item.id == "gala" else item for item in programme.activities)
    plan = planned(attrs.evolve(programme, activities=activities))
    events = feed(plan, "public/calendar.ics").to_icalendar().events
    assert [str(event["URL"]) for event in events if "URL" in event] == [url]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://a.example", "https://a b", "https://", "https://x.example/\r\nX:1"]
)
def test_an_address_that_is_no_page_is_refused(placed, url):
    gala = next(item for item in placed().activities if item.id == "gala")
    with pytest.raises(InvalidValue, match="activity gala: url: .* is not the address of a page"):
        attrs.evolve(gala, url=url)


def test_jcal_says_the_same(plan):
    for path in ("public/calendar.ics", "person/an.ics"):
        chosen = feed(plan, path)
        name, _, components = json.loads(json.dumps(chosen.to_jcal()))
        assert name == "vcalendar"
        events = [part for part in components if part[0] == "vevent"]
        found = []
        for _, properties, _ in events:
            values = {item[0]: item[3] for item in properties}
            found.append((values["uid"], values["summary"], values["status"], values["sequence"]))
        assert found == [
            (view.uid, view.title, "CANCELLED" if view.cancelled else "CONFIRMED", 0) for view in chosen.events()
        ]


def test_a_feed_of_no_plan_says_where_to_take_one(plan):
    with pytest.raises(InvalidValue, match="feed public/: belongs to no plan; take it from feeds_of"):
        Feed(kind="public", audience="public", path="x.ics").write()
    assert feed(plan, "person/an.ics").name == "person/an"


@pytest.mark.parametrize(
    ("length", "text"),
    [(DAY, "P1D"), (2 * HOUR, "PT2H"), (DAY + HOUR / 2, "P1DT30M"), (0 * DAY, "PT0S"), (HOUR / 60, "PT1M")],
)  # fmt: skip
def test_lengths_are_written_as_the_rfc_has_them(length, text):
    assert duration_text(length) == text


@pytest.mark.parametrize("leads", [(-HOUR,), (dt.timedelta(days=60),), (HOUR,) * 6])
def test_lead_times_that_cannot_be_are_refused(leads):
    with pytest.raises(InvalidValue, match="person an: lead_times: "):
        Person(id="an", name=Text(zh="安"), lead_times=leads)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"url": "ftp://x"}, "url"),
        ({"organiser": "office"}, "organiser"),
        ({"keep_cancelled": ("planet",)}, "keep_cancelled"),
    ],
)
def test_options_that_cannot_be_are_refused(fields, says):
    with pytest.raises(InvalidValue, match=f"feeds: {says}: "):
        FeedOptions(**fields)
