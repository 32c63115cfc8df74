"""Writing calendars: 10,000 events against icalendar and against a bare join of strings, and a street office's year.

`python -m tests.benchmarks ical [--json]`
"""

import argparse
import datetime as dt
import json
import sys
import time
from zoneinfo import ZoneInfo

import attrs
import icalendar

from volsched.model import (
    Area,
    Assignment,
    Booking,
    Occurrence,
    Person,
    Programme,
    Roster,
    Schedule,
    Seat,
    Shift,
    Space,
    Span,
    Team,
    Text,
    Venue,
    Window,
    activity,
    checkup,
    patrol,
)
from volsched.planning import Plan
from volsched.publishing import Feed, FeedWriter, Revisions, edition_of, feeds_of, write_feeds
from volsched.publishing.events import EventWriter
from volsched.publishing.identity import revisions_of

EVENTS = 10_000
ROUNDS = 3
SHANGHAI = ZoneInfo("Asia/Shanghai")
START = dt.datetime(2027, 1, 1, 22, tzinfo=SHANGHAI)
PUBLIC = Feed(kind="public", audience="public", path="public/calendar.ics")


def best(work):
    """The shortest of some runs in seconds of processor time, and what the work came to."""
    shortest, result = None, None
    for _ in range(ROUNDS):
        began = time.process_time()
        result = work()
        took = time.process_time() - began
        shortest = took if shortest is None else min(shortest, took)
    return shortest, result


