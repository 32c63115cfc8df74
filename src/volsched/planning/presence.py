"""Public time and real time: who is there before the audience, and how long venue and equipment are really taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from volsched.model import Activity, Occurrence, Programme, Span

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def seconds(moment: dt.datetime) -> int:
    """The instant as whole seconds, which compare fast."""
    return int((moment - EPOCH).total_seconds())


def moment(whole: int) -> dt.datetime:
    """The instant of whole seconds."""
    return EPOCH + dt.timedelta(seconds=whole)


def taking_part(programme: Programme, activity: Activity) -> Iterator[str]:
    """The people who take part as a team, or in an act; each once."""
    members = (member for team in activity.teams for member in programme.team(team).members)
    yield from dict.fromkeys((*members, *activity.soloists))


def called(activity: Activity, span: Span) -> Span:
    """When those who take part are there: from the call time on, which comes before the public time."""
    if activity.show is None or not activity.show.call:
        return span
    return span.widened(activity.show.call, dt.timedelta())


def held(activity: Activity, occurrence: Occurrence) -> Span:
    """When venue and equipment are taken, setting up and clearing up included."""
    space = activity.space
    return occurrence.span if space is None else occurrence.span.widened(space.set_up, space.clear_up)
