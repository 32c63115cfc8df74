"""Commands that look at places: show, calls, invitations, why."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import click

from volsched.booking import BookingBook
from volsched.cli.bookings.at_hand import Books, book_options, books_at_hand
from volsched.cli.bookings.telling import caller_of, in_words, place_in_words, reached
from volsched.cli.bookings.words import say
from volsched.cli.options import answer
from volsched.cli.tables import columns
from volsched.model.wording import day_in_words


@click.command()
@book_options
@click.option("--person", metavar="ID", help="What one person has, in every book.")
@click.option("--day", metavar="DAY", help="Only the sessions of one day.")
@click.option("--waiting", is_flag=True, help="Only who waits.")
def show(
    *,
    folder: Path,
    store: str | None,
    name: str | None,
    as_json: bool,
    person: str | None,
    day: str | None,
    waiting: bool,
) -> None:
    """Show who has which place, by time, and who waits, in the order of their turn."""
    hand = books_at_hand(folder, store)
    who = None if person is None else hand.person(person)
    names = list(hand.books) if who is not None and name is None else [hand.book(name)]
    rows: list[dict[str, Any]] = []
    for item in names:
        if item in hand.books:
            rows += _rows(hand, hand.books[item])
    rows = [
        row
        for row in rows
        if who in (None, row["person"])
        and (not waiting or row["status"] == "waiting")
        and (day is None or str(row["starts"] or "")[:10] == day)
    ]
    if as_json:
        answer([{key: value for key, value in row.items() if key != "shown"} for row in rows])
        return
    for line in columns([(row["person"], hand.name(row["person"]), row["shown"]) for row in rows]):
        click.echo(line)
    free = sum(len(hand.books[item].free()) for item in names if item in hand.books)
    click.echo(f"{say('free places', hand.language)}: {free}")


def _rows(hand: Books, book: BookingBook) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    holding = [(book.place(entry.place), entry) for entry in book.entries if entry.place is not None]
    for place, entry in sorted(holding, key=lambda pair: (pair[0].span, pair[0].key)):
        where = place_in_words(hand, place)
        offered = entry.deadline is not None
        deadline = in_words(hand, entry.deadline) if entry.deadline is not None else ""
        found.append(
            {
                "book": book.id,
                "person": entry.person,
                "status": entry.status,
                "starts": _wall(hand, place.span.start),
                "shown": say("offered", hand.language, place=where, deadline=deadline) if offered else where,
            }
        )
    for rank, entry in enumerate(book.queue, 1):
        shown = say("waits", hand.language, rank=rank)
        found.append({"book": book.id, "person": entry.person, "status": "waiting", "starts": None, "shown": shown})
    return found


def _wall(hand: Books, moment: Any) -> str:
    # Loaded here, beside the one place that needs it.
    from volsched.model.zones import zone

    return str(moment.astimezone(zone(hand.programme.zone)).isoformat())


@click.command()
@book_options
def calls(*, folder: Path, store: str | None, name: str | None, as_json: bool) -> None:
    """Whom to call about their place, by who calls them: everybody without telephone and mail, and who is asked now.

    A helper of their own goes first, then the caller of the campaign or the organiser.
    """
    hand = books_at_hand(folder, store)
    names = list(hand.books) if name is None else [hand.book(name)]
    found: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for item in names:
        for caller, row in _calls(hand, hand.books[item]):
            found[caller].append(row)
    if as_json:
        answer(found)
        return
    for caller, rows in sorted(found.items()):
        who = hand.name(caller) if caller else say("nobody", hand.language)
        click.echo(say("calls of", hand.language, helper=who, people=len(rows)))
        for line in columns(
            [(row["person"], hand.name(row["person"]), row["phone"] or "-", row["shown"]) for row in rows]
        ):
            click.echo(f"  {line}")
    if not found:
        click.echo(say("no calls", hand.language))


def _calls(hand: Books, book: BookingBook) -> list[tuple[str, dict[str, str]]]:
    found = []
    for row in _rows(hand, book):
        person = hand.programme.person_by_id.get(row["person"])
        if person is None or row["status"] == "waiting":
            continue
        if (person.email or person.phone) and row["status"] != "offered":
            continue
        entry = book.entry(person.id)
        activity = "" if entry.place is None else entry.place.partition("/")[0]
        caller = caller_of(hand, activity) or ""
        caller = caller if person.phone else person.helper or caller
        found.append((caller, {"person": person.id, "phone": person.phone, "shown": row["shown"]}))
    return found


@click.command()
@book_options
@click.option("--wave", type=int, help="Only this wave, from 1.")
def invitations(*, folder: Path, store: str | None, name: str | None, as_json: bool, wave: int | None) -> None:
    """Who is invited to a campaign when, wave by wave, and how each is told."""
    # Loaded late for a quick --help.
    from volsched.booking.reaching import invitations as invitations_of

    hand = books_at_hand(folder, store)
    campaigns = [item for item in hand.books if item in hand.programme.campaign_by_id]
    chosen = name or (campaigns[0] if len(campaigns) == 1 else hand.book(None))
    campaign = hand.programme.campaign(chosen)
    book = hand.books[hand.book(chosen)]
    found = [i for i in invitations_of(hand.programme, campaign, book.bookings()) if wave in (None, i.wave + 1)]
    if as_json:
        answer(
            [
                {
                    "person": item.person,
                    "wave": item.wave + 1,
                    "day": None if item.day is None else str(item.day),
                    "way": item.reach.way,
                    "helper": item.reach.helper,
                }
                for item in found
            ]
        )
        return
    for number in sorted({item.wave for item in found}):
        those = [item for item in found if item.wave == number]
        day = those[0].day
        said = say("no day", hand.language) if day is None else day_in_words(day, hand.language)
        click.echo(say("wave", hand.language, wave=number + 1, day=said, people=len(those)))
        rows = []
        for item in those:
            entry = book.entry(item.person)
            place = (
                say("waiting", hand.language) if entry.place is None else place_in_words(hand, book.place(entry.place))
            )
            activity = None if entry.place is None else entry.place.partition("/")[0]
            rows.append((item.person, hand.name(item.person), reached(hand, item.person, activity), place))
        for line in columns(rows):
            click.echo(f"  {line}")


@click.command()
@book_options
@click.option("--person", metavar="ID", required=True, help="Whom it is about, by id or name.")
def why(*, folder: Path, store: str | None, name: str | None, as_json: bool, person: str) -> None:
    """Why somebody has this place and no earlier one in their community, or why they have none."""
    # Loaded late for a quick --help.
    from volsched.booking.why import why as why_of

    hand = books_at_hand(folder, store)
    who = hand.person(person)
    book = hand.books[hand.book(name, who)]
    found = why_of(hand.programme, book, who)
    if as_json:
        answer(
            {
                "own_community": found.own,
                "earlier": {"full": found.full, "busy": found.busy, "not_possible": found.not_possible},
                "party": list(found.party),
            }
        )
        return
    entry = book.entry(who)
    rank = next((number for number, item in enumerate(book.queue, 1) if item.person == who), 0)
    place = say("waits" if rank else "cancelled", hand.language, rank=rank)
    if entry.place is not None:
        place = place_in_words(hand, book.place(entry.place))
    click.echo(say("has", hand.language, person=hand.name(who), id=who, place=place))
    if found.own is not None:
        click.echo(f"  {say('own community' if found.own else 'elsewhere', hand.language)}")
    for word, count in (("full", found.full), ("busy", found.busy), ("not possible", found.not_possible)):
        if count:
            click.echo(f"  {say(word, hand.language, count=count)}")
    if not found.full + found.busy + found.not_possible and entry.place is not None:
        click.echo(f"  {say('first', hand.language)}")
    if found.party:
        click.echo(f"  {say('party', hand.language, people=', '.join(hand.name(item) for item in found.party))}")
