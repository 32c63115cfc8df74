"""The events of each feed, as its readers see them: chosen by who they are, and redacted before anything is written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from volsched.errors import InvalidValue
from volsched.model import Booking, Language, Occurrence
from volsched.model.occurrence import wall_key
from volsched.planning import Plan
from volsched.publishing.audience import EventView, Face, Redaction, Viewer
from volsched.publishing.clocks import HoursLines
from volsched.publishing.happenings import Happening, Happenings
from volsched.publishing.identity import Uids


class Views:
    """The events of one plan by feed. Views are made once and shared between feeds that show the same."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._programme = plan.programme
        self._uids = Uids(plan.programme)
        self._happenings = Happenings(plan, self._uids)
        self._redaction = Redaction(plan.programme)
        self._hours = HoursLines(plan.programme, *self.years)
        self._known: dict[tuple[str, Language, Face], EventView] = {}
        self._choices: dict[str, Callable[[str], Iterator[EventView]]] = {
            "community": self._of_community,
            "team": self._of_team,
            "venue": self._of_venue,
            "person": self._of_person,
        }

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
        if kind == "public" and subject is None:
            found = self._shared(self._happenings.all, Viewer(language=self._programme.language))
        elif subject is None or kind not in self._choices:
            problem = f"'{kind}' of {subject!r} cannot be a feed"
            raise InvalidValue("feed", "", "kind", problem, f"write one of public, {', '.join(self._choices)}")
        else:
            found = self._choices[kind](subject)
        return tuple(sorted(found, key=_by_start))

    def _of_community(self, area: str) -> Iterator[EventView]:
        self._programme.area(area)
        return self._shared(self._happenings.by_area.get(area, ()), Viewer(language=self._programme.language))

    def _of_team(self, team: str) -> Iterator[EventView]:
        self._programme.team(team)
        viewer = Viewer(audience="member", language=self._programme.language)
        return self._shared(self._happenings.by_team.get(team, ()), viewer)

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
        face = self._redaction.reserved(viewer.language)
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
        language = self._programme.person(person).language or self._programme.language
        viewer = Viewer(audience="person", language=language, person=person)
        seen: set[str] = set()
        roles: defaultdict[str, list[str]] = defaultdict(list)
        for assignment, shift in self._plan.duties_of(person):
            roles[shift.id].append(assignment.seat.role)
        for key, served in roles.items():
            seen.add(key)
            happening = self._happenings.of_key(key)
            yield self._view(happening, self._face(happening, viewer, roles=tuple(sorted(set(served)))), viewer)
        for booking in self._plan.bookings_of(person):
            if booking.occurrence is not None and booking.status == "booked":
                yield from self._of_booking(booking, viewer, seen)
        for happening in self._with_others(person):
            if happening.key not in seen:
                seen.add(happening.key)
                yield self._view(happening, self._face(happening, viewer), viewer)

    def _with_others(self, person: str) -> Iterator[Happening]:
        """What their teams take part in as a whole, and what they organise; who serves is said by the roster."""
        teams = self._happenings.teams_of(person)
        for team in teams:
            yield from (item for item in self._happenings.by_team.get(team, ()) if item.activity.team == team)
        # The nights of a patrol are its team's calendar; its organiser's own would be buried under them.
        organised = self._happenings.by_organiser.get(person, ())
        yield from (item for item in organised if item.activity.staffing is None)

    def _of_booking(self, booking: Booking, viewer: Viewer, seen: set[str]) -> Iterator[EventView]:
        happening = self._happenings.of_key(booking.occurrence or "")
        occurrence = happening.occurrence
        face = self._face(happening, viewer, booked=True)
        if booking.span is None or booking.span == occurrence.span:
            if happening.key not in seen:
                seen.add(happening.key)
                yield self._view(happening, face, viewer)
            return
        seen.add(happening.key)
        yield EventView(
            uid=self._uids.of(happening.key, "appointment", booking.person),
            key=happening.key,
            face=face,
            span=booking.span,
            zone=occurrence.zone,
            hours=self._hours.line(booking.span, occurrence.zone, viewer.language),
        )

    def _shared(self, happenings: Iterable[Happening], viewer: Viewer) -> Iterator[EventView]:
        for happening in happenings:
            if viewer.sees(happening.activity):
                yield self._view(happening, self._face(happening, viewer), viewer)

    def _face(self, happening: Happening, viewer: Viewer, *, roles: tuple[str, ...] = (), booked: bool = False) -> Face:
        return self._redaction.face(happening.activity.id, viewer, venue=happening.venue, roles=roles, booked=booked)

    def _view(self, happening: Happening, face: Face, viewer: Viewer) -> EventView:
        key = (happening.key, viewer.language, face)
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
            )
        return known

    def _hours_of(self, occurrence: Occurrence, viewer: Viewer) -> str:
        return "" if occurrence.all_day else self._hours.line(occurrence.span, occurrence.zone, viewer.language)


def _by_start(view: EventView) -> tuple[dt.datetime, dt.datetime, str]:
    return view.span.start, view.span.end, view.uid
