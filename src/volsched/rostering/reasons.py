"""Why somebody serves, why somebody does not, and why a seat is empty: as data and as sentences."""

from __future__ import annotations

from attrs import frozen

from volsched.model import Roster, Seat, Text
from volsched.rostering.days import bits_of
from volsched.rostering.grounds import Ground, grounds_of
from volsched.rostering.obstacles import Obstacle, obstacles, obstacles_of
from volsched.rostering.problem import Problem
from volsched.rostering.shortages import Shortage, shortage_at
from volsched.rostering.standing import Standing, standing
from volsched.rostering.violation import Field, written

NEAREST = 5


@frozen(kw_only=True)
class Why:
    """Why a person sits in a seat: what they bring, and who else could have come.

    `needed_for` are the skills of which the group would have too little without them, `instead` the people who could
    take the seat as the roster stands, the lightest load first, and `grounds` what else had to do with it: wishes,
    areas, friends, newcomers to accompany.
    """

    seat: Seat
    person: str | None
    pinned: bool
    load: int
    needed_for: tuple[str, ...]
    likes: float
    instead: tuple[str, ...]
    sentence: Text
    grounds: tuple[Ground, ...] = ()


@frozen(kw_only=True)
class WhyEmpty:
    """Why nobody sits in a seat: every person's obstacles, and how many people the same rule keeps away.

    `counts` sums up the first obstacle of each person. `nearest` are the obstacles of those who have a single one
    that can be moved. `proof` is a shortage that no roster avoids, where counting proves it.
    """

    seat: Seat
    asked: tuple[str, ...]
    obstacles: tuple[tuple[Obstacle, ...], ...]
    """What keeps each of those who were asked, in the same order; nothing where they could come."""
    counts: tuple[tuple[str, int], ...]
    free: tuple[str, ...]
    nearest: tuple[Obstacle, ...]
    proof: Shortage | None
    sentence: Text

    @property
    def people(self) -> tuple[tuple[str, tuple[Obstacle, ...]], ...]:
        """Everybody by id, each with what keeps them from the seat."""
        return tuple(zip(self.asked, self.obstacles, strict=True))


def why(problem: Problem, roster: Roster, seat: Seat) -> Why:
    """Why the person in this seat has it.

    Raises:
        UnknownName: there is no such seat.
    """
    found = standing(problem, roster)
    post = found.post(seat)
    name = found.in_seat(seat)
    work, state = found.work, found.state
    free = sorted(bits_of(state.free(post)), key=lambda v: (state.load[v], v))
    instead = tuple(problem.people[v].id for v in free)
    if name is None:
        words = written(_EMPTY_SEAT, {"day": str(problem.shift(seat.shift).day)})
        return Why(
            seat=seat, person=None, pinned=False, load=0, needed_for=(), likes=0, instead=instead, sentence=words
        )
    person = found.person(name)
    on = state.on[post]
    needed_for = tuple(
        mix.skill
        for mix, (holders, minimum) in zip(work.wanted[post].mix, work.mixes[post], strict=True)
        if holders >> person & 1 and (on & holders).bit_count() <= minimum
    )
    lighter = sum(state.load[v] + work.burden[post] < state.load[person] for v in free)
    return Why(
        seat=seat,
        person=name,
        pinned=bool(work.pinned[post] >> person & 1),
        load=state.load[person],
        needed_for=needed_for,
        likes=work.liking[post][person],
        instead=instead,
        sentence=_why_sentence(found, post, person, needed_for=needed_for, free=len(free), lighter=lighter),
        grounds=grounds_of(found, post, person),
    )


def why_not(problem: Problem, roster: Roster, person: str, seat: Seat) -> tuple[Obstacle, ...]:
    """What keeps the person from this seat as the roster stands; nothing, where they could take it.

    Raises:
        UnknownName: there is no such seat or person.
    """
    found = standing(problem, roster)
    return obstacles(found, found.post(seat), found.person(person))


