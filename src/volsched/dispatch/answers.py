"""Answers taken in, from wherever they come: who confirms, who cannot come, who steps in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

import attrs
from attrs import define, frozen

from volsched.dispatch.posting import Links, entry_of, envelope, no_link, not_before, urgency_of, zone_of
from volsched.dispatch.rosters import step_in
from volsched.dispatch.settling import Ground, keep_entry, settle, taken_over, tell_swap
from volsched.errors import InvalidValue, UnknownName
from volsched.model import Programme, Text
from volsched.notices.notice import Entry
from volsched.notices.parts import in_charge
from volsched.notices.replies import Expected, Reply, moment_text, reply_key, text_moment
from volsched.notices.telling import Telling, TellingItem, Tone, worded
from volsched.publishing.state import Commitment, PublishedState
from volsched.rostering import Swapped
from volsched.storage.protocol import Change, Look

COVER = "cover"
CoverState = Literal["asking", "filled", "open"]


@frozen(kw_only=True)
class Cover:
    """The search for somebody who steps in for one person: who was asked, who is next, and how it stands."""

    occurrence: str
    lost: str
    state: CoverState = "asking"
    asked: tuple[str, ...] = ()
    until: dt.datetime | None = None
    left: tuple[str, ...] = ()
    """Who can still be asked, the best first."""
    filled_by: str = ""
    offered: bool = False
    """Whether the seat is only offered: whoever has it still serves where nobody takes it."""

    @property
    def key(self) -> str:
        """Its name in a store."""
        return reply_key(self.occurrence, self.lost)

    @property
    def candidate(self) -> str | None:
        """Who is being asked now."""
        return self.asked[-1] if self.asked and self.state == "asking" else None

    def to_body(self) -> dict[str, Any]:
        """It as JSON values."""
        return {
            **attrs.asdict(self),
            "asked": list(self.asked),
            "left": list(self.left),
            "until": moment_text(self.until),
        }

    @classmethod
    def of_body(cls, body: Any) -> Cover:
        """It from what `to_body` wrote."""
        return cls(
            **{**body, "asked": tuple(body["asked"]), "left": tuple(body["left"]), "until": text_moment(body["until"])}
        )


def covers(look: Look, occurrence: str = "") -> tuple[Cover, ...]:
    """Every search, or those of one occurrence."""
    return tuple(Cover.of_body(item.body) for item in look.every(COVER, f"{occurrence}/" if occurrence else ""))


@frozen(kw_only=True)
class Answered:
    """What an answer led to: the answer as it is kept, the search for cover if there is one, and who was told."""

    expected: Expected
    cover: Cover | None = None
    told: tuple[str, ...] = ()
    refused: tuple[Text, ...] = ()
    """Why somebody who wants to step in may not, as the roster stands now."""


@define(kw_only=True)
class Desk:
    """Where answers are taken in and gaps are followed up, within one change of the store."""

    change: Change
    programme: Programme
    state: PublishedState
    now: dt.datetime
    links: Links = no_link
    ground: Ground | None = None
    """What is judged by where somebody steps in; without it they are taken at their word."""

    def duty(self, person: str, occurrence: str) -> Commitment | None:
        """What the person has to do there, as it was last published."""
        found = self.state.commitments.get(person, ())
        return next((item for item in found if item.occurrence == occurrence), None)

    def take(self, reply: Reply, candidates: Sequence[str] = ()) -> Answered:
        """One answer: to a question whether somebody comes, or whether they step in for another.

        `candidates` are those who could step in where somebody cannot come, the best first.
        """
        self.programme.person(reply.person)
        asked_in = next((one for one in covers(self.change, reply.occurrence) if reply.person in one.asked), None)
        duty = self.duty(reply.person, reply.occurrence)
        if asked_in is not None and duty is None:
            return self._to_cover(asked_in, reply)
        if duty is None:
            if reply.occurrence not in self.state.by_key:
                raise UnknownName("occurrence", reply.occurrence, self.state.by_key)
            cure = "look at the roster as it is now"
            raise InvalidValue("reply", reply.person, "occurrence", f"has nothing to do at {reply.occurrence}", cure)
        before = self.expected(reply.person, reply.occurrence)
        expected = self._kept(before.answered(reply))
        if reply.answer == "confirmed" or before.state == "declined":
            return Answered(expected=expected)
        if duty.kind != "duty":
            return Answered(expected=expected, told=self.tell_in_charge(duty, "declined", who=reply.person))
        cover = self.search(duty, candidates)
        return Answered(
            expected=expected,
            cover=cover,
            told=self.tell_in_charge(duty, "declined", who=reply.person, candidate=cover.candidate),
        )

    def expected(self, person: str, occurrence: str) -> Expected:
        """What is known of whether they come."""
        record = self.change.get("reply", reply_key(occurrence, person))
        return Expected(person=person, occurrence=occurrence) if record is None else Expected.of_body(record.body)

    def search(self, duty: Commitment, candidates: Sequence[str]) -> Cover:
        """Begin to look for somebody who steps in."""
        serving = {person for person, key, _ in self.state.duties if key == duty.occurrence}
        left = tuple(one for one in dict.fromkeys(candidates) if one not in serving)
        return self.ask_next(Cover(occurrence=duty.occurrence, lost=duty.person, left=left), duty)

    def ask_next(self, cover: Cover, duty: Commitment) -> Cover:
        """Ask the next one; where nobody is left, the coordinator is told that the seat stays open."""
        if not cover.left or duty.span.start <= self.now:
            done = self._keep(attrs.evolve(cover, state="open", until=None))
            if not cover.offered:
                self.tell_in_charge(duty, "open", who=cover.lost)
            return done
        person, *left = cover.left
        rules = self.programme.notices
        until = min(self.now + rules.reply_within, self.now + (duty.span.start - self.now) / 2)
        asked = attrs.evolve(cover, asked=(*cover.asked, person), left=tuple(left), until=until, state="asking")
        self._keep(asked)
        self._kept(Expected(person=person, occurrence=duty.occurrence, until=until))
        link = self.links(person, duty.occurrence, "cover")
        self._post(person, "cover", duty, fact=f"cover/{cover.key}", until=until, link=link)
        return asked

    def tell_in_charge(
        self, duty: Commitment, tone: Tone, *, who: str | None = None, candidate: str | None = None
    ) -> tuple[str, ...]:
        """Tell those who answer for the activity, and the coordinator."""
        people = [*in_charge(self.programme, duty.activity, duty.kind), self.programme.notices.coordinator]
        found = tuple(dict.fromkeys(person for person in people if person is not None and person != who))
        for person in found:
            fact = f"{tone}/{duty.occurrence}/{who}/{self.now.isoformat()}"
            self._post(person, tone, duty, fact=fact, who=who, candidate=candidate)
        return found

    def _to_cover(self, cover: Cover, reply: Reply) -> Answered:
        expected = self._kept(self.expected(reply.person, reply.occurrence).answered(reply))
        duty = self.duty(cover.lost, cover.occurrence)
        if cover.state == "filled" or duty is None:
            return Answered(expected=expected, cover=cover)
        if reply.answer == "declined":
            if cover.candidate == reply.person:
                cover = self.ask_next(cover, duty)
            return Answered(expected=expected, cover=cover)
        told: tuple[str, ...] = ()
        if self.ground is not None:
            found = self._judged(self.ground, cover, reply.person)
            if found.swap.violations:
                if cover.candidate == reply.person:
                    cover = self.ask_next(cover, duty)
                reasons = tuple(item.sentence for item in found.swap.violations)
                return Answered(expected=expected, cover=cover, refused=reasons)
            told = self.swapped(self.ground, found, sure=(reply.person,))
        else:
            step_in(self.change, cover.occurrence, cover.lost, reply.person)
            self._exchange(cover, reply.person)
            told = self.tell_in_charge(duty, "filled", who=cover.lost, candidate=reply.person)
        return Answered(expected=expected, cover=self.filled(cover, reply.person), told=told)

    def _judged(self, ground: Ground, cover: Cover, person: str) -> Swapped:
        return taken_over(self.change, ground, cover.occurrence, lost=cover.lost, by=person, now=self.now)

    def filled(self, cover: Cover, person: str) -> Cover:
        """The search is over: somebody has stepped in."""
        self.change.withdraw(f"cover/{cover.occurrence}/{cover.lost}/")
        return self._keep(attrs.evolve(cover, state="filled", until=None, filled_by=person))

    def swapped(self, ground: Ground, found: Swapped, *, sure: Sequence[str] = ()) -> tuple[str, ...]:
        """A swap that breaks no rule is done: the roster, the ledger, what is published, and who is told."""
        self.state = settle(self.change, self.state, ground, found.roster, found.entry.changes)
        keep_entry(self.change, found.entry)
        return tell_swap(
            self.change, self.programme, self.state, found.entry, now=self.now, links=self.links, sure=sure
        )

    def _exchange(self, cover: Cover, person: str) -> None:
        """The published state as it is from now on, so that reminders and lists are right at once."""
        duties = tuple(
            sorted(
                (person if (who, key) == (cover.lost, cover.occurrence) else who, key, roles)
                for who, key, roles in self.state.duties
            )
        )
        after = attrs.evolve(self.state, duties=duties)
        record = self.change.get("published", "plan")
        if record is not None:
            self.change.put("published", "plan", after.to_body(), expect=record.version)
        self.state = after

    def _post(
        self,
        person: str,
        tone: Tone,
        duty: Commitment,
        *,
        fact: str,
        who: str | None = None,
        candidate: str | None = None,
        until: dt.datetime | None = None,
        link: str = "",
    ) -> None:
        rules = self.programme.notices
        if not rules.channels:
            return
        entry: Entry = entry_of(duty)
        telling = Telling(
            person=person,
            tone=tone,
            items=(TellingItem(entry=entry),),
            fact=fact,
            who=who,
            candidate=candidate,
            count=1,
            until=until,
            link=link,
        )
        topic = f"{tone}/{duty.occurrence}/{who or duty.person}/"
        self.change.enqueue(
            [
                envelope(
                    worded(telling, self.programme),
                    rules,
                    fact=fact,
                    topic=topic,
                    start=not_before(rules, self.now, duty.span.start, zone_of(self.programme, person), digest=False),
                    deadline=duty.span.end,
                    urgency=urgency_of(rules, self.now, duty.span.start),
                )
            ]
        )

    def _kept(self, expected: Expected) -> Expected:
        self.change.put("reply", expected.key, expected.to_body())
        return expected

    def _keep(self, cover: Cover) -> Cover:
        self.change.put(COVER, cover.key, cover.to_body())
        return cover


def answer(
    change: Change,
    programme: Programme,
    state: PublishedState,
    reply: Reply,
    *,
    now: dt.datetime,
    candidates: Sequence[str] = (),
    links: Links = no_link,
    ground: Ground | None = None,
) -> Answered:
    """Take in one answer: the one way into the store for mail, links and coordinators alike.

    Raises:
        UnknownName: there is no such person or occurrence.
        InvalidValue: the person has nothing to do there and was not asked.
    """
    desk = Desk(change=change, programme=programme, state=state, now=now, links=links, ground=ground)
    return desk.take(reply, candidates)
