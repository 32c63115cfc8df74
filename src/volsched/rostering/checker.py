"""The independent checker: it judges any roster, made by whomever, and shares nothing with the solver.

It reads the problem as it was written, with dates and times, where the solver works on masks, so that an error in
one of them does not hide in the other.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from volsched.model import (
    Assignment,
    Availability,
    DaysOffBetween,
    HouseholdsApart,
    MostInDays,
    MostPerMonth,
    MostPerWeek,
    NeverTogether,
    NewcomerWithExperienced,
    Person,
    Requirement,
    RestBetween,
    Roster,
    Seat,
    Shift,
    Span,
)
from volsched.model.zones import zone
from volsched.rostering.checking import broken_by
from volsched.rostering.problem import Problem
from volsched.rostering.violation import Field, Violation, length, sentence

Duties = list[Shift]
FEW_DAYS = dt.timedelta(days=3)


def check(problem: Problem, roster: Roster) -> tuple[Violation, ...]:
    """Every rule that the roster breaks, each time it breaks it. Empty seats are no violation; see `unfilled`.

    A group that lacks a skill breaks a rule only where its empty seats could not bring that skill.
    """
    return tuple(
        sorted(_Checker(problem, roster).violations(), key=lambda item: (item.shifts, item.rule, item.person or ""))
    )


def unfilled(problem: Problem, roster: Roster) -> tuple[Seat, ...]:
    """The seats that must be filled and are empty, in the order of the shifts."""
    empty: list[Seat] = []
    for shift in sorted(problem.shifts, key=lambda item: (item.span.start, item.id)):
        for requirement in shift.requirements:
            taken = {
                item.seat.index for item in roster.by_shift.get(shift.id, ()) if item.seat.role == requirement.role
            }
            free = [index for index in range(requirement.maximum) if index not in taken]
            missing = max(0, _required(requirement) - len(taken))
            empty.extend(Seat(shift.id, requirement.role, index) for index in free[:missing])
    return tuple(empty)


def _required(requirement: Requirement) -> int:
    if not requirement.minimum:
        return 0
    return max([requirement.minimum, *(wanted.minimum for wanted in requirement.mix)])


class _Checker:
    def __init__(self, problem: Problem, roster: Roster) -> None:
        self.problem = problem
        self.roster = roster
        self.rules = {rule.name: rule for rule in problem.rules}
        self.away: dict[str, list[Availability]] = {}
        self.offered: dict[str, list[Availability]] = {}
        for entry in problem.availability:
            if entry.kind == "unavailable":
                self.away.setdefault(entry.person, []).append(entry)
            elif entry.kind == "available" and entry.since is None:
                self.offered.setdefault(entry.person, []).append(entry)
        self.last: dict[str, list[dt.date]] = {}
        for item in problem.history:
            if item.last_duty is not None:
                self.last.setdefault(item.person, []).append(item.last_duty)
        self.taken: dict[str, list[Span]] = {}
        for person, span in problem.taken:
            self.taken.setdefault(person, []).append(span)

    def violations(self) -> Iterator[Violation]:
        known, unknown = self._known()
        yield from unknown
        yield from self._seats_twice(known)
        yield from self._pins()
        of_shift: dict[str, list[Assignment]] = {}
        of_person: dict[str, list[Assignment]] = {}
        for item in known:
            of_shift.setdefault(item.seat.shift, []).append(item)
            of_person.setdefault(item.person, []).append(item)
        for shift, items in of_shift.items():
            yield from self._shift(self.problem.shift_by_id[shift], items)
            if self.rules.keys() & {HouseholdsApart.name, NeverTogether.name}:
                yield from self._apart(self.problem.shift_by_id[shift], items)
            yield from self._newcomers(self.problem.shift_by_id[shift], items)
        for name, items in of_person.items():
            person = self.problem.person_by_id[name]
            duties = [self.problem.shift_by_id[item.seat.shift] for item in items]
            yield from self._person(person, sorted(duties, key=lambda shift: (shift.span.start, shift.id)))

    def _known(self) -> tuple[list[Assignment], list[Violation]]:
        seats = {
            (shift.id, requirement.role): requirement.maximum
            for shift in self.problem.shifts
            for requirement in shift.requirements
        }
        known, unknown = [], []
        for item in self.roster.assignments:
            seat = item.seat
            if not 0 <= seat.index < seats.get((seat.shift, seat.role), 0):
                words = sentence("unknown_seat", shift=seat.shift, role=seat.role, index=seat.index)
                unknown.append(Violation("unknown_seat", item.person, (seat.shift,), words))
            elif item.person not in self.problem.person_by_id:
                words = sentence("unknown_person", person=item.person)
                unknown.append(Violation("unknown_person", item.person, (seat.shift,), words))
            else:
                known.append(item)
        return known, unknown

    def _seats_twice(self, known: Iterable[Assignment]) -> Iterator[Violation]:
        for seat, count in Counter(item.seat for item in known).items():
            if count > 1:
                day = str(self.problem.shift_by_id[seat.shift].day)
                words = sentence("seat_taken_twice", day=day, role=seat.role, index=seat.index + 1)
                yield Violation("seat_taken_twice", None, (seat.shift,), words)

    def _pins(self) -> Iterator[Violation]:
        there = {(item.seat, item.person) for item in self.roster.assignments}
        for pin in self.problem.pinned:
            if (pin.seat, pin.person) not in there:
                yield self._about(
                    "pinned", self.problem.person_by_id[pin.person], self.problem.shift_by_id[pin.seat.shift]
                )

    def _shift(self, shift: Shift, items: list[Assignment]) -> Iterator[Violation]:
        for requirement in shift.requirements:
            group = [self.problem.person_by_id[item.person] for item in items if item.seat.role == requirement.role]
            for person in group:
                for skill in requirement.skills:
                    if not person.holds(skill, shift.day):
                        yield self._about("seat_skills", person, shift, skill=skill)
            empty = max(0, _required(requirement) - len(group))
            for wanted in requirement.mix if group else ():
                count = sum(person.holds(wanted.skill, shift.day) for person in group)
                if wanted.minimum - count > empty:
                    words = sentence(
                        "skill_mix",
                        day=str(shift.day),
                        role=requirement.role,
                        skill=wanted.skill,
                        limit=wanted.minimum,
                        count=count,
                    )
                    yield Violation("skill_mix", None, (shift.id,), words)

    def _apart(self, shift: Shift, items: list[Assignment]) -> Iterator[Violation]:
        people = [self.problem.person_by_id[name] for name in sorted({item.person for item in items})]
        households, never = self.rules.get(HouseholdsApart.name), self.rules.get(NeverTogether.name)
        for one, other in combinations(people, 2):
            at_home = isinstance(households, HouseholdsApart) and households.apart
            if at_home and one.household is not None and one.household == other.household:
                yield self._about("households_apart", other, shift, partner=one.name)
            pairs = never.pairs if isinstance(never, NeverTogether) else ()
            if (one.id, other.id) in pairs or (other.id, one.id) in pairs:
                yield self._about("never_together", other, shift, partner=one.name)

    def _newcomers(self, shift: Shift, items: list[Assignment]) -> Iterator[Violation]:
        rule = self.rules.get(NewcomerWithExperienced.name)
        if not isinstance(rule, NewcomerWithExperienced):
            return
        people = [self.problem.person_by_id[name] for name in sorted({item.person for item in items})]
        old = [person for person in people if person.holds(rule.experienced, shift.day)]
        new = [person for person in people if person.holds(rule.newcomer, shift.day) and person not in old]
        if len(new) > rule.most * len(old):
            fields: dict[str, Field] = {"newcomers": len(new), "experienced": len(old), "limit": rule.most}
            words = sentence(rule.name, day=str(shift.day), **fields)
            yield Violation(rule.name, None, (shift.id,), words)

    def _person(self, person: Person, duties: Duties) -> Iterator[Violation]:
        for shift, count in Counter(duty.id for duty in duties).items():
            if count > 1:
                yield self._about("one_seat_per_shift", person, self.problem.shift_by_id[shift])
        duties = list({duty.id: duty for duty in duties}.values())
        for duty in duties:
            if not self._may_serve(person.id, duty):
                yield self._about("availability", person, duty)
            yield from self._elsewhere(person, duty)
        yield from self._pairs(person, duties)
        yield from self._per_month(person, duties)
        yield from self._per_week(person, duties)
        yield from self._in_days(person, duties)
        last = self.last.get(person.id, ())
        for rule, items, fields in broken_by(self.rules, duties, self.problem.shifts, last):
            yield self._about(rule, person, *items, **fields)

    def _may_serve(self, person: str, duty: Shift) -> bool:
        # What is said of a day may reach into the next, and the clock of the programme may be a day ahead.
        low, high = duty.day - FEW_DAYS, duty.span.end.date() + FEW_DAYS
        for entry in self.away.get(person, ()):
            near = (entry.first is None or entry.first <= high) and (entry.last is None or low <= entry.last)
            if near and self._is_about(entry, duty):
                return False
        offered = self.offered.get(person)
        return offered is None or any(entry.speaks_of(duty.day) for entry in offered)

    def _is_about(self, entry: Availability, duty: Shift) -> bool:
        if entry.since is None or entry.until is None:
            return entry.speaks_of(duty.day)
        local = zone(self.problem.zone)
        day = duty.span.start.astimezone(local).date() - dt.timedelta(days=1)
        while day <= duty.span.end.astimezone(local).date():
            if entry.speaks_of(day):
                end_day = day if entry.until > entry.since else day + dt.timedelta(days=1)
                start = dt.datetime.combine(day, entry.since, local).astimezone(dt.UTC)
                end = dt.datetime.combine(end_day, entry.until, local).astimezone(dt.UTC)
                if start < duty.span.end and duty.span.start < end and start < end:
                    return True
            day += dt.timedelta(days=1)
        return False

    def _elsewhere(self, person: Person, duty: Shift) -> Iterator[Violation]:
        rest = self._rest()
        for span in self.taken.get(person.id, ()):
            if span.overlaps(duty.span) or span.gap_to(duty.span) < rest:
                yield self._about("taken", person, duty)
        rule = self.rules.get(DaysOffBetween.name)
        if isinstance(rule, DaysOffBetween) and rule.days:
            for last in self.last.get(person.id, ()):
                if dt.timedelta() <= duty.day - last <= dt.timedelta(days=rule.days):
                    yield self._about("days_off_between", person, duty, other=str(last), limit=rule.days)

    def _rest(self) -> dt.timedelta:
        rule = self.rules.get(RestBetween.name)
        return rule.rest if isinstance(rule, RestBetween) else dt.timedelta()

    def _pairs(self, person: Person, duties: Duties) -> Iterator[Violation]:
        rest = self._rest()
        rule = self.rules.get(DaysOffBetween.name)
        days = rule.days if isinstance(rule, DaysOffBetween) else 0
        for number, earlier in enumerate(duties):
            for later in duties[number + 1 :]:
                apart = abs((later.day - earlier.day).days)
                gap = later.span.start - earlier.span.end
                if gap < dt.timedelta():
                    yield self._about("overlap", person, earlier, later)
                elif gap < rest:
                    yield self._about("rest_between", person, earlier, later, limit=length(rest))
                if days and apart <= days:
                    yield self._about("days_off_between", person, earlier, later, limit=days)
                elif gap >= rest and apart > days + 3:
                    break

    def _per_month(self, person: Person, duties: Duties) -> Iterator[Violation]:
        rule = self.rules.get(MostPerMonth.name)
        limits = [rule.duties] if isinstance(rule, MostPerMonth) else []
        limits += [] if person.most_per_month is None else [person.most_per_month]
        for month, items in _grouped(duties, lambda duty: f"{duty.day:%Y-%m}").items():
            if limits and len(items) > min(limits):
                yield self._about("most_per_month", person, *items, month=month, count=len(items), limit=min(limits))

    def _per_week(self, person: Person, duties: Duties) -> Iterator[Violation]:
        rule = self.rules.get(MostPerWeek.name)
        if not isinstance(rule, MostPerWeek):
            return
        for week, items in _grouped(duties, _monday).items():
            if len(items) > rule.duties:
                about = self._about("most_per_week", person, *items, count=len(items), limit=rule.duties, day=week)
                yield about

    def _in_days(self, person: Person, duties: Duties) -> Iterator[Violation]:
        """One violation for each stretch that begins with a duty and holds too many."""
        rule = self.rules.get(MostInDays.name)
        if not isinstance(rule, MostInDays):
            return
        for first in duties:
            items = [duty for duty in duties if 0 <= (duty.day - first.day).days < rule.days]
            if len(items) > rule.duties:
                more: dict[str, Field] = {
                    "days": rule.days,
                    "count": len(items),
                    "limit": rule.duties,
                    "day": str(first.day),
                }
                yield self._about("most_in_days", person, *items, **more)

    def _about(self, rule: str, person: Person, *shifts: Shift, **more: Field) -> Violation:
        fields: dict[str, Field] = {"day": str(shifts[0].day), "other": str(shifts[-1].day), **more}
        words = sentence(rule, person=person.name, **fields)
        return Violation(rule, person.id, tuple(shift.id for shift in shifts), words)


def _grouped(duties: Duties, key: Callable[[Shift], str]) -> dict[str, Duties]:
    found: dict[str, Duties] = {}
    for duty in duties:
        found.setdefault(key(duty), []).append(duty)
    return found


def _monday(duty: Shift) -> str:
    return str(duty.day - dt.timedelta(days=duty.day.weekday()))
