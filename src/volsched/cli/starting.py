"""Commands to start with: init, schema, plugins."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import click

from volsched.cli.clock import clock
from volsched.cli.options import answer, folder_argument, json_option, opened
from volsched.cli.tables import columns
from volsched.model import LANGUAGES, Language


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the comments."
)
@click.option("--year", type=int, help="The year to plan; from October on the coming one.")
def init(folder: Path, language: Language, year: int | None) -> None:
    """Write a small programme that works at once, with comments that say what to change."""
    # Loaded late for a quick --help.
    from volsched.files import write_starter

    soon = clock() + dt.timedelta(days=92)
    for path in write_starter(folder, language, year=year or soon.year):
        click.echo(path)
    click.echo(f"next: volsched publish {folder}")


@click.command()
def schema() -> None:
    """Print the JSON Schema of programme files, for editors."""
    # Loaded late for a quick --help.
    from volsched.files import programme_schema

    answer(programme_schema())


@click.command()
@folder_argument
@json_option
@click.pass_context
def plugins(ctx: click.Context, *, folder: Path, as_json: bool) -> None:
    """List the plugins: name, distribution, version, state and hooks.

    With a programme folder its settings and its list of disabled plugins hold; without one the defaults do.
    """
    # Loaded late for a quick --help.
    from volsched.app import Scheduler

    if (folder / "programme.toml").is_file():
        scheduler = opened(folder)
        found, failures = scheduler.plugins(), scheduler.failures
    else:
        found, failures = Scheduler.installed_plugins(os.environ)
    if as_json:
        answer([_as_data(info) for info in found])
    else:
        rows = [(i.name, i.distribution, i.version, i.state, ", ".join(i.hooks), i.reason) for i in found]
        for line in columns([("name", "distribution", "version", "state", "hooks", ""), *rows]):
            click.echo(line)
    for failure in failures:
        click.echo(str(failure), err=True)
    ctx.exit(1 if failures else 0)


def _as_data(info: Any) -> dict[str, Any]:
    return {
        "name": info.name,
        "distribution": info.distribution,
        "version": info.version,
        "state": info.state,
        "reason": info.reason,
        "hooks": list(info.hooks),
    }
