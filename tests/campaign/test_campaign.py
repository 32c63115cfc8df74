"""The quick parts of the campaign hold on every push; `python -m tests.campaign` runs it in full."""

import argparse
import importlib

import pytest

ASKED = argparse.Namespace(quick=True, seed=0, store="", json=True)


@pytest.mark.parametrize("part", ["once", "edits", "clocks", "channels", "restore", "random_kills"])
def test_nothing_is_lost_or_sent_twice(part):
    result = importlib.import_module(f"tests.campaign.{part}").run(ASKED)
    assert result["ok"], result
