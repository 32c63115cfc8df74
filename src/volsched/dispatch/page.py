"""The page behind a link: what it is about, and buttons to answer it. A WSGI application without JavaScript.

Looking at the page answers nothing, so that programs which open links before people do cannot answer for them.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import html
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from attrs import frozen

from volsched.dispatch.answers import Cover, covers
from volsched.dispatch.links import FOLDER, Asked, SignedLinks
from volsched.dispatch.office import Office
from volsched.dispatch.page_words import PAGE_WORDS
from volsched.dispatch.posting import entry_of
from volsched.errors import InvalidValue, StoreError, UnknownName
from volsched.model import Language
from volsched.notices.hours import when_of
from volsched.notices.parts import Parts
from volsched.notices.replies import Answer, Expected, Reply, reply_key
from volsched.publishing.state import Commitment

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_LONGEST_FORM = 4096
_MOST_OFFERED = 5
_STYLE = """
:root{color-scheme:light dark}
body{font:1.125rem/1.6 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;max-width:34rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem}
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
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", _POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Cache-Control", "no-store"),
]


@frozen
class _Shown:
    """What a page is about: the question, the duty it is about, and what was answered before."""

    asked: Asked
    language: Language
    duty: Commitment | None
    expected: Expected | None
    cover: Cover | None


