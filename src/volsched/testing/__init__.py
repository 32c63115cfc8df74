"""For those who write plugins: a small community to try them on, fakes, and a test that fits any plugin."""

from volsched.testing.contract import plugin_contract
from volsched.testing.factories import message, notice, person, plan, problem, programme, roster, shift
from volsched.testing.fakes import FakeChannel, FakeExporter, FakeReader

__all__ = [
    "FakeChannel",
    "FakeExporter",
    "FakeReader",
    "message",
    "notice",
    "person",
    "plan",
    "plugin_contract",
    "problem",
    "programme",
    "roster",
    "shift",
]
