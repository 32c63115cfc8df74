"""No input makes a traceback, a long wait or a silent guess: each is read, or refused with its file and line."""

import json
import os
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from volsched.errors import ProgrammeError
from volsched.files import load

GOOD = Path(__file__).parent / "good"
NAMES = ["programme.toml", "activities.toml", "people.csv", "availability.csv", "history.csv"]
# The first line says where the inputs come from.
_LINES = (Path(__file__).parent.parent / "data" / "hostile-files.jsonl").read_text(encoding="utf-8").splitlines()[1:]
VECTORS = {vector["id"]: vector for vector in map(json.loads, _LINES)}


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(GOOD, tmp_path / "programme")
    return tmp_path / "programme"


def faults_of(folder):
    with pytest.raises(ProgrammeError) as caught:
        load(folder)
    return [str(fault) for fault in caught.value.faults]


def with_person(folder, column, value):
    quoted = value.replace('"', '""')
    name = "" if column.startswith("name") else "Somebody"
    header, row = ("id,name", "x") if column == "name" else (f"id,name,{column}", f"x,{name}")
    (folder / "people-more.csv").write_bytes(f'{header}\n{row},"{quoted}"\n'.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "vector",
    [v for v in VECTORS.values() if v["category"] == "address" and "//" not in v["input"]],
    ids=lambda v: v["id"],
)
def test_hostile_addresses_are_refused_at_their_row(folder, vector):
    value = vector["input"].split(" (")[0]
    with_person(folder, "email", value)
    if vector["expected"].startswith("REJECT"):
        assert [fault.split(": ")[:2] for fault in faults_of(folder)] == [["people-more.csv:2", "email"]]
    elif vector["expected"].startswith("ACCEPT"):
        assert load(folder).person("x").email == value


@pytest.mark.parametrize("vector", [v for v in VECTORS.values() if v["category"] == "text"], ids=lambda v: v["id"])
def test_hostile_names_are_refused_or_kept_on_one_line_without_control_characters(folder, vector):
    with_person(folder, "name", vector["input"])
    refused = vector["expected"].startswith("REJECT") and vector["id"] != "text-004"
    if refused or len(vector["input"]) > 200:
        assert all(fault.startswith("people-more.csv:2: ") for fault in faults_of(folder))
        return
    name = str(load(folder).person("x").name)
    assert "\n" not in name
    assert not set(name) & set("\r\x85\u2028\u202e")


SMALL = """
[programme]
id = "small"
name = "Small"
language = "en"

[[team]]
id = "night"
name = "Night"
"""
# The columns of the study by the names that they have here.
COLUMNS = {"max_shifts": "most_per_month", "person,health": "name,health", "person,team": "name,teams"}
TABLES = {
    "csv-001": "people.csv:2: row: has 1 cell, the header has 2 cells; it seems to be separated by semicolons; ",
    "csv-002": "people.csv:2: row: a quotation mark is opened and not closed as it should be; ",
    "csv-005": "people.csv:2: most_per_month: '1e9' is not a whole number",
    "csv-007": "people.csv:2: most_per_month: -1 is not possible",
    "csv-008": "people.csv:2: most_per_month: '٣' is not a whole number; write 3",
    "csv-020": "people.csv:1: health_note: is not a column of this table",
    "csv-023": "people.csv:3: teams: no team 'nihgt'; did you mean 'night'?",
}
KEPT = {
    "csv-004": [("ann", "Ann", "ann@x.example")],
    "csv-013": [("007", "Ann", ""), ("7", "Bob", "")],
    "csv-014": [("p-3594b490bb55", "=cmd|'/c calc'!A0", "")],
}


