"""One calendar on a CalDAV server (RFC 4791), with as much of HTTP as that takes."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import SplitResult, quote, unquote, urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from attrs import field, frozen

from volsched.errors import InvalidValue, VolschedError

_DAV = "{DAV:}"
_CAL = "urn:ietf:params:xml:ns:caldav"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_BROKEN = re.compile(rb"<(?:[A-Za-z]+:)?error[^>]*>\s*<(?:[A-Za-z]+:)?([a-z-]{3,60})")
_ONCE = (b"unique-scheduling-object-resource", b"no-uid-conflict")
_ELSEWHERE = (
    "this server keeps an event once for each user: publish calendars that share events under a user of its own each"
)
_LARGEST = 100_000_000
_PROPFIND = b'<propfind xmlns="DAV:"><prop><getetag/><resourcetype/></prop></propfind>'
_CURES = {
    401: "write the user and the password that the server knows",
    403: "let this user write there",
    404: "make the calendar there, or write the address of one that is there",
    423: "wait until nobody has it locked",
    507: "make room on the server",
}


class CalDavError(VolschedError):
    """What a CalDAV server refused, or that it could not be reached: which address, why, and what to do."""

    def __init__(self, address: str, problem: str, cure: str = "") -> None:
        super().__init__(address, problem, cure)
        self.address, self.problem, self.cure = address, problem, cure

    def __str__(self) -> str:
        return f"{self.address}: {self.problem}" + (f"; {self.cure}" if self.cure else "")


@frozen
class Answer:
    """What a server said: its status, the ETag if it gave one, and the body."""

    status: int
    etag: str | None
    body: bytes = field(repr=False)


def check_address(address: str) -> SplitResult:
    """The parts of the address of a calendar.

    Raises:
        InvalidValue: it is none, it holds a password, or a password would go over the network readable.
    """
    parts = urlsplit(address)
    cure = "write it as 'https://dav.example.org/calendars/street/'"
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise InvalidValue("plugin", "caldav", "calendars", f"'{address[:80]}' is no address of a calendar", cure)
    if parts.username or parts.password:
        problem = f"the address at {parts.hostname} holds a user or password"
        cure = 'write user and password as settings: password = { env = "CALDAV_PASSWORD" }'
        raise InvalidValue("plugin", "caldav", "calendars", problem, cure)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        problem = f"'{address[:80]}' would send the password readable"
        raise InvalidValue("plugin", "caldav", "calendars", problem, "write https")
    return parts


class RemoteCalendar:
    """A calendar at an address, with the user and password to write there. Neither is ever in a message."""

    def __init__(self, address: str, user: str, password: str, *, timeout: float = 30.0) -> None:
        """Take the address of a calendar; nothing is asked of the server yet.

        Raises:
            InvalidValue: it is no address, or one that should not be used.
        """
        parts = check_address(address)
        self.address = address
        self._parts = parts
        self._path = f"{parts.path.rstrip('/')}/"
        self._headers = {"User-Agent": "volsched"}
        if user:
            signed = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
            self._headers["Authorization"] = f"Basic {signed}"
        self._timeout = timeout
        self._held: http.client.HTTPConnection | None = None
        self._keeps = False

    @contextmanager
    def opened(self) -> Iterator[RemoteCalendar]:
        """Keep a connection while it is entered; otherwise each request has its own."""
        self._keeps = True
        try:
            yield self
        finally:
            self._keeps = False
            self._drop()

    def listed(self) -> Mapping[str, str] | None:
        """The ETags of its resources by name; None where there is no such calendar.

        Raises:
            CalDavError: the server refused, or could not be reached.
        """
        headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
        answer = self._ask("PROPFIND", "", _PROPFIND, headers)
        if answer.status == 404:
            return None
        self._expect(answer, 207)
        return dict(self._etags(answer.body))

    def make(self, name: str) -> None:
        """Make the calendar, with a name that people see.

        Raises:
            CalDavError: the server refused, or could not be reached.
        """
        body = (
            f'<c:mkcalendar xmlns="DAV:" xmlns:c="{_CAL}"><set><prop><displayname>{escape(name)}</displayname>'
            '<c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set>'
            "</prop></set></c:mkcalendar>"
        )
        headers = {"Content-Type": "application/xml; charset=utf-8"}
        self._expect(self._ask("MKCALENDAR", "", body.encode(), headers), 201)

    def read(self, name: str) -> Answer:
        """A resource and its ETag; a status of 404 where there is none."""
        answer = self._ask("GET", name)
        self._expect(answer, 200, 404, 410)
        return answer

    def write(self, name: str, content: bytes, *, replaces: str | None) -> Answer:
        """Write a resource in place of the one with this ETag, or where there is none; a status of 412 if it is not so.

        Raises:
            CalDavError: the server refused for another reason, or could not be reached.
        """
        condition = {"If-None-Match": "*"} if replaces is None else {"If-Match": replaces}
        answer = self._ask("PUT", name, content, {"Content-Type": "text/calendar; charset=utf-8", **condition})
        self._expect(answer, 200, 201, 204, 412)
        return answer

    def remove(self, name: str, *, etag: str) -> Answer:
        """Remove the resource with this ETag; a status of 412 if it has another by now."""
        answer = self._ask("DELETE", name, None, {"If-Match": etag})
        self._expect(answer, 200, 204, 404, 410, 412)
        return answer

    def _expect(self, answer: Answer, *statuses: int) -> None:
        if answer.status in statuses:
            return
        reason = http.client.responses.get(answer.status, "")
        problem = f"the server answers {answer.status} {reason}".rstrip()
        # What of the rules of CalDAV it found broken, such as valid-calendar-data.
        rule = _BROKEN.search(answer.body[:2000])
        if rule is not None:
            problem = f"{problem} ({rule[1].decode()})"
            if rule[1] in _ONCE:
                raise CalDavError(self.address, problem, _ELSEWHERE)
        if answer.status in range(300, 400):
            raise CalDavError(self.address, problem, "write the address to which it leads; none is followed")
        raise CalDavError(self.address, problem, _CURES.get(answer.status, "see what the server's log says"))

    def _ask(
        self, method: str, name: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        target = self._path + quote(name)
        sent = {**self._headers, **(headers or {})}
        for attempt in (1, 2):
            fresh = self._held is None
            try:
                connection = self._connection()
                connection.request(method, target, body, sent)
                return self._read(connection)
            except (http.client.HTTPException, OSError) as error:
                self._drop()
                # A server may have closed a connection that was idle; each request bears a condition, so that asking
                # once more does no harm.
                if fresh or attempt == 2 or isinstance(error, TimeoutError):
                    raise self._unreachable(error) from None
        raise CalDavError(self.address, "cannot be reached")

    def _read(self, connection: http.client.HTTPConnection) -> Answer:
        answer = connection.getresponse()
        content = answer.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise CalDavError(self.address, "the answer is too large", "is it a calendar?")
        if answer.will_close or not self._keeps:
            self._drop()
        return Answer(answer.status, answer.getheader("ETag"), content)

    def _connection(self) -> http.client.HTTPConnection:
        if self._held is None:
            host, port = self._parts.hostname or "", self._parts.port
            if self._parts.scheme == "https":
                context = ssl.create_default_context()
                self._held = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)
            else:
                self._held = http.client.HTTPConnection(host, port, timeout=self._timeout)
        return self._held

    def _drop(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def _unreachable(self, error: Exception) -> CalDavError:
        if isinstance(error, ssl.SSLError):
            return CalDavError(self.address, "its certificate cannot be trusted", "mend it; there is no way around it")
        if isinstance(error, socket.gaierror):
            return CalDavError(self.address, "no such host", "check the address")
        said = "no answer in time" if isinstance(error, TimeoutError) else type(error).__name__
        return CalDavError(self.address, f"cannot be reached: {said}", "see whether the server runs; publish again")

    def _etags(self, body: bytes) -> Iterator[tuple[str, str]]:
        if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
            raise CalDavError(self.address, "the answer declares entities", "is it a CalDAV server?")
        try:
            root = ET.fromstring(body)  # noqa: S314 - without declarations there is nothing to expand
        except ET.ParseError:
            raise CalDavError(self.address, "the answer is no XML", "is it a CalDAV server?") from None
        for response in root.iter(f"{_DAV}response"):
            path = unquote(urlsplit(response.findtext(f"{_DAV}href", "")).path)
            folder, _, name = path.rpartition("/")
            etag = response.findtext(f".//{_DAV}getetag")
            if name and etag and f"{folder}/" == unquote(self._path):
                yield name, etag
