"""The same messages on any hash seed, time zone and language of the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from volsched.notices import notices_of, render

CODE = """
import runpy, sys
from volsched.notices import notices_of, render
plan = runpy.run_path(sys.argv[1])["_plan"]()
sys.stdout.reconfigure(encoding="utf-8", newline="")
print("".join(repr(render(n, plan.programme)) + render(n, plan.programme).body for n in notices_of(plan)), end="")
"""


@pytest.mark.parametrize(
    "changes",
    [
        {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Urumqi", "LC_ALL": "tr_TR.UTF-8"},
    ],
)
def test_messages_are_the_same_bytes_wherever_they_are_written(plan, changes):
    command = [sys.executable, "-c", CODE, str(Path(__file__).with_name("conftest.py"))]
    shown = subprocess.run(command, capture_output=True, check=True, env={**os.environ, **changes})
    here = "".join(
        repr(message) + message.body for message in (render(notice, plan.programme) for notice in notices_of(plan))
    )
    assert shown.stdout.decode() == here
