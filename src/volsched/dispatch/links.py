"""Links by which a person answers for themselves: signed, so that nobody can make one or turn one into another."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable

from attrs import define, field, frozen

from volsched.model import Programme
from volsched.storage.calendars import secret_of
from volsched.storage.protocol import Store

FOLDER = "/r/"
"""Where the page of answers lies below its address."""
_SIGNED = 16
_LONGEST = 2000


@frozen
class Asked:
    """What a link asks: whether this person comes to this occurrence ("duty"), or steps in there ("cover").

    For a "message" about several duties `occurrence` names what was asked in it; for an "offer" of a place the book.
    """

    person: str
    occurrence: str
    purpose: str


@define
class SignedLinks:
    """Makes and reads links below an address; `secret` gives the bytes that sign, or None while there are none."""

    address: str
    secret: Callable[[], bytes | None] = field(repr=False)
    _key: bytes | None = field(default=None, init=False, repr=False)

    def __call__(self, person: str, occurrence: str, purpose: str) -> str:
        """The link for this person alone; empty before the first publication, when there is no secret yet."""
        key = self._signing()
        if key is None or not self.address:
            return ""
        told = json.dumps([person, occurrence, purpose], ensure_ascii=False, separators=(",", ":")).encode()
        return f"{self.address.rstrip('/')}{FOLDER}{_text(told + _signature(key, told))}"

    def read(self, token: str) -> Asked | None:
        """What the last part of a link says; None where it was not made here."""
        key = self._signing()
        if key is None or len(token) > _LONGEST or not token.isascii():
            return None
        try:
            whole = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        told, signature = whole[:-_SIGNED], whole[-_SIGNED:]
        # A text that ends in bits that mean nothing would be another link to the same page.
        if not hmac.compare_digest(_signature(key, told), signature) or _text(whole) != token:
            return None
        person, occurrence, purpose = json.loads(told)
        return Asked(person, occurrence, purpose)

    def _signing(self) -> bytes | None:
        if self._key is None:
            secret = self.secret()
            self._key = None if secret is None else hmac.digest(secret, b"reply link", hashlib.sha256)
        return self._key


def links_of(programme: Programme, store: Store) -> SignedLinks:
    """The links of a programme; none are made where it names no address for answers."""

    def secret() -> bytes | None:
        with store.look() as look:
            return secret_of(look)

    return SignedLinks(programme.notices.answers, secret)


def _signature(key: bytes, told: bytes) -> bytes:
    return hmac.digest(key, told, hashlib.sha256)[:_SIGNED]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
