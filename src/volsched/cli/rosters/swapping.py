"""roster offer, take, withdraw, undo, swaps: duties that change hands in the store, from one day to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.options import answer, folder_argument, json_option, now_of, now_option, opened, store_option
from volsched.cli.people import person_of
from volsched.cli.rosters.at_hand import Rosters, day_option, one_day, outlined
from volsched.cli.rosters.judging import change_as_data, change_lines
from volsched.cli.rosters.words import label
from volsched.cli.tables import columns
from volsched.errors import Conflict, InvalidValue
from volsched.model.zones import zone

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.dispatch import Swaps
    from volsched.rostering import Replanned, Swap, SwapEntry, Swapped

_WHO = "volsched roster"


@click.command()
@folder_argument
@day_option
@click.option("--person", metavar="PERSON", required=True, help="Who serves on that day, by id or name.")
@click.option("--to", "other", metavar="PERSON", help="Whom to ask; left out, those who could, one after the other.")
@click.option("--id", "name", metavar="ID", help="The roster, where they serve in several on that day.")
@store_option
@now_option
@json_option
@click.pass_context
def offer(
    ctx: click.Context,
    *,
    folder: Path,
    day: str,
    person: str,
    other: str | None,
    name: str | None,
    store: str | None,
    as_json: bool,
) -> None:
    """Offer somebody's duty to one person, or to those who could take it, the fairest first.

    They are asked by message and answer by the link in it, or by `volsched reply`. Until one of them takes it, the duty
    stays where it is.
    """
    hand = outlined(folder, None, name, store)
    ledger, programme = _swaps(hand.scheduler), hand.programme
    giver = person_of(programme, person)
    to = None if other is None else person_of(programme, other)
    occurrence = _occurrence(hand, giver, day)
    entry, search = ledger.offer(giver, occurrence, to=to, now=now_of(), who=_WHO)
    if as_json:
        answer({**_entry_as_data(entry), "asked": search.candidate})
    else:
        asked = hand.said(hand.name(search.candidate)) if search.candidate else "-"
        click.echo(f"{entry.id}: {label('offered', hand.language)}; {label('asked', hand.language)}: {asked}")
    hand.finish(ctx, to_look_at=search.candidate is None)


@click.command()
@click.argument("swap")
@folder_argument
@click.option("--by", "person", metavar="PERSON", required=True, help="Who takes the duty, by id or name.")
@click.option("--in-return", "day", metavar="DAY", help="The day of their own duty that they give for it.")
@store_option
@now_option
@json_option
@click.pass_context
def take(
    ctx: click.Context,
    *,
    swap: str,
    folder: Path,
    person: str,
    day: str | None,
    store: str | None,
    as_json: bool,
) -> None:
    """Take the offered duty SWAP, such as swap-3, for somebody who says that they do.

    Where a rule speaks against it, the rule is named, nothing is done, and the offer stays open (exit code 1).
    """
    hand = outlined(folder, None, store=store)
    by = person_of(hand.programme, person)
    in_return = None if day is None else _occurrence(hand, by, day)
    done = _swaps(hand.scheduler).take(swap, by, in_return=in_return, now=now_of(), who=_WHO)
    _show_done(ctx, hand, done, as_json=as_json)


@click.command()
@click.argument("swap")
@folder_argument
@store_option
@now_option
@json_option
@click.pass_context
def undo(ctx: click.Context, *, swap: str, folder: Path, store: str | None, as_json: bool) -> None:
    """Take back the swap SWAP, such as swap-3: everybody has the duty that they had before, and is told.

    Where a rule speaks against it by now, the rule is named and nothing is done (exit code 1).
    """
    hand = outlined(folder, None, store=store)
    done = _swaps(hand.scheduler).undo(swap, now=now_of(), who=_WHO)
    _show_done(ctx, hand, done, as_json=as_json)


@click.command()
@click.argument("swap")
@folder_argument
@store_option
@now_option
def withdraw(*, swap: str, folder: Path, store: str | None) -> None:
    """Take the offer SWAP, such as swap-3, off the table: nobody is asked about it any more."""
    scheduler = opened(folder, store=store)
    entry = _swaps(scheduler).withdraw(swap, now=now_of(), who=_WHO)
    click.echo(f"{entry.id}: {label(entry.status, scheduler.programme.language)}")


@click.command()
@folder_argument
@store_option
@json_option
@click.option("--open", "only_open", is_flag=True, help="Only offers that nobody has taken yet.")
def swaps(*, folder: Path, store: str | None, as_json: bool, only_open: bool) -> None:
    """Show the ledger of swaps: who offered, gave or exchanged what, and what became of it."""
    hand = outlined(folder, None, store=store)
    entries = [item for item in _swaps(hand.scheduler).entries() if not only_open or item.status == "open"]
    if as_json:
        answer([_entry_as_data(item) for item in entries])
        return
    for line in columns([_row(hand, item) for item in entries]):
        click.echo(line)
    if not entries:
        click.echo(label("no swap", hand.language))


def keep_swap(hand: Rosters, found: Swap, file: Path | None) -> Swap:
    """Do a swap that breaks no rule in the store as well."""
    ledger = _kept(hand, file)
    one, *more = found.changes
    giver, taker = one.before or "", one.after or ""
    if more:
        occurrences = (one.seat.shift, more[0].seat.shift)
        done = ledger.exchange(giver, occurrences[0], taker, occurrences[1], now=now_of(), who=_WHO)
    else:
        done = ledger.give(giver, one.seat.shift, taker, now=now_of(), who=_WHO)
    if done.entry.status == "done":
        click.echo(f"{label('kept', hand.language)}: {done.entry.id}", err=True)
    return done.swap


def keep_replanned(hand: Rosters, found: list[Replanned], file: Path | None) -> None:
    """Keep rosters that were made anew around absences, and tell whom it concerns.

    Raises:
        Conflict: what was published is not what was made anew.
    """
    # Loaded late for a quick --help.
    from volsched.dispatch import kept_rosters

    ledger = _kept(hand, file)
    with hand.scheduler.office.store.look() as look:
        kept = {roster.id: (roster, version) for roster, version in kept_rosters(look)}
    versions = []
    for result in found:
        before = {(i.seat, i.person) for i in hand.plan.roster(result.roster.id).assignments}
        roster, version = kept.get(result.roster.id, (None, 0))
        changed = {item.seat for item in result.changes}
        same = roster is not None and {(i.seat, i.person) for i in roster.assignments if i.seat not in changed} == {
            item for item in before if item[0] not in changed
        }
        if not same:
            cure = "publish first, then make it anew around the absence"
            raise Conflict("roster", result.roster.id, "the programme has changed since it was published", cure)
        versions.append((result, version))
    ledger.keep(versions, now=now_of(), who=_WHO, why="made anew around absences")


def _kept(hand: Rosters, file: Path | None) -> Swaps:
    if file is not None:
        problem = "the roster in a file is not the one that the store keeps"
        raise InvalidValue("roster", "", "--keep", problem, "leave out --roster, or --keep")
    return _swaps(hand.scheduler)


def _swaps(scheduler: Scheduler) -> Swaps:
    # Loaded late for a quick --help.
    from volsched.dispatch import Swaps

    return Swaps(office=scheduler.office)


def _occurrence(hand: Rosters, person: str, day: str) -> str:
    """The one duty of somebody on a day, in the rosters that are kept."""
    # Loaded late for a quick --help.
    from volsched.dispatch import kept_rosters

    date = one_day(day)
    chosen = {roster.id for roster in hand.chosen}
    with hand.scheduler.office.store.look() as look:
        kept = [roster for roster, _ in kept_rosters(look) if roster.id in chosen]
    days = {shift.id: shift.day for shift in hand.plan.shifts}
    found = [
        i.seat.shift for roster in kept for i in roster.by_person.get(person, ()) if days.get(i.seat.shift) == date
    ]
    if len(found) == 1:
        return found[0]
    name = f"{hand.said(hand.name(person))} ({person})"
    if found:
        problem = f"{name} serves {len(found)} times on {date}: {', '.join(found)}"
        raise InvalidValue("roster", "", "--day", problem, "name one roster with --id")
    problem = f"{name} does not serve on {date} in what was published"
    raise InvalidValue("roster", "", "--person", problem, "look with `volsched roster --person`")


def _show_done(ctx: click.Context, hand: Rosters, done: Swapped, *, as_json: bool) -> None:
    refused = done.swap.violations
    if as_json:
        answer(
            {
                **_entry_as_data(done.entry),
                "changes": [change_as_data(hand, item) for item in done.swap.changes],
                "violations": [item.sentence.in_language("en") for item in refused],
            }
        )
    else:
        for line in change_lines(hand, done.swap.changes):
            click.echo(line)
        for item in refused:
            click.echo(f"{label('breaks', hand.language)}: {hand.said(item.sentence)}")
        if not refused:
            click.echo(f"{label('kept', hand.language)}: {done.entry.id}")
    hand.finish(ctx, to_look_at=bool(refused))


def _row(hand: Rosters, entry: SwapEntry) -> tuple[str, ...]:
    shifts = {shift.id for shift in hand.plan.shifts}
    places = []
    for item in entry.changes:
        place = hand.said(hand.place(item.seat)) if item.seat.shift in shifts else item.seat.shift
        names = [hand.said(hand.name(person)) if person else "?" for person in (item.before, item.after)]
        places.append(f"{place}: {' → '.join(names)}")
    form, status = label(entry.form, hand.language), label(entry.status, hand.language)
    return (
        entry.id,
        f"{entry.at.astimezone(zone(hand.programme.zone)):%Y-%m-%d %H:%M}",
        form,
        status,
        " / ".join(places),
    )


def _entry_as_data(entry: SwapEntry) -> dict[str, Any]:
    # Loaded late for a quick --help.
    from volsched.rostering.ledger import swap_to_body

    return swap_to_body(entry)
