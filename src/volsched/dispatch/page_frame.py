"""The frame of the page of answers: its looks, its words made safe, and the form that comes back. No JavaScript."""

from __future__ import annotations

import base64
import hashlib
import html
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from volsched.dispatch.page_words import PAGE_WORDS
from volsched.model import Language

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

_LONGEST_FORM = 4096
_STYLE = """
:root{color-scheme:light dark}
body{font:1.125rem/1.6 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;max-width:34rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:0}
section{border-block-start:1px solid #777;margin-block-start:1.5rem;padding-block-start:1rem}
.done{font-weight:bold}
dl{border-inline-start:.3rem solid #1d5f8a;padding-inline-start:1rem}
dt{font-weight:bold}dd{margin:0}
form{margin-block:1rem}
button,select{font:inherit;min-height:3rem;width:100%;border-radius:.5rem;border:2px solid #1d5f8a;padding:.4rem 1rem}
button{background:#1d5f8a;color:#fff}
button.second{background:#fff;color:#123}
button:focus-visible,select:focus-visible{outline:3px solid #b35900;outline-offset:2px}
label{display:block;margin-block:.5rem}
"""
_STYLE_SUM = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_SUM}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", _POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Cache-Control", "no-store"),
]


def form(environ: WSGIEnvironment) -> dict[str, str]:
    """The fields of a form; empty where it is none, or longer than any of ours."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return {}
    if not 0 < length <= _LONGEST_FORM:
        return {}
    raw = environ["wsgi.input"].read(length).decode("utf-8", "replace")
    try:
        return {name: values[0] for name, values in parse_qs(raw, max_num_fields=10).items()}
    except ValueError:
        return {}


def plain(word: str, language: Language) -> str:
    """A text of the page as it is."""
    return PAGE_WORDS[word][language]


def said(word: str, language: Language, **values: str) -> str:
    """A text with its one place filled in."""
    # One place, filled in once: what people are called is no format.
    ((name, value),) = values.items()
    return plain(word, language).replace(f"{{{name}}}", value)


def escaped(text: str) -> str:
    """A text of people, safe in a page."""
    return html.escape(text, quote=True)


def text_of(word: str, language: Language | None = None) -> str:
    """A text for the page; without a language in all of them, for a reader who is not known."""
    if language is not None:
        return escaped(plain(word, language))
    return "".join(
        f'<p lang="{one}" dir="{"rtl" if one == "ug" else "ltr"}">{escaped(said)}</p>'
        for one, said in PAGE_WORDS[word].items()
    )


def whole(language: Language, content: str) -> str:
    """The whole page around its content."""
    direction = "rtl" if language == "ug" else "ltr"
    title = text_of("title", language)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><main><h1>{title}</h1>\n{content}\n</main></body></html>\n"
    )
