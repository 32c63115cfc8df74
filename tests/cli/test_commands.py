"""The commands as a person runs them: what they print, and the code they end with."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WATCH = ROOT / "examples" / "night-watch"


def volsched(*arguments: object, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "volsched", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **environ},
        encoding="utf-8",
    )


def test_help_names_every_command():
    done = volsched("--help")
    assert done.returncode == 0
    for command in (
        "agenda",
        "book",
        "check",
        "free",
        "init",
        "notify",
        "plan",
        "plugins",
        "publish",
        "roster",
        "schema",
        "serve",
    ):
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize("language", ["en", "zh", "ug"])
def test_the_starter_works_at_once(tmp_path, language):
    assert volsched("init", "place", "--language", language, cwd=tmp_path).returncode == 0
    checked = volsched("check", "place", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    published = volsched("publish", "place", "--json", cwd=tmp_path)
    assert published.returncode == 0, published.stderr
    answer = json.loads(published.stdout)
    assert answer["seats"] == answer["filled"] > 0
    assert (tmp_path / "out" / "public" / "calendar.ics").is_file()


def test_init_does_not_write_over_what_is_there(tmp_path):
    volsched("init", "place", cwd=tmp_path)
    mine = tmp_path / "place" / "programme.toml"
    mine.write_text("mine", encoding="utf-8")
    again = volsched("init", "place", cwd=tmp_path)
    assert again.returncode == 2
    assert mine.read_text(encoding="utf-8") == "mine"
    assert "Traceback" not in again.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path):
    done = volsched("check", "nowhere", cwd=tmp_path)
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_that_is_not_there_is_named():
    done = volsched("pubish")
    assert done.returncode == 2
    assert "pubish" in done.stderr


@pytest.mark.parametrize("command", ["check", "plan", "publish", "roster", "agenda"])
def test_a_window_that_cannot_be_read_says_what_can(tmp_path, command):
    done = volsched(command, WATCH, "--window", "next month", cwd=tmp_path)
    assert done.returncode == 2
    assert "'next month' cannot be read; write a year, a quarter, a month" in done.stderr
    assert done.stdout == ""


def test_findings_end_with_code_1(tmp_path):
    volsched("init", "place", cwd=tmp_path)
    people = tmp_path / "place" / "people.csv"
    lines = people.read_text(encoding="utf-8").splitlines()
    people.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    done = volsched("check", "place", cwd=tmp_path)
    assert done.returncode in (1, 2), done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_roster_is_shown_as_a_table_and_as_csv(tmp_path):
    table = volsched("roster", WATCH, cwd=tmp_path)
    assert table.returncode == 0, table.stderr
    rows = volsched("roster", WATCH, "--csv", cwd=tmp_path)
    assert rows.stdout.splitlines()[0].startswith("date,")
    assert len(rows.stdout.splitlines()) > 30


def test_json_is_all_that_standard_output_holds(tmp_path):
    for command in ("check", "plan", "roster", "agenda", "notify", "plugins"):
        done = volsched(command, WATCH, "--json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        json.loads(done.stdout)


def test_notify_sends_nothing_unless_told_and_asks_for_a_channel(tmp_path):
    shown = volsched("notify", WATCH, cwd=tmp_path)
    assert shown.returncode == 0
    assert "@" in shown.stdout
    refused = volsched("notify", WATCH, "--send", cwd=tmp_path)
    assert refused.returncode == 2
    assert "no channel to send by; name one or more of:" in refused.stderr


def test_a_person_that_is_not_there_is_named_with_the_nearest(tmp_path):
    done = volsched("agenda", WATCH, "--person", "w0l", cwd=tmp_path)
    assert done.returncode == 2
    assert "no person 'w0l'; did you mean" in done.stderr


def test_output_into_a_pipe_that_closes_is_no_error(tmp_path):
    done = subprocess.run(
        f"{sys.executable} -m volsched roster {WATCH} | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_chinese_and_uyghur_come_out_whatever_the_locale(tmp_path):
    plain = volsched("plan", WATCH, cwd=tmp_path)
    ascii_only = volsched("plan", WATCH, cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert ascii_only.stdout == plain.stdout


def test_the_progress_bar_is_drawn_on_a_terminal_only(tmp_path):
    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", BAR], stdout=subprocess.PIPE, stderr=follower, check=True, cwd=tmp_path
    )
    os.close(follower)
    drawn = os.read(leader, 4000).decode()
    os.close(leader)
    assert "rosters" in drawn
    assert "[###############---------------] 5/10" in drawn
    assert drawn.endswith("\r\x1b[K")
    assert done.stdout == b""
    quiet = subprocess.run([sys.executable, "-c", BAR], capture_output=True, check=True)
    assert quiet.stderr == b""


BAR = """
from volsched.cli.progress import ProgressBar
with ProgressBar() as bar:
    bar._start -= 2
    bar("rosters", 5, 10)
"""


def test_notify_lists_whom_to_call_with_name_and_phone(tmp_path):
    done = volsched("notify", WATCH, "--send", "--channel", "console", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["to_call"] == []
    unreached = volsched("notify", WATCH, "--send", "--channel", "smtp", cwd=tmp_path)
    assert unreached.returncode == 2
    assert "no channel 'smtp'" in unreached.stderr


@pytest.mark.parametrize(
    ("now", "year"), [("2026-11-24T10:00+08:00", 2027), ("2027-06-01T10:00+08:00", 2027), ("2029-03-01T10:00Z", 2029)]
)
def test_the_starter_is_for_the_year_that_can_still_be_planned(tmp_path, now, year):
    assert volsched("init", "place", cwd=tmp_path, VOLSCHED_NOW=now).returncode == 0
    assert f'window = "{year}"' in (tmp_path / "place" / "programme.toml").read_text(encoding="utf-8")
    assert volsched("init", "other", "--year", "2031", cwd=tmp_path).returncode == 0
    assert 'window = "2031"' in (tmp_path / "other" / "programme.toml").read_text(encoding="utf-8")


def test_a_clock_that_cannot_be_read_is_told(tmp_path):
    done = volsched("init", "place", cwd=tmp_path, VOLSCHED_NOW="tomorrow")
    assert (done.returncode, "VOLSCHED_NOW" in done.stderr) == (2, True)
    assert not (tmp_path / "place").exists()
