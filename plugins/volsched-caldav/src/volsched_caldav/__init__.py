"""Publishes calendars to a CalDAV server, by differences, and never over what somebody changed there."""

from volsched_caldav.plugin import CalDav

__all__ = ["CalDav"]
