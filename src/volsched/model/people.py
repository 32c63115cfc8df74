"""People and what they hold. Nothing more is kept of a person than a duty, appointment or message needs."""

from __future__ import annotations

import datetime as dt
import re

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model.ids import own_id, reference
from volsched.model.text import LANGUAGES, Language, Text

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?=.{4,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
_PHONE = re.compile(r"\+?[0-9](?:[0-9 ()./-]{2,30})[0-9]")

MOST_LEAD_TIMES = 5
LONGEST_LEAD_TIME = dt.timedelta(weeks=4)


def is_mail_address(value: str) -> bool:
    """Whether this is one mail address and nothing else, in the letters that every mail server takes."""
    return _EMAIL.fullmatch(value) is not None


@frozen
class Skill:
    """A skill that a person holds from a day on, maybe until a last day (both included)."""

    id: str = own_id("skill")
    since: dt.date | None = None
    until: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        if self.since and self.until and self.until < self.since:
            problem = f"ends {self.until}, before it begins {self.since}"
            raise InvalidValue("skill", self.id, "until", problem, "exchange the two days")

    def holds_on(self, day: dt.date) -> bool:
        """Whether it may be used on this day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@frozen(kw_only=True)
class Person:
    """Anyone in the registry: one who serves, leads, sings, or is invited."""

    id: str = own_id("person")
    name: Text
    area: str | None = attrs.field(default=None, validator=reference("person"))
    skills: tuple[Skill, ...] = ()
    language: Language | None = None
    email: str = ""
    phone: str = ""
    household: str | None = attrs.field(default=None, validator=reference("person"))
    most_per_month: int | None = None
    priority: int = 0
    """Who is asked first where places are few: 1 before 2; 0 stands last."""
    lead_times: tuple[dt.timedelta, ...] = ()
    """How long before something the person wants to be reminded of it, each time that is named."""
    born: int | None = None
    """The year of birth, for invitations in which the oldest come first."""
    needs_access: bool = False
    """Whether the person can only come where a wheelchair gets in."""
    helper: str | None = attrs.field(default=None, validator=reference("person"))
    """Who comes along, and is asked where the person has no phone and no mail address."""

    def __attrs_post_init__(self) -> None:
        if self.language is not None and self.language not in LANGUAGES:
            self._refuse("language", f"'{self.language}' is not kept", f"write one of {', '.join(LANGUAGES)}")
        if self.email and not is_mail_address(self.email):
            self._refuse("email", f"'{self.email[:60]}' is not one mail address", "write it as name@host.example")
        if self.phone and not _PHONE.fullmatch(self.phone):
            self._refuse("phone", f"'{self.phone[:40]}' is not a phone number", "write digits, such as +86 991 5550100")
        if self.most_per_month is not None and not 0 <= self.most_per_month <= 31:
            self._refuse("most_per_month", f"{self.most_per_month} is not possible", "write 0 to 31 duties")
        if not 0 <= self.priority <= 9:
            self._refuse("priority", f"{self.priority} is not possible", "write 1 (first) to 9, or leave it out")
        self._check_lead_times()
        if self.born is not None and not 1900 <= self.born <= 2200:
            self._refuse("born", f"{self.born} is not possible", "write the year, such as 1948")
        if self.helper == self.id and self.helper is not None:
            self._refuse("helper", "a person cannot be their own helper", "name somebody else")

    def _check_lead_times(self) -> None:
        if len(self.lead_times) > MOST_LEAD_TIMES:
            problem = f"{len(self.lead_times)} are too many"
            self._refuse("lead_times", problem, f"name at most {MOST_LEAD_TIMES}")
        for lead in self.lead_times:
            if not dt.timedelta() <= lead <= LONGEST_LEAD_TIME:
                self._refuse("lead_times", f"{lead} is not possible", "write up to four weeks, such as '1d; 2h'")

    def holds(self, skill: str, day: dt.date) -> bool:
        """Whether the person holds this skill on this day."""
        return any(held.id == skill and held.holds_on(day) for held in self.skills)

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("person", self.id, field, problem, cure)


@frozen(kw_only=True)
class CarriedLoad:
    """What a person has already served before the window: the fair roster takes it into account."""

    person: str = attrs.field(validator=reference("history"))
    load: int = 0
    weekends: int = 0
    holidays: int = 0
    last_duty: dt.date | None = None
    nights: int = 0
    standby: int = 0
    days: int | None = None
    """Over how many days it was served. Who joined late or was away has fewer than the others and makes up for none."""

    def __attrs_post_init__(self) -> None:
        for field in ("load", "weekends", "holidays", "nights", "standby", "days"):
            if getattr(self, field) is not None and not 0 <= getattr(self, field) <= 100_000:
                problem = f"{getattr(self, field)} is not possible"
                raise InvalidValue("history", self.person, field, problem, "write 0 or more")
