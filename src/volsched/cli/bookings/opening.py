"""book open: begin the books, or bring them up to date with the programme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from volsched.cli.bookings.at_hand import books_at_hand, moment_of, opening_options, writer
from volsched.cli.bookings.words import say
from volsched.cli.nothing import nothing
from volsched.cli.options import answer, planned, seed_option, show_failures, window_option

if TYPE_CHECKING:
    from volsched.booking import BookingBook


@click.command("open")
@opening_options
@window_option
@seed_option
def open_(
    *,
    folder: Path,
    store: str | None,
    name: str | None,
    as_json: bool,
    window: str | None,
    seed: int,
    now: str | None,
    by: str | None,
) -> None:
    """Begin the books of every campaign and activity with places, or of one: as the plan has placed everybody.

    Opened again, a book takes in new sessions and newly invited people, and when people are busy; everybody keeps
    their place and their turn.
    """
    # Loaded late for a quick --help.
    from volsched.planning.books import activities_of, book_of, bookable, renewed

    hand = books_at_hand(folder, store, begins=True)
    names = bookable(hand.programme) if name is None else (name,)
    for item in names:
        activities_of(hand.programme, item)
    plan = planned(hand.scheduler, window, seed)
    fresh = [book_of(plan, item) for item in names]
    at = moment_of(now, hand.programme)
    changed = hand.scheduler.office.open_books(fresh, now=at, who=writer(by), renew=renewed)
    after = books_at_hand(folder, store).books
    if as_json:
        answer([{"id": item, "changed": item in changed, **_figures(after[item])} for item in names])
    elif not names:
        click.echo(nothing("bookable", hand.language))
    else:
        for item in names:
            word = "opened" if item in changed else "unchanged"
            click.echo(say(word, hand.language, book=item, **_figures(after[item])))
    show_failures(hand.scheduler)


def _figures(book: BookingBook) -> dict[str, int]:
    return {
        "booked": sum(entry.status == "booked" for entry in book.entries),
        "waiting": len(book.queue),
        "free": len(book.free()),
    }
