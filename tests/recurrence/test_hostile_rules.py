"""Rules meant to hang, to flood or to mislead (tests/data/hostile-rules.jsonl): each refused by name, or harmless."""

import datetime as dt
import json
from pathlib import Path

import pytest

from volsched.errors import RecurrenceError
from volsched.model import Schedule
from volsched.recurrence import Recurrence, check_schedule

DATA = Path(__file__).parent.parent / "data" / "hostile-rules.jsonl"
LINES = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
START = dt.datetime(2026, 1, 1, 22)
# The part that each refusal must name.
PART = {
    "rule-001": "FREQ",
    "rule-002": "FREQ",
    "rule-004": "BYMONTHDAY",
    "rule-005": "BYMONTHDAY",
    "rule-007": "BYYEARDAY",
    "rule-008": "BYMONTH",
    "rule-010": "BYMONTHDAY",
    "rule-011": "BYMONTHDAY",
    "rule-013": "INTERVAL",
    "rule-014": "INTERVAL",
    "rule-016": "COUNT",
    "rule-017": "COUNT",
    "rule-019": "COUNT",
    "rule-020": "COUNT",
    "rule-022": "UNTIL",
    "rule-026": "BYDAY",
    "rule-028": "BYDAY",
    "rule-029": "BYSETPOS",
    "rule-031": "BYWEEKNO",
    "rule-034": "BYMONTHDAY",
    "rule-035": "BYHOUR",
    "rule-037": "WKST",
    "rule-038": "BYDAY",
    "rule-040": "X-EVOLUTION-ENDDATE",
    "rule-041": "RSCALE",
    "rule-043": "EXRULE",
    "rule-044": "EXRULE",
}
ACCEPTED = {"rule-023", "rule-025", "rule-032", "rule-046", "rule-047", "rule-049", "rule-050"}


def utc(*numbers):
    return dt.datetime(*numbers, tzinfo=dt.UTC)


def test_every_line_is_decided():
    assert {line["id"] for line in LINES} == set(PART) | ACCEPTED


@pytest.mark.parametrize("line", [pytest.param(line, id=line["id"]) for line in LINES if line["id"] in PART])
def test_a_hostile_rule_is_refused_by_the_part_that_is_wrong(line):
    with pytest.raises(RecurrenceError) as refused:
        Recurrence.parse(line["input"], start=START)
    assert refused.value.field == PART[line["id"]]
    assert len(str(refused.value)) < 300
    with pytest.raises(RecurrenceError) as refused:
        check_schedule(Schedule(start=START, lasts=dt.timedelta(hours=8), rule=line["input"]))
    assert refused.value.field == "rule"
    assert PART[line["id"]] in refused.value.problem


def test_an_until_in_the_last_year_is_read_and_the_window_bounded():
    rule = Recurrence.parse("FREQ=WEEKLY;UNTIL=99991231T235959Z", start=START)
    assert rule.to_rrule() == "FREQ=WEEKLY;UNTIL=99991231T235959Z"
    assert len(rule.between(utc(2026, 1, 1), utc(2036, 1, 1))) == 522
    with pytest.raises(RecurrenceError, match="window: holds more than 10000 occurrences; ask about a shorter one"):
        rule.between(utc(2026, 1, 1), utc(9999, 1, 1))


def test_an_until_in_utc_beside_a_date_is_read_on_the_clock_of_the_zone():
    rule = "FREQ=DAILY;UNTIL=20270101T000000Z"
    # In Shanghai this is 1 January 08:00, in New York the evening before.
    for zone, last in (("Asia/Shanghai", "20270101"), ("America/New_York", "20261231")):
        found = Recurrence.parse(rule, start=dt.date(2026, 12, 25), zone=zone)
        assert found.between(utc(2026, 1, 1), utc(2028, 1, 1))[-1].strftime("%Y%m%d") == last
        assert found.to_rrule() == f"FREQ=DAILY;UNTIL={last}"


def test_a_limit_is_read_as_one():
    rule = Recurrence.parse("FREQ=YEARLY;BYDAY=4TH;BYMONTHDAY=24;BYMONTH=11", start=START)
    assert rule.first_after(utc(2026, 1, 1)).strftime("%Y-%m-%d %a") == "2033-11-24 Thu"


def test_short_months_are_told():
    rule = Recurrence.parse("FREQ=MONTHLY;BYMONTHDAY=31", start=START)
    skipped = rule.skipped(utc(2026, 1, 1), utc(2027, 1, 1))
    assert [f"{one.wall} {one.reason}" for one in skipped] == [
        "2026-02-31 no_such_day",
        "2026-04-31 no_such_day",
        "2026-06-31 no_such_day",
        "2026-09-31 no_such_day",
        "2026-11-31 no_such_day",
    ]


def test_a_leap_day_comes_in_leap_years():
    rule = Recurrence.parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", start=START)
    assert [moment.year for moment in rule.between(utc(2026, 1, 1), utc(2034, 1, 1))] == [2028, 2032]
    assert [one.wall for one in rule.skipped(utc(2026, 1, 1), utc(2028, 1, 1))] == ["2026-02-29", "2027-02-29"]


