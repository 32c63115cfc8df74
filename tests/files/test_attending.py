"""Campaigns, stations, sign-ups, attendance and helpers are read, and each slip is one fault with its place."""

import datetime as dt

import pytest

from volsched.errors import ProgrammeError
from volsched.files import load
from volsched.model import Attendance, Campaign, Course, SignUp, Station, Text

PROGRAMME = """
[programme]
id = "place"
name = "Place"
language = "en"

[[area]]
id = "east"
name = "East"

[[area]]
id = "west"
name = "West"

[[team]]
id = "elders"
name = "Elders"

[[campaign]]
id = "spring"
name = "Spring checkups"
activities = ["clinic"]
elsewhere = 21
waves = [["west"], ["east"]]
invited_on = 2027-03-01
caller = "Nurse"

[[activity]]
id = "clinic"
kind = "checkup"
title = "Clinic"
area = "east"
when = { start = "2027-05-04 09:00", lasts = "3h" }

[activity.places]
capacity = 12
cohort = "elders"
walk_in = 2
by_household = true
sign_up = "2027-04-01/2027-04-20"
draw = true
reply_within = "1d"
short_notice = "2h"
station = [{ id = "blood", lasts = "5m", at_once = 2 }, { id = "talk", lasts = "10m" }]

[activity.course]
attend = 1
tell_before = "30d"
sessions = 3
apart_least = 2
apart_most = 5
"""
PEOPLE = """id,name,area,teams,born,needs_access,helper
n,Nurse,west,,,,
a,Ann,east,elders,1948,yes,Nurse
b,Bob,west,elders,1950,no,
"""
SIGN_UPS = "person,activity,day\nAnn,clinic,2027-04-02\n"
ATTENDANCE = "person,activity,day,status\nAnn,clinic,2027-05-04,excused\nb,clinic,2027-05-04,\n"


@pytest.fixture
def folder(tmp_path):
    for name, text in {
        "programme.toml": PROGRAMME,
        "people.csv": PEOPLE,
        "signups.csv": SIGN_UPS,
        "attendance.csv": ATTENDANCE,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_everything_about_attending_is_read(folder):
    programme = load(folder)
    (campaign,) = programme.campaigns
    assert campaign == Campaign(
        id="spring",
        name=Text(en="Spring checkups"),
        activities=("clinic",),
        elsewhere=21,
        waves=(("west",), ("east",)),
        invited_on=dt.date(2027, 3, 1),
        caller="n",
    )
    places = programme.activity("clinic").places
    assert places.stations == (
        Station(id="blood", lasts=dt.timedelta(minutes=5), at_once=2),
        Station(id="talk", lasts=dt.timedelta(minutes=10)),
    )
    assert places.sign_up == (dt.date(2027, 4, 1), dt.date(2027, 4, 20))
    assert (places.walk_in, places.by_household, places.draw, places.appointment) == (2, True, True, None)
    assert (places.reply_within, places.short_notice) == (dt.timedelta(days=1), dt.timedelta(hours=2))
    assert programme.activity("clinic").course == Course(
        attend=1, tell_before=dt.timedelta(days=30), sessions=3, apart_least=2, apart_most=5
    )
    ann, bob = programme.person("a"), programme.person("b")
    assert (ann.born, ann.needs_access, ann.helper) == (1948, True, "n")
    assert (bob.born, bob.needs_access, bob.helper) == (1950, False, None)
    assert programme.sign_ups == (SignUp(person="a", activity="clinic", day=dt.date(2027, 4, 2)),)
    assert programme.attendance == (
        Attendance(person="a", activity="clinic", day=dt.date(2027, 5, 4), status="excused"),
        Attendance(person="b", activity="clinic", day=dt.date(2027, 5, 4)),
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("programme.toml", '["clinic"]', '["clinik"]', "programme.toml:22: campaign spring: activities[1]: no activity 'clinik'; did you mean 'clinic'?"),  # noqa: E501
        ("programme.toml", '["clinic"]', "[]", "programme.toml:22: campaign spring: activities: is empty; name the activities whose places are given out"),  # noqa: E501
        ("programme.toml", '["east"]]', '["west"]]', "programme.toml:24: campaign spring: waves: 'west' is in two waves; keep it in one of them"),  # noqa: E501
        ("programme.toml", 'caller = "Nurse"', 'caller = "Nurs"', "programme.toml:26: campaign spring: caller: no person 'Nurs'; did you mean 'Nurse'?"),  # noqa: E501
        ("programme.toml", "walk_in = 2", "walk_in = 13", "programme.toml:38: activity clinic: places.walk_in: 13 of 12 is not possible; keep as many as there are"),  # noqa: E501
        ("people.csv", "Bob,west,elders,1950,no,", "Bob,west,elders,1950,no,Bob", "people.csv:4: helper: a person cannot be their own helper; name somebody else"),  # noqa: E501
        ("people.csv", "1948,yes", "1948,maybe", "people.csv:3: needs_access: 'maybe' is not yes or no; write yes or no"),  # noqa: E501
        ("people.csv", "1948", "48", "people.csv:3: born: 48 is not possible; write the year, such as 1948"),
        ("signups.csv", "Ann,clinic", "Ann,clinc", "signups.csv:2: activity: no activity 'clinc'; did you mean 'clinic'?"),  # noqa: E501
        ("attendance.csv", "excused", "excusd", "attendance.csv:2: status: 'excusd' is not known; did you mean 'excused'?"),  # noqa: E501
        ("attendance.csv", "Ann,clinic,2027-05-04", "Ann,clinic,", "attendance.csv:2: day: is missing; write a day such as 2027-06-30"),  # noqa: E501
    ],
)  # fmt: skip
def test_one_slip_is_one_fault(folder, file, old, new, fault):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        load(folder)
    assert [str(item) for item in caught.value.faults] == [fault]
