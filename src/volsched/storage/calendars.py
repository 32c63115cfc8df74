"""What is remembered of published calendars: revisions, what was said to whom, and the secret names."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from volsched.errors import StoreError
from volsched.publishing import PublishedState, Revisions
from volsched.publishing.revisions import EVENTS, FEED
from volsched.publishing.tokens import feed_token
from volsched.storage.protocol import Change, Look
from volsched.storage.record import SECRET

PUBLISHED, STATE = "published", "plan"
TOKEN = "feed-token"  # noqa: S105 - a kind of record, which holds how often a name was renewed
SECRETS, FEEDS = f"{SECRET}feeds", "names"


@frozen(kw_only=True)
class Remembered:
    """What was read of former publications, with the version of each record."""

    revisions: Revisions
    versions: Mapping[tuple[str, str], int]
    bodies: Mapping[tuple[str, str], Mapping[str, Any]]
    state: PublishedState | None = None


def remembered(look: Look) -> Remembered:
    """What calendars have shown, and what the last publication said.

    Raises:
        InvalidValue: a record cannot be read; the message names it.
    """
    records = [*look.every(EVENTS), *look.every(FEED)]
    bodies = {(record.kind, record.key): record.body for record in records}
    versions = {(record.kind, record.key): record.version for record in records}
    last = look.get(PUBLISHED, STATE)
    if last is not None:
        versions[PUBLISHED, STATE] = last.version
    return Remembered(
        revisions=Revisions.of_bodies(bodies),
        versions=versions,
        bodies=bodies,
        state=None if last is None else PublishedState.of_body(last.body),
    )


def remember(change: Change, former: Remembered, revisions: Revisions, state: PublishedState) -> None:
    """Keep what is shown now in place of what was read before.

    Raises:
        Conflict: somebody else has published since it was read.
    """
    bodies = revisions.to_bodies()
    for (kind, key), body in bodies.items():
        if former.bodies.get((kind, key)) != body:
            change.put(kind, key, body, expect=former.versions.get((kind, key), 0))
    for kind, key in former.bodies.keys() - bodies.keys():
        change.remove(kind, key, expect=former.versions[kind, key])
    change.put(PUBLISHED, STATE, state.to_body(), expect=former.versions.get((PUBLISHED, STATE), 0))


def secret_of(look: Look) -> bytes | None:
    """The secret that the names of personal calendars are made with; None before the first publication.

    Raises:
        StoreError: the record holds none.
    """
    record = look.get(SECRETS, FEEDS)
    if record is None:
        return None
    try:
        return bytes.fromhex(str(record.body["secret"]))
    except (KeyError, ValueError) as error:
        cure = "take the record out of the store; everybody then gets a new calendar address"
        raise StoreError(f"{SECRETS} {FEEDS}", "holds no secret", cure) from error


def keep_secret(change: Change, secret: bytes) -> None:
    """Keep the secret; a new one renews the names of all personal calendars at once."""
    change.put(SECRETS, FEEDS, {"secret": secret.hex()})


def tokens_in(look: Look, secret: bytes, people: Iterable[str]) -> dict[str, str]:
    """The secret name of each person's calendar."""
    turns = {record.key: _turn(record.body) for record in look.every(TOKEN)}
    return {person: feed_token(secret, person, _last_turn(turns, secret, person)) for person in people}


def turn_of(look: Look, secret: bytes, person: str) -> int:
    """How often the secret name of one person's calendar was renewed."""
    turns = {record.key: _turn(record.body) for record in look.every(TOKEN)}
    return _last_turn(turns, secret, person)


def retire(change: Change, secret: bytes, person: str, turn: int) -> None:
    """Make a secret name worthless for good: a calendar of the same id has another name, should there be one again.

    What is kept of it names nobody: it bears no id, but what only this store's secret makes of one.
    """
    change.put(TOKEN, _unnamed(secret, person), {"turn": turn + 1})


def _last_turn(turns: Mapping[str, int], secret: bytes, person: str) -> int:
    return max(turns.get(person, 0), turns.get(_unnamed(secret, person), 0))


def _unnamed(secret: bytes, person: str) -> str:
    return hmac.digest(secret, f"forgotten\0{person}".encode(), hashlib.sha256).hex()


def rotate(change: Change, person: str) -> None:
    """Give one person's calendar another secret name; the old one ends with the next publication."""
    record, secret = change.get(TOKEN, person), secret_of(change)
    retired = None if secret is None else change.get(TOKEN, _unnamed(secret, person))
    turn = max((_turn(known.body) for known in (record, retired) if known is not None), default=0)
    change.put(TOKEN, person, {"turn": turn + 1}, expect=0 if record is None else record.version)


def _turn(body: Mapping[str, Any]) -> int:
    turn = body.get("turn", 0)
    return turn if isinstance(turn, int) else 0
