"""What a plugin answers when Python hashes differently, which only another process can show."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

from volsched.publishing import OutputFile
from volsched.testing.answering import all_answers

_CODE = "from volsched.testing.seeds import tell_digest; tell_digest()"


def digests(plugin: object, settings: Mapping[str, Any], environment: Mapping[str, str]) -> set[str]:
    """A digest of all its answers for each of two hash seeds; none if another process cannot import the plugin."""
    place = _place(plugin)
    if place is None:
        return set()
    asked = json.dumps({"place": place, "settings": settings, "environment": environment}, default=str)
    found = set()
    for seed in ("1", "2"):
        ambient = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        done = subprocess.run(  # noqa: S603 - this Python, with code of our own
            [sys.executable, "-c", _CODE], input=asked, env=ambient, capture_output=True, text=True, check=False
        )
        if done.returncode:
            return set()
        found.add(done.stdout)
    return found


def tell_digest() -> None:
    """Read from standard input which plugin is meant, and write a digest of its answers."""
    asked = json.loads(sys.stdin.read())
    module, _, name = asked["place"].partition(":")
    plugin = getattr(import_module(module), name) if name else import_module(module)
    answers = all_answers(plugin, asked["settings"], asked["environment"])
    shown = "\n".join(f"{name} {_shown(answer)}" for name, answer in sorted(answers.items()))
    sys.stdout.write(hashlib.sha256(shown.encode("utf-8", "backslashreplace")).hexdigest())


def _shown(answer: object) -> str:
    if isinstance(answer, tuple):
        return " ".join(_shown(item) for item in answer)
    return f"{answer.path} {answer.content.hex()}" if isinstance(answer, OutputFile) else repr(answer)


def _place(plugin: object) -> str | None:
    if isinstance(plugin, ModuleType):
        return plugin.__name__
    if isinstance(plugin, type) and plugin.__qualname__.isidentifier():
        return f"{plugin.__module__}:{plugin.__qualname__}"
    return None
