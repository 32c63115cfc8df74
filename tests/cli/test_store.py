"""The commands about what is remembered, as a person runs them: messages, answers, backups, and how things stand."""

import json
import os
import subprocess
import sys

import pytest


def volsched(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "volsched", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ},
        encoding="utf-8",
    )


def done(*arguments, cwd, code=0):
    found = volsched(*arguments, cwd=cwd)
    assert found.returncode == code, found.stdout + found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("street")
    done("init", "place", "--language", "en", cwd=folder)
    with (folder / "place" / "programme.toml").open("a", encoding="utf-8") as file:
        file.write('\n[notices]\nchannels = ["console"]\ncoordinator = "wang"\n')
    done("publish", "place", cwd=folder)
    return folder


def test_what_waits_is_shown_then_sent_once_and_the_log_knows(published):
    waiting = json.loads(done("notify", "place", "--json", cwd=published))
    assert {item["state"] for item in waiting} == {"pending"}
    assert len(waiting) == 8
    one = json.loads(done("notify", "place", "--json", "--person", "wang", cwd=published))
    assert [item["person"] for item in one] == ["wang"]
    status = json.loads(done("status", "place", "--json", cwd=published))
    assert (status["unsent"], status["sent"], status["open"], status["held"]) == (8, 0, {}, "")
    sent = json.loads(done("notify", "place", "--send", "--json", cwd=published))
    assert sent["channels"] == [
        {"channel": "console", "sent": 8, "again": 0, "dead": 0, "handed": 0, "stopped": "", "details": []}
    ]
    assert "sent 0" in done("notify", "place", "--send", cwd=published)
    assert done("outbox", "show", "place", cwd=published).startswith("no message waits or was given up; they appear")
    assert len(json.loads(done("outbox", "show", "place", "--state", "sent", "--json", cwd=published))) == 8
    lines = json.loads(done("store", "history", "place", "--json", "--kind", "published", cwd=published))
    assert [(item["who"], item["why"]) for item in lines] == [("volsched publish", "publish")]
    assert "all is well" in done("store", "check", "place", cwd=published)


def test_an_answer_is_taken_down_and_one_that_cannot_be_is_refused(published):
    kept = published / "place" / "volsched.db"
    done("store", "backup", "place", "before.db", "--replace", cwd=published)
    said = done("reply", "place", "aygul", "choir/20270108T1000", "declined", "--by", "wang", cwd=published)
    assert "declined" in said
    status = json.loads(done("status", "place", "--json", "--person", "aygul", cwd=published))
    assert [item["occurrence"] for item in status["declined"]] == ["choir/20270108T1000"]
    for arguments, words in (
        (("aygul", "choir/20270109T1000", "declined"), "no occurrence 'choir/20270109T1000'"),
        (("ajgul", "choir/20270108T1000", "declined"), "did you mean 'aygul'"),
        (("wang", "choir/20270108T1000", "declined"), "has nothing to do at"),
    ):
        found = volsched("reply", "place", *arguments, cwd=published)
        assert (found.returncode, words in found.stderr) == (2, True), found.stderr
    assert kept.is_file()


def test_a_restored_store_holds_everything_until_it_is_released(published):
    done("store", "backup", "place", "kept.db", cwd=published)
    again = volsched("store", "backup", "place", "kept.db", cwd=published)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    done("store", "restore", "place", "kept.db", cwd=published)
    assert "restored from a backup" in volsched("notify", "place", "--send", cwd=published).stderr
    assert json.loads(done("status", "place", "--json", cwd=published, code=1))["held"]
    assert "nothing goes out" in done("store", "check", "place", cwd=published, code=1)
    done("store", "release", "place", "--drop", cwd=published)
    assert json.loads(volsched("status", "place", "--json", cwd=published).stdout)["held"] == ""
    (published / "kept.db").unlink()


