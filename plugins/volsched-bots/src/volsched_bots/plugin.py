"""The plugin: a channel for each group whose bot is set."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import get_args
from urllib.parse import urlsplit

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Channel, hookimpl
from volsched_bots.texts import Shows

NAME = "bots"
_HERE = ("localhost", "127.0.0.1", "::1")


def _address() -> str:
    return attrs.field(default="", repr=False)


@frozen(kw_only=True, eq=False)
class Bots:
    """Tells people in a group, by its bot; a group without an address offers no channel.

    `wecom`, `dingtalk` and `feishu` are the addresses that the services give for a bot, the secrets those of bots that
    sign. Everybody in the group reads what a bot writes, so `shows` says how much that is: "call" names the person and
    says that there is news, "subject" adds how many duties and appointments, "all" writes the whole message.
    """

    wecom: str = _address()
    dingtalk: str = _address()
    dingtalk_secret: str = _address()
    feishu: str = _address()
    feishu_secret: str = _address()
    shows: Shows = "call"
    timeout: float = 10.0

    def __attrs_post_init__(self) -> None:
        for name in ("wecom", "dingtalk", "feishu"):
            self._check_address(name, getattr(self, name))
        for name in ("dingtalk", "feishu"):
            if getattr(self, f"{name}_secret") and not getattr(self, name):
                self._refuse(f"{name}_secret", f"there is no {name} beside it", "write the address of the bot too")
        if self.shows not in get_args(Shows):
            self._refuse("shows", f"'{self.shows}' is not known", f"write one of {', '.join(get_args(Shows))}")
        if not 0 < self.timeout <= 120:
            self._refuse("timeout", f"{self.timeout} seconds are not possible", "write up to 120 seconds")

    @hookimpl
    def volsched_channels(self) -> Iterable[Channel]:
        """A channel for each group."""
        # Imported here: urllib and ssl take longer than everything else that a command without messages does.
        from volsched_bots import services
        from volsched_bots.sending import Sender

        made = (
            ("wecom", self.wecom, services.WeCom()),
            ("dingtalk", self.dingtalk, services.DingTalk(self.dingtalk_secret)),
            ("feishu", self.feishu, services.Feishu(self.feishu_secret)),
        )
        for name, address, service in made:
            if address:
                sender = Sender(name, address, service, shows=self.shows, timeout=self.timeout, clock=time.time)
                yield Channel(name=name, send=sender.send)

    def _check_address(self, name: str, address: str) -> None:
        if not address:
            return
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
        except ValueError:
            host = ""
        if not host or not address.isprintable() or " " in address:
            self._refuse(name, "it is no address", "write the one that the group shows for its bot")
        if parts.scheme != "https" and not (parts.scheme == "http" and host in _HERE):
            self._refuse(name, f"'{parts.scheme}' would send the address readable", "write an address with https")

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("plugin", NAME, field, problem, cure)
