"""Rosters with a lighter heaviest load, by the CP-SAT solver of OR-Tools."""

from volsched_cpsat.plugin import CpSat

__all__ = ["CpSat"]
