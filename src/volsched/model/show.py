"""Shows: acts by troupes, the time they are called for, and what must go before."""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import own_id, reference, references
from volsched.model.text import Text

Position = Literal["first", "last"]

MOST_ACTS = 100


@frozen(kw_only=True)
class Act:
    """One number of a show: a song, a dance, a speech, by a troupe or by people of their own."""

    id: str = own_id("act")
    title: Text
    lasts: dt.timedelta
    team: str | None = attrs.field(default=None, validator=reference("act"))
    people: tuple[str, ...] = attrs.field(default=(), validator=references("act"))
    equipment: tuple[str, ...] = attrs.field(default=(), validator=references("act"))
    """What stands on the stage for it; an act after one with other things needs the change-over."""
    position: Position | None = None

    def __attrs_post_init__(self) -> None:
        if not dt.timedelta(minutes=1) <= self.lasts <= dt.timedelta(hours=12):
            raise InvalidValue("act", self.id, "lasts", f"{self.lasts} is not possible", "write a length such as '6m'")
        if self.position not in (None, *get_args(Position)):
            problem = f"'{self.position}' is not known"
            raise InvalidValue("act", self.id, "position", problem, "write first or last, or leave it out")


@frozen(kw_only=True)
class Show:
    """What makes a performance of an activity: its acts, and the time around what the audience sees.

    `call` is how long before the public time the performers are there. `change_over` is how long it takes to change
    what stands on the stage. Each of the `rehearsals` (activities) must have happened within `rehearsed_within` before.
    """

    acts: tuple[Act, ...] = ()
    call: dt.timedelta = dt.timedelta()
    change_over: dt.timedelta = dt.timedelta()
    rehearsals: tuple[str, ...] = attrs.field(default=(), validator=references("show"))
    rehearsed_within: dt.timedelta = dt.timedelta(days=28)

    def __attrs_post_init__(self) -> None:
        for field, most in (("call", 1), ("change_over", 1), ("rehearsed_within", 366)):
            length = getattr(self, field)
            if not dt.timedelta() <= length <= dt.timedelta(days=most):
                raise InvalidValue("show", "", field, f"{length} is not possible", "write a length such as '1h'")
        if len(self.acts) > MOST_ACTS:
            raise InvalidValue("show", "", "acts", f"{len(self.acts)} are too many", f"write at most {MOST_ACTS}")
        names = [act.id for act in self.acts]
        if len(set(names)) < len(names):
            raise InvalidValue("show", "", "acts", "two acts share an id", "give each an id of its own")
        for position in get_args(Position):
            if sum(act.position == position for act in self.acts) > 1:
                raise InvalidValue("show", "", "acts", f"two acts are {position}", "keep one of them")

    def teams(self) -> tuple[str, ...]:
        """The troupes that play in it, each once."""
        return tuple(dict.fromkeys(act.team for act in self.acts if act.team is not None))
