"""Running orders: as good as the best of all orders, and the nearest to that of the file."""

import datetime as dt
import random
from itertools import permutations

import attrs
import pytest
from tests.planning.test_plan import ONE_FRIDAY, people, programme

from volsched.errors import InvalidValue
from volsched.model import Act, Equipment, Schedule, Show, Team, Text, Window, activity, performance
from volsched.planning import make_plan, run_checks, running_order
from volsched.planning.running_order import EXACT, Ordering
from volsched.rostering import solve

MINUTES = dt.timedelta(minutes=1)
EVENING = Schedule(start=dt.datetime(2027, 5, 29, 19), lasts=30 * MINUTES)
SINGERS = ("ann", "bob", "cem", "dil")


def act(name, team=None, *, lasts=6, **fields):
    return Act(id=name, title=Text(en=name.title()), lasts=lasts * MINUTES, team=team, **fields)


def some_acts(dice, count, names="abcdefgh"):
    acts = []
    for number in range(count):
        own = tuple(dice.sample(names, dice.randrange(1, 4)))
        acts.append(
            act(f"act-{number}", people=own, equipment=tuple(dice.sample(("piano", "drums"), dice.randrange(2))))
        )
    return acts


def with_position(acts, dice):
    found = list(acts)
    if dice.random() < 0.4:
        found[-1] = attrs.evolve(found[-1], position="first")
    if len(found) > 1 and dice.random() < 0.4:
        found[0] = attrs.evolve(found[0], position="last")
    return found


def allowed(order):
    return all(item.position != "first" or item is order[0] for item in order) and all(
        item.position != "last" or item is order[-1] for item in order
    )


def test_the_order_is_the_first_of_the_best_among_all_orders():
    dice = random.Random(5)
    for _ in range(150):
        acts = with_position(some_acts(dice, dice.randrange(1, 7)), dice)
        ordering = Ordering(acts, {item.id: frozenset(item.people) for item in acts})
        orders = [order for order in permutations(acts) if allowed(order)]
        # Permutations come in the order of the file, and min keeps the first of the best.
        assert ordering.best() == min(orders, key=ordering.cost)


def test_a_long_show_is_never_worse_than_its_file_and_mostly_as_good_as_can_be():
    dice = random.Random(6)
    for _ in range(5):
        acts = with_position(some_acts(dice, EXACT + 6, "abcdefghijklmnopq"), dice)
        ordering = Ordering(acts, {item.id: frozenset(item.people) for item in acts})
        found = ordering.best()
        assert sorted(item.id for item in found) == sorted(item.id for item in acts)
        assert allowed(found)
        framed = sorted(acts, key=lambda item: {"first": 0, None: 1, "last": 2}[item.position])
        assert ordering.cost(found) <= ordering.cost(framed)
        assert ordering.cost(found)[0] == 0


def evening(*acts, schedule=EVENING, rehearsal=ONE_FRIDAY, **fields):
    show = Show(acts=acts, **fields)
    gala = performance("gala", title="Gala", schedule=schedule, venue="hall", show=show)
    teams = (
        Team(id="choir", name=Text(en="Choir"), members=("ann", "bob")),
        Team(id="dancers", name=Text(en="Dancers"), members=("bob", "cem")),
        Team(id="band", name=Text(en="Band"), members=("dil",)),
    )
    rehearsed = activity("rehearsal", title="Rehearsal", schedule=rehearsal)
    made = programme(gala, rehearsed, teams=teams, people=people(*SINGERS))
    return make_plan(made, Window.month(2027, 5), solve=solve)


def order_of(plan):
    return running_order(plan.programme, plan.occurrences_of("gala")[0])


def test_who_is_in_two_troupes_is_seen_and_gets_an_act_between():
    order = order_of(evening(act("song", "choir"), act("dance", "dancers"), act("march", "band")))
    assert [slot.act.id for slot in order.slots] == ["song", "march", "dance"]
    assert order.in_two_troupes == (("bob", ("song", "dance")),)
    assert order.hurried == ()


