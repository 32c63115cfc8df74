"""A programme folder becomes a programme, or all of its faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from volsched.errors import Fault, InvalidValue, nearest
from volsched.files.activities import Builder
from volsched.files.attending import campaigns
from volsched.files.community import areas, equipment, holidays, teams, travel, venues
from volsched.files.dates import date_lists
from volsched.files.documents import (
    KNOWN,
    MAIN,
    Documents,
    read_programme,
    read_programme_id,
    read_skills,
    read_store,
    read_uid_domain,
    read_weekend,
    read_window,
)
from volsched.files.faults import Here, Report
from volsched.files.names import Register
from volsched.files.notices import read_notices
from volsched.files.people import People
from volsched.files.plugins import read_plugins
from volsched.files.records import TABLES as COLUMNS
from volsched.files.records import records, tables_of
from volsched.files.rules import programme_rules
from volsched.files.schedules import zone_or_none
from volsched.files.source import Encoding, Source, are_utf8_after_all, sources
from volsched.files.structuring import Manner
from volsched.files.tables import Table, TableReader
from volsched.files.toml import read_toml
from volsched.model.kinds import KINDS, Kind
from volsched.model.programme import Programme, SkillKind


@frozen
class Loaded:
    """A programme, and what in its files is worth a look although it stands."""

    programme: Programme
    notes: tuple[Fault, ...] = ()
    store: str = ""
    """Where what must be remembered lies, as the programme says; a file is named from its folder on."""


def load(folder: Path | str, *, readers: Iterable[TableReader] = (), kinds: Mapping[str, Kind] = KINDS) -> Programme:
    """The programme that a folder describes.

    Raises:
        ProgrammeError: the folder has faults; the error holds every one of them.
    """
    return load_with_notes(folder, readers=readers, kinds=kinds).programme


def load_with_notes(
    folder: Path | str, *, readers: Iterable[TableReader] = (), kinds: Mapping[str, Kind] = KINDS
) -> Loaded:
    """The same as `load`, with notes on what is allowed and yet looks like a slip."""
    loading = _Loading(folder=Path(folder), readers=tuple(readers), kinds=kinds)
    return loading.run()


@define(kw_only=True)
class _Loading:
    """One reading of one folder, step by step."""

    folder: Path
    readers: tuple[TableReader, ...]
    kinds: Mapping[str, Kind]
    report: Report = field(factory=Report)
    register: Register = field(factory=Register)
    manner: Manner = field(factory=Manner)
    encoding: Encoding | None = None
    """How CSV files are saved; None while programme.toml could not say."""
    has_people: bool = False
    rules: tuple[object, Here] | None = None
    """The [rules] table, which names people and waits for them."""
    notices: tuple[object, Here] | None = None
    """The [notices] table, which names people too."""
    programme_here: Here = field(init=False)
    fields: dict[str, Any] = field(factory=dict)
    """What the programme will be made of."""
    store: str = ""

    def run(self) -> Loaded:
        """The programme, or a ProgrammeError with all faults."""
        files = self._files()
        documents = self._documents(files)
        tables = [file for file in files if file.suffix != ".toml"]
        if self.encoding == "gb18030" and are_utf8_after_all(tables):
            cure = 'write encoding = "utf-8", or take the line out'
            self.programme_here.at("encoding").fault("the tables are saved as UTF-8, not as GB18030", cure)
            self.encoding = "utf-8"
        people = self._tables(tables)
        self.fields["people"] = tuple(people.people)
        self.fields["availability"] = tuple(people.availability)
        self.fields["history"] = tuple(people.history.values())
        self.fields["sign_ups"] = tuple(people.sign_ups)
        self.fields["attendance"] = tuple(people.attendance)
        self._build(documents, people)
        if self.report.count:
            self.report.refuse(str(self.folder))
        return Loaded(self._programme(), self.report.notes(), self.store)

    def _files(self) -> tuple[Source, ...]:
        suffixes = {".toml", ".csv", *(suffix for reader in self.readers for suffix in reader.suffixes)}
        files = sources(self.folder, suffixes, self.report)
        if not self.report.count and not any(file.name == MAIN for file in files):
            near = [file.name for file in files if file.suffix == ".toml" and nearest(file.name, [MAIN])]
            cure = f"rename {near[0]}" if near else "write one, or let 'volsched init' begin a programme"
            self.report.add(Fault(MAIN, 0, "", "there is no such file in the folder", cure))
        if self.report.count:
            # Without it this is hardly the right folder, and the faults of other files would only confuse.
            self.report.refuse(str(self.folder))
        return files

    def _documents(self, files: tuple[Source, ...]) -> Documents:
        texts = sorted(
            (file for file in files if file.suffix == ".toml"), key=lambda file: (file.name != MAIN, file.name)
        )
        read = [(file, read_toml(file, self.report)) for file in texts]
        main = read[0][1]
        if main is None:
            self.register.skills.complete = False
        else:
            self._main(*main)
        documents = Documents(register=self.register, manner=self.manner)
        for _file, content in read:
            if content is None:
                self.register.doubt()
            else:
                documents.add(*content)
        return documents

    def _main(self, document: dict[str, Any], here: Here) -> None:
        form, self.manner, at = read_programme(document, here)
        self.programme_here = at
        # An encoding that could not be read is told once, not again at every table.
        self.encoding = None if form.encoding is None and at.has("encoding") else form.encoding or "utf-8"
        zone = zone_or_none(form.zone, at.at("zone"))
        self.store = read_store(form, at) or ""
        given: dict[str, Any] = {
            "id": read_programme_id(form, at),
            "name": form.name,
            "zone": zone,
            "second_zone": zone_or_none(form.second_zone, at.at("second_zone")),
            "language": form.language,
            "uid_domain": read_uid_domain(form, at),
            "window": read_window(form, zone or "Asia/Shanghai", at),
            "weekend": read_weekend(form, at),
            "solver": form.solver,
        }
        self.fields.update({name: value for name, value in given.items() if value is not None})
        if "skills" in document:
            skills = read_skills(document["skills"], here.at("skills"), self.register.skills, self.manner)
            self.fields["skills"] = tuple(SkillKind(id=name, name=text) for name, text in skills.items())
        elif (
            self.report.strays
            or "programme" not in document
            or any(nearest(name, ["skills"]) for name in document if name not in KNOWN)
        ):
            self.register.skills.complete = False
        if "rules" in document:
            self.rules = (document["rules"], here.at("rules"))
        if "notices" in document:
            self.notices = (document["notices"], here.at("notices"))
        if "plugins" in document:
            self.fields["plugins"] = read_plugins(document["plugins"], here.at("plugins"))

    def _tables(self, files: list[Source]) -> People:
        people = People(self.register, self.manner.language)
        tables = [found for file in files for found in tables_of(file, self.readers, self.encoding, self.report)]
        self.has_people = any(kind == "people" for kind, _file, _table in tables)
        self.register.people.complete = self.register.people.complete and self.has_people
        for kind in COLUMNS:
            for _kind, file, table in (found for found in tables if found[0] == kind):
                self._rows(kind, file, table, people)
        people.find_helpers()
        return people

    def _rows(self, kind: str, file: str, table: Table | None, people: People) -> None:
        add = {
            "people": people.add_person,
            "availability": people.add_availability,
            "history": people.add_history,
            "signups": people.add_sign_up,
            "attendance": people.add_attendance,
        }
        rows = None if table is None else records(kind, table, file, self.report)
        for record in rows or ():
            if self.report.is_full(file):
                rows = None
                break
            add[kind](record)
        if kind == "people" and (table is None or rows is None or not table.complete):
            self.register.people.complete = False

    def _build(self, documents: Documents, people: People) -> None:
        self.fields["areas"] = tuple(areas(documents, self.register))
        self.fields["venues"] = tuple(venues(documents, self.register))
        self.fields["equipment"] = tuple(equipment(documents))
        self.fields["travel"] = tuple(travel(documents, self.register))
        self.fields["teams"] = tuple(teams(documents, self.register, people))
        self.fields["holidays"] = tuple(holidays(documents))
        self.fields["campaigns"] = tuple(campaigns(documents, self.register))
        zone = self.fields.get("zone", "Asia/Shanghai")
        dates = date_lists(documents, self.manner.language)
        builder = Builder(register=self.register, kinds=self.kinds, zone=zone, manner=self.manner, dates=dates)
        built = (builder.build(item) for item in documents.of("activity"))
        self.fields["activities"] = tuple(activity for activity in built if activity is not None)
        if self.rules is not None:
            self.fields["rules"] = programme_rules(*self.rules, self.manner, self.register)
        if self.notices is not None:
            self.fields["notices"] = read_notices(*self.notices, self.manner, self.register.people)
        self.register.settle()
        if self.register.people.missed and not self.has_people:
            cure = f"write one; its first line names the columns: {', '.join(COLUMNS['people'])}"
            self.report.add(Fault("people.csv", 0, "", "people are named, and there is no such file", cure))

    def _programme(self) -> Programme:
        refused: tuple[Exception, ...] = ()
        try:
            return Programme(**self.fields)
        except InvalidValue as error:
            refused = (error,)
        except ExceptionGroup as group:
            refused = group.exceptions
        for one in refused:
            self._refused(one)
        return self.report.refuse(str(self.folder))

    def _refused(self, error: Exception) -> None:
        # What the model sees and the files room did not: told without a line rather than not at all.
        if not isinstance(error, InvalidValue):
            raise error
        owner = " ".join(part for part in (error.what, error.name) if part)
        way = ": ".join(part for part in (owner, error.field) if part)
        self.report.add(Fault(MAIN, 0, way, error.problem, error.cure))
