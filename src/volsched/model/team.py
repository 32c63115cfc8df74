"""Teams: people who do something together."""

from __future__ import annotations

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import own_id, reference, references
from volsched.model.text import Text


@frozen(kw_only=True)
class Team:
    """A patrol team, a choir, a squad, the people invited to a checkup."""

    id: str = own_id("team")
    name: Text
    area: str | None = attrs.field(default=None, validator=reference("team"))
    members: tuple[str, ...] = attrs.field(default=(), validator=references("team"))
    leader: str | None = attrs.field(default=None, validator=reference("team"))

    def __attrs_post_init__(self) -> None:
        if self.leader is not None and self.leader not in self.members:
            problem = f"'{self.leader}' is not a member"
            raise InvalidValue("team", self.id, "leader", problem, "add the leader to the members")
