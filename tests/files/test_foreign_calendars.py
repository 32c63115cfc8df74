"""Calendars of other programs: what is in them is taken or told, never guessed, and nothing in them can hurt."""

import datetime as dt
import gzip
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from volsched.errors import InvalidValue
from volsched.files import load
from volsched.files.foreign_events import read_calendar
from volsched.files.foreign_writing import activities_toml, busy_rows
from volsched.model import Override, Text, Venue, Window
from volsched.planning import make_plan
from volsched.publishing.reading import MOST_BYTES

DATA = Path(__file__).parent.parent / "data" / "hostile-calendars.jsonl"
VECTORS = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()[1:]]
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
TAIL = "END:VCALENDAR\r\n"
NOON = "2027-01-01T12:00:00"
HALL = Venue(id="hall", name=Text(zh="礼堂", en="Hall"), address="文化路 3 号")


def event(*lines, uid="1"):
    body = "".join(f"{line}\r\n" for line in (f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines))
    return f"BEGIN:VEVENT\r\n{body}END:VEVENT\r\n"


def calendar(*events):
    return (HEAD + "".join(events) + TAIL).encode()


def read(content, **more):
    return read_calendar(content, file="f.ics", zone="Asia/Shanghai", venues=(HALL,), **more)


def one(*lines):
    found = read(calendar(event(*lines)))
    assert (found.faults, found.taken) == ((), 1)
    return found.activities[0]


def made(vector):
    """The bytes that a vector describes."""
    said, name = vector["input"], vector["id"]
    start = "DTSTART:20260101T000000Z"
    if isinstance(said, str):
        return said.encode()
    if "bytes_hex" in said:
        return bytes.fromhex(said["bytes_hex"]) * said["repeat"]
    if "bytes" in said:
        return calendar(event(start, "SUMMARY:@")).replace(b"@", b"\xff\xfe")
    if "prefix" in said:
        return (said["prefix"] + said["text"]).encode()
    return {
        "ics_in-031": lambda: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 2000 + b"END:VEVENT\r\n" * 2000,
        "ics_in-032": lambda: calendar(event(start, "SUMMARY:" + "a" * 9_900_000)),
        "ics_in-034": lambda: calendar(event(start, "SUMMARY" + ";X=1" * 15_000 + ":a")),
        "ics_in-035": lambda: calendar(event(start, *[f"RDATE:{'20270101T000000Z,' * 999}20270101T000000Z"] * 200)),
        "ics_in-037": lambda: calendar() + b" " * MOST_BYTES,
        "ics_in-038": lambda: gzip.compress(calendar(event(start))),
    }[name]()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_hostile_calendars_are_refused_or_told_as_expected(vector):
    began = time.process_time()
    found = read(made(vector))
    assert time.process_time() - began < 5
    assert found.read == found.taken + found.merged + found.refused
    assert len(found.activities) == found.taken
    told = {"fault": found.faults, "refused": found.faults, "note": found.notes, "taken": ()}[vector["expect"]]
    assert bool(told) == (vector["expect"] != "taken")
    assert all(item.file == "f.ics" for item in told)
    assert any(vector["says"] in str(item) for item in told) or not told
    if vector["expect"] == "refused":
        assert found.read == 0
    if vector["expect"] == "fault":
        assert (found.taken, found.refused) == (0, 1)
        assert all(item.line > 0 and item.field in ("1", "event") for item in told)
    if vector["expect"] == "note":
        assert found.faults == ()
        assert all(item.line > 0 for item in told)


def test_text_comes_out_as_it_went_in():
    script = "<script>alert(1)</script>"
    assert one("DTSTART:20260101T000000Z", f"SUMMARY:{script}").title.zh == script
    found = one("DTSTART:20260101T000000Z", "SUMMARY:a\\, b\\; c\\\\nd", "DESCRIPTION:x\\ny\\Nz\r\n  folded")
    assert (found.title.zh, found.description.zh) == ("a, b; c\\nd", "x\ny\nz folded")


@pytest.mark.parametrize(
    ("lines", "start", "zone", "lasts"),
    [
        (("DTSTART:20270101T120000Z", "DTEND:20270101T133000Z"), "2027-01-01T20:00:00", "Asia/Shanghai", 90),
        (("DTSTART;TZID=Asia/Urumqi:20270101T120000", "DURATION:PT2H"), NOON, "Asia/Urumqi", 120),
        (("DTSTART;TZID=China Standard Time:20270101T120000", "DURATION:P1D"), NOON, "Asia/Shanghai", 1440),
        (("DTSTART;TZID=/x.org/20070129_1/Europe/Berlin:20270101T120000",), NOON, "Europe/Berlin", 60),
        (("DTSTART;VALUE=DATE:20270101",), "2027-01-01", "Asia/Shanghai", 1440),
        (("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270104"), "2027-01-01", "Asia/Shanghai", 4320),
        (("DTSTART:20270101T120000", "DTEND;TZID=Asia/Urumqi:20270101T110000"), NOON, "Asia/Shanghai", 60),
    ],
)  # fmt: skip
def test_times_are_those_of_the_file(lines, start, zone, lasts):
    schedule = one(*lines).schedule
    assert (schedule.start.isoformat(), schedule.zone) == (start, zone)
    assert schedule.lasts == dt.timedelta(minutes=lasts)


