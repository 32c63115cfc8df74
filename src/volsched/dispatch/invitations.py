"""Invitations between runs: whom to ask after a publication, and what the answers in a mailbox change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from attrs import frozen

from volsched.dispatch.posting import not_before, urgency_of, zone_of
from volsched.errors import Conflict, UnknownName, VolschedError
from volsched.model import Programme, Span
from volsched.model.people import is_mail_address
from volsched.notices.message import Message
from volsched.notices.outbox import Envelope, envelope_key
from volsched.notices.replies import Answer, Reply
from volsched.planning import Plan
from volsched.publishing import edition_of
from volsched.publishing.inviting import Invited, invitation_body, invitation_of, invite
from volsched.publishing.itip import Heard, Invitation, ItipMessage, Outcome
from volsched.storage.calendars import remembered
from volsched.storage.protocol import Change, Look, Store

INVITATION, PROPOSAL = "invitation", "proposal"
ProposalState = Literal["open", "accepted", "declined"]
_ANSWERS: dict[str, Answer] = {"ACCEPTED": "confirmed", "DECLINED": "declined"}
Settled = Literal["confirmed", "declined", "maybe", "proposed", "came back", "passed over"]


@frozen(kw_only=True)
class Settlement:
    """What one answer came to: who said what to which occurrence, and why it was passed over if it was."""

    attendee: str
    settled: Settled
    person: str = ""
    occurrence: str = ""
    problem: str = ""


def due_invitations(store: Store, plan: Plan, *, organiser: str, now: dt.datetime) -> Invited:
    """Whom a published plan asks, asks again, or tells that nothing comes of it; nothing is remembered yet."""
    with store.look() as look:
        former = {item.name: item for item in _kept(look)}
        edition = edition_of(plan, remembered(look).revisions, now=now)
    return invite(edition, former, organiser=organiser, now=now)


def keep_invitations(store: Store, invited: Invited, *, now: dt.datetime, who: str) -> None:
    """Remember how the invitations stand, once their messages have been handed over in some other way."""
    with store.change(who=who, why="invitations", at=now) as change:
        _keep(change, invited)


def queue_invitations(
    store: Store,
    programme: Programme,
    invited: Invited,
    *,
    render: Callable[[ItipMessage], Message],
    channel: str,
    now: dt.datetime,
    who: str,
) -> int:
    """Put the messages into the outbox, and remember how the invitations stand, in one change; how many were new.

    An older message of the same invitation that has not been tried is taken back; what nobody was asked needs no
    cancelling.
    """
    messages = [(message, render(message)) for message in invited.messages]
    queued = 0
    with store.change(who=who, why="invitations", at=now) as change:
        _keep(change, invited)
        for message, words in messages:
            topic = f"{INVITATION}/{message.invitation.name}/"
            withdrawn = change.withdraw(topic)
            never_asked = withdrawn and not change.posted(topic=topic)
            if message.method != "CANCEL" or not never_asked:
                queued += change.enqueue([_envelope(programme, message, words, topic, channel=channel, now=now)])
    return queued


def _envelope(
    programme: Programme, message: ItipMessage, words: Message, topic: str, *, channel: str, now: dt.datetime
) -> Envelope:
    span, rules = message.invitation.view.span, programme.notices
    zone_name = zone_of(programme, words.person)
    return Envelope(
        key=envelope_key(words.person, channel, f"{INVITATION}/{words.key}"),
        person=words.person,
        channel=channel,
        message=words,
        not_before=not_before(rules, now, max(span.start, now), zone_name, digest=False),
        deadline=span.end,
        urgency=urgency_of(rules, now, span.start),
        topic=topic,
    )


def _keep(change: Change, invited: Invited) -> None:
    for name, item in invited.invitations.items():
        change.put(INVITATION, name, invitation_body(item))
    for record in change.every(INVITATION):
        if record.key not in invited.invitations:
            change.remove(INVITATION, record.key)
            change.remove(PROPOSAL, record.key)


@frozen(kw_only=True)
class Proposed:
    """Another time that somebody proposed for what they were asked to, and what became of it."""

    invitation: Invitation
    span: Span
    comment: str = ""
    state: ProposalState = "open"


def proposals(look: Look) -> tuple[Proposed, ...]:
    """The proposals that nobody has decided on, by who made them."""
    known = {item.name: item for item in _kept(look)}
    found = [(known.get(record.key), record.body) for record in look.every(PROPOSAL)]
    return tuple(
        _proposed(item, body)
        for item, body in found
        if item is not None and body.get("state") == "open" and body.get("sequence") == item.revision.sequence
    )


def proposal_of(look: Look, person: str, occurrence: str) -> Proposed:
    """The open proposal of one person for one occurrence.

    Raises:
        UnknownName: there is none.
    """
    found = proposals(look)
    for item in found:
        if (item.invitation.person, item.invitation.view.key) == (person, occurrence):
            return item
    names = [f"{item.invitation.person} {item.invitation.view.key}" for item in found]
    raise UnknownName("open proposal", f"{person} {occurrence}", names)


def decide(
    store: Store,
    proposed: Proposed,
    state: ProposalState,
    *,
    now: dt.datetime,
    who: str,
    answer: Callable[[ItipMessage], Message] | None = None,
    programme: Programme | None = None,
    channel: str = "",
) -> None:
    """Note down what becomes of a proposal; with `answer` the one who made it is told that the old time stays."""
    own = proposed.invitation
    with store.change(who=who, why=f"proposal {state}", at=now) as change:
        record = change.get(PROPOSAL, own.name)
        if record is None or record.body.get("state") != "open":
            raise Conflict("proposal", own.name, "has been decided on already", "see `volsched invitations proposals`")
        change.put(PROPOSAL, own.name, {**record.body, "state": state}, expect=record.version)
        if answer is not None and programme is not None:
            message = ItipMessage(method="DECLINECOUNTER", invitation=own)
            topic = f"{INVITATION}/{own.name}/"
            change.enqueue([_envelope(programme, message, answer(message), topic, channel=channel, now=now)])


def _proposed(invitation: Invitation, body: Mapping[str, Any]) -> Proposed:
    moment = dt.datetime.fromisoformat
    span = Span(moment(body["start"]), moment(body["end"]))
    return Proposed(invitation=invitation, span=span, comment=str(body.get("comment", "")))


def _note_proposal(change: Change, invitation: Invitation, heard: Heard) -> None:
    """Remember what was proposed, unless it was decided on already: a mailbox is read again and again."""
    record = change.get(PROPOSAL, invitation.name)
    if heard.span is None or (record is not None and str(record.body.get("stamp", "")) >= heard.stamp.isoformat()):
        return
    change.put(
        PROPOSAL,
        invitation.name,
        {
            "state": "open",
            "start": heard.span.start.isoformat(),
            "end": heard.span.end.isoformat(),
            "stamp": heard.stamp.isoformat(),
            "sequence": invitation.revision.sequence,
            "comment": heard.comment,
        },
    )


def settle(
    store: Store,
    answers: Iterable[Heard],
    take: Callable[[Reply], object],
    *,
    now: dt.datetime,
    who: str,
) -> tuple[Settlement, ...]:
    """Take in answers: each to the invitation that it is about, and on to the duty or place.

    An answer that was read before changes nothing, so a mailbox can be read again and again.
    """
    return tuple(_settle(store, heard, take, now=now, who=who) for heard in answers)


def _settle(store: Store, heard: Heard, take: Callable[[Reply], object], *, now: dt.datetime, who: str) -> Settlement:
    with store.look() as look:
        found = [item for item in _kept(look) if item.view.uid == heard.uid and _is_from(item, heard)]
    if not found:
        return Settlement(attendee=heard.attendee, settled="passed over", problem="was never asked about this")
    invitation, outcome = found[0].hear(heard)
    said = Settlement(
        attendee=heard.attendee,
        settled="passed over",
        person=invitation.person,
        occurrence=invitation.view.key,
        problem=_WORDS.get(outcome, ""),
    )
    if outcome in ("strange", "old", "cancelled"):
        return said
    settled: Settled = "proposed" if outcome == "proposed" else "maybe"
    answer = _ANSWERS.get(invitation.answer)
    problem = ""
    if answer is not None and outcome == "taken":
        settled, note = answer, heard.comment
        try:
            person, key = invitation.person, invitation.view.key
            take(Reply(person=person, occurrence=key, answer=answer, at=now, way="mail", note=note))
        except (VolschedError, UnknownName) as error:
            return Settlement(
                attendee=said.attendee,
                settled="passed over",
                person=said.person,
                occurrence=said.occurrence,
                problem=str(error),
            )
    elif answer is not None and outcome == "known":
        settled = answer
    with store.change(who=who, why="answer by mail", at=now) as change:
        change.put(INVITATION, invitation.name, invitation_body(invitation))
        if outcome == "proposed":
            _note_proposal(change, invitation, heard)
    return Settlement(
        attendee=said.attendee, settled=settled, person=said.person, occurrence=said.occurrence, problem=problem
    )


_WORDS: dict[Outcome, str] = {
    "strange": "was never asked in this way",
    "old": "is about a former time, or older than what they said since",
    "cancelled": "is about something that was taken back",
}


def _kept(look: Look) -> tuple[Invitation, ...]:
    """Every invitation that is remembered, but for those of people who were erased: nobody can be told any more."""
    records = look.every(INVITATION)
    return tuple(invitation_of(item.body) for item in records if is_mail_address(str(item.body.get("attendee", ""))))


def _is_from(invitation: Invitation, heard: Heard) -> bool:
    return invitation.attendee.casefold() == heard.attendee.casefold()
