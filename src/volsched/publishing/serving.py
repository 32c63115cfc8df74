"""A published folder over HTTP, as a WSGI application: for a small machine of one's own, or behind any web server.

Only what is meant for whoever asks is given out. A file is read in one go, so that a reader has the old one or the new
one; its ETag is made from its bytes, so that "not modified" is never said of a file that was.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from volsched.errors import InvalidValue
from volsched.publishing.paths import check_path

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

Admit = Callable[[str], str | None]
"""Says which file of the folder a path that was asked for means; None if it is nothing for whoever asks so."""

KEYS = "key"
"""The folder of the addresses that hold a token: `/key/TOKEN.ics`. No file lies there."""
HIDDEN = "/…"
"""What logs show in place of an address that is nobody else's business."""

_TYPES = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ANY_TYPE = "application/octet-stream"
_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_NO_WEIGHT = re.compile(r"q=0(?:\.0{0,3})?")
_WORTH_PACKING = 0.9
_KEPT_PACKED = 32_000_000
_SECRET = re.compile(r"person/(?:site/)?[a-z2-7]{32}\.[a-z.]{2,20}|person/site/site\.css")
_FRONT = "index.html"
_OK, _MOVED, _UNCHANGED, _NO_FILE = "200 OK", "301 Moved Permanently", "304 Not Modified", "404 Not Found"
_NO_METHOD, _TROUBLE = "405 Method Not Allowed", "503 Service Unavailable"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def admit_public(path: str) -> str | None:
    """Everybody may have what lies in `public/`, and nothing else.

    >>> admit_public("public/calendar.ics"), admit_public("person/ann.ics")
    ('public/calendar.ics', None)
    """
    return path if path.startswith("public/") else None


