"""How every test of the repository runs."""

from hypothesis import settings

# How long one example takes depends on what else the machine does; timings are for the benchmarks.
settings.register_profile("volsched", deadline=None)
settings.load_profile("volsched")
