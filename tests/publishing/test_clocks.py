"""Hours in words, by both clocks."""

import datetime as dt

import pytest

from volsched.model import Programme, Span, Text
from volsched.publishing.clocks import HoursLines, hours_line


def here(**fields):
    return Programme(id="p", name=Text(zh="街道"), second_zone=fields.pop("second_zone", "Asia/Urumqi"), **fields)


def span(start, hours, day=7):
    start = dt.datetime(2027, 5, day, tzinfo=dt.UTC) + dt.timedelta(hours=start - 8)
    return Span(start, start + dt.timedelta(hours=hours))


@pytest.mark.parametrize(
    ("start", "hours", "language", "expected"),
    [
        (10, 2, "zh", "北京时间 10:00–12:00（新疆时间 08:00–10:00）"),
        (10, 2, "ug", "بېيجىڭ ۋاقتى 10:00–12:00 (شىنجاڭ ۋاقتى 08:00–10:00)"),
        (10, 2, "en", "Beijing time 10:00–12:00 (Xinjiang time 08:00–10:00)"),
        (22, 4, "zh", "北京时间 22:00–次日02:00（新疆时间 20:00–24:00）"),
        (22, 4, "en", "Beijing time 22:00–02:00 the next day (Xinjiang time 20:00–24:00)"),
        (22, 4, "ug", "بېيجىڭ ۋاقتى 22:00–ئەتىسى 02:00 (شىنجاڭ ۋاقتى 20:00–24:00)"),
        (0, 3, "zh", "北京时间 00:00–03:00（新疆时间 前一日22:00–01:00）"),
        (22, 2, "zh", "北京时间 22:00–24:00（新疆时间 20:00–22:00）"),
        (9.5, 50, "en", "Beijing time 09:30–+2d 11:30 (Xinjiang time 07:30–+2d 09:30)"),
    ],
)
def test_hours_are_told_by_both_clocks(start, hours, language, expected):
    programme = here()
    assert hours_line(span(start, hours), "Asia/Shanghai", programme, language) == expected
    lines = HoursLines(programme, 2026, 2028)
    for day in (7, 8):
        assert lines.line(span(start, hours, day), "Asia/Shanghai", language) == expected


def test_an_event_by_the_second_clock_tells_that_one_first():
    expected = "新疆时间 10:00–12:00（北京时间 12:00–14:00）"
    assert hours_line(span(12, 2), "Asia/Urumqi", here(), "zh") == expected


def test_where_there_is_one_clock_nothing_is_said():
    programme = here(second_zone=None)
    assert hours_line(span(10, 2), "Asia/Shanghai", programme, "zh") == ""
    assert HoursLines(programme, 2026, 2028).line(span(10, 2), "Asia/Shanghai", "zh") == ""


def test_a_clock_that_is_changed_in_the_year_is_told_as_it_is_that_day():
    programme = here(zone="Europe/Berlin", second_zone="Asia/Shanghai")
    lines = HoursLines(programme, 2026, 2028)
    summer, winter = (
        Span(dt.datetime(2027, m, 1, 10, tzinfo=dt.UTC), dt.datetime(2027, m, 1, 11, tzinfo=dt.UTC)) for m in (7, 12)
    )
    assert lines.line(summer, "Europe/Berlin", "en") == "Berlin time 12:00–13:00 (Beijing time 18:00–19:00)"
    assert lines.line(winter, "Europe/Berlin", "en") == "Berlin time 11:00–12:00 (Beijing time 18:00–19:00)"
