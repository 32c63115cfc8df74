"""Small problems, made by name."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from volsched.model import (
    Assignment,
    Availability,
    CarriedLoad,
    DaysOffBetween,
    Person,
    Requirement,
    Roster,
    Seat,
    Shift,
    Skill,
    SkillMinimum,
    Span,
    Text,
)
from volsched.rostering import Problem

FIRST = dt.date(2027, 1, 4)
ZONE = ZoneInfo("Asia/Shanghai")


class Making:
    """Ways to make the values of a test."""

    first = FIRST

    @staticmethod
    def day(number: int) -> dt.date:
        return FIRST + dt.timedelta(days=number)

    @classmethod
    def night(
        cls, number: int, seats: int = 2, *, hour: int = 22, hours: int = 4, name: str = "night", **more
    ) -> Shift:
        """Night `number` of the year's first week, counted from Monday 4 January 2027."""
        start = dt.datetime.combine(cls.day(number), dt.time(hour), ZONE)
        requirements = more.pop("requirements", None)
        if requirements is None:
            mix = tuple(SkillMinimum(skill, least) for skill, least in more.pop("mix", {}).items())
            skills = tuple(more.pop("skills", ()))
            maximum = more.pop("maximum", seats)
            requirements = (Requirement(role="watch", minimum=seats, maximum=maximum, mix=mix, skills=skills),)
        return Shift(
            id=f"{name}/{number}",
            activity=name,
            day=cls.day(number),
            span=Span(start, start + dt.timedelta(hours=hours)),
            requirements=requirements,
            **more,
        )

    @staticmethod
    def person(name: str, *skills: str | Skill, **more) -> Person:
        held = tuple(skill if isinstance(skill, Skill) else Skill(skill) for skill in skills)
        return Person(id=name, name=Text(en=name.title()), skills=held, **more)

    @classmethod
    def people(cls, names: str) -> tuple[Person, ...]:
        return tuple(cls.person(name) for name in names.split())

    @classmethod
    def away(cls, person: str, *numbers: int) -> tuple[Availability, ...]:
        return tuple(
            Availability(person=person, kind="unavailable", first=cls.day(number), last=cls.day(number))
            for number in numbers
        )

    @classmethod
    def wanting(cls, person: str, *numbers: int) -> tuple[Availability, ...]:
        return tuple(
            Availability(person=person, kind="preferred", first=cls.day(number), last=cls.day(number))
            for number in numbers
        )

    @staticmethod
    def problem(shifts, people, **more) -> Problem:
        return Problem(id="watch", shifts=tuple(shifts), people=tuple(people), **more)

    @staticmethod
    def roster(problem: Problem, *entries: str, pinned: bool = False) -> Roster:
        """A roster from "night/0 ann bob" and the like: people in the seats of the first role, from 0 on."""
        assignments = []
        for entry in entries:
            shift, *people = entry.split()
            role = problem.shift(shift).requirements[0].role
            assignments += [Assignment(Seat(shift, role, index), name, pinned) for index, name in enumerate(people)]
        return Roster(id=problem.id, assignments=tuple(assignments))

    @classmethod
    def patrol(cls, people: int = 30, nights: int = 28, seed: int = 0, seats: int = 4, rest: int = 2) -> Problem:
        """A patrol in small: people with skills, gaps in their time, and a load carried over."""
        chance = random.Random(seed)
        persons = []
        said: list[Availability] = []
        history = []
        for number in range(people):
            name = f"p{number:02}"
            skills = ["leader"] if number < 3 or chance.random() < 0.2 else []
            skills += ["first_aid"] if number < 5 or chance.random() < 0.3 else []
            persons.append(cls.person(name, *skills, most_per_month=6 + int(chance.random() * 3)))
            said += cls.away(name, *(night for night in range(nights) if chance.random() < 0.3))
            likes = int(chance.random() * 7)
            said.append(Availability(person=name, kind="preferred", weekdays=(likes,)))
            said.append(Availability(person=name, kind="disliked", weekdays=((likes + 1) % 7,)))
            history.append(CarriedLoad(person=name, load=int(chance.random() * 4)))
        shifts = [
            cls.night(
                number,
                seats,
                mix={"first_aid": 2, "leader": 1},
                burden=3 if number % 7 in (4, 5) else 2,
                weekend=number % 7 in (4, 5),
                holiday=number == 9,
            )
            for number in range(nights)
        ]
        return cls.problem(
            shifts, persons, availability=tuple(said), history=tuple(history), rules=(DaysOffBetween(rest),)
        )


@pytest.fixture(scope="session")
def make() -> type[Making]:
    return Making
