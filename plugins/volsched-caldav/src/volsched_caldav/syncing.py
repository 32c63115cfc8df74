"""Bringing a calendar on a server to what is published: only what differs is sent, each time on a condition.

Nothing is written over that we did not write ourselves: a resource is replaced or removed only if it still has the ETag
that it had when we last saw it saying what we had written. Everything else is a conflict, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs
from attrs import frozen

from volsched_caldav.memory import Known
from volsched_caldav.resources import digest_of
from volsched_caldav.server import Answer, CalDavError, RemoteCalendar


@frozen(kw_only=True)
class Synced:
    """What was done in one calendar, as names of resources; `conflicts` are sentences."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


class Syncing:
    """One run with one calendar."""

    def __init__(
        self,
        calendar: RemoteCalendar,
        known: dict[str, Known],
        *,
        save: Callable[[], None],
        ours_wins: bool = False,
        digest: Callable[[bytes], str] = digest_of,
    ) -> None:
        """Take a calendar, what is known of it, and how to write that down.

        Args:
            calendar: the calendar on its server.
            known: what was written there before; it is brought up to date.
            save: writes that down; called before anything is sent, and at the end.
            digest: by what an event is known again.
            ours_wins: what somebody changed there is replaced by ours, on the condition that it is as we saw it.
        """
        self._calendar = calendar
        self._known = known
        self._save = save
        self._ours_wins = ours_wins
        self._digest = digest
        self._done: dict[str, list[str]] = {field.name: [] for field in attrs.fields(Synced)}

    def bring_to(self, wanted: Mapping[str, bytes], *, name: str = "") -> Synced:
        """Bring the calendar to hold these resources; those of others stay. Where it is missing, it is made.

        Raises:
            CalDavError: the server refused or could not be reached. What was done by then is remembered.
        """
        with self._calendar.opened():
            listed = self._calendar.listed()
            if listed is None:
                self._calendar.make(name)
                self._known.clear()
                listed = {}
            digests = {one: self._digest(content) for one, content in wanted.items()}
            for one, digest in digests.items():
                self._known[one] = attrs.evolve(self._known.get(one, Known()), trying=digest)
            # Before anything is sent: if this run is broken off, the next knows its own writing again.
            self._save()
            try:
                for one, content in sorted(wanted.items()):
                    self._put(one, content, digests[one], listed.get(one))
                for one in sorted(set(self._known) - set(wanted)):
                    self._take_away(one, listed.get(one))
            finally:
                self._save()
        return Synced(**{name: tuple(found) for name, found in self._done.items()})

    def _put(self, name: str, content: bytes, digest: str, etag: str | None) -> None:
        known = self._known[name]
        if etag is None:
            if known.etag and not self._ours_wins:
                self._conflict(name, content, "was removed there by somebody")
            else:
                self._write(name, content, digest, None)
        elif etag == known.etag:
            if digest == known.digest:
                self._note(name, etag, digest, "unchanged")
            else:
                self._write(name, content, digest, etag)
        else:
            self._compare(name, content, digest)

    def _compare(self, name: str, content: bytes, digest: str, *, again: bool = True) -> None:
        """What is there has another ETag than we know: see whether it says what we wrote."""
        found = self._calendar.read(name)
        known = self._known[name]
        there = self._digest(found.body) if found.etag else ""
        if found.etag is None or found.status != 200:
            self._conflict(name, content, "was removed there by somebody")
        elif there == digest:
            self._note(name, found.etag, digest, "unchanged")
        elif again and (there in (known.digest, known.trying) or self._ours_wins):
            self._write(name, content, digest, found.etag, again=False)
        else:
            self._conflict(name, content, "was changed there by somebody, or is theirs")

    def _write(self, name: str, content: bytes, digest: str, replaces: str | None, *, again: bool = True) -> None:
        answer = self._calendar.write(name, content, replaces=replaces)
        if answer.status == 412:
            # Somebody was quicker, or our own writing came through and its answer got lost.
            self._compare(name, content, digest, again=again)
            return
        self._note(name, answer.etag or self._etag_after(name, answer), digest, "updated" if replaces else "created")

    def _etag_after(self, name: str, written: Answer) -> str:
        """The ETag of what a server wrote in its own way, for which it gave none."""
        del written
        found = self._calendar.read(name)
        if found.etag is None:
            raise CalDavError(self._calendar.address, "gives no ETags", "this server cannot be published to safely")
        return found.etag

    def _take_away(self, name: str, etag: str | None) -> None:
        known = self._known[name]
        if etag is not None and (etag != known.etag or not known.etag):
            found = self._calendar.read(name)
            ours = self._digest(found.body) in (known.digest, known.trying) or self._ours_wins
            if found.status == 200 and not (ours and found.etag):
                self._conflict(name, found.body, "was changed there by somebody, and would have been removed")
                return
            etag = found.etag if found.status == 200 else None
        if etag is not None and self._calendar.remove(name, etag=etag).status == 412:
            self._conflict(name, b"", "was changed there just now, and would have been removed")
            return
        del self._known[name]
        self._done["removed"].append(name)

    def _note(self, name: str, etag: str, digest: str, what: str) -> None:
        self._known[name] = Known(etag=etag, digest=digest, trying=digest)
        self._done[what].append(name)

    def _conflict(self, name: str, content: bytes, problem: str) -> None:
        title = next((line[8:] for line in content.splitlines() if line.startswith(b"SUMMARY:")), b"")
        said = f" ({title.decode(errors='replace')[:60]})" if title else ""
        self._done["conflicts"].append(f"{name}{said} {problem}")
