"""Text that people read, in the languages they read it in."""

from __future__ import annotations

import re
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue

Language = Literal["zh", "ug", "en"]
"""Chinese, Uyghur (written right to left) and English, as two-letter codes."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

# Line ends of every kind become one; what could end a line, hide text or turn its direction around in
# somebody's terminal, calendar or mail is taken out. Joiners (U+200C, U+200D) stay: Uyghur and emoji need them.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATE = re.compile("[\ud800-\udfff]")
LONGEST = 10_000


def clean(value: str) -> str:
    r"""Text without control characters and with plain line ends, as it is kept and published.

    >>> clean("one\\r\\ntwo\\x00")
    'one\\ntwo'
    """
    if value.isascii() and value.isprintable():
        return value
    return _UNSEEN.sub("", _LINE_END.sub("\n", value))


def one_line(value: str) -> str:
    r"""The same on a single line, for names and titles.

    >>> one_line("Anna\\r\\nBcc: someone")
    'Anna Bcc: someone'
    """
    return " ".join(clean(value).split())


def check_text(what: str, owner: str, field: str, value: object) -> None:
    """Refuse what is no text at all.

    Raises:
        InvalidValue: not a string, half of a character (a lone surrogate), or longer than 10,000 characters.
    """
    if not isinstance(value, str):
        raise InvalidValue(what, owner, field, f"{value!r} is not text", "write it in quotation marks")
    if _SURROGATE.search(value):
        raise InvalidValue(what, owner, field, "holds half of a character", "type the text again")
    if len(value) > LONGEST:
        raise InvalidValue(what, owner, field, f"{len(value)} characters are too many", f"write at most {LONGEST}")


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


@frozen(kw_only=True)
class Text:
    """One text in up to three languages; at least one of them is there.

    >>> Text(zh="合唱团", en="Choir").in_language("ug")
    '合唱团'
    """

    zh: str = attrs.field(default="", converter=_cleaned)
    ug: str = attrs.field(default="", converter=_cleaned)
    en: str = attrs.field(default="", converter=_cleaned)

    def __attrs_post_init__(self) -> None:
        for language in LANGUAGES:
            check_text("text", "", language, getattr(self, language))
        if not (self.zh.strip() or self.ug.strip() or self.en.strip()):
            raise InvalidValue("text", "", "", "is blank", "write it in one language at least")

    @classmethod
    def of(cls, value: str | Text, language: Language = "en") -> Text:
        """A text from a plain string in the given language; a Text stays as it is."""
        return value if isinstance(value, Text) else cls(**{language: value})

    def in_language(self, language: Language) -> str:
        """The text in this language, or else in Chinese, English, Uyghur, whichever comes first."""
        own: str = getattr(self, language)
        return own or self.zh or self.en or self.ug

    def languages(self) -> tuple[Language, ...]:
        """The languages in which it is written."""
        return tuple(language for language in LANGUAGES if getattr(self, language))

    def __str__(self) -> str:
        return self.zh or self.en or self.ug