def test_a_series_is_one_activity_with_what_differs_in_it():
    found = read(
        calendar(
            event(
                "DTSTART;TZID=Asia/Shanghai:20270108T100000",
                "DTEND;TZID=Asia/Shanghai:20270108T120000",
                "RRULE:FREQ=WEEKLY;UNTIL=20270301T020000Z;BYDAY=FR",
                "EXDATE;TZID=Asia/Shanghai:20270115T100000,20270122T100000",
                "RDATE:20270120T020000Z",
                "SUMMARY:排练",
                "LOCATION:礼堂\\, 文化路 3 号",
            ),
            event("RECURRENCE-ID:20270129T020000Z", "DTSTART:20270129T030000Z", "DTEND:20270129T050000Z"),
            event(
                "RECURRENCE-ID;TZID=Asia/Shanghai:20270205T100000",
                "DTSTART;TZID=Asia/Shanghai:20270205T100000",
                "DTEND;TZID=Asia/Shanghai:20270205T120000",
                "STATUS:CANCELLED",
            ),
        )
    )
    assert (found.faults, found.read, found.taken, found.merged) == ((), 3, 1, 2)
    activity = found.activities[0]
    assert activity.space.venue == "hall"
    schedule = activity.schedule
    assert schedule.rule == "FREQ=WEEKLY;UNTIL=20270301T020000Z;BYDAY=FR"
    assert [day.day for day in schedule.exclude] == [15, 22]
    assert schedule.include == (dt.datetime(2027, 1, 20, 10),)
    assert schedule.overrides == (
        Override(original=dt.datetime(2027, 1, 29, 10), start=dt.datetime(2027, 1, 29, 11)),
        Override(original=dt.datetime(2027, 2, 5, 10), cancelled=True),
    )


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("DTSTART:20270101T120000Z", "DTEND:20270101T120000Z"), "DTEND: 0:00:00 is not a length of up to 31 days"),
        (("DTSTART:20270101T120000Z", "DTEND;VALUE=DATE:20270102"), "DTEND: is of another form than DTSTART"),
        (("DTSTART:20270101T120000Z", "DURATION:-PT1H"), "DURATION: '-PT1H' is not a length of time"),
        (("DTSTART:20270101T120000Z", "RRULE:FREQ=HOURLY"), "FREQ: "),
        (("DTSTART:20270101T120000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "rule: BYMONTHDAY in "),
        (("DTSTART:20270101T120000Z", "RDATE;VALUE=PERIOD:20270101T120000Z/PT1H"), "RDATE: holds a period"),
        (("DTSTART;TZID=Asia/shanghai:20270101T120000",), "DTSTART: no time zone 'Asia/shanghai'"),
        (("DTSTART;VALUE=DATE:20270101T120000",), "DTSTART: '20270101T120000' is not a date"),
        (("DTSTART:20270101T120000Z", "SUMMARY"), "SUMMARY: has a parameter that cannot be read"),
        (("DTSTART:20270101T120000Z", "(no line)"), "line: is no line of a calendar"),
    ],
)  # fmt: skip
def test_what_would_change_when_something_happens_costs_the_event_and_names_it(lines, says):
    found = read(calendar(event(*lines), event("DTSTART:20270101T120000Z", uid="2")))
    assert (found.taken, found.refused) == (1, 1)
    assert says in str(found.faults[0])
    assert found.faults[0].field == "1"


def test_two_events_with_one_uid_are_told_and_the_first_is_kept():
    found = read(calendar(event("DTSTART:20270101T120000Z"), event("DTSTART:20270102T120000Z")))
    assert (found.taken, found.refused) == (1, 1)
    assert "is also the UID of the event of line 4" in str(found.faults[0])


def test_ids_are_the_same_whatever_else_is_in_the_file():
    first = event("DTSTART:20270101T120000Z", "SUMMARY:Tai chi, evening")
    second = event("DTSTART:20270101T120000Z", "SUMMARY:太极", uid="2")
    alone, both = read(calendar(first)), read(calendar(second, first))
    assert alone.activities[0].id == both.activities[1].id == "tai-chi-evening-6b86b273"
    assert both.activities[0].id.startswith("event-")


