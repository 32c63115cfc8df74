"""Certificates that end are told before, once, and not at all where they were renewed meanwhile."""

import datetime as dt

import attrs
import pytest

from volsched.model import Skill

from .conftest import RULES, World

ENDS = dt.date(2027, 8, 31)
TELL = dt.datetime(2027, 7, 2, 1, tzinfo=dt.UTC)  # 60 days before, 9:00 in Shanghai


def holding(world, until=ENDS, language=None):
    of = world.scheduler.programme
    people = tuple(
        attrs.evolve(item, skills=(Skill("leader", until=until),), language=language) if item.id == "ann" else item
        for item in of.people
    )
    return attrs.evolve(of, people=people)


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path, rules=attrs.evolve(RULES, quiet_hours=None))
    made.publish(holding(made))
    made.deliver()
    made.channel.sent.clear()
    return made


def certificates(world):
    world.deliver()
    words = ("证书", "certificate", "گۇۋاھنامى")
    found = [item for item in world.channel.sent if any(word in item.subject for word in words)]
    world.channel.sent.clear()
    return [(item.person, item.subject) for item in found]


def test_it_is_told_sixty_days_before_and_once(world):
    world.now = TELL - dt.timedelta(minutes=1)
    assert certificates(world) == []
    world.now = TELL
    ((person, subject),) = certificates(world)
    assert person == "ann"
    assert "2027年8月31日" in subject
    world.publish(holding(world))
    assert certificates(world) == []


def test_one_that_was_renewed_meanwhile_is_not_told(world):
    world.publish(holding(world, until=None))
    world.now = TELL
    assert certificates(world) == []


def test_another_end_is_told_for_that_day(world):
    world.publish(holding(world, until=dt.date(2027, 12, 31)))
    world.now = TELL
    assert certificates(world) == []
    world.now = dt.datetime(2027, 11, 1, 1, tzinfo=dt.UTC)
    assert [person for person, _ in certificates(world)] == ["ann"]


@pytest.mark.parametrize(("language", "said"), [("en", "ends on Tuesday 31 August 2027"), ("ug", "گۇۋاھنامىڭىز")])
def test_it_is_told_in_the_language_of_the_person(tmp_path, language, said):
    world = World(tmp_path, rules=attrs.evolve(RULES, quiet_hours=None))
    world.publish(holding(world, language=language))
    world.now = TELL
    ((_, subject),) = certificates(world)
    assert said in subject


def test_nobody_is_told_of_one_that_has_ended(world):
    world.now = dt.datetime(2027, 9, 1, 1, tzinfo=dt.UTC)
    assert certificates(world) == []
