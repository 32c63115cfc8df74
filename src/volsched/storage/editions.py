"""One publication after another: the plan as it goes out, remembered before it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from volsched.errors import InvalidValue, StoreError
from volsched.model import Programme, Window
from volsched.planning import Plan
from volsched.publishing import (
    ChangeSet,
    Edition,
    PublishedState,
    Revisions,
    changes_between,
    edition_of,
    feeds_of,
)
from volsched.storage.calendars import keep_secret, remember, remembered, rotate, secret_of, tokens_in
from volsched.storage.protocol import Change, Store

Also = Callable[[PublishedState | None, Plan], Callable[[Change], object]]
"""What else belongs to a publication: worked out from what was published before and the edition, then written."""


def next_edition(
    store: Store,
    plan: Plan,
    *,
    now: dt.datetime,
    secret: bytes | None,
    who: str,
    also: Also | None = None,
) -> tuple[Edition, ChangeSet | None]:
    """A plan as it goes out after what the store remembers, with what differs from the last one; None for the first.

    It is remembered before anything is written: a run that breaks off is healed by the next one, and no event is
    ever shown with a revision that is forgotten again. `secret` is kept where the store has none. `also` is what else
    belongs to the same change, such as the messages about it. All is worked out before the change begins, which only
    writes, and nothing where somebody else has published meanwhile.

    Raises:
        Conflict: somebody else published meanwhile.
        InvalidValue: the window is only a part of the one that is published, so that the rest would be taken back.
    """
    with store.look() as look:
        former, known = remembered(look), secret_of(look)
        key = known or secret
        tokens = {} if key is None else tokens_in(look, key, plan.programme.person_by_id)
    if former.state is not None:
        _must_not_be_a_part(plan.window, former.state.window)
    edition = edition_of(plan, former.revisions, now=now, tokens=tokens)
    state = PublishedState.of(plan)
    then = None if also is None else also(former.state, edition)
    with store.change(who=who, why="publish", at=now) as change:
        if known is None and secret is not None:
            keep_secret(change, secret)
        remember(change, former, edition.revisions, state)
        if then is not None:
            then(change)
    return edition, None if former.state is None else changes_between(former.state, state)


def _must_not_be_a_part(window: Window, published: Window) -> None:
    if window != published and published.first <= window.first and window.end <= published.end:
        problem = f"{window} is only a part of what is published ({published}), and the rest would be taken back"
        cure = "publish all of it, or add --apart for files that nobody is told of and nothing remembers"
        raise InvalidValue("window", str(window), "", problem, cure)


def feed_addresses(programme: Programme, store: Store | None) -> tuple[tuple[str, str], ...]:
    """Where each person's own calendar lies in what is published, by person; a secret name where there is one."""
    plan = Plan(programme=programme, window=programme.window or Window.year(2000, programme.zone))
    if store is not None:
        with store.look() as look:
            secret = secret_of(look)
            tokens = {} if secret is None else tokens_in(look, secret, programme.person_by_id)
        plan = edition_of(plan, Revisions(), now=plan.window.span.start, tokens=tokens)
    return tuple((feed.subject or "", feed.path) for feed in feeds_of(plan) if feed.kind == "person")


def rotate_feed(programme: Programme, store: Store | None, person: str, *, now: dt.datetime, who: str) -> str:
    """Give one person's calendar a new secret name and say where it will lie; the old one ends when it is published.

    Raises:
        UnknownName: there is no such person.
        StoreError: nothing is remembered, or nothing was published yet, so there are no secret names.
    """
    programme.person(person)
    if store is None:
        cure = 'write `store = "volsched.db"` under [programme], or name one with --store'
        raise StoreError("feeds", "nothing is remembered, so calendars have no secret names", cure)
    with store.change(who=who, why="a new calendar address", at=now) as change:
        if secret_of(change) is None:
            raise StoreError(store.place, "no calendar has a secret name yet", "publish first")
        rotate(change, person)
    return dict(feed_addresses(programme, store))[person]
