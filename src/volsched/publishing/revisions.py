"""What calendars have shown so far: the revision of every event, what has left a feed, and since when.

A revision is raised only for what people must know of (RFC 5546 2.1.4, and the place): when it is, whether it takes
place, and where. Another wording leaves it as it is. What leaves a feed stays in it for a while as cancelled, because
many calendars keep an event that is simply not there any more.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Span, Window
from volsched.model.occurrence import wall_key
from volsched.publishing.audience import EventView
from volsched.publishing.identity import Revision

KEEP_CANCELLED = dt.timedelta(days=30)
"""So long what was cancelled stays in calendars as cancelled."""
EVENTS, FEED = "revisions", "feed"
"""The kinds of record that a store keeps of it."""
_FORGET = dt.timedelta(days=400)
_GONE = "gone"
_OF_NOBODY = "-"


@frozen(kw_only=True)
class Shown:
    """One event as it was last shown: which revision, of what, and since when it is cancelled."""

    revision: Revision
    facts: str
    key: str
    span: Span
    zone: str
    all_day: bool = False
    since: dt.datetime | None = None


@frozen
class Left:
    """That an event has left one feed, or has come back: by how much that raised its revision there, and when.

    `last` is the event as it left: whatever becomes of it elsewhere is not told here any more.
    """

    raised: int
    stamp: dt.datetime
    last: Shown | None = None


Membership = Mapping[str, Left | None]
_EMPTY: Membership = MappingProxyType({})


@frozen(kw_only=True)
class Revisions:
    """All that was shown: events by name, and the names of those in each feed, with what has left it."""

    events: Mapping[str, Shown] = MappingProxyType({})
    feeds: Mapping[str, Membership] = MappingProxyType({})

    def of(self, feed: str, name: str) -> Revision | None:
        """The revision of an event in one feed; None for one that was never shown."""
        shown = self.events.get(name)
        if shown is None:
            return None
        left = self.feeds.get(feed, _EMPTY).get(name)
        if left is None:
            return shown.revision
        if left.last is not None:
            return left.last.revision
        stamp = left.stamp if shown.revision.sequence == 0 else max(shown.revision.stamp, left.stamp)
        return Revision(stamp, shown.revision.sequence + left.raised)

    def gone_from(self, feed: str, window: Window, now: dt.datetime) -> tuple[tuple[str, Shown], ...]:
        """What has left one feed and still stands in it as cancelled, by name."""
        reach = window.span
        found = []
        for name, left in self.feeds.get(feed, _EMPTY).items():
            if left is None or left.last is None or now >= left.stamp + KEEP_CANCELLED:
                continue
            if reach.holds(left.last.span.start):
                found.append((name, left.last))
        return tuple(sorted(found, key=lambda pair: pair[0]))

    def is_over(self, name: str, now: dt.datetime) -> bool:
        """Whether the event was cancelled so long ago that it need not be shown any more."""
        shown = self.events.get(name)
        return shown is not None and shown.since is not None and now >= shown.since + KEEP_CANCELLED

    def raised(
        self, feeds: Iterable[tuple[str, tuple[EventView, ...]]], *, window: Window, now: dt.datetime
    ) -> Revisions:
        """What has been shown once these feeds, each with its events, are published.

        An event that was never shown is stamped with the beginning of the window, every later revision with `now`.
        What lies outside the window is none of this publication's business.
        """
        now = now.astimezone(dt.UTC).replace(microsecond=0)
        there, opening = dict(feeds), Revision(window.span.start)
        events = dict(self.events)
        seen: set[str] = set()
        for views in there.values():
            for view in views:
                if view.name not in seen:
                    seen.add(view.name)
                    # What one occurrence of a known series newly has of its own is a change of that occurrence.
                    first = Revision(now, 1) if view.instead_of is not None and view.uid in self.events else opening
                    events[view.name] = _shown(view, events.get(view.name), first, now)
        for name, shown in self.events.items():
            if name not in seen and shown.facts != _GONE and window.span.holds(shown.span.start):
                events[name] = attrs.evolve(
                    shown, revision=_next(shown.revision, now), facts=_GONE, since=shown.since or now
                )
        memberships = {feed: self._members(feed, views, events, window, now) for feed, views in there.items()}
        old = now - _FORGET
        return Revisions(
            events={name: shown for name, shown in events.items() if name in seen or shown.span.end > old},
            feeds={**self.feeds, **memberships},
        )

    def _members(
        self, feed: str, views: Iterable[EventView], events: Mapping[str, Shown], window: Window, now: dt.datetime
    ) -> Membership:
        before = self.feeds.get(feed, _EMPTY)
        found: dict[str, Left | None] = {}
        for view in views:
            left = before.get(view.name)
            if left is not None and left.last is not None:
                # Back again: newer than it was when it left.
                newer = left.last.revision.sequence + 1 - events[view.name].revision.sequence
                left = Left(max(left.raised, newer), now)
            found[view.name] = left
        for name, left in before.items():
            shown = events.get(name)
            # One occurrence of a series that has nothing of its own any more is what the series says of it again.
            if name in found or shown is None or "#" in name:
                continue
            if left is not None and left.last is not None:
                if now < left.stamp + _FORGET:
                    found[name] = left
            elif window.span.holds(shown.span.start):
                # Where it changed for everybody, such as by being cancelled, its own revision is raised already.
                before_it = self.events[name].revision
                raised = (0 if left is None else left.raised) + (shown.revision == before_it)
                last = Revision(_next(before_it, now).stamp, shown.revision.sequence + raised)
                found[name] = Left(raised, now, attrs.evolve(shown, revision=last))
        return found

    def to_bodies(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Records to keep, as JSON values by kind and key: the events of each activity, and each feed."""
        events: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        for name, shown in sorted(self.events.items()):
            events[shown.key.partition("/")[0] or _OF_NOBODY][name] = _row(shown)
        bodies: dict[tuple[str, str], dict[str, Any]] = {(EVENTS, group): body for group, body in events.items()}
        for feed, members in self.feeds.items():
            bodies[FEED, feed] = {
                name: None
                if left is None
                else [left.raised, _text(left.stamp), None if left.last is None else _row(left.last)]
                for name, left in sorted(members.items())
            }
        return bodies

    @classmethod
    def of_bodies(cls, bodies: Mapping[tuple[str, str], Mapping[str, Any]]) -> Revisions:
        """What `to_bodies` gave.

        Raises:
            InvalidValue: a record is none of ours.
        """
        events: dict[str, Shown] = {}
        feeds: dict[str, Membership] = {}
        for (kind, key), body in bodies.items():
            try:
                if kind == EVENTS:
                    events.update({name: _shown_of(row) for name, row in body.items()})
                elif kind == FEED:
                    feeds[key] = {name: None if row is None else _left_of(row) for name, row in body.items()}
            except (TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
                problem = f"cannot be read: {type(error).__name__} {error}"
                raise InvalidValue(kind, key, "", problem, "take this record out of the store") from error
        return cls(events=events, feeds=feeds)


def facts_of(view: EventView) -> str:
    """What must be told anew when it changes: when, whether, where, and what a series leaves out."""
    parts = (
        view.span.start.isoformat(),
        view.span.end.isoformat(),
        view.zone,
        str(view.all_day),
        str(view.cancelled),
        view.face.place,
        view.rule,
        *(wall_key(wall) for wall in view.leaves_out),
    )
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]


