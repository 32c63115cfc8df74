"""What stands between a person and a post: each rule that keeps them apart, as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs
from attrs import frozen

from volsched.model import HouseholdsApart, NeverTogether, Person, Shift, Text
from volsched.rostering.compiling import days_off_of, rest_of, rule_of
from volsched.rostering.days import bits_of
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
        return written(_SENTENCES[self.rule][0], dict(self.fields))

    @property
    def change(self) -> Text:
        """What would have to be otherwise."""
        return written(_SENTENCES[self.rule][1], dict(self.fields))


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


def _nearness(found: Standing, here: Shift, other: Shift) -> list[tuple[str, dict[str, Field]]]:
    rules: list[tuple[str, dict[str, Field]]] = []
    rest = dt.timedelta(microseconds=rest_of(found.problem))
    if here.span.overlaps(other.span):
        rules.append(("overlap", {}))
    elif here.span.gap_to(other.span) < rest:
        rules.append(("rest_between", {"limit": length(rest)}))
    days = days_off_of(found.problem)
    if days and abs((here.day - other.day).days) <= days:
        rules.append(("days_off_between", {"limit": days}))
    return rules


_FREE_DUTY = (
    "把{person}在{other}的值勤交给别人",
    "{person} نىڭ {other} كۈنىدىكى نۆۋىتىنى باشقىلارغا بېرىش",
    "give the duty of {person} on {other} to somebody else",
)
_MORE = (
    "提高{person}的上限{limit}",
    "{person} نىڭ {limit} قېتىملىق چېكىنى ئۆستۈرۈش",
    "raise the limit of {limit} for {person}",
)

_OTHER_SHIFT = (
    "把{partner}在{day}的值勤交给别人",
    "{partner} نىڭ {day} كۈنىدىكى نۆۋىتىنى باشقىلارغا بېرىش",
    "give the duty of {partner} on {day} to somebody else",
)

_SENTENCES: dict[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "availability": (
        ("{person}在{day}不能值勤", "{person} {day} كۈنى نۆۋەتچىلىك قىلالمايدۇ", "{person} cannot serve on {day}"),
        ("{person}在{day}有空", "{person} {day} كۈنى بوش بولۇشى كېرەك", "{person} would have to be available on {day}"),
    ),
    "taken": (
        (
            "{person}在{day}已有其他安排",
            "{person} نىڭ {day} كۈنى باشقا ئىشى بار",
            "{person} is taken elsewhere on {day}",
        ),
        (
            "取消{person}在{day}的其他安排",
            "{person} نىڭ {day} كۈنىدىكى باشقا ئىشىنى بىكار قىلىش",
            "free {person} elsewhere on {day}",
        ),
    ),
    "last_duty": (
        (
            "{person}上一次值勤距{day}不足{limit}天",
            "{person} نىڭ ئالدىنقى نۆۋىتى {day} غا {limit} كۈنگە يەتمەيدۇ",
            "the last duty of {person} is fewer than {limit} days before {day}",
        ),
        ("缩短间隔天数", "ئارىلىق كۈنلەرنى ئازايتىش", "fewer days off between duties"),
    ),
    "seat_skills": (
        (
            "{person}在{day}不具备{skill}",
            "{person} دا {day} كۈنى {skill} ماھارىتى يوق",
            "{person} does not hold '{skill}' on {day}",
        ),
        ("{person}获得{skill}", "{person} نىڭ {skill} ماھارىتى بولۇشى كېرەك", "{person} would have to hold '{skill}'"),
    ),
    "one_seat_per_shift": (
        (
            "{person}在{day}已在这个班次里",
            "{person} {day} كۈنىدىكى بۇ نۆۋەتتە بار",
            "{person} serves in this shift on {day} already",
        ),
        _FREE_DUTY,
    ),
    "overlap": (
        (
            "{person}在{other}的班次时间与此重叠",
            "{person} نىڭ {other} كۈنىدىكى نۆۋىتى بۇنىڭ بىلەن ئۈستمۇئۈست",
            "{person} serves at the same time, on {other}",
        ),
        _FREE_DUTY,
    ),
    "rest_between": (
        (
            "{person}在{other}值勤，休息不足{limit}",
            "{person} {other} كۈنى نۆۋەتچىلىك قىلىدۇ، دەم ئېلىشى {limit} غا يەتمەيدۇ",
            "{person} serves on {other} and would rest less than {limit}",
        ),
        _FREE_DUTY,
    ),
    "days_off_between": (
        (
            "{person}在{other}值勤，其间应有{limit}天不值勤",
            "{person} {other} كۈنى نۆۋەتچىلىك قىلىدۇ، ئارىلىقتا {limit} كۈن دەم ئېلىش كېرەك",
            "{person} serves on {other}; days off between duties: {limit}",
        ),
        _FREE_DUTY,
    ),
    "most_per_month": (
        (
            "{person}在{month}已值勤{count}次，达到上限",
            "{person} {month} ئېيىدا {count} قېتىم نۆۋەتچىلىك قىلىپ چەككە يەتتى",
            "{person} has reached the limit of {month}: {count} of {limit}",
        ),
        _MORE,
    ),
    "most_in_days": (
        (
            "{person}在{day}前后已值勤{count}次，达到上限",
            "{person} {day} ئەتراپىدا {count} قېتىم نۆۋەتچىلىك قىلىپ چەككە يەتتى",
            "{person} has reached the limit of the days around {day}: {count} of {limit}",
        ),
        _MORE,
    ),
    "households_apart": (
        (
            "{person}和{partner}是一家人，{partner}在{day}已值勤",
            "{person} بىلەن {partner} بىر ئائىلىدىن، {partner} {day} كۈنى نۆۋەتچىلىك قىلىدۇ",
            "{partner} of the same household as {person} serves on {day}",
        ),
        _OTHER_SHIFT,
    ),
    "never_together": (
        (
            "{person}不能和{partner}同班，{partner}在{day}已值勤",
            "{person} بىلەن {partner} بىر نۆۋەتتە بولمايدۇ، {partner} {day} كۈنى نۆۋەتچىلىك قىلىدۇ",
            "{person} does not serve together with {partner}, who serves on {day}",
        ),
        _OTHER_SHIFT,
    ),
    "most_per_week": (
        (
            "{person}在这一周已值勤{count}次，达到上限",
            "{person} بۇ ھەپتىدە {count} قېتىم نۆۋەتچىلىك قىلىپ چەككە يەتتى",
            "{person} has reached the limit of the week: {count} of {limit}",
        ),
        _MORE,
    ),
}
