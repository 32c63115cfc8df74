"""The fonts that are installed, and whether they have every character: what is missing would vanish without a word."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from functools import cache

from attrs import frozen
from fontTools.ttLib import TTFont

from volsched.errors import InvalidValue
from volsched.model import Language

_PLUGIN = "plugin"
# What has no look of its own: joiners, marks of direction, line ends, selectors of variants.
_UNSEEN = frozenset({"Cf", "Cc", "Zl", "Zp", "Zs"})
_ORDER: Mapping[Language, tuple[Language, ...]] = {
    "zh": ("zh", "en", "ug"),
    "ug": ("ug", "en", "zh"),
    "en": ("en", "zh", "ug"),
}


@frozen(kw_only=True)
class Fonts:
    """The families of fonts by language, and the characters that they have."""

    families: Mapping[Language, str]
    covered: frozenset[int]

    @classmethod
    def named(cls, families: Mapping[Language, str]) -> Fonts:
        """Look these families up among the fonts that are installed.

        Raises:
            InvalidValue: one is not installed, or this machine has no way to look (fontconfig).
        """
        found: set[int] = set()
        for language, family in families.items():
            found |= _characters(*_file_of(language, family))
        return cls(families=families, covered=frozenset(found))

    def css(self, language: Language) -> str:
        """The families as a style sheet names them, that of this language first."""
        return ", ".join(f'"{self.families[one]}"' for one in _ORDER[language])

    def check(self, text: str) -> None:
        """Refuse a text with a character that none of the fonts has.

        Raises:
            InvalidValue: it names the character and the text.
        """
        for character in text:
            if ord(character) not in self.covered and not _is_unseen(character):
                name = unicodedata.name(character, "without a name")
                problem = f"no font has '{character}' (U+{ord(character):04X}, {name}), which stands in '{text[:80]}'"
                cure = "name a font that has it as font_zh, font_ug or font_en under [plugins.pdf], or change the text"
                raise InvalidValue(_PLUGIN, "pdf", "fonts", problem, cure)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN or "\ufe00" <= character <= "\ufe0f"


@cache
def _file_of(language: Language, family: str) -> tuple[str, int]:
    """The file of a family, and its number in it."""
    finder = shutil.which("fc-match")
    if finder is None:
        cure = "install it (apt install fontconfig)"
        raise InvalidValue(_PLUGIN, "pdf", "fonts", "fontconfig is not installed", cure)
    wanted = family.replace("\\", "\\\\").replace("-", "\\-").replace(":", "\\:").replace(",", "\\,")
    call = [finder, "--format", "%{family}\t%{index}\t%{file}", f"{wanted}:style=Regular"]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - no shell
    names, _, rest = done.stdout.partition("\t")
    number, _, file = rest.partition("\t")
    if done.returncode or family.casefold() not in {name.strip().casefold() for name in names.split(",")}:
        problem = f"no font '{family}' is installed"
        cure = "install it (fonts-noto-cjk and fonts-noto-core on Debian), or name another"
        raise InvalidValue(_PLUGIN, "pdf", f"font_{language}", problem, cure)
    return file, int(number) & 0xFFFF


@cache
def _characters(file: str, number: int) -> frozenset[int]:
    with TTFont(file, fontNumber=number, lazy=True) as font:
        return frozenset(font.getBestCmap())
