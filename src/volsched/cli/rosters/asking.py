"""roster cover and roster why: who could step in, and why somebody serves, or does not, or nobody does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from volsched.cli.options import answer
from volsched.cli.people import person_of
from volsched.cli.rosters.at_hand import Rosters, at_hand, day_option, one_day, question_options
from volsched.cli.rosters.judging import seat_as_data
from volsched.cli.rosters.words import as_data, label, say
from volsched.cli.tables import columns
from volsched.model import Availability, Roster, Seat, Text
from volsched.rostering import Candidate, Obstacle, Problem, WhyEmpty, unfilled, why_empty, why_not
from volsched.rostering import cover as candidates_for
from volsched.rostering import why as why_served

if TYPE_CHECKING:
    from volsched.model import Shift

Question = tuple[Roster, Seat, str | None]
"""A seat of a roster, and who is to be replaced in it; None where it is empty."""


@click.command()
@question_options
@day_option
@click.option("--person", metavar="PERSON", help="Whom to replace, by id or name; left out, the empty seats are meant.")
@click.option("-n", "most", default=5, show_default=True, type=click.IntRange(min=1), help="How many to name at most.")
@click.pass_context
def cover(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    name: str | None,
    file: Path | None,
    as_json: bool,
    day: str,
    person: str | None,
    most: int,
) -> None:
    """Name who could step in on a day, the best first, with the reason.

    Everybody named is free, rested, and within their limits, and the group keeps the skills it needs; the first would
    leave the roster the fairest. The exit code is 1 where nobody can come.
    """
    date = one_day(day)
    hand = at_hand(folder, window, seed, name, file)
    leaver = None if person is None else person_of(hand.programme, person)
    asked: list[Question] = [(*item, None) for item in _empty_on(hand, date)]
    if leaver is not None:
        asked = [(*item, leaver) for item in hand.must_serve(leaver, date)]
    found = []
    for roster, seat, sitting in asked:
        problem = hand.problem(roster)
        people = candidates_for(problem, roster, seat, most)
        found.append((seat, sitting, people, None if people else _nobody(problem, roster, seat, sitting)))
    if as_json:
        answer([_cover_as_data(hand, *item) for item in found])
    else:
        for item in found:
            _show_cover(hand, *item)
        if not found:
            click.echo(label("none empty", hand.language))
    hand.finish(ctx, to_look_at=any(not people for _, _, people, _ in found))


@click.command()
@question_options
@day_option
@click.option("--person", metavar="PERSON", help="By id or name; left out, the question is about empty seats.")
@click.pass_context
def why(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    name: str | None,
    file: Path | None,
    as_json: bool,
    day: str,
    person: str | None,
) -> None:
    """Tell why somebody serves on a day, or what keeps them from it; without --person, why seats stay empty.

    The exit code is 1 where seats are empty.
    """
    date = one_day(day)
    hand = at_hand(folder, window, seed, name, file)
    if person is None:
        empty = _why_empty(hand, date)
        if as_json:
            answer([{key: item for key, item in one.items() if key != "lines"} for one in empty])
        else:
            for line in [line for one in empty for line in one["lines"]] or [label("none empty", hand.language)]:
                click.echo(line)
        hand.finish(ctx, to_look_at=bool(empty))
    found = _why_person(hand, person_of(hand.programme, person), date)
    if as_json:
        answer([{key: item for key, item in one.items() if key != "lines"} for one in found])
    else:
        for one in found:
            for line in one["lines"]:
                click.echo(line)
    hand.finish(ctx, to_look_at=False)


def _empty_on(hand: Rosters, day: dt.date) -> list[tuple[Roster, Seat]]:
    shifts = list(hand.shifts_on(day))
    here = {shift.id for _, shift in shifts}
    rosters = {roster.id: roster for roster, _ in shifts}.values()
    return [(r, seat) for r in rosters for seat in unfilled(hand.plan.problem(r.id), r) if seat.shift in here]


def _nobody(problem: Problem, roster: Roster, seat: Seat, leaver: str | None) -> WhyEmpty:
    """Why nobody can come once the leaver has gone, who cannot come either."""
    if leaver is None:
        return why_empty(problem, roster, seat)
    day = problem.shift(seat.shift).day
    gone = Availability(person=leaver, kind="unavailable", first=day, last=day)
    left = roster.with_assignments(item for item in roster.assignments if item.seat != seat)
    return why_empty(attrs.evolve(problem, availability=(*problem.availability, gone)), left, seat)


def _show_cover(
    hand: Rosters, seat: Seat, leaver: str | None, people: Iterable[Candidate], nobody: WhyEmpty | None
) -> None:
    place = hand.place(seat)
    click.echo(hand.said(say("for empty", place=place) if leaver is None else _in_place_of(hand, place, leaver)))
    rows = []
    for rank, item in enumerate(people, start=1):
        phone = hand.programme.person(item.person).phone
        rows.append((str(rank), item.person, phone or "-", hand.said(item.sentence)))
    for line in columns(rows):
        click.echo(f"  {line}")
    for line in [] if nobody is None else _reasons(hand, nobody):
        click.echo(f"  {line}")


def _in_place_of(hand: Rosters, place: Text, leaver: str) -> Text:
    return say("for", place=place, person=hand.name(leaver))


def _reasons(hand: Rosters, empty: WhyEmpty) -> list[str]:
    """Why a seat is empty, and who could come, or else what would help."""
    if empty.free:
        return [hand.said(empty.sentence), hand.said(say("free", people=hand.listed(list(empty.free))))]
    helps = [hand.said(say("change", change=item.change)) for item in empty.nearest]
    return [hand.said(empty.sentence), *helps]


def _cover_as_data(
    hand: Rosters, seat: Seat, leaver: str | None, people: Iterable[Candidate], nobody: WhyEmpty | None
) -> dict[str, Any]:
    return {
        **seat_as_data(seat),
        "person": leaver,
        "candidates": [
            {
                "person": item.person,
                "name": hand.said(hand.name(item.person)),
                "phone": hand.programme.person(item.person).phone,
                "change": item.change,
                "load": item.load,
                "likes": item.likes,
                "skills": list(item.skills),
                "rested": item.rested,
                "sentence": as_data(item.sentence),
            }
            for item in people
        ],
        "nobody": None if nobody is None else as_data(nobody.sentence),
    }


def _why_empty(hand: Rosters, day: dt.date) -> list[dict[str, Any]]:
    """The empty seats of each duty and role, for programs, and as lines."""
    groups: dict[tuple[str, str], tuple[Roster, list[Seat]]] = {}
    for roster, seat in _empty_on(hand, day):
        groups.setdefault((seat.shift, seat.role), (roster, []))[1].append(seat)
    found = []
    for roster, seats in groups.values():
        empty = why_empty(hand.problem(roster), roster, seats[0])
        lines = [f"  {line}" for line in _reasons(hand, empty)]
        found.append(
            {
                "shift": seats[0].shift,
                "role": seats[0].role,
                "seats": [seat.index for seat in seats],
                "free": list(empty.free),
                "counts": dict(empty.counts),
                "sentence": as_data(empty.sentence),
                "nearest": [_obstacle_as_data(item) for item in empty.nearest],
                "lines": [hand.said(say("empty", place=hand.place(seats[0]), count=len(seats))), *lines],
            }
        )
    return found


def _why_person(hand: Rosters, person: str, day: dt.date) -> list[dict[str, Any]]:
    """Why somebody serves on the day; where they do not, what keeps them from each duty and role."""
    served = hand.seats_of(person, day)
    if served:
        return [_why_served(hand, roster, seat) for roster, seat in served]
    return [
        _why_not(hand, roster, shift, Seat(shift.id, requirement.role, 0), person)
        for roster, shift in hand.shifts_on(day)
        for requirement in shift.requirements
    ]


def _why_served(hand: Rosters, roster: Roster, seat: Seat) -> dict[str, Any]:
    found = why_served(hand.problem(roster), roster, seat)
    lines = [f"{hand.said(hand.place(seat))}", f"  {hand.said(found.sentence)}"]
    lines += [f"  {hand.said(ground.sentence)}" for ground in found.grounds]
    if found.instead:
        people = hand.listed(list(found.instead))
        lines.append(f"  {hand.said(say('others', people=people))}")
    return {
        **seat_as_data(seat),
        "person": found.person,
        "serves": True,
        "pinned": found.pinned,
        "load": found.load,
        "needed_for": list(found.needed_for),
        "instead": list(found.instead),
        "grounds": [{"rule": item.rule, "sentence": as_data(item.sentence)} for item in found.grounds],
        "sentence": as_data(found.sentence),
        "lines": lines,
    }


def _why_not(hand: Rosters, roster: Roster, shift: Shift, seat: Seat, person: str) -> dict[str, Any]:
    problem = hand.problem(roster)
    obstacles: tuple[Obstacle, ...] = ()
    sentences = []
    if person in problem.person_by_id:
        obstacles = why_not(problem, roster, person, seat)
        sentences = [item.sentence for item in obstacles] or [_could(hand, roster, shift, seat, person)]
    else:
        staffing = hand.programme.activity(shift.activity).staffing
        team = seat.shift if staffing is None else hand.programme.team(staffing.team).name
        sentences = [say("not in the team", person=hand.name(person), team=team)]
    helps = [say("change", change=item.change) for item in obstacles]
    return {
        "shift": seat.shift,
        "role": seat.role,
        "person": person,
        "serves": False,
        "obstacles": [_obstacle_as_data(item) for item in obstacles],
        "sentences": [as_data(item) for item in sentences],
        "lines": [hand.said(hand.place(seat)), *(f"  {hand.said(item)}" for item in (*sentences, *helps))],
    }


def _could(hand: Rosters, roster: Roster, shift: Shift, seat: Seat, person: str) -> Text:
    filled = sum(item.seat.role == seat.role for item in roster.by_shift.get(shift.id, ()))
    most = next(item.maximum for item in shift.requirements if item.role == seat.role)
    words = "could" if filled < most else "could, if free"
    return say(words, person=hand.name(person), day=str(shift.day))


def _obstacle_as_data(item: Obstacle) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "person": item.person,
        "shifts": list(item.shifts),
        "sentence": as_data(item.sentence),
        "change": as_data(item.change),
    }
