"""Commands about how things stand: status, and taking down what people say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from volsched.cli.options import answer, folder_argument, json_option, opened, store_option
from volsched.cli.people import person_of
from volsched.cli.remembering import day_of, today_option
from volsched.cli.tables import columns
from volsched.cli.wording import label
from volsched.model import Language, Programme
from volsched.notices.replies import Answer, Reply

if TYPE_CHECKING:
    from volsched.dispatch import Standing

_MOST = 10


@click.command()
@folder_argument
@store_option
@json_option
@click.option("--person", metavar="ID", help="Only what concerns this person.")
@today_option
@click.pass_context
def status(
    ctx: click.Context, *, folder: Path, store: str | None, as_json: bool, person: str | None, today: str | None
) -> None:
    """Show what is planned, open, unconfirmed, unreachable and unsent.

    Exit code 1 says that somebody should look: seats are open, an answer did not come in time, a message could not
    be sent or is late, or a restored store holds everything back.
    """
    scheduler = opened(folder, store=store)
    if person is not None:
        person = person_of(scheduler.programme, person)
    found = scheduler.office.standing(now=day_of(today), person=person)
    if as_json:
        answer(found.to_data(scheduler.programme.zone))
    else:
        _show(found, scheduler.programme)
    ctx.exit(1 if found.needs_a_look else 0)


@click.command()
@folder_argument
@click.argument("person")
@click.argument("occurrence")
@click.argument("said", type=click.Choice(get_args(Answer)))
@store_option
@click.option("--by", default="", help="Who takes it down, for the log.")
@click.option("--note", default="", help="What they said, for the coordinator alone.")
@today_option
def reply(
    *,
    folder: Path,
    person: str,
    occurrence: str,
    said: Answer,
    store: str | None,
    by: str,
    note: str,
    today: str | None,
) -> None:
    """Take down what PERSON says about OCCURRENCE, such as night-watch/20270501T2200: confirmed or declined.

    Where one who serves cannot come, those in charge are told and the best candidate is asked to step in, then the
    next, until somebody can.
    """
    scheduler = opened(folder, store=store)
    now = day_of(today)
    person = person_of(scheduler.programme, person)
    taken = Reply(person=person, occurrence=occurrence, answer=said, at=now, way="coordinator", by=by, note=note)
    done = scheduler.office.answer(taken, now=now, who=by or "volsched reply")
    click.echo(f"{person} {occurrence}: {done.expected.state}")
    for reason in done.refused:
        click.echo(reason.in_language(scheduler.programme.language))
    if done.cover is not None:
        cover = done.cover
        follows = cover.filled_by or cover.candidate or "-"
        click.echo(f"{label('cover', scheduler.programme.language)}: {cover.state} {follows}")
        if cover.candidate is not None and not scheduler.programme.notices.channels:
            person_asked = scheduler.programme.person(cover.candidate)
            name, reach = scheduler.programme.in_language(person_asked.name), person_asked.phone or person_asked.email
            click.echo(f"please call {name} ({cover.candidate}) {reach or '-'}: no channel is set under [notices]")


def _show(found: Standing, programme: Programme) -> None:
    language = programme.language
    figures = {
        "occurrences": found.planned,
        "duties": found.duties,
        "open seats": sum(found.open_seats.values()),
        "unconfirmed": len(found.unconfirmed),
        "declined": len(found.declined),
        "unreachable": len(found.unreachable),
        "unsent": len(found.unsent),
        "late": len(found.late),
        "given up": len(found.dead),
        "sent": found.sent,
    }
    for line in columns([(label(name, language), f"{number:,}") for name, number in figures.items()]):
        click.echo(line)
    if found.held:
        click.echo(f"{label('held', language)}: {found.held}")
    _list("open seats", [f"{key}: {number}" for key, number in found.open_seats.items()], language)
    _list("unconfirmed", [f"{item.person} {item.occurrence}" for item in found.unconfirmed], language)
    _list(
        "cover",
        [f"{i.occurrence} {i.lost}: {i.state} {i.filled_by or i.candidate or '-'}" for i in found.covers],
        language,
    )
    _list("unreachable", [_to_call(programme, person) for person in found.unreachable], language)
    _list("given up", [f"{i.envelope.person} {i.envelope.message.subject}: {i.detail}" for i in found.dead], language)


def _to_call(programme: Programme, person: str) -> str:
    return f"{person} {programme.in_language(programme.person(person).name)}"


def _list(name: str, lines: list[str], language: Language) -> None:
    if not lines:
        return
    click.echo(f"{label(name, language)}:")
    for line in lines[:_MOST]:
        click.echo(f"  {line}")
    if len(lines) > _MOST:
        click.echo(f"  … {label('more', language)}: {len(lines) - _MOST}")
