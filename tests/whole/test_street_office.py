"""The year of the whole street office, from its folder to its calendars: the main job, as anyone runs it."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import interpreters

ROOT = Path(__file__).parents[2]
OFFICE = ROOT / "examples" / "street-office"


def publish(out: Path, python: str = sys.executable, **environ: str) -> dict[str, object]:
    command = [python, "-m", "volsched", "publish", str(OFFICE), "--out", str(out), "--json"]
    own = {"VOLSCHED_DISABLE_PLUGINS": "*"}  # other Pythons have no plugins of others installed
    done = subprocess.run(
        command, env={**os.environ, **own, **environ}, capture_output=True, text=True, check=False, cwd=out.parent
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    return json.loads(done.stdout)


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    out = tmp_path_factory.mktemp("office") / "out"
    return out, publish(out)


@pytest.mark.heavy
def test_every_patrol_seat_is_filled_and_no_rule_is_broken(first):
    out, answer = first
    patrols = [
        row
        for path in sorted((out / "coordinator" / "roster").glob("*-patrol.csv"))
        for row in path.read_text("utf-8-sig").splitlines()[1:]
    ]
    assert len(patrols) == 54_750
    assert answer["filled"] == answer["seats"]
    assert [finding for finding in answer["findings"] if finding["severity"] == "error"] == []


@pytest.mark.heavy
def test_publishing_again_changes_no_file(first, tmp_path):
    out, _ = first
    before = digest(out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*.ics")}
    assert publish(out)["written"] == 0
    assert digest(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.ics")} == times


@pytest.mark.heavy
@pytest.mark.parametrize(
    "environ",
    [
        *({"PYTHONHASHSEED": str(seed)} for seed in range(1, 6)),
        {"TZ": "America/New_York"},
        {"LC_ALL": "C"},
        {"PYTHONOPTIMIZE": "1"},
    ],
    ids=str,
)
def test_the_bytes_are_the_same_whatever_the_environment(first, tmp_path, environ):
    publish(tmp_path / "out", **environ)
    assert digest(tmp_path / "out") == digest(first[0])


@pytest.mark.heavy
@pytest.mark.parametrize("version", interpreters.VERSIONS)
def test_the_bytes_are_the_same_on_every_python(first, tmp_path, version):
    python = interpreters.find(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    publish(tmp_path / "out", interpreters.environment(version, python))
    assert digest(tmp_path / "out") == digest(first[0])