def test_an_hourly_rule_over_a_gap_has_five_instants():
    start = dt.datetime(2026, 3, 29, 0, 30)
    rule = Recurrence.parse("FREQ=HOURLY;COUNT=5", start=start, zone="Europe/Berlin", allow_subdaily=True)
    found = rule.between(utc(2026, 3, 28), utc(2026, 3, 30))
    assert [moment.astimezone(dt.UTC).strftime("%H:%M") for moment in found] == [
        "23:30",
        "00:30",
        "01:30",
        "02:30",
        "03:30",
    ]


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("", ""),
        ("FREQ", "FREQ"),
        ("INTERVAL=2", "FREQ"),
        ("FREQ=FORTNIGHTLY", "FREQ"),
        ("FREQ=WEEKLY;FREQ=DAILY", "FREQ"),
        ("FREQ=WEEKLY;", ""),
        ("FREQ=WEEKLY;BYDAY=FR,FR", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=1FR", "BYDAY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY"),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=6MO", "BYDAY"),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=6", "BYSETPOS"),
        ("FREQ=DAILY;INTERVAL=1001", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=٣", "INTERVAL"),
        ("FREQ=DAILY;COUNT=10001", "COUNT"),
        ("FREQ=DAILY;UNTIL=20270230", "UNTIL"),
        ("FREQ=DAILY;UNTIL=2027-01-01", "UNTIL"),
        ("FREQ=DAILY;BYMONTH=+3", "BYMONTH"),
        ("FREQ=DAILY;BYMONTH=5L", "BYMONTH"),
        ("FREQ=DAILY;BYHOUR=-1", "BYHOUR"),
        ("FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))) + ";BYHOUR=1,2,3,4,5", "BYMINUTE"),
        ("FREQ=YEARLY;BYYEARDAY=366;INTERVAL=4", "BYYEARDAY"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=3", "BYMONTH"),
        ("FREQ=WEEKLY;SKIP=FORWARD", "SKIP"),
        ("FREQ=WEEKLY;\nBYDAY=FR", "?BYDAY"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "BYDAY"),
    ],
)
def test_malformed_rules_are_refused_by_name(rule, part):
    with pytest.raises(RecurrenceError) as refused:
        Recurrence.parse(rule, start=dt.datetime(2026, 1, 1, 22))
    assert refused.value.field.strip() == part


@pytest.mark.parametrize("rule", [None, 7, b"FREQ=DAILY", ["FREQ=DAILY"]])
def test_what_is_no_text_is_refused_or_means_no_rule(rule):
    if rule is None:
        assert Recurrence.parse(rule, start=START).to_rrule() == ""
    else:
        with pytest.raises((RecurrenceError, TypeError)):
            Recurrence.parse(rule, start=START)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"start": dt.datetime(2026, 1, 1, 22, tzinfo=dt.UTC)}, "start"),
        ({"start": "2026-01-01"}, "start"),
        ({"start": dt.datetime(2026, 1, 1, 22, 0, 0, 5)}, "start"),
        ({"exclude": [dt.date(2026, 1, 2)]}, "exclude"),
        ({"include": [dt.datetime(2026, 1, 2, tzinfo=dt.UTC)]}, "include"),
        ({"gap": "later"}, "gap"),
    ],
)
def test_a_start_that_is_not_wall_time_is_refused(given, field):
    with pytest.raises(RecurrenceError) as refused:
        Recurrence.parse("FREQ=DAILY", **{"start": START, **given})
    assert refused.value.field == field


def test_leaving_out_everything_is_refused():
    days = [dt.datetime(2026, 1, day, 22) for day in (1, 2, 3)]
    with pytest.raises(RecurrenceError, match="exclude: leaves out everything"):
        Recurrence.parse("FREQ=DAILY;COUNT=3", start=START, exclude=days)
    assert Recurrence.parse("FREQ=DAILY;COUNT=4", start=START, exclude=days).first_after(utc(2026, 1, 1)) is not None


def test_what_another_program_wrote_is_read_and_what_was_dropped_is_told():
    rule = "FREQ=WEEKLY;X-EVOLUTION-ENDDATE=20221122T200000Z;BYDAY=FR,FR;"
    found = Recurrence.parse(rule, start=START, strict=False)
    assert found.parts.dropped == ("X-EVOLUTION-ENDDATE",)
    assert found.to_rrule() == "FREQ=WEEKLY;BYDAY=FR"


def test_a_window_without_a_zone_is_refused():
    rule = Recurrence.parse("FREQ=WEEKLY", start=START)
    with pytest.raises(RecurrenceError, match="window: 2026-01-01T00:00:00 has no time zone"):
        rule.between(dt.datetime(2026, 1, 1), utc(2027, 1, 1))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=3",
        "FREQ=MINUTELY;INTERVAL=2;BYMINUTE=7",
        "FREQ=HOURLY;INTERVAL=168;BYDAY=MO",
        "FREQ=SECONDLY;INTERVAL=60;BYSECOND=7",
    ],
)
def test_rules_within_a_day_that_never_happen_are_refused(rule):
    with pytest.raises(RecurrenceError):
        Recurrence.parse(rule, start=START, allow_subdaily=True)


def test_a_rule_within_a_day_costs_its_window():
    rule = Recurrence.parse("FREQ=SECONDLY", start=dt.datetime(1990, 1, 1), zone="UTC", allow_subdaily=True)
    assert len(rule.between(utc(2026, 1, 1), utc(2026, 1, 1, 0, 1))) == 60
    with pytest.raises(RecurrenceError, match="window: holds more than 10000"):
        rule.between(utc(2026, 1, 1), utc(2036, 1, 1))
