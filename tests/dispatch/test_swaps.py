"""Swaps over the store, from one run to the next: each judged when it is done, and told once to whom it concerns."""

import datetime as dt

import attrs
import pytest

from volsched.dispatch import Swaps, as_of, kept_rosters, versions
from volsched.dispatch.settling import settle
from volsched.errors import Conflict, InvalidValue, UnknownName
from volsched.model import Availability
from volsched.notices.replies import Reply
from volsched.rostering import SeatChange, check, diff


@pytest.fixture
def nights(world):
    """A published place whose first messages are out, and two nights ahead of people who could trade."""
    _, plan = world.publish()
    world.deliver()
    world.told()
    return plan


def swaps(world):
    """The ledger as another run sees it."""
    world.open(world.scheduler.programme)
    return Swaps(office=world.office)


def roster_of(world):
    with world.store.look() as look:
        return {roster.id: roster for roster, _ in kept_rosters(look)}["night-watch"]


def tradable(world, plan, person="bob"):
    """A duty of somebody, and who could take it."""
    for _, shift in plan.duties_of(person):
        people = world.office.candidates(shift.id, person, now=world.now)
        if people:
            return shift, people
    raise AssertionError(person)


def told(world):
    world.deliver()
    return world.told()


def test_a_duty_given_is_kept_told_once_and_survives_the_next_publication(world, nights):
    shift, people = tradable(world, nights)
    before = roster_of(world)
    done = swaps(world).give("bob", shift.id, people[0], now=world.now, who="gul")
    assert (done.entry.status, done.entry.id, done.swap.violations) == ("done", "swap-1", ())
    (changed,) = diff(before, roster_of(world))
    assert (changed.seat.shift, changed.before, changed.after) == (shift.id, "bob", people[0])
    messages = told(world)
    assert sorted(person for person, _ in messages) == sorted({"bob", people[0], "ann", "gul"})
    assert told(world) == []
    _, again = world.publish()
    assert again.roster("night-watch").assignments == roster_of(world).assignments
    assert told(world) == []
    _, anew = world.publish(seed=9, anew=True)
    assert people[0] in {item.person for item in anew.serving(shift.id)}


def test_an_offer_is_made_today_taken_tomorrow_by_a_reply_and_undone_the_day_after(world, nights):
    shift, people = tradable(world, nights)
    before = roster_of(world)
    entry, search = swaps(world).offer("bob", shift.id, now=world.now, who="bob")
    assert (entry.status, search.candidate, search.offered) == ("open", people[0], True)
    assert roster_of(world) == before
    assert [person for person, _ in told(world)] == [people[0]]
    world.now += dt.timedelta(days=1)
    world.open(world.scheduler.programme)
    reply = Reply(person=people[0], occurrence=shift.id, answer="confirmed", at=world.now, way="link")
    answered = world.office.answer(reply, now=world.now, who=people[0])
    assert (answered.cover.state, answered.refused) == ("filled", ())
    assert swaps(world).entries()[0].status == "done"
    assert sorted({person for person, _ in told(world)} - {"ann"}) == sorted({"bob", people[0], "gul"} - {"ann"})
    assert len(diff(before, roster_of(world))) == 1
    world.now += dt.timedelta(days=1)
    back = swaps(world).undo("swap-1", now=world.now, who="gul")
    assert (back.entry.form, back.entry.of, back.entry.status) == ("undo", "swap-1", "done")
    assert [(one.id, one.status) for one in swaps(world).entries()] == [("swap-1", "undone"), ("swap-2", "done")]
    assert not diff(before, roster_of(world))
    messages = [person for person, _ in told(world)]
    assert len(messages) == len(set(messages))
    assert {"bob", people[0], "gul"} <= set(messages)
    with pytest.raises(Conflict, match="is undone, and was not done"):
        swaps(world).undo("swap-1", now=world.now, who="gul")


