"""Rules: conditions on a roster, as data. What they mean is worked out twice, by the solver and by the checker.

A rule with a `weight` is soft: it is wished for, and the weight says how much. The others are hard: a roster that
breaks one is not valid. Each has a name by which the programme file sets it or switches it off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.company import HouseholdsApart, NeverTogether, NewcomerWithExperienced, Together
from volsched.model.limits import (
    DaysOffAfterRun,
    DaysOffBetween,
    ForbiddenSequences,
    MostDaysInARow,
    MostInDays,
    MostPerDay,
    MostPerMonth,
    MostPerPeriod,
    MostPerWeek,
    MostWeekendsInARow,
    MostWeekendsPerMonth,
    RequiredSequences,
    RestBetween,
)
from volsched.model.wishes import (
    AbsenceCredit,
    AreaFirst,
    FairHolidays,
    FairLoad,
    FairNights,
    FairStandby,
    FairWeekends,
    Preferences,
    Stability,
)

__all__ = [
    "RULES",
    "SOFT_DEFAULTS",
    "AbsenceCredit",
    "AreaFirst",
    "DaysOffAfterRun",
    "DaysOffBetween",
    "FairHolidays",
    "FairLoad",
    "FairNights",
    "FairStandby",
    "FairWeekends",
    "ForbiddenSequences",
    "HouseholdsApart",
    "MostDaysInARow",
    "MostInDays",
    "MostPerDay",
    "MostPerMonth",
    "MostPerPeriod",
    "MostPerWeek",
    "MostWeekendsInARow",
    "MostWeekendsPerMonth",
    "NeverTogether",
    "NewcomerWithExperienced",
    "Off",
    "Preferences",
    "RequiredSequences",
    "RestBetween",
    "Rule",
    "Stability",
    "Together",
    "is_soft",
    "rules_by_name",
]


@frozen
class Off:
    """The rule of this name does not hold, although an earlier layer says so: what the programme asks of all, for one.

    A soft rule is switched off by the weight 0.

    Raises:
        InvalidValue: there is no such hard rule.
    """

    name: str = attrs.field()

    @name.validator
    def _check_name(self, _attribute: object, value: object) -> None:
        if not isinstance(value, str) or value not in RULES or is_soft(RULES[value]):
            hard = ", ".join(sorted(name for name, rule in RULES.items() if not is_soft(rule)))
            raise InvalidValue("rule", str(value), "name", "is no hard rule", f"write one of {hard}")


Rule = (
    DaysOffBetween
    | RestBetween
    | MostPerDay
    | MostPerWeek
    | MostPerMonth
    | MostPerPeriod
    | MostInDays
    | MostDaysInARow
    | DaysOffAfterRun
    | MostWeekendsInARow
    | MostWeekendsPerMonth
    | ForbiddenSequences
    | RequiredSequences
    | HouseholdsApart
    | NeverTogether
    | NewcomerWithExperienced
    | Together
    | FairLoad
    | FairWeekends
    | FairHolidays
    | FairNights
    | FairStandby
    | Preferences
    | AreaFirst
    | Stability
    | AbsenceCredit
    | Off
)

RULES: Mapping[str, type[Any]] = MappingProxyType({rule.name: rule for rule in get_args(Rule) if rule is not Off})

SOFT_DEFAULTS: tuple[Rule, ...] = (FairLoad(), FairWeekends(), FairHolidays(), Preferences())


def is_soft(rule: type[Any]) -> bool:
    """Whether a rule of this kind is wished for, with a weight, and never broken."""
    return "weight" in attrs.fields_dict(rule)


def rules_by_name(*layers: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that hold once later layers have replaced earlier ones of the same name, sorted by name.

    What is `Off` in the last layer that names it is not among them.
    """
    named: dict[str, Rule] = {rule.name: rule for layer in layers for rule in layer}
    return tuple(named[name] for name in sorted(named) if not isinstance(named[name], Off))
