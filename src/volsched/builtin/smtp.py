"""Mail by SMTP: one mail for each person, over one connection for as long as it holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Channel, hookimpl
from volsched.model.people import is_mail_address
from volsched.model.text import one_line

if TYPE_CHECKING:
    from volsched.builtin.transport import Session

NAME = "smtp"
Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_HERE = ("localhost", "127.0.0.1", "::1")


@frozen(kw_only=True, eq=False)
class Smtp:
    """Sends notices by mail; without a host it offers no channel.

    `port` 0 means the usual one: 587 for "starttls", 465 for "tls", 25 for "none". `ca_file` names the certificates
    to trust instead of those of the machine, for a mail server with a certificate of its own.
    """

    host: str = ""
    port: int = 0
    sender: str = ""
    sender_name: str = ""
    security: Security = "starttls"
    username: str = ""
    password: str = attrs.field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 30.0

    def __attrs_post_init__(self) -> None:
        if self.security not in get_args(Security):
            self._refuse("security", f"'{self.security}' is not known", "write starttls, tls or none")
        if not 0 <= self.port <= 65535:
            self._refuse("port", f"{self.port} is not a port", "write 1 to 65535, or leave it out")
        if not 0 < self.timeout <= 600:
            self._refuse("timeout", f"{self.timeout} seconds are not possible", "write up to 600 seconds")
        if self.password and not self.username:
            self._refuse("username", "is missing beside the password", "write the name that the mail server knows")
        if self.password and self.security == "none" and self.host not in _HERE:
            self._refuse("security", "'none' would send the password readable", "write starttls or tls")
        if self.host and not is_mail_address(self.sender):
            self._refuse("sender", f"'{self.sender[:60]}' is not one mail address", "write it as name@host.example")

    @hookimpl
    def volsched_channels(self) -> Iterable[Channel]:
        """One channel, where a mail server is set."""
        session = self.session()
        return () if session is None else (Channel(name=NAME, send=session.send),)

    def session(self) -> Session | None:
        """A session with the mail server; None where none is set."""
        if not self.host:
            return None
        # Imported here: smtplib and email take a tenth of the time of a whole command, and most send no mail.
        from email.headerregistry import Address

        from volsched.builtin.transport import Server, Session

        server = Server(
            channel=NAME,
            host=self.host,
            port=self.port or PORTS[self.security],
            security=self.security,
            sender=Address(display_name=one_line(self.sender_name), addr_spec=self.sender),
            username=self.username,
            password=self.password,
            ca_file=self.ca_file,
            timeout=self.timeout,
        )
        return Session(server)

    def _refuse(self, field: str, problem: str, cure: str) -> None:
        raise InvalidValue("plugin", "smtp", field, problem, cure)