def test_an_offer_that_a_rule_forbids_by_then_stays_open_and_the_next_is_asked(world, nights):
    shift, people = next(
        (one, found)
        for _, one in nights.duties_of("ann")
        if len(found := world.office.candidates(one.id, "ann", now=world.now)) > 1
    )
    swaps(world).offer("ann", shift.id, now=world.now, who="ann")
    before = roster_of(world)
    away = Availability(person=people[0], kind="unavailable", first=shift.day, last=shift.day)
    programme = world.scheduler.programme
    world.open(attrs.evolve(programme, availability=(*programme.availability, away)))
    reply = Reply(person=people[0], occurrence=shift.id, answer="confirmed", at=world.now, way="link")
    answered = world.office.answer(reply, now=world.now, who=people[0])
    assert [item.en for item in answered.refused]
    assert answered.cover.candidate == people[1]
    assert roster_of(world) == before
    assert swaps(world).entries()[0].status == "open"


def test_a_swap_against_a_rule_writes_nothing(world, nights):
    shift, _ = tradable(world, nights)
    partner = next(item.person for item in nights.serving(shift.id) if item.person != "bob")
    done = swaps(world).give("bob", shift.id, partner, now=world.now, who="gul")
    assert done.entry.status == "refused"
    assert done.swap.violations
    assert swaps(world).entries() == ()
    assert told(world) == []


def test_two_exchange_their_duties_and_each_is_told_once(world, nights):
    before = roster_of(world)
    problem = world.office.ground(nights.duties_of("bob")[0][1].id, now=world.now).problem
    from volsched.rostering import exchange

    one, other = next(
        (mine, theirs)
        for mine in before.by_person["bob"]
        for theirs in before.by_person["ayshem"]
        if not exchange(problem, before, mine.seat, theirs.seat).violations
    )
    done = swaps(world).exchange("bob", one.seat.shift, "ayshem", other.seat.shift, now=world.now, who="gul")
    assert done.entry.form == "exchange"
    assert len(diff(before, roster_of(world))) == 2
    messages = [person for person, _ in told(world)]
    assert sorted(messages) == sorted({"bob", "ayshem", "ann", "gul"})
    assert check(problem, roster_of(world)) == check(problem, before)


def test_an_offer_can_be_withdrawn_and_nobody_is_asked_any_more(world, nights):
    shift, people = tradable(world, nights)
    swaps(world).offer("bob", shift.id, to=people[0], now=world.now, who="bob")
    with pytest.raises(Conflict, match="is offered already"):
        swaps(world).offer("bob", shift.id, now=world.now, who="bob")
    assert swaps(world).withdraw("swap-1", now=world.now, who="bob").status == "withdrawn"
    assert told(world) == []
    with pytest.raises(Conflict, match="is withdrawn, and open no longer"):
        swaps(world).take("swap-1", people[0], now=world.now, who="gul")


def test_the_coordinator_takes_an_offer_for_somebody(world, nights):
    shift, people = tradable(world, nights)
    swaps(world).offer("bob", shift.id, to=people[0], now=world.now, who="bob")
    told(world)
    done = swaps(world).take("swap-1", people[0], now=world.now, who="gul")
    assert done.entry.status == "done"
    assert people[0] in {item.person for item in roster_of(world).in_shift(shift.id)}
    with pytest.raises(UnknownName, match="no swap 'swap-9'"):
        swaps(world).take("swap-9", people[0], now=world.now, who="gul")


def test_what_has_begun_is_not_swapped(world, nights):
    shift, people = tradable(world, nights)
    world.now = shift.span.start + dt.timedelta(minutes=5)
    with pytest.raises(InvalidValue, match="has begun"):
        swaps(world).give("bob", shift.id, people[0], now=world.now, who="gul")


