"""The sweeps against the obvious comparison of everything with everything."""

import random
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from volsched.planning.sweeping import Taken, beyond, busy_times, lacking, overlapping

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.integers(0, 4), st.booleans()), max_size=15)


def entries(drawn):
    return [(start, start + lasts, owner, part) for start, lasts, owner, part in drawn]


def brute_force(found, slack=0):
    """Every pair of different owners that come closer than the slack and do not share in parts."""
    return sorted(
        (one, other)
        for one, other in combinations(sorted(found), 2)
        if one[2] != other[2] and not (one[3] and other[3]) and one[0] < other[1] + slack and other[0] < one[1] + slack
    )


@given(SPANS, st.integers(0, 10))
def test_the_sweep_finds_what_comparing_all_pairs_finds(drawn, slack):
    found = entries(drawn)
    assert sorted(overlapping(found, slack=slack)) == brute_force(found, slack)


def test_the_sweep_is_the_brute_force_on_a_thousand_random_cases():
    dice = random.Random(1)
    several = 0
    for _ in range(1000):
        taken, known = Taken(), {}
        for owner in range(dice.randrange(25)):
            start = dice.randrange(80)
            entry = (start, start + dice.randrange(1, 25), owner // 2, dice.random() < 0.3)
            thing = dice.choice("abc")
            taken.take(thing, *entry[:3], part=entry[3])
            known.setdefault(thing, []).append(entry)
        slack = dice.choice((0, 0, 5))
        expected = [(thing, *pair) for thing, found in known.items() for pair in brute_force(found, slack)]
        assert sorted(taken.clashes(slack=slack)) == sorted(expected)
        several += len(expected) > 5
    assert several > 300


def test_who_judges_is_asked_only_about_those_who_come_close():
    taken, asked = Taken(), []
    for owner, start in enumerate((0, 12, 100)):
        taken.take("ann", start, start + 10, owner)
    assert list(taken.clashes(slack=5, judge=lambda one, other: bool(asked.append((one[2], other[2]))))) == []
    assert asked == [(0, 1)]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15), st.integers(1, 3)), max_size=12), st.integers(0, 6))
def test_pieces_run_out_when_counting_moment_by_moment_says_so(drawn, count):
    uses = [(start, start + lasts, owner, pieces) for owner, (start, lasts, pieces) in enumerate(drawn)]

    def in_use(at):
        return sum(pieces for start, end, _, pieces in uses if start <= at < end)

    short = {at for at in range(80) if in_use(at) > count}
    assert {at for start, end in lacking(uses, count) for at in range(start, end)} == short
    # Each shortage is told at the start of a use, and never where there is enough.
    told = {use[0] for use, _, _ in beyond(uses, count)}
    assert told <= short
    assert all(any(start <= at for at in told) for start, _ in lacking(uses, count))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15)), max_size=12))
def test_busy_times_are_the_same_moments_in_few_spans(drawn):
    spans = [(start, start + lasts) for start, lasts in drawn]
    found = busy_times(spans)
    assert {at for start, end in found for at in range(start, end)} == {
        at for start, end in spans for at in range(start, end)
    }
    assert all(one[1] < other[0] for one, other in pairwise(found))
