"""roster callout: who is on call at an instant, whom to call first, and how a call-out stands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.options import answer
from volsched.cli.people import person_of
from volsched.cli.rosters.at_hand import Rosters, at_hand, call_options
from volsched.cli.rosters.words import as_data, label, say
from volsched.cli.tables import columns
from volsched.errors import InvalidValue
from volsched.model import Roster
from volsched.model.wording import clock_time, day_in_words
from volsched.model.zones import zone

if TYPE_CHECKING:
    from volsched.rostering import Callee, CallOutStanding, Reply

MOST_SHOWN = 20
ONE_MINUTE = dt.timedelta(minutes=1)


@click.command()
@call_options
@click.option("--at", "written_at", metavar="TIME", required=True, help='When help is needed: "2027-05-07 17:00".')
@click.option("--need", metavar="N", type=int, help="How many must come; without it the list of people is shown.")
@click.option("--one-by-one", is_flag=True, help="Call one after another until enough come, and not in waves.")
@click.option("--spare", metavar="N", type=int, default=0, help="Call so many more in each wave than are missing.")
@click.option("--minutes", metavar="N", type=int, default=5, help="How long each has to reply; 5 if left out.")
@click.option(
    "--reply",
    "written_replies",
    metavar='"PERSON yes|no TIME"',
    multiple=True,
    help='What somebody has said, and when: "w05 yes 17:03". May be repeated.',
)
@click.option(
    "--now", "written_now", metavar="TIME", help="How it stands at this time; that of the last reply if left out."
)
@click.pass_context
def callout(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    name: str | None,
    file: Path | None,
    as_json: bool,
    written_at: str,
    need: int | None,
    one_by_one: bool,
    spare: int,
    minutes: int,
    written_replies: tuple[str, ...],
    written_now: str | None,
) -> None:
    """List whom to call for help at a time, the fairest order first; with --need, whom to call next.

    Those on call come first, role by role, then everybody else who is free. With --need the call-out is worked out from
    the replies: who comes, who is to be called now, and when the next are due (exit code 1 while people are missing).
    """
    # Loaded late for a quick --help.
    from volsched.rostering import CallOut, call_order, call_out_standing

    if one_by_one and spare:
        raise click.UsageError("--one-by-one calls nobody to spare; leave out one of --one-by-one and --spare", ctx)
    hand = at_hand(folder, window, seed, name, file)
    at = _instant(hand, written_at, "--at")
    roster = _standby(hand, at)
    people = call_order(hand.problem(roster), roster, at)
    if need is None:
        _show_list(hand, roster, at, people, as_json=as_json)
        hand.finish(ctx, to_look_at=False)
    replies = [_reply(hand, at, item) for item in written_replies]
    last = max([at, *(item.at for item in replies)])
    call_out = CallOut(
        id=roster.id,
        at=at,
        needed=need,
        people=tuple(item.person for item in people),
        manner="one_by_one" if one_by_one else "waves",
        spare=spare,
        reply_within=minutes * ONE_MINUTE,
    )
    now = last if written_now is None else _instant(hand, written_now, "--now", after=at)
    standing = call_out_standing(call_out, replies, now)
    _show_standing(hand, roster, at, standing, as_json=as_json)
    hand.finish(ctx, to_look_at=not standing.enough)


def _instant(hand: Rosters, written: str, option: str, after: dt.datetime | None = None) -> dt.datetime:
    """A time as it is written, by the clock of the programme; a time alone is the first such after another."""
    local = zone(hand.programme.zone)
    text = " ".join(written.replace("T", " ").split())
    try:
        if after is not None and " " not in text:
            found = dt.datetime.combine(after.astimezone(local).date(), dt.time.fromisoformat(text), local)
            return found if found >= after else found + dt.timedelta(days=1)
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        problem = f"'{written}' is no time"
        cure = 'write a day and a time such as "2027-05-07 17:00"' + (
            "" if after is None else ", or a time such as 17:05"
        )
        raise InvalidValue("call-out", "", option, problem, cure) from None
    if " " not in text:
        raise InvalidValue("call-out", "", option, f"'{written}' has no time of day", 'write "2027-05-07 17:00"')
    return found.replace(tzinfo=local) if found.tzinfo is None else found


def _reply(hand: Rosters, at: dt.datetime, written: str) -> Reply:
    # Loaded late for a quick --help.
    from volsched.rostering import Reply

    parts = written.split()
    places = [number for number, word in enumerate(parts) if number and word.lower() in ("yes", "no")]
    if not places or places[-1] == len(parts) - 1:
        cure = 'write a person, yes or no, and a time, such as "w05 yes 17:03"'
        raise InvalidValue("call-out", "", "--reply", f"'{written}' cannot be read", cure)
    word = places[-1]
    person = person_of(hand.programme, " ".join(parts[:word]))
    time = _instant(hand, " ".join(parts[word + 1 :]), "--reply", after=at)
    return Reply(person=person, says="yes" if parts[word].lower() == "yes" else "no", at=time)


def _standby(hand: Rosters, at: dt.datetime) -> Roster:
    """The one roster with somebody on call at that time."""
    found = [
        roster
        for roster in hand.chosen
        if any(shift.standby and shift.span.holds(at) for shift in hand.plan.problem(roster.id).shifts)
    ]
    if not found:
        problem = f"nobody is on call at {at:%Y-%m-%d %H:%M}"
        cure = f"name a time within {hand.plan.window}, and write standby = true in the staffing of the activity"
        raise InvalidValue("call-out", "", "--at", problem, cure)
    if len(found) > 1:
        names = " or ".join(roster.id for roster in found)
        raise InvalidValue("call-out", "", "--id", f"{len(found)} rosters are on call then", f"write --id {names}")
    return found[0]


def _show_list(hand: Rosters, roster: Roster, at: dt.datetime, people: tuple[Callee, ...], *, as_json: bool) -> None:
    if as_json:
        answer({"id": roster.id, "at": at, "people": [_callee_as_data(item) for item in people]})
        return
    day, language = at.astimezone(zone(hand.programme.zone)).date(), hand.language
    title = hand.said(hand.programme.activity(roster.id).title)
    click.echo(f"{title}  {day_in_words(day, language)} {clock_time(at, hand.programme.zone, language)}")
    rows = []
    for rank, item in enumerate(people[:MOST_SHOWN], start=1):
        phone = hand.programme.person(item.person).phone
        rows.append((str(rank), item.person, phone or "-", hand.said(item.sentence)))
    for line in columns(rows):
        click.echo(f"  {line}")
    if len(people) > MOST_SHOWN:
        click.echo(f"  … {len(people) - MOST_SHOWN}")


def _show_standing(hand: Rosters, roster: Roster, at: dt.datetime, standing: CallOutStanding, *, as_json: bool) -> None:
    if as_json:
        answer(_standing_as_data(roster, at, standing))
        return
    language = hand.language
    click.echo(hand.said(standing.sentence))
    rows = []
    for call in standing.calls:
        phone = hand.programme.person(call.person).phone
        time = clock_time(call.at, hand.programme.zone, language)
        rows.append(
            (
                str(call.wave),
                time,
                call.person,
                phone or "-",
                hand.said(hand.name(call.person)),
                label(call.answer, language),
            )
        )
    for line in columns(rows):
        click.echo(f"  {line}")
    if standing.next_at is not None:
        time = clock_time(standing.next_at, hand.programme.zone, language)
        click.echo(hand.said(say("call next", time=time, people=hand.listed(list(standing.next_people)))))


def _callee_as_data(item: Callee) -> dict[str, Any]:
    return {
        "person": item.person,
        "role": item.role or None,
        "calls": item.calls,
        "load": item.load,
        "sentence": as_data(item.sentence),
    }


def _standing_as_data(roster: Roster, at: dt.datetime, standing: CallOutStanding) -> dict[str, Any]:
    return {
        "id": roster.id,
        "at": at,
        "enough": standing.enough,
        "missing": standing.missing,
        "coming": list(standing.coming),
        "calls": [
            {
                "person": call.person,
                "wave": call.wave,
                "at": call.at,
                "until": call.until,
                "answer": call.answer,
            }
            for call in standing.calls
        ],
        "next_at": standing.next_at,
        "next": list(standing.next_people),
        "sentence": as_data(standing.sentence),
    }
