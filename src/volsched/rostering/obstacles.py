"""What stands between a person and a post: each rule that keeps them apart, as data."""

from __future__ import annotations

import datetime as dt

import attrs
from attrs import frozen

from volsched.model import Shift, Text
from volsched.rostering.compiling import days_off_of, rest_of
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


def obstacles(found: Standing, post: int, person: int) -> tuple[Obstacle, ...]:
    """Every rule that keeps the person from the post as the roster stands."""
    work, state = found.work, found.state
    bit = 1 << person
    found_here: list[Obstacle] = []

    here = work.shifts[work.shift_of[post]]
    who = found.problem.people[person]

    def add(rule: str, *shifts: Shift, **fields: Field) -> None:
        other = str(shifts[0].day) if shifts else ""
        words: dict[str, Field] = {"person": who.name, "day": str(here.day), "other": other, **fields}
        found_here.append(Obstacle(rule, who.id, tuple(shift.id for shift in shifts), tuple(words.items())))

    if not work.willing[post] & bit:
        add("availability")
    if work.elsewhere[post] & bit:
        add("taken")
    if work.resting[post] & bit:
        add("last_duty", limit=days_off_of(found.problem))
    for skill, holders in work.seat_skills[post]:
        if not holders & bit:
            add("seat_skills", skill=skill)
    blocking = state.blocking(post, person)
    if any(work.shift_of[other] == work.shift_of[post] for other in blocking):
        # Whoever is in the shift already needs no other reason.
        found_here.clear()
        add("one_seat_per_shift", here)
        return tuple(found_here)
    for other in blocking:
        shift = work.shifts[work.shift_of[other]]
        for rule, fields in _nearness(found, here, shift):
            add(rule, shift, **fields)
    for bucket in work.buckets_of[post]:
        if not state.below[bucket] & bit:
            cap, count = work.buckets[bucket].caps[person], state.count[bucket][person]
            duties = [work.shifts[work.shift_of[p]] for p in work.buckets[bucket].posts if state.on[p] & bit]
            rule = "most_per_week" if work.buckets[bucket].weekly else "most_per_month"
            add(rule, *duties, limit=cap, count=count, month=f"{here.day:%Y-%m}")
    return tuple(found_here)


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
    "most_per_week": (
        (
            "{person}在这一周已值勤{count}次，达到上限",
            "{person} بۇ ھەپتىدە {count} قېتىم نۆۋەتچىلىك قىلىپ چەككە يەتتى",
            "{person} has reached the limit of the week: {count} of {limit}",
        ),
        _MORE,
    ),
}
