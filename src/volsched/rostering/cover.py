"""Who could step in: the people who may take a seat, the best first, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from volsched.model import Roster, Seat, Text
from volsched.rostering.days import bits_of
from volsched.rostering.problem import Problem
from volsched.rostering.standing import Standing, standing
from volsched.rostering.violation import written

NEVER = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


@frozen(kw_only=True)
class Candidate:
    """Somebody who may take a seat as the roster stands: free, rested, and with the skills it needs.

    `change` is how much worse the fairness of the roster would be, so lower is better. `skills` are those that the
    group lacks and they bring. `rested` counts the days to their nearest duty; None where they have no other.
    """

    person: str
    change: float
    load: int
    likes: float
    skills: tuple[str, ...]
    rested: int | None
    asked: dt.datetime | None
    sentence: Text


def cover(
    problem: Problem,
    roster: Roster,
    seat: Seat,
    n: int = 5,
    *,
    asked: Mapping[str, dt.datetime] = MappingProxyType({}),
) -> tuple[Candidate, ...]:
    """The people to ask for this seat, the best first; whoever sits there now is thought away.

    Those who bring a skill that the group would lack come first, then those with whom the roster is fairest, and of
    equals the one asked least recently. `asked` says when people were last asked.

    Raises:
        UnknownName: there is no such seat.
    """
    found = standing(problem, roster)
    post = found.post(seat)
    sitting = found.in_seat(seat)
    leaver = -1 if sitting is None else found.person(sitting)
    lacking = lacking_skills(found, post, leaver)
    state = found.state if leaver < 0 else found.state.without(post, leaver)
    saved = 0.0 if leaver < 0 else state.cost(post, leaver)
    free = state.free(post) & ~(1 << leaver if leaver >= 0 else 0)
    if lacking and any(free & holders for _, holders in lacking):
        # A group without its skills breaks a rule, so only those who bring one are worth asking.
        able = 0
        for _, holders in lacking:
            able |= free & holders
        free = able
    ranked = sorted(
        (
            -sum(holders >> person & 1 for _, holders in lacking),
            round(state.cost(post, person) - saved, 6),
            asked.get(problem.people[person].id, NEVER),
            problem.people[person].id,
            person,
        )
        for person in bits_of(free)
        if all(condition.fits(state.on, post, -1, person) for condition in found.work.conditions)
    )
    return tuple(
        _candidate(found, post, person, lacking, change=change, asked=asked.get(name))
        for _, change, _, name, person in ranked[:n]
    )


def lacking_skills(found: Standing, post: int, leaver: int) -> list[tuple[str, int]]:
    """The skills, with their holders, of which the group has too little once the leaver is gone."""
    on = found.state.on[post]
    if leaver >= 0:
        on &= ~(1 << leaver)
    mixes = zip(found.work.wanted[post].mix, found.work.mixes[post], strict=True)
    return [(mix.skill, holders) for mix, (holders, minimum) in mixes if (on & holders).bit_count() < minimum]


def _candidate(
    found: Standing, post: int, person: int, lacking: list[tuple[str, int]], *, change: float, asked: dt.datetime | None
) -> Candidate:
    who = found.problem.people[person]
    work, on = found.work, found.state.on
    here = work.shifts[work.shift_of[post]].day
    others = (work.shifts[work.shift_of[other]].day for other, mask in enumerate(on) if mask >> person & 1)
    rested = min((abs((day - here).days) for day in others), default=None)
    load, likes = found.state.load[person], found.work.liking[post][person]
    skills = tuple(skill for skill, holders in lacking if holders >> person & 1)
    return Candidate(
        person=who.id,
        change=change,
        load=load,
        likes=likes,
        skills=skills,
        rested=rested,
        asked=asked,
        sentence=_sentence(who.name, load, likes, skills, rested),
    )


def _sentence(name: Text, load: int, likes: float, skills: tuple[str, ...], rested: int | None) -> Text:
    zh, ug, en = "{person}有空，负担{load}", "{person} بوش، يۈكى {load}", "{person} is free, with a load of {load}"
    if rested is not None:
        zh += "，前后{rested}天没有值勤"
        ug += "، ئەڭ يېقىن نۆۋىتى {rested} كۈن نېرىدا"
        en += ", {rested} days from the nearest duty"
    if skills:
        zh, ug, en = zh + "，具备{skills}", ug + "، {skills} بار", en + ", and holds {skills}"
    if likes > 0:
        zh, ug, en = zh + "，也愿意", ug + "، خالايدۇ", en + ", and likes this one"
    if likes < 0:
        zh, ug, en = zh + "，但不大愿意", ug + "، ئانچە خالىمايدۇ", en + ", but does not like this one"
    fields: dict[str, str | int | Text] = {"person": name, "load": load, "skills": ", ".join(skills)}
    return written((zh, ug, en), {**fields, "rested": rested or 0})
