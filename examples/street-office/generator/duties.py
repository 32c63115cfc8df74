"""Who serves, and who is served by appointment: patrol, standby, visits, checkups, hand-out days, rehabilitation."""

from __future__ import annotations

import datetime as dt

from generator.days import DAYS_OFF, FIRST, LAST, monthly, once, weekly
from generator.diary import Diary
from generator.people import HELPERS, OFFICES
from generator.place import COMMUNITIES, STREET
from generator.registry import Registry
from generator.writing import Table, text


def patrols() -> list[Table]:
    """Ten patrols of 15, every night of the year."""
    rows: list[Table] = []
    for community in COMMUNITIES:
        title = text(
            f"{community.zh}义务夜间巡逻", f"{community.ug} خالىسانە كېچىلىك چارلاش", f"{community.en} night patrol"
        )
        rows.append(
            {
                "id": f"{community.id}-patrol",
                "kind": "patrol",
                "title": title,
                "area": community.id,
                "organiser": f"{community.id}-office",
                "when": {"start": f"{FIRST} 22:00", "lasts": "4h", "every": "day", "until": str(LAST)},
                "staffing": {
                    "team": f"{community.id}-patrol",
                    "seats": 15,
                    "role": "patrol",
                    "with_skills": {"leader": 1, "first_aid": 2},
                    "rest_after": "8h",
                },
            }
        )
    return rows


def standby() -> list[Table]:
    """The squad: two first, two in reserve, from 08:00 for a day and a night."""
    return [
        {
            "id": "standby",
            "title": text("应急分队值守", "جىددىي قۇتقۇزۇش نۆۋەتچىلىكى", "Emergency squad on standby"),
            "area": STREET,
            "audience": "coordinator",
            "when": {"start": f"{FIRST} 08:00", "lasts": "24h", "every": "day", "until": str(LAST)},
            "staffing": {
                "team": "squad",
                "standby": True,
                "roles": [
                    {"role": "primary", "minimum": 2, "mix": {"leader": 1}},
                    {"role": "reserve", "minimum": 2},
                ],
                "rules": {"days_off_between": {"days": 3}, "most_per_month": {"duties": 6}},
            },
        }
    ]


def visits(registry: Registry) -> list[Table]:
    """86 households, each visited on Tuesdays by its own two or three helpers in turn."""
    rows: list[Table] = []
    households = sorted(team for team in registry.teams if team.startswith("visit-") and not team.endswith("helpers"))
    for household in households:
        helpers = registry.members(f"{household}-helpers")
        number = household.removeprefix("visit-")
        rows.append(
            {
                "id": household,
                "kind": "visit",
                "title": text(
                    f"相约民情日：第{number}户",
                    f"سەيشەنبە زىيارىتى: {number}-ئائىلە",
                    f"Tuesday visit: household {number}",
                ),
                "area": registry.teams[household]["area"],
                "team": household,
                "when": {
                    "start": "2027-01-05 17:00",
                    "lasts": "1h",
                    "every": "tuesday",
                    "until": "2027-12-28",
                    "on_holiday": "skip",
                },
                "staffing": {"team": f"{household}-helpers", "seats": len(helpers) - 1, "role": "helper"},
            }
        )
    return rows


def offices(registry: Registry) -> list[Table]:
    """36 offices, each a day with its community every quarter; three begin each in January, February and March."""
    rows: list[Table] = []
    for number in range(1, OFFICES + 1):
        team = f"office-{number:02d}"
        month = (number - 1) % 3 + 1
        thursdays = monthly(2, "thursday", "11:00", "2h", first=dt.date(2027, month, 1))
        rows.append(
            {
                "id": team,
                "title": text(
                    f"单位社区共建日：结对单位{number:02d}",
                    f"جۈپلەشكەن ئورۇن كۈنى {number:02d}",
                    f"Partner office day {number:02d}",
                ),
                "area": registry.teams[team]["area"],
                "team": team,
                "audience": "member",
                "when": {
                    "start": thursdays.when["start"],
                    "lasts": "2h",
                    "rule": "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH",
                    "until": str(LAST),
                },
            }
        )
    if sum(len(registry.members(row["team"])) for row in rows) != HELPERS:
        raise ValueError("an official is in no office")
    return rows


