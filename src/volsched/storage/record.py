"""Records: what is remembered, by kind and key, each with the version that a writer must have read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import attrs
from attrs import frozen

from volsched.errors import InvalidValue

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
"""What JSON can say."""

LONGEST_NAME = 400
SECRET = "secret-"  # noqa: S105 - the beginning of a name
"""Kinds of record that begin so are named in the audit log by their digest alone."""
LONGEST_AUDITED = 64 * 1024
"""A body of more characters than this is named in the audit log by its digest alone."""


@frozen(kw_only=True)
class Record:
    """One thing that is remembered.

    `version` grows with every change of this record, also over its removal; two versions are only ever compared.
    """

    kind: str
    key: str
    version: int
    body: Mapping[str, Json] = attrs.field(repr=False)


@frozen(kw_only=True)
class Audited:
    """One line of the audit log: who changed which record when, why, and what it was before and after."""

    number: int
    at: dt.datetime
    who: str
    why: str
    kind: str
    key: str
    before: Mapping[str, Json] | None = attrs.field(repr=False)
    after: Mapping[str, Json] | None = attrs.field(repr=False)


@frozen(kw_only=True)
class Erased:
    """What was rewritten: records, lines of the log, and envelopes."""

    records: int = 0
    lines: int = 0
    envelopes: int = 0


def check_name(field: str, name: object) -> str:
    """A kind or key that every store can keep, as it is.

    Raises:
        InvalidValue: it is empty, too long, or holds characters that no name has.
    """
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        cure = f"write 1 to {LONGEST_NAME} printable characters"
        raise InvalidValue("record", "", field, f"{str(name)[:80]!r} cannot be a {field}", cure)
    return name


def written(kind: str, key: str, body: Mapping[str, Json]) -> str:
    """A body as the one text that stands for it: JSON with sorted keys.

    Raises:
        InvalidValue: it holds something that JSON cannot say.
    """
    try:
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        cure = "write text, whole and finite numbers, true, false, null, lists and tables with text as keys"
        raise InvalidValue("record", f"{kind}/{key}", "body", f"cannot be kept: {error}", cure) from error
    return text
