"""volsched book: what a coordinator sees, who is named, and what happens where something is not right."""

import json
import re
import subprocess
import sys

import pytest

PROGRAMME = """
[programme]
id = "place"
name = "Place"
language = "en"
window = "2027-03"
{store}

[[area]]
id = "east"
name = "East"

[[team]]
id = "elders"
name = "Elders"

[[campaign]]
id = "spring"
name = "Spring checkups"
activities = ["clinic"]
invited_on = "2027-03-01"
caller = "n"

[[activity]]
id = "clinic"
kind = "checkup"
title = "Clinic"
area = "east"
when = {{ start = "2027-03-17 09:00", lasts = "30m", every = "wednesday", until = "2027-03-24" }}
places = {{ capacity = 2, cohort = "elders", walk_in = 1 }}

[[activity]]
id = "fair"
title = "Fair"
when = {{ start = "2027-03-20 09:00", lasts = "3h" }}
places = {{ capacity = 3, cohort = "elders", by_household = true }}
"""
PEOPLE = """id,name,area,teams,phone,email,priority,household,helper
n,Nurse,east,,+86 991 000 0001,,,,
h,Helper,east,,+86 991 000 0002,,,,
a,Ann,east,elders,+86 991 000 0003,,1,,
b,Bob,east,elders,,bob@example.org,2,home,
c,Cai,east,elders,,,,home,h
d,Dan,east,,,,,,
"""


def volsched(*arguments, cwd):
    done = subprocess.run(
        [sys.executable, "-m", "volsched", *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd
    )
    return done.returncode, [re.sub(r" {2,}", " | ", line.strip()) for line in (done.stdout + done.stderr).splitlines()]


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    (folder / "programme.toml").write_text(PROGRAMME.format(store='store = "volsched.db"'), encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    code, lines = volsched("book", "open", cwd=folder)
    assert (code, lines) == (
        0,
        ["spring: 2 have a place, 1 wait, 0 places are free", "fair: 3 have a place, 0 wait, 0 places are free"],
    )
    return folder


CLINIC = "Wednesday 17 March 2027 09:00 (Beijing time) Clinic"


def test_the_day_goes_from_a_cancelled_place_to_a_no_show(begun):
    def book(*arguments):
        code, lines = volsched("book", *arguments, cwd=begun)
        assert code == 0, lines
        return lines

    assert book("show", "--id", "spring") == [
        f"a | Ann | {CLINIC}",
        "b | Bob | Wednesday 24 March 2027 09:00 (Beijing time) Clinic",
        "c | Cai | waits, number 1 in the queue",
        "free places: 0",
    ]
    assert book("no-show", "--id", "spring", "--person", "Ann", "--now", "2027-03-17 09:00") == [
        "a | Ann | - | did not come",
        f"c | Cai | through Helper +86 991 000 0002 | gets the place, call now: {CLINIC}",
    ]
    assert book("walk-in", "--id", "spring", "--person", "d", "--to", "2027-03-17", "--now", "2027-03-17 09:05") == [
        "d | Dan | - | came without an appointment: Wednesday 17 March 2027 09:15 (Beijing time) Clinic"
    ]
    assert book("add", "--id", "spring", "--person", "Ann", "--now", "2027-03-17 10:00") == [
        "a | Ann | +86 991 000 0003 | waits, number 1 in the queue"
    ]
    assert book("cancel", "--id", "spring", "--person", "b", "--now", "2027-03-17 11:00") == [
        "b | Bob | - | gave the place back",
        (
            "a | Ann | +86 991 000 0003 | is asked: Wednesday 24 March 2027 09:00 (Beijing time) Clinic; "
            "reply by Friday 19 March 2027 11:00 (Beijing time)"
        ),
    ]
    assert book("calls", "--id", "spring") == [
        "Helper calls on 1",
        f"c | Cai | - | {CLINIC}",
        "Nurse calls on 2",
        "d | Dan | - | Wednesday 17 March 2027 09:15 (Beijing time) Clinic",
        (
            "a | Ann | +86 991 000 0003 | is asked: Wednesday 24 March 2027 09:00 (Beijing time) Clinic; "
            "reply by Friday 19 March 2027 11:00 (Beijing time)"
        ),
    ]
    assert book("why", "--id", "spring", "--person", "Cai")[0] == f"Cai (c): {CLINIC}"
    assert book("invitations", "--wave", "1")[0] == "wave 1, Monday 1 March 2027: 3 people"
    assert json.loads(
        "\n".join(book("accept", "--id", "spring", "--person", "a", "--now", "2027-03-18 09:00", "--json"))
    )[0] == {
        "person": "a",
        "what": "accepted",
        "place": "clinic/20270324T0900/1",
        "starts": "2027-03-24T09:00:00+08:00",
        "deadline": None,
        "message": None,
    }
    _code, lines = volsched("agenda", "--person", "a", cwd=begun)
    assert any("Wednesday 24 March 2027" in line for line in lines), lines


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cancel", "--person", "a"], "book: --id: 2 books of Ann (a) are open; name one: fair, spring"),
        (["cancel", "--person", "zed"], "no person 'zed'"),
        (["cancel", "--person", "n", "--id", "fair"], "no booking of 'n'"),
        (["cancel", "--person", "a", "--id", "farr"], "book farr: is not open; begin it with `volsched book open --id"),
        (
            ["move", "--person", "b", "--id", "fair", "--to", "2027-03-21"],
            "there is no session on 2027-03-21; there are",
        ),
        (
            ["move", "--person", "b", "--id", "fair", "--to", "soon"],
            "book fair: --to: 'soon' cannot be read; write a day",
        ),
        (
            ["move", "--person", "b", "--id", "fair", "--to", "2027-03-20"],
            "booking b: there is no free place in 'fair/",
        ),
        (["add", "--person", "a", "--id", "fair"], "booking a: has a place already; move it, or cancel it first"),
        (["expire", "--id", "fair", "--now", "noon"], "book: --now: 'noon' is not a day and time; write it as"),
        (["open", "--id", "nothing"], "no campaign or activity with places 'nothing'"),
    ],
)
def test_what_is_not_right_is_told_in_one_line_and_changes_nothing(begun, arguments, message):
    code, lines = volsched("book", *arguments, cwd=begun)
    assert code == 2
    assert len(lines) == 1
    assert message in lines[0]


def test_without_a_store_nothing_can_be_remembered_and_the_cure_is_named(begun, tmp_path):
    (tmp_path / "programme.toml").write_text(PROGRAMME.format(store=""), encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    code, lines = volsched("book", "show", cwd=tmp_path)
    assert code == 2
    cure = 'write store = "volsched.db" under [programme], or name one with --store'
    assert lines == [f"programme place: has no store; {cure}"]


def test_a_campaign_outside_the_window_has_no_places_that_are_gone(tmp_path):
    """Of what takes place in another month nobody is said to have found no place."""
    (tmp_path / "programme.toml").write_text(PROGRAMME.format(store=""), encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    code, lines = volsched("check", "--window", "2027-03", cwd=tmp_path)
    assert (code, [line for line in lines if "the places are gone" in line]) != (0, [])
    code, lines = volsched("check", "--window", "2027-07", cwd=tmp_path)
    assert not [line for line in lines if "has no place" in line]
    assert "places are gone" not in "\n".join(lines)
