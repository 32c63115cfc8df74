"""Soft rules: what is wished for, and how much. A weight of 0 switches one off."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from volsched.model.rule_fields import between, weight


@frozen
class FairLoad:
    """Soft: everybody serves alike, each duty counted by its burden and what was served before included."""

    name: ClassVar[str] = "fair_load"
    weight: float = weight(1.0)


@frozen
class FairWeekends:
    """Soft: weekend duties are spread alike."""

    name: ClassVar[str] = "fair_weekends"
    weight: float = weight(3.0)


@frozen
class FairHolidays:
    """Soft: holiday duties are spread alike."""

    name: ClassVar[str] = "fair_holidays"
    weight: float = weight(6.0)


@frozen
class FairNights:
    """Soft: night duties are spread alike, where a roster has others too."""

    name: ClassVar[str] = "fair_nights"
    weight: float = weight(3.0)


@frozen
class FairStandby:
    """Soft: time on call is spread alike, where a roster has other duties too."""

    name: ClassVar[str] = "fair_standby"
    weight: float = weight(3.0)


@frozen
class Preferences:
    """Soft: people serve when they like to and not when they dislike it, by the share of the duty they speak of."""

    name: ClassVar[str] = "preferences"
    weight: float = weight(1.0)


@frozen
class AreaFirst:
    """Soft: those who live in the area of an activity serve there before others."""

    name: ClassVar[str] = "area_first"
    weight: float = weight(10.0)


@frozen
class Stability:
    """Soft: people keep the duties that they had in the roster before, where there was one."""

    name: ClassVar[str] = "stability"
    weight: float = weight(10.0)


@frozen
class AbsenceCredit:
    """Fairness: whoever is away for so many days on end, or more, need not make up for it.

    They count as having served what the others serve meanwhile; so does whoever joins later, for the time before.
    """

    name: ClassVar[str] = "absence_credit"
    days: int = between(1, 366, 14)
