"""The benchmark reads the whole format, writes the roster, and judges CP-SAT by the same checker."""

import csv
import json

import pytest
from tests.benchmarks import nrp, nrp_all
from tests.benchmarks.__main__ import main

from volsched.rostering.shift_rows import (
    Cover,
    Duty,
    Request,
    RowBudget,
    RowPerson,
    ShiftRoster,
    ShiftType,
    check_rows,
    score_rows,
    solve_rows,
)

INSTANCE = """# An invented instance
SECTION_HORIZON
# days
14

SECTION_SHIFTS
# ShiftID, Length in mins, Shifts which cannot follow this shift | separated
E,480,
L,600,E
N,600,E|L

SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutiveShifts, MinConsecutiveShifts, ...
A,E=14|L=14|N=0,4320,2880,5,2,2,1
B,E=14|L=3|N=2,4320,2880,5,2,2,1
C,E=14|L=14|N=14,4320,2880,5,2,3,1

SECTION_DAYS_OFF
# EmployeeID, DayIndexes (start at zero)
A,3,9
B

SECTION_SHIFT_ON_REQUESTS
A,1,E,2

SECTION_SHIFT_OFF_REQUESTS
# EmployeeID, Day, ShiftID, Weight
C,6,L,3

SECTION_COVER
# Day, ShiftID, Requirement, Weight for under, Weight for over
0,E,1,100,1
0,L,1,100,1
5,N,2,100,1
13,E,0,100,1
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "Instance7.txt"
    path.write_bytes(INSTANCE.replace("\n", "\r\n").encode())
    return path


def said(capsys):
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_the_whole_format_is_read(file):
    problem = nrp.read(file)
    assert (problem.id, problem.days, problem.weekends()) == ("Instance7", 14, ((5, 6), (12, 13)))
    assert problem.shifts == (
        ShiftType(id="E", minutes=480),
        ShiftType(id="L", minutes=600, not_before=("E",)),
        ShiftType(id="N", minutes=600, not_before=("E", "L")),
    )
    assert problem.people[0] == RowPerson(
        id="A",
        days_off=(3, 9),
        most_of=(("E", 14), ("L", 14), ("N", 0)),
        most_minutes=4320,
        least_minutes=2880,
        most_consecutive=5,
        least_consecutive=2,
        least_days_off=2,
        most_weekends=1,
    )
    assert [person.days_off for person in problem.people[1:]] == [(), ()]
    assert problem.requests == (
        Request(person="A", day=1, shift="E", weight=2),
        Request(person="C", day=6, shift="L", weight=3, wanted=False),
    )
    assert problem.cover[2:] == (Cover(day=5, shift="N", people=2), Cover(day=13, shift="E", people=0))


def test_sections_may_be_missing_or_empty(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,455,\nSECTION_STAFF\nA,,2275,910,5,1,1,1\nSECTION_COVER\n")
    problem = nrp.read(path)
    assert (problem.people[0].most_of, problem.requests, problem.cover) == ((), (), ())
    roster = solve_rows(problem, budget=RowBudget(500))
    assert check_rows(problem, roster) == ()


def test_a_run_writes_the_roster_and_one_line_of_json(file, tmp_path, capsys):
    out = tmp_path / "out.csv"
    assert main(["nrp", str(file), "--moves", "3000", "--best", "100", "--roster", str(out), "--json"]) == 0
    result = said(capsys)
    with out.open(newline="") as text:
        rows = [*csv.reader(text)]
    assert rows[0] == ["person", "day", "shift"]
    problem = nrp.read(file)
    roster = ShiftRoster(tuple(Duty(person, int(day), shift) for person, day, shift in rows[1:]))
    assert check_rows(problem, roster) == ()
    assert score_rows(problem, roster).objective == result["objective"]
    assert (result["hard_violations"], result["gap"]) == (0, round((result["objective"] - 100) / 100, 4))


def test_a_folder_is_run_with_medians_and_a_mean(file, capsys):
    (file.parent / "BEST_KNOWN.md").write_text(
        "| file | size | cover rows | upper |\n|--|--|--|--|\n| Instance7.txt | small | 4 | 200 |\n"
    )
    folder = str(file.parent)
    assert nrp_all.main(["--folder", folder, "--mean", "7", "--seeds", "1,2", "--cpu-seconds", "0.8"]) == 0
    ours = said(capsys)["ours"]
    assert ours["hard_violations"] == 0
    entry = ours["instances"]["Instance7"]
    assert len(entry["objectives"]) == 2
    assert ours["mean_gap"] == entry["gap"] == round((entry["median"] - 200) / 200, 4)


def test_an_instance_without_a_roster_has_no_gap():
    runs = [{"objective": value, "hard_violations": None, "cpu_seconds": 1.0} for value in (None, 110, None)]
    entry = nrp_all.of_instance(runs, 100)
    assert (entry["median"], entry["gap"]) == (None, None)
    assert nrp_all.of_instance(runs[1:] + runs[1:2], 100)["gap"] == 0.1
    assert nrp_all.mean_gap({"a": entry}) is None


def test_cp_sat_keeps_the_same_rules(file, tmp_path, capsys):
    pytest.importorskip("ortools", reason="OR-Tools stands in the environment of the solvers")
    out = tmp_path / "cpsat.csv"
    assert main(["nrp-cpsat", str(file), "--cpu-seconds", "5", "--roster", str(out), "--json"]) == 0
    theirs = said(capsys)
    assert main(["nrp", str(file), "--moves", "20000", "--json"]) == 0
    assert theirs["hard_violations"] == 0
    assert theirs["objective"] == said(capsys)["objective"]
