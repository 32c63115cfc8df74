"""What speaks for somebody in the seat they have: each rule that had to do with it, as data and as a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from volsched.model import AreaFirst, Stability, Text
from volsched.rostering.compiling import rule_of
from volsched.rostering.conditions import Accompanied, Following
from volsched.rostering.days import bits_of
from volsched.rostering.standing import Standing
from volsched.rostering.violation import Field, written


@frozen
class Ground:
    """One rule that speaks for a person in a seat, or, as a dislike does, against."""

    rule: str
    sentence: Text


def grounds_of(found: Standing, post: int, person: int) -> tuple[Ground, ...]:
    """Every rule that had to do with this person in this seat, beside the fairness of the whole."""
    day = str(found.work.shifts[found.work.shift_of[post]].day)
    fields: dict[str, Field] = {"person": found.problem.people[person].name, "day": day}
    return tuple(
        Ground(_RULES[name], written(_SENTENCES[name], {**fields, **more}))
        for name, more in _names(found, post, person)
    )


def _names(found: Standing, post: int, person: int) -> Iterator[tuple[str, dict[str, Field]]]:
    work, on, problem = found.work, found.state.on, found.problem
    shift, who = work.shifts[work.shift_of[post]], problem.people[person]
    for condition in work.conditions:
        if isinstance(condition, Following) and condition.needs(on, post, person):
            yield "needed", {}
        if isinstance(condition, Accompanied) and not condition.fits(on, post, person, -1):
            yield "company", {}
    likes = work.liking[post][person]
    if likes:
        yield "likes" if likes > 0 else "dislikes", {}
    area = rule_of(problem.rules, AreaFirst)
    if area is not None and area.weight and who.area in shift.areas:
        yield "area", {}
    if work.bonds is not None:
        there = 0
        for other in work.company[post]:
            there |= on[other]
        for friend in bits_of(there & work.bonds.friends[person]):
            yield "friend", {"partner": problem.people[friend].name}
    stable = rule_of(problem.rules, Stability)
    if stable is not None and any((item.seat.shift, item.person) == (shift.id, who.id) for item in problem.before):
        yield "before", {}


_RULES = {
    "needed": "required_sequences",
    "company": "newcomer_with_experienced",
    "likes": "preferences",
    "dislikes": "preferences",
    "area": "area_first",
    "friend": "together",
    "before": "stability",
}

_SENTENCES = {
    "needed": (
        "{person}先前的值勤要求其在{day}也值勤",
        "{person} نىڭ ئالدىنقى نۆۋىتى {day} كۈنىمۇ كېلىشنى تەلەپ قىلىدۇ",
        "an earlier duty of {person} asks for this one on {day} too",
    ),
    "company": (
        "{person}在{day}陪同新人",
        "{person} {day} كۈنى يېڭىلارغا ھەمراھ بولىدۇ",
        "{person} accompanies newcomers on {day}",
    ),
    "likes": ("{person}愿意在{day}值勤", "{person} {day} كۈنى كېلىشنى خالايدۇ", "{person} likes to serve on {day}"),
    "dislikes": (
        "{person}其实不大愿意在{day}值勤",
        "{person} ئەسلىدە {day} كۈنى كېلىشنى ئانچە خالىمايدۇ",
        "{person} would rather not serve on {day}",
    ),
    "area": ("{person}就住在这里", "{person} مۇشۇ يەردە ئولتۇرىدۇ", "{person} lives in the area"),
    "friend": (
        "{person}和{partner}希望同班",
        "{person} بىلەن {partner} بىر نۆۋەتتە بولۇشنى خالايدۇ",
        "{person} and {partner} like to serve together",
    ),
    "before": (
        "{person}在原来的排班里就在{day}值勤",
        "{person} ئىلگىرىكى جەدۋەلدىمۇ {day} كۈنى نۆۋەتچىلىك قىلاتتى",
        "{person} served on {day} in the roster before",
    ),
}
