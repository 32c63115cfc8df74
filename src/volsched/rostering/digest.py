"""The digest of a problem: two that have the same ask for the same roster, so that one that was kept can stay."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from volsched.rostering.problem import Problem

_LEFT_ASIDE = frozenset(("before",))


def digest_of(problem: Problem, people: Iterable[str] | None = None) -> str:
    """What a problem asks for, in short, whatever the roster before it was.

    With `people`, what is said of others is left aside, such as of helpers from elsewhere who stand in for a day.
    """
    known: dict[int, str] = {}
    if people is not None:
        own = set(people)
        problem = attrs.evolve(
            problem,
            people=tuple(item for item in problem.people if item.id in own),
            availability=tuple(item for item in problem.availability if item.person in own),
            taken=tuple(item for item in problem.taken if item[0] in own),
            pinned=tuple(item for item in problem.pinned if item.person in own),
        )
    fields = (item.name for item in attrs.fields(Problem) if item.name not in _LEFT_ASIDE)
    text = "\n".join(f"{name} {_written(getattr(problem, name), known)}" for name in fields)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _written(value: Any, known: dict[int, str]) -> str:
    """A value as text that is the same wherever and whenever it is written; `known` holds what was written already."""
    if isinstance(value, str):
        return repr(value)
    if value is None or isinstance(value, bool | int | float | dt.date | dt.time | dt.timedelta):
        return str(value)
    # Requirements and rules are shared by hundreds of shifts; all of them live as long as the problem.
    found = known.get(id(value))
    if found is None:
        found = known[id(value)] = _parts(value, known)
    return found


def _parts(value: Any, known: dict[int, str]) -> str:
    if isinstance(value, Mapping):
        return f"{{{','.join(sorted(f'{_written(k, known)}:{_written(v, known)}' for k, v in value.items()))}}}"
    if isinstance(value, frozenset | set):
        return f"{{{','.join(sorted(_written(item, known) for item in value))}}}"
    if attrs.has(type(value)):
        fields = (item.name for item in attrs.fields(type(value)) if item.init)
        return f"{type(value).__name__}({','.join(_written(getattr(value, name), known) for name in fields)})"
    if isinstance(value, Iterable):
        return f"({','.join(_written(item, known) for item in value)})"
    return str(value)
