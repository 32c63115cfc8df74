"""A small programme to begin with: commented, and working at once."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from string import Template
from typing import Final

from volsched.errors import InvalidValue, OutputError
from volsched.files.schema import programme_schema
from volsched.files.starter_words import WORDS
from volsched.model.text import LANGUAGES, Language

SCHEMA_FILE: Final = "programme.schema.json"

_PROGRAMME: Final = Template("""\
#:schema programme.schema.json
# $c_intro
# $c_check

[programme]
id = "my-community"              # $c_id
name = "$t_name"
language = "$language"                  # $c_language
zone = "Asia/Shanghai"           # $c_zone
second_zone = "Asia/Urumqi"      # $c_second_zone
window = "$year"                  # $c_window
uid_domain = "my-community.example"   # $c_uid_domain
store = "volsched.db"            # $c_store

# $c_skills
[skills]
leader = "$t_leader"
first_aid = "$t_first_aid"

# $c_rules
[rules.days_off_between]
days = 1

# $c_areas
[[area]]
id = "courtyard"
name = "$t_courtyard"

[[venue]]
id = "hall"
name = "$t_hall"
area = "courtyard"
capacity = 60

[[venue]]
id = "stage"
name = "$t_stage"
area = "courtyard"

# $c_teams
[[team]]
id = "watch"
name = "$t_watch"

[[team]]
id = "choir"
name = "$t_choir"

[[team]]
id = "seniors"
name = "$t_seniors"

[[holiday]]
name = "$t_national_day"
first = "$year-10-01"
last = "$year-10-03"
""")

_ACTIVITIES: Final = Template("""\
#:schema programme.schema.json
# $c_activities

# $c_patrol
[[activity]]
id = "night-watch"
kind = "patrol"
title = "$t_patrol"
area = "courtyard"

[activity.when]
start = "$year-01-01 22:00"       # $c_start
lasts = "3h"
every = "day"                    # $c_every

[activity.staffing]
team = "watch"
seats = 2
with_skills = { leader = 1 }     # $c_with_skills

# $c_rehearsal
[[activity]]
id = "choir"
title = "$t_rehearsal"
team = "choir"

[activity.when]
start = "$friday 10:00"
lasts = "1h30m"
every = "friday"
on_holiday = "skip"
except = ["$other_friday"]          # $c_except

# $c_move
# [[activity.when.change]]
# on = "$moved_friday"
# start = "$moved_to 16:00"
#
# $c_cancel
# [[activity.when.change]]
# on = "$cancelled_friday"
# cancelled = true

[activity.space]
venue = "hall"

# $c_checkup
[[activity]]
id = "checkup"
kind = "checkup"
title = "$t_checkup"

[activity.when]
start = "$year-04-12 09:00"
lasts = "1h"

[activity.places]
capacity = 8
cohort = "seniors"
appointment = "15m"
at_once = 2

[activity.space]
venue = "hall"

# $c_gala
[[activity]]
id = "gala"
kind = "performance"
title = "$t_gala"
team = "choir"

[activity.when]
start = "$year-10-01 19:30"
lasts = "2h"

[activity.space]
venue = "stage"
set_up = "2h"                    # $c_set_up
""")

_SKILLS: Final = ("leader; first_aid", "leader", "leader", "", "first_aid", "", "", "")
_TEAMS: Final = (
    "watch; choir",
    "watch",
    "watch",
    "watch; choir",
    "watch",
    "watch; choir",
    "choir; seniors",
    "choir; seniors",
)
_IDS: Final = ("aygul", "wang", "zhang", "erkin", "li", "gulnar", "chen", "tursun")
_AVAILABILITY: Final = """\
person,kind,weekdays,first,last
erkin,unavailable,monday,,
li,unavailable,,{year}-07-01,{year}-07-14
gulnar,preferred,"friday,saturday",,
"""


def write_starter(folder: Path | str, language: Language = "zh", *, year: int = 2027) -> tuple[Path, ...]:
    """Write a small programme with comments in the language, and say which files it is.

    Raises:
        InvalidValue: no such language, or a year that is not kept.
        OutputError: a file of it is there already, or cannot be written; then no file is touched.
    """
    if language not in LANGUAGES:
        raise InvalidValue(
            "starter", "", "language", f"'{language}' is not kept", f"write one of {', '.join(LANGUAGES)}"
        )
    if not 1900 <= year <= 2199:
        raise InvalidValue("starter", "", "year", f"{year} is not kept", "write 1900 to 2199")
    target = Path(folder)
    contents = starter_files(language, year)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name in contents:
            if (target / name).exists() or (target / name).is_symlink():
                raise OutputError(str(target / name), "is there already", "choose another folder, or move it away")
        for name, content in contents.items():
            with (target / name).open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(content)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            str(target), f"cannot be written: {reason}", "choose a folder that you may write to"
        ) from error
    return tuple(target / name for name in contents)


def starter_files(language: Language, year: int) -> dict[str, str]:
    """The files of the starter by name."""
    first = dt.date(year, 1, 1)
    friday = first + dt.timedelta(days=(4 - first.weekday()) % 7)
    names, words = WORDS[language]
    said = {**words, "language": language, "year": str(year)}
    said |= {"friday": str(friday), "other_friday": str(friday + dt.timedelta(weeks=5))}
    moved = friday + dt.timedelta(weeks=9)
    said |= {"moved_friday": str(moved), "moved_to": str(moved + dt.timedelta(days=1))}
    said |= {"cancelled_friday": str(moved + dt.timedelta(weeks=1))}
    rows = zip(_IDS, names, _SKILLS, _TEAMS, strict=True)
    people = [
        f"{one},{name},{language},{one}@my-community.example,,{skills},{teams}" for one, name, skills, teams in rows
    ]
    return {
        "programme.toml": _PROGRAMME.substitute(said),
        "activities.toml": _ACTIVITIES.substitute(said),
        "people.csv": "\n".join(["id,name,language,email,phone,skills,teams", *people, ""]),
        "availability.csv": _AVAILABILITY.format(year=year),
        SCHEMA_FILE: schema_text(),
    }


def schema_text() -> str:
    """The JSON Schema as it is written to files."""
    return json.dumps(programme_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
