"""The house keeps its measures: small modules, small functions, floors, documented public names, a light import."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "plugins").glob("*/src/**/*.py")])
REASON = "# long:"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_longer_than_400_lines():
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path: lines for path, lines in long.items() if lines > 400} == {}


def test_no_function_is_longer_than_50_lines_without_a_reason_beside_it():
    found = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.end_lineno - node.lineno + 1
                if body > 50 and REASON not in lines[node.lineno - 1] + lines[node.lineno - 2]:
                    found.append(f"{name(path)}:{node.lineno} {node.name} {body}")
    assert found == []


def test_no_source_guards_with_assert_or_evaluates_text():
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if isinstance(node, ast.Assert) or called in {"eval", "exec", "__import__"}:
                found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def test_rooms_keep_to_their_floors():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("heavy", ["icalendar", "click", "cattrs", "pluggy", "dateutil", "sqlite3", "volsched.builtin"])
def test_importing_volsched_leaves_alone(heavy):
    code = f"import sys, volsched; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_public_name_is_there_and_says_what_it_is():
    code = (
        "import volsched\n"
        "names = [n for n in volsched.__all__ if n != '__version__']\n"
        "missing = [n for n in names if not (getattr(volsched, n).__doc__ or '').strip()]\n"
        "assert set(volsched._HOME) | {'__version__'} == set(volsched.__all__), 'the two lists differ'\n"
        "assert not missing, missing"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
