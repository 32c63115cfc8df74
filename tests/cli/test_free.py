"""volsched free: a time, or what is in the way."""

import json

import pytest
from tests.cli.test_commands import volsched

PLACE = """
[programme]
id = "place"
name = "Place"
language = "en"
window = "2027-05-03/2027-05-10"

[[venue]]
id = "hall"
name = "Hall"

[[equipment]]
id = "chairs"
name = "Chairs"
count = 60

[[team]]
id = "choir"
name = "Choir"

[[team]]
id = "watch"
name = "Watch"

[[activity]]
id = "talk"
title = "Talk"
team = "choir"
when = { start = "2027-05-07 00:00", lasts = "12h" }

[[activity]]
id = "ball"
title = "Ball"
team = "watch"
when = { start = "2027-05-07 12:00", lasts = "12h" }
space = { venue = "hall", equipment = { chairs = 60 } }
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "programme.toml").write_text(PLACE, encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,name,teams\nann,Ann,choir\nbob,Bob,watch\n", encoding="utf-8")
    return tmp_path


def test_the_first_free_time_is_named(place):
    done = volsched("free", place, "--length", "90m", "--person", "Bob", "--room", "hall", "--day", "2027-05-07")
    assert (done.returncode, done.stdout) == (
        0,
        "free: Friday 7 May 2027 00:00 (Beijing time) – 01:30 in Hall\n",
    )
    found = volsched(
        "free", place, "--length", "1h", "--team", "choir", "--day", "2027-05-07", "--between", "08:00-22:00", "--json"
    )
    assert json.loads(found.stdout)["start"] == "2027-05-07T12:00:00+08:00"


def test_where_there_is_none_it_says_who_is_missing_and_ends_with_one(place):
    done = volsched(
        "free", place, "--length", "2h", "--person", "ann", "--person", "bob", "--day", "2027-05-07", "--room", "hall"
    )
    assert done.returncode == 1
    assert done.stdout == (
        "no such time; because of: Ann (ann), Bob (bob), Hall (hall)\n"
        "what comes nearest:\n"
        "  without some people: Friday 7 May 2027 00:00 (Beijing time) – 02:00 in Hall; Ann (ann) cannot come (Talk)\n"
        "  on another day: Saturday 8 May 2027 00:00 (Beijing time) – 02:00 in Hall\n"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--length", "long"), "--length: 'long' is not a length of time"),
        (("--length", "2h", "--person", "Anne"), "no person 'Anne'"),
        (("--length", "2h", "--equipment", "chairs=many"), "--equipment: 'chairs=many' cannot be read"),
        (("--length", "2h", "--equipment", "chairs=61"), "61 are wished for and there are 60"),
        (("--length", "2h", "--between", "8-21"), "--between: '8-21' is not two times; write 08:00-21:00"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_cure(place, options, told):
    done = volsched("free", place, *options)
    assert done.returncode == 2
    assert told in done.stderr
