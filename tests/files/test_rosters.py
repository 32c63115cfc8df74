"""A roster that was written by hand, or published and changed, is read again or refused with all of its faults."""

import csv
import io
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from volsched.app import Scheduler
from volsched.errors import ProgrammeError, UnknownName
from volsched.files import read_rosters
from volsched.files.rosters import COLUMNS, PASSED_OVER
from volsched.model import Assignment, Requirement, Seat, Text
from volsched.publishing import csv_bytes, roster_csv
from volsched.publishing.tables import ROSTER_COLUMNS

WATCH = Path(__file__).parents[2] / "examples" / "night-watch"


@pytest.fixture(scope="module")
def plan():
    return Scheduler.open(WATCH).plan()


@pytest.fixture(scope="module")
def two():
    """Two rosters of one team; the gate opens twice a day and has two roles."""
    programme = Scheduler.open(WATCH).programme
    watch = programme.activity("night-watch")
    roles = (Requirement(role="patrol", minimum=1), Requirement(role="first_gate", minimum=1, maximum=2))
    early = attrs.evolve(watch.schedule, start=watch.schedule.start.replace(hour=8))
    gate = attrs.evolve(
        watch,
        id="gate",
        title=Text(en="Gate"),
        schedule=early,
        staffing=attrs.evolve(watch.staffing, requirements=roles, rules=()),
    )
    late = attrs.evolve(gate, id="late-gate", schedule=attrs.evolve(early, start=early.start.replace(hour=17)))
    rules = tuple(rule for rule in programme.rules if rule.name == "days_off_between")
    watch = attrs.evolve(watch, staffing=attrs.evolve(watch.staffing, rules=rules))
    return Scheduler(attrs.evolve(programme, activities=(watch, gate, late), rules=())).outline("2027-05")


@pytest.fixture
def written(tmp_path):
    def write(text: str | bytes) -> Path:
        file = tmp_path / "may.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


def faults(file: Path, plan, **more) -> list[str]:
    with pytest.raises(ProgrammeError) as refused:
        read_rosters(file, plan, **more)
    assert refused.value.folder == str(file)
    assert all(fault.file == str(file) for fault in refused.value.faults)
    return [str(fault).removeprefix(f"{file}:").lstrip() for fault in refused.value.faults]


def held(plan_or_rosters) -> list[tuple[str, str, int, str]]:
    return [
        (item.seat.shift, item.seat.role, item.seat.index, item.person)
        for roster in plan_or_rosters
        for item in roster.assignments
    ]


def test_every_column_that_is_published_is_known():
    assert set(ROSTER_COLUMNS) == {*COLUMNS, *PASSED_OVER}


