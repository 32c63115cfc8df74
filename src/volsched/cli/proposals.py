"""Commands about times that people propose: look at them, let them be, or tell that the old time stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from volsched.cli.invitations import CHANNEL, must_send, organiser_of, queue, send_due
from volsched.cli.options import answer, folder_argument, json_option, opened, planned, store_option
from volsched.cli.remembering import day_of, today_option
from volsched.cli.tables import columns
from volsched.errors import InvalidValue
from volsched.model import Language
from volsched.model.wording import moment_in_words

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.dispatch.invitations import Proposed

_WHO = "volsched invitations"
_SAY: dict[str, dict[Language, str]] = {
    "published": {
        "zh": "已改期并重新发布到{}；已重新询问{}人",
        "ug": "ۋاقتى ئۆزگەردى، {} غا قايتا ئېلان قىلىندى؛ قايتا سورالغان كىشى: {}",
        "en": "moved, and published again into {}; people asked again: {}",
    },
    "moved": {
        "zh": "已改到新的时间；已重新询问{}人",
        "ug": "يېڭى ۋاقىتقا يۆتكەلدى؛ قايتا سورالغان كىشى: {}",
        "en": "moved to the new time; people asked again: {}",
    },
    "publish": {
        "zh": "文件已改：{}。请用volsched publish发布，再用volsched invitations ask --send询问",
        "ug": "ھۆججەت ئۆزگەرتىلدى: {}. ئەمدى volsched publish، ئاندىن volsched invitations ask --send",
        "en": "the files are changed: {}. Next: volsched publish, then volsched invitations ask --send",
    },
    "stays": {
        "zh": "已告知{}：时间不变",
        "ug": "{} غا ئېيتىلدى: ۋاقىت ئۆزگەرمەيدۇ",
        "en": "{} is told that the time stays",
    },
    "none": {"zh": "没有人提议改期", "ug": "باشقا ۋاقىت تەكلىپى يوق", "en": "nobody proposes another time"},
}


@click.command()
@folder_argument
@store_option
@json_option
def proposals(*, folder: Path, store: str | None, as_json: bool) -> None:
    """List the times that people propose for what they were asked to, with what they say to it."""
    from volsched.dispatch.invitations import proposals as open_proposals

    scheduler = opened(folder, store=store)
    with scheduler.office.store.look() as look:
        found = open_proposals(look)
    if as_json:
        answer(
            [
                {
                    "person": item.invitation.person,
                    "occurrence": item.invitation.view.key,
                    "starts": item.span.start.isoformat(),
                    "ends": item.span.end.isoformat(),
                    "instead_of": item.invitation.view.span.start.isoformat(),
                    "comment": item.comment,
                }
                for item in found
            ]
        )
        return
    programme = scheduler.programme
    for line in columns(
        [
            (
                item.invitation.person,
                item.invitation.view.key,
                moment_in_words(item.invitation.view.span.start, programme.zone, programme.language),
                f"→ {moment_in_words(item.span.start, programme.zone, programme.language)}",
                item.comment,
            )
            for item in found
        ]
    ):
        click.echo(line.rstrip())
    if not found:
        click.echo(_SAY["none"][programme.language])


@click.command()
@click.argument("person")
@click.argument("occurrence")
@folder_argument
@store_option
@today_option
@click.pass_context
def decline(
    ctx: click.Context, *, person: str, occurrence: str, folder: Path, store: str | None, today: str | None
) -> None:
    """Tell PERSON, who proposed another time for OCCURRENCE, that the old one stays (DECLINECOUNTER)."""
    from functools import partial

    from volsched.builtin.imip import invitation_message
    from volsched.dispatch.invitations import decide, proposal_of

    scheduler = opened(folder, store=store)
    must_send(scheduler)
    office, programme = scheduler.office, scheduler.programme
    with office.store.look() as look:
        found = proposal_of(look, person, occurrence)
    words = partial(invitation_message, programme=programme)
    decide(
        office.store,
        found,
        "declined",
        now=day_of(today),
        who=f"{_WHO} decline",
        answer=words,
        programme=programme,
        channel=CHANNEL,
    )
    click.echo(_SAY["stays"][programme.language].format(person))
    ctx.exit(0 if send_due(scheduler, now=day_of(today) if today else None) else 1)


@click.command()
@click.argument("person")
@click.argument("occurrence")
@folder_argument
@store_option
@today_option
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to publish; where it was published last if left out."
)
@click.option("--yes", is_flag=True, help="Do not ask before the files are changed.")
@click.pass_context
def accept(
    ctx: click.Context,
    *,
    person: str,
    occurrence: str,
    folder: Path,
    store: str | None,
    today: str | None,
    out: Path | None,
    yes: bool,
) -> None:
    """Let the time that PERSON proposed for OCCURRENCE be.

    A place in a book moves to the free place at that time. Anything else is moved in the files of the programme, which
    are shown first; then it is published again, and everybody whom it concerns is asked anew.
    """
    from volsched.dispatch.invitations import proposal_of

    scheduler = opened(folder, store=store)
    must_send(scheduler)
    with scheduler.office.store.look() as look:
        found = proposal_of(look, person, occurrence)
    now = day_of(today)
    language = scheduler.programme.language
    if _moved_in_book(scheduler, found, now):
        places: tuple[str, ...] = ()
    else:
        places = (str(out),) if out is not None else scheduler.office.marks.folders()
        files = _moved_in_files(scheduler, found, folder, yes=yes)
        scheduler = opened(folder, store=store)
        if not places:
            click.echo(_SAY["publish"][language].format(", ".join(files)))
            _note(scheduler, found, now)
            return
    asked = _published_and_asked(scheduler, places, now)
    _note(scheduler, found, now)
    said = (
        _SAY["published"][language].format(", ".join(places), asked)
        if places
        else _SAY["moved"][language].format(asked)
    )
    click.echo(said)
    ctx.exit(0 if send_due(scheduler, now=now if today else None) else 1)


def _note(scheduler: Scheduler, found: Proposed, now: dt.datetime) -> None:
    from volsched.dispatch.invitations import decide

    decide(scheduler.office.store, found, "accepted", now=now, who=f"{_WHO} accept")


def _moved_in_book(scheduler: Scheduler, found: Proposed, now: dt.datetime) -> bool:
    """Move somebody's place in a book to the proposed time; False where no book holds it.

    Raises:
        InvalidValue: there is no place at that time.
    """
    from volsched.booking import Move
    from volsched.storage.bookings import books

    office, own = scheduler.office, found.invitation
    with office.store.look() as look:
        known = books(look)
    for name, book in known.items():
        entry = book.entry_of.get(own.person)
        if entry is None or entry.place is None or book.place(entry.place).occurrence != own.view.key:
            continue
        there = [place for place in book.places if place.span.start == found.span.start and not place.walk_in]
        free = [place for place in there if place.key not in book.holder]
        if not free:
            when = moment_in_words(found.span.start, scheduler.programme.zone, scheduler.programme.language)
            problem = f"{'no place is free' if there else 'there is no place'} at {when}"
            raise InvalidValue(
                "book", name, "", problem, "decline the proposal, or move them with `volsched book move`"
            )
        office.book(name, Move(person=own.person, place=free[0].key), now=now, who=f"{_WHO} accept")
        return True
    return False


def _moved_in_files(scheduler: Scheduler, found: Proposed, folder: Path, *, yes: bool) -> tuple[str, ...]:
    """Change the files so that the occurrence is at the proposed time; the names of those that changed."""
    from volsched.cli.fixing import apply_proposal
    from volsched.planning.mending import moved_to

    plan = scheduler.outline()
    occurrence = plan.occurrence(found.invitation.view.key)
    written = apply_proposal(folder, moved_to(plan, occurrence, found.span), scheduler.programme.language, yes=yes)
    return tuple(path.name for path in written)


def _published_and_asked(scheduler: Scheduler, places: tuple[str, ...], now: dt.datetime) -> int:
    """Publish into these folders, and queue the invitations that follow; how many."""
    from volsched.dispatch.invitations import due_invitations

    plan = planned(scheduler, None, 0)
    for place in places:
        scheduler.publish(plan, place, now=now, who=f"{_WHO} accept")
    stamp = now.replace(microsecond=0)
    invited = due_invitations(scheduler.office.store, plan, organiser=organiser_of(scheduler), now=stamp)
    return queue(scheduler, invited, now=stamp, who=f"{_WHO} accept")
