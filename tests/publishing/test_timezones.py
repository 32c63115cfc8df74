"""VTIMEZONEs: the offsets that a reader works out from them are those of the zone itself."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from volsched.errors import InvalidValue
from volsched.publishing.timezones import steady_offset, vtimezone

SHANGHAI = """BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19910915T020000
TZOFFSETFROM:+0900
TZOFFSETTO:+0800
TZNAME:CST
END:STANDARD
END:VTIMEZONE
"""
URUMQI = """BEGIN:VTIMEZONE
TZID:Asia/Urumqi
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0600
TZOFFSETTO:+0600
TZNAME:+06
END:STANDARD
END:VTIMEZONE
"""
BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
"""
NEW_YORK = """BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:STANDARD
DTSTART:20251102T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
TZNAME:EST
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
TZNAME:EDT
END:DAYLIGHT
END:VTIMEZONE
"""
BY_RULE = (
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Europe/Berlin",
    "America/New_York",
    "Europe/Dublin",
    "Asia/Jerusalem",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "America/Santiago",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "UTC",
)
WRITTEN_OUT = ("Africa/Casablanca", "Africa/Cairo")


def minutes(written):
    sign = -1 if written[0] == "-" else 1
    return dt.timedelta(minutes=sign * (int(written[1:3]) * 60 + int(written[3:5])))


def onsets_in(component, until):
    """Every onset as (UTC, offset after it), worked out from the text alone by RFC 5545 3.6.5."""
    found = []
    for part in re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT)\r\n(.*?)END:", component, re.DOTALL):
        fields = dict(line.split(":", 1) for line in part.splitlines())
        start = dt.datetime.fromisoformat(fields["DTSTART"])
        before, after = minutes(fields["TZOFFSETFROM"]), minutes(fields["TZOFFSETTO"])
        rule = fields.get("RRULE")
        walls = rrulestr(rule, dtstart=start).between(start, until, inc=True) if rule else [start]
        found += [(wall - before, after) for wall in walls]
    return sorted(found)


def check(name, first_year, last_year, reads_until):
    component = vtimezone(name, first_year, last_year).decode()
    onsets = onsets_in(component, dt.datetime(reads_until + 1, 1, 1))
    local = ZoneInfo(name)
    moment, end = dt.datetime(first_year, 1, 1), dt.datetime(reads_until, 12, 31)
    # Every six hours and close around each onset.
    steps = [moment + dt.timedelta(hours=6 * step) for step in range(int((end - moment).days * 4))]
    near = [onset + dt.timedelta(seconds=s) for onset, _ in onsets for s in (-1, 0, 1) if moment <= onset < end]
    for instant in steps + near:
        expected = instant.replace(tzinfo=dt.UTC).astimezone(local).utcoffset()
        told = [after for onset, after in onsets if onset <= instant][-1]
        assert told == expected, (name, instant)


@pytest.mark.parametrize("expected", [SHANGHAI, URUMQI, BERLIN, NEW_YORK], ids=lambda text: text.split("\n")[1][5:])
def test_the_zones_that_everybody_asks_about(expected):
    name = expected.split("\n")[1].removeprefix("TZID:")
    assert vtimezone(name, 2026, 2028) == expected.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("name", BY_RULE)
def test_a_rule_goes_on_past_2038(name):
    check(name, 2026, 2028, 2055)


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_a_zone_without_a_rule_is_written_out_for_the_years_asked_about(name):
    component = vtimezone(name, 2026, 2028)
    assert b"RRULE" not in component
    check(name, 2026, 2028, 2028)


@pytest.mark.parametrize("name", ["Asia/Shanghai", "Europe/Berlin", "Europe/Istanbul", "Asia/Gaza"])
def test_years_of_the_past_are_right_too(name):
    check(name, 1986, 1992, 1992)


def test_a_year_in_which_the_rule_changed():
    check("America/New_York", 2005, 2008, 2030)
    check("Europe/Istanbul", 2014, 2018, 2040)


def test_both_ways_to_tell_of_irish_summer_time_give_summer_its_name():
    written = vtimezone("Europe/Dublin", 2026, 2028).decode()
    daylight = re.search("BEGIN:DAYLIGHT.*?TZNAME:(.*?)\r\n", written, re.DOTALL)
    assert daylight[1] == "IST"


def test_a_zone_is_steady_in_years_without_a_change_of_its_clock():
    assert steady_offset("Asia/Shanghai", 2026, 2028) == dt.timedelta(hours=8)
    assert steady_offset("Asia/Shanghai", 1990, 1992) is None
    assert steady_offset("Europe/Berlin", 2026, 2028) is None


def test_an_unknown_zone_is_refused():
    with pytest.raises(InvalidValue, match="no time zone 'Asia/Urumchi'"):
        vtimezone("Asia/Urumchi", 2026, 2028)
