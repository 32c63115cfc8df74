import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from volsched.errors import InvalidValue, RecurrenceError
from volsched.recurrence import Recurrence
from volsched.recurrence.year_days import YearDays

START = dt.datetime(2027, 1, 1, 10)


def utc(*numbers):
    return dt.datetime(*numbers, tzinfo=dt.UTC)


def days(rule, first, end, **more):
    found = Recurrence.parse(rule, **{"start": START, "zone": "UTC", **more})
    return [f"{moment:%m-%d}" for moment in found.between(first, end)]


YEAR = (utc(2027, 1, 1), utc(2028, 1, 1))


def test_a_window_is_half_open():
    assert days("FREQ=DAILY", utc(2027, 1, 2, 10), utc(2027, 1, 4, 10)) == ["01-02", "01-03"]
    assert days("FREQ=DAILY", utc(2027, 1, 4), utc(2027, 1, 4)) == []
    assert days("FREQ=DAILY", utc(2027, 1, 4), utc(2027, 1, 2)) == []


def test_nothing_happens_before_the_start():
    assert days("FREQ=WEEKLY;BYDAY=MO,FR", utc(2026, 1, 1), utc(2027, 1, 6)) == ["01-01", "01-04"]
    assert days("FREQ=MONTHLY;BYMONTHDAY=-1", utc(2026, 1, 1), utc(2027, 2, 1)) == ["01-31"]


def test_the_start_is_an_occurrence_only_if_the_rule_says_so():
    assert days("FREQ=WEEKLY;BYDAY=MO;COUNT=2", *YEAR) == ["01-04", "01-11"]


def test_dates_are_left_out_and_added_without_being_counted():
    found = days(
        "FREQ=DAILY;COUNT=4",
        *YEAR,
        exclude=[dt.datetime(2027, 1, 2, 10), dt.datetime(2027, 1, 3, 9)],
        include=[dt.datetime(2027, 3, 1, 12), dt.datetime(2027, 1, 1, 10)],
    )
    assert found == ["01-01", "01-03", "01-04", "03-01"]


def test_without_a_rule_there_is_the_start_and_what_is_added():
    assert days(None, *YEAR, include=[dt.datetime(2027, 6, 1, 8)]) == ["01-01", "06-01"]
    only = Recurrence.parse(None, start=START, zone="UTC")
    assert only.first_after(utc(2026, 1, 1)) == utc(2027, 1, 1, 10)
    assert only.first_after(utc(2027, 1, 1, 10)) is None


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20270105T020000Z", "01-05"),
        ("20270105T015959Z", "01-04"),
        ("20270105T100000", "01-05"),
        ("20270105T095959", "01-04"),
        ("20270105", "01-05"),
    ],
)
def test_until_is_read_in_every_form(until, last):
    # 10:00 in Shanghai is 02:00 UTC.
    assert days(f"FREQ=DAILY;UNTIL={until}", *YEAR, zone="Asia/Shanghai")[-1] == last


@pytest.mark.parametrize("until", ["20270105T020000Z", "20270105T100000", "20270105"])
def test_until_beside_a_date(until):
    assert days(f"FREQ=DAILY;UNTIL={until}", *YEAR, start=dt.date(2027, 1, 1), zone="Asia/Shanghai")[-1] == "01-05"


def test_a_rule_is_written_back():
    written = "FREQ=MONTHLY;INTERVAL=2;COUNT=5;BYMONTHDAY=1,15;BYDAY=MO,-1FR;BYHOUR=8,10;BYSETPOS=-1,1;WKST=SU"
    rule = "bysetpos=1,-1;wkst=su;freq=monthly;byday=-1fr,mo;byhour=10,8;count=5;interval=2;bymonthday=15,1"
    found = Recurrence.parse(rule, start=START)
    assert (
        found.to_rrule()
        == "FREQ=MONTHLY;INTERVAL=2;COUNT=5;BYMONTHDAY=1,15;BYDAY=-1FR,MO;BYHOUR=8,10;BYSETPOS=-1,1;WKST=SU"
    )
    assert Recurrence.parse(written, start=START) == found
    assert Recurrence.parse("FREQ=DAILY;UNTIL=20270105", start=START).to_rrule() == "FREQ=DAILY;UNTIL=20270105T155959Z"


def test_the_first_after_is_strictly_after():
    rule = Recurrence.parse("FREQ=WEEKLY;BYDAY=FR", start=START, zone="UTC", exclude=[dt.datetime(2027, 1, 8, 10)])
    assert rule.first_after(utc(2026, 1, 1)) == utc(2027, 1, 1, 10)
    assert rule.first_after(utc(2027, 1, 1, 10)) == utc(2027, 1, 15, 10)
    assert Recurrence.parse("FREQ=DAILY;COUNT=2", start=START, zone="UTC").first_after(utc(2027, 1, 2, 10)) is None
    with pytest.raises(RecurrenceError, match="has no time zone"):
        rule.first_after(START)
    with pytest.raises(RecurrenceError, match="window: .* is not a datetime; pass an aware datetime"):
        rule.between(dt.date(2027, 1, 1), dt.date(2028, 1, 1))


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9000", "FREQ=YEARLY"])
def test_the_cost_is_that_of_the_window(rule, monkeypatch):
    series = Recurrence.parse(rule, start=dt.datetime(1700, 1, 29, 10), zone="UTC")
    asked = []
    known = YearDays.of
    monkeypatch.setattr(YearDays, "of", lambda self, year, phase: asked.append(year) or known(self, year, phase))
    series.between(utc(2300, 1, 1), utc(2301, 1, 1))
    assert asked == [2300]


