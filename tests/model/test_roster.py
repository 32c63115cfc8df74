"""Rosters: their order, and a shift of one at a time."""

from hypothesis import given
from hypothesis import strategies as st

from volsched.model import Assignment, Roster, Seat

assignments = st.lists(
    st.builds(
        Assignment,
        st.builds(
            Seat, st.sampled_from(["a/1", "a/10", "a/2", "b"]), st.sampled_from(["lead", "watch"]), st.integers(0, 3)
        ),
        st.sampled_from(["ann", "bob"]),
    ),
    unique_by=lambda item: item.seat,
)


@given(assignments)
def test_the_assignments_of_one_shift(items):
    roster = Roster(id="r", assignments=tuple(items))
    for shift in ("a/1", "a/10", "a/2", "b", "c"):
        assert roster.in_shift(shift) == roster.by_shift.get(shift, ())


@given(assignments, assignments)
def test_shifts_put_in_place_of_others(old, new):
    before = Roster(id="r", assignments=tuple(old), stage="published", seed=3)
    groups = {shift: [item for item in new if item.seat.shift == shift] for shift in ("a/10", "b", "c")}
    after = before.with_shifts(groups)
    rest = [item for item in old if item.seat.shift not in groups]
    expected = before.with_assignments([*rest, *groups["a/10"], *groups["b"]])
    assert after == expected
    assert type(after.assignments) is tuple
    assert (after.stage, after.seed) == ("published", 3)
