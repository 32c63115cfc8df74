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
    name: Text = attrs.field(repr=False)
    """The person's name, as the sentences say it."""
    day: str = attrs.field(repr=False)
    other: str = attrs.field(repr=False)
    """The day of the first of those duties."""
    fields: tuple[tuple[str, Field], ...] = attrs.field(repr=False)
    """What the sentences are filled with beside these."""

    @property
    def sentence(self) -> Text:
        """What keeps the person away."""
        return written(SENTENCES[self.rule][0], self._said())

    @property
    def change(self) -> Text:
        """What would have to be otherwise."""
        return written(SENTENCES[self.rule][1], self._said())

    def _said(self) -> dict[str, Field]:
        return {"person": self.name, "day": self.day, "other": self.other, **dict(self.fields)}


Reason = tuple[str, tuple[Shift, ...], dict[str, Field]]
"""A rule, the duties it has to do with, and the fields of its sentences."""

_UNWILLING: Reason = ("availability", (), {})
_TAKEN: Reason = ("taken", (), {})


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
    kept = ~held | busy | ~below | barred | there
    for _, mask in hindered:
        kept |= mask
    # One text of all bits: looking at a letter of it costs less than shifting a mask for each person.
    letters = f"{kept & (1 << len(found.problem.people)) - 1:0{len(found.problem.people)}b}"
    masks = _Masks(here, held, busy, there, below, barred, hindered)
    return [() if letters[-1 - person] == "0" else _of_person(found, post, person, masks, day) for person in people]


@frozen
class _Masks:
    """Whom each kind of rule keeps from a post, or lets come: `held` and `below` have the bits of those it lets."""

    here: Shift
    held: int
    busy: int
    there: int
    below: int
    barred: int
    hindered: list[tuple[str, int]]


def _of_person(found: Standing, post: int, person: int, masks: _Masks, day: str) -> tuple[Obstacle, ...]:
    reasons: list[Reason] = []
    if masks.there >> person & 1:
        # Whoever is in the shift already needs no other reason.
        reasons.append(("one_seat_per_shift", (masks.here,), {}))
    else:
        if not masks.held >> person & 1:
            reasons += _own(found, post, person)
        if masks.busy >> person & 1:
            reasons += _duties(found, masks.here, found.state.blocking(post, person))
        if not masks.below >> person & 1:
            reasons += _limits(found, post, person)
        if masks.barred >> person & 1:
            reasons += _company(found, post, person)
        reasons += [(rule, (), _settings(found, rule)) for rule, mask in masks.hindered if mask >> person & 1]
    who = found.problem.people[person]
    return tuple([_obstacle(who, day, reason) for reason in reasons])


def _obstacle(who: Person, day: str, reason: Reason) -> Obstacle:
    # A thousand people make a thousand of them, so as few values as can be are made for each.
    rule, shifts, fields = reason
    if not shifts:
        return Obstacle(rule, who.id, (), who.name, day, "", tuple(fields.items()))
    ids = tuple([shift.id for shift in shifts])
    return Obstacle(rule, who.id, ids, who.name, day, str(shifts[0].day), tuple(fields.items()))


def _own(found: Standing, post: int, person: int) -> Iterator[Reason]:
    work, bit = found.work, 1 << person
    if not work.willing[post] & bit:
        yield _UNWILLING
    if work.elsewhere[post] & bit:
        yield _TAKEN
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
