"""Who applies for the places of an activity, in which order: a cohort, or those who signed up in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from attrs import frozen

from volsched.booking.drawing import Lot, draw
from volsched.booking.reasons import NOT_INVITED, SIGNED_UP_OUTSIDE
from volsched.model import Activity, Booking, Person, Programme, SignUp

NOBODY: Mapping[str, int] = MappingProxyType({})


@frozen(kw_only=True)
class Applicants:
    """Who gets places, the first first, and who does not get one whatever is free."""

    people: tuple[Person, ...]
    refused: tuple[Booking, ...] = ()
    lots: tuple[Lot, ...] = ()


def applicants(
    programme: Programme, activity: Activity, *, seed: int = 0, served: Mapping[str, int] = NOBODY
) -> Applicants | None:
    """Who applies for places in an activity; None where nobody is invited and nobody signed up.

    Where people sign up, those of a cohort may, or everybody if there is none; it counts on the days for it. They come
    in the order of `priority` and then of their days, or are drawn; `served` is how often each had such a place before.
    """
    places = activity.places
    if places is None:
        return None
    signed = [item for item in programme.sign_ups if item.activity == activity.id]
    cohort = None if places.cohort is None else programme.team(places.cohort).members
    if not signed and places.sign_up is None:
        if cohort is None:
            return None
        lots = _drawn(programme, activity, cohort, seed, served)
        return Applicants(people=_order(programme, cohort, lots), lots=lots)
    days = {item.person: item for item in reversed(signed)}
    order = sorted(days, key=lambda name: (str(days[name].day or ""), list(days).index(name)))
    reasons = {name: _refusal(activity, days[name], None if cohort is None else set(cohort)) for name in order}
    accepted = [name for name in order if not reasons[name]]
    refused = tuple(
        Booking(person=name, activity=activity.id, status="waiting", rank=rank, reason=reasons[name])
        for rank, name in enumerate((name for name in order if reasons[name]), 1)
    )
    lots = _drawn(programme, activity, accepted, seed, served)
    return Applicants(people=_order(programme, accepted, lots), refused=refused, lots=lots)


def _refusal(activity: Activity, sign_up: SignUp, invited: Collection[str] | None) -> str:
    places = activity.places
    if invited is not None and sign_up.person not in invited:
        return NOT_INVITED
    if places is None or places.sign_up is None or sign_up.day is None:
        return ""
    first, last = places.sign_up
    return "" if first <= sign_up.day <= last else SIGNED_UP_OUTSIDE


def _drawn(
    programme: Programme, activity: Activity, people: Iterable[str], seed: int, served: Mapping[str, int]
) -> tuple[Lot, ...]:
    """The lots of the people, or of the households where places are for those."""
    if activity.places is None or not activity.places.draw:
        return ()
    if not activity.places.by_household:
        return draw(seed, activity.id, people, served)
    homes: dict[str, int] = {}
    for name in people:
        home = programme.person(name).household or name
        homes[home] = max(homes.get(home, 0), served.get(name, 0))
    return draw(seed, activity.id, homes, homes)


def _order(programme: Programme, people: Sequence[str], lots: Sequence[Lot]) -> tuple[Person, ...]:
    found = [programme.person(name) for name in people]
    ranks = {item.person: item.rank for item in lots}
    return tuple(sorted(found, key=lambda person: ranks.get(person.id, ranks.get(person.household or "", 0))))
