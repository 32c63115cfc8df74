"""Who signed up for what, and who was there."""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import reference

AttendanceStatus = Literal["present", "absent", "excused"]
STATUSES: tuple[AttendanceStatus, ...] = get_args(AttendanceStatus)


@frozen(kw_only=True)
class SignUp:
    """Somebody asked for a place in an activity, on a day."""

    person: str = attrs.field(validator=reference("sign-up"))
    activity: str = attrs.field(validator=reference("sign-up"))
    day: dt.date | None = None


@frozen(kw_only=True)
class Attendance:
    """Whether somebody was there, in the session that began on a day."""

    person: str = attrs.field(validator=reference("attendance"))
    activity: str = attrs.field(validator=reference("attendance"))
    day: dt.date
    status: AttendanceStatus = "present"

    def __attrs_post_init__(self) -> None:
        if self.status not in STATUSES:
            problem = f"'{self.status}' is not known"
            raise InvalidValue("attendance", self.person, "status", problem, f"write one of {', '.join(STATUSES)}")
