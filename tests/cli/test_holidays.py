"""The holidays command tells what is announced, and that a year is not."""

import json
import subprocess
import sys


def holidays(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "volsched", "holidays", *arguments], capture_output=True, text=True, check=False
    )


def test_an_announced_year_names_its_source_and_its_make_up_days():
    done = holidays("2026", "--language", "en")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "国办发明电〔2025〕7号"
    assert any(line.split("  ")[0] == "Saturday 28 February 2026" and "worked instead" in line for line in lines)


def test_an_unannounced_year_is_told_and_not_guessed():
    done = holidays("2027", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert answer["announced"] is False
    assert not any(day["working"] for day in answer["days"])
    assert {"id": "spring", "day": "2027-02-06", "tentative": False} in answer["festivals"]
    assert [item["id"] for item in answer["festivals"] if item["tentative"]] == ["roza", "qurban"]


def test_a_year_that_is_none_is_refused():
    assert holidays("next").returncode == 2
    assert holidays("2500").returncode == 2
