"""Rosters that are filled as full as they can be, with the proof, by the HiGHS solver."""

from volsched_highs.plugin import Highs

__all__ = ["Highs"]
