"""The street office example: its files are what its generator writes, its figures the neighbourhood's, nothing clashes.

The timetable is expanded here by a few lines of the test's own, so that the example is judged apart from the engine.
"""

import csv
import datetime as dt
import itertools
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest

from volsched import Scheduler
from volsched.calendars import WorkingDays
from volsched.files import load
from volsched.model import Window
from volsched.recurrence import occurrences

OFFICE = Path(__file__).parents[2] / "examples" / "street-office"
SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR = [dt.date(2027, 1, 1) + dt.timedelta(days=index) for index in range(365)]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MADE = ("*.toml", "*.csv")
# From the lunar calendar of 2027, the days of its festivals.
LUNAR = {"12-08": "01-15", "01-15": "02-20", "05-05": "06-09", "07-07": "08-08", "08-15": "09-15", "09-09": "10-08"}


def generate(out: Path, *options: str, **environ: str) -> dict[str, bytes]:
    command = [sys.executable, str(OFFICE / "generate.py"), "--out", str(out), *options]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environ})
    return contents(out)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for pattern in MADE for path in sorted(folder.glob(pattern))}


def tables(kind: str) -> list[dict]:
    documents = (tomllib.loads(path.read_text("utf-8")) for path in sorted(OFFICE.glob("*.toml")))
    return [table for document in documents for table in document.get(kind, ())]


def rows(pattern: str) -> list[dict[str, str]]:
    found = []
    for path in sorted(OFFICE.glob(pattern)):
        with path.open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


ACTIVITIES = {table["id"]: table for table in tables("activity")}
PEOPLE = {row["id"]: row for row in rows("people-*.csv")}
HOLIDAYS = tables("holiday")


def members() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in PEOPLE.values():
        for team in filter(None, row["teams"].split("; ")):
            found[team].add(row["id"])
    return found


TEAMS = members()


@cache
def days_off() -> set[dt.date]:
    found = set()
    for holiday in HOLIDAYS:
        last = holiday.get("last", holiday["first"])
        if not holiday.get("working"):
            found |= {day for day in YEAR if holiday["first"] <= str(day) <= last}
    return found


def length(written: str) -> dt.timedelta:
    number, unit = int(written[:-1]), written[-1]
    return dt.timedelta(**{{"m": "minutes", "h": "hours", "d": "days"}[unit]: number})


def fits(when: dict, day: dt.date) -> bool:
    every = when.get("every")
    if every is not None:
        wanted = [every] if isinstance(every, str) else every
        return "day" in wanted or WEEKDAYS[day.weekday()] in wanted
    if when.get("rule") == "FREQ=MONTHLY;BYDAY=3SA":
        return day.weekday() == 5 and 15 <= day.day <= 21
    if when.get("rule") == "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH":
        first = int(when["start"][5:7])
        return day.weekday() == 3 and 8 <= day.day <= 14 and (day.month - first) % 3 == 0
    assert "rule" not in when, when
    if "lunar" in when:
        return f"{day:%m-%d}" == LUNAR[when["lunar"]]
    return str(day) == when["start"][:10]


def happenings(activity: dict) -> list[tuple[dt.datetime, dt.datetime, str | None]]:
    """When and where it happens in 2027, by Beijing time."""
    when = activity["when"]
    date, _, time = when["start"].partition(" ")
    clock = dt.time.fromisoformat(time or "00:00")
    ahead = dt.timedelta(hours=2 if when.get("zone") == "Asia/Urumqi" else 0)
    place = activity.get("space", {}).get("venue")
    found = []
    changes = {change["on"]: change for change in when.get("change", ())}
    first, last = dt.date.fromisoformat(date), dt.date.fromisoformat(when.get("until", "2027-12-31"))
    days = [day for day in YEAR if first <= day <= last and fits(when, day)]
    starts = [dt.datetime.combine(day, clock) for day in days if str(day) not in when.get("except", ())]
    if when.get("on_holiday") == "skip":
        starts = [start for start in starts if start.date() not in days_off()]
    starts += [dt.datetime.fromisoformat(extra) for extra in when.get("also", ())]
    for start in starts:
        change = changes.get(str(start.date()), {})
        if change.get("cancelled"):
            continue
        begins = dt.datetime.fromisoformat(change["start"]) if "start" in change else start
        ends = begins + length(change.get("lasts", when["lasts"]))
        found.append((begins + ahead, ends + ahead, change.get("venue", place)))
    return sorted(found)


HAPPENINGS = {name: happenings(activity) for name, activity in ACTIVITIES.items()}


