"""What the checks of a store are made with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from volsched.errors import VolschedError
from volsched.notices import Message
from volsched.notices.outbox import Envelope, envelope_key
from volsched.storage import Store

NOW = dt.datetime(2027, 5, 7, 10, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
Check = Callable[[Callable[[], Store]], Iterator[str]]
"""Tries one thing on a fresh store, and yields a line for each that is wrong."""


def envelope(
    person: str = "ann",
    fact: str = "choir moved",
    *,
    channel: str = "mail",
    not_before: dt.datetime = NOW,
    **fields: Any,
) -> Envelope:
    """An envelope to try things on."""
    key = envelope_key(person, channel, fact)
    message = Message(key=key, person=person, name=person, language="en", subject=fact, body=f"{fact}\n")
    return Envelope(key=key, person=person, channel=channel, message=message, not_before=not_before, **fields)


def change_of(store: Store) -> Any:
    """A change by the tester."""
    return store.change(who="tester", why="contract", at=NOW)


def same(what: str, found: object, wanted: object) -> Iterator[str]:
    """Complain if it is not what is wanted."""
    if found != wanted:
        yield f"{what}: {found!r}, not {wanted!r}"


def raises(what: str, error: type[VolschedError], step: Callable[[], object]) -> Iterator[str]:
    """Complain if the step does not raise this error."""
    try:
        step()
    except error:
        return
    except Exception as other:  # noqa: BLE001 - whatever it is, the author wants to read it
        yield f"{what}: {type(other).__name__}: {other}, not {error.__name__}"
        return
    yield f"{what}: nothing was raised, not {error.__name__}"