def test_what_was_given_up_can_be_called_and_sent_again(published):
    given_up = json.loads(done("outbox", "show", "place", "--json", cwd=published))
    if not given_up:
        done("reply", "place", "gulnar", "choir/20270115T1000", "declined", cwd=published)
        done("outbox", "drop", "place", "--all", cwd=published)
        given_up = json.loads(done("outbox", "show", "place", "--json", cwd=published))
    assert {item["state"] for item in given_up} == {"dead"}
    calls = done("outbox", "calls", "place", cwd=published)
    assert calls.startswith("[ ] ")
    key = given_up[0]["key"]
    assert done("outbox", "resend", "place", key[:12], cwd=published).startswith("1 to be tried again")
    unknown = volsched("outbox", "resend", "place", "nothing", cwd=published)
    assert (unknown.returncode, "no message 'nothing'" in unknown.stderr) == (2, True)


def test_a_programme_without_a_store_says_what_to_write(tmp_path):
    done("init", "place", "--language", "en", cwd=tmp_path)
    text = (tmp_path / "place" / "programme.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("store")]
    (tmp_path / "place" / "programme.toml").write_text("\n".join(kept), encoding="utf-8")
    for command in (("status",), ("store", "check"), ("outbox", "show")):
        found = volsched(*command, "place", cwd=tmp_path)
        assert (found.returncode, 'write store = "volsched.db" under [programme]' in found.stderr) == (2, True)


def test_a_person_is_erased_from_the_store(published):
    data = json.loads(done("store", "erase", "place", "tursun", "--json", cwd=published))
    assert data["envelopes"] >= 1
    assert b"tursun" not in (published / "place" / "volsched.db").read_bytes()
    assert "envelopes" in done("store", "forget", "place", "--days", "1", cwd=published)


def test_after_an_erasure_the_old_calendar_address_gives_nothing_and_never_will_again(tmp_path):
    def links():
        found = json.loads(done("feeds", "links", "place", "--json", cwd=tmp_path))
        return {item["person"]: item["link"] for item in found}

    def traces(text):
        """Where a text still stands: in a file, or in its name."""
        places = [path for path in tmp_path.rglob("*") if path.is_file()]
        return [
            str(path.relative_to(tmp_path))
            for path in places
            if text in str(path) or text.encode() in path.read_bytes()
        ]

    done("init", "place", cwd=tmp_path)
    done("publish", "place", cwd=tmp_path)
    done("feeds", "rotate", "place", "tursun", cwd=tmp_path)
    done("publish", "place", cwd=tmp_path)
    before = links()
    old = before["tursun"].removeprefix("person/").removesuffix(".ics")
    assert len(traces(old)) > 1
    told = json.loads(done("store", "erase", "place", "tursun", "--json", cwd=tmp_path))
    assert {path.rpartition("/out/")[2] for path in told["withdrawn"]} >= {f"person/{old}.ics"}
    assert traces(old) == []
    # The id still stands in the programme's files: published again, it has another name; all others keep theirs.
    done("publish", "place", cwd=tmp_path)
    after = links()
    assert traces(old) == []
    assert after.pop("tursun") != before.pop("tursun")
    assert after == before
    # The name that was replaced before does not come back either.
    done("feeds", "rotate", "place", "tursun", cwd=tmp_path)
    done("store", "erase", "place", "tursun", cwd=tmp_path)
    done("publish", "place", cwd=tmp_path)
    assert traces(old) == []


def test_erasing_somebody_whom_nothing_knows_leaves_the_store_as_it_was(tmp_path):
    done("init", "place", cwd=tmp_path)
    done("publish", "place", cwd=tmp_path)
    before = json.loads(done("store", "history", "place", "--json", "-n", "1000", cwd=tmp_path))
    found = volsched("store", "erase", "place", "tursunn", cwd=tmp_path)
    assert (found.returncode, "did you mean 'tursun'" in found.stderr) == (2, True)
    after = json.loads(done("store", "history", "place", "--json", "-n", "1000", cwd=tmp_path))
    assert [item for item in after if item["kind"] != "store"] == [item for item in before if item["kind"] != "store"]
