"""Rules: conditions on a roster, as data. What they mean is worked out twice, by the solver and by the checker.

A rule with a `weight` is soft: it is wished for, and the weight says how much. The others are hard: a roster that
breaks one is not valid. Each has a name by which the programme file sets it or switches it off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import attrs
from attrs import frozen

from volsched.errors import InvalidValue


def _between(low: int, high: int) -> Any:
    def validate(instance: Any, attribute: Any, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            problem = f"{value!r} is not possible"
            raise InvalidValue("rule", instance.name, attribute.name, problem, f"write a whole number, {low} to {high}")

    return attrs.field(validator=validate)


def _weight(default: float) -> Any:
    def validate(instance: Any, attribute: Any, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:
            raise InvalidValue("rule", instance.name, attribute.name, f"{value!r} is not possible", "write 0 to 1000")

    return attrs.field(default=default, validator=validate)


@frozen
class DaysOffBetween:
    """Hard: after a duty, this many days without one, counted by the days on which duties begin."""

    name: ClassVar[str] = "days_off_between"
    days: int = _between(0, 60)


@frozen
class RestBetween:
    """Hard: this much time between the end of one duty and the start of the next, whatever their kinds."""

    name: ClassVar[str] = "rest_between"
    rest: dt.timedelta = attrs.field()

    @rest.validator
    def _check_rest(self, _attribute: object, value: object) -> None:
        if not isinstance(value, dt.timedelta) or not dt.timedelta() <= value <= dt.timedelta(days=60):
            raise InvalidValue("rule", self.name, "rest", f"{value} is not possible", "write a length such as '11h'")


@frozen
class MostPerWeek:
    """Hard: at most this many duties in a civil week, Monday to Sunday."""

    name: ClassVar[str] = "most_per_week"
    duties: int = _between(0, 7)


@frozen
class MostPerMonth:
    """Hard: at most this many duties in a civil month; a person's own limit stands if it is lower."""

    name: ClassVar[str] = "most_per_month"
    duties: int = _between(0, 31)


@frozen
class MostInDays:
    """Hard: at most so many duties in any so many days on end; 5 in 6 days means never six days in a row."""

    name: ClassVar[str] = "most_in_days"
    duties: int = _between(0, 1000)
    days: int = _between(1, 366)


@frozen
class HouseholdsApart:
    """Hard: people of one household do not serve in the same shift, so that somebody stays at home."""

    name: ClassVar[str] = "households_apart"
    apart: bool = True


@frozen
class NeverTogether:
    """Hard: the people of each pair do not serve in the same shift."""

    name: ClassVar[str] = "never_together"
    pairs: tuple[tuple[str, str], ...] = attrs.field(default=())

    @pairs.validator
    def _check_pairs(self, _attribute: object, value: tuple[tuple[str, str], ...]) -> None:
        for pair in value:
            if len(pair) != 2 or pair[0] == pair[1]:
                raise InvalidValue("rule", self.name, "pairs", f"{pair} is no pair", "name two people")


@frozen
class FairLoad:
    """Soft: everybody serves alike, each duty counted by its burden and what was served before included."""

    name: ClassVar[str] = "fair_load"
    weight: float = _weight(1.0)


@frozen
class FairWeekends:
    """Soft: weekend duties are spread alike."""

    name: ClassVar[str] = "fair_weekends"
    weight: float = _weight(3.0)


@frozen
class FairHolidays:
    """Soft: holiday duties are spread alike."""

    name: ClassVar[str] = "fair_holidays"
    weight: float = _weight(6.0)


@frozen
class Preferences:
    """Soft: people serve when they like to and not when they dislike it."""

    name: ClassVar[str] = "preferences"
    weight: float = _weight(1.0)


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
        if not isinstance(value, str) or value not in RULES or hasattr(RULES[value], "weight"):
            hard = ", ".join(sorted(name for name, rule in RULES.items() if not hasattr(rule, "weight")))
            raise InvalidValue("rule", str(value), "name", "is no hard rule", f"write one of {hard}")


Rule = (
    DaysOffBetween
    | RestBetween
    | MostPerWeek
    | MostPerMonth
    | MostInDays
    | HouseholdsApart
    | NeverTogether
    | FairLoad
    | FairWeekends
    | FairHolidays
    | Preferences
    | Off
)

RULES: Mapping[str, type[Any]] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            DaysOffBetween,
            RestBetween,
            MostPerWeek,
            MostPerMonth,
            MostInDays,
            HouseholdsApart,
            NeverTogether,
            FairLoad,
            FairWeekends,
            FairHolidays,
            Preferences,
        )
    }
)

SOFT_DEFAULTS: tuple[Rule, ...] = (FairLoad(), FairWeekends(), FairHolidays(), Preferences())


def rules_by_name(*layers: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that hold once later layers have replaced earlier ones of the same name, sorted by name.

    What is `Off` in the last layer that names it is not among them.
    """
    named: dict[str, Rule] = {rule.name: rule for layer in layers for rule in layer}
    return tuple(named[name] for name in sorted(named) if not isinstance(named[name], Off))
