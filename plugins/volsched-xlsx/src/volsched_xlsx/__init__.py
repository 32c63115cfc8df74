"""Excel workbooks in and out of volsched: people, availability and history in, rosters out."""

from volsched_xlsx.plugin import Xlsx

__all__ = ["Xlsx"]
