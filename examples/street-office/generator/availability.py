"""When volunteers can serve: weekdays they never can, a season of evening classes, leaves, wishes; and past service.

About 71 of 100 can serve on a night. Every night keeps enough people, leaders and first-aiders for its 15 seats:
where chance leaves a night short, somebody stays at home or one more volunteer is trained.
"""

from __future__ import annotations

import datetime as dt

from generator.days import DAYS, FIRST, LAST, WEEKDAYS
from generator.dice import Dice
from generator.people import volunteers
from generator.place import COMMUNITIES
from generator.registry import Person, Registry
from generator.writing import table

HELPERS_AWAY = ((3, "2027-03-16"), (17, "2027-04-13"), (29, "2027-06-15"), (50, "2027-07-13"), (71, "2027-11-16"))
HEADER = ("person", "kind", "weekdays", "first", "last", "since", "until")
SHORT = tuple(weekday[:3] for weekday in WEEKDAYS)
CHINESE = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
FEWEST_PEOPLE = 48
FEWEST = {"leader": 5, "first_aid": 9}

Row = tuple[object, ...]


class _Entries:
    """The rows of one person, and the days they leave."""

    def __init__(self, person: Person, weekdays: tuple[str, ...]) -> None:
        self._person = person.id
        self._words = weekdays
        self._spoken: list[tuple[Row, frozenset[dt.date]]] = []

    @property
    def rows(self) -> list[Row]:
        """As they are written to the file."""
        return [row for row, _ in self._spoken]

    @property
    def nights(self) -> set[dt.date]:
        """The days on which this person can serve."""
        left = set(DAYS)
        for row, days in self._spoken:
            if row[1] == "unavailable":
                left -= days
            elif row[1] == "available":
                left &= days
        return left

    def add(
        self,
        kind: str,
        weekdays: tuple[int, ...] = (),
        days: tuple[dt.date, dt.date] | None = None,
        hours: tuple[str, str] = ("", ""),
    ) -> None:
        """One row: on these weekdays, from the first day to the last, between two times."""
        first, last = days or (FIRST, LAST)
        words = ",".join(self._words[weekday] for weekday in weekdays)
        row = (self._person, kind, words, *(days or ("", "")), *hours)
        spoken = (day for day in DAYS if first <= day <= last and (not weekdays or day.weekday() in weekdays))
        self._spoken.append((row, frozenset(spoken)))

    def leave(self, first: dt.date, days: int) -> None:
        """Away for so many days."""
        self.add("unavailable", (), (first, min(first + dt.timedelta(days=days - 1), LAST)))

    def stay(self, night: dt.date) -> bool:
        """Gives up the leaves that take in this night; whether the person can then serve."""
        self._spoken = [
            (row, days) for row, days in self._spoken if row[1] != "unavailable" or row[2] or night not in days
        ]
        return night in self.nights


def _entries(person: Person, dice: Dice, words: tuple[str, ...]) -> _Entries:
    entries = _Entries(person, words)
    if dice.chance(0.05):
        # Teachers and students: the end of the week and one evening more.
        entries.add("available", tuple(sorted({4, 5, 6, dice.below(4)})))
    else:
        never = tuple(weekday for weekday in range(7) if dice.chance(0.15))
        if 0 < len(never) <= 4:
            entries.add("unavailable", never)
        if dice.chance(0.08):
            # An evening class: a duty from 22:00 overlaps it.
            entries.add("unavailable", (dice.below(5),), hours=("20:30", "22:30"))
    for _ in range(2):
        first = FIRST + dt.timedelta(days=dice.below(280))
        last = min(first + dt.timedelta(days=60 + dice.below(70)), LAST)
        entries.add("unavailable", (dice.below(7),), (first, last))
    for _ in range(3):
        entries.leave(DAYS[dice.below(len(DAYS))], dice.pick((3, 7, 10)))
    if dice.chance(0.2):
        entries.leave(dt.date(2027, 2, 3) + dt.timedelta(days=dice.below(3)), 7)
    for _ in range(2):
        entries.leave(DAYS[dice.below(len(DAYS))], 1)
    likes = dice.some(range(7), 2)
    entries.add("preferred", tuple(likes))
    entries.add("disliked", (dice.pick([weekday for weekday in range(7) if weekday not in likes]),))
    return entries


