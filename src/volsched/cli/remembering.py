"""What commands share that read and write what is remembered between runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from volsched.cli.clock import clock, moment

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
    return clock() if written is None else moment("--now", written)


def remembered(scheduler: Scheduler, kind: str) -> Mapping[str, Mapping[str, Any]]:
    """The bodies of a kind by key; none where nothing is remembered."""
    if scheduler.store is None:
        return {}
    with scheduler.store.look() as look:
        return {record.key: record.body for record in look.every(kind)}
