"""The plugin itself: its settings are its fields, its one hook an exporter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Exporter, hookimpl
from volsched.model import LANGUAGES, Language
from volsched.planning import Plan
from volsched.publishing import OutputFile, stem
from volsched_pdf.sheets import SHEETS

NAME = "pdf"


def _language(_instance: object, _attribute: object, value: object) -> None:
    if value is not None and value not in LANGUAGES:
        raise InvalidValue("plugin", NAME, "language", f"'{value}' is not kept", f"write one of {', '.join(LANGUAGES)}")


def _sheets(_instance: object, _attribute: object, value: tuple[str, ...]) -> None:
    unknown = [one for one in value if one not in SHEETS]
    if unknown or not value or len(set(value)) < len(value):
        problem = f"'{unknown[0]}' is none" if unknown else "names none, or one of them twice"
        raise InvalidValue("plugin", NAME, "sheets", problem, f"write some of {', '.join(SHEETS)}")


@frozen(kw_only=True, eq=False)
class Pdf:
    """Writes each roster for paper, as PDF.

    `sheets` are the ways to lay it out: "nights" (A4, a row a night), "nights-a3" (A3, a month a page), "people" (A4,
    a row a person), "large" (A4, large print), "slips" (A4, to be cut, one for each person). `rosters` are the ids of
    those to print, all if left out. `folder` is where they go; `language` is that of headings and names, the
    programme's own if left out. `lunar` shows the days of the Chinese calendar. `font_zh`, `font_ug` and `font_en` are
    families of fonts that are installed; a character that none of them has is an error.
    """

    sheets: tuple[str, ...] = attrs.field(default=tuple(SHEETS), validator=_sheets)
    rosters: tuple[str, ...] = ()
    folder: str = "coordinator/print"
    language: Language | None = attrs.field(default=None, validator=_language)
    lunar: bool = True
    font_zh: str = "Noto Sans CJK SC"
    font_ug: str = "Noto Naskh Arabic"
    font_en: str = "Noto Sans"

    def __attrs_post_init__(self) -> None:
        try:
            OutputFile(f"{self.folder}/roster.pdf", b"")
        except InvalidValue as error:
            raise InvalidValue("plugin", NAME, "folder", f"'{self.folder}' cannot be a folder", error.cure) from None

    @hookimpl
    def volsched_exporters(self) -> Iterable[Exporter]:
        """One exporter, for all of them."""
        return (Exporter(name=NAME, title="Rosters on paper (PDF)", export=self.export),)

    def export(self, plan: Plan) -> Iterator[OutputFile]:
        """The sheets of a plan, as coordinators read them; slips speak to each person in their own language.

        Raises:
            UnknownName: a roster to print is none of the plan's.
            InvalidValue: a font is not installed, or none has some character; it names the character and the text.
        """
        # WeasyPrint takes half a second to import, and many runs print nothing.
        from volsched_pdf.fonts import Fonts
        from volsched_pdf.printing import print_pdf
        from volsched_pdf.wall import Wall

        fonts = Fonts.named({"zh": self.font_zh, "ug": self.font_ug, "en": self.font_en})
        for name in self.rosters:
            plan.roster(name)
        for roster in plan.rosters:
            if self.rosters and roster.id not in self.rosters:
                continue
            wall = Wall(plan, roster.id, self.language or plan.programme.language, lunar=self.lunar)
            if not wall.nights:
                continue
            for sheet in self.sheets:
                page = SHEETS[sheet](wall)
                yield OutputFile(f"{self.folder}/{stem(roster.id)}.{sheet}.pdf", print_pdf(page, fonts))
