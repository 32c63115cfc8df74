"""Reminders that were tried, handed on or left by a crash, when what they remind of moves or begins."""

import datetime as dt

import attrs
import pytest

from volsched.dispatch.reminders import queue_reminders
from volsched.model import Lead, NoticeRules, Span, Window
from volsched.notices.outbox import Outcome
from volsched.publishing.state import Happens, PublishedState
from volsched.storage import SqliteStore
from volsched.testing import programme

NOW = dt.datetime(2027, 4, 20, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
RULES = NoticeRules(channels=("one", "two"), remind=(Lead.parse("2h"), Lead.parse("1d 18:00")))
WINDOW = Window(dt.date(2027, 4, 1), dt.date(2027, 6, 1), "Asia/Shanghai")


class Office:
    """A store, and nights that the test sets."""

    def __init__(self, path):
        self.store = SqliteStore(path / "volsched.db")
        self.programme = programme(notices=RULES)

    def tick(self, now, **nights):
        happens = tuple(
            Happens(
                key=f"night-watch/{name}",
                activity="night-watch",
                span=Span(start, start + HOUR),
                zone="Asia/Shanghai",
                venue=None,
                cancelled=False,
            )
            for name, start in nights.items()
        )
        duties = tuple(("ann", item.key, ("patrol",)) for item in happens)
        state = PublishedState(window=WINDOW, happens=happens, duties=duties)
        with self.store.change(who="test", at=now) as change:
            return queue_reminders(change, self.programme, state, now)

    def claim(self, channel, now, lease=dt.timedelta(minutes=2)):
        return [item.envelope for item in self.store.claim("w", channels=(channel,), now=now, lease=lease)]

    def attempt(self, envelope, now, result, **fields):
        self.store.attempt("w", now=now, begin=envelope.key)
        self.store.attempt("w", now=now, ended=Outcome(key=envelope.key, result=result, **fields))

    def states(self):
        with self.store.look() as look:
            return sorted((item.envelope.channel, item.state) for item in look.posted())


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.store.close()


def test_what_was_handed_on_and_tried_is_taken_back_when_the_night_moves(office):
    night = NOW + 2 * HOUR
    assert office.tick(NOW, a=night) == 1
    office.attempt(office.claim("one", NOW)[0], NOW, "next")
    office.attempt(office.claim("two", NOW)[0], NOW, "again", due=NOW + HOUR)
    assert office.states() == [("one", "handed"), ("two", "deferred")]
    office.tick(NOW, a=night + 20 * HOUR)
    assert office.claim("two", NOW + HOUR) == []


def test_what_was_handed_on_of_another_night_goes_on_when_one_night_moves(office):
    first, second = NOW + 2 * HOUR, NOW + 3 * HOUR
    assert office.tick(NOW - HOUR, a=first, b=second) == 3
    # What was due the evening before goes out at once, and both come again two hours before.
    office.attempt(office.claim("one", NOW - HOUR)[0], NOW - HOUR, "sent")
    for envelope in office.claim("one", NOW):
        office.attempt(envelope, NOW, "next")
    for envelope in office.claim("one", NOW + HOUR):
        office.attempt(envelope, NOW + HOUR, "next")
    waiting = office.claim("two", NOW + HOUR)
    for envelope in waiting:
        office.attempt(envelope, NOW + HOUR, "again", due=NOW + HOUR)
    assert len(waiting) == 2
    office.tick(NOW + HOUR, a=first + 20 * HOUR, b=second)
    assert [item.deadline for item in office.claim("two", NOW + HOUR)] == [second]


def test_a_reminder_that_a_crash_left_tells_of_no_night_that_has_begun(office):
    # Both are due at six in the evening of the day before, so they are one message.
    first, second = NOW + 16 * HOUR, NOW + 20 * HOUR
    at_six = NOW + HOUR
    assert office.tick(at_six, a=first, b=second) >= 1
    # Whoever takes it ends before anything is sent, and its lease runs out.
    both = [item for item in office.claim("one", at_six, lease=dt.timedelta()) if item.deadline == first]
    assert len(both) == 1
    later = first + HOUR
    office.tick(later, a=first, b=second)
    assert [item.deadline for item in office.claim("one", later)] == []
    office.tick(later, a=first, b=second)
    told = [item.deadline for item in office.claim("one", later)]
    assert told == [second]
    # What has begun is not told any more, and nothing is told for ever.
    office.attempt(attrs.evolve(both[0], key=_key_of(office, second)), later, "sent")
    office.tick(later, a=first, b=second)
    assert office.claim("one", later) == []


def _key_of(office, deadline):
    with office.store.look() as look:
        return next(
            item.envelope.key for item in look.posted(states=("claimed",)) if item.envelope.deadline == deadline
        )
