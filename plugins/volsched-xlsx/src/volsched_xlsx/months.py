"""A roster as coordinators lay it out: a sheet for each month, days across, people down.

What is written there can be read again: a tick where only one duty can be meant, or the activity, the time and the role
of it. See `volsched.files.roster_grids`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from volsched.files import MARK
from volsched.model import Language, Seat, Shift, Text
from volsched.model.text import one_line
from volsched.model.wording import WEEKDAYS
from volsched.planning import Plan
from volsched.publishing import Redaction, Viewer
from volsched_xlsx.workbook import Cell, Sheet

_PERSON = Text(zh="人员编号", ug="ئادەم نومۇرى", en="Person")
_NAME = Text(zh="姓名", ug="ئىسمى", en="Name")
_SUM = Text(zh="合计", ug="جەمئىي", en="Total")
_OPEN = Text(zh="缺员", ug="بوش", en="Open")
_SHORT_WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("一", "二", "三", "四", "五", "六", "日"),
    "ug": ("دۈ", "سە", "چا", "پە", "جۈ", "شە", "يە"),
    "en": tuple(name[:2] for name in WEEKDAYS["en"]),
}
_DAY = dt.timedelta(days=1)


def month_sheets(plan: Plan, roster: str, language: Language) -> Iterator[Sheet]:
    """A sheet for each month in which anybody is to serve.

    Raises:
        UnknownName: the plan has no such roster.
    """
    shifts = sorted(plan.problem(roster).shifts, key=lambda shift: (shift.span, shift.id))
    duties = _duties(plan, roster, _wording(plan, shifts, language))
    for first in sorted({shift.day.replace(day=1) for shift in shifts}):
        days = tuple(first + number * _DAY for number in range(31) if (first + number * _DAY).month == first.month)
        yield Sheet(
            name=f"{first:%Y-%m}",
            headings=[_PERSON.in_language(language), _NAME.in_language(language), *days, _SUM.in_language(language)],
            widths=[10, 16, *(_width(duties, day) for day in days), 6],
            rows=tuple(_rows(plan, roster, language, days, duties)),
            right_to_left=language == "ug",
            days=range(2, 2 + len(days)),
            free=frozenset(number for number, day in enumerate(days, start=2) if _is_free(plan, day)),
            frozen=(2, 2),
        )


Duties = Mapping[tuple[str, dt.date], Sequence[str]]


def _rows(
    plan: Plan, roster: str, language: Language, days: Sequence[dt.date], duties: Duties
) -> Iterator[Sequence[Cell]]:
    missing = _missing(plan, roster, days)
    yield ("", "", *(_SHORT_WEEKDAYS[language][day.weekday()] for day in days), "")
    for person in plan.problem(roster).people:
        cells = [duties.get((person.id, day), ()) for day in days]
        name = one_line(plan.programme.person(person.id).name.in_language(language))
        yield (person.id, name, *("\n".join(cell) for cell in cells), sum(map(len, cells)))
    yield ("", _OPEN.in_language(language), *(missing.get(day) or None for day in days), sum(missing.values()))


def _duties(plan: Plan, roster: str, word: Callable[[Seat], str]) -> Duties:
    found: defaultdict[tuple[str, dt.date], list[str]] = defaultdict(list)
    for item in plan.roster(roster).assignments:
        found[item.person, plan.shift(item.seat.shift).day].append(word(item.seat))
    return found


def _wording(plan: Plan, shifts: Sequence[Shift], language: Language) -> Callable[[Seat], str]:
    """How the duty of a seat is written: with so much as tells it from the others of its day."""
    viewer, redaction = Viewer(audience="coordinator", language=language), Redaction(plan.programme)
    by_day: defaultdict[dt.date, list[Shift]] = defaultdict(list)
    for shift in shifts:
        by_day[shift.day].append(shift)
    several = {day for day, found in by_day.items() if len({shift.activity for shift in found}) > 1}
    twice = {
        (day, name) for day, found in by_day.items() for name, n in Counter(s.activity for s in found).items() if n > 1
    }

    def word(seat: Seat) -> str:
        shift = plan.shift(seat.shift)
        parts = []
        if shift.day in several:
            parts.append(shift.activity)
        if (shift.day, shift.activity) in twice:
            parts.append(f"{plan.occurrence(shift.id).start:%H:%M}")
        if len(shift.requirements) > 1:
            parts.append(redaction.role_name(seat.role, viewer.language))
        return " · ".join(parts) or MARK

    return word


def _missing(plan: Plan, roster: str, days: Sequence[dt.date]) -> Mapping[dt.date, int]:
    """How many seats that must be filled are not, day by day."""
    found: Counter[dt.date] = Counter()
    filled = plan.roster(roster).by_shift
    for shift in plan.problem(roster).shifts:
        if shift.day not in days:
            continue
        taken = Counter(item.seat.role for item in filled.get(shift.id, ()))
        found[shift.day] += sum(max(0, item.minimum - taken[item.role]) for item in shift.requirements)
    return {day: number for day, number in found.items() if number}


def _width(duties: Duties, day: dt.date) -> float:
    longest = max((len(text) for (_, on), said in duties.items() if on == day for text in said), default=1)
    return 3.6 if longest <= 2 else min(24.0, 1.6 * longest + 2)


def _is_free(plan: Plan, day: dt.date) -> bool:
    found = [holiday for holiday in plan.programme.holidays if holiday.first <= day <= holiday.last]
    return not found[-1].working if found else day.weekday() >= 5
