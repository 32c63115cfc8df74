"""Commands about invitations: ask people by mail, and read what they answer."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from volsched.cli.lazy import LazyGroup
from volsched.cli.nothing import or_nothing
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
from volsched.cli.remembering import day_of, today_option
from volsched.cli.tables import columns
from volsched.errors import InvalidValue

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.publishing.inviting import Invited

COMMANDS = {
    "accept": ("proposals", "Let a proposed time be: it is moved, and everybody is asked again."),
    "answers": ("invitations", "Read a mailbox for answers, and for mails that came back."),
    "ask": ("invitations", "Write the mails that ask people to their duties and appointments."),
    "decline": ("proposals", "Tell somebody who proposed another time that the old one stays."),
    "proposals": ("proposals", "List the times that people propose, and what they say."),
}
_WHO = "volsched invitations"
CHANNEL = "smtp"


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
@click.option("--send", is_flag=True, help="Send each mail by [plugins.smtp], through the outbox.")
@today_option
@click.pass_context
def ask(
    ctx: click.Context,
    *,
    folder: Path,
    store: str | None,
    window: str | None,
    seed: int,
    as_json: bool,
    out: Path | None,
    send: bool,
    today: str | None,
) -> None:
    """Ask everybody with a mail address to what they serve in or have a place in.

    Only what is new, moved or cancelled since the last time makes a mail. Without --out or --send it is only shown
    who would get one. What cannot be sent now waits in the outbox, and `volsched notify --send` tries it again.
    """
    from volsched.dispatch.invitations import due_invitations, keep_invitations

    scheduler = opened(folder, store=store, begins=out is not None or send)
    organiser, place = organiser_of(scheduler), scheduler.office.store
    if send:
        must_send(scheduler)
    plan = planned(scheduler, window, seed)
    now = day_of(today).replace(microsecond=0)
    invited = due_invitations(place, plan, organiser=organiser, now=now)
    if out is not None:
        _write(invited, scheduler, out, now)
    if send:
        queue(scheduler, invited, now=now, who=f"{_WHO} ask")
    elif out is not None:
        keep_invitations(place, invited, now=now, who=f"{_WHO} ask")
    rows = [(one.invitation.person, one.method, one.invitation.view.key) for one in invited.messages]
    if as_json:
        answer([{"person": person, "method": method, "occurrence": key} for person, method, key in rows])
    else:
        for line in or_nothing(
            columns([*rows, (str(len(rows)), "", "")] if rows else []), "invitations", scheduler.programme.language
        ):
            click.echo(line.rstrip())
    ctx.exit(0 if not send or send_due(scheduler, now=day_of(today) if today else None) else 1)


def _write(invited: Invited, scheduler: Scheduler, out: Path, now: dt.datetime) -> None:
    from volsched.builtin.imip import compose_invitation
    from volsched.publishing.private import write_private

    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for message in invited.messages:
        own = message.invitation
        name = f"{own.person}-{own.view.uid[:16]}-{own.revision.sequence}-{message.method.lower()}.eml"
        write_private(out / name, compose_invitation(message, scheduler.programme, now).content)


@click.command()
@click.argument("mailbox", type=click.Path(path_type=Path))
@folder_argument
@store_option
@json_option
@today_option
@click.pass_context
def answers(
    ctx: click.Context, *, mailbox: Path, folder: Path, store: str | None, as_json: bool, today: str | None
) -> None:
    """Read MAILBOX, a Maildir, an mbox file or a folder of .eml files, for answers and for mails that came back.

    Who declines loses the duty to somebody who steps in, as when they say so in any other way. A notice that came
    back goes out by the person's next channel, or onto the list of calls. Nothing in the mailbox is changed, and
    reading it twice does nothing twice.
    """
    from volsched.builtin.inbox import read_mailbox
    from volsched.dispatch.invitations import settle
    from volsched.dispatch.returned import take_back

    scheduler = opened(folder, store=store)
    office = scheduler.office
    now, who = day_of(today).replace(microsecond=0), f"{_WHO} answers"
    take = partial(office.answer, now=now, who=who)
    rows: list[dict[str, Any]] = []
    for letter in read_mailbox(mailbox):
        if letter.problem:
            rows.append(
                {"mail": letter.name, "from": letter.sender, "settled": "passed over", "problem": letter.problem}
            )
        settled = settle(office.store, letter.answers, take, now=now, who=who)
        settled += take_back(office.store, letter.returned, now=now, who=who)
        rows += [{"mail": letter.name, "from": letter.sender, **attrs.asdict(found)} for found in settled]
    if as_json:
        answer(rows)
    else:
        for row in rows:
            said = (row.get("person") or row["from"], row.get("occurrence", ""), row["settled"], row["problem"])
            click.echo("  ".join(part for part in said if part))
    ctx.exit(1 if any(row["settled"] == "passed over" for row in rows) else 0)


def organiser_of(scheduler: Scheduler) -> str:
    """The address that asks and takes the answers.

    Raises:
        InvalidValue: the programme names none.
    """
    settings = scheduler.programme.plugins.get("ical", {})
    found = str(settings.get("organiser", ""))
    if not found:
        cure = 'write organiser = "office@host.example" under [plugins.ical]'
        raise InvalidValue("invitations", "", "organiser", "nobody asks", cure)
    return found


def must_send(scheduler: Scheduler) -> None:
    """See that mails can be sent.

    Raises:
        InvalidValue: no mail server is set.
    """
    if CHANNEL not in scheduler.channel_names():
        raise InvalidValue("invitations", "", "--send", "no mail server is set", "write [plugins.smtp], or use --out")


def queue(scheduler: Scheduler, invited: Invited, *, now: dt.datetime, who: str) -> int:
    """Put the messages of invitations into the outbox; how many were new."""
    from volsched.builtin.imip import invitation_message
    from volsched.dispatch.invitations import queue_invitations

    programme = scheduler.programme
    words = partial(invitation_message, programme=programme)
    store = scheduler.office.store
    return queue_invitations(store, programme, invited, render=words, channel=CHANNEL, now=now, who=who)


def send_due(scheduler: Scheduler, *, now: dt.datetime | None) -> bool:
    """Send what waits for the mail server; whether all of it went well."""
    from volsched.cli.delivering import delivered, show_tallies

    found = delivered(scheduler, (CHANNEL,), now=now)
    if any(item.again or item.dead or item.stopped for item in found):
        show_tallies(found, scheduler.programme.language, err=True)
        return False
    return True
