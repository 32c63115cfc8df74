"""What `volsched notify` does where a store remembers who has been told what."""

from __future__ import annotations

import datetime as dt
import os
import random
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from volsched.cli.clock import clock
from volsched.cli.nothing import nothing
from volsched.cli.options import answer, show_failures
from volsched.cli.outbox import as_data
from volsched.cli.wording import label
from volsched.errors import UnknownName
from volsched.model import Language
from volsched.model.wording import moment_in_words

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.notices.courier import Tally
    from volsched.notices.outbox import Posted

_WHO = "volsched notify"


def notify_remembered(
    ctx: click.Context,
    scheduler: Scheduler,
    send: bool,
    channels: tuple[str, ...],
    person: str | None,
    *,
    as_json: bool,
    now: dt.datetime | None,
) -> None:
    """Show what waits to go out, or send what is due."""
    if send:
        _send(ctx, scheduler, channels, as_json=as_json, now=now)
        return
    waiting = scheduler.office.outlook(now=now or _now(), who=_WHO)
    shown = [item for item in waiting if person in (None, item.envelope.person)]
    if as_json:
        answer([as_data(item) for item in shown])
    else:
        if not shown:
            click.echo(nothing("outbox", scheduler.programme.language))
        for item in shown:
            message = item.envelope.message
            address = message.email or message.phone or "-"
            click.echo(
                f"{message.person}  {item.envelope.channel}  {address}  {_due(scheduler, item)}\n"
                f"{message.subject}\n\n{message.body}\n{'─' * 40}"
            )
    show_failures(scheduler)
    ctx.exit(1 if scheduler.failures else 0)


def _due(scheduler: Scheduler, item: Posted) -> str:
    return moment_in_words(item.due, scheduler.programme.zone, scheduler.programme.language)


def _send(
    ctx: click.Context, scheduler: Scheduler, channels: tuple[str, ...], *, as_json: bool, now: dt.datetime | None
) -> None:
    chosen = channels or (*scheduler.programme.notices.channels, *_others(scheduler))
    for name in chosen:
        if name not in scheduler.channel_names():
            raise UnknownName("channel", name, scheduler.channel_names())
    found = delivered(scheduler, chosen, now=now)
    held = scheduler.office.held()
    if as_json:
        answer({"channels": [_tally(item) for item in found], "held": held})
    else:
        language = scheduler.programme.language
        show_tallies(found, language)
        if held:
            click.echo(f"{label('held', language)}: {held}", err=True)
    show_failures(scheduler)
    troubled = any(item.dead or item.stopped for item in found)
    ctx.exit(1 if troubled or held or scheduler.failures else 0)


def delivered(scheduler: Scheduler, channels: Iterable[str], *, now: dt.datetime | None) -> tuple[Tally, ...]:
    """Send what is due by these channels."""
    return scheduler.office.deliver(
        scheduler.send,
        tuple(channels),
        worker=f"{os.getpid()}-{secrets.token_hex(8)}",
        clock=_now if now is None else lambda: now,
        chance=random.SystemRandom().random,
    )


def show_tallies(found: Iterable[Tally], language: Language, *, err: bool = False) -> None:
    """What became of it, a line a channel, and what the other side said on standard error."""
    for item in found:
        click.echo(
            f"{item.channel}: {label('sent', language)} {item.sent}, {label('again', language)} {item.again}, "
            f"{label('given up', language)} {item.dead}",
            err=err,
        )
        for line in (*((item.stopped,) if item.stopped else ()), *item.details):
            click.echo(f"{item.channel}: {line}", err=True)


def _others(scheduler: Scheduler) -> tuple[str, ...]:
    """Channels beside those of the programme that something waits for, such as invitations for the mail server."""
    with scheduler.office.store.look() as look:
        waiting = {item.envelope.channel for item in look.posted(states=("pending", "deferred"))}
    return tuple(sorted(waiting & set(scheduler.channel_names()) - set(scheduler.programme.notices.channels)))


def _tally(item: Tally) -> dict[str, object]:
    return {
        "channel": item.channel,
        "sent": item.sent,
        "again": item.again,
        "dead": item.dead,
        "handed": item.handed,
        "stopped": item.stopped,
        "details": list(item.details),
    }


def _now() -> dt.datetime:
    return clock()
