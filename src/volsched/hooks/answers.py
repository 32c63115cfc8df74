"""Whether a plugin answered with what was asked for; generators are run to their end here, inside the boundary."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TypeVar

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
    return found


def one(answer: object, kind: type[Item]) -> Item:
    """The answer, which must be of this kind.

    Raises:
        WrongAnswerError: it is of another class.
    """
    if not isinstance(answer, kind):
        raise WrongAnswerError(f"returned {_named(answer)} where a {_full(kind)} is due")
    return answer


def _named(value: object) -> str:
    return "None" if value is None else f"a {type(value).__module__}.{type(value).__qualname__}"


def _full(kind: type) -> str:
    return f"{kind.__module__.partition('.')[0]} {kind.__name__}"
