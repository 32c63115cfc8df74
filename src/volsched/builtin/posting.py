"""Posting a signed message, and saying what became of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from volsched.notices import Delivery, Message

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT = 86_400.0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is signed for one receiver is sent to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Poster:
    """Posts messages to one address."""

    def __init__(self, url: str, key: bytes, *, timeout: float, clock: Callable[[], float]) -> None:
        """Post to this address, signed with this key; `clock` gives the seconds since 1970."""
        self._url = url
        self._key = key
        self._timeout = timeout
        self._clock = clock
        # No proxy of the environment: it would read what is written to one person.
        self._opener = urllib.request.build_opener(_NoRedirect(), urllib.request.ProxyHandler({}))

    def send(self, message: Message) -> Delivery:
        """Post one message."""
        body = as_json(message)
        stamp = str(int(self._clock()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "volsched",
            "webhook-id": message.key,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(self._key, message.key, stamp, body),
        }
        request = urllib.request.Request(self._url, body, headers, method="POST")  # noqa: S310 - checked in the settings
        try:
            with self._opener.open(request, timeout=self._timeout):
                return self._delivery(message, sent=True)
        except urllib.error.HTTPError as error:
            with error:
                said = error.headers.get("Retry-After", "")
            wait = min(float(said), _LONGEST_WAIT) if said.isascii() and said.isdigit() else None
            busy = error.code in _BUSY
            return self._delivery(
                message, detail=f"the receiver answered {error.code}", permanent=not busy, wait=wait if busy else None
            )
        except (OSError, HTTPException) as error:
            # The words of these errors may hold the address; the host alone is told.
            return self._delivery(
                message, detail=f"{urlsplit(self._url).hostname} cannot be reached: {type(error).__name__}"
            )

    def _delivery(
        self,
        message: Message,
        *,
        sent: bool = False,
        detail: str = "",
        permanent: bool = False,
        wait: float | None = None,
    ) -> Delivery:
        return Delivery(
            key=message.key,
            person=message.person,
            channel="webhook",
            status="sent" if sent else "failed",
            detail=detail,
            permanent=permanent,
            retry_after=wait,
        )


def as_json(message: Message) -> bytes:
    """What is posted: sorted keys, text as it is."""
    told = {
        "type": "notice",
        "key": message.key,
        "person": message.person,
        "name": message.name,
        "language": message.language,
        "subject": message.subject,
        "body": message.body,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace")


def signature(key: bytes, name: str, stamp: str, body: bytes) -> str:
    """The signature of Standard Webhooks: version 1, HMAC with SHA-256 over id, time and body."""
    signed = b".".join((name.encode(), stamp.encode(), body))
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"
