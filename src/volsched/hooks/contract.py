"""What a plugin offers: a name, and a function that volsched calls when its turn comes.

Each of these functions is called in a boundary of its own; what it raises or returns wrongly costs its own result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.files import Table
from volsched.model import Finding, Roster
from volsched.model.ids import own_id
from volsched.model.text import check_text
from volsched.notices import Delivery, Message
from volsched.notices.outbox import Limit
from volsched.planning import Plan
from volsched.publishing import OutputFile
from volsched.rostering import Budget, Problem, Progress, Proof
from volsched.storage import Store


def _function(instance: Any, attribute: Any, value: Any) -> None:
    if not callable(value):
        what = type(instance).__name__.lower()
        raise InvalidValue(what, instance.name, attribute.name, f"{value!r} cannot be called", "pass a function")


def _title(instance: Any, attribute: Any, value: Any) -> None:
    check_text("exporter", instance.name, attribute.name, value)


def _limit(instance: Any, attribute: Any, value: Any) -> None:
    if value is not None and not isinstance(value, Limit):
        raise InvalidValue("channel", instance.name, attribute.name, f"{value!r} is no Limit", "pass a Limit, or None")


@frozen(kw_only=True)
class Solver:
    """A way to fill rosters: called with a problem, a seed, a budget and a function to tell its progress.

    The same problem, seed and budget must give the same roster. Seats that cannot be filled stay empty. A solver that
    can prove how good a roster may be, whoever made it, says so with `prove`.
    """

    name: str = own_id("solver")
    solve: Callable[[Problem, int, Budget, Progress | None], Roster] = attrs.field(validator=_function)
    prove: Callable[[Problem, Roster], Proof] | None = attrs.field(
        default=None, validator=attrs.validators.optional(_function)
    )


@frozen(kw_only=True)
class Exporter:
    """A way to write a plan: yields whole files, with paths relative to the folder that is published.

    Its files must hold nothing that those who can read them may not see.
    """

    name: str = own_id("exporter")
    title: str = attrs.field(validator=_title)
    export: Callable[[Plan], Iterable[OutputFile]] = attrs.field(validator=_function)


@frozen(kw_only=True)
class Channel:
    """A way to tell people: sends one message and says what became of it.

    It may be called again with the same message key after a crash; whoever can should drop the second one. `limit` is
    how fast the other side takes messages, where it says so.
    """

    name: str = own_id("channel")
    send: Callable[[Message], Delivery] = attrs.field(validator=_function)
    limit: Limit | None = attrs.field(default=None, validator=_limit)


@frozen(kw_only=True)
class StoreKind:
    """A way to remember between runs: opens a store by its address, which begins with this name and "://"."""

    name: str = own_id("store")
    open: Callable[[str], Store] = attrs.field(validator=_function)


@frozen(kw_only=True)
class Check:
    """Something to look for in every plan: yields findings with stable codes."""

    name: str = own_id("check")
    run: Callable[[Plan], Iterable[Finding]] = attrs.field(validator=_function)


def _as_tuple(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _suffixes(instance: Any, _attribute: Any, values: tuple[str, ...]) -> None:
    for value in values:
        if not value.startswith(".") or value != value.lower() or value in (".csv", ".toml"):
            problem = f"'{value}' cannot be a suffix of its own"
            raise InvalidValue("reader", instance.name, "suffixes", problem, "write small letters, such as '.xlsx'")
    if not values:
        raise InvalidValue("reader", instance.name, "suffixes", "none", "name one suffix, such as '.xlsx'")


@frozen(kw_only=True)
class TableReader:
    """A way to read tables of people, availability and history from files of other kinds than CSV."""

    name: str = own_id("reader")
    suffixes: tuple[str, ...] = attrs.field(converter=_as_tuple, validator=_suffixes)
    read: Callable[[Path], Iterable[Table]] = attrs.field(validator=_function)
