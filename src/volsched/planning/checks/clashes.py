"""People, venues and equipment that would have to be in two places, or serve two things, at once.

The checks look at time alone and not at kinds, so that a choir, a clinic and a patrol clash like any others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from volsched.model import Finding, Proposal, Text
from volsched.model.text import LANGUAGES, Language
from volsched.model.wording import moment_in_words
from volsched.planning.free import Diary
from volsched.planning.mending import MOST_PROPOSED, another_time
from volsched.planning.plan import Plan
from volsched.planning.presence import moment
from volsched.planning.sweeping import beyond
from volsched.planning.whereabouts import Clash, Whereabouts
from volsched.planning.words import length_in_words


def people_in_two_places(plan: Plan) -> Iterator[Finding]:
    """People whose duties, appointments and teams need them at the same time, or with no time for rest and way."""
    mend = _Mending(plan)
    for clash in Whereabouts(plan).people():
        yield (_hurried if clash.missing else _person_clash)(plan, clash, mend.proposals(clash))


def venues_taken_twice(plan: Plan) -> Iterator[Finding]:
    """Venues in which two things take place at once, setting up and clearing up included; a house is its rooms."""
    mend = _Mending(plan)
    for clash in Whereabouts(plan).venues():
        yield _venue_clash(plan, clash, mend.proposals(clash))


def equipment_taken_twice(plan: Plan) -> Iterator[Finding]:
    """Equipment of which more is needed at one time than there is."""
    for name, holdings in sorted(Whereabouts(plan).holdings().items()):
        there = plan.programme.kind_of_equipment(name).count
        for (start, _end, owner, _pieces), needed, others in beyond(holdings, there):
            keys = (plan.occurrences[owner].key, *(plan.occurrences[other[2]].key for other in others))
            yield _equipment_clash(plan, name, moment(start), keys, of=(needed, there))


class _Mending:
    """Another time for one of the two that clash, looked for once for each pair and not for ever."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._diary: Diary | None = None
        self._known: dict[tuple[str, str], tuple[Proposal, ...]] = {}

    def proposals(self, clash: Clash) -> tuple[Proposal, ...]:
        pair = clash.first, clash.second
        if pair not in self._known and len(self._known) < MOST_PROPOSED:
            self._diary = self._diary or Diary(self._plan)
            times = (another_time(self._plan, self._diary, self._plan.occurrence(key)) for key in reversed(pair))
            self._known[pair] = tuple(proposal for found in times for proposal in found)
        return self._known.get(pair, ())


def _title(plan: Plan, key: str, language: Language) -> str:
    return plan.programme.activity(key.partition("/")[0]).title.in_language(language)


def _parts(plan: Plan, clash: Clash, language: Language) -> tuple[str, str, str]:
    """When the second begins, and the titles of both."""
    when = moment_in_words(moment(clash.start), plan.programme.zone, language)
    return when, _title(plan, clash.first, language), _title(plan, clash.second, language)


def _person_clash(plan: Plan, clash: Clash, proposals: tuple[Proposal, ...]) -> Finding:
    person = plan.programme.person(clash.thing)
    sentences = {}
    for language in LANGUAGES:
        when, one, other = _parts(plan, clash, language)
        name = person.name.in_language(language)
        sentences[language] = {
            "zh": f"{name}（{person.id}）在{when}要同时参加“{one}”和“{other}”",
            "ug": f"{name} ({person.id}) {when} دە «{one}» ۋە «{other}» غا تەڭ قاتنىشىشى كېرەك بولۇپ قالغان",
            "en": f"{name} ({person.id}) is needed by '{one}' and '{other}' at once, on {when}",
        }[language]
    return Finding(
        code="person-clash",
        severity="error",
        subjects=(person.id, clash.first, clash.second),
        sentence=Text(**sentences),
        proposals=proposals,
    )


def _hurried(plan: Plan, clash: Clash, proposals: tuple[Proposal, ...]) -> Finding:
    person = plan.programme.person(clash.thing)
    sentences = {}
    for language in LANGUAGES:
        when, one, other = _parts(plan, clash, language)
        name = person.name.in_language(language)
        needed, missing = length_in_words(clash.needed, language), length_in_words(clash.missing, language)
        sentences[language] = {
            "zh": f"{name}（{person.id}）在{when}参加“{other}”之前要参加“{one}”，"
            f"中间的休息和路程需要{needed}，还差{missing}",
            "ug": f"{name} ({person.id}) {when} دىكى «{other}» دىن بۇرۇن «{one}» غا قاتنىشىدۇ؛ "
            f"ئارىدا دەم ئېلىش ۋە يولغا {needed} كېرەك، {missing} كەم",
            "en": f"{name} ({person.id}) comes from '{one}' to '{other}' on {when}: "
            f"rest and way take {needed}, {missing} are missing",
        }[language]
    return Finding(
        code="no-time-between",
        severity="error",
        subjects=(person.id, clash.first, clash.second),
        sentence=Text(**sentences),
        proposals=proposals,
    )


def _venue_clash(plan: Plan, clash: Clash, proposals: tuple[Proposal, ...]) -> Finding:
    venue = plan.programme.venue(clash.thing)
    sentences = {}
    for language in LANGUAGES:
        when, one, other = _parts(plan, clash, language)
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
        subjects=(venue.id, clash.first, clash.second),
        sentence=Text(**sentences),
        proposals=proposals,
    )


def _equipment_clash(
    plan: Plan, name: str, start: dt.datetime, keys: tuple[str, ...], *, of: tuple[int, int]
) -> Finding:
    needed, there = of
    equipment = plan.programme.kind_of_equipment(name)
    sentences = {}
    for language in LANGUAGES:
        when = moment_in_words(start, plan.programme.zone, language)
        called = equipment.name.in_language(language)
        titles = [_title(plan, key, language) for key in sorted(keys)]
        sentences[language] = {
            "zh": f"{called}（{name}）在{when}需要{needed}件，只有{there}件：{'、'.join(f'“{one}”' for one in titles)}",
            "ug": f"{called} ({name}) {when} دە {needed} دانە كېرەك، {there} دانە بار: "
            + "، ".join(f"«{one}»" for one in titles),
            "en": f"{called} ({name}): {needed} are needed on {when} and there are {there}, by "
            + ", ".join(f"'{one}'" for one in titles),
        }[language]
    return Finding(
        code="equipment-clash",
        severity="error",
        subjects=(name, *keys),
        sentence=Text(**sentences),
    )
