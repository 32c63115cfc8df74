"""The command that takes over calendars of other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from volsched.cli.options import opened, window_option
from volsched.errors import InvalidValue, OutputError
from volsched.model import Language

if TYPE_CHECKING:
    from volsched.files.foreign_events import Imported


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--programme", "folder", type=click.Path(path_type=Path), help="A programme folder: its zone, language and venues."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write into this new file instead of on the screen.")
@click.option("--busy", metavar="PERSON", help="Write when this person is busy, as rows of availability.csv.")
@window_option
@click.pass_context
def import_(
    ctx: click.Context, *, file: Path, folder: Path | None, out: Path | None, busy: str | None, window: str | None
) -> None:
    """Take over FILE, a calendar (.ics) of another program, as activities of a programme.

    What comes out is TOML for a file of the programme folder, such as activities.toml; with --busy it is CSV. What
    was not understood is told on standard error with its line and UID, and nothing is guessed.
    """
    # Loaded late for a quick --help.
    from volsched.files.foreign_events import read_calendar
    from volsched.files.foreign_writing import activities_toml
    from volsched.publishing.reading import MOST_BYTES

    programme = None if folder is None else opened(folder).programme
    zone = "Asia/Shanghai" if programme is None else programme.zone
    language: Language = "zh" if programme is None else programme.language
    with file.open("rb") as opened_file:
        content = opened_file.read(MOST_BYTES + 1)
    venues = () if programme is None else programme.venues
    found = read_calendar(content, file=file.name, zone=zone, language=language, venues=venues)
    text = activities_toml(found.activities, zone_name=zone) if busy is None else _busy(found, busy, window, zone)
    if out is None:
        click.echo(text, nl=False)
    else:
        _write_new(out, text)
    for told in (*found.notes, *found.faults):
        click.echo(str(told), err=True)
    refused = not found.read and bool(found.faults)
    said = f"{found.read} events: {found.taken} taken, {found.merged} part of a series, {found.refused} left out"
    click.echo("nothing was taken" if refused else said, err=True)
    ctx.exit(2 if refused else 1 if found.refused or found.faults else 0)


def _busy(found: Imported, person: str, window: str | None, zone: str) -> str:
    from volsched.files.foreign_writing import BUSY_HEADER, busy_rows
    from volsched.model import Window
    from volsched.publishing import csv_text

    if window is None:
        raise InvalidValue("import", "", "--busy", "needs to know which days", "name them, such as --window 2027")
    return csv_text((BUSY_HEADER, *busy_rows(found, person, Window.parse(window, zone))))


def _write_new(out: Path, text: str) -> None:
    try:
        # Whose appointments they are is theirs: for the owner of the file alone.
        held = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(held, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise OutputError(str(out), "is there already", "name another file, or move it away") from error
