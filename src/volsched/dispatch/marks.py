"""Marks in published folders: how far the store had come that published there, and when.

A mark lies outside the store, so that a store that is put back from a backup, or a copy on another machine, is seen to
be older than what went out, even where everything beside it was put back with it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
from attrs import define, frozen

from volsched.errors import OutputError, StoreError
from volsched.model import Programme, Text
from volsched.model.wording import moment_in_words
from volsched.publishing.private import write_private
from volsched.storage.calendars import secret_of
from volsched.storage.protocol import Change, Look, Store

FILE = ".volsched-store.json"
MARK, SERIAL, FOLDERS = "mark", "serial", "folders"
_FORM = 1
_LONGEST = 1 << 20

OLDER = Text(
    zh="这个存储比{at}写入{folder}的内容旧：此后可能已发出{count}条消息",
    ug="بۇ ساقلىغۇچ {folder} غا {at} يېزىلغاندىن كونا: شۇنىڭدىن كېيىن ئەۋەتىلگەن بولۇشى مۇمكىن بولغان ئۇچۇر: {count}",
    en="this store is older than what was published into {folder} on {at}: {count} messages may have gone out since",
)
OLDER_CURE = Text(
    zh="先用“volsched outbox show”查看，再用“volsched store release”放行",
    ug="ئاۋۋال «volsched outbox show» بىلەن كۆرۈڭ، ئاندىن «volsched store release» بىلەن قويۇپ بېرىڭ",
    en="look with 'volsched outbox show', then release it with 'volsched store release'",
)
OTHER = Text(
    zh="另一个存储已在{at}把“{programme}”写入{folder}，并已发出{count}条消息",
    ug="باشقا بىر ساقلىغۇچ {at} «{programme}» نى {folder} غا يازغان، ئەۋەتىلگەن ئۇچۇر: {count}",
    en="another store published '{programme}' into {folder} on {at}, and {count} messages went out from it",
)
OTHER_CURE = Text(
    zh="用--store指定那个存储，或用--out换一个文件夹，或用“volsched store release --out {folder}”接管",
    ug="--store بىلەن ئاشۇنى، --out بىلەن باشقا قىسقۇچنى كۆرسىتىڭ، ياكى «volsched store release --out {folder}»",
    en="name that one with --store, another folder with --out, or take over: volsched store release --out {folder}",
)


@frozen(kw_only=True)
class Mark:
    """How far one store had come: its serial number, when, for which programme, and how many messages had gone out."""

    serial: int
    at: dt.datetime
    programme: str
    sent: int


@define(kw_only=True)
class Marks:
    """Reads and leaves the marks of one store."""

    store: Store
    programme: Programme

    def note(self, change: Change, folder: str | Path | None = None, *, step: bool = True) -> None:
        """Count one more step after which something goes out; the folder is remembered where one is named."""
        if step:
            change.put(MARK, SERIAL, {"n": _serial(change) + 1})
        if folder is not None:
            known = _folders(change)
            place = str(Path(folder).resolve())
            if place not in known:
                change.put(MARK, FOLDERS, {"paths": [*known, place]})

    def folders(self) -> tuple[str, ...]:
        """Where this store has published that is still there."""
        with self.store.look() as look:
            return tuple(folder for folder in _folders(look) if Path(folder).is_dir())

    def must_be_newest(self, folder: str | Path) -> None:
        """See that what is published here is followed by something newer, and by the same store.

        Raises:
            StoreError: the store is older, or another store publishes the same programme into this folder.
        """
        marks = _read(Path(folder))
        with self.store.look() as look:
            own, serial, sent = _identity(look), _serial(look), look.counted().get("sent", 0)
        language = self.programme.language
        mine = marks.get(own)
        if mine is not None and mine.serial > serial:
            raise StoreError(
                self.store.place, self._said(OLDER, mine, folder, mine.sent - sent), OLDER_CURE.in_language(language)
            )
        others = [mark for name, mark in marks.items() if name != own and mark.programme == self.programme.id]
        if others and mine is None:
            last = max(others, key=lambda mark: mark.at)
            cure = OTHER_CURE.in_language(language).format(folder=folder)
            raise StoreError(self.store.place, self._said(OTHER, last, folder, last.sent), cure)

    def suspicion(self) -> str:
        """Why nothing must go out: a published folder knows more than the store; empty if none does."""
        with self.store.look() as look:
            folders = _folders(look)
        # The marks first: they are left after the store has gone on, so that a busy store is never behind them.
        found = [(folder, _read(Path(folder))) for folder in folders]
        with self.store.look() as look:
            own, serial, sent = _identity(look), _serial(look), look.counted().get("sent", 0)
        for folder, marks in found:
            mine = marks.get(own)
            if mine is not None and mine.serial > serial:
                cure = OLDER_CURE.in_language(self.programme.language)
                return f"{self._said(OLDER, mine, folder, mine.sent - sent)}; {cure}"
        return ""

    def leave(self, *, now: dt.datetime, coming: int = 0) -> None:
        """Leave a mark in every folder that this store publishes into; `coming` messages are about to go out."""
        with self.store.look() as look:
            own, folders = _identity(look), _folders(look)
            sent = look.counted().get("sent", 0) + coming
            mark = Mark(serial=_serial(look), at=now, programme=self.programme.id, sent=sent)
        for folder in folders if own else ():
            known = _read(Path(folder))
            before = known.get(own)
            # Where nothing has gone on since, the file stays as it is.
            if before is None or attrs.evolve(before, at=now) != mark:
                _write(Path(folder), {**known, own: mark})

    def release(self, *, now: dt.datetime, who: str, out: str | Path | None = None) -> None:
        """Let this store be the newest from now on, also in the folder `out`, where another one published."""
        with self.store.look() as look:
            own, folders = _identity(look), _folders(look)
        known = {folder: _read(Path(folder)) for folder in (*folders, *(() if out is None else (str(out),)))}
        reached = max((marks[own].serial for marks in known.values() if own in marks), default=0)
        with self.store.change(who=who, why="release", at=now) as change:
            if reached > _serial(change):
                change.put(MARK, SERIAL, {"n": reached + 1})
        if out is not None:
            kept = {key: mark for key, mark in known[str(out)].items() if mark.programme != self.programme.id}
            _write(Path(out), kept)
        self.leave(now=now)

    def _said(self, text: Text, mark: Mark, folder: str | Path, count: int) -> str:
        language = self.programme.language
        at = moment_in_words(mark.at, self.programme.zone, language)
        fields = {"at": at, "folder": folder, "count": max(count, 0), "programme": self.programme.id}
        return text.in_language(language).format(**fields)


def _identity(look: Look) -> str:
    """What a store and its copies are called in marks; empty before the first publication with secret names."""
    secret = secret_of(look)
    return "" if secret is None else hmac.digest(secret, b"store mark", hashlib.sha256).hex()[:32]


def _serial(look: Look) -> int:
    record = look.get(MARK, SERIAL)
    found = 0 if record is None else record.body.get("n", 0)
    return found if isinstance(found, int) else 0


def published_folders(look: Look) -> tuple[str, ...]:
    """The folders that this store was published into."""
    return _folders(look)


def _folders(look: Look) -> tuple[str, ...]:
    record = look.get(MARK, FOLDERS)
    found: Any = () if record is None else record.body.get("paths", ())
    return tuple(str(path) for path in found)


def _read(folder: Path) -> Mapping[str, Mark]:
    """The marks in a folder, by store; none where there is no folder, or a file that is none of ours."""
    try:
        raw = (folder / FILE).read_bytes()[:_LONGEST]
        return dict(_marks(json.loads(raw)))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return {}


def _marks(body: Any) -> Iterator[tuple[str, Mark]]:
    for name, said in body["stores"].items():
        at = dt.datetime.fromisoformat(said["at"])
        if at.tzinfo is not None:
            yield (
                name,
                Mark(serial=int(said["serial"]), at=at, programme=str(said["programme"]), sent=int(said["sent"])),
            )


def _write(folder: Path, marks: Mapping[str, Mark]) -> None:
    """Write the marks of a folder that is there; one that cannot be written harms nobody."""
    if not folder.is_dir():
        return
    stores = {
        name: {**attrs.asdict(mark), "at": mark.at.astimezone(dt.UTC).isoformat()}
        for name, mark in sorted(marks.items())
    }
    content = json.dumps({"form": _FORM, "stores": stores}, indent=1, sort_keys=True).encode()
    with contextlib.suppress(OutputError):
        write_private(folder / FILE, content + b"\n")
