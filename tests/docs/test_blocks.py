"""Every code and configuration block of the README and the documentation is run.

- python blocks of a page run one after another in one namespace, in an empty folder beside a copy of `examples`;
- console blocks run their `$ ` lines in a shell there, and what they print must match (`...` stands for any text);
- toml blocks are read: a whole programme is loaded, a part of one is checked against the JSON Schema;
- json and csv blocks must parse; text blocks are for reading;
- a block whose paragraph before it ends in "as `some/file`" is also saved under that name.
"""

import csv
import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

from volsched.files import load, programme_schema

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "plugins").glob("*/README.md"))]
PAGES = [page for page in PAGES if "_build" not in page.parts]
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
KNOWN = {"python", "console", "toml", "json", "csv", "text", ""}


SAVED_AS = re.compile(r"\bas `([\w./-]+\.\w+)`")


def blocks(page: Path) -> list[tuple[str, str, int, str]]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        paragraph = text[: match.start()].rstrip().rpartition("\n\n")[2]
        saved = SAVED_AS.findall(paragraph)
        found.append((match[1], match[2], text[: match.start()].count("\n") + 2, saved[-1] if saved else ""))
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_block_of_the_page_does_what_it_says(page: Path, folder: Path) -> None:
    names: dict[str, object] = {"__name__": "__page__"}
    for language, body, line, saved in blocks(page):
        if saved:
            (folder / saved).parent.mkdir(parents=True, exist_ok=True)
            (folder / saved).write_text(body, encoding="utf-8")
        place = f"{page.relative_to(ROOT)}:{line}"
        assert language in KNOWN, f"{place}: a block in '{language}' is not run by any test"
        if language == "python":
            exec(compile("\n" * (line - 1) + body, str(page), "exec"), names)
        elif language == "console":
            run_console(body, folder, place)
        elif language == "toml":
            check_toml(body, folder, place)
        elif language == "json":
            json.loads(body)
        elif language == "csv":
            rows = list(csv.reader(io.StringIO(body)))
            assert len({len(row) for row in rows}) == 1, f"{place}: rows of different lengths"


def run_console(body: str, folder: Path, place: str) -> None:
    commands = re.split(r"^\$ ", body, flags=re.MULTILINE)
    assert not commands[0].strip(), f"{place}: a console block begins with a line '$ '"
    for command in commands[1:]:
        line, _, expected = command.partition("\n")
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=folder,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        shown = done.stdout + done.stderr
        assert done.returncode in (0, 1), f"{place}: {line}\n{shown}"
        if expected.strip():
            pattern = "".join(
                r"(?:.*\n)*?"
                if part.strip() in ("...", "…")
                else re.escape(part.rstrip()).replace(r"\.\.\.", ".*") + r"[ ]*\n"
                for part in expected.rstrip().splitlines()
            )
            assert re.fullmatch(pattern, shown), f"{place}: {line}\nprinted\n{shown}\nnot\n{expected}"


def check_toml(body: str, folder: Path, place: str) -> None:
    data = tomllib.loads(body)
    if "programme" in data and ("activity" in data or body.startswith("# a whole programme")):
        whole = folder / "whole"
        shutil.rmtree(whole, ignore_errors=True)
        whole.mkdir()
        (whole / "programme.toml").write_text(body, encoding="utf-8")
        load(whole)
        return
    schema = programme_schema()
    if "programme" not in data:
        schema = {**schema, "required": [key for key in schema.get("required", ()) if key != "programme"]}
    errors = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(as_json(data))]
    assert not errors, f"{place}: {errors}"


def as_json(value: object) -> object:
    """The same as JSON has it: editors check the text of a date."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value
