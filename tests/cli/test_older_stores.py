"""A store that is older than what was published, and one that is another: nothing goes out again without asking."""

import datetime as dt
import json
import shutil

import pytest
from tests.cli.test_told_of_bookings import Street

from volsched.dispatch.marks import FILE


@pytest.fixture
def street(tmp_path):
    found = Street(tmp_path)
    found.run("book", "open", tmp_path, "--now", "2027-03-01 08:00")
    found.publish()
    return found


def everything(folder):
    """All that lies beside the store, as a backup of the whole machine would hold it."""
    return {path.name: path.read_bytes() for path in folder.glob("volsched.db*")}


def put_back(folder, kept):
    """The same files, written into those that are there, so that even their numbers on the disk are the same."""
    for path in folder.glob("volsched.db*"):
        if path.name not in kept:
            path.unlink()
    for name, content in kept.items():
        (folder / name).write_bytes(content)


def test_a_store_put_back_whole_with_its_mark_is_older_than_the_folder_says(street):
    before = everything(street.folder)
    assert len(street.send("2027-03-01T09:30+08:00")) == 5
    put_back(street.folder, before)
    text = street.run("status", street.folder, "--now", "2027-03-01T10:00+08:00", code=1)
    assert "this store is older than what was published into" in text
    assert "on Monday 1 March 2027 09:30 (Beijing time): 5 messages may have gone out since; look with" in text
    data = json.loads(
        street.run("notify", street.folder, "--send", "--json", "--now", "2027-03-01T10:00+08:00", code=1)
    )
    assert (data["channels"][0]["sent"], "5 messages" in data["held"]) == (0, True)
    street.publish("2027-03-01T10:30+08:00", code=2)
    street.run("store", "release", street.folder, code=2)
    street.run("store", "release", street.folder, "--drop")
    street.publish("2027-03-01T11:00+08:00", code=1)
    # Nobody knows whether they were told: so who looks after it hears of them, and they get nothing twice.
    assert sorted(street.send("2027-03-01T11:30+08:00")) == ["n"]
    assert (
        json.loads(street.run("status", street.folder, "--json", "--now", "2027-03-01T12:00+08:00", code=1))["held"]
        == ""
    )


def test_another_store_does_not_publish_into_the_folder_of_the_first_and_can_take_it_over(street, capsys):
    street.send("2027-03-01T09:30+08:00")
    out = ("--out", street.folder / "out", "--now", "2027-03-02T09:00+08:00", "--store", street.folder / "mistyped.db")
    street.run("publish", street.folder, *out, code=2)
    apart = ("--out", street.folder / "elsewhere", *out[2:])
    street.run("publish", street.folder, *apart, code=1)
    street.run("store", "release", street.folder, "--store", street.folder / "mistyped.db", "--send", *out[:2])
    street.run("publish", street.folder, *out, code=1)


def test_a_folder_that_was_wiped_or_holds_rubbish_stops_nobody(street):
    shutil.rmtree(street.folder / "out")
    assert len(street.send("2027-03-01T09:30+08:00")) == 5
    street.publish("2027-03-01T10:00+08:00")
    mark = street.folder / "out" / FILE
    assert mark.stat().st_mode & 0o777 == 0o600
    told = json.loads(mark.read_text())["stores"]
    assert [(one["programme"], one["sent"]) for one in told.values()] == [("place", 5)]
    assert dt.datetime.fromisoformat(next(iter(told.values()))["at"]).hour == 2
    for rubbish in ("", "[]", '{"stores": {"a": 1}}', '{"stores": {"a": {"serial": "x", "at": "y"}}}', "\x00"):
        mark.write_text(rubbish)
        street.publish("2027-03-01T11:00+08:00")