def test_the_last_years_of_the_calendar():
    found = Recurrence.parse("FREQ=DAILY", start=dt.datetime(9999, 12, 29), zone="UTC")
    assert len(found.between(utc(9999, 12, 1), dt.datetime.max.replace(tzinfo=dt.UTC))) == 3
    assert found.first_after(utc(9999, 12, 31)) is None
    weeks = Recurrence.parse("FREQ=YEARLY;BYWEEKNO=53,1;BYDAY=MO,SU", start=dt.datetime(9998, 1, 1), zone="UTC")
    assert weeks.between(utc(9998, 1, 1), dt.datetime.max.replace(tzinfo=dt.UTC))
    for zone in ("Asia/Shanghai", "America/New_York"):
        found = Recurrence.parse("FREQ=WEEKLY", start=dt.datetime(9999, 12, 1), zone=zone)
        assert len(found.between(utc(9999, 11, 1), dt.datetime.max.replace(tzinfo=dt.UTC))) == 5


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"start": "2027-01-01"}, "start: '2027-01-01' is neither a datetime nor a date; pass one, in wall time"),
        ({"start": None}, "start: None is neither a datetime nor a date; pass one, in wall time"),
        ({"start": dt.date(2027, 1, 1), "exclude": ["2027-01-02"]}, "exclude: '2027-01-02' is neither a datetime nor"),
        ({"exclude": START}, "exclude: datetime.*is not a list of datetimes or dates; pass a list of them, also of a"),
        ({"include": "2027-01-01"}, "include: '2027-01-01' is not a list of datetimes or dates"),
        ({"exclude": [[1]]}, r"exclude: \[\[1\]\] is not a list of datetimes or dates"),
        ({"zone": None}, "time zone: None is not the name of a time zone; write an IANA name such as 'Asia/Shanghai'"),
        ({"zone": ["UTC"]}, r"time zone: \['UTC'\] is not the name of a time zone"),
    ],
)
def test_what_is_of_the_wrong_kind_is_refused_by_name(more, message):
    with pytest.raises(InvalidValue, match=message):
        Recurrence.parse("FREQ=DAILY", **{"start": START, **more})


def test_questions_of_the_wrong_kind_are_refused_by_name():
    series = Recurrence.parse("FREQ=DAILY", start=START, zone="UTC")
    for ask in (series.first_after, lambda day: series.skipped(day, day), lambda day: series.between(day, day)):
        for moment in (dt.date(2027, 1, 1), None, "2027"):
            with pytest.raises(RecurrenceError, match="window: .* is not a datetime; pass an aware datetime"):
                ask(moment)
    with pytest.raises(RecurrenceError, match="language: 'fr' is not known; write zh, ug, en"):
        series.describe("fr")


def test_a_zone_may_be_given_as_itself():
    assert Recurrence.parse("FREQ=DAILY", start=START, zone=ZoneInfo("Asia/Urumqi")).zone == "Asia/Urumqi"


def test_one_start_that_is_left_out_leaves_nothing():
    with pytest.raises(RecurrenceError, match="exclude: leaves out everything"):
        Recurrence.parse(None, start=START, exclude=[START])
    assert days(None, *YEAR, exclude=[START], include=[dt.datetime(2027, 6, 1, 8)]) == ["06-01"]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai"])
def test_an_until_at_the_beginning_of_time_is_no_end_of_time(zone):
    with pytest.raises(RecurrenceError, match="UNTIL: ends before the first time, 2027-01-01"):
        Recurrence.parse("FREQ=DAILY;UNTIL=00010101T000000Z", start=START, zone=zone)


def test_an_ambiguous_start_is_the_first_of_the_two():
    series = Recurrence.parse("FREQ=DAILY", start=dt.datetime(2027, 10, 31, 2, 30, fold=1), zone="Europe/Berlin")
    assert series.first_after(utc(2027, 10, 1)).astimezone(dt.UTC) == utc(2027, 10, 31, 0, 30)


def test_equal_rules_are_equal_and_can_be_keys():
    one = Recurrence.parse("FREQ=DAILY;BYHOUR=8", start=START)
    assert one == Recurrence.parse("BYHOUR=8;FREQ=DAILY", start=START)
    assert len({one, Recurrence.parse("FREQ=DAILY;BYHOUR=8;INTERVAL=1", start=START)}) == 1
    with pytest.raises(AttributeError):
        one.zone = "UTC"


WORDS = st.sampled_from(
    ["FREQ=", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", ";", "BYDAY=", "MO", "-1FR", ",", "BYMONTHDAY=", "31", "-1", "="]
)
MORE_WORDS = st.sampled_from(
    ["INTERVAL=", "COUNT=", "UNTIL=", "20271231", "T", "Z", "BYSETPOS=", "BYMONTH=", "2", "0", "BYWEEKNO=", "53", ";"]
)


@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(WORDS | MORE_WORDS, max_size=14), strict=st.booleans())
def test_any_text_is_a_rule_or_refused_by_name(pieces, strict):
    rule = "".join(pieces)
    try:
        found = Recurrence.parse(rule, start=START, strict=strict)
    except RecurrenceError as refused:
        assert str(refused)  # noqa: PT017 - it may also be read
    else:
        assert Recurrence.parse(found.to_rrule(), start=START, strict=strict) == found or found.parts.until
        found.between(utc(2027, 1, 1), utc(2028, 1, 1))


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_at_all(text):
    for rule in (text, "FREQ=" + text, "FREQ=DAILY;" + text):
        try:
            Recurrence.parse(rule, start=START, strict=False)
        except RecurrenceError as refused:
            assert str(refused).isprintable()  # noqa: PT017 - it may also be read
