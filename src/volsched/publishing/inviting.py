"""Whom an edition asks, whom it asks again, and whom it tells that nothing comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Span
from volsched.planning import Plan
from volsched.publishing.audience import EventView, Face
from volsched.publishing.edition import Edition, views_of
from volsched.publishing.identity import Revision
from volsched.publishing.itip import Invitation, ItipMessage

NOBODY: Mapping[str, Invitation] = MappingProxyType({})


@frozen(kw_only=True)
class Invited:
    """The invitations as they stand now, by name, and the messages that bring people there."""

    invitations: Mapping[str, Invitation]
    messages: tuple[ItipMessage, ...] = ()


def invite(plan: Plan, former: Mapping[str, Invitation] = NOBODY, *, organiser: str, now: dt.datetime) -> Invited:
    """Ask everybody with a mail address to what they serve in or have a place in.

    Who was asked and need not be asked again hears nothing; what moved is asked again; what is no more is taken back.
    What is over is forgotten. `organiser` is the mail address that asks and takes the answers.
    """
    standing: dict[str, Invitation] = {}
    messages: list[ItipMessage] = []
    for invitation in _asked(plan, organiser, now):
        before = former.get(invitation.name)
        if before is None or before.is_cancelled:
            if before is not None and invitation.revision.sequence <= before.revision.sequence:
                again = Revision(invitation.revision.stamp, before.revision.sequence + 1)
                invitation = attrs.evolve(invitation, revision=again)  # noqa: PLW2901 - the same, asked anew
            standing[invitation.name] = invitation
            messages.append(invitation.request())
            continue
        after = before.changed(invitation.view, invitation.revision)
        standing[after.name] = after
        if after.revision != before.revision:
            messages.append(after.request())
    for name, before in former.items():
        if name not in standing and before.view.span.end > now:
            revision = (
                plan.revisions.of(f"person/{before.person}", before.view.uid) if isinstance(plan, Edition) else None
            )
            after = standing[name] = before.taken_back(now, revision)
            if not before.is_cancelled:
                messages.append(after.cancel())
    return Invited(invitations=standing, messages=tuple(messages))


def _asked(plan: Plan, organiser: str, now: dt.datetime) -> Iterator[Invitation]:
    programme, views = plan.programme, views_of(plan)
    opening = Revision(plan.window.span.start)
    for person in sorted(programme.people, key=lambda one: one.id):
        if not person.email:
            continue
        language = person.language or programme.language
        duties = {shift.id for _, shift in plan.duties_of(person.id)}
        for view in views.of("person", person.id):
            if view.cancelled or view.span.end <= now or not (view.alone or view.key in duties):
                continue
            known = plan.revision(f"person/{person.id}", view) if isinstance(plan, Edition) else None
            yield Invitation(
                person=person.id,
                organiser=organiser,
                organiser_name=programme.name.in_language(language),
                attendee=person.email,
                attendee_name=person.name.in_language(language),
                view=view,
                revision=known or opening,
            )


def invitation_body(invitation: Invitation) -> dict[str, Any]:
    """An invitation as JSON values, such as a store keeps."""
    view, face = invitation.view, invitation.view.face
    moments = {"start": view.span.start, "end": view.span.end, "stamp": invitation.revision.stamp}
    return {
        **{name: getattr(invitation, name) for name in _TEXTS},
        **{name: moment.isoformat() for name, moment in moments.items()},
        "answered": None if invitation.answered is None else invitation.answered.isoformat(),
        "sequence": invitation.revision.sequence,
        "view": {name: getattr(view, name) for name in _VIEW},
        "face": attrs.asdict(face),
    }


def invitation_of(body: Mapping[str, Any]) -> Invitation:
    """The invitation of such a body.

    Raises:
        InvalidValue: it is none.
    """
    moment = dt.datetime.fromisoformat
    try:
        view = EventView(
            **{name: body["view"][name] for name in _VIEW},
            face=Face(**body["face"]),
            span=Span(moment(body["start"]), moment(body["end"])),
        )
        return Invitation(
            **{name: body[name] for name in _TEXTS},
            answered=None if body["answered"] is None else moment(body["answered"]),
            revision=Revision(moment(body["stamp"]), int(body["sequence"])),
            view=view,
        )
    except (KeyError, TypeError, ValueError) as error:
        problem = f"cannot be read: {type(error).__name__} {error}"
        raise InvalidValue("invitation", "", "", problem, "take this record out of the store") from error


_TEXTS = ("person", "organiser", "organiser_name", "attendee", "attendee_name", "answer")
_VIEW = ("uid", "key", "zone", "all_day", "cancelled", "hours", "asked", "alone")
