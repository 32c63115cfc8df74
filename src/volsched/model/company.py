"""Rules about who serves beside whom."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.rule_fields import between, name_of, pairs, weight


@frozen
class HouseholdsApart:
    """Hard: people of one household do not serve in the same shift, so that somebody stays at home."""

    name: ClassVar[str] = "households_apart"
    apart: bool = True


@frozen
class NeverTogether:
    """Hard: the people of each pair do not serve in the same shift."""

    name: ClassVar[str] = "never_together"
    pairs: tuple[tuple[str, str], ...] = pairs("people")


@frozen
class NewcomerWithExperienced:
    """Hard: whoever holds the skill of newcomers serves only beside people who hold that of the experienced.

    There are at most so many newcomers for each experienced person in a shift. Whoever holds both is no newcomer.
    """

    name: ClassVar[str] = "newcomer_with_experienced"
    newcomer: str = name_of("skill")
    experienced: str = name_of("skill")
    most: int = between(1, 100, 1)

    def __attrs_post_init__(self) -> None:
        if self.newcomer == self.experienced:
            problem = f"'{self.newcomer}' is also the skill of newcomers"
            raise InvalidValue("rule", self.name, "experienced", problem, "name two skills")


@frozen
class Together:
    """Soft: the people of each pair serve in the same shifts."""

    name: ClassVar[str] = "together"
    pairs: tuple[tuple[str, str], ...] = pairs("people")
    weight: float = weight(10.0)
