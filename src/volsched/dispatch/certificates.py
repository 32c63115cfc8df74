"""People are told before a certificate of theirs ends; who plans is told by the check of the plan."""

from __future__ import annotations

import datetime as dt
import hashlib

from volsched.booking import Ending, endings
from volsched.dispatch.posting import envelope, not_before, zone_of
from volsched.model import Programme
from volsched.model.wording import day_in_words
from volsched.model.zones import zone
from volsched.notices.message import Message
from volsched.notices.outbox import Envelope
from volsched.notices.parts import Parts, short
from volsched.notices.phrases import say
from volsched.planning import Plan
from volsched.storage.protocol import Change

TOPIC = "certificate/"
_MORNING = dt.time(9)


def queue_endings(change: Change, plan: Plan, *, now: dt.datetime) -> int:
    """Queue a message for each certificate that ends, for the day on which it is to be told; how many are new.

    What was queued before and no longer holds, because somebody renewed it meanwhile, is taken back.
    """
    programme = plan.programme
    if not programme.notices.channels:
        return 0
    today = now.astimezone(zone(programme.zone)).date()
    last = max(today, plan.window.end) + dt.timedelta(days=366)
    found = [_told(programme, item, now) for item in endings(programme, plan.certificates, today, last)]
    change.withdraw(TOPIC, keep=[item.key for item in found])
    return change.enqueue(found)


def _told(programme: Programme, ending: Ending, now: dt.datetime) -> Envelope:
    clock = zone_of(programme, ending.person)
    tell = max(now, dt.datetime.combine(ending.tell_on, _MORNING, zone(clock)))
    after = dt.datetime.combine(ending.until + dt.timedelta(days=1), dt.time(), zone(clock))
    return envelope(
        _message(programme, ending),
        programme.notices,
        fact=f"certificate/{ending.skill}/{ending.until}",
        topic=f"{TOPIC}{ending.person}/{ending.skill}/",
        start=not_before(programme.notices, tell, None, clock, digest=False),
        deadline=after,
    )


def _message(programme: Programme, ending: Ending) -> Message:
    person = programme.person(ending.person)
    language = person.language or programme.language
    parts, own = Parts(programme, language, person.id), programme.notices.texts
    named = {"skill": parts.role(ending.skill), "day": day_in_words(ending.until, language)}
    lines = [say("certificate_opening", language, own, name=parts.name(person.id), **named)]
    if ending.renewed_by is not None:
        lines.append(say("certificate_renew", language, own, title=parts.title(ending.renewed_by)))
    organiser = parts.organiser()
    lines += ["", say("closing", language, own, organiser=organiser), organiser]
    fact = f"{programme.id}\n{person.id}\n{ending.skill}\n{ending.until}\n{ending.renewed_by}"
    return Message(
        key=hashlib.sha256(fact.encode()).hexdigest(),
        person=person.id,
        name=parts.name(person.id),
        language=language,
        email=person.email,
        phone=person.phone,
        subject=short(say("certificate_subject", language, own, **named)),
        body="\n".join(lines) + "\n",
    )
