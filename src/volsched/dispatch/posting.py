"""From a message to envelopes: by which channels it goes, when at the earliest, and until when it makes sense."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from volsched.model import NoticeRules, Programme
from volsched.notices.message import Message
from volsched.notices.notice import Entry
from volsched.notices.outbox import Envelope, Urgency, envelope_key
from volsched.publishing.state import Commitment

Links = Callable[[str, str, str], str]
"""A link by which a person can answer: person, what it is about, and purpose ("duty", "cover", "message", "offer")."""


def no_link(_person: str, _occurrence: str, _purpose: str) -> str:
    """No link: people answer by mail, or call."""
    return ""


def zone_of(programme: Programme, person: str) -> str:
    """The clock that a person lives by."""
    return getattr(programme.person(person), "zone", None) or programme.zone


def entry_of(item: Commitment) -> Entry:
    """A commitment as an entry of a message."""
    return Entry(
        kind=item.kind,
        activity=item.activity,
        occurrence=item.occurrence,
        span=item.span,
        all_day=item.all_day,
        venue=item.venue,
        role=item.roles[0] if item.roles else None,
    )


def loud_for(programme: Programme) -> Callable[[Envelope, dt.datetime], dt.datetime]:
    """Says for an envelope until when its reader rests; for people who are no longer there, at once."""
    quiet = programme.notices.quiet_hours

    def loud(envelope: Envelope, moment: dt.datetime) -> dt.datetime:
        if quiet is None or envelope.person not in programme.person_by_id:
            return moment
        return quiet.next_loud(moment, zone_of(programme, envelope.person))

    return loud


def urgency_of(rules: NoticeRules, now: dt.datetime, nearest: dt.datetime | None) -> Urgency:
    """Whether what a message tells of is so near that it passes quiet hours."""
    return "safety" if nearest is not None and nearest - now <= rules.urgent_within else "info"


def not_before(
    rules: NoticeRules, now: dt.datetime, nearest: dt.datetime | None, zone_name: str, *, digest: bool = True
) -> dt.datetime:
    """When a message may go out: at once where what it tells of is near, else in the digest and after quiet hours."""
    if nearest is not None and nearest - now <= rules.urgent_within:
        return now
    moment = now
    if digest and rules.digest is not None:
        told = rules.digest.next_after(now, zone_name)
        moment = told if nearest is None or nearest - told > rules.urgent_within else now
    if rules.quiet_hours is not None:
        loud = rules.quiet_hours.next_loud(moment, zone_name)
        # What would begin before anybody may be disturbed is told at once.
        moment = loud if nearest is None or loud < nearest else now
    return moment


def envelope(
    message: Message,
    rules: NoticeRules,
    *,
    fact: str,
    topic: str,
    start: dt.datetime,
    deadline: dt.datetime | None = None,
    urgency: Urgency = "info",
) -> Envelope:
    """The envelope for the first of the channels; the others follow where that one does not reach the person."""
    first, *then = rules.channels
    return Envelope(
        key=envelope_key(message.person, first, fact),
        person=message.person,
        channel=first,
        then=tuple(then),
        message=message,
        not_before=start,
        deadline=deadline,
        urgency=urgency,
        topic=topic,
    )