def fill(seed: int, registry: Registry) -> dict[str, str]:
    """The availability files of every community and of the squad, and the history; may train some volunteers more."""
    dice = Dice(seed, 4)
    files: dict[str, str] = {}
    past: list[Row] = []
    for community in COMMUNITIES:
        words = CHINESE if community.id == "kly" else SHORT
        people = volunteers(registry, community.id)
        entries = {person.id: _entries(person, dice, words) for person in people}
        _keep(people, entries, dice)
        _train(people, entries, dice)
        rows = [row for person in people for row in entries[person.id].rows]
        files[f"availability-{community.id}.csv"] = table(HEADER, rows)
        past += _history(people, dice)
    squad = [registry.people[person] for person in registry.members("squad")]
    own = [person for person in squad if person.id.startswith("squad-")]
    rows = [row for person in own for row in _squad_entries(person, dice).rows]
    files["availability-squad.csv"] = table(HEADER, rows)
    files["availability-offices.csv"] = table(HEADER, _helpers_away(registry))
    files["history.csv"] = table(("person", "load", "weekends", "holidays", "last_duty"), past)
    return files


def _keep(people: list[Person], entries: dict[str, _Entries], dice: Dice) -> None:
    """Where too many are away, some stay at home."""
    nights = {name: item.nights for name, item in entries.items()}
    for night in DAYS:
        short = FEWEST_PEOPLE - sum(night in days for days in nights.values())
        for person in dice.shuffled(people) if short > 0 else ():
            if short > 0 and night not in nights[person.id]:
                short -= entries[person.id].stay(night)
                nights[person.id] = entries[person.id].nights


def _train(people: list[Person], entries: dict[str, _Entries], dice: Dice) -> None:
    """Where leaders or first-aiders are short, one more is trained."""
    nights = {name: item.nights for name, item in entries.items()}
    for night in DAYS:
        here = [person for person in people if night in nights[person.id]]
        for skill, fewest in FEWEST.items():
            holders = [person for person in here if _holds(person, skill, night)]
            others = [person for person in here if skill not in person.skills]
            for person in dice.some(others, max(0, fewest - len(holders))):
                person.skills[skill] = ""


def _holds(person: Person, skill: str, night: dt.date) -> bool:
    until = person.skills.get(skill)
    return until is not None and (not until or night <= dt.date.fromisoformat(until))


def _squad_entries(person: Person, dice: Dice) -> _Entries:
    entries = _Entries(person, SHORT)
    if dice.chance(0.5):
        entries.add("unavailable", (dice.below(7),))
    for _ in range(2):
        entries.leave(DAYS[dice.below(len(DAYS))], dice.pick((3, 7, 10)))
    entries.add("preferred", (dice.below(7),))
    return entries


def _helpers_away(registry: Registry) -> list[Row]:
    """Some households whose helpers are at a meeting on the same Tuesdays: somebody from near by stands in."""
    rows: list[Row] = []
    for number, day in HELPERS_AWAY:
        helpers = registry.members(f"visit-{number:02d}-helpers")
        rows += [(person, "unavailable", "周二", day, day, "", "") for person in helpers[:2]]
    return rows


def _history(people: list[Person], dice: Dice) -> list[Row]:
    """What was served in the last weeks of 2026; 15 people a night on its last three nights."""
    order = dice.shuffled(people)
    last = {
        person.id: dt.date(2026, 12, 31) - dt.timedelta(days=index // 15) for index, person in enumerate(order[:45])
    }
    rows: list[Row] = []
    for person in people:
        load = max(dice.pick((0, 0, 2, 4)), 2 if person.id in last else 0)
        if load:
            rows.append((person.id, load, 1 if load > 2 and dice.chance(0.5) else 0, 0, last.get(person.id, "")))
    return rows