def test_what_comes_out_is_a_programme_that_loads_and_happens_as_the_calendar_says(tmp_path):
    content = calendar(
        event("DTSTART;TZID=Asia/Urumqi:20270108T100000", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:\"排练\"\\n\\\\x",
              "DURATION:PT90M", "EXDATE;TZID=Asia/Urumqi:20270115T100000", "URL:https://a.example/x?y=1",
              "DESCRIPTION:tab\tquote\" backslash\\\\ 引号", "CLASS:PRIVATE"),
        event("DTSTART;VALUE=DATE:20270201", "DTEND;VALUE=DATE:20270203", "LOCATION:Hall", "SUMMARY:展览", uid="2"),
        event("RECURRENCE-ID;TZID=Asia/Urumqi:20270122T100000", "DTSTART;TZID=Asia/Urumqi:20270123T113000",
              "DURATION:PT30M"),
    )  # fmt: skip
    found = read(content)
    assert found.faults == ()
    (tmp_path / "programme.toml").write_text(
        '[programme]\nid = "p"\nname = "x"\nwindow = "2027"\n\n[[venue]]\nid = "hall"\nname = "礼堂"\n',
        encoding="utf-8",
    )
    text = activities_toml(found.activities, zone_name="Asia/Shanghai")
    (tmp_path / "activities.toml").write_text(text, encoding="utf-8")
    programme = load(tmp_path)
    assert programme.activities == found.activities
    plan = make_plan(programme, Window.year(2027), solve=None)
    assert [item.start.isoformat() for item in plan.occurrences] == [
        "2027-01-08T10:00:00+06:00",
        "2027-01-23T11:30:00+06:00",
        "2027-01-29T10:00:00+06:00",
        "2027-02-01T00:00:00+08:00",
    ]


def test_busy_times_are_rows_of_availability():
    found = read(
        calendar(
            event("DTSTART;TZID=Asia/Shanghai:20270108T220000", "DURATION:PT30H"),
            event("DTSTART;VALUE=DATE:20270120", uid="2"),
            event("DTSTART:20270110T020000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT", uid="3"),
            event("DTSTART:20270201T020000Z", "RRULE:FREQ=DAILY", "DURATION:PT1H", uid="4"),
        )
    )
    assert busy_rows(found, "an", Window.parse("2027-01-01/2027-02-03")) == (
        ("an", "unavailable", "2027-01-08", "2027-01-08", "22:00", "00:00"),
        ("an", "unavailable", "2027-01-09", "2027-01-09", "", ""),
        ("an", "unavailable", "2027-01-10", "2027-01-10", "00:00", "04:00"),
        ("an", "unavailable", "2027-01-20", "2027-01-20", "", ""),
        ("an", "unavailable", "2027-02-01", "2027-02-01", "10:00", "11:00"),
        ("an", "unavailable", "2027-02-02", "2027-02-02", "10:00", "11:00"),
    )
    broken = read(calendar(event("DTSTART:nonsense")))
    with pytest.raises(InvalidValue, match="calendar f.ics:7: 1: DTSTART: 'nonsense' is not a date or time"):
        busy_rows(broken, "an", Window.year(2027))


def test_the_command_writes_toml_and_reports_on_standard_error(tmp_path):
    (tmp_path / "c.ics").write_bytes(
        calendar(event("DTSTART:20270101T120000Z", "SUMMARY:Songs"), event("DTSTART:x", uid="2"))
    )
    run = [sys.executable, "-m", "volsched", "import", "c.ics"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith('[[activity]]\nid = "songs-6b86b273"\ntitle = "Songs"\n')
    assert "c.ics:13: 2: DTSTART: 'x' is not a date or time; write it as 20270131T190000" in done.stderr
    assert done.stderr.endswith("2 events: 1 taken, 0 part of a series, 1 left out\n")
    done = subprocess.run([*run, "--out", "a.toml"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (tmp_path / "a.toml").read_text(encoding="utf-8").startswith("[[activity]]")
    done = subprocess.run([*run, "--out", "a.toml"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "a.toml: is there already" in done.stderr) == (2, True)
    (tmp_path / "c.ics").write_bytes(b"\x00" * 100)
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_file_makes_a_traceback(data):
    """Lines of a good calendar, shuffled, cut, doubled and sprinkled with bytes."""
    good = calendar(
        event("DTSTART;TZID=Asia/Shanghai:20270108T100000", "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:a", "DURATION:PT1H"),
        event("RECURRENCE-ID;TZID=Asia/Shanghai:20270115T100000", "DTSTART:20270115T100000"),
        event("DTSTART;VALUE=DATE:20270201", "EXDATE;VALUE=DATE:20270201,20270202", 'X-A;B="c,d";E=f:g', uid="2"),
    ).split(b"\r\n")  # fmt: skip
    chosen = data.draw(st.lists(st.sampled_from(good), max_size=40))
    content = b"\r\n".join(
        data.draw(st.sampled_from([good, good + chosen, chosen + good, good[:2] + chosen + good[2:]]))
    )
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(content)))
        content = content[:place] + data.draw(st.binary(max_size=3)) + content[place + data.draw(st.integers(0, 3)) :]
    found = read(content)
    assert found.read == found.taken + found.merged + found.refused
    assert len(found.activities) == found.taken