def why_empty(problem: Problem, roster: Roster, seat: Seat) -> WhyEmpty:
    """Why nobody sits in this seat, and what would have to change.

    Raises:
        UnknownName: there is no such seat.
    """
    found = standing(problem, roster)
    post = found.post(seat)
    asked = tuple([person.id for person in problem.people])
    all_obstacles = obstacles_of(found, post, range(len(asked)))
    counts: dict[str, int] = {}
    single: list[Obstacle] = []
    for kept_by in filter(None, all_obstacles):
        first = kept_by[0]
        counts[first.rule] = counts.get(first.rule, 0) + 1
        if len(kept_by) == 1 and first.rule in _MOVABLE:
            single.append(first)
    free = tuple([name for name, kept_by in zip(asked, all_obstacles, strict=True) if not kept_by])
    proof = None if free else shortage_at(problem, seat.shift)
    ordered = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return WhyEmpty(
        seat=seat,
        asked=asked,
        obstacles=tuple(all_obstacles),
        counts=ordered,
        free=free,
        nearest=tuple(sorted(single, key=lambda item: _MOVABLE.index(item.rule))[:NEAREST]),
        proof=proof,
        sentence=_empty_sentence(found, post, ordered, free, proof),
    )


_MOVABLE = (
    "days_off_between",
    "rest_between",
    "overlap",
    "one_seat_per_shift",
    "households_apart",
    "never_together",
    "forbidden_sequences",
    "newcomer_with_experienced",
    "required_sequences",
    "most_days_in_a_row",
    "days_off_after_run",
    "most_weekends_in_a_row",
    "most_weekends_per_month",
    "most_per_day",
    "most_in_days",
    "most_per_week",
    "most_per_month",
    "most_per_period",
)

_EMPTY_SEAT = ("{day}的这个席位空着", "{day} كۈنىدىكى بۇ ئورۇن بوش", "the seat on {day} is empty")
_PINNED = ("{person}被固定在{day}", "{person} {day} گە مۇقىملاشتۇرۇلغان", "{person} is pinned on {day}")
_NEEDED = (
    "{person}在{day}值勤，因为需要{skill}",
    "{person} {day} كۈنى نۆۋەتچىلىك قىلىدۇ، چۈنكى {skill} كېرەك",
    "{person} serves on {day} because '{skill}' is needed",
)
_ONLY = (
    "{person}在{day}值勤，没有别人能来",
    "{person} {day} كۈنى نۆۋەتچىلىك قىلىدۇ، باشقا كېلەلەيدىغان ئادەم يوق",
    "{person} serves on {day}; nobody else can come",
)
_FAIR = (
    "{person}在{day}值勤，负担{load}；另有{free}人能来，其中{lighter}人负担会更轻",
    "{person} {day} كۈنى نۆۋەتچىلىك قىلىدۇ، يۈكى {load}؛ يەنە {free} ئادەم كېلەلەيدۇ، {lighter} نىڭ يۈكى يېنىكرەك",
    "{person} serves on {day} with a load of {load}; {free} others could come, {lighter} of them would end up lighter",
)


def _why_sentence(
    found: Standing, post: int, person: int, *, needed_for: tuple[str, ...], free: int, lighter: int
) -> Text:
    work = found.work
    day = str(work.shifts[work.shift_of[post]].day)
    name = found.problem.people[person].name
    if work.pinned[post] >> person & 1:
        return written(_PINNED, {"person": name, "day": day})
    if needed_for:
        return written(_NEEDED, {"person": name, "day": day, "skill": ", ".join(needed_for)})
    if not free:
        return written(_ONLY, {"person": name, "day": day})
    fields: dict[str, Field] = {
        "person": name,
        "day": day,
        "load": found.state.load[person],
        "free": free,
        "lighter": lighter,
    }
    return written(_FAIR, fields)


