#!/usr/bin/env python3
"""Writes the street office example: `python generate.py [--seed N] [--out FOLDER]`.

The same seed writes the same bytes on every Python. Without options it rewrites the files beside it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from generator import availability, duties, learning, people, place, stages, words
from generator.comments import COMMENTS
from generator.days import HOLIDAYS
from generator.diary import Diary
from generator.writing import Table, text, toml, write

HERE = Path(__file__).resolve().parent
SEED = 2027


def _programme() -> str:
    """The one file that a programme must have."""
    name = text("北河街道二〇二七年", "بېيخې كوچا باشقارمىسى 2027", "Beihe street office 2027")
    programme: Table = {
        "id": "beihe-2027",
        "name": name,
        "zone": "Asia/Shanghai",
        "second_zone": "Asia/Urumqi",
        "language": "zh",
        "uid_domain": "beihe.example.org",
        "window": "2027",
        "weekend": ["friday", "saturday"],
    }
    skills: Table = {skill: text(*names) for skill, names in words.SKILLS.items()}
    tables: dict[str, Table] = {
        "programme": programme,
        "skills": skills,
        "rules.days_off_between": {"days": 2},
        "rules.rest_between": {"rest": "11h"},
        "rules.most_per_month": {"duties": 8},
    }
    return toml(COMMENTS["programme.toml"], **tables)


def files(seed: int) -> dict[str, str]:
    """Every file of the example by name."""
    registry = people.fill(seed)
    diary = Diary(registry)
    # Availability comes before the people are written: it may train some of them.
    sheets = availability.fill(seed, registry)
    activities: dict[str, list[Table]] = {
        "patrol.toml": duties.patrols(),
        "standby.toml": duties.standby(),
        "choir.toml": stages.choir(diary),
        "checkups.toml": duties.checkups(registry, diary),
        "amateur-teams.toml": stages.amateur_teams(diary),
        "rehabilitation.toml": duties.rehabilitation(diary),
        "gatherings.toml": [*duties.banquet(diary), *stages.exhibitions(diary)],
        "love-supermarket.toml": duties.hand_outs(diary),
        "schools-and-lectures.toml": [*learning.schools(diary), *learning.lectures(diary)],
        "visits.toml": duties.visits(registry),
        "partner-offices.toml": duties.offices(registry),
        "performances.toml": stages.performances(seed, diary),
        "trainings.toml": learning.trainings(seed, registry, diary),
    }
    activities["gatherings.toml"] += stages.sports_days(diary)
    return {
        "programme.toml": _programme(),
        "holidays.toml": toml(COMMENTS["holidays.toml"], holiday=HOLIDAYS),
        "areas.toml": toml(COMMENTS["areas.toml"], area=place.areas(registry.keepers)),
        "venues.toml": toml(
            COMMENTS["venues.toml"], venue=place.venues(), equipment=place.equipment(), travel=place.travel()
        ),
        "teams.toml": toml(COMMENTS["teams.toml"], team=registry.teams.values()),
        **{name: toml(COMMENTS[name], activity=rows) for name, rows in activities.items()},
        "campaign.toml": toml(COMMENTS["campaign.toml"], campaign=duties.campaign(activities["checkups.toml"])),
        **registry.csv_files(),
        **sheets,
    }


def main() -> None:
    """Reads the options and writes the files."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--seed", type=int, default=SEED, help="another seed invents another street office")
    ask.add_argument("--out", type=Path, default=HERE, help="the folder to write to (default: beside this script)")
    args = ask.parse_args()
    made = files(args.seed)
    write(args.out, made)
    print(f"{len(made)} files written to {args.out}")


if __name__ == "__main__":
    main()
