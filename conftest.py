"""How every test of the repository runs."""

import os

from hypothesis import settings

# What the command line says does not depend on the day on which the tests run.
os.environ.setdefault("VOLSCHED_NOW", "2026-11-24T18:00+08:00")

# How long one example takes depends on what else the machine does; timings are for the benchmarks.
settings.register_profile("volsched", deadline=None)
settings.load_profile("volsched")
