"""The sweep for overlaps against the obvious comparison of all pairs."""

import datetime as dt
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from volsched.model import Span
from volsched.planning.checks.clashes import overlapping

DAWN = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.integers(0, 4)), max_size=15))
def test_the_sweep_finds_what_comparing_all_pairs_finds(entries):
    spans = [
        (Span(DAWN + dt.timedelta(minutes=a), DAWN + dt.timedelta(minutes=a + n)), f"activity-{which}/x")
        for a, n, which in entries
    ]
    everything = sorted(
        tuple(sorted(pair))
        for pair in combinations(spans, 2)
        if pair[0][0].overlaps(pair[1][0]) and pair[0][1] != pair[1][1]
    )
    assert sorted(tuple(sorted(pair)) for pair in overlapping(spans)) == everything