def clashes(taken: dict[str, list[tuple[dt.datetime, dt.datetime, str]]]) -> list[tuple]:
    found = []
    for name, spans in taken.items():
        spans.sort()
        found += [(name, one, two) for one, two in itertools.pairwise(spans) if two[0] < one[1]]
    return found


def prefixed(prefix: str) -> list[dict]:
    return [activity for name, activity in ACTIVITIES.items() if name.startswith(prefix)]


@pytest.mark.parametrize(
    "environ", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Urumqi"}]
)
def test_the_files_are_what_the_generator_writes(tmp_path, environ):
    assert generate(tmp_path, **environ) == contents(OFFICE)


def test_another_seed_invents_another_street_office(tmp_path):
    other = generate(tmp_path, "--seed", "7")
    assert set(other) == set(contents(OFFICE))
    assert other["people-sfy.csv"] != contents(OFFICE)["people-sfy.csv"]
    assert other["areas.toml"] == contents(OFFICE)["areas.toml"]


def test_no_file_is_too_long_to_read_and_all_are_small():
    made = contents(OFFICE)
    assert sum(map(len, made.values())) < 3_000_000
    assert max(content.count(b"\n") for content in made.values()) < 10_000


def test_fifteen_seats_a_night_in_ten_communities_are_54750():
    patrols = [activity for activity in ACTIVITIES.values() if activity.get("kind") == "patrol"]
    assert len(patrols) == 10
    assert {len(HAPPENINGS[patrol["id"]]) for patrol in patrols} == {365}
    assert sum(patrol["staffing"]["seats"] * len(HAPPENINGS[patrol["id"]]) for patrol in patrols) == 54_750
    for patrol in patrols:
        assert patrol["staffing"]["with_skills"] == {"leader": 1, "first_aid": 2}
        assert 95 <= len(TEAMS[patrol["staffing"]["team"]]) <= 105
    assert sum(len(TEAMS[patrol["staffing"]["team"]]) for patrol in patrols) == 1000


def test_the_areas_are_a_grid_of_three_levels_below_the_street_office():
    parents = {table["id"]: table.get("parent") for table in tables("area")}

    def level(area: str) -> int:
        return 0 if parents[area] is None else 1 + level(parents[area])

    # Communities, and in them estates, buildings and stairwells.
    assert Counter(map(level, parents)) == {0: 1, 1: 10, 2: 30, 3: 90, 4: 180}
    keepers = {table["id"]: table.get("keeper") for table in tables("area")}
    assert [area for area, keeper in keepers.items() if keeper is None] == ["beihe"]
    assert set(keepers.values()) - {None} <= set(PEOPLE)
    assert all(PEOPLE[keepers[area]]["area"] == area for area in parents if level(area) == 4)
    grids = [team for team in tables("team") if team["id"].endswith("-grid")]
    # A named person for each stairwell.
    keepers = Counter(PEOPLE[person]["area"] for team in grids for person in TEAMS[team["id"]])
    assert keepers == dict.fromkeys((area for area in parents if level(area) == 4), 1)


def test_the_squad_has_36_people():
    assert len(TEAMS["squad"]) == 36
    assert [role["role"] for role in ACTIVITIES["standby"]["staffing"]["roles"]] == ["primary", "reserve"]
    assert len(HAPPENINGS["standby"]) == 365


def test_892_people_have_room_at_the_checkups_of_their_own_community():
    checkups = [activity for activity in ACTIVITIES.values() if activity.get("kind") == "checkup"]
    cohorts = {activity["area"]: TEAMS[activity["places"]["cohort"]] for activity in checkups}
    assert sum(map(len, cohorts.values())) == len(set().union(*cohorts.values())) == 892
    for activity in checkups:
        name, places = activity["id"], activity["places"]
        slots = length(activity["when"]["lasts"]) // length(places["appointment"]) * places["at_once"]
        assert slots == places["capacity"], name
        assert slots * len(HAPPENINGS[name]) >= len(cohorts[activity["area"]]) * 1.1, name
        assert activity["space"]["venue"] == f"{activity['area']}-health"
        assert all(PEOPLE[person]["area"].startswith(activity["area"]) for person in cohorts[activity["area"]])
    assert {PEOPLE[person]["priority"] for people in cohorts.values() for person in people} == {"", "1", "2", "3"}


def test_the_choir_of_55_sings_on_fridays_but_not_on_holidays():
    assert len(TEAMS["choir"]) == 55
    sung = {str(start.date()) for start, _, _ in HAPPENINGS["choir-rehearsal"]}
    fridays = {str(day) for day in YEAR if day.weekday() == 4}
    not_sung = {"2027-01-01", "2027-02-05", "2027-02-12", "2027-08-06", "2027-08-13", "2027-10-01", "2027-12-24"}
    assert fridays - sung == {*not_sung, "2027-06-11"}
    assert sung - fridays == {"2027-06-10", "2027-09-29"}


