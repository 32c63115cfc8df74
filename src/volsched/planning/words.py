"""Words that several findings and answers of the plan say."""

from __future__ import annotations

from collections.abc import Mapping

from volsched.model.text import Language

_UNITS: Mapping[Language, tuple[str, str, str]] = {
    "zh": ("{}天", "{}小时", "{}分钟"),
    "ug": ("{} كۈن", "{} سائەت", "{} مىنۇت"),
    "en": ("{}d", "{}h", "{}min"),
}


def length_in_words(seconds: int, language: Language) -> str:
    """A length of time, to the minute.

    >>> length_in_words(5400, "zh"), length_in_words(90000, "en")
    ('1小时30分钟', '1d 1h')
    """
    minutes = -(-seconds // 60)
    amounts = (minutes // 1440, minutes // 60 % 24, minutes % 60)
    said = [unit.format(amount) for unit, amount in zip(_UNITS[language], amounts, strict=True) if amount]
    return ("" if language == "zh" else " ").join(said or [_UNITS[language][2].format(0)])
