"""A roster with days across and people down is read as what it says, or refused for what it does not."""

import datetime as dt
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from volsched.app import Scheduler
from volsched.errors import ProgrammeError
from volsched.files import Row, Table, read_rosters
from volsched.files.roster_grids import MARK, unrolled
from volsched.model import Requirement, Window

WATCH = Path(__file__).parents[2] / "examples" / "night-watch"
MAY, YEAR = Window.month(2027, 5), Window.parse("2027", "Asia/Shanghai")


@pytest.fixture(scope="module")
def plan():
    return Scheduler.open(WATCH).outline("2027-05")


@pytest.fixture(scope="module")
def roles():
    """A night with two roles."""
    programme = Scheduler.open(WATCH).programme
    watch = programme.activity("night-watch")
    wanted = (Requirement(role="patrol", minimum=2), Requirement(role="leader", minimum=1))
    watch = attrs.evolve(watch, staffing=attrs.evolve(watch.staffing, requirements=wanted, rules=()))
    return Scheduler(attrs.evolve(programme, activities=(watch,), rules=())).outline("2027-05")


def table(*rows, name="roster"):
    return Table(name, tuple(Row(number, tuple(row)) for number, row in enumerate(rows, start=1)))


def said(found):
    return [row.cells for row in found.rows[1:]]


def write(folder, text):
    (folder / "may.csv").write_text(text, encoding="utf-8")
    return folder / "may.csv"


@pytest.mark.parametrize(
    "heads",
    [
        ("2027-05-01", "2027-05-02", "2027-05-03"),
        ("2027/5/1", "2027/5/2", "2027/5/3"),
        ("5月1日", "5月2日", "5月3日"),
        ("5/1", "5/2", "5/3"),
        ("1", "2", "3"),
        ("1日", "2日", "3号"),
        ("１", "２", "３"),
    ],
)
def test_days_are_found_however_they_are_written(heads):
    found = unrolled(table(("姓名", *heads), ("an", "●", "", "x"), ("bo", "-", "1", "休")), MAY)
    assert said(found) == [("2027-05-01", "an", "●"), ("2027-05-03", "an", "x"), ("2027-05-02", "bo", "1")]
    assert [row.line for row in found.rows] == [1, 2, 2, 3]


@pytest.mark.parametrize("above", ["2027年5月值班表", "2027-05", "2027.5 roster", "五月 5月", "2027-يىل 5-ئاي"])
def test_the_month_of_bare_numbers_stands_above_them(above):
    rows = ((above,), (), ("", "1", "2", "3", "合计"), ("", "六", "日", "一", ""), ("an", "", "√", "", "1"))
    assert said(unrolled(table(*rows), YEAR)) == [("2027-05-02", "an", "√")]
    assert said(unrolled(table(*rows[2:], name=above), YEAR)) == [("2027-05-02", "an", "√")]


def test_numbers_without_a_month_are_refused(tmp_path):
    plan = Scheduler.open(WATCH).outline("2027-Q2")
    with pytest.raises(ProgrammeError) as refused:
        read_rosters(write(tmp_path, "name,1,2,3\nAdil Hesen,x,,\n"), plan)
    assert 'nothing says of which; name the sheet "2027-05"' in str(refused.value.faults[0])


def test_other_tables_are_none():
    assert unrolled(table(("date", "person", "1", "2", "3"), ("2027-05-01", "an", "", "", "")), MAY) is None
    assert unrolled(table(("date", "person"), ("2027-05-01", "an")), MAY) is None
    assert unrolled(table(("a", "1", "2"), ("an", "x", "")), MAY) is None
    assert unrolled(table(("a", "3", "2", "1"), ("an", "x", "", "")), MAY) is None


def test_rows_that_are_about_nobody_are_passed_over():
    rows = (
        ("", "1", "2", "3"),
        ("合计", "1", "0", "2"),
        ("", "x", "x", "x"),
        ("备注：夜班",),
        ("7", "an", "", ""),
        ("an", "x"),
    )
    assert said(unrolled(table(*rows), MAY)) == [("2027-05-01", "an", "x")]


def test_a_csv_file_of_that_kind_is_a_roster(plan, tmp_path):
    file = write(
        tmp_path, "姓名,2027-05-01,2027-05-02,2027-05-03\nWang Guohua,●,,\nZhang Wenbo,●,,x\nChen Guilan,,休,\n"
    )
    (roster,) = read_rosters(file, plan)
    names = {person.id: person.name.en for person in plan.programme.people}
    assert [(item.seat.shift[-13:], names[item.person]) for item in roster.assignments] == [
        ("20270501T2200", "Wang Guohua"),
        ("20270501T2200", "Zhang Wenbo"),
        ("20270503T2200", "Zhang Wenbo"),
    ]


def test_a_cell_says_which_role(roles, tmp_path):
    (roster,) = read_rosters(write(tmp_path, "n,2027-05-01,2027-05-02,2027-05-03\nAdil Hesen,leader,patrol,\n"), roles)
    assert [item.seat.role for item in roster.assignments] == ["leader", "patrol"]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("Adil Hesen,?,,", "may.csv:2: 2027-05-01: '?' is no activity, role or time; write ● for a duty"),
        ("Adil Hesen,night-watch · 21:00,,", "may.csv:2: date: no such duty begins on 2027-05-01"),
        ("Adyl Hesen,x,,", "may.csv:2: person: no person 'Adyl Hesen'; did you mean 'Adil Hesen'?"),
        ("Adil Hesen,night-watch · night-watch,,", "'night-watch' is no activity, role or time"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(plan, tmp_path, cells, problem):
    with pytest.raises(ProgrammeError) as refused:
        read_rosters(write(tmp_path, f"n,2027-05-01,2027-05-02,2027-05-03\n{cells}\n"), plan)
    assert problem in str(refused.value.faults[0])


@settings(max_examples=200)
@given(st.data())
def test_what_is_laid_out_is_read_back(data):
    """Any roster of any people over any month, laid out in a grid and taken apart again."""
    first = dt.date(data.draw(st.integers(2026, 2029)), data.draw(st.integers(1, 12)), 1)
    days = [first + dt.timedelta(days=n) for n in range(31) if (first + dt.timedelta(days=n)).month == first.month]
    people = data.draw(
        st.lists(st.from_regex(r"[a-z]{2,9}-[a-z]", fullmatch=True), min_size=1, max_size=8, unique=True)
    )
    served = data.draw(st.sets(st.tuples(st.sampled_from(people), st.sampled_from(days))))
    bare = data.draw(st.booleans())
    heads = [str(day.day) if bare else day.isoformat() for day in days]
    rows = [("id", "name", *heads, "total")]
    for one in people:
        marks = [MARK if (one, day) in served else "" for day in days]
        rows.append((one, "", *marks, str(sum(map(bool, marks)))))
    found = unrolled(table(*rows, name=f"{first:%Y-%m}"), Window.parse("2026-01-01/2030-01-01", "Asia/Shanghai"))
    assert {(cells[1], dt.date.fromisoformat(cells[0])) for cells in said(found)} == served
