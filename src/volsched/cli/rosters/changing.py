"""roster replan and roster swap: a roster after people drop out, or after two of them have agreed on something."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from volsched.cli.options import answer
from volsched.cli.people import person_of
from volsched.cli.rosters.at_hand import (
    Rosters,
    at_hand,
    day_option,
    keep_option,
    one_day,
    out_option,
    question_options,
)
from volsched.cli.rosters.judging import change_as_data, change_lines, seat_as_data, violation_as_data
from volsched.cli.rosters.swapping import keep_replanned, keep_swap
from volsched.cli.rosters.words import as_data, label, say
from volsched.cli.rosters.writing import write_rosters
from volsched.errors import InvalidValue
from volsched.model import Availability, Roster, Seat, Window
from volsched.rostering import Problem, Replanned, Swap, WhyEmpty, exchange, give, why_empty
from volsched.rostering import replan as replanned


@click.command()
@question_options
@click.option(
    "--absent",
    "written",
    metavar='"PERSON DAYS"',
    multiple=True,
    required=True,
    help='Who cannot come and when: "w05 2027-05-01", or "w05 2027-05-01/2027-05-10" (the last day not included). '
    "May be repeated.",
)
@click.option("--since", metavar="DAY", help="Leave everything before this day as it is.")
@click.option(
    "--change-cost",
    metavar="N",
    type=click.FloatRange(min=0),
    help="Also change seats where the roster becomes fairer by more than N for each; without, as few as can be.",
)
@out_option
@keep_option
@click.pass_context
def replan(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    name: str | None,
    file: Path | None,
    as_json: bool,
    written: tuple[str, ...],
    since: str | None,
    change_cost: float | None,
    out: Path | None,
    keep: bool,
) -> None:
    """Make a roster anew after people drop out, with as few changes as possible.

    Every seat that changes hands is named, and every one that stays empty with the reason (exit code 1). With --keep
    the store keeps the roster so; write the absence into availability.csv as well, so that nobody is put back.
    """
    first = None if since is None else one_day(since, "--since")
    hand = at_hand(folder, window, seed, name, file)
    absences = [_absence(hand, item) for item in written]
    _must_be_in_a_roster(hand, absences)
    found = []
    for roster in hand.chosen:
        problem = hand.problem(roster)
        own = [item for item in absences if item.person in problem.person_by_id]
        if own:
            result = replanned(problem, roster, absences=own, since=first, change_cost=change_cost)
            hand = hand.changed(result.roster)
            reasons = [why_empty(result.problem, result.roster, seat) for seat in result.empty]
            found.append((result, reasons))
    if keep:
        keep_replanned(hand, [result for result, _ in found], file)
    if out is not None:
        write_rosters(out, hand)
    if as_json:
        answer([_as_data(hand, result, reasons) for result, reasons in found])
    else:
        _show(hand, found, out)
    hand.finish(ctx, to_look_at=any(reasons for _, reasons in found))


@click.command()
@question_options
@day_option
@click.option("--person", metavar="PERSON", required=True, help="Who serves on that day, by id or name.")
@click.option("--with", "other", metavar="PERSON", required=True, help="Who takes the duty, by id or name.")
@click.option("--with-day", metavar="DAY", help="The day of the other's duty, where the two exchange theirs.")
@out_option
@keep_option
@click.pass_context
def swap(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    name: str | None,
    file: Path | None,
    as_json: bool,
    day: str,
    person: str,
    other: str,
    with_day: str | None,
    out: Path | None,
    keep: bool,
) -> None:
    """Give a duty to somebody else, or exchange two duties.

    The rules that it would break are named, and then nothing is written (exit code 1). With --keep it goes into the
    ledger of swaps, and both are told; `volsched roster undo` takes it back.
    """
    date, their_date = one_day(day), None if with_day is None else one_day(with_day, "--with-day")
    hand = at_hand(folder, window, seed, name, file)
    giver, taker = person_of(hand.programme, person), person_of(hand.programme, other)
    roster, seat = _one(hand, giver, date, "--day")
    problem = hand.problem(roster)
    if their_date is None:
        _must_belong(hand, problem, taker)
        found = give(problem, roster, seat, taker)
    else:
        theirs, wanted = _one(hand, taker, their_date, "--with-day")
        if theirs.id != roster.id:
            what = f"the two duties belong to the rosters {roster.id} and {theirs.id}"
            raise InvalidValue("roster", "", "--with-day", what, "exchange duties of one roster, or give each away")
        found = exchange(problem, roster, seat, wanted)
    if keep and not found.violations:
        found = keep_swap(hand, found, file)
    after = hand.changed(found.roster)
    if out is not None and not found.violations:
        write_rosters(out, after)
    if as_json:
        answer(_swap_as_data(after, found))
    else:
        _show_swap(after, found, out)
    hand.finish(ctx, to_look_at=bool(found.violations))


def _absence(hand: Rosters, written: str) -> Availability:
    """An absence as it is written: somebody, and a day or two days."""
    person, _, days = written.strip().rpartition(" ")
    if not person:
        cure = 'write a person and the days, such as "w05 2027-05-01/2027-05-10"'
        raise InvalidValue("roster", "", "--absent", f"'{written}' cannot be read", cure)
    try:
        window = Window.parse(days, hand.programme.zone)
    except InvalidValue as error:
        raise InvalidValue("roster", "", "--absent", error.problem, error.cure) from error
    last = window.end - dt.timedelta(days=1)
    return Availability(
        person=person_of(hand.programme, person.strip()), kind="unavailable", first=window.first, last=last
    )


def _must_be_in_a_roster(hand: Rosters, absences: list[Availability]) -> None:
    people = {name for roster in hand.chosen for name in hand.plan.problem(roster.id).person_by_id}
    for item in absences:
        if item.person not in people:
            problem = f"{hand.said(hand.name(item.person))} ({item.person}) belongs to no roster that is asked about"
            raise InvalidValue("roster", "", "--absent", problem, "name somebody who serves in one")


def _must_belong(hand: Rosters, problem: Problem, person: str) -> None:
    if person not in problem.person_by_id:
        what = f"{hand.said(hand.name(person))} ({person}) does not belong to the roster {problem.id}"
        raise InvalidValue("roster", "", "--with", what, "name somebody of its team")


def _one(hand: Rosters, person: str, day: dt.date, option: str) -> tuple[Roster, Seat]:
    """The one duty of somebody on a day."""
    found = hand.must_serve(person, day)
    if len(found) > 1:
        duties = ", ".join(seat.shift for _, seat in found)
        problem = f"{hand.said(hand.name(person))} ({person}) serves {len(found)} times on {day}: {duties}"
        raise InvalidValue("roster", "", option, problem, "name one roster with --id, or change the file by hand")
    return found[0]


def _show(hand: Rosters, found: list[tuple[Replanned, list[WhyEmpty]]], out: Path | None) -> None:
    for result, reasons in found:
        for line in change_lines(hand, result.changes):
            click.echo(line)
        for item in reasons:
            click.echo(hand.said(say("stays empty", place=hand.place(item.seat), why=item.sentence)))
            for near in () if item.free else item.nearest:
                click.echo(f"  {hand.said(say('change', change=near.change))}")
    changes, empty = sum(len(result.changes) for result, _ in found), sum(len(reasons) for _, reasons in found)
    if changes or empty:
        click.echo(f"{label('changes', hand.language)}: {changes}  {label('empty seats', hand.language)}: {empty}")
    else:
        click.echo(label("no change", hand.language))
    if out is not None:
        click.echo(f"{label('written', hand.language)}: {out}")


def _as_data(hand: Rosters, result: Replanned, reasons: list[WhyEmpty]) -> dict[str, Any]:
    return {
        "id": result.roster.id,
        "changes": [change_as_data(hand, item) for item in result.changes],
        "lost": [seat_as_data(seat) for seat in result.lost],
        "empty": [{**seat_as_data(item.seat), "sentence": as_data(item.sentence)} for item in reasons],
    }


def _show_swap(hand: Rosters, found: Swap, out: Path | None) -> None:
    for line in change_lines(hand, found.changes):
        click.echo(line)
    for item in found.violations:
        click.echo(f"{label('breaks', hand.language)}: {hand.said(item.sentence)}")
    if out is not None:
        word = "not written" if found.violations else "written"
        click.echo(f"{label(word, hand.language)}: {out}")


def _swap_as_data(hand: Rosters, found: Swap) -> dict[str, Any]:
    return {
        "id": found.roster.id,
        "changes": [change_as_data(hand, item) for item in found.changes],
        "violations": [violation_as_data(item) for item in found.violations],
    }
