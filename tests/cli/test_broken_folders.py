"""Ways to break a programme folder, each through the command: one message with file, line and cure, and exit code 2.

What each message says is held by the tests of `files`; here is what the coordinator sees.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from volsched.cli.commands import run
from volsched.files import write_starter

Break = Callable[[Path], None]
MESSAGE = re.compile(r"^[\w.-]+\.(toml|csv)(:\d+)?: \S[^;]*.*; \S.*|^[\w.-]+\.(toml|csv)(:\d+)?: .*did you mean .*$")


def edit(file: str, old: str, new: str) -> Break:
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def add(file: str, text: str) -> Break:
    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return change


def put(file: str, content: bytes) -> Break:
    return lambda folder: (folder / file).write_bytes(content) and None


def remove(file: str) -> Break:
    return lambda folder: (folder / file).unlink()


WAYS: dict[str, Break] = {
    "a bracket is missing": add("activities.toml", "\n[[activity\n"),
    "a key stands twice": edit("programme.toml", 'zone = "Asia/Shanghai"', 'zone = "Asia/Shanghai"\nzone = "UTC"'),
    "a zone is misspelt": edit("programme.toml", '"Asia/Shanghai"', '"Asia/Shangai"'),
    "a second zone has other capitals": edit("programme.toml", '"Asia/Urumqi"', '"asia/urumqi"'),
    "a language is not kept": edit("programme.toml", 'language = "en" ', 'language = "english" '),
    "a window has a thirteenth month": edit("programme.toml", 'window = "2027"', 'window = "2027-13"'),
    "a window is a number": edit("programme.toml", 'window = "2027"', "window = 2027"),
    "a rule is misspelt": edit("programme.toml", "[rules.days_off_between]", "[rules.day_off_between]"),
    "a rule's value is below zero": edit("programme.toml", "days = 1", "days = -1"),
    "a number is true": edit("programme.toml", "days = 1", "days = true"),
    "a setting of a rule is misspelt": edit("programme.toml", "days = 1", "day = 1"),
    "an id is missing": edit("programme.toml", 'id = "hall"\n', ""),
    "an id stands twice": edit("programme.toml", 'id = "stage"', 'id = "hall"'),
    "an area is misspelt": edit("programme.toml", 'area = "courtyard"', 'area = "courtyrd"'),
    "a capacity is a word": edit("programme.toml", "capacity = 60", 'capacity = "sixty"'),
    "a capacity is infinite": edit("programme.toml", "capacity = 60", "capacity = inf"),
    "a holiday ends before it begins": edit("programme.toml", '"2027-10-03"', '"2027-09-03"'),
    "a holiday is on 30 February": edit("programme.toml", '"2027-10-01"', '"2027-02-30"'),
    "a table is misspelt": edit("programme.toml", "[[team]]", "[[teem]]"),
    "an address is half": edit("people.csv", "erkin@my-community.example", "erkin@"),
    "a skill is misspelt": edit("people.csv", "leader; first_aid", "leeder; first_aid"),
    "a team is misspelt in a table": edit("people.csv", "choir; seniors", "choir; seniorz"),
    "two people have one id": edit("people.csv", "wang,Wang", "aygul,Wang"),
    "a column is misspelt": edit("people.csv", "email", "emial"),
    "a row is short": edit("people.csv", ",li@my-community.example,,first_aid,watch", ""),
    "a row is long": edit("people.csv", "li,Li Min,en", "li,Li,Min,en"),
    "a quotation mark is not closed": edit("people.csv", "li,Li Min", 'li,"Li Min'),
    "a name is blank": edit("people.csv", "li,Li Min", "li,  "),
    "a table is in another encoding": put("people.csv", "id,name\nx,王国华\n".encode("gb18030")),
    "a table holds a NUL": edit("people.csv", "Li Min", "Li\0Min"),
    "a table is empty": put("people.csv", b""),
    "the table of people is gone": remove("people.csv"),
    "the programme is gone": remove("programme.toml"),
    "an availability is misspelt": add("availability.csv", "li,unavailible,friday,,\n"),
    "an availability is of nobody": add("availability.csv", "lii,unavailable,friday,,\n"),
    "a weekday is misspelt": add("availability.csv", "li,unavailable,fryday,,\n"),
    "a day is a spreadsheet's number": add("availability.csv", "li,unavailable,,46054,\n"),
    "a leave ends before it begins": add("availability.csv", "li,unavailable,,2027-05-06,2027-05-01\n"),
    "a recurrence rule has no such weekday": edit(
        "activities.toml", 'every = "friday"', 'rule = "FREQ=WEEKLY;BYDAY=FRI"'
    ),
    "a recurrence rule never happens": edit(
        "activities.toml", 'every = "friday"', 'rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"'
    ),
    "a weekday is misspelt in a schedule": edit("activities.toml", 'every = "friday"', 'every = "firday"'),
    "a length is a number": edit("activities.toml", 'lasts = "1h30m"', "lasts = 2"),
    "a length is a sentence": edit("activities.toml", 'lasts = "1h30m"', 'lasts = "two hours"'),
    "a kind is misspelt": edit("activities.toml", 'kind = "patrol"', 'kind = "patrl"'),
    "a team is misspelt in an activity": edit("activities.toml", 'team = "watch"', 'team = "wach"'),
    "a start has no time": edit("activities.toml", 'start = "2027-01-01 22:00"', 'start = "2027-01-01"'),
    "a key is misspelt": edit("activities.toml", "title", "titel"),
    "a venue is misspelt": edit("activities.toml", 'venue = "hall"', 'venue = "hal"'),
    "a file is UTF-16": put("programme.toml", "[programme]".encode("utf-16")),
    "a plugin is misspelt": add("programme.toml", "\n[plugins.smpt]\nhost = 'x'\n"),
    "a setting of a plugin is misspelt": add("programme.toml", "\n[plugins.smtp]\nhots = 'x'\n"),
    "lists are nested without end": add("activities.toml", "\nx = " + "[" * 5000),
}


@pytest.fixture(scope="module")
def starter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("starter") / "place"
    write_starter(folder, "en")
    return folder


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_one_message_with_file_line_and_cure_and_exit_code_2(starter, tmp_path, capsys, way):
    folder = tmp_path / "place"
    shutil.copytree(starter, folder)
    WAYS[way](folder)
    with pytest.raises(SystemExit) as ended:
        run(["check", str(folder)])
    shown = capsys.readouterr()
    *messages, count = shown.err.splitlines()
    assert ended.value.code == 2
    assert shown.out == ""
    assert count == f"1 fault in {folder}; nothing was done"
    assert len(messages) == 1
    assert MESSAGE.match(messages[0]), messages[0]


def test_all_faults_are_told_together(starter, tmp_path, capsys):
    folder = tmp_path / "place"
    shutil.copytree(starter, folder)
    for way in ("a zone is misspelt", "a skill is misspelt", "a leave ends before it begins", "a key is misspelt"):
        WAYS[way](folder)
    with pytest.raises(SystemExit) as ended:
        run(["publish", str(folder), "--out", str(tmp_path / "out")])
    *messages, count = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert [line.partition(":")[0] for line in messages] == [
        "programme.toml",
        "activities.toml",
        "availability.csv",
        "people.csv",
    ]
    assert count == f"4 faults in {folder}; nothing was done"
    assert not (tmp_path / "out").exists()
