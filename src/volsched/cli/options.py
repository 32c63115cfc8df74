"""Options and answers that several commands share."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from volsched.cli.progress import ProgressBar
from volsched.cli.session import session
from volsched.cli.wording import label
from volsched.model import Finding, Language, Proposal
from volsched.model.zones import zone

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.planning import Plan

Command = TypeVar("Command", bound=Callable[..., Any])

MOST_SHOWN = 20
STORE_TEXT = "The file that remembers between runs, instead of the programme's."
_NOW = "volsched.now"


def folder_argument(command: Command) -> Command:
    """The programme folder; the current one where none is named."""
    return click.argument("folder", default=".", type=click.Path(path_type=Path))(command)


def window_option(command: Command) -> Command:
    """The window; the programme's own where none is named."""
    text = "What to plan: 2027, 2027-Q2, 2027-05, 2027-05-03, or 2027-05-03/2027-06-01 (its last day not included)."
    return click.option("--window", metavar="WINDOW", help=text)(command)


def seed_option(command: Command) -> Command:
    """The seed of the rosters; the same seed gives the same rosters."""
    return click.option("--seed", default=0, show_default=True, help="Another seed, other equally fair rosters.")(
        command
    )


def store_option(command: Command) -> Command:
    """The file that remembers between runs; the programme's own where none is named."""
    return click.option("--store", metavar="FILE", help=STORE_TEXT)(command)


def json_option(command: Command) -> Command:
    """Answer as JSON on standard output."""
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for programs.")(command)


def opened(folder: Path, *, console: TextIO | None = None, store: str | None = None, begins: bool = False) -> Scheduler:
    """The scheduler of this folder; `console` is where the channel of that name writes.

    A store that is not there yet is only made by a command that `begins` one; where the others name one with --store
    that is not there, it is a slip of the pen.
    """
    # The application joins every room; it loads when a command runs, not when help is shown.
    from volsched.app import Scheduler
    from volsched.storage.places import must_be_there

    found = Scheduler.open(folder, environment=os.environ, console=console or sys.stdout, store=store, begin=begins)
    own = session()
    own.language, own.zone = found.programme.language, found.programme.zone
    if store and not begins:
        must_be_there(store, folder)
    return found


def context_option(command: Command, flag: str, key: str, *, metavar: str, text: str) -> Command:
    """An option that no function of a command takes: what was written stands in the context, see `in_context`."""

    def kept(ctx: click.Context, _option: click.Parameter, written: str | None) -> None:
        ctx.meta[key] = written

    return click.option(flag, metavar=metavar, help=text, expose_value=False, callback=kept)(command)


def in_context(key: str) -> str | None:
    """What was written for an option of that key; None where nothing was."""
    context = click.get_current_context(silent=True)
    return None if context is None else context.meta.get(key)


def now_option(command: Command) -> Command:
    """The moment up to which everything is past, for commands that plan; see `now_of`."""
    text = "The moment that counts as now, such as 2027-05-04T18:00+08:00; this machine's clock where left out."
    return context_option(command, "--now", _NOW, metavar="MOMENT", text=text)


def now_of() -> dt.datetime:
    """The moment that counts as now; an InvalidValue tells if what was written is none."""
    # Loaded late for a quick --help.
    from volsched.cli.remembering import day_of

    return day_of(in_context(_NOW))


def planned(scheduler: Scheduler, window: str | None, seed: int, *, so_far: bool = False, anew: bool = False) -> Plan:
    """The plan, with a progress bar while it is made; with a store, what is past and what was published stays.

    Where it was interrupted, the command ends; with `so_far`, for commands that only show, it goes on with what there
    is and says so.
    """
    with ProgressBar() as bar:
        now = None if scheduler.store is None else now_of()
        made = scheduler.plan(window, seed=seed, now=now, anew=anew, progress=bar)
    if any(roster.stopped for roster in made.rosters):
        if not so_far:
            raise KeyboardInterrupt
        click.echo(label("stopped", scheduler.programme.language), err=True)
    return made


def answer(data: object) -> None:
    """Print JSON: sorted keys, text as it is, and every moment in the time of the programme, with its offset."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False, default=_written)
    sys.stdout.write("\n")


def _written(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(zone(session().zone)).isoformat(timespec="seconds")
    raise TypeError(f"{type(value).__name__} is no value of JSON")


def needs_a_look(findings: Iterable[Finding], failures: Iterable[object]) -> bool:
    """Whether a command should end with the exit code for findings."""
    return any(item.severity != "note" for item in findings) or any(True for _ in failures)


def show_findings(findings: tuple[Finding, ...], language: Language, *, most: int | None = MOST_SHOWN) -> None:
    """Print findings a line each, the worst first."""
    shown = findings if most is None else findings[:most]
    for item in shown:
        click.echo(f"{label(item.severity, language)}  {item.code}  {item.sentence.in_language(language)}")
    if len(shown) < len(findings):
        click.echo(f"… {label('more', language)}: {len(findings) - len(shown)}")


def show_failures(scheduler: Scheduler) -> None:
    """Name each plugin that failed or should mend its ways, on standard error."""
    for failure in (*scheduler.warnings, *scheduler.failures):
        click.echo(str(failure), err=True)


def finding_as_data(item: Finding) -> dict[str, Any]:
    """A finding for programs."""
    sentence = {language: getattr(item.sentence, language) for language in item.sentence.languages()}
    subjects = list(item.subjects)
    found: dict[str, Any] = {"code": item.code, "severity": item.severity, "subjects": subjects, "sentence": sentence}
    if item.proposals:
        found["proposals"] = [proposal_as_data(one) for one in item.proposals]
    return found


def proposal_as_data(proposal: Proposal) -> dict[str, Any]:
    """A way to mend a finding for programs: what would be changed where in the files."""
    return {
        "sentence": {language: getattr(proposal.sentence, language) for language in proposal.sentence.languages()},
        "edits": [
            {
                "table": edit.table,
                "id": edit.id,
                "path": list(edit.path),
                **({"entry": dict(edit.entry)} if edit.entry else {"value": edit.value}),
            }
            for edit in proposal.edits
        ],
    }
