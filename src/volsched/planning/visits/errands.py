"""Errands promised at a visit: what is to be done, by whom and until when, and nothing about the household."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from attrs import frozen

from volsched.errors import Conflict, InvalidValue, UnknownName
from volsched.model.ids import own_id, reference
from volsched.model.text import check_text, one_line

KIND: Final = "errand"
"""The kind of record that a store keeps errands as."""

LONGEST: Final = 120
_NUMBER = re.compile(r"[0-9][0-9 -]{5,}[0-9Xx]")
_KEYS: Final = ("visit", "what", "helper", "heard", "due", "settled")


def _said(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value


@frozen(kw_only=True)
class Errand:
    """One thing that was promised at a visit, open until it is settled.

    `what` is the errand alone, in a few words: numbers that could be a phone or an identity card are refused.
    """

    id: str = own_id("errand")
    visit: str
    """The visit at which it was promised ("visit-01/20270105T1700")."""
    what: str = attrs.field(converter=_said)
    helper: str = attrs.field(validator=reference("errand"))
    heard: dt.date
    due: dt.date
    settled: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        check_text("errand", self.id, "what", self.what)
        if not 1 <= len(self.what) <= LONGEST:
            problem = f"{len(self.what)} characters are not an errand"
            self._refuse("what", problem, f"say in at most {LONGEST} what is to be done, and nothing about people")
        if _NUMBER.search(self.what):
            self._refuse("what", "holds a long number", "leave out phones and card numbers; who goes there knows them")
        if self.due < self.heard:
            self._refuse("due", f"{self.due} is before it was heard, {self.heard}", "give a later day")
        if self.settled is not None and self.settled < self.heard:
            self._refuse("settled", f"{self.settled} is before it was heard, {self.heard}", "give a later day")

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.settled is None

    def is_overdue(self, today: dt.date) -> bool:
        """Whether it is open and its last day is over."""
        return self.is_open and self.due < today

    def settle(self, day: dt.date) -> Errand:
        """The same errand, done on this day.

        Raises:
            Conflict: it is settled already.
        """
        if self.settled is not None:
            raise Conflict("errand", self.id, f"was settled on {self.settled}", "nothing is left to do")
        return attrs.evolve(self, settled=day)

    def handed_to(self, helper: str) -> Errand:
        """The same errand with another helper, while it is open."""
        if self.settled is not None:
            raise Conflict("errand", self.id, f"was settled on {self.settled}", "nothing is left to do")
        return attrs.evolve(self, helper=helper)

    def to_body(self) -> dict[str, str]:
        """As a store keeps it: text and days, and no other key."""
        body = {
            "visit": self.visit,
            "what": self.what,
            "helper": self.helper,
            "heard": self.heard.isoformat(),
            "due": self.due.isoformat(),
        }
        return body if self.settled is None else {**body, "settled": self.settled.isoformat()}

    @classmethod
    def of_body(cls, name: str, body: Mapping[str, Any]) -> Errand:
        """The errand that a store kept.

        Raises:
            InvalidValue: the body is not one of an errand, or holds more.
        """
        extra = sorted(set(body) - set(_KEYS))
        if extra:
            cure = "keep the errand alone"
            raise InvalidValue("errand", name, extra[0], "is not part of an errand", cure)
        try:
            days = {key: dt.date.fromisoformat(body[key]) for key in ("heard", "due")}
            settled = dt.date.fromisoformat(body["settled"]) if "settled" in body else None
            return cls(
                id=name, visit=str(body["visit"]), what=body["what"], helper=body["helper"], settled=settled, **days
            )
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, InvalidValue):
                raise
            raise InvalidValue("errand", name, "", f"cannot be read: {error}", "restore it from a backup") from None

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("errand", self.id, field, problem, cure)


@frozen
class ErrandBook:
    """All errands that are remembered, by id."""

    errands: tuple[Errand, ...] = ()

    def errand(self, name: str) -> Errand:
        """The errand of this id; an UnknownName says which are near."""
        for errand in self.errands:
            if errand.id == name:
                return errand
        raise UnknownName("errand", name, (errand.id for errand in self.errands))

    def next_id(self) -> str:
        """The id that the next one gets."""
        numbers = [int(item.id.removeprefix("errand-")) for item in self.errands if _NUMBERED.fullmatch(item.id)]
        return f"errand-{max(numbers, default=0) + 1:05d}"

    def open(self, helper: str | None = None) -> tuple[Errand, ...]:
        """What is still to be done, by its last day; of one helper or of all."""
        found = (item for item in self.errands if item.is_open and helper in (None, item.helper))
        return tuple(sorted(found, key=lambda item: (item.due, item.id)))

    def overdue(self, today: dt.date) -> tuple[Errand, ...]:
        """What should have been done before today, the longest overdue first."""
        return tuple(item for item in self.open() if item.is_overdue(today))


_NUMBERED = re.compile(r"errand-\d{1,9}")


def errand_figures(errands: Iterable[Errand], today: dt.date) -> dict[str, int]:
    """How many were heard until today, settled, open and overdue."""
    known = [item for item in errands if item.heard <= today]
    settled = sum(item.settled is not None and item.settled <= today for item in known)
    overdue = sum(item.due < today and (item.settled is None or item.settled > today) for item in known)
    return {"heard": len(known), "settled": settled, "open": len(known) - settled, "overdue": overdue}
