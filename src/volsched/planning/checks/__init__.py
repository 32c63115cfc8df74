"""What can be noticed in a plan: each check reads the whole plan and yields findings with stable codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from volsched.model import Finding
from volsched.planning.checks.attending import courses_out_of_step, overfull_places
from volsched.planning.checks.cadence import (
    empty_months,
    long_breaks,
    quarters_without_plans,
    unbalanced_communities,
)
from volsched.planning.checks.certificates import ending_certificates
from volsched.planning.checks.clashes import equipment_taken_twice, people_in_two_places, venues_taken_twice
from volsched.planning.checks.coverage import broken_rules, impossible_seats, people_without_a_place, unfilled_seats
from volsched.planning.checks.dates import dates_left_out
from volsched.planning.checks.shows import hurried_shows, shows_not_rehearsed
from volsched.planning.checks.venues import closed_venues, small_venues, unshared_venues
from volsched.planning.plan import Plan

Check = Callable[[Plan], Iterable[Finding]]

STANDARD_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "broken-rules": broken_rules,
        "closed-venues": closed_venues,
        "courses-out-of-step": courses_out_of_step,
        "dates-left-out": dates_left_out,
        "empty-months": empty_months,
        "ending-certificates": ending_certificates,
        "equipment-taken-twice": equipment_taken_twice,
        "hurried-shows": hurried_shows,
        "impossible-seats": impossible_seats,
        "long-breaks": long_breaks,
        "overfull-places": overfull_places,
        "people-in-two-places": people_in_two_places,
        "people-without-a-place": people_without_a_place,
        "quarters-without-plans": quarters_without_plans,
        "shows-not-rehearsed": shows_not_rehearsed,
        "small-venues": small_venues,
        "unbalanced-communities": unbalanced_communities,
        "unfilled-seats": unfilled_seats,
        "unshared-venues": unshared_venues,
        "venues-taken-twice": venues_taken_twice,
    }
)

_WORST_FIRST = {"error": 0, "warning": 1, "note": 2}


def run_checks(plan: Plan, checks: Iterable[Check] = tuple(STANDARD_CHECKS.values())) -> tuple[Finding, ...]:
    """Every finding of these checks, the worst first, then by code and subjects."""
    return in_order(finding for check in checks for finding in check(plan))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings as people should read them: the worst first."""
    return tuple(sorted(findings, key=lambda item: (_WORST_FIRST[item.severity], item.code, item.subjects)))
