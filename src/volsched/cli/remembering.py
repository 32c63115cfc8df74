"""What commands share that read and write what is remembered between runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from volsched.errors import InvalidValue

if TYPE_CHECKING:
    from volsched.app import Scheduler

Command = TypeVar("Command", bound=Callable[..., Any])


def today_option(command: Command) -> Command:
    """The moment that counts as now; this machine's clock where none is named."""
    text = "The moment that counts as now, such as 2027-05-04T18:00+08:00; this machine's clock where left out."
    return click.option("--now", "today", metavar="MOMENT", help=text)(command)


def day_of(written: str | None) -> dt.datetime:
    """The moment that counts as now.

    Raises:
        InvalidValue: it cannot be read, or does not say its zone.
    """
    if written is None:
        return dt.datetime.now(dt.UTC)
    cure = "write day, time and zone: 2027-05-04T18:00+08:00"
    try:
        found = dt.datetime.fromisoformat(written)
    except ValueError:
        raise InvalidValue("--now", "", "", f"'{written[:40]}' is not a moment", cure) from None
    if found.tzinfo is None:
        raise InvalidValue("--now", "", "", f"'{written[:40]}' says no zone", cure)
    return found


def remembered(scheduler: Scheduler, kind: str) -> Mapping[str, Mapping[str, Any]]:
    """The bodies of a kind by key; none where nothing is remembered."""
    if scheduler.store is None:
        return {}
    with scheduler.store.look() as look:
        return {record.key: record.body for record in look.every(kind)}
