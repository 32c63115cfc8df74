"""From a table of a file to a value of an attrs class, with a fault for everything that does not fit.

Every key is read by the type of its field, each on its own, so that one wrong value hides no other. Types that this
room does not know itself, such as an enumeration in the settings of a plugin, are left to cattrs.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Mapping as MappingType
from difflib import SequenceMatcher
from functools import cache
from typing import Any, Final, Literal, NewType, TypeVar, Union, get_args, get_origin

import attrs
from attrs import field, frozen

from volsched.errors import InvalidValue, UnknownName, did_you_mean, nearest
from volsched.files import values
from volsched.files.faults import Here, Refusal, Report
from volsched.files.positions import Place
from volsched.model.schedule import Wall
from volsched.model.text import LONGEST, Language, Text

Settings = TypeVar("Settings")
Leaf = Callable[[object], Any]

Id = NewType("Id", str)
"""The id of the object itself, or of something that is named nowhere else."""
Ref = NewType("Ref", str)
"""The id of another object; for a person, the id or the name."""
Days = NewType("Days", tuple[str, ...])
"""Weekdays by name: one, or a list."""
Every = NewType("Every", tuple[str, ...])
"""The same, or the first or last working day of each month."""
DaySpan = NewType("DaySpan", tuple[dt.date, dt.date])
"""A day, or a first and a last day, both included."""
DayOfYear = NewType("DayOfYear", str)
"""A day of every year, as month and day."""

Rules = NewType("Rules", dict[str, Any])
"""Tables of rules by their names; read by the rules themselves."""
Plugins = NewType("Plugins", dict[str, Any])
"""Tables of settings by the names of plugins; read by the plugins themselves."""

LEAVES: Final[Mapping[Any, Leaf]] = {
    str: values.text,
    int: values.whole,
    float: values.number,
    bool: values.yes_or_no,
    dt.date: values.day,
    dt.time: values.time,
    dt.timedelta: values.length,
    Wall: values.wall,
    DaySpan: values.days,
    DayOfYear: values.day_of_year,
    Id: values.text,
    Ref: values.text,
    Rules: values.table,
    Plugins: values.table,
}


MOST_UNKNOWN: Final = 20


class _Missing:
    """Stands for a value that could not be read; a fault has been told."""


MISSING: Final = _Missing()


@frozen(kw_only=True)
class Manner:
    """How to read: the language of plain strings, where secrets come from, and whether values may be quoted."""

    language: Language = "zh"
    environ: Mapping[str, str] | None = field(default=None, repr=False)


def key(about: str, *, required: bool = False, name: str | None = None) -> Any:
    """A field of a form: what it is for, whether it must be there, and its key where Python has no such name."""
    return field(default=None, metadata={"about": about, "required": required, "key": name})


@frozen
class Key:
    """A key that a table may have."""

    name: str
    attribute: str
    type: Any
    required: bool
    about: str


@cache
def keys_of(cls: type) -> tuple[Key, ...]:
    """The keys of the table that a class is written as."""
    hints = typing.get_type_hints(cls)
    return tuple(
        Key(
            name=item.metadata.get("key") or (item.alias or item.name),
            attribute=item.alias or item.name,
            type=hints[item.name],
            required=bool(item.metadata.get("required", item.default is attrs.NOTHING)),
            about=str(item.metadata.get("about", "")),
        )
        for item in attrs.fields(cls)
        if item.init
    )


def read_table(cls: type, table: object, here: Here, manner: Manner) -> dict[str, Any] | None:
    """The arguments for the class, without those that are missing or could not be read; None if it is no table."""
    if not isinstance(table, dict):
        here.fault(f"is {values.in_words(table)}, not a table", "write a [table] or { key = value }")
        return None
    known = {item.name: item for item in keys_of(cls)}
    if not table and sum(item.required for item in known.values()) > 1:
        here.fault(
            "is empty", f"write {', '.join(name for name, item in known.items() if item.required)}, or take it out"
        )
        return None
    meant = _tell_unknown_keys(known, table, here)
    arguments = {}
    for name, item in known.items():
        if name in table:
            value = read_value(item.type, *_joined(name, meant, table, here), manner)
        elif name in meant:
            here.alias(name, here.at(meant[name]).place)
            value = _try(item.type, table[meant[name]], here.at(meant[name]), manner)
        else:
            if item.required:
                here.at(name).fault("is missing", f"add {name} = ...{_what_for(item)}")
            continue
        if value is not MISSING:
            arguments[item.attribute] = value
    return arguments


def _what_for(item: Key) -> str:
    return f" ({item.about})" if item.about else ""


def _tell_unknown_keys(known: Mapping[str, Key], table: dict[str, object], here: Here) -> dict[str, str]:
    """Tell each unknown key, and say for which known key each of them seems to stand.

    What is required and missing while another key is unknown is told with that key, and not once more on its own.
    """
    unknown = [name for name in table if name not in known]
    near = {name: nearest(name, known)[:2] for name in unknown[:MOST_UNKNOWN]}
    needed = {name for name, item in known.items() if item.required and name not in table}
    meant = {
        near[name][0]: name
        for name in reversed(near)
        if near[name] and _may_mean(name, near[name][0], table, needed=near[name][0] in needed)
    }
    lacking = [name for name in known if name in needed and name not in meant]
    strays = [name for name in unknown if name not in meant.values()]
    if len(strays) > 1:
        # Several keys that belong elsewhere have mostly lost the header above them: that is one slip.
        here.report.strays.update(strays)
        also = ", ".join(values.shown(name) for name in strays[1:4]) + (" and more" if len(strays) > 4 else "")
        cure = "write the header, such as [activity.when], that is missing above them, or take them out"
        here.key(strays[0]).fault(f"is not a key of this table, nor is {also}", cure)
        meant.update(dict.fromkeys(lacking, strays[0]))
    for name in unknown if len(strays) < 2 else [one for one in unknown if one not in strays]:
        cure = did_you_mean(near[name])
        if not cure and not lacking:
            here.report.strays.add(name)
        if not cure and lacking:
            meant[lacking[0]] = name
            cure = f"did you mean '{lacking.pop(0)}', which is missing?"
        here.key(name).fault("is not a key of this table", cure or f"the keys here are {', '.join(sorted(known))}")
    return meant


def _may_mean(name: str, known: str, table: Mapping[str, object], *, needed: bool) -> bool:
    """Whether an unknown key seems to stand for a known one; one that is there already can only be added to."""
    if known in table and not all(isinstance(table[key], dict | list) for key in (name, known)):
        return False
    return needed or is_slip(name, known)


def is_slip(name: str, known: str) -> bool:
    """Whether a name is so near a known one that a slip of the hand is likely."""
    return SequenceMatcher(None, name.casefold()[:200], known.casefold()).ratio() >= 0.74


def _joined(name: str, meant: Mapping[str, str], table: dict[str, object], here: Here) -> tuple[object, Here]:
    """The value of a key and its place; with what a misspelt table of the same name adds to it."""
    value, other = table[name], table.get(meant.get(name, ""))
    at = here.at(name)
    if not isinstance(value, dict) or not isinstance(other, dict):
        return value, at
    place = Place(at.line)
    for found in (here.at(meant[name]).place, at.place):
        place.children.update(found.children if found is not None else {})
    here.alias(name, place)
    return {**other, **value}, here.at(name)


def _try(kind: Any, value: object, here: Here, manner: Manner) -> Any:
    """What stands under a misspelt key, if it is what the known key takes; otherwise it is not that key at all."""
    report = Report()
    found = read_value(kind, value, attrs.evolve(here, report=report), manner)
    if isinstance(value, dict) and found is not MISSING:
        here.report.take(report)
    return MISSING if report.count and not isinstance(value, dict) else found


def read_value(kind: Any, value: object, here: Here, manner: Manner) -> Any:  # noqa: PLR0911 - one for each sort
    """The value as its type says, or MISSING after telling the fault."""
    if kind in LEAVES:
        return _leaf(LEAVES[kind], value, here, manner)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType) and type(None) in arguments:
        rest = tuple(one for one in arguments if one is not type(None))
        return read_value(Union[rest], value, here, manner)  # noqa: UP007 - built from a tuple
    if kind is Days or kind is Every:
        # One weekday may stand without brackets.
        return _list(str, [value] if isinstance(value, str) else value, here, manner)
    if kind is Text:
        return _text(value, here, manner)
    if origin is Literal:
        return _choice(arguments, value, here)
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return _list(arguments[0], value, here, manner)
    if origin is tuple and arguments:
        return _fixed(arguments, value, here, manner)
    if origin in (dict, MappingType, typing.Mapping) and arguments[0] is str:
        return _mapping(arguments[1], value, here, manner)
    if kind is Any or kind is object:
        return value
    if isinstance(kind, type) and attrs.has(kind):
        found = read_table(kind, value, here, manner)
        return MISSING if found is None else construct(kind, found, here)
    return _by_cattrs(kind, value, here)


def _leaf(read: Leaf, value: object, here: Here, manner: Manner) -> Any:
    if manner.environ is not None and isinstance(value, dict) and set(value) == {"env"}:
        return _from_environment(value["env"], here, manner.environ)
    try:
        found = read(value)
    except Refusal as refusal:
        here.fault(refusal.problem, refusal.cure)
        return MISSING
    if isinstance(found, str) and len(found) > LONGEST:
        here.fault(f"{len(found)} characters are too many", f"write at most {LONGEST}")
        return MISSING
    return found


def _from_environment(name: object, here: Here, environ: Mapping[str, str]) -> Any:
    if not isinstance(name, str) or not name or "=" in name or "\0" in name:
        here.at("env").fault("is not the name of an environment variable", 'write { env = "NAME" }')
        return MISSING
    if name not in environ:
        here.fault(f"the environment has no {values.shown(name)}", "set it before volsched starts")
        return MISSING
    return environ[name]


def _text(value: object, here: Here, manner: Manner) -> Any:
    if isinstance(value, dict):
        found = read_table(Text, value, here, manner)
        return MISSING if found is None or len(found) < len(value) else construct(Text, found, here)
    if not isinstance(value, str):
        cure = 'write it in quotation marks, or in several languages as { zh = "...", ug = "...", en = "..." }'
        here.fault(f"is {values.in_words(value)}, not text", cure)
        return MISSING
    return construct(Text, {manner.language: value}, here)


def _choice(known: Iterable[Any], value: object, here: Here) -> Any:
    if any(value == one and type(value) is type(one) for one in known):
        return value
    words = [str(one) for one in known]
    if not isinstance(value, str):
        here.fault(
            f"is {values.in_words(value)}, not one of {', '.join(words)}", f'write "{words[0]}" or another of them'
        )
        return MISSING
    near = nearest(value, words)[:2]
    here.fault(f"'{values.shown(value)}' is not known", did_you_mean(near) or f"write one of {', '.join(words)}")
    return MISSING


def _list(kind: Any, value: object, here: Here, manner: Manner) -> Any:
    if not isinstance(value, list):
        if isinstance(value, dict) and isinstance(kind, type) and attrs.has(kind):
            name = here.path[-1] if here.path else ""
            here.fault("is one table, not a list of tables", f"write [[...{name}]] with two brackets")
            value, here = [value], _as_list(here)
        else:
            here.fault(f"is {values.in_words(value)}, not a list", 'write it in brackets, such as ["one", "two"]')
            return MISSING
    found = (read_value(kind, one, here.at(index), manner) for index, one in enumerate(value))
    return tuple(one for one in found if one is not MISSING)


def _fixed(kinds: tuple[Any, ...], value: object, here: Here, manner: Manner) -> Any:
    if not isinstance(value, list) or len(value) != len(kinds):
        problem = f"holds {len(value)}" if isinstance(value, list) else f"is {values.in_words(value)}"
        here.fault(f"{problem}, not a list of {len(kinds)}", "write as many in brackets, separated by commas")
        return MISSING
    found = [
        read_value(kind, one, here.at(index), manner)
        for index, (kind, one) in enumerate(zip(kinds, value, strict=True))
    ]
    return MISSING if MISSING in found else tuple(found)


def _as_list(here: Here) -> Here:
    """The same place as if the table in it were the only one of a list."""
    around = Place(here.line)
    if here.place is not None:
        around.children[0] = here.place
    return attrs.evolve(here, place=around)


def _mapping(kind: Any, value: object, here: Here, manner: Manner) -> Any:
    if not isinstance(value, dict):
        here.fault(f"is {values.in_words(value)}, not a table", "write it as { name = value }")
        return MISSING
    found = {name: read_value(kind, one, here.at(name), manner) for name, one in value.items()}
    return {name: one for name, one in found.items() if one is not MISSING}


def construct(
    cls: type[Settings],
    arguments: dict[str, Any],
    here: Here,
    keys: Mapping[str, tuple[str | int, ...]] | None = None,
    *,
    each: bool = False,
) -> Settings | _Missing:
    """A value of the class, or MISSING after telling what it refuses.

    `keys` says where in the file an argument stands if not under its own name. With `each`, a refused argument is
    left out and the rest tried again, for classes whose fields do not depend on each other.
    """
    left = dict(arguments)
    refused = False
    while True:
        try:
            made = cls(**left)
        except InvalidValue as error:
            if refused and error.field not in left:
                return MISSING
            refused = True
            steps = (keys or {}).get(error.field, tuple(error.field.split(".")) if error.field else ())
            here.at(*steps).fault(error.problem, error.cure)
            if not each or error.field not in left:
                return MISSING
            del left[error.field]
        except UnknownName as error:
            here.fault(f"no {error.what} '{values.shown(error.name)}'", did_you_mean(error.near))
            return MISSING
        except (TypeError, ValueError, OverflowError) as error:
            # A required argument is missing, which has been told, or a class of a plugin refuses in its own words.
            if not _lacks_something(cls, left):
                here.fault(f"is refused: {values.shown(str(error))}", "check the values of this table")
            return MISSING
        else:
            return MISSING if refused else made


def _lacks_something(cls: type, arguments: Mapping[str, Any]) -> bool:
    needed = {item.alias or item.name for item in attrs.fields(cls) if item.init and item.default is attrs.NOTHING}
    return bool(needed - set(arguments))


def _by_cattrs(kind: Any, value: object, here: Here) -> Any:
    try:
        return _converter().structure(value, kind)
    except Exception as error:  # noqa: BLE001 - whatever a plugin's own type refuses with is a fault of the value
        reason = values.shown(error.problem if isinstance(error, Refusal) else str(error) or type(error).__name__)
        name = getattr(kind, "__name__", str(kind))
        here.fault(f"is {values.in_words(value)} and cannot be read as {name}: {reason}", "see the plugin's own pages")
        return MISSING


@cache
def _converter() -> Any:
    # cattrs takes as long to import as a whole programme to read, and only unusual settings need it.
    import cattrs

    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
    for kind in (str, int, float, bool):
        converter.register_structure_hook(kind, lambda value, to: LEAVES[to](value))
    return converter
