"""What is not public is for its owner alone, whatever the umask, and whichever version made what is there."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from volsched.publishing.private import write_private
from volsched.publishing.writing import MANIFEST, OutputFile, write_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
FILES = [
    OutputFile(f"{folder}/a.ics", folder.encode()) for folder in ("public", "member/team", "person", "coordinator")
]


@pytest.fixture(autouse=True)
def ordinary_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder):
    return {
        str(item.relative_to(folder)): f"{stat.S_IMODE(item.stat().st_mode):o}" for item in [folder, *folder.rglob("*")]
    }


def test_only_what_is_public_is_open_to_others(tmp_path):
    write_files(tmp_path / "out", [*FILES, OutputFile("note.txt", b"x"), OutputFile("publicity/a.txt", b"x")])
    assert modes(tmp_path / "out") == {
        ".": "755",
        MANIFEST: "600",
        "public": "755",
        "public/a.ics": "644",
        "member": "700",
        "member/team": "700",
        "member/team/a.ics": "600",
        "person": "700",
        "person/a.ics": "600",
        "coordinator": "700",
        "coordinator/a.ics": "600",
        "note.txt": "600",
        "publicity": "700",
        "publicity/a.txt": "600",
    }


def test_what_an_older_version_left_open_is_closed_without_being_written_again(tmp_path):
    write_files(tmp_path, FILES)
    for item in tmp_path.rglob("*"):
        item.chmod(0o755 if item.is_dir() else 0o644)
    changed = (tmp_path / "person/a.ics").stat().st_mtime_ns
    done = write_files(tmp_path, FILES)
    assert done.written == ()
    assert (tmp_path / "person/a.ics").stat().st_mtime_ns == changed
    found = modes(tmp_path)
    assert {found[name] for name in ("person", "coordinator", "member", "member/team")} == {"700"}
    assert {found[f"{name}/a.ics"] for name in ("person", "coordinator", "member/team")} == {"600"}
    assert (found["public"], found["public/a.ics"], found[MANIFEST]) == ("755", "644", "600")


def test_a_folder_that_its_owner_opened_to_the_group_stays_open_to_it_and_to_nobody_else(tmp_path):
    write_files(tmp_path, FILES)
    (tmp_path / "person").chmod(0o750)
    (tmp_path / "coordinator").chmod(0o755)
    more = [*FILES, OutputFile("person/b.ics", b"b"), OutputFile("person/own/c.ics", b"c")]
    write_files(tmp_path, [*more, OutputFile("coordinator/b.csv", b"b")])
    found = modes(tmp_path)
    assert (found["person"], found["person/b.ics"], found["person/own"], found["person/own/c.ics"]) == (
        "750",
        "640",
        "750",
        "640",
    )
    assert (found["coordinator"], found["coordinator/b.csv"]) == ("700", "600")


def test_a_strict_umask_is_heeded_for_public_files_too(tmp_path):
    os.umask(0o077)
    write_files(tmp_path / "out", FILES)
    assert set(modes(tmp_path / "out").values()) == {"700", "600"}


def test_a_file_with_personal_data_is_written_for_its_owner_alone(tmp_path):
    place = tmp_path / "roster.csv"
    write_private(place, b"one")
    assert modes(tmp_path)["roster.csv"] == "600"
    place.chmod(0o644)
    write_private(place, b"two")
    assert (modes(tmp_path)["roster.csv"], place.read_bytes()) == ("600", b"two")
    place.chmod(0o640)
    write_private(place, b"three")
    assert (modes(tmp_path)["roster.csv"], place.read_bytes()) == ("640", b"three")


def test_a_link_beside_it_is_not_followed(tmp_path):
    outside = tmp_path / "theirs"
    outside.write_bytes(b"theirs")
    (tmp_path / ".roster.csv.volsched-tmp").symlink_to(outside)
    write_private(tmp_path / "roster.csv", b"ours")
    assert outside.read_bytes() == b"theirs"
    assert (tmp_path / "roster.csv").read_bytes() == b"ours"


def volsched(*arguments, cwd):
    done = subprocess.run(
        [sys.executable, "-m", "volsched", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr


def test_a_whole_run_leaves_nothing_personal_open(tmp_path):
    """The published folder, the store and what lies beside it, its backups, and what commands write with --out."""
    volsched("init", "place", cwd=tmp_path)
    volsched("publish", "place", cwd=tmp_path)
    volsched("roster", "carry", "place", "--out", "history.csv", cwd=tmp_path)
    volsched("store", "backup", "place", "kept.db", cwd=tmp_path)
    volsched("store", "restore", "place", "kept.db", cwd=tmp_path)
    volsched("store", "restore", "elsewhere", "kept.db", "--store", "fresh.db", cwd=tmp_path)
    (tmp_path / "busy.ics").write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\n"
        "DTSTART:20270501T100000Z\nDTEND:20270501T110000Z\nSUMMARY:Dentist\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    volsched("import", "busy.ics", "--busy", "wang", "--window", "2027", "--out", "busy.csv", cwd=tmp_path)
    stores = [
        item.name
        for item in [*tmp_path.iterdir(), *(tmp_path / "place").iterdir()]
        if ".db" in item.name or item.name in ("history.csv", "busy.csv")
    ]
    assert {"kept.db", "fresh.db", "volsched.db", "volsched.db.mark", "volsched.db.before-restore"} <= set(stores)
    found = modes(tmp_path)
    open_to_others = [name for name, mode in found.items() if mode[1:] != "00" and Path(name).name in stores]
    assert open_to_others == []
    published = {name.removeprefix("out/"): mode for name, mode in found.items() if name.startswith("out/")}
    assert [name for name, mode in published.items() if mode[1:] != "00"] == [
        name for name in published if name == "public" or name.startswith("public/")
    ]
