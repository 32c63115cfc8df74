"""Spans are half-open and measured in real time; windows are civil days."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import InvalidValue
from volsched.model import Span, Window

BERLIN = ZoneInfo("Europe/Berlin")
minutes = st.integers(0, 10_000)


def span(start: int, length: int) -> Span:
    begin = dt.datetime(2027, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=start)
    return Span(begin, begin + dt.timedelta(minutes=length))


def test_span_across_the_clock_change_has_its_real_length():
    night = Span(dt.datetime(2027, 3, 27, 22, tzinfo=BERLIN), dt.datetime(2027, 3, 28, 6, tzinfo=BERLIN))
    assert night.length == dt.timedelta(hours=7)


def test_span_without_a_zone_is_refused_with_the_cure():
    with pytest.raises(InvalidValue, match=r"span: start: 2027-01-01T00:00:00 has no time zone; attach one"):
        Span(dt.datetime(2027, 1, 1), dt.datetime(2027, 1, 2))


def test_span_that_ends_when_it_starts_is_refused():
    with pytest.raises(InvalidValue, match="is not after the start"):
        span(5, 0)


@given(minutes, st.integers(1, 500), minutes, st.integers(1, 500))
def test_two_spans_overlap_exactly_when_they_share_a_minute(a, a_length, b, b_length):
    shared = set(range(a, a + a_length)) & set(range(b, b + b_length))
    first, second = span(a, a_length), span(b, b_length)
    assert first.overlaps(second) == second.overlaps(first) == bool(shared)
    assert (first.gap_to(second) < dt.timedelta()) == bool(shared)


def test_span_holds_its_start_and_not_its_end():
    one = span(0, 60)
    assert one.holds(one.start)
    assert not one.holds(one.end)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2027", "2027-01-01", "2028-01-01"),
        ("2027-Q4", "2027-10-01", "2028-01-01"),
        ("2027-12", "2027-12-01", "2028-01-01"),
        ("2028-02-29", "2028-02-29", "2028-03-01"),
        (" 2027-05-03/2027-06-01 ", "2027-05-03", "2027-06-01"),
    ],
)
def test_window_is_read_in_each_form(text, first, end):
    window = Window.parse(text)
    assert (window.first.isoformat(), window.end.isoformat()) == (first, end)


@pytest.mark.parametrize(
    "text", ["", "next year", "2027-13", "2027-02-30", "0000", "2027-05-03/2027-05-03", "2027/2060", "9999"]
)
def test_window_that_cannot_be_read_is_refused(text):
    with pytest.raises(InvalidValue):
        Window.parse(text)


def test_window_is_cut_into_its_civil_months():
    months = list(Window.parse("2027-01-15/2027-03-10").months())
    assert [str(month) for month in months] == [
        "2027-01-15/2027-02-01",
        "2027-02-01/2027-03-01",
        "2027-03-01/2027-03-10",
    ]


def test_window_of_a_zone_begins_at_its_midnight():
    assert Window.year(2027, "Asia/Urumqi").span.start == dt.datetime(2026, 12, 31, 18, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", ["CET+1", "Europe", "europe/berlin", "", "a" * 5000, "Eur\0", "../etc/passwd"])
def test_window_in_a_zone_that_is_none_is_refused(name):
    with pytest.raises(InvalidValue, match="no time zone"):
        Window.year(2027, name)
