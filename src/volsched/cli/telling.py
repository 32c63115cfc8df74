"""Commands that put something out: publish, notify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from volsched.cli.looking import plan_as_data, plan_figures
from volsched.cli.options import (
    answer,
    folder_argument,
    json_option,
    needs_a_look,
    opened,
    planned,
    seed_option,
    show_failures,
    show_findings,
    window_option,
)
from volsched.cli.progress import ProgressBar
from volsched.cli.tables import columns
from volsched.cli.wording import label
from volsched.errors import InvalidValue

if TYPE_CHECKING:
    from volsched.notices import Message


@click.command()
@folder_argument
@window_option
@seed_option
@json_option
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Where the files go."
)
@click.pass_context
def publish(ctx: click.Context, *, folder: Path, window: str | None, seed: int, as_json: bool, out: Path) -> None:
    """Plan a programme and write its calendars, rosters and lists.

    Files are replaced whole, and only where they changed. What a former publish wrote and this one does not is taken
    away; other files in the folder are left alone.
    """
    scheduler = opened(folder)
    made = planned(scheduler, window, seed)
    with ProgressBar() as bar:
        published = scheduler.publish(made, out, progress=bar)
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
) -> None:
    """Tell everybody what the plan holds for them, once, in their language.

    Nothing is sent unless --send is given, with the channels to send by. People without an address that a channel
    uses are listed, for a call.
    """
    scheduler = opened(folder)
    if person is not None:
        scheduler.programme.person(person)
    if not dry_run and not channels:
        known = ", ".join(scheduler.channel_names())
        raise InvalidValue("notify", "", "--channel", "no channel to send by", f"name one or more of: {known}")
    made = planned(scheduler, window, seed)
    messages = [item for item in scheduler.messages(made) if person in (None, item.person)]
    if dry_run:
        _show_messages(messages, as_json=as_json)
        show_failures(scheduler)
        ctx.exit(1 if scheduler.failures else 0)
    deliveries = scheduler.notify(made, channels=channels, messages=messages)
    failed = [item for item in deliveries if item.status != "sent"]
    if as_json:
        answer([{"person": i.person, "channel": i.channel, "status": i.status, "detail": i.detail} for i in deliveries])
    else:
        language = scheduler.programme.language
        click.echo(f"{label('messages', language)}: {len(deliveries) - len(failed)} / {len(deliveries)}")
        for item in failed:
            click.echo(f"{label('unreachable', language)}: {item.person}  {item.detail}")
    show_failures(scheduler)
    ctx.exit(1 if failed or scheduler.failures else 0)


def _show_messages(messages: list[Message], *, as_json: bool) -> None:
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
    for item in messages:
        address = item.email or item.phone or "-"
        click.echo(f"{item.person}  {address}\n{item.subject}\n\n{item.body}\n{'─' * 40}")