@pytest.mark.parametrize("name", [*TABLES, *KEPT])
def test_hostile_tables_are_read_as_written_or_refused_at_their_row(tmp_path, name):
    text = VECTORS[name]["input"]
    for theirs, ours in COLUMNS.items():
        text = text.replace(theirs, ours)
    (tmp_path / "programme.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    if name in KEPT:
        assert [(person.id, str(person.name), person.email) for person in load(tmp_path).people] == KEPT[name]
        return
    (fault,) = faults_of(tmp_path)
    assert fault.startswith(TABLES[name])


WAYS = {
    "missing": (lambda folder: folder / "nowhere", "there is no such folder; check the path"),
    "a file": (
        lambda folder: folder / "people.csv",
        "is a file, not a folder; name the folder that holds programme.toml",
    ),
    "NUL": (lambda _folder: Path("a\0b"), "a?b: there is no such folder; check the path"),
    "too long": (
        lambda _folder: Path("a" * 5000),
        "cannot be opened: File name too long; check the path and who may read it",
    ),
    "half a character": (lambda _folder: Path("a\udcff"), "a?: there is no such folder; check the path"),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_no_folder_is_one_fault(folder, way):
    path, ending = WAYS[way]
    (fault,) = faults_of(path(folder))
    assert fault.endswith(ending)


def replace_by_link(target):
    def make(path):
        path.unlink()
        path.symlink_to(target)

    return make


def replace_by(make):
    def replace(path):
        path.unlink()
        make(path)

    return replace


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (replace_by(Path.mkdir), "is a folder; move it out, or give it another name"),
        (replace_by(os.mkfifo), "is not an ordinary file; move it out, or give it another name"),
        (replace_by_link("/nowhere"), "is a link to nothing; put the file itself into the folder"),
        (replace_by_link("/dev/zero"), "is a link that leads out of the folder; put the file itself into the folder"),
        (replace_by_link("/etc/passwd"), "is a link that leads out of the folder; put the file itself into the folder"),
    ],
    ids=["folder", "pipe", "link to nothing", "link to a device", "link out"],
)
def test_what_is_no_file_is_one_fault(folder, name, make, problem):
    make(folder / name)
    assert faults_of(folder) == [f"{name}: {problem}"]


def test_a_link_round_to_itself_is_one_fault(folder):
    replace_by_link("people.csv")(folder / "people.csv")
    (fault,) = faults_of(folder)
    assert fault.startswith("people.csv: ")


def test_a_link_inside_the_folder_is_followed(folder):
    (folder / "people.csv").rename(folder / "all.txt")
    (folder / "people.csv").symlink_to("all.txt")
    assert len(load(folder).people) == 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_one_fault(folder):
    (folder / "people.csv").chmod(0)
    assert faults_of(folder) == ["people.csv: cannot be read: Permission denied; check the file and who may read it"]


def recode(folder, *names, encoding="gb18030"):
    for name in names:
        (folder / name).write_bytes((GOOD / name).read_text(encoding="utf-8").encode(encoding))


def say(folder, line):
    text = (folder / "programme.toml").read_text(encoding="utf-8")
    (folder / "programme.toml").write_text(
        text.replace('language = "zh"', f'language = "zh"\n{line}'), encoding="utf-8"
    )


SAVE = "save it as 'CSV UTF-8', or write encoding = \"gb18030\" under [programme] in programme.toml"


def test_bad_utf8_suggests_the_encoding(folder):
    recode(folder, "people.csv")
    assert faults_of(folder) == [f"people.csv:2: encoding: is not UTF-8; {SAVE}"]
    recode(folder, "availability.csv")
    assert faults_of(folder) == [f"availability.csv:2: encoding: is not UTF-8 (also people.csv:2); {SAVE}"]
    say(folder, 'encoding = "gb18030"')
    assert load(folder).person("ann").name == load(GOOD).person("ann").name
    assert [person.id for person in load(folder).people] == [person.id for person in load(GOOD).people]


def test_tables_that_are_utf8_after_all_are_told_at_the_encoding(folder):
    say(folder, 'encoding = "gb18030"')
    (fault,) = faults_of(folder)
    assert fault.startswith("programme.toml:7: programme.encoding: the tables are saved as UTF-8, not as GB18030; ")
    recode(folder, "availability.csv")
    (fault,) = faults_of(folder)
    assert fault.startswith("people.csv:2: encoding: is saved as UTF-8, and programme.toml says gb18030; ")


def test_other_encodings_are_named(folder):
    recode(folder, "people.csv", encoding="utf-16")
    assert faults_of(folder) == ["people.csv:1: encoding: is saved as UTF-16; save it as 'CSV UTF-8'"]
    recode(folder, "people.csv", encoding="utf-8")
    recode(folder, "activities.toml")
    assert faults_of(folder) == ["activities.toml:5: encoding: is not UTF-8; save the file as UTF-8"]


