"""Feeds: the calendars that people subscribe to, for everybody, a community, a team, a venue, or one person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from volsched.model import Audience, Programme
from volsched.model.text import one_line
from volsched.planning import Plan
from volsched.publishing.audience import EventView
from volsched.publishing.events import EventWriter
from volsched.publishing.happenings import area_of, teams_of
from volsched.publishing.identity import revisions_of
from volsched.publishing.lines import content_line, text_line
from volsched.publishing.paths import stem
from volsched.publishing.timezones import vtimezone
from volsched.publishing.views import Views
from volsched.publishing.writing import OutputFile

if TYPE_CHECKING:
    from icalendar import Calendar

FeedKind = Literal["public", "community", "team", "venue", "person"]
PRODID = "-//volsched//volsched//EN"
"""Without a version: a new release of volsched that writes the same events writes the same bytes."""
REFRESH = "PT1H"


@frozen(kw_only=True)
class Feed:
    """A calendar to subscribe to. `path` is where it lies in what is published; the first folder names its audience."""

    kind: FeedKind
    subject: str | None = None
    audience: Audience
    path: str


def feeds_of(plan: Plan) -> tuple[Feed, ...]:
    """Every feed of a plan, sorted by kind and id.

    They follow from the programme and not from what happens in the window, so an address that somebody has subscribed
    to stays, even where nothing is left in it.
    """
    programme = plan.programme
    activities = programme.activities
    areas = {above for item in activities for above in programme.areas_above(area_of(item, programme))}
    teams = {team for item in activities for team in teams_of(item)}
    venues = {item.space.venue for item in activities if item.space is not None}
    venues |= {change.venue for item in activities for change in item.schedule.overrides if change.venue is not None}
    return (
        Feed(kind="public", audience="public", path="public/calendar.ics"),
        *(_feed("community", area, "public") for area in sorted(areas)),
        *(_feed("team", team, "member") for team in sorted(teams)),
        *(_feed("venue", venue, "public") for venue in sorted(venues)),
        *(_feed("person", person, "person") for person in sorted(programme.person_by_id)),
    )


def write_feed(plan: Plan, feed: Feed) -> bytes:
    """One feed as the bytes of an iCalendar file. For many feeds of one plan, keep a FeedWriter.

    Raises:
        UnknownName: the plan has no such area, team, venue or person.
    """
    return FeedWriter(plan).write(feed)


def write_feeds(plan: Plan) -> Iterator[OutputFile]:
    """Every feed of the plan as an output file."""
    writer = FeedWriter(plan)
    for feed in feeds_of(plan):
        yield OutputFile(feed.path, writer.write(feed))


def to_icalendar(plan: Plan, feed: Feed) -> Calendar:
    """One feed as a calendar of the icalendar package, for those who go on working with it."""
    # Only here: it costs 70 ms to import, and what is published needs none of it.
    from icalendar import Calendar

    return Calendar.from_ical(write_feed(plan, feed))


def _feed(kind: FeedKind, subject: str, audience: Audience) -> Feed:
    folder = audience if audience == kind else f"{audience}/{kind}"
    return Feed(kind=kind, subject=subject, audience=audience, path=f"{folder}/{stem(subject)}.ics")


class FeedWriter:
    """Writes the feeds of one plan; an event that many feeds have is written once."""

    def __init__(self, plan: Plan) -> None:
        self._programme = plan.programme
        self._views = Views(plan)
        self._events = EventWriter(revisions_of(plan), *self._views.years)

    def events(self, feed: Feed) -> tuple[EventView, ...]:
        """What the readers of the feed see, by start.

        Raises:
            UnknownName: the plan has no such area, team, venue or person.
        """
        return self._views.of(feed.kind, feed.subject)

    def write(self, feed: Feed) -> bytes:
        """The bytes of an iCalendar file (RFC 5545), the same for the same plan."""
        views = self.events(feed)
        zones = sorted({view.zone for view in views if not view.all_day}) or [self._programme.zone]
        first_year, last_year = self._views.years
        return b"".join(
            (
                *self._head(feed),
                *(vtimezone(name, first_year, last_year) for name in zones),
                *map(self._events.write, views),
                b"END:VCALENDAR\r\n",
            )
        )

    def _head(self, feed: Feed) -> tuple[bytes, ...]:
        name = feed_name(self._programme, feed)
        return (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            text_line("PRODID", PRODID),
            content_line("CALSCALE", "GREGORIAN"),
            text_line("NAME", name),
            text_line("X-WR-CALNAME", name),
            text_line("X-WR-TIMEZONE", self._programme.zone),
            content_line("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"}),
            content_line("X-PUBLISHED-TTL", REFRESH),
        )


def feed_name(programme: Programme, feed: Feed) -> str:
    """What a calendar shows as the name of the feed, in the language of its readers."""
    language, own = programme.language, one_line(programme.in_language(programme.name))
    if feed.kind == "public" or feed.subject is None:
        return own
    if feed.kind == "person":
        person = programme.person(feed.subject)
        language = person.language or language
        named = person.name
    elif feed.kind == "team":
        named = programme.team(feed.subject).name
    elif feed.kind == "venue":
        named = programme.venue(feed.subject).name
    else:
        named = programme.area(feed.subject).name
    return f"{one_line(named.in_language(language))} · {one_line(programme.name.in_language(language))}"
