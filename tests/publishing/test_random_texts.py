"""Random texts through every writer and back; `python -m tests.benchmarks texts` takes 200,000 of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.benchmarks.texts import WRITERS, campaign

ROOT = Path(__file__).parents[2]


def test_random_texts_come_back_from_every_writer():
    assert campaign(400, seed=1) == {name: [] for name in WRITERS}


@pytest.mark.parametrize("flags", [["-O"], ["-OO"]])
def test_they_do_so_without_assertions_too(flags):
    run = [sys.executable, *flags, "-m", "tests.benchmarks", "texts", "--number", "100", "--json"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["differences"] == 0