def test_an_encoding_that_nobody_could_read_is_told_once(folder):
    recode(folder, "people.csv", "availability.csv")
    (folder / "programme.toml").write_text("[programme\n", encoding="utf-8")
    assert [fault.split(":")[0] for fault in faults_of(folder)] == ["programme.toml"]


def test_marks_and_line_ends_of_other_systems_are_read(folder):
    good = load(GOOD)
    for name in NAMES:
        data = (GOOD / name).read_bytes()
        (folder / name).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert load(folder) == good
    for name in NAMES[2:]:
        (folder / name).write_bytes((GOOD / name).read_bytes().replace(b"\n", b"\r"))
    assert load(folder) == good


@pytest.mark.parametrize("size", [1, 200, 20_000])
@pytest.mark.parametrize("name", NAMES)
def test_random_bytes_are_at_most_two_faults_of_that_file(folder, name, size):
    (folder / name).write_bytes(random.Random(size).randbytes(size))
    found = faults_of(folder)
    assert len(found) <= 2
    assert all(fault.startswith(name) for fault in found)


LARGE = {
    "one field of 200 MB": (
        "people.csv",
        lambda: b"id,name\na," + b"x" * 200_000_000,
        "people.csv:2: has a line longer than 64 kB",
    ),
    "one cell of many lines": (
        "people.csv",
        lambda: b'id,name\na,"' + b"x\n" * 100_000 + b'"\n',
        "people.csv:2: row: a cell is too long",
    ),
    "many lines": ("people.csv", lambda: b"id,name\n" + b"a,b\n" * 3_000_000, "people.csv: is larger than 10 MB"),
    "one value of 200 MB": (
        "activities.toml",
        lambda: b'a = "' + b"x" * 200_000_000,
        "activities.toml:1: has a line longer than 64 kB",
    ),
    "many tables": ("activities.toml", lambda: b'[[area]]\nid="x"\n' * 100_000, "activities.toml: is larger than 1 MB"),
    "nested lists": ("activities.toml", lambda: b"a = " + b"[" * 5000, "activities.toml:1: is nested too deeply"),
    "nested tables": ("activities.toml", lambda: b"a = " + b"{a=" * 5000, "activities.toml:1: is nested too deeply"),
    "nested crookedly": (
        "activities.toml",
        lambda: b"\na = " + b"[[]," * 5000,
        "activities.toml:2: is nested too deeply",
    ),
    "a long way": (
        "activities.toml",
        lambda: b"\n[" + b".".join([b"a"] * 20_000) + b"]",
        "activities.toml:2: names too many tables in one key",
    ),
    "a long number": (
        "activities.toml",
        lambda: b"\n\na = " + b"9" * 5000,
        "activities.toml:3: a number is too long",
    ),
    "NUL in a table": (
        "history.csv",
        lambda: b"person,load\nann,1\nann,\x002\n",
        "history.csv:3: holds a NUL character",
    ),
    "NUL in TOML": ("activities.toml", lambda: b'\na = "\x00"', "activities.toml:2: holds a NUL character"),
    "empty table": ("history.csv", lambda: b"", "history.csv: is empty"),
    "blank table": ("history.csv", lambda: b"\n \n", "history.csv: is empty"),
}


@pytest.mark.parametrize("way", LARGE)
def test_what_is_too_much_is_refused_before_it_is_read(folder, way):
    name, content, start = LARGE[way]
    (folder / name).write_bytes(content())
    (fault,) = faults_of(folder)
    assert fault.startswith(start)


def test_a_folder_of_very_many_files_is_not_read(folder):
    for number in range(600):
        (folder / f"x{number}.toml").write_text("", encoding="utf-8")
    (fault,) = faults_of(folder)
    assert "605 files are too many" in fault


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_change_of_a_file_makes_a_traceback(tmp_path, name, data):
    folder = tmp_path / "programme"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(GOOD, folder)
    text = (GOOD / name).read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 20)))
    put_in = data.draw(
        st.text(st.characters(codec="utf-8"), max_size=10)
        | st.sampled_from(["\n", '"', "[", "]", "{", ",", ";", "=", "'''", '"""', "\\u12", "0x", "\r"])
    )
    (folder / name).write_bytes((text[:start] + put_in + text[end:]).encode())
    found = ()
    try:
        load(folder)
    except ProgrammeError as error:
        found = error.faults
    assert all(fault.problem and fault.file for fault in found)
