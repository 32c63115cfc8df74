"""How people are told: the `[notices]` table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from volsched.errors import InvalidValue, did_you_mean, nearest
from volsched.files.faults import Here
from volsched.files.forms import NoticesForm
from volsched.files.names import Names
from volsched.files.structuring import Manner, read_table
from volsched.model.telling import Digest, Lead, NoticeRules, QuietHours
from volsched.model.text import LANGUAGES, Text
from volsched.notices.phrases import PHRASES, unknown_fields

Value = TypeVar("Value")


def read_notices(table: object, here: Here, manner: Manner, people: Names) -> NoticeRules:
    """The rules of the table; what cannot be read is told and left out."""
    form = NoticesForm(**(read_table(NoticesForm, table, here, manner) or {}))
    given: dict[str, Any] = {
        "channels": form.channels,
        "quiet_hours": _parsed(QuietHours.parse, form.quiet_hours, here.at("quiet_hours")),
        "digest": _parsed(Digest.parse, form.digest, here.at("digest")),
        "remind": None if form.remind is None else _leads(form.remind, here.at("remind")),
        "remind_roles": {
            role: _leads(leads, here.at("remind_roles", role)) for role, leads in (form.remind_roles or {}).items()
        },
        "confirm": form.confirm,
        "reply_within": form.reply_within,
        "urgent_within": form.urgent_within,
        "keep": form.keep,
        "coordinator": None if form.coordinator is None else people.find(form.coordinator, here.at("coordinator")),
        "answers": form.answers,
        "texts": _texts(form.texts or {}, here.at("texts")),
    }
    kept = {name: value for name, value in given.items() if value is not None}
    try:
        return NoticeRules(**kept)
    except InvalidValue as error:
        here.at(error.field).fault(error.problem, error.cure)
        return NoticeRules()


def _parsed(parse: Callable[[str], Value], text: str | None, here: Here) -> Value | None:
    if text is None:
        return None
    try:
        return parse(text)
    except InvalidValue as error:
        here.fault(error.problem, error.cure)
        return None


def _leads(texts: Iterable[str], here: Here) -> tuple[Lead, ...]:
    read = (_parsed(Lead.parse, text, here.at(index)) for index, text in enumerate(texts))
    return tuple(lead for lead in read if lead is not None)


def _texts(texts: dict[str, Text] | Any, here: Here) -> dict[str, Text]:
    found = {}
    for name, text in texts.items():
        at = here.at(name)
        if name not in PHRASES:
            cure = did_you_mean(nearest(name, PHRASES)[:2]) or f"the texts are {', '.join(sorted(PHRASES))}"
            at.fault("is no text of volsched", cure)
            continue
        unknown = {field for language in LANGUAGES for field in unknown_fields(name, getattr(text, language))}
        if unknown:
            known = ", ".join(f"${field}" for field in PHRASES[name].fields)
            at.fault(f"'${min(unknown)}' is not filled in here", f"use {known}; write $$ for a dollar sign")
            continue
        found[name] = text
    return found
