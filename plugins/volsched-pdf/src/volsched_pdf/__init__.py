"""Rosters on paper: for the wall, by night and by person, in large print, and as slips to hand out."""

from volsched_pdf.plugin import Pdf

__all__ = ["Pdf"]
