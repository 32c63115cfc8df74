"""volsched check --fix: nothing before a yes, and then only what was shown."""

import subprocess
import sys

import pytest
from tests.cli.test_commands import volsched

PLACE = """[programme]
id = "place"
name = "Place"
language = "en"
window = "2027-05-03/2027-05-10"

[[venue]]
id = "hall"
name = "Hall"  # the large one

[[activity]]
id = "talk"
title = "Talk"
when = { start = "2027-05-07 10:00", lasts = "2h" }
space = { venue = "hall" }

[[activity]]
id = "ball"
title = "Ball"
space = { venue = "hall" }

[activity.when]
start = "2027-05-03 11:00"
lasts = "2h"
every = "day" # all week
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "programme.toml").write_text(PLACE, encoding="utf-8")
    return tmp_path


def asked(place, answers, *options):
    return subprocess.run(
        [sys.executable, "-m", "volsched", "check", str(place), "--fix", *options],
        input=answers,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def read(place):
    return (place / "programme.toml").read_text(encoding="utf-8")


def test_without_a_yes_nothing_is_touched(place):
    done = asked(place, "n\nn\n")
    assert done.returncode == 1
    assert done.stdout.endswith("nothing was changed\n")
    assert done.stdout.count("change it so?") == 2
    stopped = asked(place, "")
    assert (stopped.returncode, stopped.stderr) == (130, "stopped; nothing half-done was left behind\n")
    assert read(place) == PLACE


def test_a_yes_adds_one_entry_and_leaves_every_other_character(place):
    done = asked(place, "y\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("changed: programme.toml\nnothing to look at\n")
    assert read(place) == PLACE + '\n[[activity.when.change]]\non = "2027-05-07 11:00"\nstart = "2027-05-07 12:00"\n'


def test_a_no_and_a_yes_take_the_second_proposal(place):
    done = asked(place, "n\ny\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert read(place) == PLACE.replace('start = "2027-05-07 10:00"', 'start = "2027-05-07 09:00"')


def test_what_is_clean_has_nothing_to_change_and_json_does_not_ask(place):
    assert asked(place, "", "--yes").returncode == 0
    assert asked(place, "").stdout == "nothing to look at\nnothing that could be changed\n"
    refused = volsched("check", place, "--fix", "--json")
    assert refused.returncode == 2
    assert "--fix asks and shows; take --json out" in refused.stderr


def test_a_setting_from_the_environment_is_there_while_a_change_is_tried(place):
    settings = '[plugins."volsched.smtp"]\nhost = "mail.example"\nsender = "a@mail.example"\nusername = "a"\n'
    settings += 'password = { env = "PW" }\n'
    before = PLACE.replace("\n[[venue]]", f"\n{settings}\n[[venue]]", 1)
    (place / "programme.toml").write_text(before, encoding="utf-8")
    done = volsched("check", place, "--fix", "--yes", PW="secret")
    assert "changed: programme.toml" in done.stdout, done.stdout + done.stderr
    assert read(place) == before + '\n[[activity.when.change]]\non = "2027-05-07 11:00"\nstart = "2027-05-07 12:00"\n'
