"""The plugin contract: the hooks, what plugins offer through them, and the host that keeps plugins apart."""

from volsched.hooks.contract import Channel, Check, Exporter, Solver, StoreKind, TableReader
from volsched.hooks.failure import Failure, PluginInfo
from volsched.hooks.host import Host
from volsched.hooks.spec import ANSWERS, API_VERSION, POLICIES, Hooks, Policy, hookimpl, hookspec
from volsched.model import Kind
from volsched.rostering import Progress

__all__ = [
    "ANSWERS",
    "API_VERSION",
    "POLICIES",
    "Channel",
    "Check",
    "Exporter",
    "Failure",
    "Hooks",
    "Host",
    "Kind",
    "PluginInfo",
    "Policy",
    "Progress",
    "Solver",
    "StoreKind",
    "TableReader",
    "hookimpl",
    "hookspec",
]
