"""The plugin: one channel, by which each person is told at the address that is kept for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from urllib.parse import quote

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Channel, hookimpl
from volsched.notices import Message

NAME = "apprise"
BETTER: Mapping[str, str] = MappingProxyType(
    {
        "wecombot": "volsched-bots",
        "dingtalk": "volsched-bots",
        "feishu": "volsched-bots",
        "lark": "volsched-bots",
        "mailto": 'the channel "smtp"',
        "mailtos": 'the channel "smtp"',
    }
)
"""Services that this takes for sent what they refused, or that loses what calendars need; and what does better."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://\S+", re.IGNORECASE)


def _shut(value: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(value))


@frozen(kw_only=True, eq=False)
class Everywhere:
    """Tells people by the services of Apprise.

    `people` holds an address of Apprise for each person by id. `by_phone` and `by_mail` are addresses for everybody
    else, in which PHONE and MAIL stand for the person's own, such as "clicksend://user:key@PHONE". Who has none of
    these is not reached by this channel. All addresses are written by the operator, never by those who are told.
    """

    people: Mapping[str, str] = attrs.field(factory=dict, converter=_shut, repr=False)
    by_phone: str = attrs.field(default="", repr=False)
    by_mail: str = attrs.field(default="", repr=False)

    def __attrs_post_init__(self) -> None:
        for name, address in (("by_phone", self.by_phone), ("by_mail", self.by_mail)):
            if address:
                self._check(name, address)
        if self.by_phone and "PHONE" not in self.by_phone:
            self._refuse("by_phone", "PHONE is not in it", "write PHONE where the person's number belongs")
        if self.by_mail and "MAIL" not in self.by_mail:
            self._refuse("by_mail", "MAIL is not in it", "write MAIL where the person's address belongs")
        for person, address in self.people.items():
            self._check(f"people.{person}", address)

    @hookimpl
    def volsched_channels(self) -> Iterable[Channel]:
        """One channel, where any address is kept."""
        if not (self.people or self.by_phone or self.by_mail):
            return ()
        # Imported here: Apprise knows hundreds of services and takes its time.
        from volsched_apprise.sending import Sender

        return (Channel(name=NAME, send=Sender(self.address_of).send),)

    def address_of(self, message: Message) -> str:
        """Where this message goes; empty if the person cannot be reached so."""
        if message.person in self.people:
            return self.people[message.person]
        digits = re.sub(r"[^0-9+]", "", message.phone)
        if self.by_phone and digits:
            return self.by_phone.replace("PHONE", quote(digits, safe=""))
        if self.by_mail and message.email:
            return self.by_mail.replace("MAIL", quote(message.email, safe=""))
        return ""

    def _check(self, field: str, address: object) -> None:
        found = _SCHEME.fullmatch(address) if isinstance(address, str) else None
        if found is None:
            self._refuse(field, "it is no address of Apprise", "write one such as tgram://TOKEN/CHAT")
        elif found[1].lower() in BETTER:
            problem = f"'{found[1].lower()}' would lose messages without a word here"
            self._refuse(field, problem, f"use {BETTER[found[1].lower()]}")

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("plugin", NAME, field, problem, cure)
