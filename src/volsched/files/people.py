"""People, their availability and what they served before, from the records of tables."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from attrs import define, evolve, field

from volsched.errors import did_you_mean, nearest
from volsched.files import values
from volsched.files.attending import attendance, sign_up
from volsched.files.faults import Here, Refusal
from volsched.files.names import Register
from volsched.files.records import NAME_COLUMNS, Record
from volsched.files.structuring import construct
from volsched.model.attendance import Attendance, SignUp
from volsched.model.availability import KINDS, Availability
from volsched.model.people import CarriedLoad, Person, Skill
from volsched.model.text import Language, Text, one_line

LONGEST_NAME = 200

_SEPARATOR: Final = re.compile(r"[;；、,，|\n]")
_HELD: Final = re.compile(r"(\S+)(?:\s+since\s+(\S+))?(?:\s+until\s+(\S+))?", re.IGNORECASE)
_SPEAKABLE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Value = TypeVar("Value")


@define
class People:
    """What the tables say about people, gathered record by record."""

    register: Register
    language: Language
    people: list[Person] = field(factory=list)
    members: dict[str, dict[str, None]] = field(factory=dict)
    """Who is in which team by the column `teams`."""
    doubtful: set[str] = field(factory=set)
    """People whose teams could not all be read."""
    availability: list[Availability] = field(factory=list)
    history: dict[str, CarriedLoad] = field(factory=dict)
    sign_ups: list[SignUp] = field(factory=list)
    attendance: list[Attendance] = field(factory=list)
    _helpers: dict[str, tuple[str, Here]] = field(factory=dict)
    """The helper of each person as written, until everybody's name is known."""
    _served: dict[str, Here] = field(factory=dict)
    _unnamed: dict[str, Here] = field(factory=dict)
    """Where each name stands whose bearer has no id of their own."""
    _spelt: dict[str, tuple[str, Here]] = field(factory=dict)
    """How each name was first spelt, by its normal form."""

    def add_person(self, record: Record) -> None:
        """One row of people.csv."""
        names = {column: self._name(record, column) for column in NAME_COLUMNS if column in record.cells}
        identifier = self._identify(record, [name for name in names.values() if name])
        if not record.whole or identifier is None:
            return
        arguments: dict[str, Any] = {"id": identifier}
        text = self._text(record, names)
        if text is not None:
            arguments["name"] = text
        cells, here = record.cells, record.here
        if "area" in cells:
            arguments["area"] = self.register.areas.find(cells["area"], here.at("area"))
        arguments["skills"] = tuple(self._skills(record))
        for column in ("language", "email", "phone", "household"):
            if column in cells:
                arguments[column] = one_line(cells[column]) if column != "email" else cells[column]
        for column in ("most_per_month", "priority", "born"):
            number = _read(record, column, values.written_whole)
            if number is not None:
                arguments[column] = number
        arguments["lead_times"] = tuple(self._lead_times(record))
        access = _read(record, "needs_access", values.written_yes)
        if access is not None:
            arguments["needs_access"] = access
        if "helper" in cells:
            self._helpers[identifier] = (cells["helper"], here.at("helper"))
        self._join(identifier, record)
        person = construct(Person, arguments, here, each=True)
        if isinstance(person, Person):
            self.people.append(person)

    def _name(self, record: Record, column: str) -> str:
        name = one_line(record.cells[column])
        if not name:
            record.here.at(column).fault("is blank", "write the name")
        elif len(name) > LONGEST_NAME:
            problem = f"{len(name)} characters are too many for a name"
            record.here.at(column).fault(problem, f"write at most {LONGEST_NAME}")
        return name

    def _text(self, record: Record, names: dict[str, str]) -> Text | None:
        if not all(0 < len(name) <= LONGEST_NAME for name in names.values()):
            return None
        by_language = {column.removeprefix("name_"): name for column, name in names.items() if column != "name"}
        own = names.get("name")
        if own is not None and by_language.setdefault(self.language, own) != own:
            problem = f"differs from the name in the column name_{self.language}"
            record.here.at("name").fault(problem, "keep one of the two")
            return None
        text = construct(Text, by_language, record.here) if by_language else None
        return text if isinstance(text, Text) else None

    def _identify(self, record: Record, names: list[str]) -> str | None:
        people, here = self.register.people, record.here
        written = record.cells.get("id")
        if not record.whole:
            people.misread(written, *names)
            return None
        if not any(column in record.cells for column in NAME_COLUMNS):
            here.at("name").fault("is missing", "write the name")
        if written is None and not names:
            people.misread()
            return None
        identifier = written if written is not None else self._derived(names[0], here)
        at = here.at("id" if written is not None else "name")
        given = None if identifier is None else people.give(identifier, at, "give each a different id")
        if given is None:
            people.misread(written, *names)
            # One of two rows under the same id: whichever is meant, its teams are not all known.
            self.doubtful.update({identifier} if identifier else people.called(names[0]))
            return None
        for name in names:
            self._note_same(name, written, here)
            people.call(given, name)
        return given

    def _derived(self, name: str, here: Here) -> str | None:
        first = self._unnamed.setdefault(name, here)
        if first is here:
            return derived_id(name)
        problem = f"'{values.shown(name)}' is also the name of the person of {here.other(first)}, and neither has an id"
        here.at("name").fault(problem, "add a column id and give each an id of their own")
        return None

    def _note_same(self, name: str, written: str | None, here: Here) -> None:
        plain = unicodedata.normalize("NFC", name)
        first = self._spelt.setdefault(plain, (name, here))
        if first[1] is here:
            return
        where = here.other(first[1])
        problem = f"'{values.shown(name)}' is called as the person of {where} is"
        if first[0] != name:
            problem = f"'{values.shown(name)}' looks the same as the name of {where}, written in other characters"
        cure = (
            "they are two people by their ids; name them by id" if written else "give each an id if they are two people"
        )
        here.at("name").note(problem, cure)

    def _lead_times(self, record: Record) -> Iterator[dt.timedelta]:
        seen = set()
        for part in _parts(record.cells.get("lead_times", "")):
            lead = _or_none(values.length, part, record, "lead_times")
            if lead in seen:
                record.here.at("lead_times").fault(f"'{values.shown(part)}' stands twice", "keep one of them")
            elif lead is not None:
                yield lead
            seen.add(lead)

    def _skills(self, record: Record) -> Iterator[Skill]:
        here = record.here.at("skills")
        seen = set()
        for part in _parts(record.cells.get("skills", "")):
            match = _HELD.fullmatch(part)
            if match is None:
                here.fault(f"'{values.shown(part)}' cannot be read", "write 'leader; first_aid until 2027-06-30'")
                continue
            name = self.register.skills.find(match[1], here)
            days = [_or_none(values.day, said, record, "skills") if said else None for said in (match[2], match[3])]
            if name is None:
                continue
            if name in seen:
                here.fault(f"'{name}' stands twice", "keep one of them")
                continue
            seen.add(name)
            skill = construct(Skill, {"id": name, "since": days[0], "until": days[1]}, here, {"until": ()})
            if isinstance(skill, Skill):
                yield skill

    def _join(self, identifier: str, record: Record) -> None:
        for part in _parts(record.cells.get("teams", "")):
            team = self.register.teams.find(part, record.here.at("teams"))
            if team is None:
                self.doubtful.add(identifier)
            else:
                self.members.setdefault(team, {})[identifier] = None

    def add_sign_up(self, record: Record) -> None:
        """One row of signups.csv."""
        found = sign_up(record, self._person(record), self.register) if record.whole else None
        if found is not None:
            self.sign_ups.append(found)

    def add_attendance(self, record: Record) -> None:
        """One row of attendance.csv."""
        found = attendance(record, self._person(record), self.register) if record.whole else None
        if found is not None:
            self.attendance.append(found)

    def find_helpers(self) -> None:
        """Look the helpers up, once everybody's name is known."""
        found = {name: self.register.people.find(*written) for name, written in self._helpers.items()}
        for index, person in enumerate(self.people):
            helper = found.get(person.id)
            if helper == person.id:
                self._helpers[person.id][1].fault("a person cannot be their own helper", "name somebody else")
            elif helper is not None:
                self.people[index] = evolve(person, helper=helper)

    def add_availability(self, record: Record) -> None:
        """One row of availability.csv."""
        if not record.whole:
            return
        arguments: dict[str, Any] = {"weekdays": self._weekdays(record)}
        person = self._person(record)
        kind = record.cells.get("kind", "").casefold()
        if kind in KINDS:
            arguments["kind"] = kind
        elif "kind" in record.cells:
            near = did_you_mean(nearest(kind, KINDS)[:2]) or f"write one of {', '.join(KINDS)}"
            record.here.at("kind").fault(f"'{values.shown(kind)}' is not known", near)
        else:
            record.here.at("kind").fault("is missing", f"write one of {', '.join(KINDS)}")
        unread = False
        for column, read in (
            ("first", values.day),
            ("last", values.day),
            ("since", values.time),
            ("until", values.time),
        ):
            value = _read(record, column, read)
            unread = unread or (value is None and column in record.cells)
            arguments[column] = value
        if unread:
            # One of two times that could not be read does not make the other one stand alone.
            arguments["since"] = arguments["until"] = None
        entry = construct(Availability, {"person": person or "somebody", **arguments}, record.here)
        if isinstance(entry, Availability) and person is not None:
            self.availability.append(entry)

    def add_history(self, record: Record) -> None:
        """One row of history.csv."""
        if not record.whole:
            return
        person = self._person(record)
        arguments: dict[str, Any] = {"person": person or "somebody"}
        for column in ("load", "weekends", "holidays", "nights", "standby", "days"):
            number = _read(record, column, values.written_whole)
            if number is not None:
                arguments[column] = number
        arguments["last_duty"] = _read(record, "last_duty", values.day)
        entry = construct(CarriedLoad, arguments, record.here, each=True)
        if person is None:
            return
        first = self._served.setdefault(person, record.here)
        if first is not record.here:
            record.here.at("person").fault(f"'{person}' stands also on line {first.line}", "join the two rows")
        elif isinstance(entry, CarriedLoad):
            self.history[person] = entry

    def _person(self, record: Record) -> str | None:
        if "person" not in record.cells:
            record.here.at("person").fault("is missing", "write the id or the name of the person")
            return None
        if self.register.people.has(record.cells["person"]):
            return record.cells["person"]
        return self.register.people.find(record.cells["person"], record.here.at("person"))

    def _weekdays(self, record: Record) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for part in _parts(record.cells.get("weekdays", "").replace(" ", ",")):
            for number in _or_none(values.weekdays, part, record, "weekdays") or ():
                if number in found:
                    record.here.at("weekdays").fault(f"'{values.shown(part)}' is named twice", "name each weekday once")
                found[number] = None
        return tuple(sorted(found))


def derived_id(name: str) -> str:
    """The id of a person who has none written: made from the name, so that it is the same on every run.

    >>> derived_id("Ann Lee"), derived_id("阿依古丽")
    ('ann-lee', 'p-...')
    """
    plain = name.casefold().replace(" ", "-")
    if len(plain) <= 40 and _SPEAKABLE.fullmatch(plain):
        return plain
    return f"p-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(cell) if part.strip()]


def _read(record: Record, column: str, read: Callable[[str], Value]) -> Value | None:
    if column not in record.cells:
        return None
    return _or_none(read, record.cells[column], record, column)


def _or_none(read: Callable[[str], Value], written: str, record: Record, column: str) -> Value | None:
    try:
        return read(written)
    except Refusal as refusal:
        record.here.at(column).fault(refusal.problem, refusal.cure)
        return None
