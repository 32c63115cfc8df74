"""From a change of a book to messages: everybody whom it touches is told once, in the same change of the store.

What was published is kept in step with the books: a place that was told of by a command is not told of again by the
next publication, and reminders go by the time that the person has now.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs
from attrs import define

from volsched.booking import BookingBook, Event
from volsched.booking import Entry as BookEntry
from volsched.dispatch.changes import (
    RenderNotice,
    Teller,
    first_envelope,
    first_of_state,
    is_over,
    serving_by_occurrence,
)
from volsched.dispatch.posting import Links, entry_of, envelope, no_link, not_before, urgency_of, zone_of
from volsched.errors import Conflict
from volsched.model import Booking, Programme, Span, Window
from volsched.model.zones import zone
from volsched.notices.notice import Entry
from volsched.notices.telling import Telling, TellingItem, Tone, worded
from volsched.planning import Plan
from volsched.publishing.changes import person_changes
from volsched.publishing.state import Commitment, Happens, PublishedState
from volsched.storage.bookings import BOOK, books
from volsched.storage.calendars import PUBLISHED, STATE
from volsched.storage.protocol import Change

_TONES: Mapping[str, Tone] = {
    "offered": "offer",
    "waits": "waits",
    "declined": "waits",
    "lapsed": "lapsed",
    "missed": "missed",
}
"""What happened, and the message that says it; of the others their dates themselves say it."""
_AFTERWARDS = dt.timedelta(days=7)
"""So long a message makes sense that is about nothing ahead."""


def tell_of_book(
    change: Change,
    programme: Programme,
    before: BookingBook,
    after: BookingBook,
    events: Sequence[Event] = (),
    *,
    now: dt.datetime,
    render: RenderNotice,
    links: Links = no_link,
) -> tuple[str, ...]:
    """Queue a message to each person whom a change of a book touches; who they are, by id.

    Before the first publication a book that is begun tells nobody: that publication tells everybody all they have.
    """
    record = change.get(PUBLISHED, STATE)
    published = None if record is None else PublishedState.of_body(record.body)
    teller = _BookTeller(
        change=change,
        programme=programme,
        before=before,
        after=after,
        published=published,
        now=now,
        render=render,
        links=links,
    )
    if record is not None:
        kept = teller.new.to_body()
        if kept != record.body:
            change.put(PUBLISHED, STATE, kept, expect=record.version)
    if not programme.notices.channels or (published is None and not events):
        return ()
    return tuple(teller.tell(events))


def must_have_these_bookings(change: Change, plan: Plan) -> None:
    """See that a plan has the places as the books have them by now.

    Raises:
        Conflict: somebody booked or gave a place back while it was made, and would be told that it is not so.
    """
    keys = {item.key for item in plan.occurrences}
    planned = {(item.person, item.occurrence) for item in plan.bookings if item.status == "booked"}
    for name, book in books(change).items():
        own = {place.occurrence for place in book.places} & keys
        now = {(item.person, item.occurrence) for item in book.bookings() if item.occurrence in own}
        differs = sorted(now ^ {pair for pair in planned if pair[1] in own})
        if differs:
            problem = f"has changed since this was planned, for {differs[0][0]}"
            raise Conflict("book", name, problem, "plan and publish again")


@define(kw_only=True, slots=False)
class _BookTeller:
    """One change of one book, and those whom it touches."""

    change: Change
    programme: Programme
    before: BookingBook
    after: BookingBook
    published: PublishedState | None
    now: dt.datetime
    render: RenderNotice
    links: Links

    @cached_property
    def activities(self) -> frozenset[str]:
        """Whose places are in the book."""
        places = (*self.before.places, *self.after.places)
        return frozenset(place.occurrence.partition("/")[0] for place in places) & set(self.programme.activity_by_id)

    @cached_property
    def ground(self) -> PublishedState:
        """What was published, with the sessions of the book that are newer than the last publication."""
        spans: dict[str, Span] = {}
        for place in (*self.before.places, *self.after.places):
            known = spans.get(place.occurrence, place.span)
            spans[place.occurrence] = Span(min(known.start, place.span.start), max(known.end, place.span.end))
        state = self.published or PublishedState(window=self._window(spans.values()))
        told = {item.activity for item in state.happens}
        first, end = state.window.span.start, state.window.span.end
        new = []
        for key, span in spans.items():
            activity = self.programme.activity_by_id.get(key.partition("/")[0])
            inside = activity is not None and activity.id in told and first <= span.start < end
            if activity is not None and key not in state.by_key and not inside:
                venue = None if activity.space is None else activity.space.venue
                zone_name = activity.schedule.zone
                new.append(Happens(key=key, activity=activity.id, span=span, zone=zone_name, venue=venue))
        return attrs.evolve(state, happens=(*state.happens, *new)) if new else state

    def _window(self, spans: Iterable[Span]) -> Window:
        if self.programme.window is not None:
            return self.programme.window
        name = self.programme.zone
        days = [moment.astimezone(zone(name)).date() for span in spans for moment in (span.start, span.end)]
        first, last = min(days, default=self.now.date()), max(days, default=self.now.date())
        return Window(first, last + dt.timedelta(days=1), name)

    @cached_property
    def old(self) -> PublishedState:
        """What people knew; before the first publication, what the book said."""
        if self.published is not None:
            return self.ground
        return self.ground.with_bookings(self.programme, self.activities, self.before.bookings())

    @cached_property
    def new(self) -> PublishedState:
        """What is so from now on."""
        return self.ground.with_bookings(self.programme, self.activities, self.after.bookings())

    @cached_property
    def teller(self) -> Teller:
        """Tells of dates that are added, moved or cancelled."""
        record = self.change.get(BOOK, self.after.id)
        return Teller(
            change=self.change,
            programme=self.programme,
            state=self.new,
            now=self.now,
            edition=f"book/{self.after.id}/{0 if record is None else record.version}",
            links=self.links,
            render=worded,
            serving=serving_by_occurrence(self.new),
            company=self._company(),
        )

    def tell(self, events: Sequence[Event]) -> Iterator[str]:
        """Tell each person, and name them."""
        what = {event.person: event for event in events}
        people = {*what, *(item.person for item in (*self.old.booked, *self.new.booked) if self._in_book(item))}
        first = {item.envelope.person for item in self.change.posted(states=("pending", "deferred"), topic="first/")}
        for person in sorted(people & set(self.programme.person_by_id)):
            event = what.get(person)
            told = False
            if event is None or event.what not in ("missed", "walked-in"):
                told = self._dates(person, again=person in first)
            if event is not None:
                told = self._what_happened(event, told=told) or told
            if told:
                yield person

    def _in_book(self, item: object) -> bool:
        occurrence: str = getattr(item, "occurrence", "")
        return occurrence.partition("/")[0] in self.activities

    def _dates(self, person: str, *, again: bool) -> bool:
        """Tell what is different in somebody's dates; all they have, where they have not been told that yet."""
        old, new = self.old.commitments.get(person, ()), self.new.commitments.get(person, ())
        changes = person_changes(old, new, self.new.window)
        if not changes:
            return False
        if not again:
            return self.teller.tell(person, changes)[0] > 0
        self.change.withdraw(f"first/{person}/", tried=True)
        notice = first_of_state(self.new, person, self._waiting(person))
        if not notice.entries or is_over(notice, self.now):
            return False
        sent = first_envelope(self.programme, notice, self.render(notice), now=self.now)
        return self.change.enqueue([sent]) > 0

    def _waiting(self, person: str) -> Iterator[Entry]:
        """For what somebody waits, by the books."""
        books = [self.after] if person in self.after.entry_of else []
        for book in books:
            for booking in book.bookings():
                if booking.person == person and booking.status == "waiting":
                    yield Entry(kind="waiting", activity=booking.activity, rank=booking.rank, reason=booking.reason)

    def _what_happened(self, event: Event, *, told: bool) -> bool:
        """Tell what no date says: an offer, a place in the queue, that an answer did not come."""
        topic = f"place/{self.after.id}/{event.person}/"
        self.change.withdraw(topic, tried=True)
        was = self.before.entry_of.get(event.person)
        tone = _TONES.get(event.what)
        if event.what == "cancelled" and not told and was is not None and was.status in ("waiting", "offered"):
            tone = "left"
        if tone is None or (told and tone == "waits"):
            return False
        entry = self._entry(event, was, tone)
        rank = next((n for n, one in enumerate(self.after.queue, 1) if one.person == event.person), 0)
        fact = f"{tone}/{self.teller.edition}"
        telling = Telling(
            person=event.person,
            tone=tone,
            items=(TellingItem(entry=entry, others=self._company().get((event.person, entry.occurrence or ""), ())),),
            fact=fact,
            count=rank,
            until=event.deadline,
            link=self.links(event.person, self.after.id, "offer") if tone == "offer" else "",
        )
        rules = self.programme.notices
        nearest = event.deadline or self.now + _AFTERWARDS
        start = not_before(rules, self.now, nearest, zone_of(self.programme, event.person), digest=False)
        sent = envelope(
            worded(telling, self.programme),
            rules,
            fact=fact,
            topic=topic,
            start=start,
            deadline=nearest,
            urgency=urgency_of(rules, self.now, nearest),
        )
        return self.change.enqueue([sent]) > 0

    def _entry(self, event: Event, was: BookEntry | None, tone: Tone) -> Entry:
        """The date that a message is about; for one who waits the activity alone."""
        key = event.place or (was.place if was is not None and tone in ("lapsed", "missed") else None)
        book = self.after if key is None or key in self.after.place_by_key else self.before
        if key is None:
            now = self.after.entry_of.get(event.person) or was
            wants = now.wants if now is not None else ()
            known = wants[0] if wants else next((place.occurrence for place in self.after.places), "")
            activity = known.partition("/")[0]
            return Entry(kind="waiting", activity=activity or next(iter(self.activities)))
        place = book.place(key)
        booking = Booking(
            person=event.person,
            activity=place.occurrence.partition("/")[0],
            occurrence=place.occurrence,
            span=place.span,
        )
        alone = attrs.evolve(self.ground, duties=(), teams=(), taking_part=(), booked=())
        found = alone.with_bookings(self.programme, (), [booking]).commitments.get(event.person, ())
        item = next(iter(found), None) or Commitment(
            person=event.person,
            kind="appointment",
            activity=booking.activity,
            occurrence=place.occurrence,
            span=place.span,
        )
        return entry_of(item)

    def _company(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Who comes together with somebody: their party, and others of their household, at one occurrence."""
        groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        named: dict[str, tuple[str, ...]] = {}
        for entry in self.after.entries:
            known = self.programme.person_by_id.get(entry.person)
            if entry.place is None or known is None:
                continue
            occurrence = self.after.place(entry.place).occurrence
            own = tuple(f"{kind}/{name}" for kind, name in (("p", entry.party), ("h", known.household)) if name)
            named[entry.person] = (occurrence, *own)
            for name in own:
                groups[occurrence, name].append(entry.person)
        found = {}
        for person, (occurrence, *names) in named.items():
            others = dict.fromkeys(one for name in names for one in groups[occurrence, name] if one != person)
            if others:
                found[person, occurrence] = tuple(others)
        return found
