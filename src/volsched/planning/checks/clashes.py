"""People and venues that would have to be in two places, or hold two things, at once.

The check looks at spans alone and not at kinds, so that a choir, a clinic and a patrol clash like any others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from volsched.model import Finding, Occurrence, Person, Span, Text, Venue
from volsched.model.text import LANGUAGES, Language
from volsched.model.wording import moment_in_words
from volsched.planning.plan import Plan

Entry = tuple[Span, str]
"""Time that is taken, and the key of the occurrence that takes it."""


def people_in_two_places(plan: Plan) -> Iterator[Finding]:
    """People whose duties, appointments and teams need them at the same time."""
    for person, entries in sorted(_time_of_people(plan).items()):
        for first, second in overlapping(entries):
            yield _person_clash(plan, plan.programme.person(person), first, second)


def venues_taken_twice(plan: Plan) -> Iterator[Finding]:
    """Venues in which two things take place at once, setting up and clearing up included."""
    by_venue: defaultdict[str, list[Entry]] = defaultdict(list)
    for occurrence in plan.occurrences:
        venue = plan.venue_of(occurrence)
        if venue is not None and not occurrence.cancelled:
            by_venue[venue].append((_whole_span(plan, occurrence), occurrence.key))
    for venue, entries in sorted(by_venue.items()):
        for first, second in overlapping(entries):
            yield _venue_clash(plan, plan.programme.venue(venue), first, second)


def overlapping(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Each pair of entries that share time, by start; one sweep over the sorted spans."""
    open_entries: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: (entry[0].start, entry[0].end, entry[1])):
        open_entries = [earlier for earlier in open_entries if earlier[0].end > entry[0].start]
        for earlier in open_entries:
            if earlier[1] != entry[1]:
                yield earlier, entry
        open_entries.append(entry)


def _time_of_people(plan: Plan) -> dict[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    shifts = {shift.id: shift for shift in plan.shifts}
    for roster in plan.rosters:
        for assignment in roster.assignments:
            shift = shifts[assignment.seat.shift]
            found[assignment.person].append((shift.span, shift.id))
    for booking in plan.bookings:
        if booking.span is not None and booking.occurrence is not None and booking.status == "booked":
            found[booking.person].append((booking.span, booking.occurrence))
    for occurrence in plan.occurrences:
        team = plan.programme.activity(occurrence.activity).team
        if team is not None and not occurrence.cancelled:
            for member in plan.programme.team(team).members:
                found[member].append((occurrence.span, occurrence.key))
    return found


def _whole_span(plan: Plan, occurrence: Occurrence) -> Span:
    space = plan.programme.activity(occurrence.activity).space
    return occurrence.span if space is None else occurrence.span.widened(space.set_up, space.clear_up)


def _title(plan: Plan, key: str, language: Language) -> str:
    return plan.programme.activity(key.partition("/")[0]).title.in_language(language)


def _person_clash(plan: Plan, person: Person, first: Entry, second: Entry) -> Finding:
    sentences = {}
    for language in LANGUAGES:
        when = moment_in_words(second[0].start, plan.programme.zone, language)
        one, other = _title(plan, first[1], language), _title(plan, second[1], language)
        name = person.name.in_language(language)
        sentences[language] = {
            "zh": f"{name}（{person.id}）在{when}要同时参加“{one}”和“{other}”",
            "ug": f"{name} ({person.id}) {when} دە «{one}» ۋە «{other}» غا تەڭ قاتنىشىشى كېرەك بولۇپ قالغان",
            "en": f"{name} ({person.id}) is needed by '{one}' and '{other}' at once, on {when}",
        }[language]
    return Finding(
        code="person-clash",
        severity="error",
        subjects=(person.id, first[1], second[1]),
        sentence=Text(**sentences),
    )


def _venue_clash(plan: Plan, venue: Venue, first: Entry, second: Entry) -> Finding:
    sentences = {}
    for language in LANGUAGES:
        when = moment_in_words(second[0].start, plan.programme.zone, language)
        one, other = _title(plan, first[1], language), _title(plan, second[1], language)
        name = venue.name.in_language(language)
        sentences[language] = {
            "zh": f"{name}（{venue.id}）在{when}被“{one}”和“{other}”同时占用（含布置和清场）",
            "ug": f"{name} ({venue.id}) {when} دە «{one}» ۋە «{other}» ئۈچۈن تەڭ ئىشلىتىلىدىغان بولۇپ قالغان",
            "en": f"{name} ({venue.id}) holds '{one}' and '{other}' at once, setting up and clearing up included, "
            f"on {when}",
        }[language]
    return Finding(
        code="venue-clash",
        severity="error",
        subjects=(venue.id, first[1], second[1]),
        sentence=Text(**sentences),
    )
