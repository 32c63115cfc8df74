"""What time itself brings: reminders that are due, answers that did not come, people whom nothing reached."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

import attrs
from attrs import frozen

from volsched.dispatch.answers import Desk, covers
from volsched.dispatch.changes import ASKED, Render
from volsched.dispatch.posting import Links, envelope, no_link
from volsched.dispatch.reminders import queue_reminders
from volsched.model import Programme
from volsched.notices.message import Message
from volsched.notices.outbox import Posted
from volsched.notices.parts import short
from volsched.notices.phrases import say
from volsched.notices.replies import Expected
from volsched.notices.telling import worded
from volsched.publishing.state import PublishedState
from volsched.storage.protocol import Change
from volsched.storage.record import Json

REPORTED, DEAD = "reported", "dead"
_LAST_SHOWN = 50


@frozen(kw_only=True)
class Ticked:
    """What was done: reminders queued, people asked in turn, answers that did not come, people reported to call."""

    reminders: int = 0
    asked: int = 0
    silent: int = 0
    reported: int = 0


def tick(
    change: Change,
    programme: Programme,
    state: PublishedState,
    *,
    now: dt.datetime,
    links: Links = no_link,
    render: Render = worded,
) -> Ticked:
    """Do what is due now; doing it twice does nothing more."""
    rules = programme.notices
    if not rules.channels:
        return Ticked()
    desk = Desk(change=change, programme=programme, state=state, now=now, links=links)
    asked = _ask_on(desk)
    silent = _note_silence(desk)
    reported = _report_unreached(change, programme, now)
    return Ticked(
        reminders=queue_reminders(change, programme, desk.state, now, render=render),
        asked=asked,
        silent=silent,
        reported=reported,
    )


def _ask_on(desk: Desk) -> int:
    """Where one who was asked to step in has not answered in time, the next one is asked."""
    done = 0
    for cover in covers(desk.change):
        duty = desk.duty(cover.lost, cover.occurrence)
        if cover.state == "asking" and duty is None:
            # The duty itself is gone: nobody need step in any more.
            desk.change.withdraw(f"cover/{cover.occurrence}/{cover.lost}/")
            desk.change.remove("cover", cover.key)
        elif cover.state == "asking" and duty is not None and cover.until is not None and cover.until <= desk.now:
            desk.ask_next(cover, duty)
            done += 1
    return done


def _note_silence(desk: Desk) -> int:
    """Who has not said in time whether they come is named to those in charge, once."""
    done = 0
    for record in desk.change.every("reply"):
        expected = Expected.of_body(record.body)
        if expected.state != "asked" or expected.until is None or expected.until > desk.now:
            continue
        duty = desk.duty(expected.person, expected.occurrence)
        desk.change.put("reply", expected.key, attrs.evolve(expected, state="silent").to_body())
        if duty is not None and duty.span.start > desk.now:
            desk.tell_in_charge(duty, "silent", who=expected.person)
            done += 1
    return done


def _report_unreached(change: Change, programme: Programme, now: dt.datetime) -> int:
    """Messages that went out by no channel are reported to the coordinator, each once, before what they tell of."""
    coordinator = programme.notices.coordinator
    if coordinator is None:
        return 0
    record = change.get(REPORTED, DEAD)
    told: object = () if record is None else record.body["keys"]
    known = {str(key) for key in told} if isinstance(told, list) else set()
    if change.counted().get(DEAD, 0) == len(known):
        return 0
    dead = change.posted(states=("dead",))
    keys: Sequence[Json] = sorted(item.envelope.key for item in dead)
    change.put(REPORTED, DEAD, {"keys": keys})
    new = [item for item in dead if item.envelope.key not in known and item.envelope.person != coordinator]
    if not new:
        return 0
    message = _call_list(programme, coordinator, new)
    change.enqueue(
        [
            envelope(
                message,
                programme.notices,
                fact=f"unreachable/{message.key}",
                topic=f"unreachable/{coordinator}/",
                start=now,
                urgency="safety",
            )
        ]
    )
    return len(new)


def _call_list(programme: Programme, coordinator: str, items: Iterable[Posted]) -> Message:
    """Whom to call, with the number and the subject of what they did not get."""
    found = sorted(items, key=lambda item: (item.envelope.person, item.envelope.key))
    person = programme.person(coordinator)
    language = person.language or programme.language
    own = programme.notices.texts
    name = short(person.name.in_language(language))
    lines = [say("unreachable_opening", language, own, name=name), ""]
    for item in found[:_LAST_SHOWN]:
        message = item.envelope.message
        lines.append(f"· {short(message.name)}  {message.phone or '-'}  {short(message.subject)}")
    if len(found) > _LAST_SHOWN:
        lines.append(say("and_more", language, own, count=str(len(found) - _LAST_SHOWN)))
    key = hashlib.sha256("\n".join(sorted(item.envelope.key for item in found)).encode()).hexdigest()
    people = len({item.envelope.person for item in found})
    return Message(
        key=key,
        person=coordinator,
        name=name,
        language=language,
        email=person.email,
        phone=person.phone,
        subject=short(say("unreachable_subject", language, own, count=str(people))),
        body="\n".join(lines) + "\n",
    )


def forget_old(change: Change, before: dt.datetime) -> int:
    """Take out answers, searches for cover and reports of what is over for so long; how many."""
    done = 0
    for kind, field in (("reply", "until"), ("cover", "until"), ("telling", "at"), (ASKED, "at")):
        for record in change.every(kind):
            body = record.body
            moments = [dt.datetime.fromisoformat(str(body[name])) for name in {field, "at"} if body.get(name)]
            if moments and max(moments) < before:
                change.remove(kind, record.key)
                done += 1
    return done
