"""Hard rules about one person's own duties: how many, how near, and in what order."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.rule_fields import between, pairs


@frozen
class DaysOffBetween:
    """Hard: after a duty, this many days without one, counted by the days on which duties begin."""

    name: ClassVar[str] = "days_off_between"
    days: int = between(0, 60)


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
class MostPerDay:
    """Hard: at most this many duties that begin on one day."""

    name: ClassVar[str] = "most_per_day"
    duties: int = between(0, 24)


@frozen
class MostPerWeek:
    """Hard: at most this many duties in a civil week, Monday to Sunday."""

    name: ClassVar[str] = "most_per_week"
    duties: int = between(0, 7)


@frozen
class MostPerMonth:
    """Hard: at most this many duties in a civil month; a person's own limit stands if it is lower."""

    name: ClassVar[str] = "most_per_month"
    duties: int = between(0, 31)


@frozen
class MostPerPeriod:
    """Hard: at most this many duties from a first to a last day, both included; in the whole roster if left out."""

    name: ClassVar[str] = "most_per_period"
    duties: int = between(0, 1000)
    first: dt.date | None = None
    last: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            problem = f"{self.last} is before the first day {self.first}"
            raise InvalidValue("rule", self.name, "last", problem, "exchange the two days")

    def speaks_of(self, day: dt.date) -> bool:
        """Whether the day lies in the period."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@frozen
class MostInDays:
    """Hard: at most so many duties in any so many days on end; 5 in 6 days means never six days in a row."""

    name: ClassVar[str] = "most_in_days"
    duties: int = between(0, 1000)
    days: int = between(1, 366)


@frozen
class MostDaysInARow:
    """Hard: at most so many days on end with a duty on each."""

    name: ClassVar[str] = "most_days_in_a_row"
    days: int = between(1, 60)


@frozen
class DaysOffAfterRun:
    """Hard: after `run` days on end with a duty on each, or more, at least so many days without one."""

    name: ClassVar[str] = "days_off_after_run"
    run: int = between(1, 30)
    days: int = between(1, 30)


@frozen
class MostWeekendsInARow:
    """Hard: at most so many weekends on end with a weekend duty in each."""

    name: ClassVar[str] = "most_weekends_in_a_row"
    weekends: int = between(1, 52)


@frozen
class MostWeekendsPerMonth:
    """Hard: weekend duties in at most so many weekends of a month; a weekend belongs to the month of its Saturday."""

    name: ClassVar[str] = "most_weekends_per_month"
    weekends: int = between(0, 5)


@frozen
class ForbiddenSequences:
    """Hard: whoever serves in the first activity of a pair does not serve in the second soon after.

    Soon is on the same day, later, or within so many days.
    """

    name: ClassVar[str] = "forbidden_sequences"
    sequences: tuple[tuple[str, str], ...] = pairs("activities")
    days: int = between(0, 30, 1)


@frozen
class RequiredSequences:
    """Hard: whoever serves in the first activity of a pair serves in the second too, if there is one soon after.

    Soon is on the same day, later, or within so many days: those who set up also clear away.
    """

    name: ClassVar[str] = "required_sequences"
    sequences: tuple[tuple[str, str], ...] = pairs("activities")
    days: int = between(0, 30, 1)
