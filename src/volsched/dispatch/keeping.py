"""From one publication to the next: rosters that people were told of are kept, and the others made around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import attrs
from attrs import define, field

from volsched.dispatch.rosters import KeptRoster, kept_with_digests
from volsched.errors import RosterError
from volsched.model import Assignment, Programme, Roster, Span
from volsched.planning.visits import may_stand_in
from volsched.publishing.state import Happens, PublishedState
from volsched.rostering import Problem
from volsched.rostering.digest import digest_of
from volsched.rostering.keeping import carried_to, keep
from volsched.storage.calendars import PUBLISHED, STATE
from volsched.storage.protocol import Store

Make = Callable[[Problem], Roster]


@define(kw_only=True)
class Keeper:
    """Gives each problem its roster: the given one, the one that was published, or else one that is made."""

    programme: Programme
    make: Make
    given: Mapping[str, Roster]
    now: dt.datetime | None = None
    anew: bool = False
    kept: Mapping[str, KeptRoster] = field(factory=dict)
    happened: Mapping[str, Happens] = field(factory=dict)
    """When each shift was, as it was last published."""
    _former: dict[str, tuple[Assignment, ...]] = field(factory=dict, init=False)
    _digests: dict[str, str] = field(factory=dict, init=False)
    _decided: set[str] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        for item in self.kept.values():
            self._former.update(item.roster.by_shift)

    @property
    def versions(self) -> dict[str, int]:
        """The version of each kept roster that was read."""
        return {name: item.version for name, item in self.kept.items()}

    def former(self, problem: Problem) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
        """What the problem was staffed with before, and which of that stays with people who are not of its team.

        These are duties of the past, and of those who may stand in from elsewhere.
        """
        if problem.id in self.given or not self._former:
            return (), ()
        self._digests[problem.id] = digest_of(problem)
        known = self.programme.person_by_id
        found = carried_to(problem.shift_by_id, self._former)
        guests = (item for item in found if item.person not in problem.person_by_id and item.person in known)
        return found, tuple(
            item
            for item in guests
            if self._is_past(problem, item) or (not self.anew and self._stands_in(problem, item))
        )

    def __call__(self, problem: Problem) -> Roster:
        """The roster of the problem."""
        roster = self.given.get(problem.id)
        if roster is not None:
            _must_be_its_own(problem, roster)
            return roster
        former = problem.before
        if not former:
            return self.make(problem)
        self._decided.update(problem.shift_by_id)
        last = self.kept.get(problem.id)
        if last is not None and not self.anew and last.digest == self._digests.get(problem.id):
            return last.roster
        roster = last.roster if last is not None else Roster(id=problem.id, stage="published")
        return keep(
            problem,
            attrs.evolve(roster, assignments=former),
            make=self.make,
            now=self.now,
            elsewhere=self._elsewhere(problem),
            anew=self.anew,
        )

    def _is_past(self, problem: Problem, item: Assignment) -> bool:
        return self.now is not None and problem.shift(item.seat.shift).span.start <= self.now

    def _stands_in(self, problem: Problem, item: Assignment) -> bool:
        activity = self.programme.activity(problem.shift(item.seat.shift).activity)
        return may_stand_in(self.programme, activity, item.person)

    def _elsewhere(self, problem: Problem) -> Iterable[tuple[str, Span]]:
        """The time that the people of a problem have in rosters that are not decided yet."""
        if self.anew:
            return ()
        return tuple(
            (item.person, self.happened[shift].span)
            for shift in sorted(self._former.keys() - self._decided)
            if shift in self.happened
            for item in self._former[shift]
            if item.person in problem.person_by_id
        )


def keeper_of(
    programme: Programme,
    store: Store | None,
    *,
    make: Make,
    given: Mapping[str, Roster],
    now: dt.datetime | None = None,
    anew: bool = False,
) -> Keeper:
    """What keeps the rosters that the store holds; without a store, or before the first publication, all are made."""
    keeper = Keeper(programme=programme, make=make, given=given, now=now, anew=anew)
    if store is None:
        return keeper
    with store.look() as look:
        record = look.get(PUBLISHED, STATE)
        state = None if record is None else PublishedState.of_body(record.body)
        found = {item.roster.id: item for item in kept_with_digests(look) if item.roster.stage != "draft"}
    return Keeper(
        programme=programme,
        make=make,
        given=given,
        now=now,
        anew=anew,
        kept=found,
        happened={} if state is None else state.by_key,
    )


def own_digest(programme: Programme, problem: Problem) -> str:
    """The digest of a problem without those who stand in from elsewhere."""
    teams = {
        staffing.team
        for name in dict.fromkeys(shift.activity for shift in problem.shifts)
        if (staffing := programme.activity(name).staffing) is not None
    }
    return digest_of(problem, {member for team in teams for member in programme.team(team).members})


def _must_be_its_own(problem: Problem, roster: Roster) -> None:
    for shift in roster.by_shift:
        if shift not in problem.shift_by_id:
            cure = "take the roster of the same programme and window"
            raise RosterError(f"roster {roster.id} names '{shift}', which is no shift of its own; {cure}")
