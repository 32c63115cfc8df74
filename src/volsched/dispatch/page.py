"""The page behind a link: what it is about, and buttons to answer it. A WSGI application without JavaScript.

Looking at the page answers nothing, so that programs which open links before people do cannot answer for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from volsched.booking import Accept, Decline
from volsched.dispatch.answers import Cover, covers
from volsched.dispatch.changes import asked_in
from volsched.dispatch.links import FOLDER, Asked, SignedLinks
from volsched.dispatch.offers import Offered, offered_to
from volsched.dispatch.office import Office
from volsched.dispatch.page_frame import HEADERS, escaped, form, plain, said, text_of, whole
from volsched.dispatch.posting import entry_of
from volsched.errors import Conflict, InvalidValue, StoreError, UnknownName
from volsched.model import Language
from volsched.model.wording import moment_in_words
from volsched.notices.hours import when_of
from volsched.notices.parts import Parts
from volsched.notices.replies import ANSWERS, Answer, Expected, Reply, reply_key
from volsched.publishing.state import Commitment

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_MOST_OFFERED = 5


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
        start_response(status, [*HEADERS, ("Content-Length", str(len(page)))])
        return [] if method == "HEAD" else [page]

    def _answered(self, method: str, path: str, environ: WSGIEnvironment) -> tuple[str, str]:
        asked = self._links.read(path.removeprefix(FOLDER)) if path.startswith(FOLDER) else None
        if asked is None or asked.person not in self._office.programme.person_by_id:
            return "404 Not Found", whole(self._office.programme.language, text_of("unknown"))
        if method not in ("GET", "HEAD", "POST"):
            return "405 Method Not Allowed", whole(self._language(asked), text_of("unknown", self._language(asked)))
        try:
            if asked.purpose in ("message", "offer"):
                answered = form(environ) if method == "POST" else {}
                page = self._several if asked.purpose == "message" else self._offer
                return "200 OK", page(asked, answered)
            if method == "POST":
                return self._take(asked, environ)
            return "200 OK", self._question(self._shown(asked))
        except (StoreError, OSError):
            language = self._language(asked)
            return "503 Service Unavailable", whole(language, text_of("again", language))

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
            return whole(language, text_of(over, language))
        lines = [f"<p>{escaped(said('hello', language, name=self._parts(shown).name(shown.asked.person)))}</p>"]
        lines.append(f"<p>{text_of(shown.asked.purpose, language)}</p>")
        lines += self._facts(shown, shown.duty)
        lines += self._before(shown)
        lines += self._buttons(shown)
        lines.append(f"<p>{text_of('sure', language)}</p>")
        return whole(language, "\n".join(lines))

    def _before(self, shown: _Shown) -> Iterator[str]:
        """What they answered before."""
        if shown.expected is not None and shown.expected.state in ANSWERS:
            answer = plain("yes" if shown.expected.state == "confirmed" else "no", shown.language)
            yield f"<p>{escaped(said('before', shown.language, answer=answer))}</p>"

    def _several(self, asked: Asked, answered: dict[str, str]) -> str:
        """Every duty of one message, each with its own answer; `answered` is one that is given just now."""
        language = self._language(asked)
        with self._office.store.look() as look:
            occurrences = asked_in(look, asked.person, asked.occurrence)
        about, answer = answered.get("about", ""), answered.get("answer", "")
        now_said = ""
        if about in occurrences and answer in ANSWERS:
            now_said = self._answered_one(
                Asked(asked.person, about, "duty"), "confirmed" if answer == "confirmed" else "declined"
            )
        items = [self._shown(Asked(asked.person, one, "duty")) for one in occurrences]
        items = [item for item in items if item.duty is not None]
        if not items:
            return whole(language, text_of("over", language))
        name = self._parts(items[0]).name(asked.person)
        lines = [
            now_said,
            f"<p>{escaped(said('hello', language, name=name))}</p>",
            f"<p>{text_of('several', language)}</p>",
        ]
        for number, item in enumerate(items, 1):
            lines += self._one_of_several(item, number)
        lines.append(f"<p>{text_of('sure', language)}</p>")
        return whole(language, "\n".join(line for line in lines if line))

    def _one_of_several(self, shown: _Shown, number: int) -> Iterator[str]:
        if shown.duty is None:
            return
        yield f'<section aria-labelledby="duty-{number} duty-{number}-when">'
        yield from self._facts(shown, shown.duty, heading=f"duty-{number}")
        yield from self._before(shown)
        about = f'<input type="hidden" name="about" value="{escaped(shown.asked.occurrence)}">'
        yield from _two_buttons(shown.language, about)
        yield "</section>"

    def _answered_one(self, asked: Asked, answer: Answer) -> str:
        """Take one answer of several, and say what became of it."""
        language = self._language(asked)
        now = self._clock()
        reply = Reply(person=asked.person, occurrence=asked.occurrence, answer=answer, at=now, way="link")
        word = "thanks yes" if answer == "confirmed" else "thanks no"
        try:
            self._office.answer(reply, now=now, who=asked.person)
        except (InvalidValue, UnknownName):
            word = "over"
        return f'<p role="status" class="done">{text_of(word, language)}</p>'

    def _offer(self, asked: Asked, answered: dict[str, str]) -> str:
        """A place that is free for somebody who waited: they take it, or keep their turn for the next."""
        language, now = self._language(asked), self._clock()
        with self._office.store.look() as look:
            found = offered_to(look, self._office.programme, asked.occurrence, asked.person, now=now)
        if found is None:
            return whole(language, text_of("over", language))
        answer = answered.get("answer", "")
        if answer in ANSWERS:
            word = "thanks offer" if answer == "confirmed" else "thanks offer no"
            try:
                if answer == "declined" or not found.taken:
                    command = Accept(person=asked.person) if answer == "confirmed" else Decline(person=asked.person)
                    self._office.book(asked.occurrence, command, now=now, who=asked.person)
            except (Conflict, UnknownName):
                word = "over"
            return whole(language, f'<p role="status">{text_of(word, language)}</p>')
        return whole(language, "\n".join(self._offer_lines(asked, found)))

    def _offer_lines(self, asked: Asked, found: Offered) -> Iterator[str]:
        language = self._language(asked)
        shown = _Shown(asked, language, found.place, None, None)
        yield f"<p>{escaped(said('hello', language, name=self._parts(shown).name(asked.person)))}</p>"
        yield f"<p>{text_of('offer', language)}</p>"
        yield from self._facts(shown, found.place)
        if found.taken:
            yield f"<p>{escaped(said('before', language, answer=plain('yes', language)))}</p>"
        elif found.until is not None:
            until = moment_in_words(found.until, self._office.programme.zone, language)
            yield f"<p>{escaped(said('until', language, until=until))}</p>"
        yield from _two_buttons(language)

    def _facts(self, shown: _Shown, duty: Commitment, *, heading: str = "") -> Iterator[str]:
        parts = self._parts(shown)
        entry = entry_of(duty)
        title = escaped(parts.title(duty.activity))
        if heading:
            yield f'<h2 id="{heading}">{title}</h2><dl>'
            yield f"<dt>{text_of('when', shown.language)}</dt>"
        else:
            yield f"<dl><dt>{title}</dt>"
        if duty.roles:
            yield f"<dd>{escaped(parts.role(duty.roles[0]))}</dd>"
        when = when_of(entry, self._office.programme)
        if when is not None:
            day = parts.words.day(when.day, with_year=True)
            own = f' id="{heading}-when"' if heading else ""  # two duties may be called alike
            yield f"<dd{own}>{escaped(f'{day}{parts.words.comma}{parts.hours(when)}')}</dd>"
        place = parts.place(duty.activity, duty.venue)
        if place:
            yield f"<dd>{escaped(place)}</dd>"
        yield "</dl>"

    def _buttons(self, shown: _Shown) -> Iterator[str]:
        language = shown.language
        yield from _two_buttons(language)
        if shown.asked.purpose == "duty" and shown.duty is not None and shown.duty.kind == "duty":
            offered = self._candidates(shown.asked)
            if offered:
                name = self._parts(shown).name
                yield '<form method="post"><input type="hidden" name="answer" value="declined">'
                yield f'<label for="first">{text_of("swap who", language)}</label><select id="first" name="first">'
                yield from (f'<option value="{escaped(one)}">{escaped(name(one))}</option>' for one in offered)
                yield f'</select><p><button class="second">{text_of("swap", language)}</button></p></form>'

    def _candidates(self, asked: Asked) -> tuple[str, ...]:
        return self._office.candidates(asked.occurrence, asked.person, now=self._clock())[:_MOST_OFFERED]

    def _take(self, asked: Asked, environ: WSGIEnvironment) -> tuple[str, str]:
        language = self._language(asked)
        fields = form(environ)
        answer = fields.get("answer", "")
        if answer not in ("confirmed", "declined"):
            return "400 Bad Request", self._question(self._shown(asked))
        shown = self._shown(asked)
        if shown.duty is None:
            return "200 OK", self._question(shown)
        now = self._clock()
        said: Answer = "confirmed" if answer == "confirmed" else "declined"
        reply = Reply(person=asked.person, occurrence=asked.occurrence, answer=said, at=now, way="link")
        try:
            answered = self._office.answer(reply, now=now, who=asked.person, first=fields.get("first", ""))
        except (InvalidValue, UnknownName):
            return "200 OK", whole(language, text_of("over", language))
        if shown.cover is None:
            thanks = "thanks yes" if said == "confirmed" else "thanks no"
        elif said == "declined":
            thanks = "thanks declined cover"
        else:
            taken = answered.cover is not None and answered.cover.filled_by == asked.person
            thanks = "thanks cover" if taken else "filled"
        return "200 OK", whole(language, f'<p role="status">{text_of(thanks, language)}</p>')

    def _parts(self, shown: _Shown) -> Parts:
        return Parts(self._office.programme, shown.language, shown.asked.person)


def _two_buttons(language: Language, about: str = "") -> Iterator[str]:
    yield f'<form method="post">{about}'
    yield f'<button name="answer" value="confirmed">{text_of("yes", language)}</button></form>'
    yield f'<form method="post">{about}'
    yield f'<button class="second" name="answer" value="declined">{text_of("no", language)}</button></form>'
