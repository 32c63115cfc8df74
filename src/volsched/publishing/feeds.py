"""Feeds: the calendars that people subscribe to: of everything, an area, a team, a venue, an activity, one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Audience, Person, Programme
from volsched.model.activity import is_web_address
from volsched.model.people import is_mail_address
from volsched.model.text import one_line
from volsched.planning import Plan
from volsched.publishing.audience import EventView, Redaction
from volsched.publishing.edition import Edition, personal_stem, views_of
from volsched.publishing.events import EventWriter
from volsched.publishing.happenings import area_of, teams_of
from volsched.publishing.identity import revisions_of
from volsched.publishing.lines import content_line, text_line
from volsched.publishing.paths import stem
from volsched.publishing.personal import alarm_lines, attendance_lines
from volsched.publishing.revisions import Revisions
from volsched.publishing.timezones import keeps_rules, vtimezone
from volsched.publishing.views import Views, viewer_of
from volsched.publishing.writing import OutputFile

if TYPE_CHECKING:
    from icalendar import Calendar

FeedKind = Literal["public", "community", "area", "team", "venue", "activity", "person"]
FEED_KINDS: tuple[FeedKind, ...] = get_args(FeedKind)
PRODID = "-//volsched//volsched//EN"
"""Without a version: a new release of volsched that writes the same events writes the same bytes."""
REFRESH = "PT1H"


@frozen(kw_only=True)
class FeedOptions:
    """How feeds are written.

    `url` is where the folder is served, such as https://cal.example.org; `organiser` the mail address that answers for
    invitations; `keep_cancelled` the kinds of feed in which what was cancelled stays for thirty days.
    """

    url: str = ""
    organiser: str = ""
    keep_cancelled: tuple[FeedKind, ...] = FEED_KINDS

    def __attrs_post_init__(self) -> None:
        if self.url and not is_web_address(self.url):
            problem = f"'{self.url[:60]}' is not the address of a folder"
            raise InvalidValue("feeds", "", "url", problem, "write it as https://cal.example.org")
        if self.organiser and not is_mail_address(self.organiser):
            problem = f"'{self.organiser[:60]}' is not one mail address"
            raise InvalidValue("feeds", "", "organiser", problem, "write it as name@host.example")
        for kind in self.keep_cancelled:
            if kind not in FEED_KINDS:
                problem = f"'{kind}' is not a kind of feed"
                raise InvalidValue("feeds", "", "keep_cancelled", problem, f"write some of {', '.join(FEED_KINDS)}")


@frozen(kw_only=True)
class Feed:
    """A calendar to subscribe to. `path` is where it lies in what is published; the first folder names its audience."""

    kind: FeedKind
    subject: str | None = None
    audience: Audience
    path: str
    _writer: Callable[[], FeedWriter] | None = attrs.field(default=None, eq=False, repr=False, alias="writer")

    @property
    def name(self) -> str:
        """What it is known by between publications, wherever it lies: "team/choir"."""
        return f"{self.kind}/{self.subject or ''}"

    def write(self) -> bytes:
        """The bytes of an iCalendar file (RFC 5545)."""
        return self._own_writer().write(self)

    def events(self) -> tuple[EventView, ...]:
        """What its readers see, by start."""
        return self._own_writer().events(self)

    def to_icalendar(self) -> Calendar:
        """The feed as a calendar of the icalendar package, for those who go on working with it."""
        # Only here: it costs 70 ms to import, and what is published needs none of it.
        from icalendar import Calendar

        return Calendar.from_ical(self.write())

    def to_jcal(self) -> list[Any]:
        """The feed as jCal (RFC 7265), made of JSON values."""
        found: list[Any] = self.to_icalendar().to_jcal()
        return found

    def _own_writer(self) -> FeedWriter:
        if self._writer is None:
            raise InvalidValue("feed", self.name, "", "belongs to no plan", "take it from feeds_of(plan)")
        return self._writer()


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
    shown = {item.id: item.audience for item in activities if item.audience != "person"}
    writer = cache(lambda: FeedWriter(plan))
    found = (
        Feed(kind="public", audience="public", path="public/calendar.ics"),
        *(_feed("community", area, "public") for area in sorted(areas)),
        *(_feed("area", area, "member") for area in sorted(areas)),
        *(_feed("team", team, "member") for team in sorted(teams)),
        *(_feed("venue", venue, "public") for venue in sorted(venues)),
        *(_feed("activity", activity, audience) for activity, audience in sorted(shown.items())),
        *(
            Feed(kind="person", subject=person, audience="person", path=f"person/{personal_stem(plan, person)}.ics")
            for person in sorted(programme.person_by_id)
        ),
    )
    return tuple(attrs.evolve(feed, writer=writer) for feed in found)


def write_feed(plan: Plan, feed: Feed, options: FeedOptions | None = None) -> bytes:
    """One feed as the bytes of an iCalendar file. For many feeds of one plan, keep a FeedWriter.

    Raises:
        UnknownName: the plan has no such area, team, venue, activity or person.
    """
    return FeedWriter(plan, options).write(feed)


def write_feeds(plan: Plan, options: FeedOptions | None = None) -> Iterator[OutputFile]:
    """Every feed of the plan as an output file."""
    writer = FeedWriter(plan, options)
    for feed in feeds_of(plan):
        yield OutputFile(feed.path, writer.write(feed))


def to_icalendar(plan: Plan, feed: Feed) -> Calendar:
    """One feed as a calendar of the icalendar package, for those who go on working with it."""
    return attrs.evolve(feed, writer=lambda: FeedWriter(plan)).to_icalendar()


def edition_of(
    plan: Plan, former: Revisions, *, now: dt.datetime, tokens: Mapping[str, str] = MappingProxyType({})
) -> Edition:
    """A plan as it goes out now, after all that was shown before.

    Its `revisions` are what to remember of it. The same plan gives the same ones, whenever it is published again.
    """
    views = Views(plan)
    shown = ((feed.name, views.components(feed.kind, feed.subject)) for feed in feeds_of(plan))
    fields = {field.name: getattr(plan, field.name) for field in attrs.fields(Plan)}
    revisions = former.raised(shown, window=plan.window, now=now)
    return Edition(**fields, revisions=revisions, now=now, tokens=dict(tokens), views=views)


def _feed(kind: FeedKind, subject: str, audience: Audience) -> Feed:
    return Feed(kind=kind, subject=subject, audience=audience, path=f"{audience}/{kind}/{stem(subject)}.ics")


class FeedWriter:
    """Writes the feeds of one plan; an event that many feeds have is written once."""

    def __init__(self, plan: Plan, options: FeedOptions | None = None) -> None:
        self._plan = plan
        self._programme = plan.programme
        self._options = options or FeedOptions()
        self._edition = plan if isinstance(plan, Edition) else None
        self._views = views_of(plan)
        self._events = EventWriter(revisions_of(plan), *self._views.years)

    def events(self, feed: Feed) -> tuple[EventView, ...]:
        """What the readers of the feed see, by start; of an edition, with what was cancelled lately.

        Raises:
            UnknownName: the plan has no such area, team, venue, activity or person.
        """
        return self._lately(feed, self._views.of(feed.kind, feed.subject))

    def components(self, feed: Feed) -> tuple[EventView, ...]:
        """The events as the calendar writes them: a series with a plain rule is one, beside what differs from it.

        Raises:
            UnknownName: as events.
        """
        return self._lately(feed, self._views.components(feed.kind, feed.subject))

    def _lately(self, feed: Feed, views: tuple[EventView, ...]) -> tuple[EventView, ...]:
        edition = self._edition
        if edition is None:
            return views
        revisions, now = edition.revisions, edition.now
        # One occurrence of a series stays as cancelled, or the series would have it back.
        kept = tuple(
            view
            for view in views
            if not view.cancelled or view.instead_of is not None or not revisions.is_over(view.name, now)
        )
        if feed.kind not in self._options.keep_cancelled:
            return tuple(view for view in kept if not view.cancelled or view.instead_of is not None)
        gone = revisions.gone_from(feed.name, edition.window, now)
        if not gone:
            return kept
        farewells = (self._views.farewell(feed.kind, feed.subject, name, shown) for name, shown in gone)
        return tuple(sorted((*kept, *farewells), key=lambda view: (view.span.start, view.span.end, view.uid)))

    def write(self, feed: Feed) -> bytes:
        """The bytes of an iCalendar file (RFC 5545), the same for the same plan."""
        views = self.components(feed)
        first_year, last_year = self._views.years
        named = {view.zone for view in views if not view.all_day}
        zones = sorted(name for name in named if keeps_rules(name, first_year, last_year)) or [self._programme.zone]
        return b"".join(
            (
                *self._head(feed),
                *(vtimezone(name, first_year, last_year) for name in zones),
                *self._written(feed, views),
                b"END:VCALENDAR\r\n",
            )
        )

    def _written(self, feed: Feed, views: tuple[EventView, ...]) -> Iterator[bytes]:
        write, edition = self._events.write, self._edition
        person = None if feed.subject is None or feed.kind != "person" else self._programme.person(feed.subject)
        if person is not None and not (person.lead_times or (self._options.organiser and person.email)):
            person = None
        if edition is None and person is None:
            yield from map(write, views)
            return
        for view in views:
            revision = None if edition is None else edition.revision(feed.name, view)
            yield write(view, revision, b"" if person is None else self._for_one(person, view))

    def _for_one(self, person: Person, view: EventView) -> bytes:
        """What only the person's own calendar has: who asks them, and what reminds them."""
        if not view.asked:
            return b""
        asked = attendance_lines(self._programme, person, self._options.organiser)
        return asked if view.cancelled else asked + alarm_lines(view.title, person.lead_times)

    def _head(self, feed: Feed) -> tuple[bytes, ...]:
        name = feed_name(self._programme, feed, self._views.redaction)
        source = f"{self._options.url.rstrip('/')}/{feed.path}" if self._options.url else ""
        return (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            text_line("PRODID", PRODID),
            content_line("CALSCALE", "GREGORIAN"),
            text_line("NAME", name),
            text_line("X-WR-CALNAME", name),
            text_line("X-WR-TIMEZONE", self._programme.zone),
            content_line("SOURCE", source, {"VALUE": "URI"}) if source else b"",
            content_line("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"}),
            content_line("X-PUBLISHED-TTL", REFRESH),
        )


def feed_name(programme: Programme, feed: Feed, redaction: Redaction | None = None) -> str:
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
    elif feed.kind == "activity":
        viewer = viewer_of(programme, feed.kind, feed.subject)
        title = (redaction or Redaction(programme)).face(feed.subject, viewer, venue=None).title
        return f"{title} · {own}"
    else:
        named = programme.area(feed.subject).name
    return f"{one_line(named.in_language(language))} · {one_line(programme.name.in_language(language))}"
