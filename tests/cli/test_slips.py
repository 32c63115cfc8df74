"""Slips that a coordinator makes, and what they are told instead of being obeyed."""

import csv
import socket
import subprocess
import sys

import pytest


def volsched(*arguments):
    command = [sys.executable, "-X", "utf8", "-m", "volsched", *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=120)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slips")
    assert volsched("init", folder / "place")[0] == 0
    assert volsched("publish", folder / "place", "--out", folder / "out")[0] == 0
    return folder


def test_a_month_is_not_taken_for_the_whole_of_what_was_published(place):
    code, _, said = volsched("publish", place / "place", "--window", "2027-02", "--out", place / "february")
    assert code == 2
    assert "is only a part of what is published" in said
    assert "--apart" in said
    assert not (place / "february").exists()
    code, _, _ = volsched("publish", place / "place", "--window", "2027-02", "--out", place / "february", "--apart")
    assert code in (0, 1)
    assert (place / "february" / "public" / "calendar.ics").exists()
    code, out, _ = volsched("publish", place / "place", "--out", place / "out")
    assert code == 0
    assert "files written        0" in out


def test_whom_to_call_is_said_where_nobody_can_be_written_to(place):
    rows = csv.reader(volsched("roster", "show", place / "place", "--csv")[1].splitlines())
    person = next(row[8] for row in rows if row[0] == "2027-05-07")
    code, out, _ = volsched("reply", place / "place", person, "night-watch/20270507T2200", "declined")
    assert code == 0
    assert "please call" in out
    assert "no channel is set under [notices]" in out


def test_nobody_is_erased_where_nobody_is_called_so(place):
    code, _, said = volsched("store", "erase", place / "place", "nobody")
    assert code == 2
    assert "no person 'nobody'" in said


def test_a_store_that_was_emptied_is_not_taken_for_a_new_one(place, tmp_path):
    assert volsched("init", tmp_path / "other")[0] == 0
    assert volsched("publish", tmp_path / "other", "--out", tmp_path / "out")[0] == 0
    (tmp_path / "other" / "volsched.db").write_bytes(b"")
    for leftover in (tmp_path / "other").glob("volsched.db-*"):
        leftover.unlink()
    code, out, said = volsched("store", "check", tmp_path / "other")
    assert code != 0
    assert "its mark says that it was not" in out + said


def test_a_port_that_is_taken_is_named(place):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, said = volsched("serve", place / "out", "--port", taken.getsockname()[1])
    assert code == 2
    assert "cannot be listened on" in said
    assert "--port" in said