class ReplyPage:
    """Shows what a signed link asks, and takes the answer. It answers below `/r/` and nothing else."""

    def __init__(self, office: Office, links: SignedLinks, clock: Callable[[], dt.datetime]) -> None:
        """Take answers into this office; `clock` gives the time, with its zone."""
        self._office = office
        self._links = links
        self._clock = clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method = environ.get("REQUEST_METHOD", "GET")
        status, body = self._answered(method, str(environ.get("PATH_INFO", "")), environ)
        page = body.encode("utf-8", "replace")
        start_response(status, [*_HEADERS, ("Content-Length", str(len(page)))])
        return [] if method == "HEAD" else [page]

    def _answered(self, method: str, path: str, environ: WSGIEnvironment) -> tuple[str, str]:
        asked = self._links.read(path.removeprefix(FOLDER)) if path.startswith(FOLDER) else None
        if asked is None or asked.person not in self._office.programme.person_by_id:
            return "404 Not Found", _page(self._office.programme.language, _text("unknown"))
        if method not in ("GET", "HEAD", "POST"):
            return "405 Method Not Allowed", _page(self._language(asked), _text("unknown", self._language(asked)))
        try:
            if method == "POST":
                return self._take(asked, environ)
            shown = self._shown(asked)
            return "200 OK", self._question(shown)
        except (StoreError, OSError):
            language = self._language(asked)
            return "503 Service Unavailable", _page(language, _text("again", language))

    def _language(self, asked: Asked) -> Language:
        programme = self._office.programme
        return programme.person(asked.person).language or programme.language

    def _shown(self, asked: Asked) -> _Shown:
        with self._office.store.look() as look:
            state = self._office.published(look)
            record = look.get("reply", reply_key(asked.occurrence, asked.person))
            searches = [one for one in covers(look, asked.occurrence) if asked.person in one.asked]
        cover = searches[0] if asked.purpose == "cover" and searches else None
        person = cover.lost if cover is not None and cover.filled_by != asked.person else asked.person
        commitments = () if state is None else state.commitments.get(person, ())
        duty = next((item for item in commitments if item.occurrence == asked.occurrence), None)
        if duty is not None and duty.span.end <= self._clock():
            duty = None
        expected = None if record is None else Expected.of_body(record.body)
        return _Shown(asked, self._language(asked), duty, expected, cover)

    def _question(self, shown: _Shown) -> str:
        language = shown.language
        if shown.duty is None:
            over = "filled" if shown.cover is not None and shown.cover.state == "filled" else "over"
            return _page(language, _text(over, language))
        lines = [f"<p>{_escaped(_said('hello', language, name=self._parts(shown).name(shown.asked.person)))}</p>"]
        lines.append(f"<p>{_text(shown.asked.purpose, language)}</p>")
        lines += self._facts(shown, shown.duty)
        if shown.expected is not None and shown.expected.state in ("confirmed", "declined"):
            answer = _plain("yes" if shown.expected.state == "confirmed" else "no", language)
            lines.append(f"<p>{_escaped(_said('before', language, answer=answer))}</p>")
        lines += self._buttons(shown)
        lines.append(f"<p>{_text('sure', language)}</p>")
        return _page(language, "\n".join(lines))

    def _facts(self, shown: _Shown, duty: Commitment) -> Iterator[str]:
        parts = self._parts(shown)
        entry = entry_of(duty)
        yield f"<dl><dt>{_escaped(parts.title(duty.activity))}</dt>"
        if duty.roles:
            yield f"<dd>{_escaped(parts.role(duty.roles[0]))}</dd>"
        when = when_of(entry, self._office.programme)
        if when is not None:
            day = parts.words.day(when.day, with_year=True)
            yield f"<dd>{_escaped(f'{day}{parts.words.comma}{parts.hours(when)}')}</dd>"
        place = parts.place(duty.activity, duty.venue)
        if place:
            yield f"<dd>{_escaped(place)}</dd>"
        yield "</dl>"

    def _buttons(self, shown: _Shown) -> Iterator[str]:
        language = shown.language
        yield '<form method="post">'
        yield f'<button name="answer" value="confirmed">{_text("yes", language)}</button></form>'
        yield '<form method="post">'
        yield f'<button class="second" name="answer" value="declined">{_text("no", language)}</button></form>'
        if shown.asked.purpose == "duty" and shown.duty is not None and shown.duty.kind == "duty":
            offered = self._office.candidates(shown.asked.occurrence, shown.asked.person)[:_MOST_OFFERED]
            if offered:
                name = self._parts(shown).name
                yield '<form method="post"><input type="hidden" name="answer" value="declined">'
                yield f'<label for="first">{_text("swap who", language)}</label><select id="first" name="first">'
                yield from (f'<option value="{_escaped(one)}">{_escaped(name(one))}</option>' for one in offered)
                yield f'</select><p><button class="second">{_text("swap", language)}</button></p></form>'

    def _take(self, asked: Asked, environ: WSGIEnvironment) -> tuple[str, str]:
        language = self._language(asked)
        form = _form(environ)
        answer = form.get("answer", "")
        if answer not in ("confirmed", "declined"):
            return "400 Bad Request", self._question(self._shown(asked))
        shown = self._shown(asked)
        if shown.duty is None:
            return "200 OK", self._question(shown)
        now = self._clock()
        said: Answer = "confirmed" if answer == "confirmed" else "declined"
        reply = Reply(person=asked.person, occurrence=asked.occurrence, answer=said, at=now, way="link")
        try:
            answered = self._office.answer(reply, now=now, who=asked.person, first=form.get("first", ""))
        except (InvalidValue, UnknownName):
            return "200 OK", _page(language, _text("over", language))
        if shown.cover is None:
            thanks = "thanks yes" if said == "confirmed" else "thanks no"
        elif said == "declined":
            thanks = "thanks declined cover"
        else:
            taken = answered.cover is not None and answered.cover.filled_by == asked.person
            thanks = "thanks cover" if taken else "filled"
        return "200 OK", _page(language, f'<p role="status">{_text(thanks, language)}</p>')

    def _parts(self, shown: _Shown) -> Parts:
        return Parts(self._office.programme, shown.language, shown.asked.person)


def _form(environ: WSGIEnvironment) -> dict[str, str]:
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


def _plain(word: str, language: Language) -> str:
    return PAGE_WORDS[word][language]


def _said(word: str, language: Language, **values: str) -> str:
    # One place, filled in once: what people are called is no format.
    ((name, value),) = values.items()
    return _plain(word, language).replace(f"{{{name}}}", value)


def _escaped(text: str) -> str:
    return html.escape(text, quote=True)


def _text(word: str, language: Language | None = None) -> str:
    """A text for the page; without a language in all of them, for a reader who is not known."""
    if language is not None:
        return _escaped(_plain(word, language))
    return "".join(
        f'<p lang="{one}" dir="{"rtl" if one == "ug" else "ltr"}">{_escaped(said)}</p>'
        for one, said in PAGE_WORDS[word].items()
    )


def _page(language: Language, content: str) -> str:
    direction = "rtl" if language == "ug" else "ltr"
    title = _text("title", language)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><main><h1>{title}</h1>\n{content}\n</main></body></html>\n"
    )
