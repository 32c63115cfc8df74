"""Invitations through a CalDAV server that delivers them (RFC 6638), such as Cyrus: no mail is sent and none is read.

An invitation is an event in a calendar of the organiser. The server puts it into the calendar of whoever is asked,
notes their answer in the organiser's event, asks again when it is moved, and tells them when it is removed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs
from icalendar import Calendar
from icalendar.cal import Component

from volsched.publishing.itip import PARTICIPATIONS, Heard, Invitation, Participation
from volsched_caldav.memory import Known
from volsched_caldav.resources import digest_of, resource_name
from volsched_caldav.server import RemoteCalendar
from volsched_caldav.syncing import Synced, Syncing

_METHOD = b"METHOD:REQUEST\r\n"
_MAILTO = "mailto:"


class InvitationDesk:
    """The invitations in one calendar of the organiser.

    desk = InvitationDesk(calendar, memory.of(calendar.address), save=memory.save)
    for heard in desk.answers(invitations.values(), now=now): ...   # Invitation.hear(heard)
    desk.bring_to(invitations.values())
    """

    def __init__(self, calendar: RemoteCalendar, known: dict[str, Known], *, save: Callable[[], None]) -> None:
        """Take the calendar, and what is known of it (see Memory)."""
        self._calendar = calendar
        self._known = known
        self._save = save

    def answers(self, invitations: Iterable[Invitation], *, now: dt.datetime) -> Iterator[Heard]:
        """What those who were asked have answered since, as far as it is new.

        Raises:
            CalDavError: the server refused or could not be reached.
        """
        with self._calendar.opened():
            for invitation in invitations:
                name = resource_name(uid_of(invitation))
                if invitation.is_cancelled or name not in self._known:
                    continue
                found = self._calendar.read(name)
                heard = _heard(found.body, invitation, now) if found.status == 200 else None
                if heard is not None and heard.answer != invitation.answer:
                    yield heard

    def bring_to(self, invitations: Iterable[Invitation], *, name: str = "") -> Synced:
        """Ask, ask again and take back: the calendar then holds these invitations, without those that are cancelled.

        Read the answers first, so that none is written over. The server tells whoever is concerned.

        Raises:
            CalDavError: the server refused or could not be reached. What was done by then is remembered.
        """
        wanted: Mapping[str, bytes] = {
            resource_name(uid_of(one)): _resource(one) for one in invitations if not one.is_cancelled
        }
        run = Syncing(self._calendar, self._known, save=self._save, digest=_digest)
        return run.bring_to(wanted, name=name)


def uid_of(invitation: Invitation) -> str:
    """The UID of an invitation on a server: one for each person.

    People who serve together are asked one by one, and none should read who else is; an event on a server has one UID
    and all of its attendees.
    """
    digest = hashlib.sha256(f"invitation\0{invitation.name}".encode()).hexdigest()
    return f"{digest[:32]}@{invitation.view.uid.rpartition('@')[2]}"


def _resource(invitation: Invitation) -> bytes:
    """The invitation as its event lies in the calendar: a METHOD belongs to messages alone."""
    view = attrs.evolve(invitation.view, uid=uid_of(invitation))
    return attrs.evolve(invitation, view=view).request().to_ics().replace(_METHOD, b"", 1)


def _digest(content: bytes) -> str:
    """What an invitation says, without what the server notes in it: who has answered what."""
    return digest_of(content, answers=False)


def _heard(content: bytes, invitation: Invitation, now: dt.datetime) -> Heard | None:
    try:
        events = Calendar.from_ical(content).walk("VEVENT")
    except ValueError:
        return None
    for event in events:
        answer = _answer(event, invitation.attendee)
        if answer is not None:
            return Heard(
                method="REPLY",
                uid=invitation.view.uid,
                attendee=invitation.attendee,
                answer=answer,
                sequence=int(event.get("SEQUENCE", 0)),
                stamp=now,
            )
    return None


def _answer(event: Component, attendee: str) -> Participation | None:
    found = event.get("ATTENDEE", [])
    for one in found if isinstance(found, list) else [found]:
        address = str(one).strip()
        if address.casefold() == f"{_MAILTO}{attendee}".casefold():
            said = str(one.params.get("PARTSTAT", "NEEDS-ACTION")).upper()
            return next((known for known in PARTICIPATIONS if known == said), None)
    return None
