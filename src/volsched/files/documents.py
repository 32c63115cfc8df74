"""The TOML files of a folder: what each table in them says, with every id taken down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import define, evolve, field, frozen

from volsched.errors import InvalidValue, did_you_mean, nearest
from volsched.files import values
from volsched.files.faults import Here, Refusal, Report
from volsched.files.forms import ONLY_IN_PROGRAMME, TABLES, ProgrammeForm
from volsched.files.names import Names, Register
from volsched.files.positions import Place
from volsched.files.structuring import MISSING, Manner, read_table, read_value
from volsched.model.ids import check_id
from volsched.model.span import Window
from volsched.model.text import LANGUAGES, Language, Text, one_line

_DOMAIN: Final = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+"
)
LONGEST_NAME: Final = 200

MAIN: Final = "programme.toml"

KNOWN: Final = (*ONLY_IN_PROGRAMME, *TABLES)


@frozen(kw_only=True)
class Item:
    """One table of a list such as [[area]]: its id if it has a good one, its form, and where it stands."""

    kind: str
    id: str | None
    form: Any
    here: Here
    whole: bool
    """False if something of it could not be read."""


@define(kw_only=True)
class Documents:
    """What the TOML files say."""

    register: Register
    manner: Manner = field(factory=Manner)
    items: list[Item] = field(factory=list)

    def of(self, kind: str) -> Iterator[Item]:
        """The items of one kind, in the order of the files."""
        return (item for item in self.items if item.kind == kind)

    def add(self, document: Mapping[str, Any], here: Here) -> None:
        """Read the lists of tables of one file."""
        told_strays = False
        for name, content in _grafted(document, here).items():
            if name not in KNOWN and (_is_loose(content) or (told_strays and not nearest(name, KNOWN))):
                # Loose keys at the top of a file have lost the header above them: one slip, told at the first.
                if not told_strays:
                    cure = "write the header, such as [programme] or [[area]], that is missing above it"
                    here.key(name).fault("stands in no table", cure)
                    self.register.doubt()
                told_strays = True
                continue
            if here.report.is_full(here.file):
                return
            kind = self._kind(name, here)
            if kind is not None:
                for table, at in _tables(kind, content, here.at(name)):
                    if here.report.is_full(here.file):
                        self.register.doubt()
                        return
                    self._add_item(kind, table, at)

    def _kind(self, name: str, here: Here) -> str | None:
        if name in TABLES:
            return name
        at = here.key(name)
        if name in ONLY_IN_PROGRAMME:
            if here.file != MAIN:
                at.fault("belongs into programme.toml", "move it there")
            return None
        near = nearest(name, KNOWN)[:2]
        at.fault("is not a table of programme files", did_you_mean(near) or f"the tables are {', '.join(KNOWN)}")
        if near and near[0] in TABLES:
            return near[0]
        if not near:
            # It may hold anything that is named elsewhere.
            self.register.doubt()
        return None

    def _add_item(self, kind: str, table: object, here: Here) -> None:
        form_class = TABLES[kind]
        identifier = None
        names = self.register.of(kind)
        written = table.get("id") if isinstance(table, dict) else None
        said = values.shown(written) if isinstance(written, str) and written else f"#{_number(here)}"
        here = here.of(f"{kind} {said}")
        before = here.report.count
        own = Report()
        arguments = read_table(form_class, table, evolve(here, report=own), self.manner)
        for fault in own.faults():
            if fault.problem != "is missing" or re.split(r"[. ]", fault.field)[-1] not in own.strays:
                here.report.add(fault)
        if "id" in own.strays:
            # It belongs to an object whose header is lost, and which will be missed.
            self.register.doubt()
        if arguments is None:
            if names is not None:
                names.misread()
            return
        if names is not None:
            identifier = names.give(arguments["id"], here.at("id")) if "id" in arguments else None
            if identifier is None:
                names.misread(arguments.get("id", written))
        form = form_class(**_short(arguments, here))
        self.items.append(Item(kind=kind, id=identifier, form=form, here=here, whole=here.report.count == before))


def _is_loose(content: object) -> bool:
    """Whether it is a value where tables belong."""
    return not isinstance(content, dict) and not (
        isinstance(content, list) and any(isinstance(part, dict) for part in content)
    )


def _grafted(document: Mapping[str, Any], here: Here) -> Mapping[str, Any]:
    """The document with each `[activiyt.when]` told and put where it belongs: into the [[activity]] before it."""
    misspelt = {}
    for name, content in document.items():
        near = nearest(name, TABLES)[:1] if name not in KNOWN and isinstance(content, dict) else ()
        inner = near and all(isinstance(part, dict | list) for part in content.values())
        if inner and isinstance(document.get(near[0]), list):
            misspelt[name] = near[0]
    for name, meant in misspelt.items():
        at = here.key(name)
        at.fault("is not a table of programme files", did_you_mean([meant]))
        around = here.at(meant).place
        before = [step for step, place in around.children.items() if place.line < at.line] if around is not None else []
        if around is not None and at.place is not None and before:
            step = max(before, key=int)
            _graft(document[meant][step], document[name], around.children[step], at.place)
    return {name: content for name, content in document.items() if name not in misspelt}


def _graft(table: Any, other: Any, place: Place, its: Place) -> None:
    """Put what one table holds into another, with the lines of it."""
    if isinstance(table, list) and isinstance(other, list):
        for index in range(len(other)):
            place.children[len(table) + index] = its.children[index]
        table.extend(other)
        return
    if not isinstance(table, dict) or not isinstance(other, dict):
        return
    for key, content in other.items():
        if key not in table:
            table[key] = content
            place.children[key] = its.children[key]
        else:
            _graft(table[key], content, place.children[key], its.children[key])


def _number(here: Here) -> int:
    return next((step + 1 for step in reversed(here.path) if isinstance(step, int)), 1)


def _tables(kind: str, content: object, here: Here) -> Iterator[tuple[object, Here]]:
    if isinstance(content, dict):
        here.fault(f"is one table, not one of several {kind} tables", f"write [[{kind}]] with two brackets")
        yield content, here
    elif isinstance(content, list):
        for index, table in enumerate(content):
            yield table, here.at(index)
    else:
        here.fault(f"is {values.in_words(content)}, not tables", f"write [[{kind}]] and its keys on the lines below")


def _short(arguments: dict[str, Any], here: Here) -> dict[str, Any]:
    """The arguments with names and titles on one line each, without those that are too long."""
    found = dict(arguments)
    for key in ("name", "title"):
        text = found.get(key)
        if not isinstance(text, Text):
            continue
        lines = {language: one_line(getattr(text, language)) for language in LANGUAGES}
        longest = max(len(line) for line in lines.values())
        if longest > LONGEST_NAME:
            here.at(key).fault(f"{longest} characters are too many for a name", f"write at most {LONGEST_NAME}")
            del found[key]
        else:
            found[key] = Text(**lines)
    return found


def read_programme(document: Mapping[str, Any], here: Here) -> tuple[ProgrammeForm, Manner, Here]:
    """The [programme] table, the manner in which everything else is read, and where the table stands."""
    table = document.get("programme")
    at = here.at("programme")
    if "programme" not in document:
        misspelt = next((name for name in document if name not in KNOWN and "programme" in nearest(name, KNOWN)), None)
        loose = any(_is_loose(content) for content in document.values())
        if misspelt is None and loose:
            # The header is lost, which is told at the first key below it.
            return ProgrammeForm(), Manner(), at
        if misspelt is None:
            at.fault("is missing", "begin the file with [programme] and its id and name")
            return ProgrammeForm(), Manner(), at
        # Told where the other tables are looked at; what it says counts all the same.
        table, at = document[misspelt], here.at(misspelt)
    language: Language = "zh"
    said = table.get("language") if isinstance(table, dict) else None
    if said in LANGUAGES:
        language = said
    manner = Manner(language=language)
    arguments = read_table(ProgrammeForm, table, at, manner)
    return ProgrammeForm(**_short(arguments or {}, at)), manner, at


def read_skills(tables: object, here: Here, names: Names, manner: Manner) -> dict[str, Text]:
    """The [skills] table: the skills by id."""
    if not isinstance(tables, dict):
        here.fault(f"is {values.in_words(tables)}, not a table", 'write [skills] and below it leader = "Leader"')
        names.complete = False
        return {}
    found = {}
    for name, said in tables.items():
        identifier = names.give(name, here.at(name))
        if identifier is None:
            names.misread(name)
        text = read_value(Text, said, here.at(name), manner)
        if identifier is not None and text is not MISSING:
            found[identifier] = text
    return found


def read_window(form: ProgrammeForm, zone: str, here: Here) -> Window | None:
    """The window that is planned where nobody asks for another."""
    if form.window is None:
        return None
    try:
        return Window.parse(form.window, zone)
    except InvalidValue as error:
        here.at("window").fault(error.problem, error.cure)
        return None


def read_weekend(form: ProgrammeForm, here: Here) -> tuple[int, ...] | None:
    """The weekdays whose duties count as weekend duties."""
    if form.weekend is None:
        return None
    found: set[int] = set()
    for index, word in enumerate(form.weekend):
        try:
            found.update(values.weekdays(word))
        except Refusal as refusal:
            here.at("weekend", index).fault(refusal.problem, refusal.cure)
    return tuple(sorted(found))


def read_uid_domain(form: ProgrammeForm, here: Here) -> str | None:
    """The domain of the UIDs of calendars if it is one."""
    if form.uid_domain is None or (_DOMAIN.fullmatch(form.uid_domain) and len(form.uid_domain) <= 253):
        return form.uid_domain
    here.at("uid_domain").fault(
        f"'{values.shown(form.uid_domain)}' is not a domain", "write one such as calendar.example"
    )
    return None


def read_store(form: ProgrammeForm, here: Here) -> str | None:
    """Where what must be remembered lies, if it can be the name of a file or of a database."""
    name = form.store
    if name is None:
        return None
    problem = ""
    if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        problem = f"'{values.shown(name)}' is not the name of a file"
    elif name.lower().endswith((".toml", ".csv", ".json")):
        problem = f"'{values.shown(name)}' would be a file of the programme"
    if problem:
        here.at("store").fault(problem, "write one such as volsched.db")
        return None
    return name


def read_programme_id(form: ProgrammeForm, here: Here) -> str | None:
    """The id of the programme if it may stand."""
    try:
        check_id("programme", "id", form.id)
    except InvalidValue as error:
        if form.id is not None:
            here.at("id").fault(error.problem, error.cure)
        return None
    return form.id
