"""Invitations: asking one person to one event, and what they answer, as objects with their states (RFC 5546).

An invitation goes through few states: asked, answered, asked again because it moved, cancelled. Every step returns a
new invitation; the messages that go with it are made of it. Each person is asked by themselves: nobody reads who else
is asked.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Span
from volsched.model.people import is_mail_address
from volsched.model.text import one_line
from volsched.publishing.audience import EventView
from volsched.publishing.events import EventWriter
from volsched.publishing.identity import Revision
from volsched.publishing.lines import content_line, text_line
from volsched.publishing.revisions import facts_of
from volsched.publishing.timezones import vtimezone

Method = Literal["REQUEST", "CANCEL", "REPLY", "COUNTER", "DECLINECOUNTER"]
Participation = Literal["NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED"]
METHODS: tuple[Method, ...] = get_args(Method)
PARTICIPATIONS: tuple[Participation, ...] = get_args(Participation)
Outcome = Literal["taken", "proposed", "known", "old", "cancelled", "strange"]
"""The answer counts; another time is proposed; it said the same before; it is about a former time; there is nothing
to answer any more; it is from somebody else, or about something that was never asked."""
_PRODID = "-//volsched//volsched//EN"


@frozen(kw_only=True)
class Heard:
    """An answer as it came: by which method, about what, from whom. `sequence` is None where it named none.

    `span` is the time that a COUNTER proposes; `comment` is what they said, for the organiser alone.
    """

    method: Method
    uid: str
    attendee: str
    answer: Participation
    sequence: int | None
    stamp: dt.datetime
    span: Span | None = None
    comment: str = attrs.field(default="", repr=False)


@frozen(kw_only=True)
class ItipMessage:
    """One message about an invitation, as it stands in a mail or on a calendar server."""

    method: Method
    invitation: Invitation
    comment: str = ""

    @property
    def sender(self) -> str:
        """The mail address that it comes from."""
        own = self.invitation
        return own.attendee if self.method in ("REPLY", "COUNTER") else own.organiser

    @property
    def recipient(self) -> str:
        """The mail address that it goes to."""
        own = self.invitation
        return own.organiser if self.method in ("REPLY", "COUNTER") else own.attendee

    def to_ics(self) -> bytes:
        """The message as an iCalendar object with its METHOD."""
        own = self.invitation
        view = own.view
        years = view.span.start.year - 1, view.span.end.year + 1
        writer = EventWriter(lambda _uid: own.revision, *years)
        more = self._people() + (text_line("COMMENT", self.comment) if self.comment else b"")
        return b"".join(
            (
                b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
                text_line("PRODID", _PRODID),
                content_line("CALSCALE", "GREGORIAN"),
                content_line("METHOD", self.method),
                b"" if view.all_day else vtimezone(view.zone, *years),
                writer.write(view, None, more),
                b"END:VCALENDAR\r\n",
            )
        )

    def _people(self) -> bytes:
        own = self.invitation
        asked = {"CN": own.attendee_name or own.attendee, "ROLE": "REQ-PARTICIPANT", "PARTSTAT": own.answer}
        if self.method == "REQUEST":
            asked["RSVP"] = "TRUE"
        asking = content_line("ORGANIZER", f"mailto:{own.organiser}", {"CN": own.organiser_name or own.organiser})
        return asking + content_line("ATTENDEE", f"mailto:{own.attendee}", asked)


@frozen(kw_only=True)
class Invitation:
    """That one person is asked to one event, in which revision of it, and what they said.

    `view` is the event as that person sees it, so nothing is in an invitation that is not in their calendar.
    """

    person: str
    organiser: str
    organiser_name: str = ""
    attendee: str
    attendee_name: str = ""
    view: EventView
    revision: Revision
    answer: Participation = "NEEDS-ACTION"
    answered: dt.datetime | None = None

    def __attrs_post_init__(self) -> None:
        for field in ("organiser", "attendee"):
            address = getattr(self, field)
            if not is_mail_address(address):
                problem = f"'{address[:60]}' is not one mail address"
                raise InvalidValue("invitation", self.view.uid, field, problem, "write it as name@host.example")
        if self.answer not in PARTICIPATIONS:
            problem = f"'{self.answer}' is not known"
            raise InvalidValue("invitation", self.view.uid, "answer", problem, f"write {', '.join(PARTICIPATIONS)}")

    @property
    def name(self) -> str:
        """What it is known by: the person and the UID."""
        return f"{self.person}/{self.view.uid}"

    @property
    def is_cancelled(self) -> bool:
        """Whether it was taken back."""
        return self.view.cancelled

    def request(self) -> ItipMessage:
        """Ask, or ask again after a change."""
        if self.is_cancelled:
            raise InvalidValue("invitation", self.name, "", "is cancelled", "make a new one")
        return ItipMessage(method="REQUEST", invitation=self)

    def cancel(self) -> ItipMessage:
        """Tell that it was taken back."""
        if not self.is_cancelled:
            raise InvalidValue("invitation", self.name, "", "is not cancelled", "take it back first: taken_back()")
        return ItipMessage(method="CANCEL", invitation=self)

    def refuse(self, proposal: Heard) -> ItipMessage:
        """Tell that a proposed time cannot be, and that the old one stands."""
        if proposal.method != "COUNTER" or proposal.uid != self.view.uid:
            raise InvalidValue("invitation", self.name, "", "nothing was proposed for it", "answer the proposal itself")
        return ItipMessage(method="DECLINECOUNTER", invitation=self)

    def changed(self, view: EventView, revision: Revision) -> Invitation:
        """The same for the event as it is now. What they said holds on where they need not be asked again."""
        if facts_of(view) == facts_of(self.view):
            return attrs.evolve(self, view=view)
        if revision.sequence <= self.revision.sequence:
            revision = Revision(revision.stamp, self.revision.sequence + 1)
        return attrs.evolve(self, view=view, revision=revision, answer="NEEDS-ACTION", answered=None)

    def taken_back(self, now: dt.datetime, revision: Revision | None = None) -> Invitation:
        """The same, cancelled."""
        if self.is_cancelled:
            return self
        raised = Revision(now.astimezone(dt.UTC).replace(microsecond=0), self.revision.sequence + 1)
        if revision is not None and revision.sequence > self.revision.sequence:
            raised = revision
        return attrs.evolve(self, view=attrs.evolve(self.view, cancelled=True, rule="", leaves_out=()), revision=raised)

    def hear(self, heard: Heard) -> tuple[Invitation, Outcome]:
        """Take in an answer: the invitation after it, and what it came to.

        Of two answers to one revision the later counts, by when they were written and not by when they came
        (RFC 5546 2.1.5); an answer to a former time is none to this one.
        """
        passed_over = self._passed_over(heard)
        if passed_over is not None:
            return self, passed_over
        if heard.method == "COUNTER":
            return attrs.evolve(self, answered=heard.stamp), "proposed"
        outcome: Outcome = "known" if heard.answer == self.answer else "taken"
        return attrs.evolve(self, answer=heard.answer, answered=heard.stamp), outcome

    def _passed_over(self, heard: Heard) -> Outcome | None:
        """Why an answer is none to this invitation as it stands; None where it is one."""
        current, named = self.revision, heard.sequence
        theirs = heard.uid == self.view.uid and heard.attendee.casefold() == self.attendee.casefold()
        if not theirs or heard.method not in ("REPLY", "COUNTER") or (named or 0) > current.sequence:
            return "strange"
        if self.is_cancelled:
            return "cancelled"
        # Some programs leave the number out; then the clock says which time it is about.
        by_clock = current.sequence > 0 and heard.stamp < current.stamp
        former = by_clock if named is None else named < current.sequence
        if former or (self.answered is not None and heard.stamp < self.answered):
            return "old"
        return None

    # What the one who is asked sends: the other side of the same object, for clients and for tests of servers.

    def reply(self, answer: Participation, now: dt.datetime, comment: str = "") -> ItipMessage:
        """The answer of the one who is asked."""
        own = attrs.evolve(self, answer=answer, revision=Revision(_whole(now), self.revision.sequence))
        return ItipMessage(method="REPLY", invitation=own, comment=comment)

    def counter(self, span: Span, now: dt.datetime, comment: str = "") -> ItipMessage:
        """Another time, proposed by the one who is asked."""
        view = attrs.evolve(self.view, span=span)
        revision = Revision(_whole(now), self.revision.sequence)
        own = attrs.evolve(self, view=view, answer="TENTATIVE", revision=revision)
        return ItipMessage(method="COUNTER", invitation=own, comment=one_line(comment))


def _whole(now: dt.datetime) -> dt.datetime:
    return now.astimezone(dt.UTC).replace(microsecond=0)
