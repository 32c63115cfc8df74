"""Handing a message to a bot, part by part, and saying what became of it."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from volsched.model.text import one_line
from volsched.notices import Delivery, Message
from volsched_bots.services import Body, Service
from volsched_bots.texts import Shows, parts_of, text_of

_LONGEST_ANSWER = 65_536
_LONGEST_DETAIL = 300
_BUSY = {429, 500, 502, 503, 504}
_MOBILE = re.compile(r"(?:\+?86)?(1\d{10})")


class _Refused(Exception):  # noqa: N818 - it is an answer
    def __init__(self, detail: str, *, permanent: bool, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.detail, self.permanent, self.retry_after = detail, permanent, retry_after


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The address holds a secret; it is sent to nobody else."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Sender:
    """Sends by one bot. A message of which some parts went out goes on with the first that did not."""

    def __init__(
        self, channel: str, address: str, service: Service, *, shows: Shows, timeout: float, clock: Callable[[], float]
    ) -> None:
        self._channel = channel
        self._address = address
        self._service = service
        self._shows = shows
        self._timeout = timeout
        self._clock = clock
        self._done: dict[str, int] = {}
        # No proxy of the environment: it would read the address.
        self._opener = urllib.request.build_opener(_NoRedirect(), urllib.request.ProxyHandler({}))

    def send(self, message: Message) -> Delivery:
        """Send one message; the delivery carries the service's own words where it refused."""
        found = _MOBILE.fullmatch(re.sub(r"[\s()-]", "", message.phone))
        phone = found[1] if found else ""
        parts = parts_of(text_of(message, self._shows), self._service.longest)
        try:
            for number in range(self._done.get(message.key, 0), len(parts)):
                self._post(*self._service.request(self._address, parts[number], phone, self._clock()))
                self._done[message.key] = number + 1
        except _Refused as refused:
            return self._delivery(message, refused)
        self._done.pop(message.key, None)
        return self._delivery(message, None)

    def _delivery(self, message: Message, refused: _Refused | None) -> Delivery:
        return Delivery(
            key=message.key,
            person=message.person,
            channel=self._channel,
            status="sent" if refused is None else "failed",
            detail="" if refused is None else one_line(refused.detail)[:_LONGEST_DETAIL],
            permanent=refused is not None and refused.permanent,
            retry_after=None if refused is None else refused.retry_after,
        )

    def _post(self, address: str, body: Body) -> None:
        content = json.dumps(body, ensure_ascii=False).encode("utf-8")
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "volsched"}
        request = urllib.request.Request(address, content, headers, method="POST")  # noqa: S310 - checked in the settings
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                raw = answer.read(_LONGEST_ANSWER)
        except urllib.error.HTTPError as error:
            with error:
                raise self._by_status(error.code, error.headers) from None
        except (OSError, HTTPException) as error:
            # The words of these errors may hold the address; the host alone is told.
            host = urlsplit(self._address).hostname
            raise _Refused(f"{host} cannot be reached: {type(error).__name__}", permanent=False) from None
        self._judge(raw)

    def _by_status(self, code: int, headers: Mapping[str, str]) -> _Refused:
        said = headers.get("Retry-After", "")
        wait = float(said) if said.isascii() and said.isdigit() else None
        busy = code in _BUSY
        return _Refused(f"the service answered {code}", permanent=not busy, retry_after=wait if busy else None)

    def _judge(self, raw: bytes) -> None:
        try:
            answer = json.loads(raw)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise _Refused("this is not what the service answers; is the address that of a bot?", permanent=True)
        refusal = self._service.refusal(answer)
        if refusal is not None:
            code, words = refusal
            wait = self._service.wait(code)
            # Whatever the other side says, our address and its secrets do not go into a report.
            said = words.replace(self._address, "...")
            raise _Refused(f"refused with code {code}: {said}", permanent=wait is None, retry_after=wait)
