"""Who is on call, whom to call first, and a call-out worked out from replies."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import InvalidValue
from volsched.model import CarriedLoad, DaysOffBetween, Requirement, Span
from volsched.rostering import (
    Called,
    CallOut,
    Reply,
    call_order,
    call_out_standing,
    check,
    on_call,
    solve,
    unfilled,
)

AT = dt.datetime(2027, 1, 5, 9, 0, tzinfo=dt.UTC)
PEOPLE = ("ann", "bob", "cem", "dil", "eli")


def minutes(number):
    return AT + dt.timedelta(minutes=number)


def yes(person, minute):
    return Reply(person=person, says="yes", at=minutes(minute))


def no(person, minute):
    return Reply(person=person, says="no", at=minutes(minute))


def out(needed=2, people=PEOPLE, **more):
    return CallOut(id="fire", at=AT, needed=needed, people=people, **more)


@pytest.fixture
def squad(make):
    """36 people, two first and two in reserve each day, from 22:00 for 24 hours."""
    roles = (Requirement(role="primary", minimum=2), Requirement(role="reserve", minimum=2))
    shifts = [make.night(n, hours=24, requirements=roles, standby=True) for n in range(30)]
    people = [make.person(f"p{n:02}") for n in range(36)]
    problem = make.problem(
        shifts,
        people,
        availability=make.away("p35", *range(30)),
        rules=(DaysOffBetween(3),),
        history=(CarriedLoad(person="p34", load=30),),
    )
    return problem, solve(problem)


def test_the_squad_has_a_roster_of_its_own(squad):
    problem, roster = squad
    assert check(problem, roster) == ()
    assert unfilled(problem, roster) == ()
    loads = [len(roster.by_person.get(f"p{n:02}", ())) for n in range(34)]
    assert set(loads) == {3, 4}


def test_who_is_on_call_at_an_instant(squad):
    problem, roster = squad
    # 22:00 in Beijing is 14:00 UTC; the change of shift belongs to those who come.
    change = dt.datetime(2027, 1, 5, 14, 0, tzinfo=dt.UTC)
    before, after = on_call(problem, roster, change - dt.timedelta(seconds=1)), on_call(problem, roster, change)
    assert (
        [item.role for item in before] == [item.role for item in after] == ["primary", "primary", "reserve", "reserve"]
    )
    assert {item.shift for item in before} == {"night/0"}
    assert {item.shift for item in after} == {"night/1"}
    assert on_call(problem, roster, change - dt.timedelta(days=30)) == ()


def test_the_fairest_order(squad):
    problem, roster = squad
    at = dt.datetime(2027, 1, 5, 15, 0, tzinfo=dt.UTC)
    first = [item.person for item in on_call(problem, roster, at)]
    found = call_order(problem, roster, at)
    assert {item.person for item in found[:2]} == set(first[:2])
    assert {item.person for item in found[2:4]} == set(first[2:])
    assert "p35" not in {item.person for item in found}
    assert found[-1].person == "p34"
    calls = [Called(person=first[0], at=at - dt.timedelta(days=n)) for n in (1, 2)]
    calls += [
        Called(person=first[2], at=at - dt.timedelta(days=1)),
        Called(person=first[3], at=at + dt.timedelta(days=1)),
    ]
    again = call_order(problem, roster, at, calls=calls)
    assert [item.person for item in again[:4]] == [first[1], first[0], first[3], first[2]]
    assert again[1].calls == 2
    assert again[1].sentence.en.endswith("is first on call; called before: 2")
    assert again[2].sentence.en.endswith("is on call in reserve; called before: 0")
    assert all(item.sentence.languages() == ("zh", "ug", "en") for item in again)


def test_whoever_gave_the_hour_to_something_else_is_not_called(make):
    problem = make.problem([make.night(0, 1)], make.people("ann bob"), taken=(("bob", Span(AT, minutes(30))),))
    roster = make.roster(problem)
    assert [item.person for item in call_order(problem, roster, AT)] == ["ann"]
    assert [item.person for item in call_order(problem, roster, minutes(30))] == ["ann", "bob"]


def test_waves_until_enough_come():
    call = out()
    begun = call_out_standing(call, (), AT)
    assert [(item.person, item.answer) for item in begun.calls] == [("ann", "waiting"), ("bob", "waiting")]
    assert (begun.next_at, begun.next_people) == (minutes(5), ("cem", "dil"))
    # One says yes, the other nothing: when the time is over, one more is called.
    later = call_out_standing(call, [yes("ann", 1)], minutes(6))
    assert [(item.person, item.wave, item.answer) for item in later.calls] == [
        ("ann", 1, "yes"),
        ("bob", 1, "silent"),
        ("cem", 2, "waiting"),
    ]
    done = call_out_standing(call, [yes("ann", 1), yes("cem", 7)], minutes(60))
    assert (done.coming, done.enough, done.next_at) == (("ann", "cem"), True, None)
    assert done.sentence.en == "2 of 2 are coming; nobody else need be called"
    assert begun.sentence.zh == "需要2人，0人会来，已呼叫2人"


def test_the_next_wave_does_not_wait_when_everybody_has_replied():
    standing = call_out_standing(out(), [no("ann", 1), yes("bob", 2)], minutes(2))
    assert [(item.person, item.at) for item in standing.calls] == [
        ("ann", AT),
        ("bob", AT),
        ("cem", minutes(2)),
    ]


def test_one_by_one_until_the_first():
    call = out(1, manner="one_by_one")
    replies = [no("ann", 1), yes("cem", 8)]
    standing = call_out_standing(call, replies, minutes(8))
    assert [(item.person, item.at, item.answer) for item in standing.calls] == [
        ("ann", AT, "no"),
        ("bob", minutes(1), "silent"),
        ("cem", minutes(6), "yes"),
    ]
    assert (standing.coming, standing.next_at) == (("cem",), None)


def test_a_late_yes_counts_and_a_yes_taken_back_does_not():
    late = call_out_standing(out(), [yes("ann", 9), yes("bob", 1), no("cem", 6)], minutes(9))
    assert late.coming == ("bob", "ann")
    back = call_out_standing(out(), [yes("ann", 1), yes("bob", 1), no("bob", 20)], minutes(21))
    assert back.coming == ("ann",)
    assert [item.person for item in back.calls] == ["ann", "bob", "cem"]
    assert back.calls[-1].at == minutes(20)


def test_when_nobody_is_left():
    standing = call_out_standing(out(9), [yes("ann", 1)], minutes(30))
    assert (standing.missing, standing.next_at, standing.next_people) == (8, None, ())
    assert standing.sentence.en == "1 of 9 are coming, and all 5 have been called"
    spared = call_out_standing(out(1, spare=2), (), AT)
    assert [item.person for item in spared.calls] == ["ann", "bob", "cem"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"needed": 0}, "needed"),
        ({"spare": -1}, "spare"),
        ({"people": ("ann", "ann")}, "people"),
        ({"reply_within": dt.timedelta()}, "reply_within"),
    ],
)
def test_call_outs_that_cannot_be(more, field):
    with pytest.raises(InvalidValue) as caught:
        out(**more)
    assert caught.value.field == field
    with pytest.raises(InvalidValue, match="has no zone"):
        CallOut(id="fire", at=dt.datetime(2027, 1, 5), needed=1, people=())


def by_the_minute(call, replies, now):
    """The same, minute by minute, as somebody with a telephone would do it."""
    called, waves = [], []
    minute = AT
    while minute <= now:
        said, before = {}, len(called)
        for reply in sorted(replies, key=lambda item: (item.at, item.person, item.says)):
            if reply.at <= minute:
                said[reply.person] = reply.says
        coming = [person for person in called if said.get(person) == "yes"]
        missing = call.needed - len(coming)
        rested = not waves or minute >= waves[-1][0] + call.reply_within or all(p in said for p in waves[-1][1])
        if missing > 0 and rested:
            size = 1 if call.manner == "one_by_one" else missing + call.spare
            wave = list(call.people[len(called) : len(called) + size])
            if wave:
                waves.append((minute, wave))
                called += wave
        if len(called) == before:
            minute += dt.timedelta(minutes=1)
    return [(person, number, at) for number, (at, wave) in enumerate(waves, start=1) for person in wave]


@given(
    st.integers(1, 4),
    st.sampled_from(["waves", "one_by_one"]),
    st.integers(0, 2),
    st.lists(
        st.builds(
            lambda person, says, at: Reply(person=person, says=says, at=minutes(at)),
            st.sampled_from([*PEOPLE, "fay"]),
            st.sampled_from(["yes", "no"]),
            st.integers(0, 30),
        ),
        max_size=8,
    ),
    st.integers(0, 40),
)
def test_it_calls_whom_somebody_with_a_telephone_would_call(needed, manner, spare, replies, now):
    call = out(needed, manner=manner, spare=spare, reply_within=dt.timedelta(minutes=4))
    standing = call_out_standing(call, replies, minutes(now))
    assert [(item.person, item.wave, item.at) for item in standing.calls] == by_the_minute(call, replies, minutes(now))
    # What is announced is what happens when nobody says anything more.
    if standing.next_at is not None:
        said = [reply for reply in replies if reply.at <= minutes(now)]
        then = call_out_standing(call, said, standing.next_at)
        following = tuple(item.person for item in then.calls[len(standing.calls) :])
        assert following[: len(standing.next_people)] == standing.next_people
