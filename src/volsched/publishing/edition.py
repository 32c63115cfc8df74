"""A plan as it goes out: with the revision of every event in it, and the secret names of personal calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import attrs
from attrs import frozen

from volsched.planning import Plan
from volsched.publishing.audience import EventView
from volsched.publishing.identity import Revision
from volsched.publishing.paths import stem
from volsched.publishing.revisions import Revisions
from volsched.publishing.views import Views


@frozen(kw_only=True)
class Edition(Plan):
    """A plan with what was shown of it: whatever is written from it knows the revision of every event.

    `tokens` are the secret names of personal calendars by person; `now` is when it is published.
    """

    revisions: Revisions
    now: dt.datetime
    tokens: Mapping[str, str] = attrs.field(default=MappingProxyType({}), repr=False)
    views: Views = attrs.field(eq=False, repr=False)

    def revision(self, feed: str, view: EventView) -> Revision | None:
        """The revision of an event in one feed; one occurrence of a series is never older than the series."""
        own = self.revisions.of(feed, view.name)
        if view.instead_of is None or own is None:
            return own
        whole = self.revisions.of(feed, view.uid)
        if whole is None:
            return own
        return Revision(
            own.stamp if whole.sequence == 0 else max(own.stamp, whole.stamp), own.sequence + whole.sequence
        )


def views_of(plan: Plan) -> Views:
    """The views of a plan; those of an edition were made with it, and hold while nothing in it was replaced."""
    if isinstance(plan, Edition) and plan.views.are_of(plan):
        return plan.views
    return Views(plan)


def personal_stem(plan: Plan, person: str) -> str:
    """The beginning of the names of one person's own files: a secret where the plan has one, or else the id."""
    secret = plan.tokens.get(person) if isinstance(plan, Edition) else None
    return secret or stem(person)
