"""The group of commands about messages on their way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.clock import clock
from volsched.cli.lazy import LazyGroup
from volsched.cli.nothing import nothing, or_nothing
from volsched.cli.options import answer, folder_argument, json_option, opened, store_option
from volsched.cli.people import person_of
from volsched.cli.tables import columns
from volsched.errors import InvalidValue, UnknownName
from volsched.model.wording import moment_in_words
from volsched.notices.outbox import STATES, EnvelopeState

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.notices.outbox import Posted
    from volsched.storage import Look, Store

_WHO = "volsched outbox"
_SHOWN = 12
_COMMANDS = {
    "calls": ("outbox", "List whom to call, with what to tell them, for the printer."),
    "drop": ("outbox", "Give messages up that have not gone out."),
    "resend": ("outbox", "Let messages that were given up be tried again."),
    "show": ("outbox", "Show messages and what became of them."),
}


@click.group(cls=LazyGroup, places=_COMMANDS, options_metavar="")
def outbox() -> None:
    """Show messages and what became of them; send again, or give up."""


@click.command()
@folder_argument
@store_option
@json_option
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these; may be repeated.")
@click.option("--person", default="", metavar="ID", help="Only this person's.")
def show(*, folder: Path, store: str | None, as_json: bool, states: tuple[EnvelopeState, ...], person: str) -> None:
    """Show messages: those that were given up, wait, or are being sent, unless --state says which."""
    chosen: tuple[EnvelopeState, ...] = states or ("dead", "deferred", "claimed", "pending")
    scheduler = opened(folder, store=store)
    programme = scheduler.programme
    with scheduler.kept_store.look() as look:
        found = look.posted(states=chosen, person=_addressee(look, scheduler, person))
    if as_json:
        answer([as_data(item) for item in found])
        return
    rows = [
        (
            item.envelope.key[:_SHOWN],
            item.state,
            moment_in_words(item.due, programme.zone, programme.language),
            item.envelope.channel,
            item.envelope.person,
            item.envelope.message.subject,
            item.detail,
        )
        for item in found
    ]
    for line in or_nothing(columns(rows), "outbox", programme.language):
        click.echo(line)


def _addressee(look: Look, scheduler: Scheduler, written: str) -> str:
    """The id of somebody; messages to one who is in the programme no more are found by the id they had."""
    if not written or look.posted(person=written):
        return written
    return person_of(scheduler.programme, written)


@click.command()
@folder_argument
@store_option
@json_option
def calls(*, folder: Path, store: str | None, as_json: bool) -> None:
    """List whom to call or visit, with number and message: all that no channel could deliver.

    Each message stands below the name, so that it can be read out or left at the door.
    """
    scheduler = opened(folder, store=store)
    with scheduler.office.store.look() as look:
        found = look.posted(states=("dead",))
    ordered = sorted(found, key=lambda item: (item.envelope.person, item.due))
    if as_json:
        answer(
            [
                {**as_data(item), "name": item.envelope.message.name, "phone": item.envelope.message.phone}
                for item in ordered
            ]
        )
        return
    if not ordered:
        click.echo(nothing("calls", scheduler.programme.language))
    for item in ordered:
        message = item.envelope.message
        click.echo(f"[ ] {message.name}  {message.phone or '-'}\n{message.subject}\n\n{message.body}\n{'─' * 40}")


@click.command()
@folder_argument
@click.argument("keys", nargs=-1)
@store_option
@click.option("--all", "everything", is_flag=True, help="All that were given up.")
def resend(*, folder: Path, keys: tuple[str, ...], store: str | None, everything: bool) -> None:
    """Let messages that were given up be tried again, by the beginnings of their KEYS."""
    found = _store(folder, store)
    chosen = _chosen(found, keys, ("dead",), everything=everything)
    now = clock()
    with found.change(who=_WHO, why="resend", at=now) as change:
        done = change.revive(chosen, due=now)
    click.echo(f"{done} to be tried again; next: volsched notify --send")


@click.command()
@folder_argument
@click.argument("keys", nargs=-1)
@store_option
@click.option("--all", "everything", is_flag=True, help="All that have not gone out.")
def drop(*, folder: Path, keys: tuple[str, ...], store: str | None, everything: bool) -> None:
    """Give messages up that have not gone out, by the beginnings of their KEYS."""
    found = _store(folder, store)
    chosen = _chosen(found, keys, ("pending", "deferred", "claimed"), everything=everything)
    with found.change(who=_WHO, why="drop", at=clock()) as change:
        done = change.give_up(chosen, detail="dropped by hand")
    click.echo(f"{done} given up")


def as_data(item: Posted) -> dict[str, Any]:
    """A message in the outbox for programs."""
    return {
        "key": item.envelope.key,
        "person": item.envelope.person,
        "channel": item.envelope.channel,
        "state": item.state,
        "urgency": item.envelope.urgency,
        "due": item.due,
        "deadline": item.envelope.deadline,
        "attempts": item.attempts,
        "detail": item.detail,
        "subject": item.envelope.message.subject,
        "body": item.envelope.message.body,
    }


def _store(folder: Path, store: str | None) -> Store:
    return opened(folder, store=store).office.store


def _chosen(found: Store, keys: tuple[str, ...], states: tuple[EnvelopeState, ...], *, everything: bool) -> list[str]:
    with found.look() as look:
        known = [item.envelope.key for item in look.posted(states=states)]
    if everything:
        return known
    if not keys:
        raise click.UsageError(
            "name messages by the beginnings of their KEYS, or all with --all; `outbox show` lists them"
        )
    chosen = []
    for key in keys:
        fitting = [one for one in known if key and one.startswith(key)]
        if len(fitting) > 1:
            problem = f"{len(fitting)} messages begin so"
            raise InvalidValue("message", key, "", problem, "write more of the key, as `outbox show --json` has it")
        if not fitting:
            raise UnknownName("message", key, [one[:_SHOWN] for one in known])
        chosen += fitting
    return chosen
