"""Rules of rosters as `[rules.NAME]` tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from volsched.errors import did_you_mean, nearest
from volsched.files import values
from volsched.files.faults import Here
from volsched.files.names import Names, Register
from volsched.files.structuring import Manner, construct, read_table
from volsched.model.rules import (
    RULES,
    ForbiddenSequences,
    NeverTogether,
    NewcomerWithExperienced,
    Off,
    RequiredSequences,
    Rule,
    Together,
    is_soft,
    rules_by_name,
)

OFF: Final[Mapping[str, Rule]] = {name: rule(weight=0) if is_soft(rule) else Off(name) for name, rule in RULES.items()}
"""Each rule switched off. A soft one is wished for by default, so it must still stand there, with the weight 0."""


def programme_rules(tables: object, here: Here, manner: Manner, register: Register) -> tuple[Rule, ...]:
    """The rules of every roster; nothing is said before them, so a hard rule that is off is not among them."""
    return rules_by_name(read_rules(tables, here, manner, register))


def read_rules(tables: object, here: Here, manner: Manner, register: Register) -> tuple[Rule, ...]:
    """The rules that the tables set or switch off, sorted by name; people in them are named by id or name."""
    found: dict[str, Rule] = {}
    if not isinstance(tables, dict):
        here.fault(f"is {values.in_words(tables)}, not a table", "write [rules.NAME] and its settings below")
        return ()
    for name, table in tables.items():
        at = here.at(name)
        if name not in RULES:
            near = nearest(name, RULES)[:2]
            at.fault(
                f"no rule '{values.shown(name)}'", did_you_mean(near) or f"the rules are {', '.join(sorted(RULES))}"
            )
            continue
        rule = _rule(name, table, at, manner, register)
        if rule is not None:
            found[name] = rule
    return tuple(found[name] for name in sorted(found))


def _rule(name: str, table: object, here: Here, manner: Manner, register: Register) -> Rule | None:
    if isinstance(table, dict) and "off" in table:
        if table["off"] is True and len(table) == 1:
            return OFF[name]
        if not isinstance(table["off"], bool):
            here.at("off").fault(f"is {values.in_words(table['off'])}, not true or false", "write off = true")
            return None
        if table["off"] is True:
            here.at("off").fault("stands beside settings of the rule", "keep one of the two")
            return None
        table = {key: value for key, value in table.items() if key != "off"}
    arguments = read_table(RULES[name], table, here, manner)
    if arguments is None:
        return None
    if name in (NeverTogether.name, Together.name):
        arguments["pairs"] = tuple(_pairs(arguments.get("pairs", ()), here.at("pairs"), register.people, "people"))
    if name in (ForbiddenSequences.name, RequiredSequences.name):
        said = arguments.get("sequences", ())
        arguments["sequences"] = tuple(_pairs(said, here.at("sequences"), register.activities, "activities"))
    for field in ("newcomer", "experienced") if name == NewcomerWithExperienced.name else ():
        if field in arguments and register.skills.find(arguments[field], here.at(field)) is None:
            return None
    made: Any = construct(RULES[name], arguments, here)
    return made if isinstance(made, RULES[name]) else None


def _pairs(said: tuple[tuple[str, str], ...], here: Here, names: Names, what: str) -> Iterator[tuple[str, str]]:
    for index, pair in enumerate(said):
        first, second = (names.find(name, here.at(index, place)) for place, name in enumerate(pair))
        if first is not None and first == second:
            here.at(index).fault(f"'{first}' is named twice", f"name two {what}")
        elif first is not None and second is not None:
            yield first, second
