"""Handing mails to a server: one connection for as long as it holds."""

from __future__ import annotations

import contextlib
import datetime as dt
import smtplib
import ssl
import weakref
from email.headerregistry import Address

from attrs import field, frozen

from volsched.builtin.mail import compose
from volsched.errors import InvalidValue, OutputError
from volsched.model.text import one_line
from volsched.notices import Delivery, DeliveryStatus, Message

_LONGEST_DETAIL = 300
_PATIENCE = 3


@frozen(kw_only=True)
class Server:
    """Where mails are handed in, and as whom."""

    channel: str
    host: str
    port: int
    security: str
    sender: Address
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 30.0


class _RefusedError(Exception):
    """The server's answer that is not yes."""

    def __init__(self, code: int, text: bytes | str) -> None:
        super().__init__(code, text)
        self.code = code
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        # smtplib gives -1 where the answer has no code, and cuts the text.
        self.text = f"{code} {said}" if code > 0 else f"this is not what a mail server says: {said}"


class _Connection:
    """The connection to the mail server, which may have to be made anew."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.smtp: smtplib.SMTP | None = None

    def open(self) -> smtplib.SMTP:
        """The connection that is there, or a new one, with whoever is to be greeted greeted."""
        if self.smtp is None:
            self.smtp = _connected(self.server)
        return self.smtp

    def reset(self) -> None:
        """Forget the mail that was refused, so that the next one can follow."""
        if self.smtp is not None:
            try:
                self.smtp.rset()
            except OSError:
                self.close()

    def close(self) -> None:
        """Say goodbye, but do not wait for the answer of a server that gives none."""
        smtp, self.smtp = self.smtp, None
        if smtp is None:
            return
        with contextlib.suppress(OSError):  # smtplib's errors are OSErrors too
            if smtp.sock is not None:
                smtp.sock.settimeout(2)
            smtp.quit()
        smtp.close()


class Session:
    """Hands mails to the server, one at a time.

    A connection that the server ended between two mails is made anew, as servers end it after so many. What happens
    after the text was handed over is never tried again here: the mail may have arrived.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection = _Connection(server)
        self._broken_off = 0
        self._out_of_reach = ""
        weakref.finalize(self, self._connection.close)

    def send(self, message: Message) -> Delivery:
        """Send one message; the delivery carries the server's own words where it refused."""
        if not message.email:
            return self._delivery(message, "unreachable", "no mail address")
        if self._out_of_reach:
            return self._delivery(message, "failed", self._out_of_reach)
        try:
            content = self._composed(message)
            self._hand_over(message.email, content)
        except InvalidValue as error:
            return self._delivery(message, "failed", str(error), permanent=True)
        except _RefusedError as error:
            self._connection.reset()
            # 5xx says that it will be no different the next time (RFC 5321 4.2.1).
            return self._delivery(message, "failed", error.text, permanent=500 <= error.code < 600)
        except (OSError, UnicodeError) as error:
            self._connection.close()
            return self._delivery(message, "failed", self._broken(error))
        self._broken_off = 0
        return self._delivery(message, "sent", "")

    def _composed(self, message: Message) -> bytes:
        now = dt.datetime.now(dt.UTC)
        if message.enclosure is None:
            return compose(message, self._server.sender, now)
        # Loaded late: most mails hold nothing for a calendar program.
        from volsched.builtin.imip import compose_enclosed

        return compose_enclosed(message, now)

    def hand_over(self, recipient: str, content: bytes) -> None:
        """Hand over one mail that is written already.

        Raises:
            OutputError: the server did not take it; the message has its own words.
        """
        try:
            self._hand_over(recipient, content)
        except _RefusedError as error:
            self._connection.reset()
            raise OutputError(f"mail to {recipient}", error.text, "mend the address, and send again") from error
        except (OSError, UnicodeError) as error:
            self._connection.close()
            cure = "see that the mail server runs, and send again"
            raise OutputError(f"mail to {recipient}", self._broken(error), cure) from error

    def _hand_over(self, recipient: str, content: bytes) -> None:
        held = self._connection.smtp is not None
        try:
            smtp = self._addressed(recipient)
        except (_RefusedError, OSError) as error:
            ended = isinstance(error, OSError) or error.code == 421
            if not (held and ended):
                raise
            self._connection.close()
            smtp = self._addressed(recipient)
        try:
            code, text = smtp.data(content)
        except smtplib.SMTPDataError as error:
            raise _RefusedError(error.smtp_code, error.smtp_error) from error
        except OSError as error:
            words = f"the connection broke while the text went over, which may have arrived: {_told(error)}"
            raise ConnectionError(words) from error
        if code != 250:
            raise _RefusedError(code, text)

    def _addressed(self, recipient: str) -> smtplib.SMTP:
        smtp = self._connection.open()
        for ask, address in ((smtp.mail, self._server.sender.addr_spec), (smtp.rcpt, recipient)):
            code, text = ask(address)
            if code not in (250, 251):
                raise _RefusedError(code, text)
        return smtp

    def _broken(self, error: Exception) -> str:
        """What to say of a connection that broke; after a few in a row no other message waits for it."""
        self._broken_off += 1
        words = f"mail server {self._server.host}: {_told(error)}"
        # Each of a thousand messages would wait for the whole timeout. A wrong password stays wrong.
        if self._broken_off >= _PATIENCE or isinstance(error, smtplib.SMTPAuthenticationError | ConnectionRefusedError):
            self._out_of_reach = f"{words}; not tried again"
        return words

    def _delivery(self, message: Message, status: DeliveryStatus, detail: str, *, permanent: bool = False) -> Delivery:
        shown = one_line(detail)
        for hidden in (message.email, self._server.password):
            shown = shown.replace(hidden, "***") if hidden else shown
        return Delivery(
            key=message.key,
            person=message.person,
            channel=self._server.channel,
            status=status,
            detail=shown[:_LONGEST_DETAIL],
            permanent=permanent,
        )


def _connected(server: Server) -> smtplib.SMTP:
    smtp = _dialled(server)
    try:
        if server.security == "starttls":
            smtp.starttls(context=_trusted(server))
        smtp.ehlo_or_helo_if_needed()
        if server.username:
            smtp.login(server.username, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _dialled(server: Server) -> smtplib.SMTP:
    own_name = server.sender.domain  # smtplib would ask the network for this machine's name, and tell it
    if server.security != "tls":
        return smtplib.SMTP(server.host, server.port, own_name, server.timeout)
    trusted = _trusted(server)
    return smtplib.SMTP_SSL(server.host, server.port, own_name, timeout=server.timeout, context=trusted)


def _trusted(server: Server) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.ca_file or None)


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _RefusedError(error.smtp_code, error.smtp_error).text
    return f"{type(error).__name__}: {error}"
