"""A whole run beside plugins that misbehave in every way: each is named, and every other output is there, whole."""

import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "night-watch"

EXPORTER = """
import sys
from volsched.hooks import Channel, Check, Exporter, Solver, hookimpl
from volsched.publishing import OutputFile

def export(plan):
    print("{name} was here")
    yield OutputFile("extra/{name}.txt", b"half")
    {then}

@hookimpl
def volsched_exporters():
    return [Exporter(name="{name}", title="{name}", export=export)]
"""

HOOK = """
import sys
from volsched.hooks import hookimpl

@hookimpl
def {hook}({parameters}):
    {body}
"""

PLUGINS = {
    "raises": EXPORTER.format(name="raises", then="raise RuntimeError('boom')"),
    "exits": EXPORTER.format(name="exits", then="sys.exit(0)"),
    "recurses": EXPORTER.format(name="recurses", then="f = lambda: f(); f()"),
    "rubbish": EXPORTER.format(name="rubbish", then="yield 'rubbish'"),
    "steals": EXPORTER.format(name="steals", then="yield OutputFile('coordinator/bookings.csv', b'stolen')"),
    "good": EXPORTER.format(name="good", then="return"),
    "no-import": "import a_module_that_nobody_has",
    "import-exits": "raise SystemExit(0)",
    "no-hook": HOOK.format(hook="volsched_exportres", parameters="", body="return ()"),
    "odd-hook": HOOK.format(hook="volsched_planned", parameters="plan, mood", body="pass"),
    "none": HOOK.format(hook="volsched_checks", parameters="", body="return None"),
    "exits-told": HOOK.format(hook="volsched_published", parameters="files", body="sys.exit(3)"),
    "tampers": HOOK.format(hook="volsched_planned", parameters="plan", body="plan.findings = ('none',)"),
    "off": "raise SystemExit('imported')",
}

ERRORS = {
    "raises": "exporter raises: RuntimeError: boom",
    "exits": "exporter exits: SystemExit: 0",
    "recurses": "exporter recurses: RecursionError: maximum recursion depth exceeded",
    "rubbish": "exporter rubbish: WrongAnswerError: returned a builtins.str among the items",
    "steals": "exporter steals: 'coordinator/bookings.csv' is already",
    "no-import": "load: ModuleNotFoundError: No module named 'a_module_that_nobody_has'",
    "import-exits": "load: SystemExit: 0",
    "no-hook": "load: PluginError: there is no hook 'volsched_exportres'; did you mean 'volsched_exporters'?",
    "odd-hook": "load: PluginError: volsched_planned asks for 'mood'",
    "none": "volsched_checks: WrongAnswerError: returned None where an iterable of Check is due",
    "exits-told": "volsched_published: SystemExit: 3",
    "tampers": "volsched_planned: FrozenInstanceError",
}


def volsched(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", "from volsched.cli import main; main()", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def files_of(folder):
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".volsched"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_run_beside_misbehaving_plugins_names_each_and_loses_nothing_else(site, tmp_path):
    alone = volsched("publish", EXAMPLE, "--out", tmp_path / "alone", VOLSCHED_DISABLE_PLUGINS="*")
    assert alone.returncode == 0, alone.stderr
    installed = sorted({entry.name for entry in entry_points(group="volsched")})
    for name, code in PLUGINS.items():
        site.install(name, code)
    path = os.pathsep.join(filter(None, [str(site.folder), os.environ.get("PYTHONPATH")]))
    beside = {"PYTHONPATH": path, "VOLSCHED_DISABLE_PLUGINS": ",".join(["off", *installed])}
    done = volsched("publish", EXAMPLE, "--out", tmp_path / "beside", "--json", **beside)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)["plugin_failures"]
    for name, error in ERRORS.items():
        mine = [line for line in told if f"'{name}'" in line.partition(": ")[0]]
        assert len(mine) == 1, (name, told)
        assert f": {error}" in mine[0], mine[0]
        assert name == "steals" or f"(dist-{name} 1.0)" in mine[0], mine[0]
    assert len(told) == len(ERRORS)
    assert not any("'good'" in line or "'off'" in line for line in told)
    expected = {**files_of(tmp_path / "alone"), "extra/good.txt": b"half", "extra/steals.txt": b"half"}
    assert files_of(tmp_path / "beside") == expected