def many_events(activities):
    """A plan of 10,000 public events, spread over so many activities: one to a text, or a hundred."""
    each = EVENTS // activities
    found = tuple(
        activity(
            f"event-{number:05}",
            title=Text(zh=f"社区文艺演出 {number}；地点, 时间以通知为准"),
            description=Text(zh=f"第 {number} 场：请提前十分钟到场，自带水杯；老人优先就座, 详情请问社区\n欢迎参加"),
            schedule=Schedule(start=START.replace(tzinfo=None), lasts=dt.timedelta(hours=2)),
            space=Space(venue="hall"),
        )
        for number in range(activities)
    )
    hall = Venue(id="hall", name=Text(zh="文化活动中心"), address="文化路 3 号", latitude=44.3, longitude=84.9)
    programme = Programme(
        id="many", name=Text(zh="演出"), uid_domain="cal.example.org", venues=(hall,), activities=found
    )
    occurrences = []
    for item in found:
        for day in range(each):
            start = START + dt.timedelta(days=day % 365, hours=day // 365)
            span = Span(start, start + dt.timedelta(hours=2))
            occurrences.append(
                Occurrence(activity=item.id, original=start.replace(tzinfo=None), span=span, zone="Asia/Shanghai")
            )
    return Plan(programme=programme, window=Window.year(2027), occurrences=tuple(occurrences))


def bare_join(views):
    """The same lines from the same views, neither escaped nor folded: what no writer can do without."""
    stamp = "20261231T160000Z"
    lines = []
    for view in views:
        start, end = view.span.start.astimezone(SHANGHAI), view.span.end.astimezone(SHANGHAI)
        face = view.face
        lines += [
            "BEGIN:VEVENT",
            f"UID:{view.uid}",
            f"DTSTAMP:{stamp}",
            f"LAST-MODIFIED:{stamp}",
            "SEQUENCE:0",
            f"DTSTART;TZID={view.zone}:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID={view.zone}:{end:%Y%m%dT%H%M%S}",
            f"SUMMARY:{face.title}",
            f"DESCRIPTION:{face.description}",
            f"LOCATION:{face.location}",
            f"GEO:{face.latitude};{face.longitude}",
            f"CATEGORIES:{face.category}",
            "COLOR:steelblue",
            "STATUS:CONFIRMED",
            "END:VEVENT",
        ]
    return "\r\n".join(lines).encode()


def by_icalendar(views):
    """The same events by icalendar, as its documentation has them built."""
    calendar = icalendar.Calendar()
    stamp = dt.datetime(2026, 12, 31, 16, tzinfo=dt.UTC)
    for view in views:
        event = icalendar.Event()
        event.add("uid", view.uid)
        event.add("dtstamp", stamp)
        event.add("last-modified", stamp)
        event.add("sequence", 0)
        event.add("dtstart", view.span.start.astimezone(SHANGHAI))
        event.add("dtend", view.span.end.astimezone(SHANGHAI))
        event.add("summary", view.face.title)
        event.add("description", view.face.description)
        event.add("location", view.face.location)
        event.add("geo", (view.face.latitude, view.face.longitude))
        event.add("categories", [view.face.category])
        event.add("color", "steelblue")
        event.add("status", "CONFIRMED")
        calendar.add_component(event)
    return calendar.to_ical()


def against_others(activities):
    """Seconds for 10,000 events, each writer from the same views; and with the making of the views for ours."""
    plan = many_events(activities)
    views = FeedWriter(plan).events(PUBLIC)

    def ours():
        writer = EventWriter(revisions_of(plan), 2026, 2028)
        return b"".join(map(writer.write, views))

    took, written = best(ours)
    bare, _ = best(lambda: bare_join(views))
    whole, _ = best(lambda: FeedWriter(plan).write(PUBLIC))
    began = time.process_time()
    by_icalendar(views)
    other = time.process_time() - began
    return {
        "events": len(views),
        "texts": activities,
        "megabytes": round(len(written) / 1e6, 2),
        "bare_join_s": round(bare, 4),
        "volsched_s": round(took, 4),
        "volsched_with_views_s": round(whole, 4),
        "icalendar_s": round(other, 3),
        "volsched_to_bare_join": round(took / bare, 2),
        "icalendar_to_volsched": round(other / took, 1),
    }


def street_office():
    """A year of a street office: ten nightly patrols of fifteen, checkups, a choir; 2,500 people."""
    people = tuple(Person(id=f"p{number:04}", name=Text(zh=f"居民{number}")) for number in range(2500))
    names = [person.id for person in people]
    areas = tuple(Area(id=f"area{number}", name=Text(zh=f"社区{number}")) for number in range(10))
    watches = tuple(
        Team(id=f"watch{n}", name=Text(zh=f"巡逻队{n}"), area=f"area{n}", members=names[n * 100 : n * 100 + 100])
        for n in range(10)
    )
    choir = Team(id="choir", name=Text(zh="合唱团"), members=names[900:955])
    elders = Team(id="elders", name=Text(zh="老人"), members=names[1600:2492])
    lasts = dt.timedelta(hours=4)
    nightly = Schedule(start=dt.datetime(2027, 1, 1, 22), lasts=lasts, rule="FREQ=DAILY")
    activities = (
        *(
            patrol(f"patrol{n}", title=f"Patrol {n}", team=f"watch{n}", schedule=nightly, area=f"area{n}")
            for n in range(10)
        ),
        activity("rehearsal", title=Text(zh="排练"), team="choir", schedule=nightly),
        checkup("checkup", title=Text(zh="体检"), cohort="elders", capacity=30, schedule=nightly),
    )
    programme = Programme(
        id="street",
        name=Text(zh="街道"),
        second_zone="Asia/Urumqi",
        uid_domain="cal.example.org",
        areas=areas,
        people=people,
        teams=(*watches, choir, elders),
        activities=activities,
    )
    occurrences, shifts, assignments, bookings = [], [], [], []
    for day in range(365):
        for item in activities:
            if (item.id == "rehearsal" and day % 7) or (item.id == "checkup" and day >= 30):
                continue
            start = START + dt.timedelta(days=day)
            found = Occurrence(
                activity=item.id,
                original=start.replace(tzinfo=None),
                span=Span(start, start + lasts),
                zone="Asia/Shanghai",
            )
            occurrences.append(found)
            if item.staffing is not None:
                night = Shift(
                    id=found.key,
                    activity=item.id,
                    day=found.day,
                    span=found.span,
                    requirements=item.staffing.requirements,
                )
                shifts.append(night)
                first = int(item.id.removeprefix("patrol")) * 100
                assignments += [
                    Assignment(Seat(night.id, "patrol", seat), names[first + (day * 15 + seat) % 100])
                    for seat in range(15)
                ]
            if item.id == "checkup":
                bookings += [
                    Booking(
                        person=person,
                        activity="checkup",
                        occurrence=found.key,
                        span=Span(start + dt.timedelta(minutes=5 * slot), start + dt.timedelta(minutes=5 * slot + 5)),
                    )
                    for slot, person in enumerate(elders.members[day * 30 : day * 30 + 30])
                ]
    return Plan(
        programme=programme,
        window=Window.year(2027),
        occurrences=tuple(occurrences),
        shifts=tuple(shifts),
        rosters=(Roster(id="patrol0", assignments=tuple(assignments)),),
        bookings=tuple(bookings),
    )


def personal_feeds(plan, number=None):
    """Every feed of so many people of the plan, or of all of them, from nothing."""
    feeds = [feed for feed in feeds_of(plan) if feed.kind == "person"][:number]
    writer = FeedWriter(plan)
    began = time.process_time()
    written = [writer.write(feed) for feed in feeds]
    took = time.process_time() - began
    events = sum(content.count(b"BEGIN:VEVENT") for content in written)
    return {"feeds": len(feeds), "events": events, "seconds": round(took, 3)}


def with_a_memory(plan):
    """A publication of every feed with stored revisions: the first one, and one after a single night has moved."""
    now = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)

    def published(changed, former):
        began = time.process_time()
        edition = edition_of(changed, former, now=now)
        written = {file.path: file.content for file in write_feeds(edition)}
        return edition.revisions, written, round(time.process_time() - began, 3)

    revisions, before, first = published(plan, Revisions())
    again = Revisions.of_bodies(revisions.to_bodies())
    night = next(item for item in plan.occurrences if item.activity == "patrol0")
    span = Span(night.span.start + dt.timedelta(hours=1), night.span.end + dt.timedelta(hours=1))
    occurrences = tuple(attrs.evolve(item, span=span) if item is night else item for item in plan.occurrences)
    shifts = tuple(attrs.evolve(item, span=span) if item.id == night.key else item for item in plan.shifts)
    _, after, second = published(attrs.evolve(plan, occurrences=occurrences, shifts=shifts), again)
    blocks = {path: set(before[path].split(b"BEGIN:VEVENT")) for path in after if after[path] != before[path]}
    differing = [sum(part not in old for part in after[path].split(b"BEGIN:VEVENT")) for path, old in blocks.items()]
    return {
        "feeds": len(before),
        "first_s": first,
        "again_s": second,
        "feeds_that_differ": len(differing),
        "most_events_that_differ_in_one": max(differing),
    }


def main(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks ical", description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    plan = street_office()
    figures = {
        "a_hundred_events_to_a_text": against_others(100),
        "one_event_to_a_text": against_others(EVENTS),
        "personal_feeds": [personal_feeds(plan, 1000), personal_feeds(street_office())],
        "with_a_memory": with_a_memory(street_office()),
    }
    if options.json:
        print(json.dumps(figures))
    else:
        for name, found in figures.items():
            print(f"{name}: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
