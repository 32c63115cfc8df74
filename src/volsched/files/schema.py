"""The JSON Schema of programme files, for editors: made from the same forms that loading goes by."""

from __future__ import annotations

import datetime as dt
import inspect
import types
from collections.abc import Mapping
from typing import Any, Final, Literal, Union, get_args, get_origin

import attrs

from volsched.files.forms import DocumentForm
from volsched.files.structuring import DayOfYear, Days, DaySpan, Every, Id, Plugins, Ref, Rules, keys_of
from volsched.files.values import EVERY_DAY, FIRST_WORKING_DAY, LAST_WORKING_DAY, WEEKDAYS
from volsched.model.ids import ID_PATTERN
from volsched.model.rules import RULES
from volsched.model.schedule import Wall
from volsched.model.text import LANGUAGES, Text

Schema = dict[str, Any]

_DAY: Final = r"[0-9]{4}([-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"
_TIME: Final = r"[0-9]{1,2}:[0-9]{2}"
_TEXT: Final = {"type": "string", "pattern": r"\S"}

_LEAVES: Final[Mapping[Any, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "pattern": f"^{_DAY}$"},
    dt.time: {"type": "string", "pattern": f"^{_TIME}(:00)?$"},
    dt.timedelta: {"type": "string", "pattern": "^(?=.*[0-9])([0-9]+w ?)?([0-9]+d ?)?([0-9]+h ?)?([0-9]+m(in)?)?$"},
    Wall: {"type": "string", "pattern": f"^{_DAY}([ T]{_TIME}(:00)?)?$"},
    Id: {"type": "string", "pattern": f"^{ID_PATTERN}$"},
    Ref: _TEXT,
    Text: {"$ref": "#/definitions/text"},
    Days: {"$ref": "#/definitions/days"},
    Every: {
        "anyOf": [{"$ref": "#/definitions/days"}, {"type": "string", "enum": [*FIRST_WORKING_DAY, *LAST_WORKING_DAY]}]
    },
    DaySpan: {"type": "string", "pattern": f"^{_DAY}( ?/ ?{_DAY})?$"},
    DayOfYear: {"type": "string", "pattern": "^([0-9]{1,2}[-/][0-9]{1,2}|[0-9]{1,2}月[0-9]{1,2}日)$"},
    Rules: {"$ref": "#/definitions/rules"},
    Plugins: {"$ref": "#/definitions/plugins"},
}


def programme_schema() -> Schema:
    """The JSON Schema of a TOML file of a programme folder.

    It keeps to the words of draft 4, which every editor's TOML plugin knows.
    """
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "volsched programme",
        **_table(DocumentForm),
        "definitions": {
            "text": {
                "description": "text in the programme's language, or in several",
                "anyOf": [_TEXT, {**_object(dict.fromkeys(LANGUAGES, _TEXT)), "minProperties": 1}],
            },
            "weekday": {"type": "string", "enum": [*WEEKDAYS, *EVERY_DAY]},
            "days": {
                "anyOf": [
                    {"$ref": "#/definitions/weekday"},
                    {"type": "array", "items": {"$ref": "#/definitions/weekday"}, "minItems": 1},
                ]
            },
            "rules": _object({name: _rule(rule) for name, rule in sorted(RULES.items())}),
            "plugins": {
                "type": "object",
                "properties": {"disabled": {"type": "array", "items": {"type": "string"}}},
                "additionalProperties": {"type": "object"},
            },
        },
    }


def _object(properties: Mapping[str, Schema], required: list[str] | None = None) -> Schema:
    found: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    # Draft 4 knows no empty list of required keys.
    return {**found, "required": required} if required else found


def _table(form: Any) -> Schema:
    properties = {}
    for item in keys_of(form):
        about = {"description": item.about} if item.about else {}
        properties[item.name] = {**about, **_of(item.type)}
    required = [item.name for item in keys_of(form) if item.required]
    return {"description": _first_sentence(form), **_object(properties, required)}


def _rule(rule: Any) -> Schema:
    found = _table(rule)
    required = found.pop("required", None)
    found["properties"]["off"] = {"type": "boolean", "description": "true switches the rule off"}
    return {**found, "anyOf": [{"required": required}, {"required": ["off"]}]} if required else found


def _of(kind: Any) -> Schema:
    if kind in _LEAVES:
        return dict(_LEAVES[kind])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        rest = tuple(one for one in arguments if one is not type(None))
        return _of(Union[rest])  # noqa: UP007 - built from a tuple
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin is tuple:
        length = {} if arguments[-1] is Ellipsis else {"minItems": len(arguments), "maxItems": len(arguments)}
        return {"type": "array", "items": _of(arguments[0]), **length}
    if origin is Mapping:
        return {
            "type": "object",
            "patternProperties": {f"^{ID_PATTERN}$": _of(arguments[1])},
            "additionalProperties": False,
        }
    if attrs.has(kind):
        return _table(kind)
    raise TypeError(f"{kind} has no form in a schema")


def _first_sentence(form: Any) -> str:
    return " ".join(inspect.cleandoc(form.__doc__ or "").split("\n\n")[0].split())
