import datetime as dt
from types import MappingProxyType

import attrs
import pytest

from volsched import Scheduler
from volsched.builtin import BUILTINS
from volsched.hooks import Host
from volsched.model import Lead, NoticeRules, Override, QuietHours
from volsched.storage import SqliteStore
from volsched.testing import FakeChannel, programme

START = dt.datetime(2027, 4, 20, 2, tzinfo=dt.UTC)
RULES = NoticeRules(
    channels=("fake",),
    coordinator="gul",
    quiet_hours=QuietHours.parse("22:00-07:00"),
    remind=(Lead.parse("1d 18:00"), Lead.parse("2h")),
    confirm=True,
    texts=MappingProxyType({}),
)


class World:
    """A small community with a store and one channel, and a clock that the test sets."""

    def __init__(self, path, rules=RULES, **fields):
        self.path = path
        self.now = START
        self.channel = FakeChannel()
        self.store = SqliteStore(path / "volsched.db")
        self.open(programme(notices=rules, **fields))

    def open(self, of):
        host = Host.open({}, builtins={**BUILTINS, "fake": self.channel}, environment={})
        self.scheduler = Scheduler(of, host=host, store=self.store)

    @property
    def office(self):
        return self.scheduler.office

    def publish(self, of=None, plan=None, **fields):
        if of is not None:
            self.open(of)
        made = plan or self.scheduler.plan(**fields)
        return self.scheduler.publish(made, self.path / "out", now=self.now), made

    def deliver(self, **fields):
        return self.office.deliver(
            self.scheduler.send, ("fake",), worker="test", clock=lambda: self.now, chance=lambda: 0.5, **fields
        )

    def told(self):
        """What went out since it was last asked, as (person, subject)."""
        found = [(item.person, item.subject) for item in self.channel.sent]
        self.channel.sent.clear()
        return found


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture
def moved():
    """Makes the programme with one date of an activity at another time."""

    def make(programme, activity, day, **wall):
        found = programme.activity(activity)
        schedule = attrs.evolve(found.schedule, overrides=(Override(original=day, **wall),))
        changed = attrs.evolve(found, schedule=schedule)
        return attrs.evolve(
            programme, activities=tuple(changed if item.id == activity else item for item in programme.activities)
        )

    return make
