"""An interrupt while rosters are made: what is only shown goes on with the best so far, what acts ends."""

import shutil
from pathlib import Path

import attrs
import pytest

from volsched.cli.commands import run
from volsched.model import Roster
from volsched.rostering import many

WATCH = Path(__file__).parents[2] / "examples" / "night-watch"
SAID = "stopped: these rosters are the best so far, and could become fairer\n"


@pytest.fixture
def interrupted(monkeypatch, capsys, tmp_path):
    """The solver as it is when somebody presses Ctrl-C."""
    shutil.copytree(WATCH, tmp_path / "watch")
    monkeypatch.setattr("volsched.builtin.solver.solve", lambda *args, **more: stopped(many.solve(*args, **more)))

    def call(*arguments):
        with pytest.raises(SystemExit) as ended:
            run([*arguments[:1], str(tmp_path / "watch"), *arguments[1:]])
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return call


def stopped(roster: Roster) -> Roster:
    return attrs.evolve(roster, stopped=True)


@pytest.mark.parametrize("command", ["plan", "roster"])
def test_what_is_shown_is_the_best_so_far(interrupted, command):
    code, out, err = interrupted(command)
    assert (code, err) == (0, SAID)
    assert out


def test_nothing_is_published_that_was_stopped(interrupted, tmp_path):
    code, out, err = interrupted("publish", "--out", str(tmp_path / "out"))
    assert (code, out, err) == (130, "", "\nstopped; nothing half-done was left behind\n")
    assert not (tmp_path / "out").exists()
