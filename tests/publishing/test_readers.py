"""Three readers that are not ours see the same events as we do: icalendar, ical.js and libical."""

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import icalendar
import pytest

from volsched.model import Span, Text
from volsched.publishing import FeedWriter, feeds_of

READERS = Path(__file__).parent.parent / "readers"
ZONES = (
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Europe/Berlin",
    "America/New_York",
    "Europe/Dublin",
    "Asia/Jerusalem",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Kathmandu",
)


def by_icalendar(path):
    def shown(value):
        return int(value.timestamp()) if isinstance(value, dt.datetime) else value.isoformat()

    return [
        [
            str(event["UID"]),
            shown(event.start),
            shown(event.end),
            str(event["SUMMARY"]),
            str(event.get("DESCRIPTION", "")),
            str(event.get("LOCATION", "")),
            str(event["STATUS"]),
        ]
        for event in icalendar.Calendar.from_ical(path.read_bytes()).events
    ]


def by_script(program, script):
    def read(path):
        found = shutil.which(program)
        if found is None:
            pytest.skip(f"{program} is not on this machine")
        done = subprocess.run([found, str(READERS / script), str(path)], capture_output=True, check=False, timeout=300)
        if done.returncode == 3:
            pytest.skip(done.stderr.decode().splitlines()[0])
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return read


READ = {
    "icalendar": by_icalendar,
    "ical.js": by_script("node", "read_icaljs.cjs"),
    "libical": by_script("/usr/bin/python3", "read_libical.py"),
}
readers = pytest.mark.parametrize(
    "reader", ["icalendar", *(pytest.param(name, marks=pytest.mark.heavy) for name in ("ical.js", "libical"))]
)


def as_we_see(view):
    if view.all_day:
        local = ZoneInfo(view.zone)
        start, end = (moment.astimezone(local).date().isoformat() for moment in (view.span.start, view.span.end))
    else:
        start, end = (int(moment.timestamp()) for moment in (view.span.start, view.span.end))
    status = "CANCELLED" if view.cancelled else "CONFIRMED"
    return [view.uid, start, end, view.title, view.description, view.face.location, status]


def same(plan, reader, tmp_path):
    writer = FeedWriter(plan)
    for feed in feeds_of(plan):
        path = tmp_path / "feed.ics"
        path.write_bytes(writer.write(feed))
        assert READ[reader](path) == [as_we_see(view) for view in writer.events(feed)], feed.path


@readers
def test_every_feed_of_a_small_place(plan, reader, tmp_path):
    same(plan, reader, tmp_path)


@readers
def test_hours_around_every_change_of_the_clock(placed, planned, happening, reader, tmp_path):
    """Every hour of the days around each change, in zones of all sorts: begin, end and length as they really are."""
    rehearsal = attrs.evolve(next(item for item in placed().activities if item.id == "rehearsal"), team=None)
    programme = placed(activities=(rehearsal,), people=(), teams=(), second_zone=None)
    occurrences = []
    for name in ZONES:
        for instant in (*near_changes(name), dt.datetime(2027, 1, 5, 2, tzinfo=dt.UTC)):
            original = dt.datetime(2027, 1, 1) + dt.timedelta(minutes=len(occurrences))  # each has a UID of its own
            found = happening("rehearsal", original, instant, zone=name)
            occurrences.append(attrs.evolve(found, span=Span(instant, instant + dt.timedelta(minutes=90))))
    plan = planned(programme, occurrences, bookings=())
    public = feeds_of(plan)[0]
    writer = FeedWriter(plan)
    path = tmp_path / "feed.ics"
    path.write_bytes(writer.write(public))
    read = READ[reader](path)
    assert len(read) == len({event[0] for event in read}) == 283
    assert [event[:3] for event in read] == [as_we_see(view)[:3] for view in writer.events(public)]


def near_changes(name):
    local, step = ZoneInfo(name), dt.timedelta(minutes=30)
    here = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    while here.year == 2027:
        if (here + step).astimezone(local).utcoffset() != here.astimezone(local).utcoffset():
            yield from (here + number * step for number in range(-8, 9))
        here += step


@readers
def test_hostile_text(placed, planned, reader, tmp_path):
    texts = [
        "Hi\nATTENDEE:mailto:evil@example.com",
        "a;b,c:d\\e",
        "room\\Nord \\n \\;",
        "ends with backslash\\",
        "👩\u200d👧" * 60,
        "中" * 500,
        "ئۇيغۇرچە، " * 40,
        '"quoted" ^n',
        "END:VEVENT",
    ]
    programme = placed()
    activities = tuple(
        attrs.evolve(item, title=Text(zh=text), description=Text(zh=f"{text}\n{text}"))
        for item, text in zip(programme.activities, texts, strict=False)
    )
    same(planned(attrs.evolve(programme, activities=activities, name=Text(zh=texts[1]))), reader, tmp_path)
    reordered = tuple(
        attrs.evolve(item, title=Text(zh=text)) for item, text in zip(activities, reversed(texts), strict=False)
    )
    same(planned(attrs.evolve(programme, activities=reordered)), reader, tmp_path)
