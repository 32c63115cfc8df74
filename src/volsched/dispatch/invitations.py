"""Invitations between runs: whom to ask after a publication, and what the answers in a mailbox change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Literal

from attrs import frozen

from volsched.errors import UnknownName, VolschedError
from volsched.model.people import is_mail_address
from volsched.notices.replies import Answer, Reply
from volsched.planning import Plan
from volsched.publishing import edition_of
from volsched.publishing.inviting import Invited, invitation_body, invitation_of, invite
from volsched.publishing.itip import Heard, Invitation, Outcome
from volsched.storage.calendars import remembered
from volsched.storage.protocol import Look, Store

INVITATION = "invitation"
_ANSWERS: dict[str, Answer] = {"ACCEPTED": "confirmed", "DECLINED": "declined"}
Settled = Literal["confirmed", "declined", "maybe", "proposed", "passed over"]


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
    """Remember how the invitations stand, once their messages have gone out."""
    with store.change(who=who, why="invitations", at=now) as change:
        for name, item in invited.invitations.items():
            change.put(INVITATION, name, invitation_body(item))
        for record in change.every(INVITATION):
            if record.key not in invited.invitations:
                change.remove(INVITATION, record.key)


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