def test_eight_teams_and_a_troupe_share_the_eight_rooms_of_one_community():
    practices = [activity for name, activity in ACTIVITIES.items() if name.endswith("-practice")]
    assert len(practices) == 8 + 1
    assert {activity["area"] for activity in practices} == {"sfy"}
    rooms = {table["id"] for table in tables("venue") if table.get("inside") == "sfy-house"}
    assert len(rooms) == 8
    assert {table["id"] for table in tables("venue") if table["area"] == "sfy"} - rooms == {
        "sfy-house",
        "sfy-stage",
        "sfy-court",
    }
    used = {activity["space"]["venue"] for activity in ACTIVITIES.values() if "space" in activity}
    assert rooms - used == {"sfy-seniors", "sfy-service", "sfy-youth"}


def test_there_are_80_trainings_12_lectures_and_10_schools():
    assert len(prefixed("training-")) == 80
    assert len(prefixed("lecture-")) == 12
    assert len([name for name in ACTIVITIES if name.endswith("-school")]) == 10
    topics = Counter(
        re.search(r"\((.*)\)$", activity["title"]["en"])[1].split(", ")[-1] for activity in prefixed("training-")
    )
    assert set(topics) == {"culture", "job skills", "etiquette", "health care", "disease prevention", "early childhood"}
    assert len(prefixed("exhibition-")) == 5


def test_there_are_140_performances():
    shows = [activity for activity in ACTIVITIES.values() if activity.get("kind") == "performance"]
    assert len(shows) == sum(len(HAPPENINGS[show["id"]]) for show in shows) == 140
    assert len(prefixed("film-")) == 7
    assert len(prefixed("sports-day-")) == 18
    assert all(show["space"]["set_up"] and show["space"]["clear_up"] for show in shows)


def test_86_households_are_visited_on_tuesdays_by_214_helpers():
    visits = prefixed("visit-")
    assert len(visits) == 86
    helpers = [TEAMS[visit["staffing"]["team"]] for visit in visits]
    assert sum(map(len, helpers)) == len(set().union(*helpers)) == 214
    assert {len(team) for team in helpers} == {2, 3}
    assert {start.weekday() for visit in visits for start, _, _ in HAPPENINGS[visit["id"]]} == {1}
    offices = prefixed("office-")
    assert len(offices) == 36
    assert set().union(*(TEAMS[office["team"]] for office in offices)) == set().union(*helpers)
    assert {len(HAPPENINGS[office["id"]]) for office in offices} == {4}


def test_142_people_have_a_time_of_their_own_at_the_love_supermarket():
    assert len(TEAMS["love-supermarket"]) == 142
    for activity in prefixed("love-supermarket-"):
        assert activity["places"]["capacity"] * len(HAPPENINGS[activity["id"]]) >= 142


def test_over_100_families_and_300_residents_come_to_the_banquet():
    guests = TEAMS["banquet-guests"]
    assert len(guests) == 312
    assert len({PEOPLE[person]["household"] for person in guests}) == 104
    assert ACTIVITIES["hundred-family-banquet"]["places"]["capacity"] >= 312


def test_five_people_train_with_one_therapist_and_rest_between_sessions():
    series = prefixed("rehab-")
    assert len(series) == 5
    assert TEAMS["therapists"] == {"therapist"}
    for activity in series:
        days = [start.date() for start, _, _ in HAPPENINGS[activity["id"]]]
        assert len(days) >= 20
        assert min((two - one).days for one, two in itertools.pairwise(days)) >= 3


def test_over_150_people_of_five_communities_hold_a_skill_of_the_registry():
    duties = {"leader", "first_aid", "nurse", "therapist"}
    holders = {
        name: {skill.split(" until ")[0] for skill in row.get("skills", "").split("; ") if skill} - duties
        for name, row in PEOPLE.items()
    }
    communities = Counter(name.split("-")[0] for name, skills in holders.items() if skills)
    assert sum(communities[name] for name in ("sfy", "kly", "alt", "hmy", "xly")) > 150


def test_no_venue_holds_two_things_at_once_set_up_and_clear_up_included():
    taken = defaultdict(list)
    for name, activity in ACTIVITIES.items():
        space = activity.get("space", {})
        before, after = length(space.get("set_up", "0m")), length(space.get("clear_up", "0m"))
        for start, end, venue in HAPPENINGS[name]:
            if venue is not None:
                taken[venue].append((start - before, end + after, name))
    assert len(taken) > 40
    assert clashes(taken) == []