def test_a_troupe_that_goes_on_playing_does_not_hurry():
    order = order_of(evening(act("song", "choir"), act("encore", "choir")))
    assert [slot.act.id for slot in order.slots] == ["song", "encore"]
    assert (order.hurried, order.in_two_troupes) == ((), ())


def test_public_time_and_real_time_are_kept_apart():
    plan = evening(
        act("song", "choir", people=("dil",)),
        act("speech", people=("cem",), position="first"),
        call=60 * MINUTES,
        change_over=3 * MINUTES,
    )
    order = order_of(plan)
    assert [(slot.act.id, f"{slot.span.start:%H:%M}", slot.changed) for slot in order.slots] == [
        ("speech", "11:00", False),
        ("song", "11:06", False),
    ]
    assert f"{order.taken.start:%H:%M} {order.call.start:%H:%M} {order.public.start:%H:%M}" == "10:00 10:00 11:00"
    assert f"{order.public.end:%H:%M} {order.taken.end:%H:%M}" == "11:30 12:00"


def test_the_stage_is_changed_as_rarely_as_can_be_and_each_time_takes_time():
    acts = (
        act("one", "band", equipment=("drums",)),
        act("two", people=("ann",)),
        act("three", "band", equipment=("drums",)),
    )
    plan = evening(*acts[1:2], change_over=3 * MINUTES)
    made = programme(
        performance(
            "gala", title="Gala", schedule=EVENING, venue="hall", show=Show(acts=acts, change_over=3 * MINUTES)
        ),
        teams=plan.programme.teams,
        people=people(*SINGERS),
        equipment=(Equipment(id="drums", name=Text(en="Drums")),),
    )
    order = order_of(make_plan(made, Window.month(2027, 5), solve=solve))
    assert [(slot.act.id, f"{slot.span.start:%H:%M}", slot.changed) for slot in order.slots] == [
        ("one", "11:00", False),
        ("three", "11:06", False),
        ("two", "11:15", True),
    ]


def test_what_no_order_can_mend_is_a_finding():
    plan = evening(act("song", "choir", lasts=20), act("dance", "dancers", lasts=15))
    found = run_checks(plan)
    assert [(item.code, item.subjects) for item in found] == [
        ("act-back-to-back", ("gala/20270529T1900", "song", "dance", "bob")),
        ("show-too-long", ("gala", "gala/20270529T1900")),
    ]
    assert found[0].sentence.en == "in 'Gala' Bob must play 'Song' and 'Dance' back to back, in whatever order"
    assert found[1].sentence.en == (
        "the acts of 'Gala' on Saturday 29 May 2027 19:00 (Beijing time) take 5min longer than announced, "
        "change-overs included"
    )


@pytest.mark.parametrize(
    ("day", "within", "expected"),
    [(28, 2, []), (7, 23, []), (7, 14, ["show-not-rehearsed"]), (30, 20, ["show-not-rehearsed"])],
)
def test_a_show_must_have_been_rehearsed_before(day, within, expected):
    rehearsal = Schedule(start=dt.datetime(2027, 5, day, 9), lasts=60 * MINUTES)
    plan = evening(rehearsal=rehearsal, rehearsals=("rehearsal",), rehearsed_within=dt.timedelta(days=within))
    assert [item.code for item in run_checks(plan)] == expected


def test_what_was_rehearsed_before_the_window_is_not_held_against_a_show():
    rehearsal = Schedule(start=dt.datetime(2027, 4, 29, 9), lasts=60 * MINUTES)
    assert run_checks(evening(rehearsal=rehearsal, rehearsals=("rehearsal",), rehearsed_within=dt.timedelta(60))) == ()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: act("song", lasts=0), "act song: lasts: 0:00:00 is not possible"),
        (lambda: act("song", position="middle"), "act song: position: 'middle' is not known"),
        (lambda: Show(acts=(act("song"), act("song"))), "two acts share an id"),
        (lambda: Show(acts=(act("one", position="last"), act("two", position="last"))), "two acts are last"),
        (lambda: Show(call=dt.timedelta(days=2)), "show: call: 2 days, 0:00:00 is not possible"),
    ],
)
def test_what_cannot_be_played_is_refused(make, told):
    with pytest.raises(InvalidValue, match=told):
        make()
