"""Calendars that are published again and again: revisions, changes and secret names between runs."""

import datetime as dt

import attrs
import pytest
from tests.publishing.conftest import make_plan

from volsched.app import Scheduler
from volsched.builtin import BUILTINS
from volsched.errors import Conflict, InvalidValue, StoreError, UnknownName
from volsched.hooks import Host
from volsched.model import Span
from volsched.publishing import PublishedState, write_feeds
from volsched.publishing.tokens import feed_token
from volsched.storage import SqliteStore
from volsched.storage.calendars import remember, remembered
from volsched.storage.editions import feed_addresses, next_edition, rotate_feed

NOW = dt.datetime(2027, 4, 20, 9, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SECRET = bytes(range(32))
SONGS = "rehearsal/20270507T1000"


@pytest.fixture
def store(tmp_path):
    found = SqliteStore(tmp_path / "volsched.db")
    yield found
    found.close()


@pytest.fixture
def plan():
    return make_plan()


def changed(plan, key, **fields):
    found = tuple(attrs.evolve(item, **fields) if item.key == key else item for item in plan.occurrences)
    return attrs.evolve(plan, occurrences=found)


def later(plan, key, hours):
    span = plan.occurrence(key).span
    shift = dt.timedelta(hours=hours)
    return changed(plan, key, span=Span(span.start + shift, span.end + shift), moved=True)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*")) if path.is_file()}


def scheduler(plan, store):
    return Scheduler(plan.programme, host=Host.open({}, builtins=BUILTINS), store=store)


def test_publishing_twice_writes_nothing_and_keeps_every_version(plan, store, tmp_path):
    first = scheduler(plan, store).publish(plan, tmp_path / "out", now=NOW, secret=SECRET)
    with store.look() as look:
        kept = remembered(look)
    before = files(tmp_path / "out")
    again = scheduler(plan, store).publish(plan, tmp_path / "out", now=NOW + 5 * DAY, secret=bytes(32))
    assert (first.changes, again.written, again.removed) == (None, 0, ())
    assert not again.changes
    assert files(tmp_path / "out") == before
    with store.look() as look:
        assert remembered(look) == kept


def test_without_a_secret_names_stay_and_bytes_are_those_without_a_store(plan, store, tmp_path):
    scheduler(plan, store).publish(plan, tmp_path / "with")
    scheduler(plan, None).publish(plan, tmp_path / "without")
    assert files(tmp_path / "with") == files(tmp_path / "without")


def test_a_move_raises_the_sequence_and_is_told_as_a_change(plan, store, tmp_path):
    run = scheduler(plan, store)
    run.publish(plan, tmp_path / "out", now=NOW)
    before = files(tmp_path / "out")
    published = run.publish(later(plan, SONGS, 1), tmp_path / "out", now=NOW + DAY)
    assert [(change.kind, change.key) for change in published.changes.occurrences] == [("moved", SONGS)]
    assert published.changes.concerned == ("bo", "di")
    after = files(tmp_path / "out")
    differing = [path for path in after if after[path] != before.get(path) and path.endswith(".ics")]
    assert "person/bo.ics" in differing
    for path in differing:
        old = before[path].split(b"BEGIN:VEVENT")
        parts = [part for part in after[path].split(b"BEGIN:VEVENT") if part not in old]
        assert [part.count(b"SEQUENCE:1\r\n") for part in parts] == [1], path


def test_of_two_who_publish_at_once_the_second_is_refused_and_writes_nothing(plan, store):
    with store.look() as look:
        former = remembered(look)
    edition, _ = next_edition(store, plan, now=NOW, secret=None, who="one")
    with pytest.raises(Conflict), store.change(who="two", at=NOW) as change:
        remember(change, former, edition.revisions, PublishedState.of(plan))


def test_personal_files_have_secret_names_that_stay_until_they_are_renewed(plan, store, tmp_path):
    run = scheduler(plan, store)
    run.publish(plan, tmp_path / "out", now=NOW, secret=SECRET)
    token = feed_token(SECRET, "an")
    assert len(token) == 32
    assert f"person/{token}.ics" in files(tmp_path / "out")
    assert "person/an.ics" not in files(tmp_path / "out")
    assert f"person/{feed_token(SECRET, 'chen')}.bookings.csv" in files(tmp_path / "out")
    assert dict(feed_addresses(plan.programme, store))["an"] == f"person/{token}.ics"
    renewed = rotate_feed(plan.programme, store, "an", now=NOW + DAY, who="test")
    assert renewed == f"person/{feed_token(SECRET, 'an', 1)}.ics"
    others = dict(feed_addresses(plan.programme, store))
    assert others["bo"] == f"person/{feed_token(SECRET, 'bo')}.ics"
    before = files(tmp_path / "out")
    published = run.publish(plan, tmp_path / "out", now=NOW + DAY)
    assert published.removed == (f"person/{token}.ics",)
    assert files(tmp_path / "out")[renewed] == before[f"person/{token}.ics"]


def test_no_secret_is_in_the_audit_log(plan, store, tmp_path):
    scheduler(plan, store).publish(plan, tmp_path / "out", now=NOW, secret=SECRET)
    rotate_feed(plan.programme, store, "an", now=NOW, who="test")
    with store.look() as look:
        said = repr([(line, line.before, line.after) for line in look.history(most=10_000)])
    assert SECRET.hex() not in said
    assert all(feed_token(SECRET, person, turn) not in said for person in ("an", "bo") for turn in (0, 1))


def test_names_need_a_store_a_publication_and_a_person(plan, store):
    assert dict(feed_addresses(plan.programme, None))["an"] == "person/an.ics"
    assert dict(feed_addresses(plan.programme, store))["an"] == "person/an.ics"
    with pytest.raises(StoreError, match="nothing is remembered, so calendars have no secret names; write `store"):
        rotate_feed(plan.programme, None, "an", now=NOW, who="test")
    with pytest.raises(StoreError, match="no calendar has a secret name yet; publish first"):
        rotate_feed(plan.programme, store, "an", now=NOW, who="test")
    with pytest.raises(UnknownName, match="no person 'ann'"):
        rotate_feed(plan.programme, store, "ann", now=NOW, who="test")
    with pytest.raises(InvalidValue, match="secret: 4 bytes are too few; take 32 random bytes"):
        feed_token(b"1234", "an")


def test_what_is_cancelled_goes_after_thirty_days_from_disk_too(plan, store, tmp_path):
    run = scheduler(plan, store)
    run.publish(plan, tmp_path / "out", now=NOW)
    cancelled = changed(plan, SONGS, cancelled=True)
    run.publish(cancelled, tmp_path / "out", now=NOW + DAY)
    name = b"UID:878786e6fc53e50a07aea285617a12e2"
    assert name in files(tmp_path / "out")["person/bo.ics"]
    run.publish(cancelled, tmp_path / "out", now=NOW + 31 * DAY)
    assert name not in files(tmp_path / "out")["person/bo.ics"]
    edition, _ = next_edition(store, plan, now=NOW + 40 * DAY, secret=None, who="test")
    back = next(file.content for file in write_feeds(edition) if file.path == "person/bo.ics")
    assert b"SEQUENCE:2" in back.partition(name)[2].partition(b"END:VEVENT")[0]
