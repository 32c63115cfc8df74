"""Distributions as pip would have left them, in a folder of the test."""

import importlib
import sys

import pytest


class Site:
    """A folder on the import path, into which distributions with plugins are put."""

    def __init__(self, folder):
        self.folder = folder
        self.folders = [str(folder)]
        self.modules = []

    def install(self, name, code, *, distribution=None, version="1.0", target=None, module=None):
        distribution = distribution or f"dist-{name}"
        module = module or f"plugin_{distribution}_{name}".replace("-", "_").replace(".", "_")
        (self.folder / f"{module}.py").write_text(code, encoding="utf-8")
        info = self.folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
        entry = module if target is None else f"{module}:{target}"
        (info / "entry_points.txt").write_text(f"[volsched]\n{name} = {entry}\n")
        self.modules.append(module)
        importlib.invalidate_caches()
        return module


@pytest.fixture
def site(tmp_path, monkeypatch):
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    made = Site(folder)
    yield made
    for module in made.modules:
        sys.modules.pop(module, None)
