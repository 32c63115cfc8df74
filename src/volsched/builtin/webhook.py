"""Messages handed to a program of one's own, signed so that it can tell them from forgeries."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Channel, hookimpl

NAME = "webhook"
_HERE = ("localhost", "127.0.0.1", "::1")
_SHORTEST_SECRET = 24


@frozen(kw_only=True, eq=False)
class Webhook:
    """Posts each message as JSON to an address, signed as the Standard Webhooks specification has it.

    `secret` is "whsec_" and a Base64 text of at least 24 bytes, as its receiver knows it. Without an address it offers
    no channel. The receiver gets `webhook-id` (the key of the message, the same when it comes again),
    `webhook-timestamp` and `webhook-signature`, and answers with a 2xx status.
    """

    url: str = attrs.field(default="", repr=False)
    secret: str = attrs.field(default="", repr=False)
    timeout: float = 10.0

    def __attrs_post_init__(self) -> None:
        if not self.url:
            return
        try:
            parts = urlsplit(self.url)
            host = parts.hostname or ""
        except ValueError:
            host = ""
        if not host or not self.url.isprintable() or " " in self.url:
            self._refuse("url", "it is no address", "write one such as https://app.example/volsched")
        if parts.scheme != "https" and not (parts.scheme == "http" and host in _HERE):
            self._refuse("url", f"'{parts.scheme}' would send messages readable", "write an address with https")
        if len(self.key) < _SHORTEST_SECRET:
            self._refuse("secret", "it is too short or none", "write whsec_ and 24 or more random bytes in Base64")
        if not 0 < self.timeout <= 120:
            self._refuse("timeout", f"{self.timeout} seconds are not possible", "write up to 120 seconds")

    @property
    def key(self) -> bytes:
        """The bytes that sign; empty where the secret is none."""
        try:
            return base64.b64decode(self.secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            return b""

    @hookimpl
    def volsched_channels(self) -> Iterable[Channel]:
        """One channel, where an address is set."""
        if not self.url:
            return ()
        # Imported here: urllib and ssl take longer than everything else that a command without messages does.
        from volsched.builtin.posting import Poster

        return (Channel(name=NAME, send=Poster(self.url, self.key, timeout=self.timeout, clock=time.time).send),)

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("plugin", NAME, field, problem, cure)
