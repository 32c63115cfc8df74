"""The group of commands, and what happens to what goes wrong."""

from __future__ import annotations

import os
import sys
from typing import IO, Any

import click

from volsched.cli.lazy import LazyGroup
from volsched.errors import ProgrammeError, VolschedError

DONE, FINDINGS, BAD_INPUT, DEFECT = 0, 1, 2, 3

_COMMANDS = {
    "acts": ("stages", "Show the running order of a show, with its public and its real time."),
    "agenda": ("looking", "Show what happens when, for everybody or for one person, team, area or venue."),
    "cadence": ("cadence", "Show how much each community has, month by month, and its longest break."),
    "book": ("bookings", "Keep the books of places: who has one, who waits, who did not come."),
    "check": ("looking", "Look a programme over: faults in its files, clashes, empty seats, empty months."),
    "feeds": ("feeds", "Show the secret addresses of people's calendars, or renew one."),
    "errands": ("errands", "Show and keep what was promised at visits, until it is settled."),
    "free": ("freeing", "Find a free time for people, a room and equipment, or what comes nearest."),
    "grid": ("grid", "Show the grid with its keepers, and who covers a cell now."),
    "holidays": ("holidays", "Show public holidays, make-up working days and festivals of a year."),
    "import": ("importing", "Take over a calendar (.ics) of another program, as activities or as busy times."),
    "init": ("starting", "Write a small programme that works at once."),
    "invitations": ("invitations", "Ask people by invitations for their calendar, and read what they answer."),
    "notify": ("telling", "Tell everybody what the plan holds for them; --dry-run shows the messages."),
    "outbox": ("outbox", "Show messages and what became of them; send again, or give up."),
    "plan": ("looking", "Plan a programme and show its figures."),
    "plugins": ("starting", "List the plugins: name, distribution, version, state and hooks."),
    "publish": ("telling", "Plan a programme and write its calendars, rosters and lists."),
    "reply": ("standing", "Take down that somebody comes or cannot come; cover is sought at once."),
    "roster": ("rosters", "Show who serves when; judge, explain, mend and compare rosters."),
    "serve": ("serving", "Serve a published folder to calendars, on this machine or behind a web server."),
    "schema": ("starting", "Print the JSON Schema of programme files, for editors."),
    "status": ("standing", "Show what is planned, open, unconfirmed, unreachable and unsent."),
    "store": ("stores", "Look after what is remembered: check, back up, restore, release, erase."),
    "visits": ("visiting", "Show who visits which household, who could stand in, and what was missed."),
}


@click.group(
    cls=LazyGroup,
    places=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="volsched", message="%(prog)s %(version)s")
def volsched() -> None:
    """Plan, staff, publish and announce the life of a community.

    FOLDER is a programme folder; where it is left out, the current folder is meant. Exit codes: 0 done, 1 done and
    there is something to look at, 2 bad input.
    """


def run(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its code."""
    _speak_utf8(sys.stdout)
    _speak_utf8(sys.stderr)
    try:
        code: Any = volsched.main(args=arguments, prog_name="volsched", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except BaseException as error:  # noqa: BLE001 - a coordinator never meets a bare traceback
        code = _explained(error)
    sys.exit(code if isinstance(code, int) else DONE)


def _explained(error: BaseException) -> int:
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        # click ends so when whoever read our output has seen enough, such as head or less.
        return DONE
    if isinstance(error, click.Abort | KeyboardInterrupt):
        click.echo("stopped; nothing half-done was left behind", err=True)
        return 130
    if isinstance(error, click.ClickException):
        error.show()
        return BAD_INPUT
    faults = faults_in(error)
    if not faults:
        if os.environ.get("VOLSCHED_DEBUG"):
            raise error
        click.echo(f"a defect of volsched: {type(error).__name__}: {error}", err=True)
        click.echo("please report it; with VOLSCHED_DEBUG=1 the whole trace is shown", err=True)
        return DEFECT
    for fault in faults:
        click.echo(fault, err=True)
    if isinstance(error, ProgrammeError):
        count = len(error.faults)
        click.echo(f"{count} fault{'s' if count > 1 else ''} in {error.folder}; nothing was done", err=True)
    return BAD_INPUT


def faults_in(error: BaseException) -> list[str]:
    """What went wrong, a line each; empty if the error is none of ours."""
    if isinstance(error, BaseExceptionGroup):
        return [line for inner in error.exceptions for line in faults_in(inner)]
    if isinstance(error, VolschedError):
        return str(error).splitlines()
    if isinstance(error, OSError):
        place = error.filename or "a file"
        return [f"{place}: {error.strerror or error}; check the path, its permissions and the space left"]
    return []


def _speak_utf8(stream: IO[str]) -> None:
    """Names are Chinese and Uyghur whatever the machine's locale; what a terminal cannot show becomes a ?."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
