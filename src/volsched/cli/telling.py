"""Commands that put something out: publish, notify."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.looking import plan_as_data, plan_figures
from volsched.cli.nothing import nothing
from volsched.cli.options import (
    answer,
    folder_argument,
    json_option,
    needs_a_look,
    now_of,
    now_option,
    opened,
    planned,
    seed_option,
    show_failures,
    show_findings,
    store_option,
    window_option,
)
from volsched.cli.people import person_of
from volsched.cli.progress import ProgressBar
from volsched.cli.remembering import day_of, today_option
from volsched.cli.tables import columns
from volsched.cli.wording import label
from volsched.errors import InvalidValue
from volsched.model import Language

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.notices import Delivery, Message


@click.command()
@folder_argument
@window_option
@seed_option
@json_option
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Where the files go."
)
@store_option
@click.option(
    "--apart", is_flag=True, help="Only write the files, such as of one month: nobody is told, nothing remembered."
)
@click.option(
    "--anew",
    is_flag=True,
    help="Make everything ahead anew, instead of keeping the rosters that people were told of.",
)
@now_option
@click.pass_context
def publish(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    as_json: bool,
    out: Path,
    store: str | None,
    apart: bool,
    anew: bool,
) -> None:
    """Plan a programme and write its calendars, rosters and lists.

    With a store, rosters that were published are kept: whoever may stay keeps their seat, and only seats that fell
    free and new ones are filled. What has begun is never changed. With --anew everything ahead is made anew, but for
    what was settled by hand, such as swaps; everybody whose duties change is told.
    """
    scheduler = opened(folder, store=store, begins=not apart)
    made = planned(scheduler, window, seed, anew=anew)
    if apart:
        scheduler = opened(folder, store="")
    with ProgressBar() as bar:
        now = now_of()
        secret = None if scheduler.store is None else secrets.token_bytes(32)
        published = scheduler.publish(made, out, now=now, secret=secret, who="volsched publish", progress=bar)
    if as_json:
        data = plan_as_data(scheduler, made)
        counts = dict(published.kinds)
        answer(
            {**data, "folder": str(out), "files": len(published.files), "written": published.written, "kinds": counts}
        )
    else:
        language = scheduler.programme.language
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in published.kinds)
        rows = [
            *plan_figures(scheduler, made),
            (
                label("files", language),
                f"{published.written:,} ({label('unchanged', language)}: {published.unchanged:,})",
            ),
            (label("where", language), f"{out}: {kinds}"),
        ]
        for line in columns(rows):
            click.echo(line)
        show_findings(made.findings, language)
    show_failures(scheduler)
    ctx.exit(1 if needs_a_look(made.findings, scheduler.failures) else 0)


@click.command()
@folder_argument
@window_option
@seed_option
@json_option
@click.option("--dry-run/--send", default=True, help="Show each message as it would go out, or send them.")
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Send by this channel; may be repeated.")
@click.option("--person", metavar="ID", help="Only this person's message.")
@store_option
@today_option
@click.pass_context
def notify(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    as_json: bool,
    dry_run: bool,
    channels: tuple[str, ...],
    person: str | None,
    store: str | None,
    today: str | None,
) -> None:
    """Tell everybody what the plan holds for them, once, in their language.

    Nothing is sent unless --send is given, with the channels to send by. People without an address that a channel
    uses are listed, for a call.

    Where the programme has a store and channels under [notices], nothing is planned anew: what publications have
    changed is told, reminders go out when they are due, and nobody is told anything twice. Run it every few minutes.
    """
    scheduler = opened(folder, console=sys.stderr if as_json else None, store=store)
    if person is not None:
        person = person_of(scheduler.programme, person)
    if scheduler.remembers and scheduler.programme.notices.channels:
        # Loaded late for a quick --help.
        from volsched.cli.delivering import notify_remembered

        now = day_of(today) if today else None
        notify_remembered(ctx, scheduler, not dry_run, channels, person, as_json=as_json, now=now)
        return
    # Loaded late for a quick --help.
    from volsched.notices import call_list

    if not dry_run:
        _must_name_channels(scheduler, channels)
    made = planned(scheduler, window, seed)
    messages = [item for item in scheduler.messages(made) if person in (None, item.person)]
    if dry_run:
        _show_messages(messages, scheduler.programme.language, as_json=as_json)
        show_failures(scheduler)
        ctx.exit(1 if scheduler.failures else 0)
    deliveries = scheduler.notify(made, channels=channels, messages=messages)
    to_call = call_list(messages, deliveries)
    if as_json:
        answer(_as_data(deliveries, to_call))
    else:
        _show_deliveries(deliveries, to_call, len(messages), scheduler.programme.language)
    show_failures(scheduler)
    ctx.exit(1 if to_call or scheduler.failures else 0)


def _must_name_channels(scheduler: Scheduler, channels: tuple[str, ...]) -> None:
    if not channels:
        known = ", ".join(scheduler.channel_names())
        raise InvalidValue("notify", "", "--channel", "no channel to send by", f"name one or more of: {known}")


def _show_deliveries(
    deliveries: tuple[Delivery, ...], to_call: tuple[Message, ...], messages: int, language: Language
) -> None:
    for item in deliveries:
        if item.status == "failed":
            click.echo(f"{item.channel}: {item.person}: {item.detail}", err=True)
    click.echo(f"{label('messages', language)}: {messages - len(to_call)} / {messages}")
    if to_call:
        click.echo(f"{label('unreachable', language)}:")
        for line in columns([(item.person, item.name, item.phone or "-", item.subject) for item in to_call]):
            click.echo(f"  {line}")


def _as_data(deliveries: tuple[Delivery, ...], to_call: tuple[Message, ...]) -> dict[str, Any]:
    return {
        "deliveries": [
            {"person": item.person, "channel": item.channel, "status": item.status, "detail": item.detail}
            for item in deliveries
        ],
        "to_call": [{"person": item.person, "name": item.name, "phone": item.phone} for item in to_call],
    }


def _show_messages(messages: list[Message], language: Language, *, as_json: bool) -> None:
    if as_json:
        answer(
            [
                {
                    "person": item.person,
                    "language": item.language,
                    "email": item.email,
                    "phone": item.phone,
                    "subject": item.subject,
                    "body": item.body,
                    "key": item.key,
                }
                for item in messages
            ]
        )
        return
    if not messages:
        click.echo(nothing("messages", language))
    for item in messages:
        address = item.email or item.phone or "-"
        click.echo(f"{item.person}  {address}\n{item.subject}\n\n{item.body}\n{'─' * 40}")
