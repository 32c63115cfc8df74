"""Commands about invitations: ask people by mail, and read what they answer."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from volsched.cli.lazy import LazyGroup
from volsched.cli.options import (
    answer,
    folder_argument,
    json_option,
    opened,
    planned,
    seed_option,
    store_option,
    window_option,
)
from volsched.cli.tables import columns
from volsched.errors import InvalidValue

if TYPE_CHECKING:
    from volsched.app import Scheduler

COMMANDS = {
    "answers": ("invitations", "Read a mailbox for answers to invitations."),
    "ask": ("invitations", "Write the mails that ask people to their duties and appointments."),
}
_WHO = "volsched invitations"


@click.group(cls=LazyGroup, places=COMMANDS)
def invitations() -> None:
    """Invitations that calendar programs understand: accept, decline or propose another time with one touch.

    They need a store, and the mail address that takes the answers: `organiser` under [plugins.ical].
    """


@click.command()
@folder_argument
@store_option
@window_option
@seed_option
@json_option
@click.option("--out", type=click.Path(path_type=Path), help="Write each mail as a file into this folder.")
@click.option("--send", is_flag=True, help="Send each mail by [plugins.smtp].")
def ask(
    *, folder: Path, store: str | None, window: str | None, seed: int, as_json: bool, out: Path | None, send: bool
) -> None:
    """Ask everybody with a mail address to what they serve in or have a place in.

    Only what is new, moved or cancelled since the last time makes a mail. Without --out or --send it is only shown
    who would get one.
    """
    from volsched.builtin.imip import compose_invitation
    from volsched.dispatch.invitations import due_invitations, keep_invitations
    from volsched.publishing.private import write_private

    scheduler = opened(folder, store=store, begins=out is not None or send)
    organiser = _organiser(scheduler)
    programme, place = scheduler.programme, scheduler.office.store
    plan = planned(scheduler, window, seed)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    invited = due_invitations(place, plan, organiser=organiser, now=now)
    mails = [compose_invitation(message, programme, now) for message in invited.messages]
    if out is not None:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message, mail in zip(invited.messages, mails, strict=True):
            own = message.invitation
            name = f"{own.person}-{own.view.uid[:16]}-{own.revision.sequence}-{message.method.lower()}.eml"
            write_private(out / name, mail.content)
    if send:
        _send(scheduler, mails)
    if out is not None or send:
        keep_invitations(place, invited, now=now, who=f"{_WHO} ask")
    rows = [(one.invitation.person, one.method, one.invitation.view.key) for one in invited.messages]
    if as_json:
        answer([{"person": person, "method": method, "occurrence": key} for person, method, key in rows])
    else:
        for line in columns([*rows, (str(len(rows)), "", "")] if rows else [("0", "", "")]):
            click.echo(line.rstrip())


@click.command()
@click.argument("mailbox", type=click.Path(path_type=Path))
@folder_argument
@store_option
@json_option
@click.pass_context
def answers(ctx: click.Context, *, mailbox: Path, folder: Path, store: str | None, as_json: bool) -> None:
    """Read MAILBOX, a Maildir, an mbox file or a folder of .eml files, for answers to invitations.

    Who declines loses the duty to somebody who steps in, as when they say so in any other way. Nothing in the
    mailbox is changed, and reading it twice does nothing twice.
    """
    from volsched.builtin.inbox import read_mailbox
    from volsched.dispatch.invitations import settle

    scheduler = opened(folder, store=store)
    office = scheduler.office
    now, who = dt.datetime.now(dt.UTC).replace(microsecond=0), f"{_WHO} answers"
    take = partial(office.answer, now=now, who=who)
    rows: list[dict[str, Any]] = []
    for letter in read_mailbox(mailbox):
        if letter.problem:
            rows.append(
                {"mail": letter.name, "from": letter.sender, "settled": "passed over", "problem": letter.problem}
            )
        settled = settle(office.store, letter.answers, take, now=now, who=who)
        rows += [{"mail": letter.name, "from": letter.sender, **attrs.asdict(found)} for found in settled]
    if as_json:
        answer(rows)
    else:
        for row in rows:
            said = (row.get("person") or row["from"], row.get("occurrence", ""), row["settled"], row["problem"])
            click.echo("  ".join(part for part in said if part))
    ctx.exit(1 if any(row["settled"] == "passed over" for row in rows) else 0)


def _organiser(scheduler: Scheduler) -> str:
    settings = scheduler.programme.plugins.get("ical", {})
    found = str(settings.get("organiser", ""))
    if not found:
        cure = 'write organiser = "office@host.example" under [plugins.ical]'
        raise InvalidValue("invitations", "", "organiser", "nobody asks", cure)
    return found


def _send(scheduler: Scheduler, mails: list[Any]) -> None:
    import os

    from volsched.builtin import Smtp
    from volsched.hooks.settings import Settings

    smtp = Settings.of(scheduler.programme.plugins, os.environ).build("volsched.smtp", Smtp)
    session = smtp.session() if isinstance(smtp, Smtp) else None
    if session is None:
        raise InvalidValue("invitations", "", "--send", "no mail server is set", "write [plugins.smtp], or use --out")
    for mail in mails:
        session.hand_over(mail.recipient, mail.content)
