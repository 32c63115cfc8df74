"""A static web site from a plan: months, weeks and lists that work without a server and without JavaScript."""

from volsched_site.plugin import Site

__all__ = ["Site"]
