"""What stands between a person and a post: each rule that keeps them apart, as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs
from attrs import frozen

from volsched.model import ForbiddenSequences, HouseholdsApart, NeverTogether, Person, Shift, Text
from volsched.rostering.compiling import days_off_of, rest_of, rule_of
from volsched.rostering.conditioning import apart_in_sequence
from volsched.rostering.days import bits_of
from volsched.rostering.obstacle_words import SENTENCES
from volsched.rostering.standing import Standing
from volsched.rostering.violation import Field, length, written


@frozen
class Obstacle:
    """One rule that keeps a person out of a seat, with the duties of theirs that have to do with it."""

    rule: str
    person: str
    shifts: tuple[str, ...]
    fields: tuple[tuple[str, Field], ...] = attrs.field(repr=False)
    """What the sentences are filled with."""

    @property
    def sentence(self) -> Text:
        """What keeps the person away."""
        return written(SENTENCES[self.rule][0], dict(self.fields))

    @property
    def change(self) -> Text:
        """What would have to be otherwise."""
        return written(SENTENCES[self.rule][1], dict(self.fields))


Reason = tuple[str, tuple[Shift, ...], dict[str, Field]]
"""A rule, the duties it has to do with, and the fields of its sentences."""


def obstacles(found: Standing, post: int, person: int) -> tuple[Obstacle, ...]:
    """Every rule that keeps the person from the post as the roster stands."""
    return obstacles_of(found, post, [person])[0]


def obstacles_of(found: Standing, post: int, people: Iterable[int]) -> list[tuple[Obstacle, ...]]:
    """The same for each of these people; masks say of whom which kind of rule need be asked at all."""
    work, state = found.work, found.state
    here = work.shifts[work.shift_of[post]]
    day = here.day.isoformat()
    held = work.willing[post] & ~work.elsewhere[post] & ~work.resting[post]
    for _, holders in work.seat_skills[post]:
        held &= holders
    busy = there = 0
    for other in work.near[post]:
        busy |= state.on[other]
    for other in work.company[post]:
        there |= state.on[other]
    below = -1
    for bucket in work.buckets_of[post]:
        below &= state.below[bucket]
    barred = state.barred(post) if work.shy else 0
    hindered = [(condition.rule, condition.barred(state.on, post)) for condition in work.conditions]
    answers: list[tuple[Obstacle, ...]] = []
    for person in people:
        reasons: list[Reason] = []
        if there >> person & 1:
            # Whoever is in the shift already needs no other reason.
            reasons.append(("one_seat_per_shift", (here,), {}))
        else:
            if not held >> person & 1:
                reasons += _own(found, post, person)
            if busy >> person & 1:
                reasons += _duties(found, here, state.blocking(post, person))
            if not below >> person & 1:
                reasons += _limits(found, post, person)
            if barred >> person & 1:
                reasons += _company(found, post, person)
            reasons += [(rule, (), _settings(found, rule)) for rule, mask in hindered if mask >> person & 1]
        answers.append(tuple([_obstacle(found.problem.people[person], day, reason) for reason in reasons]))
    return answers


def _obstacle(who: Person, day: str, reason: Reason) -> Obstacle:
    rule, shifts, fields = reason
    other = str(shifts[0].day) if shifts else ""
    ids = tuple([shift.id for shift in shifts])
    return Obstacle(rule, who.id, ids, (("person", who.name), ("day", day), ("other", other), *fields.items()))


def _own(found: Standing, post: int, person: int) -> Iterator[Reason]:
    work, bit = found.work, 1 << person
    if not work.willing[post] & bit:
        yield "availability", (), {}
    if work.elsewhere[post] & bit:
        yield "taken", (), {}
    if work.resting[post] & bit:
        yield "last_duty", (), {"limit": days_off_of(found.problem)}
    for skill, holders in work.seat_skills[post]:
        if not holders & bit:
            yield "seat_skills", (), {"skill": skill}


def _duties(found: Standing, here: Shift, blocking: list[int]) -> Iterator[Reason]:
    for other in blocking:
        shift = found.work.shifts[found.work.shift_of[other]]
        for rule, fields in _nearness(found, here, shift):
            yield rule, (shift,), fields


def _limits(found: Standing, post: int, person: int) -> Iterator[Reason]:
    work, state = found.work, found.state
    month = f"{work.shifts[work.shift_of[post]].day:%Y-%m}"
    for number in work.buckets_of[post]:
        if not state.below[number] >> person & 1:
            bucket = work.buckets[number]
            duties = (work.shifts[work.shift_of[p]] for p in bucket.posts if state.on[p] >> person & 1)
            fields: dict[str, Field] = {"limit": bucket.caps[person], "count": state.count[number][person]}
            yield bucket.rule, tuple(duties), {**fields, "month": month}


def _by_start(shift: Shift) -> tuple[dt.datetime, dt.datetime]:
    return shift.span.start, shift.span.end


def _company(found: Standing, post: int, person: int) -> Iterator[Reason]:
    """Those in the shift with whom the person may not serve, by the rule that says so."""
    work, who = found.work, found.problem.people[person]
    here = work.shifts[work.shift_of[post]]
    households = rule_of(found.problem.rules, HouseholdsApart)
    never = rule_of(found.problem.rules, NeverTogether)
    there = 0
    for other in work.company[post]:
        there |= found.state.on[other]
    for number in bits_of(there & work.apart[person]):
        partner = found.problem.people[number]
        same = who.household is not None and who.household == partner.household
        if same and households is not None and households.apart:
            yield "households_apart", (here,), {"partner": partner.name}
        if never is not None and any({who.id, partner.id} == set(pair) for pair in never.pairs):
            yield "never_together", (here,), {"partner": partner.name}


def _settings(found: Standing, name: str) -> dict[str, Field]:
    """What a rule is set to, for the sentences about it."""
    rule = next(rule for rule in found.problem.rules if rule.name == name)
    fields: dict[str, Field] = {}
    for field, value in attrs.asdict(rule, recurse=False).items():
        if isinstance(value, tuple):
            fields[field] = ", ".join(f"{first} → {second}" for first, second in value)
        else:
            fields[field] = value
    return fields


def _nearness(found: Standing, here: Shift, other: Shift) -> list[tuple[str, dict[str, Field]]]:
    rules: list[tuple[str, dict[str, Field]]] = []
    sequences = rule_of(found.problem.rules, ForbiddenSequences)
    if sequences is not None and any(
        apart_in_sequence(sequences, sorted((here, other), key=_by_start), [set(), set()])
    ):
        rules.append((sequences.name, _settings(found, sequences.name)))
    rest = dt.timedelta(microseconds=rest_of(found.problem))
    if here.span.overlaps(other.span):
        rules.append(("overlap", {}))
    elif here.span.gap_to(other.span) < rest:
        rules.append(("rest_between", {"limit": length(rest)}))
    days = days_off_of(found.problem)
    if days and abs((here.day - other.day).days) <= days:
        rules.append(("days_off_between", {"limit": days}))
    return rules