def test_what_is_published_is_read_as_it_was(plan, written):
    text = roster_csv(plan, plan.roster("night-watch"))
    (read,) = read_rosters(written(text), plan)
    assert read.assignments == plan.roster("night-watch").assignments
    marked = csv_bytes(csv.reader(io.StringIO(text)))
    assert read_rosters(written(marked), plan) == (read,)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separators_encodings_and_other_dates_of_spreadsheets(plan, written, delimiter):
    rows = [["Date", "Person"], ["2027/5/1", "王国华"], ["2027年5月2日", "热娜·克里木"], ["2027-5-2", "w10"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    for data in (text.encode(), text.encode("gb18030"), text.encode("utf-8-sig")):
        assert held(read_rosters(written(data), plan)) == [
            ("night-watch/20270501T2200", "patrol", 0, "w01"),
            ("night-watch/20270502T2200", "patrol", 0, "w09"),
            ("night-watch/20270502T2200", "patrol", 1, "w10"),
        ]


def test_seats_without_a_number_get_the_next_free_one(plan, written):
    file = written("date,person,seat\n2027-05-01,w01,\n2027-05-01,w02,1\n2027-05-01,w04,\n")
    assert [item[2:] for item in held(read_rosters(file, plan))] == [(0, "w02"), (1, "w01"), (2, "w04")]


def test_a_row_without_a_person_is_an_empty_seat(plan, written):
    (read,) = read_rosters(written("date,person\n2027-05-01,\n2027-05-02,\n"), plan)
    assert (read.id, read.assignments) == ("night-watch", ())


def test_several_rosters_one_after_another_each_with_its_header(two, written):
    file = written(
        "date,start,activity,role,person\n2027-05-01,22:00,night-watch,Patrol,w01\n"
        "date,start,activity,role,person\n2027-05-01,08:00,gate,巡逻,w02\n2027-05-01,17:00,late-gate,First Gate,w02\n"
    )
    found = read_rosters(file, two)
    assert [roster.id for roster in found] == ["night-watch", "gate"]
    assert held(found) == [
        ("night-watch/20270501T2200", "patrol", 0, "w01"),
        ("gate/20270501T0800", "patrol", 0, "w02"),
        ("late-gate/20270501T1700", "first_gate", 0, "w02"),
    ]
    assert read_rosters(file, two, about="gate") == found


def test_the_roster_asked_for_says_what_the_row_does_not(two, written):
    text = "date,person\n2027-05-01,w01\n"
    file = written(text)
    assert [roster.id for roster in read_rosters(file, two, about="night-watch")] == ["night-watch"]
    published = file.with_name("night-watch.csv")
    published.write_text(text, encoding="utf-8")
    assert [roster.id for roster in read_rosters(published, two)] == ["night-watch"]
    assert faults(file, two) == [
        (
            "2: activity: 3 duties begin on 2027-05-01, and the row does not say which it means; "
            "fill in the column activity: gate at 08:00, late-gate at 17:00, night-watch at 22:00; "
            "or ask about one roster"
        )
    ]
    with pytest.raises(UnknownName, match="no roster 'nightwatch'; did you mean 'night-watch'"):
        read_rosters(file, two, about="nightwatch")


def test_every_fault_at_once_with_line_column_and_cure(plan, written):
    file = written(
        "date,person,activity,start,role,seat,name\n"
        "2027-05-01,Wang Guohau,night-watch,22:00,Patrol,1,\n"
        "2027-05-32,w02,,,,,\n"
        "2027-06-01,w02,,,,,\n"
        "2027-05-02,w02,nightwatch,,,,\n"
        "2027-05-03,w02,,21:00,,,\n"
        "2027-05-04,w02,,late,,,\n"
        "2027-05-05,w02,,,Patrl,,\n"
        "2027-05-06,w02,,,,4,\n"
        "2027-05-07,w02,,,,2,\n"
        "2027-05-07,w04,,,,2,\n"
        ",w04,,,,one,\n"
        "2027-05-08,Wang Guohau,,,,,\n"
    )
    assert faults(file, plan) == [
        "2: person: no person 'Wang Guohau' (also line 13); did you mean 'Wang Guohua'?",
        "3: date: '2027-05-32' is not a day that exists; check the month and the day",
        (
            "4: date: 2027-06-01 lies outside the window 2027-05-01/2027-06-01; "
            "correct the day, take the row out, or ask about another window"
        ),
        "5: activity: no activity 'nightwatch'; did you mean 'night-watch' or 'Night watch'?",
        "6: date: no such duty begins on 2027-05-03; that day has night-watch at 22:00",
        "7: start: 'late' is not a time; write a time such as 22:00",
        "8: role: night-watch has no role 'Patrl'; did you mean 'patrol'?",
        "9: seat: there is no seat 4; 'patrol' has the seats 1 to 3",
        "11: seat: seat 2 of 2027-05-07 is also that of line 10; write another number, or leave the numbers out",
        "12: date: is missing; write a day such as 2027-06-30",
    ]


def test_one_too_many_and_a_missing_role_are_named(two, written):
    file = written(
        "date,start,role,person\n2027-05-01,08:00,patrol,w01\n2027-05-01,08:00,patrol,w02\n2027-05-01,08:00,,w04\n"
        "2027-05-02,08:00,frst gate,w04\n"
    )
    assert faults(file, two) == [
        "3: person: no seat is left for this person on 2027-05-01; 'patrol' has one seat; take one of the rows out",
        "4: role: is missing, and the duty has several; write one of patrol, first_gate",
        "5: role: gate has no role 'frst gate'; did you mean 'first gate' or 'first_gate'?",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date,persn\n2027-05-01,w01\n", "1: persn: is not a column of a roster; did you mean 'person'?"),
        ("date,person,person\n", "1: person: stands twice in the header; keep one of the two columns"),
        (
            "date,person\n2027-05-01,w01,w02\n",
            "2: row: has 3 cells, the header has 2 cells; put text that holds a comma",
        ),
        (
            "date,person\n2027-05-01,w01,w02\n2027-05-02,w01,w02\n",
            "2: row: has 3 cells, the header has 2 cells, and no",
        ),
        (
            'date,person\n2027-05-01,"w01\n',
            "2: row: a quotation mark is opened and not closed as it should be; close it",
        ),
        ("date,person\n2027-05-01,'-x\n", "2: person: no person '-x'; add the person, or take the name out"),
    ],
)
def test_faults_of_the_table_itself(plan, written, text, expected):
    assert faults(written(text), plan)[0].startswith(expected)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "is empty; write the columns on the first line: date, person, activity, start, role, seat"),
        (b"date,person\n", "has no row below its header; write a row for each duty"),
        ("date,person\n".encode("utf-16"), "1: encoding: is saved as UTF-16; save it as 'CSV UTF-8'"),
        (b"date,person\n2027-05-01,\xff\n", "2: encoding: is not UTF-8; save it as 'CSV UTF-8', or write encoding"),
    ],
)
def test_faults_of_the_file_itself(plan, written, data, expected):
    assert faults(written(data), plan)[0].startswith(expected)


