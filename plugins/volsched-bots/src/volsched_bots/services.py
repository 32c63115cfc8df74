"""How each service wants a text, what its answers mean, and how it wants requests signed.

All three answer 200 with a code in the body where they refuse; a code other than 0 is a failure.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote

from attrs import field, frozen

Body = dict[str, Any]


class Service(Protocol):
    """What is particular to one service."""

    @property
    def longest(self) -> int:
        """How many bytes of UTF-8 one text may have."""
        ...

    def request(self, address: str, text: str, phone: str, now: float) -> tuple[str, Body]:
        """The address and body of the request for one text that calls the person with this phone number."""
        ...

    def refusal(self, answer: Mapping[str, Any]) -> tuple[int, str] | None:
        """Code and words of an answer that is not yes."""
        ...

    def wait(self, code: int) -> float | None:
        """Seconds to wait where the code says that too much was sent; None where it would fail again."""
        ...


def _code(answer: Mapping[str, Any], *names: str) -> int:
    for name in names:
        value = answer.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return -1


@frozen
class WeCom:
    """企业微信: 2,048 bytes a text, 20 texts a minute."""

    longest: int = 2048

    def request(self, address: str, text: str, phone: str, now: float) -> tuple[str, Body]:  # noqa: ARG002 - not signed
        """A text; the phone number calls the person."""
        # "<@id>" would call somebody else.
        content: Body = {"content": text.replace("<@", "＜@")}
        if phone:
            content["mentioned_mobile_list"] = [phone]
        return address, {"msgtype": "text", "text": content}

    def refusal(self, answer: Mapping[str, Any]) -> tuple[int, str] | None:
        """A code other than 0."""
        code = _code(answer, "errcode")
        return None if code == 0 else (code, str(answer.get("errmsg", "")))

    def wait(self, code: int) -> float | None:
        """45009 says that the minute is full; -1 that the service is busy."""
        return {45009: 60.0, -1: 10.0}.get(code)


@frozen
class DingTalk:
    """钉钉: 20,000 bytes a text, 20 texts a minute; signed in the address."""

    secret: str = field(default="", repr=False)
    longest: int = 18_000

    def request(self, address: str, text: str, phone: str, now: float) -> tuple[str, Body]:
        """A text; the phone number calls the person.

        It does not stand in the text, where everybody would read it if the person were not in the group.
        """
        body = {"msgtype": "text", "text": {"content": text}, "at": {"atMobiles": [phone] if phone else []}}
        if not self.secret:
            return address, body
        stamp = str(round(now * 1000))
        digest = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
        joint = "&" if "?" in address else "?"
        # Quoted once: the service takes the quoting of a quoted sign for a wrong one.
        return f"{address}{joint}timestamp={stamp}&sign={quote(base64.b64encode(digest), safe='')}", body

    def refusal(self, answer: Mapping[str, Any]) -> tuple[int, str] | None:
        """A code other than 0."""
        code = _code(answer, "errcode")
        return None if code == 0 else (code, str(answer.get("errmsg", "")))

    def wait(self, code: int) -> float | None:
        """130101 and 130102 say that the minute is full; -1 that the service is busy."""
        return {130101: 60.0, 130102: 60.0, -1: 10.0}.get(code)


@frozen
class Feishu:
    """飞书: 20,000 bytes a text, 100 texts a minute; signed in the body. It cannot call by phone number."""

    secret: str = field(default="", repr=False)
    longest: int = 18_000

    def request(self, address: str, text: str, phone: str, now: float) -> tuple[str, Body]:  # noqa: ARG002
        """A text."""
        # "<at user_id=...>" would call somebody else.
        body: Body = {"msg_type": "text", "content": {"text": text.replace("<", "＜")}}
        if self.secret:
            stamp = str(int(now))
            digest = hmac.new(f"{stamp}\n{self.secret}".encode(), b"", hashlib.sha256).digest()
            body |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
        return address, body

    def refusal(self, answer: Mapping[str, Any]) -> tuple[int, str] | None:
        """A code other than 0, by its new or its old name."""
        code = _code(answer, "code", "StatusCode")
        return None if code == 0 else (code, str(answer.get("msg", answer.get("StatusMessage", ""))))

    def wait(self, code: int) -> float | None:
        """9499 and 11232 say that too much was sent; -1 that the service is busy."""
        return {9499: 60.0, 11232: 60.0, -1: 10.0}.get(code)
