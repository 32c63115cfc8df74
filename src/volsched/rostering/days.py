"""What people say of each shift: who may serve in it, and who likes to, as bit masks."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress

from attrs import define

from volsched.model import Availability, Shift, Span
from volsched.model.zones import zone
from volsched.rostering.problem import Problem

DAY = dt.timedelta(days=1)
FEW = 9
DIGITS = bytes.maketrans(b"01", b"\0\1")

Masks = dict[str, list[int]]
Spoken = list[tuple[Availability, int]]
"""Each thing that is said, with the mask of the people who say it."""


@define
class Said:
    """For each shift: a mask of those who say that they may serve, and for each person 1, 0 or -1 as they like it."""

    free: list[int]
    liking: list[list[float]]


def bits_of(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    if mask.bit_count() < FEW:
        return _few_bits(mask)
    # Written out as digits, a mask of many bits is read at the speed of C.
    return compress(range(mask.bit_length()), bin(mask)[:1:-1].encode().translate(DIGITS))


def _few_bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def said(problem: Problem, shifts: Sequence[Shift]) -> Said:
    """What the availability of the problem comes to for each of the shifts."""
    bits = {person.id: 1 << index for index, person in enumerate(problem.people)}
    masks: Masks = {kind: [0] * len(shifts) for kind in ("available", "unavailable", "preferred", "disliked")}
    whole, timed = _grouped(problem.availability, bits)
    _speak_of_days(whole, shifts, masks)
    _speak_of_times([item for item in timed if item[0].kind == "unavailable"], shifts, masks, problem.zone)
    everybody = (1 << len(bits)) - 1
    choosy = 0
    for entry, mask in whole:
        choosy |= mask if entry.kind == "available" else 0
    free = [
        (everybody & ~choosy | available) & ~unavailable
        for available, unavailable in zip(masks["available"], masks["unavailable"], strict=True)
    ]
    wishes = zip(masks["preferred"], masks["disliked"], strict=True)
    liking = [_liking(len(bits), preferred, disliked) for preferred, disliked in wishes]
    wished = [item for item in timed if item[0].kind in ("preferred", "disliked")]
    if wished:
        _like_by_the_minute(wished, shifts, masks, liking, problem.zone)
    return Said(free, liking)


def _like_by_the_minute(
    timed: Spoken, shifts: Sequence[Shift], masks: Masks, liking: list[list[float]], zone_name: str
) -> None:
    """Add wishes about times of day: each counts for the share of the shift that it speaks of."""
    shares: dict[tuple[int, int], list[float]] = {}
    for entry, mask, index, share in _shares(timed, shifts, zone_name):
        for person in bits_of(mask & ~masks[entry.kind][index]):
            shares.setdefault((index, person), [0.0, 0.0])[entry.kind == "disliked"] += share
    for (index, person), (more, less) in shares.items():
        preferred = 1.0 if masks["preferred"][index] >> person & 1 else min(1.0, more)
        disliked = 1.0 if masks["disliked"][index] >> person & 1 else min(1.0, less)
        liking[index][person] = round(preferred - disliked, 6)


def _shares(timed: Spoken, shifts: Sequence[Shift], zone_name: str) -> Iterator[tuple[Availability, int, int, float]]:
    for entry, mask, span, index in _spoken_spans(timed, shifts, zone_name):
        own = shifts[index].span
        common = min(span.end, own.end) - max(span.start, own.start)
        if common > dt.timedelta():
            yield entry, mask, index, common / own.length


def absent(problem: Problem, absences: Iterable[Availability], shifts: Sequence[Shift]) -> list[int]:
    """For each shift a mask of those who are away by what these entries say."""
    bits = {person.id: 1 << index for index, person in enumerate(problem.people)}
    masks: Masks = {"unavailable": [0] * len(shifts)}
    whole, timed = _grouped(absences, bits)
    _speak_of_days(whole, shifts, masks)
    _speak_of_times(timed, shifts, masks, problem.zone)
    return masks["unavailable"]


def _liking(people: int, preferred: int, disliked: int) -> list[float]:
    found: list[float] = [0] * people
    for person in bits_of(preferred & ~disliked):
        found[person] = 1
    for person in bits_of(disliked & ~preferred):
        found[person] = -1
    return found


def _grouped(entries: Iterable[Availability], bits: Mapping[str, int]) -> tuple[Spoken, Spoken]:
    # Hundreds of people say one of a few things, so each thing is worked out once for all of them.
    found: dict[tuple[object, ...], tuple[Availability, int]] = {}
    for entry in entries:
        bit = bits.get(entry.person, 0)
        key = (entry.kind, entry.weekdays, entry.first, entry.last, entry.since, entry.until)
        first, mask = found.get(key, (entry, 0))
        found[key] = (first, mask | bit)
    whole = [item for item in found.values() if item[0].since is None]
    timed = [item for item in found.values() if item[0].since is not None and item[0].kind != "available"]
    return whole, timed


def _speak_of_days(spoken: Spoken, shifts: Sequence[Shift], masks: Masks) -> None:
    by_day: dict[dt.date, list[int]] = {}
    for index, shift in enumerate(shifts):
        by_day.setdefault(shift.day, []).append(index)
    days = sorted(by_day)
    for entry, mask in spoken:
        low = bisect_left(days, entry.first) if entry.first else 0
        high = bisect_right(days, entry.last) if entry.last else len(days)
        kind = masks[entry.kind]
        for day in days[low:high]:
            if not entry.weekdays or day.weekday() in entry.weekdays:
                for index in by_day[day]:
                    kind[index] |= mask


def _speak_of_times(spoken: Spoken, shifts: Sequence[Shift], masks: Masks, zone_name: str) -> None:
    for entry, mask, span, index in _spoken_spans(spoken, shifts, zone_name):
        if span.overlaps(shifts[index].span):
            masks[entry.kind][index] |= mask


def _spoken_spans(
    spoken: Spoken, shifts: Sequence[Shift], zone_name: str
) -> Iterator[tuple[Availability, int, Span, int]]:
    """Each span of time that is spoken of, with the shifts near it."""
    if not spoken:
        return
    touched: dict[dt.date, list[int]] = {}
    local = zone(zone_name)
    for index, shift in enumerate(shifts):
        # The day before counts too: what is said of it may last past midnight.
        day = shift.span.start.astimezone(local).date() - DAY
        last = shift.span.end.astimezone(local).date()
        while day <= last:
            touched.setdefault(day, []).append(index)
            day += DAY
    for entry, mask in spoken:
        for day in sorted(touched):
            if entry.speaks_of(day) and (span := _span(entry, day, zone_name)):
                for index in touched[day]:
                    yield entry, mask, span, index


def _span(entry: Availability, day: dt.date, zone_name: str) -> Span | None:
    if entry.since is None or entry.until is None:
        return None
    local = zone(zone_name)
    start = dt.datetime.combine(day, entry.since, local)
    end = dt.datetime.combine(day if entry.until > entry.since else day + DAY, entry.until, local)
    # Times that a clock change leaves out may leave nothing between them.
    return Span(start, end) if start.astimezone(dt.UTC) < end.astimezone(dt.UTC) else None
