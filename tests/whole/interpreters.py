"""Other Pythons on this machine, each with an environment of its own for volsched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13")


def find(version: str) -> str | None:
    """The command of this version, from PATH or from pyenv; None where there is none."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    candidates = [shutil.which(f"python{version}")]
    if shutil.which("pyenv"):
        root = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=False).stdout.strip()
        candidates += sorted(str(path) for path in Path(root, "versions").glob(f"{version}.*/bin/python{version}"))
    for candidate in candidates:
        if candidate and _answers(candidate, version):
            return candidate
    return None


def environment(version: str, python: str) -> str:
    """The Python of an environment with volsched installed from this source, kept between runs."""
    if python == sys.executable:
        return python
    folder = Path(os.environ.get("VOLSCHED_PARTS", ROOT / ".venv-others")) / f"python{version}"
    inside = folder / "bin" / "python"
    if not inside.exists():
        subprocess.run([python, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [python, "-m", "pip", "--python", str(inside), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    return str(inside)


def _answers(command: str, version: str) -> bool:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([command, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == version
