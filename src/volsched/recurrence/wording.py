"""Rules in words, in Chinese, Uyghur and English."""

from __future__ import annotations

from volsched.model import Language
from volsched.model.schedule import Wall
from volsched.recurrence.parts import Parts, rule_text


def describe(parts: Parts | None, start: Wall, zone: str, language: Language) -> str:
    """The rule in words."""
    return f"{rule_text(parts) if parts else start} {zone} {language}"
