"""80 trainings, 12 lectures and the residents' schools of ten communities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from generator.days import DAYS, DAYS_OFF, LAST, Times, monthly, once, weekly
from generator.diary import Diary
from generator.dice import Dice
from generator.place import COMMUNITIES, STREET, Community
from generator.registry import Registry
from generator.words import COURSES, LECTURES, TOPICS
from generator.writing import Table, text

EACH = 8
GRANTS = {"Baking": "cooking", "Hairdressing": "hairdressing", "Household services": "household"}
WEEKDAYS = ("monday", "tuesday", "thursday", "saturday", "sunday")


def schools(diary: Diary) -> list[Table]:
    """A class in every community's residents' school on the third Saturday of each month: no month without one."""
    rows: list[Table] = []
    for community in COMMUNITIES:
        venue = f"{community.id}-class"
        times = diary.take(monthly(3, "saturday", "11:00", "90m"), venue, f"{community.id}-learners", "30m", "30m")
        zh, ug, en = community.zh, community.ug, community.en
        rows.append(
            {
                "id": f"{community.id}-school",
                "kind": "training",
                "title": text(f"{zh}市民学校", f"{ug} ئاھالىلەر مەكتىپى", f"{en} residents' school"),
                "area": community.id,
                "team": f"{community.id}-learners",
                "when": times.when,
                "space": {"venue": venue, "set_up": "30m", "clear_up": "30m"},
            }
        )
    return rows


def lectures(diary: Diary) -> list[Table]:
    """One each month, in the theatre or in a community's hall."""
    rows: list[Table] = []
    for month, (zh, ug, en) in enumerate(LECTURES, start=1):
        community = None if month % 6 == 0 else COMMUNITIES[month % len(COMMUNITIES)]
        venue = f"{community.id}-hall" if community else "theatre"
        choices = (once(dt.date(2027, month, day), "11:00", "90m") for day in range(20, 28))
        choices = (times for times in choices if times.starts[0].weekday() == 3)
        times = diary.first_free(choices, venue, None, "30m", "30m")
        rows.append(
            {
                "id": f"lecture-{month:02d}",
                "kind": "training",
                "title": text(f"讲座：{zh}", f"لېكسىيە: {ug}", f"Lecture: {en}"),
                "area": community.id if community else STREET,
                "when": times.when,
                "places": {"capacity": 120},
                "space": {"venue": venue, "set_up": "30m", "clear_up": "30m"},
            }
        )
    return rows


def trainings(seed: int, registry: Registry, diary: Diary) -> list[Table]:
    """Eight in each community, spread over the year."""
    dice = Dice(seed, 5)
    rows: list[Table] = []
    for index, community in enumerate(COMMUNITIES):
        for turn in range(EACH):
            number = index * EACH + turn + 1
            if turn == 4:
                rows.append(_first_aid(number, community, registry, diary))
                continue
            course = COURSES[(number * 7) % len(COURSES)]
            earliest = dt.date(2027, 1, 9) + dt.timedelta(days=turn * 38 + dice.below(14))
            rows.append(_course(number, community, course, earliest, diary, invited=turn in (1, 6)))
    return rows


def _course(
    number: int,
    community: Community,
    course: tuple[str, str, str, str, int, str],
    earliest: dt.date,
    diary: Diary,
    *,
    invited: bool,
) -> Table:
    topic, zh, ug, en, sessions, lasts = course
    topic_zh, topic_ug, topic_en = TOPICS[topic]
    venue = f"{community.id}-class"
    team = f"{community.id}-learners" if invited else None
    times = diary.first_free(_series(earliest, sessions, lasts), venue, team, "30m", "30m")
    row: Table = {
        "id": f"training-{number:02d}",
        "kind": "training",
        "title": text(f"{topic_zh}：{zh}", f"{topic_ug}: {ug}", f"{en} ({topic_en})"),
        "area": community.id,
        "organiser": f"{community.id}-office",
        "when": times.when,
        "places": {"capacity": 45 if sessions == 1 else 24 + number % 3 * 8},
        "space": {"venue": venue, "set_up": "30m", "clear_up": "30m"},
    }
    if invited:
        row["places"] = {"capacity": 40, "cohort": team}
    if topic == "job skills":
        row["course"] = {"grants": GRANTS[en]} if en in GRANTS else {}
    elif sessions > 1:
        # A course: one place for the whole series.
        row["course"] = {}
    return row


def _first_aid(number: int, community: Community, registry: Registry, diary: Diary) -> Table:
    """In June, before certificates end: a course of two afternoons for those whom it concerns."""
    venue, cohort = f"{community.id}-class", f"{community.id}-first-aid"
    choices = (
        weekly((weekday,), time, "3h", first=day, last=day + dt.timedelta(weeks=1))
        for time in ("14:30", "10:30")
        for weekday, day in (("saturday", dt.date(2027, 6, 12)), ("sunday", dt.date(2027, 6, 13)))
    )
    return {
        "id": f"training-{number:02d}",
        "kind": "training",
        "title": text(
            "健康保健培训：急救证书复训",
            "ساغلاملىق كۇرسى: جىددىي قۇتقۇزۇش گۇۋاھنامىسى",
            "First aid certificate, renewal (health care)",
        ),
        "area": community.id,
        "organiser": f"{community.id}-nurse",
        "when": diary.first_free(choices, venue, cohort if cohort in registry.teams else None, "30m", "30m").when,
        "places": {"capacity": 12, "cohort": cohort} if cohort in registry.teams else {"capacity": 12},
        "course": {"needs": ["first_aid"], "grants": "first_aid", "holds_for": "730d"},
        "space": {"venue": venue, "set_up": "30m", "clear_up": "30m"},
    }


def _series(earliest: dt.date, sessions: int, lasts: str) -> Iterator[Times]:
    """Weekly series from that day on, none of them on a day off."""
    for start in DAYS[DAYS.index(earliest) :]:
        weekday = start.strftime("%w")
        name = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")[int(weekday)]
        if name not in WEEKDAYS or start in DAYS_OFF:
            continue
        days = [start + dt.timedelta(weeks=week) for week in range(sessions + 4)]
        days = [day for day in days if day not in DAYS_OFF and day <= LAST][:sessions]
        if len(days) < sessions:
            continue
        for time in ("10:30", "15:30", "18:30"):
            if sessions == 1:
                yield once(start, time, lasts)
            else:
                yield weekly((name,), time, lasts, first=start, last=days[-1], free=DAYS_OFF)
