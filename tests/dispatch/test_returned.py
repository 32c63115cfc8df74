"""What a mail server first took and then returned goes on by another way, and whom nothing reaches is called."""

import datetime as dt

import attrs
import pytest
from tests.dispatch.conftest import RULES, World

from volsched import Scheduler
from volsched.builtin import BUILTINS
from volsched.dispatch.returned import TRUSTED_AGAIN, take_back
from volsched.hooks import Host
from volsched.notices.message import Returned
from volsched.testing import FakeChannel


class TwoWays(World):
    """The community with a second channel for those whom the first does not reach."""

    def __init__(self, path, rules):
        self.other = FakeChannel(name="other")
        super().__init__(path, rules)

    def open(self, of):
        host = Host.open({}, builtins={**BUILTINS, "fake": self.channel, "other": self.other}, environment={})
        self.scheduler = Scheduler(of, host=host, store=self.store)

    def deliver(self, **fields):
        return self.office.deliver(
            self.scheduler.send, ("fake", "other"), worker="test", clock=lambda: self.now, chance=lambda: 0.5, **fields
        )

    def returned(self, person, **fields):
        message = next(item for item in self.channel.sent if item.person == person)
        found = Returned(**{"key": message.key, "address": message.email, "detail": "no such box", **fields})
        return take_back(self.store, [found], now=self.now, who="test")

    def went_by_the_other(self):
        return [(item.person, item.key) for item in self.other.sent]


@pytest.fixture
def two(tmp_path):
    found = TwoWays(tmp_path, attrs.evolve(RULES, channels=("fake", "other")))
    found.publish()
    found.deliver()
    return found


def test_it_goes_out_by_the_next_channel_under_the_same_key_and_once(two):
    key = next(item.key for item in two.channel.sent if item.person == "bob")
    settled = two.returned("bob")
    assert [(item.settled, item.person, item.problem) for item in settled] == [("came back", "bob", "no such box")]
    two.returned("bob")
    two.deliver()
    two.deliver()
    assert two.went_by_the_other() == [("bob", key)]


def test_what_comes_next_takes_the_other_channel_at_once_until_the_address_is_another(two, moved):
    two.returned("fang")
    two.deliver()
    two.channel.sent.clear()
    two.other.sent.clear()
    before = two.scheduler.programme
    day, later = _rehearsal(14, 10), _rehearsal(14, 15)
    two.publish(moved(before, "rehearsal", day, start=later))
    two.deliver()
    two.deliver()
    assert [item.person for item in two.other.sent] == ["fang"]
    assert "fang" not in {item.person for item in two.channel.sent}
    people = tuple(attrs.evolve(one, email="fang@new.example") if one.id == "fang" else one for one in before.people)
    two.other.sent.clear()
    two.publish(attrs.evolve(before, people=people))
    two.deliver()
    assert two.other.sent == []
    assert "fang" in {item.person for item in two.channel.sent}


def test_after_a_month_the_address_is_tried_anew(two, moved):
    two.returned("fang")
    two.now += TRUSTED_AGAIN
    two.other.sent.clear()
    two.channel.sent.clear()
    before = two.scheduler.programme
    two.publish(moved(before, "concert", _concert(19), start=_concert(20)))
    two.deliver()
    assert "fang" in {item.person for item in two.channel.sent}


def test_without_another_channel_the_person_is_named_to_be_called(world):
    world.publish()
    world.deliver()
    message = next(item for item in world.channel.sent if item.person == "bob")
    world.told()
    take_back(world.store, [Returned(key=message.key, address=message.email, detail="full")], now=world.now, who="test")
    world.deliver()
    assert [person for person, _ in world.told()] == ["gul"]
    dead = world.office.standing(now=world.now).dead
    assert [(item.envelope.person, item.detail) for item in dead] == [("bob", "came back: full")]


@pytest.mark.parametrize("fields", [{"key": "b" * 64}, {"address": "eve@other.example"}])
def test_a_report_of_another_message_or_address_changes_nothing(two, fields):
    before = two.store.generation()
    assert [item.settled for item in two.returned("bob", **fields)] == ["passed over"]
    assert two.store.generation() == before


def test_what_came_back_is_not_taken_back_by_what_is_told_later(two, moved):
    """What is told later takes for granted that it was told."""
    before = two.scheduler.programme
    two.returned("fang")
    two.publish(moved(before, "rehearsal", _rehearsal(14, 10), start=_rehearsal(14, 15)))
    two.deliver()
    two.deliver()
    assert len([person for person, _ in two.went_by_the_other() if person == "fang"]) == 2


def test_a_reminder_that_goes_on_by_the_next_channel_is_not_taken_back_before(two):
    two.deliver()
    two.channel.unreachable = frozenset({"ann"})
    _, plan = two.publish()
    two.other.sent.clear()
    two.now = plan.duties_of("ann")[0][1].span.start - dt.timedelta(hours=2)
    for _ in range(3):
        two.office.deliver(two.scheduler.send, ("fake",), worker="test", clock=lambda: two.now, chance=lambda: 0.5)
    two.deliver()
    assert [item.person for item in two.other.sent] == ["ann"]


def _rehearsal(day, hour):
    return dt.datetime(2027, 5, day, hour)


def _concert(hour):
    return dt.datetime(2027, 5, 28, hour)