def test_no_troupe_and_nobody_in_a_team_is_in_two_places():
    taken = defaultdict(list)
    for name, activity in ACTIVITIES.items():
        for person in TEAMS[activity["team"]] if "team" in activity else ():
            taken[person] += [(start, end, name) for start, end, _ in HAPPENINGS[name]]
    assert clashes(taken) == []


def test_every_community_has_something_for_everybody_in_every_month():
    months = defaultdict(set)
    for name, activity in ACTIVITIES.items():
        public = {"patrol": "member", "checkup": "person"}.get(activity.get("kind", ""), "public")
        if activity.get("audience", public) == "public":
            months[activity["area"]] |= {start.month for start, _, _ in HAPPENINGS[name]}
    assert {area: len(found) for area, found in months.items() if len(found) < 12} == {}
    assert len(months) == 11


def test_every_night_has_enough_people_leaders_and_first_aiders():
    words = {"周一": 0, "周二": 1, "周三": 2, "周四": 3, "周五": 4, "周六": 5, "周日": 6}
    words |= {weekday[:3]: index for index, weekday in enumerate(WEEKDAYS)}
    nights = {person: set(YEAR) for patrol in TEAMS if patrol.endswith("-patrol") for person in TEAMS[patrol]}
    for row in rows("availability-*.csv"):
        weekdays = {words[word] for word in row["weekdays"].split(",") if word} or set(range(7))
        first, last = row.get("first") or "2027-01-01", row.get("last") or "2027-12-31"
        first, last = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        spoken = {day for day in YEAR if first <= day <= last and day.weekday() in weekdays}
        if row["person"] in nights and row["kind"] in ("available", "unavailable"):
            nights[row["person"]] &= spoken if row["kind"] == "available" else set(YEAR) - spoken
    share = sum(map(len, nights.values())) / len(nights) / 365
    assert 0.70 <= share <= 0.74
    for patrol in (team for team in TEAMS if team.endswith("-patrol")):
        team = TEAMS[patrol]
        assert sum(int(PEOPLE[person]["most_per_month"]) for person in team) > 1.3 * 15 * 31
        for day in YEAR:
            here = [PEOPLE[person]["skills"] for person in team if day in nights[person]]
            first_aid = [held for held in here if re.search(r"first_aid(?! until)", held)]
            assert len(here) >= 45, (patrol, day)
            assert sum("leader" in held for held in here) >= 5, (patrol, day)
            assert len(first_aid) >= 6, (patrol, day)


def test_names_are_told_in_two_scripts_and_nobody_can_be_reached_by_an_invented_address():
    assert len({row["name"] for row in PEOPLE.values()}) == len(PEOPLE)
    languages = Counter(row["language"] for row in PEOPLE.values())
    assert languages["zh"] > languages["ug"] > 600
    uyghur = [row["name_ug"] for row in PEOPLE.values() if row["name_ug"]]
    assert all(re.fullmatch(r"[\u0600-\u06ff ]+", name) for name in uyghur)
    assert all(row["email"].endswith("@people.example.org") for row in PEOPLE.values() if row["email"])
    assert all(re.fullmatch(r"\+86 991 000 \d{4}", row["phone"]) for row in PEOPLE.values() if row["phone"])
    assert sum(not row["email"] and not row["phone"] for row in PEOPLE.values()) > 100


def test_titles_are_in_chinese_uyghur_and_english():
    for activity in ACTIVITIES.values():
        assert set(activity["title"]) == {"zh", "ug", "en"}, activity["id"]


def test_volsched_reads_the_folder_and_finds_the_same_times():
    programme = load(OFFICE)
    window = Window.year(2027).span
    working = WorkingDays.of(programme.holidays)
    assert len(programme.people) == len(PEOPLE)
    for activity in programme.activities:
        found = [item for item in occurrences(activity, window, working) if not item.cancelled]
        beijing = [
            (item.span.start.astimezone(SHANGHAI).replace(tzinfo=None), item.span.length)
            for item in found
            if window.holds(item.span.start)
        ]
        expected = [(start, end - start) for start, end, _ in HAPPENINGS[activity.id]]
        assert beijing == expected, activity.id


def test_one_community_is_staffed_to_the_last_seat_with_another_seed_too(tmp_path):
    generate(tmp_path, "--seed", "99")
    programme = load(tmp_path)
    alone = attrs.evolve(programme, activities=(programme.activity("hyl-patrol"),), campaigns=())
    plan = Scheduler(alone).plan()
    assert sum(len(roster.assignments) for roster in plan.rosters) == 5475
    assert [finding for finding in plan.findings if finding.severity == "error"] == []
