"""Where there is nothing to show, a sentence says so and what would make something appear; moments are told alike."""

import datetime as dt
import json
import re

import pytest
from tests.cli.test_commands import volsched

from volsched.cli.nothing import _SENTENCES

EMPTY = """[programme]
id = "empty"
name = "Empty"
zone = "Asia/Urumqi"
language = "{language}"
window = "2027"
store = "volsched.db"
"""


@pytest.fixture(scope="module", params=["zh", "ug", "en"])
def empty(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp(f"empty-{request.param}")
    (folder / "place").mkdir()
    (folder / "place" / "programme.toml").write_text(EMPTY.format(language=request.param), encoding="utf-8")
    assert volsched("publish", "place", cwd=folder).returncode == 0
    return folder, ("zh", "ug", "en").index(request.param)


@pytest.mark.parametrize(
    ("command", "about"),
    [
        ("agenda", "agenda"),
        ("cadence", "cadence"),
        ("outbox show", "outbox"),
        ("outbox calls", "calls"),
        ("store history place --kind roster", "history"),
        ("feeds links", "people"),
        ("grid", "grid"),
        ("roster", "rosters"),
        ("roster fairness", "rosters"),
        ("book open", "bookable"),
        ("notify", "messages"),
        ("visits", "visits"),
        ("errands", "errands"),
    ],
)
def test_a_programme_with_nothing_in_it_is_told_so(empty, command, about):
    folder, language = empty
    arguments = command.split() if "place" in command else [*command.split(), "place"]
    done = volsched(*arguments, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{_SENTENCES[about][language]}\n"
    listed = volsched(*arguments, "--json", cwd=folder)
    assert json.loads(listed.stdout) == []


SHOW = """
[[activity]]
id = "gala"
title = "Gala"
[activity.when]

start = "2027-05-08 19:00"
lasts = "2h"
"""


def test_an_activity_without_acts_says_so_and_when_it_begins(tmp_path):
    (tmp_path / "programme.toml").write_text(EMPTY.format(language="en") + SHOW, encoding="utf-8")
    done = volsched("acts", tmp_path, "--activity", "gala")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Saturday 8 May 2027"
    assert [line for line in lines if re.match(r"19:00.*begins$", line)]
    assert [line for line in lines if re.match(r"21:00.*end$", line)]
    assert lines[-1] == "no act is written down for this activity; write each as [[activity.show.act]]"
    wrong = volsched("acts", tmp_path, "--activity", "gala", "--day", "2027-05-09")
    assert (wrong.returncode, "it is on 2027-05-08" in wrong.stderr) == (2, True)


def test_every_moment_for_programs_has_the_offset_of_the_programme(tmp_path):
    """Asia/Urumqi is six hours ahead of UTC; no answer says the same moment in another way."""
    volsched("init", "place", "--language", "en", cwd=tmp_path)
    settings = tmp_path / "place" / "programme.toml"
    text = settings.read_text(encoding="utf-8")
    text = re.sub(r'^zone = "[^"]*"', 'zone = "Asia/Urumqi"', text, flags=re.MULTILINE)
    settings.write_text(text + '\n[notices]\nchannels = ["console"]\ncoordinator = "wang"\n', encoding="utf-8")
    published = volsched("publish", "place", cwd=tmp_path)
    assert published.returncode in (0, 1), published.stderr
    found = 0
    for command in (
        "agenda", "roster", "status", "notify", "outbox show", "store history", "free", "roster callout", "book show",
    ):  # fmt: skip
        more = {"free": ["--length", "2h"], "roster callout": ["--at", "2027-01-02T20:00"]}.get(command, [])
        done = volsched(*command.split(), "place", *more, "--json", cwd=tmp_path)
        if done.returncode == 2:
            continue
        told = re.findall(r'"(\d{4}-\d\d-\d\dT[^"]*)"', done.stdout)
        # A moment of a person's own record in the log is as it was written there.
        told = told if command != "store history" else re.findall(r'"at": "(\d{4}-\d\d-\d\dT[^"]*)"', done.stdout)
        for moment in told:
            assert dt.datetime.fromisoformat(moment).utcoffset() == dt.timedelta(hours=6), (command, moment)
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+06:00", moment)
        found += bool(told)
    assert found >= 5


def test_messages_are_named_or_all_are_meant(tmp_path):
    volsched("init", "place", cwd=tmp_path)
    volsched("publish", "place", cwd=tmp_path)
    for command in ("resend", "drop"):
        done = volsched("outbox", command, "place", cwd=tmp_path)
        assert (done.returncode, "or all with --all" in done.stderr) == (2, True)
