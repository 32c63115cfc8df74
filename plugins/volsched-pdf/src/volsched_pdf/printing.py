"""Pages of HTML into PDF: the same bytes for the same page and fonts, at any time and place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape, unescape
from importlib import resources
from string import Template

from volsched.errors import InvalidValue
from volsched.model import Language
from volsched_pdf.fonts import Fonts
from volsched_pdf.sheets import Page
from volsched_pdf.words import word

TAGS: dict[Language, str] = {"zh": "zh-CN", "ug": "ug", "en": "en"}
_EPOCH = "SOURCE_DATE_EPOCH"
_NO_MARKS = {0x2068: None, 0x2069: None}
_TEXT = re.compile(r">([^<]+)<")


def print_pdf(page: Page, fonts: Fonts) -> bytes:
    """The page as the bytes of a PDF.

    Raises:
        InvalidValue: a character is in none of the fonts; or the page asks for something from elsewhere.
    """
    for found in _TEXT.finditer(page.body):
        fonts.check(unescape(found[1]).translate(_NO_MARKS))
    html = _html(page, fonts)
    # WeasyPrint takes half a second to import; a programme with a fault in its texts should not wait for it.
    from weasyprint import HTML

    with _without_a_clock():
        content = HTML(string=html, base_url=None, url_fetcher=_nothing_from_elsewhere).write_pdf()
    if not isinstance(content, bytes):
        raise InvalidValue("plugin", "pdf", "", "the page could not be printed", "report it")
    return content


def _html(page: Page, fonts: Fonts) -> str:
    style = Template(resources.files("volsched_pdf").joinpath("sheets.css").read_text("utf-8"))
    filled = style.substitute(
        {f"font_{language}": fonts.css(language) for language in TAGS},
        paper=page.paper,
        page_of=_page_of(page.language),
    )
    direction = "rtl" if page.language == "ug" else "ltr"
    return (
        f'<!doctype html><html lang="{TAGS[page.language]}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>{escape(page.title)}</title><style>{filled}</style></head>"
        f'<body class="{page.look}">{page.body}</body></html>'
    )


def _page_of(language: Language) -> str:
    """The number of the page as CSS puts it together: "page 1 of 3"."""
    parts = [f'"{part}"' for part in word("of", language).split("{}")]
    return f"{parts[0]} counter(page) {parts[1]} counter(pages) {parts[2]}"


def _nothing_from_elsewhere(url: str, *_arguments: object, **_more: object) -> dict[str, object]:
    raise ValueError(f"a sheet loads nothing, and not {url[:80]}")


@contextmanager
def _without_a_clock() -> Iterator[None]:
    """Fonts that are cut down note the time in the file, unless they are told one."""
    former = os.environ.get(_EPOCH)
    os.environ[_EPOCH] = "0"
    try:
        yield
    finally:
        if former is None:
            del os.environ[_EPOCH]
        else:
            os.environ[_EPOCH] = former
