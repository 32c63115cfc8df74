"""Every way to break a folder gives one message: file, line, field, what is wrong, and the cure."""

import json
import shutil
from pathlib import Path

import pytest

from volsched.errors import Fault, ProgrammeError
from volsched.files import load, load_with_notes

GOOD = Path(__file__).parent / "good"
BREAKS = [
    json.loads(line) for line in (Path(__file__).parent / "breaks.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(GOOD, tmp_path / "broken")
    return tmp_path / "broken"


def change(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder):
    with pytest.raises(ProgrammeError) as caught:
        load(folder)
    return list(caught.value.faults)


@pytest.mark.parametrize("case", BREAKS, ids=[f"{case['file']}-{case['new'][:40]!a}" for case in BREAKS])
def test_one_slip_is_one_fault_with_line_and_cure(folder, case):
    change(folder, case["file"], case["old"], case["new"])
    (fault,) = faults_of(folder)
    # What recurrence says about a rule is held to its place only; the words are its own.
    assert str(fault).startswith(case["fault"]) if case["fault"].endswith(": ") else str(fault) == case["fault"]
    assert fault.line > 0
    assert fault.cure


def test_all_faults_are_told_together_in_the_order_of_files_and_lines(folder):
    change(folder, "programme.toml", 'zone = "Asia/Shanghai"', 'zone = "Asia/Shangai"')
    change(folder, "activities.toml", "capacity = 120", "capacity = 0")
    change(folder, "activities.toml", 'lasts = "4h"', "lasts = 4")
    change(folder, "activities.toml", 'kind = "patrol"', 'kind = "patrool"')
    change(folder, "people.csv", "ann@mail.example,+86 991 5550100", "ann,none")
    change(folder, "availability.csv", "mon,周三", "mon,周八")
    assert [(fault.file, fault.line, fault.field) for fault in faults_of(folder)] == [
        ("programme.toml", 4, "programme.zone"),
        ("activities.toml", 16, "venue hall: capacity"),
        ("activities.toml", 55, "activity night-patrol: kind"),
        ("activities.toml", 61, "activity night-patrol: when.lasts"),
        ("availability.csv", 2, "weekdays"),
        ("people.csv", 2, "email"),
        ("people.csv", 2, "phone"),
    ]


def test_a_slip_beside_an_object_with_a_faulty_id_is_still_told(folder):
    change(folder, "activities.toml", '[[team]]\nid = "retired"', '[[team]]\nid = "watch"')
    change(folder, "people.csv", "watch; choir", "watch; chior")
    assert [str(fault) for fault in faults_of(folder)] == [
        "activities.toml:40: team watch: id: 'watch' is also the id of the team of line 26; give each an id of its own",
        "people.csv:2: teams: no team 'chior'; did you mean 'choir'?",
    ]


def test_a_name_missed_in_several_places_is_told_once_with_the_places(folder):
    change(folder, "programme.toml", 'first_aid = { zh = "急救", en = "First aid" }\n', "")
    assert [str(fault) for fault in faults_of(folder)] == [
        (
            "activities.toml:74: activity night-patrol: staffing.with_skills.first_aid: no skill 'first_aid' "
            "(also line 149, line 155, people.csv:2, 2 more); add the skill, or take the name out"
        )
    ]


def test_a_file_with_very_many_faults_says_that_there_are_more(folder):
    rows = "".join(f"ann,never{number}\n" for number in range(300))
    (folder / "availability.csv").write_text("person,kind\n" + rows, encoding="utf-8")
    faults = faults_of(folder)
    assert len(faults) == 200
    rows = "".join(f"ann,never{number},9x\n" for number in range(301))
    (folder / "availability.csv").write_text("person,kind,first\nann,x,9x\n" + rows, encoding="utf-8")
    assert len(faults_of(folder)) <= 202


@pytest.mark.parametrize(
    ("name", "becomes", "fault"),
    [
        (
            "programme.toml",
            "program.toml",
            Fault("programme.toml", 0, "", "there is no such file in the folder", "rename program.toml"),
        ),
        (
            "people.csv",
            "poeple.csv",
            Fault("poeple.csv", 0, "", "is not the name of a table", "did you mean 'people.csv'?"),
        ),
        (
            "availability.csv",
            "availabilty.csv",
            Fault("availabilty.csv", 0, "", "is not the name of a table", "did you mean 'availability.csv'?"),
        ),
    ],
)
def test_a_misnamed_file_is_told_by_the_name_it_should_have(folder, name, becomes, fault):
    (folder / name).rename(folder / becomes)
    assert faults_of(folder) == [fault]


def test_a_missing_table_of_people_is_one_fault(folder):
    (folder / "people.csv").unlink()
    (fault,) = faults_of(folder)
    assert (fault.file, fault.problem) == ("people.csv", "people are named, and there is no such file")


def test_a_broken_file_casts_no_shadow_on_the_others(folder):
    change(folder, "activities.toml", "capacity = 120", "capacity = ")
    assert [(fault.file, fault.line) for fault in faults_of(folder)] == [("activities.toml", 16)]
    shutil.copy(GOOD / "activities.toml", folder)
    change(folder, "programme.toml", "[skills]", "[skills")
    assert [(fault.file, fault.line) for fault in faults_of(folder)] == [("programme.toml", 11)]


def notes_of(folder):
    return [str(note) for note in load_with_notes(folder).notes]


def test_what_looks_like_a_slip_and_may_stand_is_a_note(folder):
    change(folder, "activities.toml", '"2027-02-06"]', '"2028-02-06"]')
    change(folder, "people.csv", "王芳", "安娜")
    (folder / "export.csv").write_text("a,b\n", encoding="utf-8")
    assert notes_of(folder) == [
        (
            "activities.toml:64: activity night-patrol: when.except[2]: nothing is planned at 2028-02-06 22:00:00; "
            "the nearest are 2027-12-31 22:00:00"
        ),
        "export.csv: is not read; the tables are people*.csv, availability*.csv, history*.csv, signups*.csv, attendance*.csv",  # noqa: E501
        (
            "people.csv:4: name: '安娜' is called as the person of line 2 is; "
            "they are two people by their ids; name them by id"
        ),
    ]


def test_names_that_are_the_same_but_for_their_characters_are_noted(folder):
    # Vector text-020 of the hostile inputs: the same after NFC; ids decide.
    (folder / "people.csv").write_text(
        (folder / "people.csv").read_text(encoding="utf-8") + "jose1,José,,,,,,,,,,,\njose2,Jose\u0301,,,,,,,,,,,\n",
        encoding="utf-8",
    )
    assert notes_of(folder) == [
        (
            "people.csv:8: name: 'Jose\u0301' looks the same as the name of line 7, written in other characters; "
            "they are two people by their ids; name them by id"
        )
    ]


def test_a_name_that_two_people_share_must_be_an_id_elsewhere(folder):
    change(folder, "people.csv", "007,王芳", "007,古丽")
    (fault,) = faults_of(folder)
    assert str(fault).startswith("activities.toml:36: team choir: members[2]: 2 people are called '古丽'")
    assert fault.problem.endswith(" (also line 83, availability.csv:3)")
    assert fault.cure == "write the id: 007 or p-dd15bab2c2dd"


def slips():
    """Each line of the good files left out, and written twice."""
    for name in ("programme.toml", "activities.toml", "people.csv", "availability.csv", "history.csv"):
        lines = (GOOD / name).read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines):
            if line.strip():
                yield name, number + 1, "\n".join(lines[:number] + lines[number + 1 :])
                yield name, number + 1, "\n".join(lines[: number + 1] + lines[number:])


def test_a_line_left_out_or_written_twice_is_at_most_one_fault(folder):
    several = []
    for name, number, text in slips():
        (folder / name).write_text(text, encoding="utf-8")
        try:
            load(folder)
        except ProgrammeError as error:
            if len(error.faults) > 1:
                several.append((name, number, [str(fault) for fault in error.faults]))
        shutil.copy(GOOD / name, folder)
    assert several == []
