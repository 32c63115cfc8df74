"""The same rosters for a seed: on every Python, with any number of workers, whatever the seed of hashes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "whole"))
import interpreters

SCRIPT = Path(__file__).with_name("alike.py")


def answer(python: str, **environ: str) -> dict[str, object]:
    done = subprocess.run(
        [python, str(SCRIPT)], env={**os.environ, **environ}, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_same_with_any_number_of_workers_and_any_seed_of_hashes():
    one = answer(sys.executable, PYTHONHASHSEED="1")
    assert len(set(one["digests"])) == 1
    assert answer(sys.executable, PYTHONHASHSEED="2", TZ="America/New_York") == one


@pytest.mark.heavy
@pytest.mark.parametrize("version", interpreters.VERSIONS)
def test_the_same_on_every_python(version):
    python = interpreters.find(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    assert answer(interpreters.environment(version, python)) == answer(sys.executable)
