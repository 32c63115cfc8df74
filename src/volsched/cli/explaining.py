"""What went wrong, told to people in lines and to programs as JSON, and the code that the command ends with."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

import click

from volsched.cli.options import answer
from volsched.cli.session import Session
from volsched.cli.unknown import in_both, unknown_in
from volsched.errors import ProgrammeError, UnknownName, VolschedError

DONE, FINDINGS, BAD_INPUT, DEFECT, STOPPED = 0, 1, 2, 3, 130
_FIELDS = ("what", "name", "field", "path", "problem", "cure", "near")


def explained(error: BaseException, session: Session) -> int:
    """Tell what ended the command; the exit code.

    For people it goes to standard error. With --json, standard output holds it too, as one object.
    """
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        # click ends so when whoever read our output has seen enough, such as head or less.
        return DONE
    code, faults, lines = _told(error, session)
    for line in lines:
        click.echo(session.safe(line) if line else line, err=True)
    if session.as_json:
        # Whoever has stopped reading needs no reason.
        with contextlib.suppress(BrokenPipeError):
            answer({"exit_code": code, "faults": faults})
    return code


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


def _told(error: BaseException, session: Session) -> tuple[int, list[dict[str, Any]], list[str]]:
    if isinstance(error, click.Abort | KeyboardInterrupt):
        line = "stopped; nothing half-done was left behind"
        return STOPPED, [_fault("stopped", line)], [line]
    if isinstance(error, click.ClickException):
        return BAD_INPUT, [_fault("usage", session.safe(error.format_message()))], _usage(error)
    lines = faults_in(error)
    if not lines:
        if os.environ.get("VOLSCHED_DEBUG"):
            raise error
        said = f"a defect of volsched: {type(error).__name__}: {error}"
        more = "please report it; with VOLSCHED_DEBUG=1 the whole trace is shown"
        return DEFECT, [_fault("defect", session.safe(said))], [said, more]
    faults = list(_as_data(error, session))
    if isinstance(error, UnknownName):
        lines = list(in_both(unknown_in(error), session.language))
    if isinstance(error, ProgrammeError):
        count = len(error.faults)
        lines = [*lines, f"{count} fault{'s' if count > 1 else ''} in {error.folder}; nothing was done"]
    return BAD_INPUT, faults, lines


def _usage(error: click.ClickException) -> list[str]:
    """What click says: how the command is used, and what is wrong with this use of it."""
    lines = [f"Error: {error.format_message()}"]
    ctx = getattr(error, "ctx", None)
    if isinstance(ctx, click.Context):
        lines = [*ctx.get_usage().splitlines(), f"Try '{ctx.command_path} --help' for help.", "", *lines]
    return lines


def _as_data(error: BaseException, session: Session) -> Iterator[dict[str, Any]]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _as_data(inner, session)
    elif isinstance(error, ProgrammeError):
        for one in error.faults:
            own = {"file": one.file, "line": one.line, "field": one.field, "problem": one.problem, "cure": one.cure}
            yield _fault("fault", str(one), **own)
    elif isinstance(error, VolschedError):
        own = {name: getattr(error, name) for name in _FIELDS if getattr(error, name, None)}
        if isinstance(error, UnknownName):
            own["sentence"] = {name: session.safe(said) for name, said in _each(error)}
        yield _fault(
            _kind(error), session.safe(str(error)), **{name: _plain(one, session) for name, one in own.items()}
        )
    else:
        for line in faults_in(error):
            yield _fault("system", session.safe(line))


def _each(error: UnknownName) -> list[tuple[str, str]]:
    text = unknown_in(error)
    return [(language, text.in_language(language)) for language in text.languages()]


def _plain(value: Any, session: Session) -> Any:
    if isinstance(value, tuple):
        return [session.safe(str(item)) for item in value]
    return value if isinstance(value, dict) else session.safe(str(value))


def _kind(error: VolschedError) -> str:
    """The name of the error as the reference lists it: "UnknownName"."""
    return type(error).__name__


def _fault(kind: str, message: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "message": message, **fields}