def admit_published(folder: Path | str) -> Admit:
    """What lies in `public/`, and personal files for those who know their secret addresses.

    With a store, volsched publishes them as `person/` and 32 letters that nobody can guess. Without one they bear the
    ids of people, which anybody can; so nothing is given out from a folder in which any calendar has another name.
    """
    personal = Path(folder) / "person"

    def admit(path: str) -> str | None:
        if not _SECRET.fullmatch(path):
            return admit_public(path)
        try:
            names = [item.name for item in personal.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return None
        open_to_guessing = any(name.endswith(".ics") and not _SECRET.fullmatch(f"person/{name}") for name in names)
        return None if open_to_guessing else path

    return admit


def admit_tokens(paths: Mapping[str, str], otherwise: Admit = admit_public) -> Admit:
    """A rule by which whoever knows a token has its file, as `/key/TOKEN.ics`; others have what `otherwise` admits.

    Args:
        paths: for each token the path of its file in the folder, such as "person/ann.ics".
        otherwise: the rule for every other address.
    """
    # Looked up by their digests: how long that takes says nothing of a token that is nearly right.
    by_digest = {_digest(token.encode()): path for token, path in paths.items()}

    def admit(path: str) -> str | None:
        folder, _, name = path.partition("/")
        if folder != KEYS:
            return otherwise(path)
        token, _, suffix = name.rpartition(".")
        found = by_digest.get(_digest(token.encode()))
        return found if found is not None and found.endswith(f".{suffix}") else None

    return admit


@frozen
class _Found:
    """A file as it was at one moment."""

    content: bytes
    changed: float


class FeedApp:
    """Serves a folder that volsched publishes into, to any WSGI server.

        app = FeedApp("out")

    GET and HEAD, ETags, gzip; no listing of folders, no link is followed, and no file whose name volsched could not
    have given. It may be asked by many threads at once.
    """

    def __init__(self, folder: str | Path, *, admit: Admit | None = None) -> None:
        """Serve this folder.

        Args:
            folder: where `volsched publish` writes.
            admit: which file an address means; `admit_published` if left out, which gives out `public/` and secret
                addresses.
        """
        self._folder = Path(folder)
        self._admit = admit or admit_published(folder)
        self._packed = _Packed()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _plain(start_response, environ, _NO_METHOD, ("Allow", "GET, HEAD"))
        asked = _asked(environ)
        if asked is None:
            return _plain(start_response, environ, _NO_FILE)
        try:
            return self._answer(environ, start_response, asked)
        except OSError:
            # What the system said stays here: its words hold the path.
            return _plain(start_response, environ, _TROUBLE, ("Retry-After", "60"))

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse, asked: str) -> Iterable[bytes]:
        wants_folder = asked.endswith("/")
        path = self._admitted(f"{asked}{_FRONT}" if wants_folder else asked)
        if path is None:
            return _plain(start_response, environ, _NO_FILE)
        found = _read(self._folder, path)
        if found is None:
            front = None if wants_folder else self._admitted(f"{asked}/{_FRONT}")
            if front is None or _read(self._folder, front) is None:
                return _plain(start_response, environ, _NO_FILE)
            # Relative, so that it holds behind a proxy too; links in a page are relative to its folder.
            return _plain(start_response, environ, _MOVED, ("Location", f"{asked.rpartition('/')[2]}/"))
        return self._send(environ, start_response, path, found, private=not asked.startswith("public/"))

    def _admitted(self, asked: str) -> str | None:
        """The checked path of the file that is meant; None where there is none for whoever asks."""
        try:
            admitted = self._admit(check_path(asked))
            return None if admitted is None else check_path(admitted)
        except InvalidValue:
            return None

    def _send(
        self, environ: WSGIEnvironment, start_response: StartResponse, path: str, found: _Found, *, private: bool
    ) -> Iterable[bytes]:
        digest = _digest(found.content)
        packed = self._packed.of(digest, found.content) if _takes_gzip(environ) else None
        tag = f'"{digest}"' if packed is None else f'"{digest}-gzip"'
        headers = [
            ("ETag", tag),
            ("Last-Modified", _http_date(found.changed)),
            ("Cache-Control", "private, no-cache" if private else "public, no-cache"),
            ("Vary", "Accept-Encoding"),
        ]
        if _knows(environ, tag):
            start_response(_UNCHANGED, headers)
            return ()
        body = found.content if packed is None else packed
        suffix = path.rpartition(".")[2]
        headers += [
            ("Content-Type", _TYPES.get(suffix, _ANY_TYPE)),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            *([("Content-Encoding", "gzip")] if packed is not None else []),
            *(
                [("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")]
                if suffix == "svg"
                else []
            ),
        ]
        start_response(_OK, headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


def masked(address: str) -> str:
    """An address as logs may keep it: a path of the folder `public`, or what says nothing.

    >>> masked("/public/calendar.ics?x=1"), masked("/key/Zm9vYmFy.ics")
    ('/public/calendar.ics', '/…')
    """
    path = address.partition("?")[0]
    try:
        return path if path.startswith("/public/") and check_path(path[1:].rstrip("/")) else HIDDEN
    except InvalidValue:
        return HIDDEN


class _Packed:
    """Files as gzip, by their digests: the latest, up to a number of bytes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[str, bytes | None] = OrderedDict()
        self._size = 0

    def of(self, digest: str, content: bytes) -> bytes | None:
        """The content as gzip; None where that is hardly smaller."""
        with self._lock:
            if digest in self._known:
                self._known.move_to_end(digest)
                return self._known[digest]
        # Without a time in it: the same bytes for the same content.
        packed: bytes | None = gzip.compress(content, compresslevel=6, mtime=0)
        if packed is not None and len(packed) > len(content) * _WORTH_PACKING:
            packed = None
        with self._lock:
            if digest not in self._known:
                self._known[digest] = packed
                self._size += _weight(packed)
                while self._size > _KEPT_PACKED and len(self._known) > 1:
                    self._size -= _weight(self._known.popitem(last=False)[1])
        return packed


def _weight(packed: bytes | None) -> int:
    return 200 + len(packed or b"")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _asked(environ: WSGIEnvironment) -> str | None:
    """The path that is asked for, without the slash before it. WSGI gives its bytes as Latin-1; ours are all ASCII."""
    path: str = environ.get("PATH_INFO", "")
    return path[1:] if path.startswith("/") and path.isascii() else None


def _read(folder: Path, path: str) -> _Found | None:
    """The file of this path; None where there is none, where a link is on the way, or where it is no plain file."""
    try:
        held = _opened(folder, path.split("/"))
    except (FileNotFoundError, NotADirectoryError, _Link):
        return None
    try:
        state = os.fstat(held)
        if not stat.S_ISREG(state.st_mode):
            return None
        with open(held, "rb", closefd=False) as file:
            return _Found(file.read(), state.st_mtime)
    finally:
        os.close(held)


class _Link(Exception):  # noqa: N818 - it never leaves this module
    """A link on the way to a file."""


def _opened(folder: Path, parts: list[str]) -> int:
    """The file, opened step by step, so that no link can be put in its way between a look and the opening."""
    if sys.platform == "win32":
        place = folder
        for part in parts:
            place /= part
            if place.is_symlink():
                raise _Link
        return os.open(place, os.O_RDONLY | os.O_BINARY)
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            held, above = _step(held, part, os.O_DIRECTORY), held
            os.close(above)
        return _step(held, parts[-1], os.O_NONBLOCK)  # which a pipe would not let us leave
    finally:
        os.close(held)


def _step(held: int, part: str, flags: int) -> int:
    try:
        return os.open(part, os.O_RDONLY | os.O_NOFOLLOW | flags, dir_fd=held)
    except OSError:
        if stat.S_ISLNK(os.lstat(part, dir_fd=held).st_mode):
            raise _Link from None
        raise


def _takes_gzip(environ: WSGIEnvironment) -> bool:
    named: dict[str, bool] = {}
    for item in environ.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        name, _, weight = item.partition(";")
        named[name.strip()] = not _NO_WEIGHT.fullmatch(weight.strip())
    return named.get("gzip", named.get("*", False))


def _knows(environ: WSGIEnvironment, tag: str) -> bool:
    """Whether the asker has these very bytes. A time is no answer to that: two publications may share a second."""
    known = environ.get("HTTP_IF_NONE_MATCH", "").strip()
    return known == "*" or tag in _TAG.findall(known)


def _http_date(seconds: float) -> str:
    at = time.gmtime(seconds)
    day, month = _WEEKDAYS[at.tm_wday], _MONTHS[at.tm_mon - 1]
    return f"{day}, {at.tm_mday:02} {month} {at.tm_year:04} {at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02} GMT"


def _plain(
    start_response: StartResponse, environ: WSGIEnvironment, status: str, *more: tuple[str, str]
) -> Iterable[bytes]:
    body = f"{status}\n".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(status, [*headers, ("Cache-Control", "no-store"), *more])
    return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)
