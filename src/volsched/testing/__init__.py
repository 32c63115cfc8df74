"""For those who write plugins: a small community to try them on, fakes, and a test that fits any plugin."""

from volsched.testing.contract import plugin_contract
from volsched.testing.factories import message, notice, person, plan, problem, programme, roster, shift
from volsched.testing.fakes import FakeChannel, FakeExporter, FakeReader
from volsched.testing.store_contract import STORE_CHECKS, store_contract

__all__ = [
    "STORE_CHECKS",
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
    "store_contract",
]