def test_a_file_that_is_not_there_is_named(plan, tmp_path):
    with pytest.raises(ProgrammeError, match=r"nowhere\.csv: .*; check"):
        read_rosters(tmp_path / "nowhere.csv", plan)


def test_a_roster_that_the_file_does_not_hold_is_told(two, written):
    file = written("date,start,person\n2027-05-01,22:00,w01\n")
    with pytest.raises(ProgrammeError, match="has no row of the roster 'gate'; it has those of night-watch"):
        read_rosters(file, two, about="gate")


def test_a_name_that_several_have_asks_for_the_id(plan, written):
    people = plan.programme.people
    twin = attrs.evolve(people[0], id="w99")
    twins = attrs.evolve(plan, programme=attrs.evolve(plan.programme, people=(*people, twin)))
    assert faults(written("date,person\n2027-05-01,Wang Guohua\n"), twins) == [
        "2: person: 2 people are called 'Wang Guohua'; write the id: w01 or w99"
    ]


def test_rows_outside_the_window_are_one_fault_and_a_day_without_a_duty_another(plan, written):
    friday = Scheduler.open(WATCH).programme
    watch = friday.activity("night-watch")
    fridays = attrs.evolve(watch, schedule=attrs.evolve(watch.schedule, rule="FREQ=WEEKLY;BYDAY=FR"))
    outline = Scheduler(attrs.evolve(friday, activities=(fridays,))).outline("2027-05")
    text = "date,person\n2027-06-04,w01\n2027-05-07,w01\n2027-06-11,w02\n"
    assert faults(written(text), outline) == [
        (
            "2: date: 2027-06-04 lies outside the window 2027-05-01/2027-06-01 (also line 4); "
            "correct the day, take the row out, or ask about another window"
        )
    ]
    text += "".join(f"2027-06-{day},w02\n" for day in range(10, 13)) + "2027-05-09,w01\n"
    found = faults(written(text), outline)
    assert " (also line 4, line 5, line 6, 1 more); " in found[0]
    assert found[1:] == [
        "8: date: nobody is to serve on 2027-05-09; the nearest days with duties are 2027-05-07 and 2027-05-14"
    ]


def test_a_file_full_of_faults_is_cut(plan, written):
    rows = "".join(f"2027-05-01,nobody{number:04}\n" for number in range(50)) + "tomorrow,w01\n" * 300
    found = faults(written("date,person\n" + rows), plan)
    assert len(found) <= 201


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_any_roster_comes_back_as_it_was_written(plan, tmp_path_factory, data):
    people = [person.id for person in plan.programme.people]
    seats = [seat for shift in plan.shifts[:5] for seat in shift.seats()]
    chosen = data.draw(st.dictionaries(st.sampled_from(seats), st.sampled_from(people)))
    roster = plan.roster("night-watch").with_assignments(Assignment(seat, who) for seat, who in chosen.items())
    file = tmp_path_factory.mktemp("any") / "roster.csv"
    file.write_text(roster_csv(plan.with_roster(roster), roster), encoding="utf-8")
    (read,) = read_rosters(file, plan)
    assert read.assignments == roster.assignments


def test_the_seats_of_a_roster_are_those_of_the_model(plan, written):
    (read,) = read_rosters(written("date,person\n2027-05-01,w01\n"), plan)
    assert read.assignments == (Assignment(Seat("night-watch/20270501T2200", "patrol", 0), "w01"),)
