"""The events of each feed, as its readers see them: chosen by who they are, and redacted before anything is written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import attrs

from volsched.errors import InvalidValue
from volsched.model import Booking, Language, Occurrence, Programme
from volsched.model.occurrence import wall_key
from volsched.planning import Plan
from volsched.publishing.audience import EventView, Face, Redaction, Viewer
from volsched.publishing.clocks import HoursLines
from volsched.publishing.happenings import Happening, Happenings
from volsched.publishing.identity import Uids
from volsched.publishing.revisions import Shown
from volsched.publishing.series import SeriesFinder

_PARTS = ("programme", "window", "occurrences", "shifts", "rosters", "bookings")


class Views:
    """The events of one plan by feed. Views are made once and shared between feeds that show the same."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._programme = plan.programme
        self._uids = Uids(plan.programme)
        self._happenings = Happenings(plan, self._uids)
        self.redaction = Redaction(plan.programme)
        self._hours = HoursLines(plan.programme, *self.years)
        self._known: dict[tuple[str, Language, Face, bool], EventView] = {}
        self._choices: dict[str, Callable[[str], Iterator[EventView]]] = {
            "community": self._of_community,
            "area": self._of_area,
            "team": self._of_team,
            "venue": self._of_venue,
            "activity": self._of_activity,
            "person": self._of_person,
        }
        self._series = SeriesFinder(plan.programme, self._uids)
        self._with_series = bool(plan.programme.plugins.get("ical", {}).get("series", True))
        self._components: dict[tuple[str, str | None], tuple[EventView, ...]] = {}
        self._found: dict[tuple[str, str | None], tuple[EventView, ...]] = {}

    def are_of(self, plan: Plan) -> bool:
        """Whether they were made from the very parts of this plan."""
        return all(getattr(plan, name) is getattr(self._plan, name) for name in _PARTS)

    @property
    def years(self) -> tuple[int, int]:
        """The first and last year of anything in the plan."""
        return self._happenings.years

    def of(self, kind: str, subject: str | None) -> tuple[EventView, ...]:
        """The events of one feed, by start.

        Raises:
            UnknownName: no such area, team, venue or person.
            InvalidValue: no such kind of feed, or a feed that names nothing and should.
        """
        known = self._found.get((kind, subject))
        if known is not None:
            return known
        if kind == "public" and subject is None:
            found = self._shared(self._happenings.all, Viewer(language=self._programme.language))
        elif subject is None or kind not in self._choices:
            problem = f"'{kind}' of {subject!r} cannot be a feed"
            raise InvalidValue("feed", "", "kind", problem, f"write one of public, {', '.join(self._choices)}")
        else:
            found = self._choices[kind](subject)
        known = self._found[kind, subject] = tuple(sorted(found, key=_by_start))
        return known

    def components(self, kind: str, subject: str | None) -> tuple[EventView, ...]:
        """The events of one feed as a calendar writes them: a series that every calendar reads is one of them."""
        views = self.of(kind, subject)
        # A venue has only some occurrences of a series, and some as time that is taken.
        if kind == "venue" or not self._with_series:
            return views
        known = self._components.get((kind, subject))
        if known is None:
            known = self._components[kind, subject] = self._series.components(views)
        return known

    def farewell(self, kind: str, subject: str | None, name: str, shown: Shown) -> EventView:
        """An event that has left a feed, as its readers see it once more: cancelled.

        It has its name only where they may still see the activity; whoever served or had a place in it may.
        """
        viewer = viewer_of(self._programme, kind, subject)
        activity = self._programme.activity_by_id.get(shown.key.partition("/")[0])
        if not shown.key:
            face = self.redaction.reserved(viewer.language)
        elif activity is not None and viewer.sees(activity, concerned=viewer.person is not None):
            face = self.redaction.face(activity.id, viewer, venue=None)
        else:
            face = self.redaction.nameless(viewer.language)
        return EventView(
            uid=name,
            key=shown.key,
            face=face,
            span=shown.span,
            zone=shown.zone,
            all_day=shown.all_day,
            cancelled=True,
            hours="" if shown.all_day else self._hours.line(shown.span, shown.zone, viewer.language),
        )

    def _of_community(self, area: str) -> Iterator[EventView]:
        self._programme.area(area)
        return self._shared(self._happenings.by_area.get(area, ()), viewer_of(self._programme, "community", area))

    def _of_area(self, area: str) -> Iterator[EventView]:
        self._programme.area(area)
        return self._shared(self._happenings.by_area.get(area, ()), viewer_of(self._programme, "area", area))

    def _of_team(self, team: str) -> Iterator[EventView]:
        self._programme.team(team)
        return self._shared(self._happenings.by_team.get(team, ()), viewer_of(self._programme, "team", team))

    def _of_activity(self, activity: str) -> Iterator[EventView]:
        return self._shared(
            self._happenings.by_activity.get(activity, ()), viewer_of(self._programme, "activity", activity)
        )

    def _of_venue(self, venue: str) -> Iterator[EventView]:
        self._programme.venue(venue)
        viewer = Viewer(language=self._programme.language)
        hidden = []
        for happening in self._happenings.by_venue.get(venue, ()):
            if viewer.sees(happening.activity):
                yield self._view(happening, self._face(happening, viewer), viewer)
            elif not happening.occurrence.cancelled:
                hidden.append(happening)
        yield from self._reserved(venue, hidden, viewer)

    def _reserved(self, venue: str, hidden: Iterable[Happening], viewer: Viewer) -> Iterator[EventView]:
        """Time that is taken. Not even the UID is made from the activity, or it could be found out by guessing."""
        count: defaultdict[str, int] = defaultdict(int)
        face = self.redaction.reserved(viewer.language)
        for happening in sorted(hidden, key=lambda item: item.key):
            occurrence = happening.occurrence
            when = wall_key(occurrence.original)
            uid = self._uids.of("reserved", venue, when, str(count[when]))
            count[when] += 1
            yield EventView(
                uid=uid,
                key="",
                face=face,
                span=occurrence.span,
                zone=occurrence.zone,
                all_day=occurrence.all_day,
                hours=self._hours_of(occurrence, viewer),
            )

    def _of_person(self, person: str) -> Iterator[EventView]:
        """Their duties, appointments, what they organise and what their teams do, each occurrence once."""
        viewer = viewer_of(self._programme, "person", person)
        seen: set[str] = set()
        roles: defaultdict[str, list[str]] = defaultdict(list)
        for assignment, shift in self._plan.duties_of(person):
            roles[shift.id].append(assignment.seat.role)
        for key, served in roles.items():
            seen.add(key)
            happening = self._happenings.of_key(key)
            face = self._face(happening, viewer, roles=tuple(sorted(set(served))))
            yield self._view(happening, face, viewer, asked=True)
        for booking in self._plan.bookings_of(person):
            if booking.occurrence is not None and booking.status == "booked":
                yield from self._of_booking(booking, viewer, seen)
        for happening, asked in self._with_others(person):
            if happening.key not in seen:
                seen.add(happening.key)
                yield self._view(happening, self._face(happening, viewer), viewer, asked=asked)

    def _with_others(self, person: str) -> Iterator[tuple[Happening, bool]]:
        """What their teams take part in as a whole, and what they organise; who serves is said by the roster."""
        teams = self._happenings.teams_of(person)
        for team in teams:
            yield from ((item, True) for item in self._happenings.by_team.get(team, ()) if team in item.activity.teams)
        yield from ((item, True) for item in self._happenings.by_soloist.get(person, ()))
        # The nights of a patrol are its team's calendar; its organiser's own would be buried under them.
        organised = self._happenings.by_organiser.get(person, ())
        yield from ((item, False) for item in organised if item.activity.staffing is None)

    def _of_booking(self, booking: Booking, viewer: Viewer, seen: set[str]) -> Iterator[EventView]:
        happening = self._happenings.of_key(booking.occurrence or "")
        occurrence = happening.occurrence
        face = self._face(happening, viewer, booked=True)
        if booking.span is None or booking.span == occurrence.span:
            if happening.key not in seen:
                seen.add(happening.key)
                yield attrs.evolve(self._view(happening, face, viewer, asked=True), alone=True)
            return
        seen.add(happening.key)
        yield EventView(
            uid=self._uids.of(happening.key, "appointment", booking.person),
            key=happening.key,
            face=face,
            span=booking.span,
            zone=occurrence.zone,
            hours=self._hours.line(booking.span, occurrence.zone, viewer.language),
            asked=True,
            alone=True,
        )

    def _shared(self, happenings: Iterable[Happening], viewer: Viewer) -> Iterator[EventView]:
        for happening in happenings:
            if viewer.sees(happening.activity):
                yield self._view(happening, self._face(happening, viewer), viewer)

    def _face(self, happening: Happening, viewer: Viewer, *, roles: tuple[str, ...] = (), booked: bool = False) -> Face:
        return self.redaction.face(happening.activity.id, viewer, venue=happening.venue, roles=roles, booked=booked)

    def _view(self, happening: Happening, face: Face, viewer: Viewer, *, asked: bool = False) -> EventView:
        key = (happening.key, viewer.language, face, asked)
        known = self._known.get(key)
        if known is None:
            occurrence = happening.occurrence
            known = self._known[key] = EventView(
                uid=happening.uid,
                key=happening.key,
                face=face,
                span=occurrence.span,
                zone=occurrence.zone,
                all_day=occurrence.all_day,
                cancelled=occurrence.cancelled,
                hours=self._hours_of(occurrence, viewer),
                asked=asked,
            )
        return known

    def _hours_of(self, occurrence: Occurrence, viewer: Viewer) -> str:
        return "" if occurrence.all_day else self._hours.line(occurrence.span, occurrence.zone, viewer.language)


def viewer_of(programme: Programme, kind: str, subject: str | None) -> Viewer:
    """Who reads a feed.

    Raises:
        UnknownName: no such person or activity.
    """
    language = programme.language
    if kind == "person" and subject is not None:
        return Viewer(audience="person", language=programme.person(subject).language or language, person=subject)
    if kind == "activity" and subject is not None:
        audience = programme.activity(subject).audience
        return Viewer(language=language) if audience == "person" else Viewer(language=language, audience=audience)
    return Viewer(language=language, audience="member" if kind in ("area", "team") else "public")


def _by_start(view: EventView) -> tuple[dt.datetime, dt.datetime, str]:
    return view.span.start, view.span.end, view.uid
