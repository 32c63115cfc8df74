"""Secret names of personal calendars: who knows one reads the calendar, and nobody can guess it."""

from __future__ import annotations

import base64
import hashlib
import hmac

from volsched.errors import InvalidValue

SECRET_BYTES = 32
_TOKEN_BYTES = 20


def feed_token(secret: bytes, person: str, turn: int = 0) -> str:
    """The secret name of one person's calendar: 160 bits that nobody has without the secret.

    Another `turn` gives another name, so that one that got about can be made worthless.

    Raises:
        InvalidValue: the secret has fewer than 16 bytes.
    """
    if len(secret) < 16:
        raise InvalidValue("secret", "", "", f"{len(secret)} bytes are too few", "take 32 random bytes")
    digest = hmac.digest(secret, f"feed\0{person}\0{turn}".encode(), hashlib.sha256)
    return base64.b32encode(digest[:_TOKEN_BYTES]).decode().lower()