def checkups(registry: Registry, diary: Diary) -> list[Table]:
    """892 people, each in their own community's health room; enough sessions for all, and for some to come again."""
    rows: list[Table] = []
    for index, community in enumerate(COMMUNITIES):
        invited = len(registry.members(f"{community.id}-checkup"))
        appointment, at_once = (("15m", 2), ("10m", 1))[index % 2]
        capacity = 180 // int(appointment[:-1]) * at_once
        sessions = -(-invited * 115 // 100 // capacity)
        first = dt.date(2027, 3, 17) + dt.timedelta(weeks=2 * (index // 2))
        times = weekly(
            ("wednesday",), "10:00", "3h", first=first, last=first + dt.timedelta(weeks=sessions + 4), free=DAYS_OFF
        )
        last = times.starts[sessions - 1].date()
        times = weekly(("wednesday",), "10:00", "3h", first=first, last=last, free=DAYS_OFF)
        diary.take(times, f"{community.id}-health")
        rows.append(
            {
                "id": f"{community.id}-checkup",
                "kind": "checkup",
                "title": text(
                    f"{community.zh}免费体检",
                    f"{community.ug} ھەقسىز سالامەتلىك تەكشۈرۈش",
                    f"{community.en} free checkups",
                ),
                "area": community.id,
                "organiser": f"{community.id}-nurse",
                "when": times.when,
                "places": {
                    "capacity": capacity,
                    "cohort": f"{community.id}-checkup",
                    "appointment": appointment,
                    "at_once": at_once,
                },
                "space": {"venue": f"{community.id}-health", "set_up": "30m", "clear_up": "30m"},
            }
        )
    return rows


def campaign(activities: list[Table]) -> list[Table]:
    """The ten communities' checkups as one campaign: two communities are invited together, every second week."""
    names = [str(activity["area"]) for activity in activities]
    return [
        {
            "id": "checkups-2027",
            "name": text("二〇二七年免费体检", "2027-يىللىق ھەقسىز سالامەتلىك تەكشۈرۈش", "Free checkups 2027"),
            "activities": [str(activity["id"]) for activity in activities],
            "waves": [names[index : index + 2] for index in range(0, len(names), 2)],
            "invited_on": "2027-03-01",
            "wave_every": 14,
            "notice": 14,
            "elsewhere": 90,
            "caller": "sfy-office",
        }
    ]


def hand_outs(diary: Diary) -> list[Table]:
    """Four times a year, 142 people on two mornings, four at a time and ten minutes each."""
    occasions = (
        ("spring", "春节", "باھار بايرىمى", "Spring Festival", dt.date(2027, 1, 23)),
        ("nowruz", "诺鲁孜节", "نورۇز", "Nowruz", dt.date(2027, 3, 13)),
        ("autumn", "中秋", "ئوتتۇرا كۈز", "Mid-Autumn", dt.date(2027, 9, 4)),
        ("winter", "冬季", "قىش", "Winter", dt.date(2027, 11, 27)),
    )
    rows: list[Table] = []
    for name, zh, ug, en, saturday in occasions:
        sunday = saturday + dt.timedelta(days=1)
        times = weekly(("saturday", "sunday"), "10:30", "3h", first=saturday, last=sunday)
        diary.take(times, "sfy-market", "love-supermarket-helpers", "1h", "1h")
        rows.append(
            {
                "id": f"love-supermarket-{name}",
                "title": text(f"爱心超市{zh}发放日", f"مېھىر-مۇھەببەت دۇكىنى: {ug}", f"Love supermarket: {en}"),
                "area": STREET,
                "audience": "person",
                "organiser": "sfy-office",
                "when": times.when,
                "staffing": {"team": "love-supermarket-helpers", "seats": 4, "role": "helper"},
                "places": {"capacity": 72, "cohort": "love-supermarket", "appointment": "10m", "at_once": 4},
                "space": {"venue": "sfy-market", "set_up": "1h", "clear_up": "1h"},
            }
        )
    return rows


def rehabilitation(diary: Diary) -> list[Table]:
    """Five people, a course of sessions each, Mondays and Thursdays; one therapist, one room."""
    rows: list[Table] = []
    for number in range(1, 6):
        # The next one begins when the one before is half through.
        first = dt.date(2027, 3, 1) + dt.timedelta(weeks=6 * (number - 1))
        last = first + dt.timedelta(weeks=12)
        times = weekly(
            ("monday", "thursday"), f"{9 + number}:00".zfill(5), "45m", first=first, last=last, free=DAYS_OFF
        )
        diary.take(times, "rehab", f"rehab-{number}")
        rows.append(
            {
                "id": f"rehab-{number}",
                "title": text(
                    f"康复训练{number}", f"ساغلاملىقنى ئەسلىگە كەلتۈرۈش مەشىقى {number}", f"Rehabilitation {number}"
                ),
                "area": STREET,
                "team": f"rehab-{number}",
                "audience": "person",
                "organiser": "therapist",
                "when": times.when,
                "staffing": {
                    "team": "therapists",
                    "seats": 1,
                    "role": "therapist",
                    # Several sessions a day are this team's work, so the rules of night duties do not hold.
                    "rules": {
                        "days_off_between": {"off": True},
                        "rest_between": {"off": True},
                        "most_per_month": {"off": True},
                    },
                },
                "space": {"venue": "rehab"},
            }
        )
    return rows


def banquet(diary: Diary) -> list[Table]:
    """The Hundred-Family Banquet: 104 families, 312 guests, 20 helpers' seats."""
    times = diary.take(once(dt.date(2027, 9, 12), "17:00", "3h"), "square", "banquet-guests", "3h", "2h")
    diary.take(times, "kitchen", "banquet-helpers", "3h", "2h")
    return [
        {
            "id": "hundred-family-banquet",
            "title": text("百家宴", "يۈز ئائىلە زىياپىتى", "Hundred-Family Banquet"),
            "area": "sfy",
            "organiser": "sfy-office",
            "when": times.when,
            "staffing": {
                "team": "banquet-helpers",
                "roles": [
                    {"role": "kitchen", "minimum": 8, "skills": ["cooking"]},
                    {"role": "tables", "minimum": 10},
                    {"role": "first-aid", "minimum": 2, "skills": ["first_aid"]},
                ],
            },
            "places": {"capacity": 340, "cohort": "banquet-guests", "by_household": True},
            "space": {
                "venue": "square",
                "set_up": "3h",
                "clear_up": "2h",
                "equipment": {"tables": 35, "speakers": 1},
            },
        }
    ]
