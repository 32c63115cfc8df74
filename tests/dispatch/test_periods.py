"""What a period leaves to the next one: taken from what was published, without a figure copied by hand."""

import datetime as dt
from pathlib import Path

import attrs
import pytest

from volsched import Scheduler
from volsched.dispatch import Swaps, periods
from volsched.model import AbsenceCredit, CarriedLoad, Person, Text
from volsched.rostering import carried_over, fairness
from volsched.storage import SqliteStore

WATCH = Path(__file__).parents[2] / "examples" / "night-watch"
APRIL = dt.datetime(2027, 4, 20, tzinfo=dt.UTC)
MAY = dt.datetime(2027, 5, 28, tzinfo=dt.UTC)
SECRET = b"s" * 32


class Place:
    def __init__(self, folder):
        self.folder, self.programme = folder, Scheduler.open(WATCH).programme

    def scheduler(self):
        return Scheduler(self.programme, store=SqliteStore(self.folder / "volsched.db"))

    def publish(self, window, now):
        scheduler = self.scheduler()
        plan = scheduler.plan(window, now=now)
        scheduler.publish(plan, self.folder / "out", now=now, secret=SECRET)
        return plan

    def history(self, window, now=MAY):
        return self.scheduler().plan(window, now=now).problem("night-watch").history


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def test_the_next_period_starts_from_what_everybody_served_in_the_last(place):
    may = place.publish("2027-05", APRIL)
    expected = carried_over(may.problem("night-watch"), may.roster("night-watch"))
    assert place.history("2027-06") == expected
    june = place.publish("2027-06", MAY)
    assert june.problem("night-watch").history == expected
    assert place.history("2027-06") == expected
    carried = carried_over(june.problem("night-watch"), june.roster("night-watch"))
    assert place.history("2027-07", dt.datetime(2027, 6, 28, tzinfo=dt.UTC)) == carried
    assert sum(item.load for item in carried) == sum(
        shift.burden * 3 for plan in (may, june) for shift in plan.problem("night-watch").shifts
    )
    assert max(item.days for item in carried) == 61


def test_the_loads_are_those_of_who_came_and_not_of_who_was_published(place):
    may = place.publish("2027-05", APRIL)
    scheduler = place.scheduler()
    ledger = Swaps(office=scheduler.office)
    mine = may.roster("night-watch").by_person["w05"][0]
    comer = scheduler.office.candidates(mine.seat.shift, "w05", now=APRIL)[0]
    ledger.give("w05", mine.seat.shift, comer, now=APRIL, who="test")
    shift = may.shift(mine.seat.shift)
    before = {i.person: i for i in carried_over(may.problem("night-watch"), may.roster("night-watch"))}
    after = {item.person: item for item in place.history("2027-06")}
    assert after["w05"].load == before["w05"].load - shift.burden
    assert after[comer].load == before[comer].load + shift.burden
    assert after[comer].nights == before[comer].nights + 1


def test_a_period_that_begins_earlier_than_the_last_one_ends_counts_what_was_before(place):
    may = place.publish("2027-05", APRIL)
    served = [i for i in may.roster("night-watch").assignments if may.shift(i.seat.shift).day < dt.date(2027, 5, 17)]
    history = place.history("2027-05-17/2027-06-17")
    assert sum(item.load for item in history) == sum(may.shift(i.seat.shift).burden for i in served)
    overlapping = place.publish("2027-05-17/2027-06-17", MAY)
    first = {(i.seat, i.person) for i in may.roster("night-watch").assignments}
    kept = [i for i in overlapping.roster("night-watch").assignments if i.seat.shift < "night-watch/20270528T0000"]
    assert {(i.seat, i.person) for i in kept} <= first


def test_a_history_that_was_written_since_has_the_last_word(place):
    place.publish("2027-05", APRIL)
    own = (CarriedLoad(person="w01", load=40),)
    place.programme = attrs.evolve(place.programme, history=own)
    assert place.history("2027-06") == own
    assert place.history("2027-05") == own


def test_a_history_of_before_is_carried_on(place):
    own = (CarriedLoad(person="w01", load=40, nights=3, days=100),)
    place.programme = attrs.evolve(place.programme, history=own)
    may = place.publish("2027-05", APRIL)
    carried = {item.person: item for item in place.history("2027-06")}
    served = [may.shift(item.seat.shift) for item in may.roster("night-watch").by_person.get("w01", ())]
    assert carried["w01"].load == 40 + sum(shift.burden for shift in served)
    assert carried["w01"].nights == 3 + len(served)
    assert carried["w01"].days == 131


def test_newcomers_and_those_who_were_away_are_credited(place):
    rules = (*place.programme.rules, AbsenceCredit(days=14))
    place.programme = attrs.evolve(place.programme, rules=rules)
    place.publish("2027-05", APRIL)
    new = Person(id="w13", name=Text(en="New One"))
    team = place.programme.team("watch")
    place.programme = attrs.evolve(
        place.programme,
        people=(*place.programme.people, new),
        teams=(attrs.evolve(team, members=(*team.members, "w13")),),
    )
    june = place.publish("2027-06", MAY)
    loads = {item.person: item for item in fairness(june.problem("night-watch"), june.roster("night-watch")).people}
    assert loads["w13"].credit > 0
    duties = {person: len(items) for person, items in june.roster("night-watch").by_person.items()}
    assert duties["w13"] <= max(duties.values())


def test_a_second_publication_of_a_period_writes_nothing_into_the_ledger(place):
    place.publish("2027-05", APRIL)
    store = SqliteStore(place.folder / "volsched.db")
    with store.look() as look:
        first = [(one.kind, one.key, one.version) for kind in ("period", "carried") for one in look.every(kind)]
    place.publish("2027-05", APRIL)
    with store.look() as look:
        again = [(one.kind, one.key, one.version) for kind in ("period", "carried") for one in look.every(kind)]
        assert [item.first for item in periods(look)] == [dt.date(2027, 5, 1)]
    assert again == first