def test_the_versions_say_who_changed_what_and_lead_back(world, nights):
    first = roster_of(world)
    shift, people = tradable(world, nights)
    swaps(world).give("bob", shift.id, people[0], now=world.now, who="gul")
    second = roster_of(world)
    swaps(world).undo("swap-1", now=world.now, who="gul")
    with world.store.look() as look:
        known = versions(look)
        rosters = [roster for roster, _ in kept_rosters(look)]
    assert [(one.number, one.who, one.why) for one in known] == [
        (1, "volsched", "publish"),
        (2, "gul", "a duty is given"),
        (3, "gul", "a swap is undone"),
    ]
    assert known[0].made == ("night-watch",)
    assert not diff(as_of(rosters, known, 1)["night-watch"], first)
    assert not diff(as_of(rosters, known, 2)["night-watch"], second)
    with pytest.raises(UnknownName, match="no version '7'"):
        as_of(rosters, known, 7)


def test_every_swap_stands_in_the_log(world, nights):
    shift, people = tradable(world, nights)
    swaps(world).give("bob", shift.id, people[0], now=world.now, who="gul")
    with world.store.look() as look:
        (line,) = look.history("roster-swap")
    assert (line.who, line.why, line.before, line.after["to"]) == ("gul", "a duty is given", None, None)
    assert line.after["changes"][0]["after"] == people[0]


def test_who_steps_in_for_one_who_cannot_come_goes_the_same_way(world, nights):
    shift, _ = tradable(world, nights)
    declined = Reply(person="bob", occurrence=shift.id, answer="declined", at=world.now, way="link")
    asked = world.office.answer(declined, now=world.now, who="bob").cover.candidate
    world.deliver()
    world.told()
    confirmed = Reply(person=asked, occurrence=shift.id, answer="confirmed", at=world.now, way="link")
    world.office.answer(confirmed, now=world.now, who=asked)
    (entry,) = swaps(world).entries()
    assert (entry.form, entry.by, entry.to, entry.status) == ("offer", "bob", asked, "done")
    messages = [person for person, _ in told(world)]
    assert sorted(messages) == sorted({"bob", asked, "ann", "gul"})
    with world.store.look() as look:
        assert versions(look)[-1].why == "reply by link"
    assert told(world) == []


def test_two_who_take_one_offer_at_once_do_not_both_get_it(world, nights):
    """The second finds the roster changed since it was judged, judges again, and finds the offer taken."""
    shift, people = tradable(world, nights)
    swaps(world).offer("bob", shift.id, to=people[0], now=world.now, who="bob")
    ground = world.office.ground(shift.id, now=world.now)
    swaps(world).take("swap-1", people[0], now=world.now, who="gul")
    with world.store.change(who="late", at=world.now) as change:
        state, seats = world.office.published(change), [SeatChange(ground.seat_of("bob", shift.id), "bob", None)]
        with pytest.raises(Conflict, match="somebody else has changed it"):
            settle(change, state, ground, ground.roster.with_assignments(()), seats)
    with pytest.raises(Conflict, match="is done, and open no longer"):
        swaps(world).take("swap-1", people[0], now=world.now, who="gul")


@pytest.mark.parametrize("language", ["zh", "ug", "en"])
def test_the_message_says_from_whom_to_whom_and_when(world, nights, language):
    from volsched.dispatch.posting import entry_of
    from volsched.notices.telling import Telling, TellingItem, worded

    with world.store.look() as look:
        duty = world.office.published(look).commitments["bob"][0]
    for tone in ("swapped", "exchanged"):
        telling = Telling(
            person="gul", tone=tone, items=(TellingItem(entry=entry_of(duty)),), fact="x", who="ann", candidate="bob"
        )
        message = worded(telling, world.scheduler.programme, language)
        names = [world.scheduler.programme.person(one).name.in_language(language) for one in ("ann", "bob")]
        assert all(name in message.body and name in message.subject for name in names)


def test_a_version_of_another_period_is_not_said_to_be_the_same(world, nights):
    first = roster_of(world)
    world.publish(window="2027-05-20/2027-06-20")
    with world.store.look() as look:
        known, rosters = versions(look), [roster for roster, _ in kept_rosters(look)]
    made = attrs.evolve(known[-1], made=("night-watch",))
    assert first != roster_of(world)
    with pytest.raises(InvalidValue, match=r"is of another period.*compare versions from 2 on"):
        as_of(rosters, (known[0], made), 1)
