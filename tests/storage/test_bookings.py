"""Remembered books: one change a command, the plan takes them as they stand, and a last place has one taker."""

import datetime as dt

import attrs
import pytest
from tests.benchmarks.attendance import races

from volsched import Scheduler
from volsched.booking import Accept, Book, Cancel, NoShow
from volsched.errors import Conflict, InvalidValue, UnknownName
from volsched.model import Person, Programme, Schedule, Team, Text, Window, checkup, training
from volsched.planning.books import activities_of, book_of, bookable, renewed
from volsched.storage import SqliteStore
from volsched.storage.bookings import books, carry_out, open_books

WINDOW = Window.parse("2027-05")
NOW = dt.datetime(2027, 4, 1, tzinfo=dt.UTC)


def programme(people=3, capacity=2, until=dt.date(2027, 5, 31)):
    names = [f"p{number}" for number in range(1, people + 1)]
    weekly = Schedule(
        start=dt.datetime(2027, 5, 4, 9), lasts=dt.timedelta(hours=1), rule=f"FREQ=MONTHLY;UNTIL={until:%Y%m%d}T000000"
    )
    walk = Schedule(start=dt.datetime(2027, 5, 4, 9), lasts=dt.timedelta(minutes=20))
    clinic = checkup("clinic", title="Clinic", cohort="elders", schedule=weekly, capacity=capacity)
    course = training("course", title="Course", schedule=weekly, capacity=3)
    busy = attrs.evolve(
        checkup("other", title="Other", cohort="busy", schedule=walk, capacity=1), places=None, team="busy"
    )
    return Programme(
        id="p",
        name=Text(en="P"),
        people=tuple(Person(id=name, name=Text(en=name)) for name in names),
        teams=(
            Team(id="elders", name=Text(en="Elders"), members=tuple(names)),
            Team(id="busy", name=Text(en="Busy"), members=tuple(names[2:3])),
        ),
        activities=(clinic, course, busy),
    )


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "volsched.db")
    yield store
    store.close()


def opened(store, made, name="clinic"):
    plan = Scheduler(made).plan(WINDOW)
    open_books(store, [book_of(plan, name)], at=NOW, who="test", renew=renewed)


def test_a_book_begins_as_the_plan_has_placed_everybody_and_knows_when_they_are_busy(store):
    opened(store, programme())
    with store.look() as look:
        book = books(look)["clinic"]
    assert [(e.person, e.status, e.place, e.not_at) for e in book.entries] == [
        ("p1", "booked", "clinic/20270504T0900/1", ()),
        ("p2", "booked", "clinic/20270504T0900/2", ()),
        ("p3", "waiting", None, ("clinic/20270504T0900/1", "clinic/20270504T0900/2")),
    ]


def test_the_plan_takes_what_is_remembered_as_it_stands(store):
    made = programme(people=2)
    opened(store, made)
    carry_out(store, "clinic", Cancel(person="p1"), now=NOW, who="test")
    plan = Scheduler(made, store=store).plan(WINDOW)
    assert [(b.person, b.status) for b in plan.bookings] == [("p2", "booked")]
    assert Scheduler(made).plan(WINDOW).bookings_of("p1")[0].status == "booked"
    assert Scheduler(made, store=store).plan("2027-07").bookings == ()


def test_each_command_is_one_line_of_the_record_of_changes(store):
    opened(store, programme(people=2))
    carry_out(store, "clinic", Cancel(person="p1"), now=NOW, who="nurse")
    with store.look() as look:
        first = look.history("book", "clinic")[0]
    assert (first.who, first.why, first.at) == ("nurse", "cancel", NOW)


def test_what_is_refused_changes_nothing(store):
    opened(store, programme(people=2))
    with store.look() as look:
        before = look.get("book", "clinic")
    with pytest.raises(Conflict):
        carry_out(store, "clinic", Accept(person="p1"), now=NOW, who="test")
    with pytest.raises(UnknownName, match="no open book 'clinik'; did you mean 'clinic'?"):
        carry_out(store, "clinik", NoShow(person="p1"), now=NOW, who="test")
    with store.look() as look:
        assert look.get("book", "clinic") == before


def test_a_book_that_is_opened_again_keeps_everybody_and_takes_in_what_is_new(store):
    opened(store, programme(people=2))
    carry_out(store, "clinic", Cancel(person="p1"), now=NOW, who="test")
    opened(store, programme(people=4, capacity=4))
    with store.look() as look:
        book = books(look)["clinic"]
    assert len(book.places) == 4
    assert [(e.person, e.status) for e in book.entries] == [
        ("p1", "cancelled"),
        ("p2", "booked"),
        ("p3", "booked"),
        ("p4", "booked"),
    ]
    version = _version(store)
    opened(store, programme(people=4, capacity=4))
    assert _version(store) == version


def _version(store):
    with store.look() as look:
        return look.get("book", "clinic").version


def test_there_is_a_book_of_what_has_places_one_by_one():
    made = programme()
    assert bookable(made) == ("clinic",)
    with pytest.raises(InvalidValue, match="activity course: course: has places in its whole series"):
        activities_of(made, "course")
    with pytest.raises(UnknownName, match="no campaign or activity with places 'clinick'; did you mean 'clinic'?"):
        activities_of(made, "clinick")


def test_a_stranger_can_book_too(store):
    opened(store, programme(people=1))
    outcome = carry_out(store, "clinic", Book(people=("guest",)), now=NOW, who="test")
    assert [(e.what, e.person) for e in outcome.events] == [("booked", "guest")]


@pytest.mark.heavy
def test_of_fifty_who_claim_the_last_place_from_several_processes_one_gets_it(tmp_path):
    found = races(tmp_path, rounds=20)
    assert found["races_with_one_winner"] == found["books_that_agree"] == found["everybody_in_the_book"] == 20
