"""Everybody in the example, and the teams they are in."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.dice import Dice
from generator.names import Names
from generator.writing import Table, table

HEADER = (
    "id",
    "name",
    "name_ug",
    "area",
    "language",
    "email",
    "phone",
    "skills",
    "teams",
    "household",
    "most_per_month",
    "priority",
)


@dataclass
class Person:
    """One row of a people file."""

    id: str
    name: str
    name_ug: str
    area: str
    language: str
    email: str = ""
    phone: str = ""
    skills: dict[str, str] = field(default_factory=dict)
    """Skill and the last day on which it holds; an empty day means for good."""
    teams: list[str] = field(default_factory=list)
    household: str = ""
    most_per_month: int = 0
    priority: int = 0

    def row(self) -> tuple[object, ...]:
        """The cells in the order of the header."""
        skills = "; ".join(f"{skill} until {until}" if until else skill for skill, until in self.skills.items())
        return (
            self.id,
            self.name,
            self.name_ug,
            self.area,
            self.language,
            self.email,
            self.phone,
            skills,
            "; ".join(self.teams),
            self.household,
            self.most_per_month or "",
            self.priority or "",
        )


class Registry:
    """The people by id, in the files they are written to, and the teams."""

    def __init__(self, seed: int) -> None:
        self._dice = Dice(seed, 1)
        self._names = Names(Dice(seed, 2))
        self.people: dict[str, Person] = {}
        self.files: dict[str, list[Person]] = {}
        self.teams: dict[str, Table] = {}
        self._members: dict[str, list[str]] = {}
        self.keepers: dict[str, str] = {}
        """Who answers for each stairwell."""

    def add(self, file: str, name: str, area: str, *, uyghur: float, reachable: float = 0.95) -> Person:
        """A new person with an invented name; a few have neither mail nor phone."""
        given = self._names.next(uyghur)
        # Some who write Uyghur at home read Chinese for choice, and the other way round now and then.
        own, other = ("ug", "zh") if given.ug else ("zh", "ug")
        language = other if self._dice.chance(0.15 if given.ug else 0.01) else own
        person = Person(name, given.zh, given.ug, area, language)
        if self._dice.chance(reachable):
            # example.org belongs to nobody, and no number in China begins with 0 after its area code.
            person.phone = f"+86 991 000 {len(self.people):04d}"
            if self._dice.chance(0.6):
                person.email = f"{name}@people.example.org"
        self.people[name] = person
        self.files.setdefault(file, []).append(person)
        return person

    def team(self, name: str, title: Table, area: str, members: list[Person], leader: Person | None = None) -> None:
        """A new team."""
        row: Table = {"id": name, "name": title, "area": area}
        if leader:
            row["leader"] = leader.id
        self.teams[name] = row
        self._members[name] = [person.id for person in members]
        for person in members:
            person.teams.append(name)

    def members(self, team: str) -> list[str]:
        """The ids of those in it."""
        return self._members[team]

    def csv_files(self) -> dict[str, str]:
        """Every people file."""
        return {
            f"people-{name}.csv": table(HEADER, (person.row() for person in people))
            for name, people in self.files.items()
        }
