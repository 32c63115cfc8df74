"""Whether a plugin answered with what was asked for; generators are run to their end here, inside the boundary.

A value of the right class may still hold anything, as Python checks no types. What a plugin returns is therefore looked
at down to its last field, so that nothing breaks later where nobody would know whose it was.
"""

from __future__ import annotations

import itertools
import types
import typing
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import attrs

Item = TypeVar("Item")
MOST_ITEMS = 1_000_000


class WrongAnswerError(TypeError):
    """A plugin's answer that is not what was asked for."""


def items(answer: object, kind: type[Item]) -> tuple[Item, ...]:
    """The items of an answer that must be an iterable of one kind.

    Raises:
        WrongAnswerError: not an iterable, one of the items is of another class, or there is no end of them.
    """
    if answer is None or isinstance(answer, str | bytes) or not isinstance(answer, Iterable):
        hint = "; return () if there are none" if answer is None else ""
        raise WrongAnswerError(f"returned {_named(answer)} where an iterable of {kind.__name__} is due{hint}")
    found = tuple(itertools.islice(answer, MOST_ITEMS + 1))
    if len(found) > MOST_ITEMS:
        raise WrongAnswerError(f"returned more than {MOST_ITEMS} items")
    for item in found:
        if not isinstance(item, kind):
            raise WrongAnswerError(f"returned {_named(item)} among the items where each must be a {_full(kind)}")
        look_into(item)
    return found


def one(answer: object, kind: type[Item], *, trusted: bool = False) -> Item:
    """The answer, which must be of this kind; the fields of a trusted one are not looked at.

    Raises:
        WrongAnswerError: it is of another class, or one of its fields is.
    """
    if not isinstance(answer, kind):
        raise WrongAnswerError(f"returned {_named(answer)} where a {_full(kind)} is due")
    if not trusted:
        look_into(answer)
    return answer


def look_into(value: object) -> None:
    """Refuse a value of which any field, however deep, is of another type than its class says.

    Raises:
        WrongAnswerError: with the way to the field.
    """
    wrong = next(_misfits(value, type(value)), None)
    if wrong is not None:
        way, found = wrong
        raise WrongAnswerError(f"returned a {type(value).__name__} whose {way} is {_named(found)}")


def _misfits(value: object, hint: Any) -> Iterator[tuple[str, object]]:
    """The ways to fields that do not fit, with what is there instead."""
    if isinstance(hint, type) and attrs.has(hint):
        if not isinstance(value, hint):
            yield "", value
            return
        for name, inner in _fields(hint):
            for way, found in _misfits(getattr(value, name), inner):
                yield f"{name}.{way}".rstrip("."), found
    elif get_origin(hint) is tuple and get_args(hint)[1:] == (Ellipsis,):
        inner = get_args(hint)[0]
        if not isinstance(value, tuple):
            yield "", value
        elif isinstance(inner, type) and not attrs.has(inner):
            yield from (("", item) for item in value if not isinstance(item, inner))
        else:
            for item in value:
                yield from _misfits(item, inner)
    elif not _fits(value, hint):
        yield "", value


def _fits(value: object, hint: Any) -> bool:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return value in arguments
    if origin in (Union, types.UnionType):
        return any(next(_misfits(value, one), None) is None for one in arguments)
    if origin is tuple:
        return isinstance(value, tuple) and len(value) == len(arguments) and all(map(_fits, value, arguments))
    if hint is Any or isinstance(hint, TypeVar):
        return True
    return isinstance(value, int | float if hint is float else origin or hint)


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((item.name, hints[item.name]) for item in attrs.fields(kind))


def _named(value: object) -> str:
    return "None" if value is None else f"a {type(value).__module__}.{type(value).__qualname__}"


def _full(kind: type) -> str:
    return f"{kind.__module__.partition('.')[0]} {kind.__name__}"
