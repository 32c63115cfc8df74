"""Forgetting a person, and forgetting what is old: in records, in the log, and in messages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from attrs import frozen

from volsched.storage.reading import checksum
from volsched.storage.record import Erased
from volsched.storage.writing import UPSERT

BLANK = "***"
_SHORTEST = 2
"""A name of fewer characters is only taken out where it stands alone."""


@frozen(kw_only=True)
class Eraser:
    """Puts `pseudonym` wherever a person's id stands, and stars wherever one of the texts does."""

    person: str
    pseudonym: str
    texts: tuple[str, ...] = ()

    def text(self, value: str) -> str:
        """A text without the person: ids are whole parts between slashes, the texts may stand anywhere."""
        if self.person in value:
            value = "/".join(self.pseudonym if part == self.person else part for part in value.split("/"))
        for text in self.texts:
            if text == value or (len(text) >= _SHORTEST and text in value):
                value = value.replace(text, BLANK)
        return value

    def value(self, value: Any) -> Any:
        """A JSON value without the person."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(item) for key, item in value.items()}
        return value

    def body(self, text: str | None) -> str | None:
        """A body, as text, without the person."""
        if text is None:
            return None
        return json.dumps(self.value(json.loads(text)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def erase(link: sqlite3.Connection, eraser: Eraser, next_version: Callable[[], int]) -> Erased:
    """Rewrite everything that names the person, within the transaction of the caller."""
    return Erased(
        records=_records(link, eraser, next_version), lines=_lines(link, eraser), envelopes=_envelopes(link, eraser)
    )


def _records(link: sqlite3.Connection, eraser: Eraser, next_version: Callable[[], int]) -> int:
    done = 0
    for kind, key, body in link.execute("SELECT kind, key, body FROM record").fetchall():
        new_key, new_body = eraser.text(key), eraser.body(body)
        if (new_key, json.loads(new_body or "null")) == (key, json.loads(body)):
            continue
        version = next_version()
        link.execute("DELETE FROM record WHERE kind = ? AND key = ?", (kind, key))
        link.execute(
            UPSERT,
            (kind, new_key, version, new_body, checksum(kind, new_key, str(version), new_body or "")),
        )
        done += 1
    return done


def _lines(link: sqlite3.Connection, eraser: Eraser) -> int:
    done = 0
    rows = link.execute("SELECT number, who, why, key, before, after FROM audit").fetchall()
    for number, who, why, key, before, after in rows:
        old = (who, why, key, before, after)
        new = (eraser.text(who), eraser.text(why), eraser.text(key), eraser.body(before), eraser.body(after))
        if _differ(old, new):
            link.execute(
                "UPDATE audit SET who = ?, why = ?, key = ?, before = ?, after = ? WHERE number = ?", (*new, number)
            )
            done += 1
    return done


def _differ(old: Sequence[str | None], new: Sequence[str | None]) -> bool:
    return list(old[:3]) != list(new[:3]) or any(
        json.loads(one or "null") != json.loads(other or "null") for one, other in zip(old[3:], new[3:], strict=True)
    )


def _envelopes(link: sqlite3.Connection, eraser: Eraser) -> int:
    """The person's own messages lose their words; what has not gone out never will. Others lose the person's name."""
    link.execute(
        "DELETE FROM outbox WHERE person = ? AND state IN ('pending', 'deferred', 'claimed')", (eraser.person,)
    )
    done = 0
    rows = link.execute("SELECT key, person, channel, topic, detail, message FROM outbox").fetchall()
    for key, person, channel, topic, detail, message in rows:
        body = json.loads(message)
        new = eraser.value(body)
        if person == eraser.person:
            new.update(name=BLANK, email="", phone="", subject=BLANK, body=BLANK)
        who, about, said = eraser.text(person), eraser.text(topic), eraser.text(detail)
        if (new, who, about, said) != (body, person, topic, detail):
            text = json.dumps(new, sort_keys=True)
            link.execute(
                "UPDATE outbox SET person = ?, topic = ?, detail = ?, message = ?, checksum = ? WHERE key = ?",
                (who, about, said, text, checksum(key, who, channel, text), key),
            )
            done += 1
    for number, detail in link.execute("SELECT number, detail FROM attempt WHERE detail IS NOT NULL").fetchall():
        if eraser.text(detail) != detail:
            link.execute("UPDATE attempt SET detail = ? WHERE number = ?", (eraser.text(detail), number))
    return done


def forget_before(link: sqlite3.Connection, number: int, moment: str) -> dict[str, int]:
    """Take out messages that went out or were given up before a moment, and the log of before; how many of each."""
    old = "state IN ('sent', 'handed', 'dead') AND due < ?"
    return {
        "attempts": link.execute(
            f"DELETE FROM attempt WHERE key IN (SELECT key FROM outbox WHERE {old})",  # noqa: S608 - our own words
            (number,),
        ).rowcount,
        "envelopes": link.execute(f"DELETE FROM outbox WHERE {old}", (number,)).rowcount,  # noqa: S608
        "lines": link.execute("DELETE FROM audit WHERE at < ?", (moment,)).rowcount,
    }


def texts_of(values: Iterable[str]) -> tuple[str, ...]:
    """The texts to take out, the longest first, so that no part of one is left."""
    return tuple(sorted({value for value in values if value.strip()}, key=lambda value: (-len(value), value)))