def _empty_sentence(
    found: Standing, post: int, counts: tuple[tuple[str, int], ...], free: tuple[str, ...], proof: Shortage | None
) -> Text:
    day = str(found.work.shifts[found.work.shift_of[post]].day)
    if free:
        return written(
            (
                "{day}的席位空着，有{count}人能来",
                "{day} كۈنىدىكى ئورۇن بوش، {count} ئادەم كېلەلەيدۇ",
                "the seat on {day} is empty, and {count} could take it",
            ),
            {"day": day, "count": len(free)},
        )
    kept = [(_RULES[rule], count) for rule, count in counts]
    parts = {
        "zh": "，".join(f"{zh}{count}人" for (zh, _, _), count in kept),
        "ug": "، ".join(f"{ug}: {count}" for (_, ug, _), count in kept),
        "en": ", ".join(f"{count} {en}" for (_, _, en), count in kept),
    }
    text = Text(
        zh=f"{day}没有人能来：{parts['zh']}",
        ug=f"{day} كۈنى ھېچكىم كېلەلمەيدۇ: {parts['ug']}",
        en=f"nobody can come on {day}: {parts['en'] or 'there are no people'}",
    )
    if proof is None:
        return text
    return Text(
        zh=f"{text.zh}。{proof.sentence.zh}", ug=f"{text.ug}. {proof.sentence.ug}", en=f"{text.en}; {proof.sentence.en}"
    )


_RULES = {
    "availability": ("不能来", "كېلەلمەيدۇ", "not available"),
    "taken": ("另有安排", "باشقا ئىشى بار", "taken elsewhere"),
    "last_duty": ("刚值过勤", "يېقىندا نۆۋەتچىلىك قىلغان", "on duty just before"),
    "seat_skills": ("缺少技能", "ماھارىتى يوق", "without the skill"),
    "one_seat_per_shift": ("已在此班次", "بۇ نۆۋەتتە بار", "in the shift already"),
    "overlap": ("同时有别的班次", "شۇ ۋاقىتتا باشقا نۆۋىتى بار", "on another shift at that time"),
    "rest_between": ("休息不足", "دەم ئېلىشى يېتەرسىز", "without enough rest"),
    "days_off_between": ("需要间隔", "ئارىلىق كېرەك", "too near another duty"),
    "most_in_days": ("近日已满", "بۇ كۈنلەردە توشقان", "at the limit of these days"),
    "households_apart": ("家人已值勤", "ئائىلىسىدىكىلەر نۆۋەتتە", "with one of the household in the shift"),
    "never_together": ("不能同班", "بىر نۆۋەتتە بولمايدۇ", "not to serve with one in the shift"),
    "most_per_month": ("本月已满", "بۇ ئاي توشقان", "at the limit of the month"),
    "most_per_week": ("本周已满", "بۇ ھەپتە توشقان", "at the limit of the week"),
    "most_per_day": ("当天已满", "بۇ كۈن توشقان", "at the limit of the day"),
    "most_per_period": ("本期已满", "بۇ مەزگىل توشقان", "at the limit of the period"),
    "most_days_in_a_row": ("连续天数已满", "ئۇدا كۈنلەر توشقان", "at the limit of days in a row"),
    "days_off_after_run": ("需要休息几天", "بىر نەچچە كۈن دەم ئېلىشى كېرەك", "resting after days in a row"),
    "most_weekends_in_a_row": ("连续周末已满", "ئۇدا ھەپتە ئاخىرلىرى توشقان", "at the limit of weekends in a row"),
    "most_weekends_per_month": ("本月周末已满", "بۇ ئاينىڭ ھەپتە ئاخىرلىرى توشقان", "at the limit of weekends"),
    "forbidden_sequences": ("不能相连", "ئۇلاشسا بولمايدۇ", "on a duty that may not follow or come before"),
    "required_sequences": ("缺少相应的值勤", "كېرەكلىك نۆۋىتى يوق", "without the duty that must follow"),
    "newcomer_with_experienced": ("新人需陪同", "يېڭىلارغا ھەمراھ كېرەك", "newcomers without company"),
}
