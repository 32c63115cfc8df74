"""Who of a row gets which of its places: parties together where they can, without making anything dearer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from volsched.booking.sessions import Guest


def hand_out(
    guests: Sequence[Guest],
    row_of: Sequence[int],
    flows: Sequence[Mapping[int, int]],
    session_of: Sequence[int],
    costs: Sequence[Sequence[int]],
) -> list[int | None]:
    """The column of each guest: parties first, the most urgent before others, then everybody in order."""
    left = [dict(flow) for flow in flows]
    placed: list[int | None] = [None] * len(guests)
    for party in _parties(guests):
        waiting = party
        while len(waiting) > 1:
            session = _best_session(waiting, row_of, left, session_of)
            if session is None:
                break
            waiting = _seat(waiting, session, placed, left=left, row_of=row_of, session_of=session_of)
    by_row: defaultdict[int, list[int]] = defaultdict(list)
    for number, column in enumerate(placed):
        if column is None:
            by_row[row_of[number]].append(number)
    for row, numbers in by_row.items():
        numbers.sort(key=lambda number: (guests[number].order, number))
        nearest = sorted(left[row], key=lambda column: (costs[row][column], column))
        seats = [column for column in nearest for _ in range(left[row][column])]
        for number, column in zip(numbers, seats, strict=False):
            placed[number] = column
    return placed


def _parties(guests: Sequence[Guest]) -> list[list[int]]:
    """The members of each party of two or more, the most urgent party first."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, guest in enumerate(guests):
        if guest.party:
            found[guest.party].append(number)
    parties = [members for members in found.values() if len(members) > 1]
    return sorted(
        parties, key=lambda party: (-max(guests[n].urgency for n in party), min(guests[n].order for n in party), party)
    )


def _best_session(
    party: Sequence[int], row_of: Sequence[int], left: Sequence[Mapping[int, int]], session_of: Sequence[int]
) -> int | None:
    """The session that takes most of the party, at least two; the first of several."""
    takes: Counter[int] = Counter()
    for row, count in Counter(row_of[number] for number in party).items():
        here: Counter[int] = Counter()
        for column, room in left[row].items():
            here[session_of[column]] += room
        for session, room in here.items():
            takes[session] += min(room, count)
    best = min(takes, key=lambda session: (-takes[session], session), default=None)
    return best if best is not None and takes[best] > 1 else None


def _seat(
    party: Sequence[int],
    session: int,
    placed: list[int | None],
    *,
    left: Sequence[dict[int, int]],
    row_of: Sequence[int],
    session_of: Sequence[int],
) -> list[int]:
    """Put whoever of the party fits into this session, and say who does not."""
    waiting = []
    for number in party:
        room = left[row_of[number]]
        column = min((column for column in room if session_of[column] == session), default=None)
        if column is None:
            waiting.append(number)
            continue
        placed[number] = column
        room[column] -= 1
        if not room[column]:
            del room[column]
    return waiting


def bring_together(
    guests: Sequence[Guest],
    row_of: Sequence[int],
    placed: list[int | None],
    session_of: Sequence[int],
    costs: Sequence[Sequence[int]],
) -> None:
    """Let members of split parties change places with guests who are in none, where the sum stays the same."""
    parties = _parties(guests)
    in_party = {number for party in parties for number in party}
    by_session: defaultdict[int, list[int]] = defaultdict(list)
    for number, column in enumerate(placed):
        if column is not None and number not in in_party:
            by_session[session_of[column]].append(number)
    for party in parties:
        sessions = Counter(session_of[column] for number in party if (column := placed[number]) is not None)
        if len(sessions) < 2:
            continue
        home = min(sessions, key=lambda session: (-sessions[session], session))
        for number in party:
            own = placed[number]
            if own is None or session_of[own] == home:
                continue
            other = next((n for n in by_session[home] if _costs_the_same(number, n, row_of, placed, costs)), None)
            if other is not None:
                by_session[home].remove(other)
                by_session[session_of[own]].append(other)
                placed[number], placed[other] = placed[other], own


def _costs_the_same(
    one: int, other: int, row_of: Sequence[int], placed: Sequence[int | None], costs: Sequence[Sequence[int]]
) -> bool:
    here, there = placed[one], placed[other]
    if here is None or there is None:
        return False
    of_one, of_other = costs[row_of[one]], costs[row_of[other]]
    return of_one[there] + of_other[here] == of_one[here] + of_other[there]
