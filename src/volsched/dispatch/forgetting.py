"""Forgetting a person wherever a store and what was published from it still know them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from volsched.dispatch.marks import published_folders
from volsched.publishing.tokens import feed_token
from volsched.publishing.writing import withdraw_personal
from volsched.storage.calendars import retire, secret_of, turn_of
from volsched.storage.protocol import Store
from volsched.storage.record import Erased


@frozen(kw_only=True)
class Forgotten:
    """What was rewritten in the store, and which published files were taken away."""

    erased: Erased
    withdrawn: tuple[str, ...] = ()


def forget_person(
    store: Store, person: str, texts: Iterable[str], *, registered: bool, who: str, at: dt.datetime
) -> Forgotten:
    """Forget a person: in the store, and the files that were published for them alone.

    The secret address of their calendar gives nothing from now on, and never will again: should somebody of the same
    id be published later, their calendar has another one. Of one who is not `registered` in the programme there may
    be nothing left; then nothing is done.

    Raises:
        OutputError: a published file could not be removed; the store has forgotten them by then, and the next
            publication removes it.
    """
    with store.look() as look:
        secret, folders = secret_of(look), published_folders(look)
        turn = 0 if secret is None else turn_of(look, secret, person)
    token = "" if secret is None else feed_token(secret, person, turn)
    if registered and secret is not None:
        # First, so that a run that breaks off in between leaves no old address to come back.
        with store.change(who=who, why="a calendar address ends", at=at) as change:
            retire(change, secret, person, turn)
    erased = store.erase(person, (*texts, token), who=who, at=at)
    stems = (token, person) if token else (person,)
    gone = [f"{folder}/{path}" for folder in folders for stem in stems for path in withdraw_personal(folder, stem)]
    return Forgotten(erased=erased, withdrawn=tuple(gone))
