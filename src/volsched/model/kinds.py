"""The kinds of activity that come with volsched: each a way to put parts together with fitting defaults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from attrs import frozen

from volsched.model.activity import Activity, Course, Places, Requirement, SkillMinimum, Space, Staffing
from volsched.model.ids import own_id
from volsched.model.rules import Rule
from volsched.model.schedule import Schedule
from volsched.model.text import Language, Text


@frozen(kw_only=True)
class Kind:
    """A name for programme files and the defaults of an activity of that kind.

    `defaults` are fields of Activity, used where the file says nothing.
    """

    id: str = own_id("kind")
    name: Text
    defaults: Mapping[str, Any] = MappingProxyType({})


def patrol(
    id: str,  # noqa: A002 - the word of the model
    *,
    title: str | Text,
    team: str,
    schedule: Schedule,
    seats: int = 15,
    with_skills: Mapping[str, int] | None = None,
    rules: Iterable[Rule] = (),
    language: Language = "en",
    **more: Any,
) -> Activity:
    """A watch that a team keeps: `seats` people at a time, at least so many of them with each skill.

    >>> from datetime import datetime, timedelta
    >>> nightly = Schedule(start=datetime(2027, 1, 1, 22), lasts=timedelta(hours=4), rule="FREQ=DAILY")
    >>> patrol("suifeng", title="Night patrol", team="volunteers", schedule=nightly).staffing.requirements[0].minimum
    15
    """
    mix = tuple(SkillMinimum(skill, minimum) for skill, minimum in sorted((with_skills or {}).items()))
    staffing = Staffing(
        team=team, requirements=(Requirement(role="patrol", minimum=seats, mix=mix),), rules=tuple(rules)
    )
    return _build("patrol", id, Text.of(title, language), schedule, {"staffing": staffing, **more})


def checkup(
    id: str,  # noqa: A002 - the word of the model
    *,
    title: str | Text,
    cohort: str,
    schedule: Schedule,
    capacity: int,
    appointment: dt.timedelta | None = dt.timedelta(minutes=15),
    at_once: int = 1,
    language: Language = "en",
    **more: Any,
) -> Activity:
    """Health checkups by appointment for the people of a cohort; nobody but they and the organiser see who comes."""
    places = Places(capacity=capacity, cohort=cohort, appointment=appointment, at_once=at_once)
    return _build("checkup", id, Text.of(title, language), schedule, {"places": places, **more})


def training(
    id: str,  # noqa: A002 - the word of the model
    *,
    title: str | Text,
    schedule: Schedule,
    capacity: int | None = None,
    cohort: str | None = None,
    needs: Iterable[str] = (),
    grants: str | None = None,
    holds_for: dt.timedelta | None = None,
    language: Language = "en",
    **more: Any,
) -> Activity:
    """A course, class or lecture, maybe with limited places and a skill that it grants."""
    places = None if capacity is None else Places(capacity=capacity, cohort=cohort)
    course = Course(needs=tuple(needs), grants=grants, holds_for=holds_for)
    return _build("training", id, Text.of(title, language), schedule, {"places": places, "course": course, **more})


def performance(
    id: str,  # noqa: A002 - the word of the model
    *,
    title: str | Text,
    schedule: Schedule,
    venue: str,
    team: str | None = None,
    set_up: dt.timedelta = dt.timedelta(hours=1),
    clear_up: dt.timedelta = dt.timedelta(minutes=30),
    language: Language = "en",
    **more: Any,
) -> Activity:
    """A show, concert or contest on a stage, which is taken before and after it too."""
    space = Space(venue=venue, set_up=set_up, clear_up=clear_up)
    return _build("performance", id, Text.of(title, language), schedule, {"space": space, "team": team, **more})


def visit(
    id: str,  # noqa: A002 - the word of the model
    *,
    title: str | Text,
    household: str,
    helpers: str,
    schedule: Schedule,
    seats: int = 1,
    language: Language = "en",
    **more: Any,
) -> Activity:
    """Visits of one household by the helpers it is paired with, `seats` at a time; nobody else sees them."""
    staffing = Staffing(team=helpers, requirements=(Requirement(role="helper", minimum=seats),))
    fields = {"team": household, "staffing": staffing, **more}
    return _build("visit", id, Text.of(title, language), schedule, fields)


def activity(id: str, *, title: str | Text, schedule: Schedule, language: Language = "en", **more: Any) -> Activity:  # noqa: A002
    """Anything else that happens: a rehearsal, a visit day, a meeting."""
    return _build("activity", id, Text.of(title, language), schedule, more)


def _build(kind: str, name: str, title: Text, schedule: Schedule, fields: Mapping[str, Any]) -> Activity:
    return Activity(id=name, kind=kind, title=title, schedule=schedule, **{**KINDS[kind].defaults, **fields})


def _kind(name: str, text: Text, **defaults: Any) -> Kind:
    return Kind(id=name, name=text, defaults=MappingProxyType(defaults))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            _kind("activity", Text(zh="活动", ug="پائالىيەت", en="Activity")),
            _kind("checkup", Text(zh="体检", ug="سالامەتلىك تەكشۈرۈش", en="Health checkup"), audience="person"),
            _kind("patrol", Text(zh="巡逻", ug="چارلاش", en="Patrol"), audience="member"),
            _kind("performance", Text(zh="演出", ug="ئويۇن قويۇش", en="Performance")),
            _kind("training", Text(zh="培训", ug="تەربىيەلەش", en="Training")),
            _kind("visit", Text(zh="走访", ug="زىيارەت", en="Visit"), audience="person"),
        )
    }
)

BUILDERS: Mapping[str, Callable[..., Activity]] = MappingProxyType(
    {
        "activity": activity,
        "checkup": checkup,
        "patrol": patrol,
        "performance": performance,
        "training": training,
        "visit": visit,
    }
)