def _shown(view: EventView, before: Shown | None, first: Revision, now: dt.datetime) -> Shown:
    facts = facts_of(view)
    if before is not None and before.facts == facts:
        return before
    since = None
    if view.cancelled:
        since = now if before is None or before.since is None else before.since
    return Shown(
        revision=first if before is None else _next(before.revision, now),
        facts=facts,
        key=view.key,
        span=view.span,
        zone=view.zone,
        all_day=view.all_day,
        since=since,
    )


def _next(revision: Revision, now: dt.datetime) -> Revision:
    """The revision after this one. No later stamp goes back, whatever the clock does; the first is of the window."""
    return Revision(now if revision.sequence == 0 else max(now, revision.stamp), revision.sequence + 1)


def _text(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat()}Z"


def _row(shown: Shown) -> list[Any]:
    return [
        shown.revision.sequence,
        _text(shown.revision.stamp),
        shown.facts,
        shown.key,
        _text(shown.span.start),
        _text(shown.span.end),
        shown.zone,
        int(shown.all_day),
        None if shown.since is None else _text(shown.since),
    ]


def _shown_of(row: Any) -> Shown:
    sequence, stamp, facts, key, start, end, zone, all_day, since = row
    moment = dt.datetime.fromisoformat
    return Shown(
        revision=Revision(moment(stamp), int(sequence)),
        facts=str(facts),
        key=str(key),
        span=Span(moment(start), moment(end)),
        zone=str(zone),
        all_day=bool(all_day),
        since=None if since is None else moment(since),
    )


def _left_of(row: Any) -> Left:
    raised, stamp, last = row
    return Left(int(raised), dt.datetime.fromisoformat(stamp), None if last is None else _shown_of(last))
