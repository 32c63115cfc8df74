"""The group of commands, and what happens to what goes wrong."""

from __future__ import annotations

import os
import sys
from typing import IO, Any

import click

from volsched.cli.lazy import LazyGroup
from volsched.cli.session import Session

DONE = 0

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
    session = Session(tuple(sys.argv[1:] if arguments is None else arguments))
    try:
        code: Any = volsched.main(args=arguments, prog_name="volsched", standalone_mode=False, obj=session)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except BaseException as error:  # noqa: BLE001 - a coordinator never meets a bare traceback
        # Loaded late: most runs end well.
        from volsched.cli.explaining import explained

        code = explained(error, session)
    sys.exit(code if isinstance(code, int) else DONE)


def _speak_utf8(stream: IO[str]) -> None:
    """Names are Chinese and Uyghur whatever the machine's locale; what a terminal cannot show becomes a ?."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
