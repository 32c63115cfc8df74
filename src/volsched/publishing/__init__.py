"""What is shown to whom: audiences and their views, calendar feeds, tables, pictures, and files replaced whole."""

from volsched.publishing.audience import EventView, Face, Redaction, Viewer
from volsched.publishing.changes import CHANGE_KINDS, Change, ChangeKind, ChangeSet, PersonChange, changes_between
from volsched.publishing.edition import Edition
from volsched.publishing.feeds import (
    FEED_KINDS,
    Feed,
    FeedKind,
    FeedOptions,
    FeedWriter,
    edition_of,
    feed_name,
    feeds_of,
    to_icalendar,
    write_feed,
    write_feeds,
)
from volsched.publishing.identity import Revision, revisions_of
from volsched.publishing.lines import content_line, text_line
from volsched.publishing.paths import stem
from volsched.publishing.pictures import loads_picture, year_picture
from volsched.publishing.published import Published
from volsched.publishing.revisions import KEEP_CANCELLED, Revisions
from volsched.publishing.state import Commitment, CommitmentKind, Happens, PublishedState
from volsched.publishing.tables import booking_rows, cell, csv_bytes, csv_text, roster_csv, roster_rows, write_tables
from volsched.publishing.timezones import vtimezone
from volsched.publishing.writing import OutputFile, Written, write_files

__all__ = [
    "CHANGE_KINDS",
    "FEED_KINDS",
    "KEEP_CANCELLED",
    "Change",
    "ChangeKind",
    "ChangeSet",
    "Commitment",
    "CommitmentKind",
    "Edition",
    "EventView",
    "Face",
    "Feed",
    "FeedKind",
    "FeedOptions",
    "FeedWriter",
    "Happens",
    "OutputFile",
    "PersonChange",
    "Published",
    "PublishedState",
    "Redaction",
    "Revision",
    "Revisions",
    "Viewer",
    "Written",
    "booking_rows",
    "cell",
    "changes_between",
    "content_line",
    "csv_bytes",
    "csv_text",
    "edition_of",
    "feed_name",
    "feeds_of",
    "loads_picture",
    "revisions_of",
    "roster_csv",
    "roster_rows",
    "stem",
    "text_line",
    "to_icalendar",
    "vtimezone",
    "write_feed",
    "write_feeds",
    "write_files",
    "write_tables",
    "year_picture",
]
