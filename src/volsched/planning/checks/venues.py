"""Venues that are closed, too small, or not shared with who would use them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from volsched.model import Activity, Finding, Occurrence, Proposal, Text, Venue
from volsched.model.text import LANGUAGES, Language
from volsched.model.wording import moment_in_words
from volsched.planning.free import Diary
from volsched.planning.mending import MOST_PROPOSED, another_time, another_venue
from volsched.planning.opening import closed
from volsched.planning.plan import Plan
from volsched.planning.presence import held, seconds, taking_part

_MARGIN = dt.timedelta(days=8)
"""Set-up and clear-up last a week at most, and may reach out of the window."""


def closed_venues(plan: Plan) -> Iterator[Finding]:
    """What takes place while its venue is closed, setting up and clearing up included."""
    whole, diary = plan.window.span, Diary(plan)
    shut = {item.id: closed(plan.programme, item.id, whole.widened(_MARGIN, _MARGIN)) for item in _with_hours(plan)}
    told = 0
    for occurrence, activity, venue in _taking_place(plan):
        span = held(activity, occurrence)
        start, end = seconds(span.start), seconds(span.end)
        if any(since < end and start < until for since, until in shut.get(venue.id, ())):
            told += 1
            proposals = another_time(plan, diary, occurrence) if told <= MOST_PROPOSED else ()
            yield _closed(plan, occurrence, (activity, venue), proposals)


def small_venues(plan: Plan) -> Iterator[Finding]:
    """Venues that hold fewer than are to come, once for each activity and venue."""
    told: set[tuple[str, str]] = set()
    diary: Diary | None = None
    for occurrence, activity, venue in _taking_place(plan):
        people = _how_many(plan, activity)
        if venue.capacity is None or people <= venue.capacity or (activity.id, venue.id) in told:
            continue
        told.add((activity.id, venue.id))
        proposals: tuple[Proposal, ...] = ()
        if len(told) <= MOST_PROPOSED:
            diary = diary or Diary(plan)
            proposals = another_venue(plan, diary, occurrence, people)
        yield _too_small(activity, venue, people, proposals)


def unshared_venues(plan: Plan) -> Iterator[Finding]:
    """Venues used by an activity of an area that does not share them, once for each activity and venue."""
    told: set[tuple[str, str]] = set()
    for _, activity, venue in _taking_place(plan):
        if not venue.shared_by or (activity.id, venue.id) in told:
            continue
        if not set(venue.shared_by) & set(plan.programme.areas_above(activity.area)):
            told.add((activity.id, venue.id))
            yield _not_shared(activity, venue)


def _taking_place(plan: Plan) -> Iterator[tuple[Occurrence, Activity, Venue]]:
    for occurrence in plan.occurrences:
        venue = plan.venue_of(occurrence)
        if venue is not None and not occurrence.cancelled:
            yield occurrence, plan.programme.activity(occurrence.activity), plan.programme.venue(venue)


def _with_hours(plan: Plan) -> Iterator[Venue]:
    programme = plan.programme
    for venue in programme.venues:
        if any(programme.venue(name).hours for name in programme.venues_around(venue.id)):
            yield venue


def _how_many(plan: Plan, activity: Activity) -> int:
    """Those who attend, at once where they come one by one, or those who take part."""
    places = activity.places
    if places is not None:
        return places.capacity if places.appointment is None else places.at_once
    return sum(1 for _ in taking_part(plan.programme, activity))


def _closed(
    plan: Plan, occurrence: Occurrence, where: tuple[Activity, Venue], proposals: tuple[Proposal, ...]
) -> Finding:
    activity, venue = where
    sentences = {}
    for language in LANGUAGES:
        when = moment_in_words(occurrence.span.start, plan.programme.zone, language)
        title, name = _names(activity, venue, language)
        sentences[language] = {
            "zh": f"“{title}”{when}在{name}（{venue.id}）举行，但那时（含布置和清场）不开放",
            "ug": f"«{title}» {when} دە {name} ({venue.id}) دا ئۆتكۈزۈلىدۇ، ئەمما ئۇ چاغدا تاقاق",
            "en": f"'{title}' on {when} is in {name} ({venue.id}), which is then closed, "
            "setting up and clearing up included",
        }[language]
    return Finding(
        code="venue-closed",
        severity="warning",
        subjects=(venue.id, occurrence.key),
        sentence=Text(**sentences),
        proposals=proposals,
    )


def _too_small(activity: Activity, venue: Venue, people: int, proposals: tuple[Proposal, ...]) -> Finding:
    sentences = {}
    for language in LANGUAGES:
        title, name = _names(activity, venue, language)
        sentences[language] = {
            "zh": f"{name}（{venue.id}）可容{venue.capacity}人，“{title}”有{people}人",
            "ug": f"{name} ({venue.id}) غا {venue.capacity} كىشى سىغىدۇ، «{title}» گە {people} كىشى كېلىدۇ",
            "en": f"{name} ({venue.id}) holds {venue.capacity}, and {people} are to come to '{title}'",
        }[language]
    return Finding(
        code="venue-too-small",
        severity="warning",
        subjects=(venue.id, activity.id),
        sentence=Text(**sentences),
        proposals=proposals,
    )


def _not_shared(activity: Activity, venue: Venue) -> Finding:
    sentences = {}
    for language in LANGUAGES:
        title, name = _names(activity, venue, language)
        sentences[language] = {
            "zh": f"{name}（{venue.id}）不与“{title}”所在的区域共享",
            "ug": f"{name} ({venue.id}) «{title}» نىڭ رايونى بىلەن ئورتاق ئىشلىتىلمەيدۇ",
            "en": f"{name} ({venue.id}) is not shared with the area of '{title}'",
        }[language]
    return Finding(
        code="venue-not-shared",
        severity="warning",
        subjects=(venue.id, activity.id),
        sentence=Text(**sentences),
    )


def _names(activity: Activity, venue: Venue, language: Language) -> tuple[str, str]:
    return activity.title.in_language(language), venue.name.in_language(language)
