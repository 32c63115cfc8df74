"""Shows that take longer than announced, leave somebody no time between two troupes, or were not rehearsed."""

from __future__ import annotations

from collections.abc import Iterator

from volsched.model import Activity, Finding, Occurrence, Text
from volsched.model.show import Show
from volsched.model.text import LANGUAGES
from volsched.model.wording import moment_in_words
from volsched.planning.plan import Plan
from volsched.planning.running_order import Hurry, running_order
from volsched.planning.words import length_in_words


def hurried_shows(plan: Plan) -> Iterator[Finding]:
    """Shows whose best running order is longer than the public time, or puts somebody in two troupes back to back."""
    told: set[str] = set()
    for occurrence, activity, _ in _shows(plan):
        if activity.id in told:
            continue
        told.add(activity.id)
        order = running_order(plan.programme, occurrence)
        if order.over:
            yield _too_long(plan, occurrence, activity, int(order.over.total_seconds()))
        for hurry in order.hurried:
            yield _back_to_back(plan, occurrence, activity, hurry)


def shows_not_rehearsed(plan: Plan) -> Iterator[Finding]:
    """Shows before which one of their rehearsals has not happened, as far back as the plan reaches."""
    for occurrence, activity, show in _shows(plan):
        since = occurrence.span.start - show.rehearsed_within
        if since < plan.window.span.start:
            # It may have been rehearsed before the window.
            continue
        for rehearsal in show.rehearsals:
            held = (item for item in plan.occurrences_of(rehearsal) if not item.cancelled)
            if not any(since <= item.span.start and item.span.end <= occurrence.span.start for item in held):
                yield _not_rehearsed(plan, occurrence, (activity, show), rehearsal)


def _shows(plan: Plan) -> Iterator[tuple[Occurrence, Activity, Show]]:
    for occurrence in plan.occurrences:
        activity = plan.programme.activity(occurrence.activity)
        if activity.show is not None and not occurrence.cancelled:
            yield occurrence, activity, activity.show


def _too_long(plan: Plan, occurrence: Occurrence, activity: Activity, over: int) -> Finding:
    sentences = {}
    for language in LANGUAGES:
        title = activity.title.in_language(language)
        when = moment_in_words(occurrence.span.start, plan.programme.zone, language)
        more = length_in_words(over, language)
        sentences[language] = {
            "zh": f"“{title}”{when}的节目（含换场）比公布的时间长{more}",
            "ug": f"«{title}» {when} دىكى نومۇرلار ئېلان قىلىنغان ۋاقىتتىن {more} ئۇزۇن",
            "en": f"the acts of '{title}' on {when} take {more} longer than announced, change-overs included",
        }[language]
    return Finding(
        code="show-too-long", severity="warning", subjects=(activity.id, occurrence.key), sentence=Text(**sentences)
    )


def _back_to_back(plan: Plan, occurrence: Occurrence, activity: Activity, hurry: Hurry) -> Finding:
    show = activity.show or Show()
    titles = {act.id: act.title for act in show.acts}
    sentences = {}
    for language in LANGUAGES:
        title = activity.title.in_language(language)
        one, other = titles[hurry.first].in_language(language), titles[hurry.second].in_language(language)
        names = ", ".join(plan.programme.person(name).name.in_language(language) for name in hurry.people[:3])
        sentences[language] = {
            "zh": f"“{title}”里{names}要接连演“{one}”和“{other}”，怎么排都避不开",
            "ug": f"«{title}» دا {names} «{one}» ۋە «{other}» نى ئارقىمۇئارقا ئوينايدۇ، باشقا تەرتىپ يوق",
            "en": f"in '{title}' {names} must play '{one}' and '{other}' back to back, in whatever order",
        }[language]
    return Finding(
        code="act-back-to-back",
        severity="warning",
        subjects=(occurrence.key, hurry.first, hurry.second, *hurry.people),
        sentence=Text(**sentences),
    )


def _not_rehearsed(plan: Plan, occurrence: Occurrence, of: tuple[Activity, Show], rehearsal: str) -> Finding:
    activity, show = of
    within = int(show.rehearsed_within.total_seconds())
    sentences = {}
    for language in LANGUAGES:
        title = activity.title.in_language(language)
        other = plan.programme.activity(rehearsal).title.in_language(language)
        when = moment_in_words(occurrence.span.start, plan.programme.zone, language)
        before = length_in_words(within, language)
        sentences[language] = {
            "zh": f"“{title}”{when}演出，之前{before}内没有安排“{other}”",
            "ug": f"«{title}» {when} دا قويۇلىدۇ، ئالدىنقى {before} ئىچىدە «{other}» يوق",
            "en": f"'{title}' is on {when}, and '{other}' has not been within {before} before",
        }[language]
    return Finding(
        code="show-not-rehearsed",
        severity="warning",
        subjects=(occurrence.key, rehearsal),
        sentence=Text(**sentences),
    )
