"""A folder without faults becomes the programme that it describes."""

import datetime as dt
from pathlib import Path

from volsched.app import Scheduler
from volsched.files import load, load_with_notes, plugin_settings
from volsched.model import Requirement, SkillMinimum, Text, Window

GOOD = Path(__file__).parent / "good"


def test_programme_table_gives_what_holds_for_everything():
    programme = load(GOOD)
    assert programme.id == "suifeng"
    assert programme.name.en == "Suifengyuan community"
    assert (programme.zone, programme.second_zone) == ("Asia/Shanghai", "Asia/Urumqi")
    assert programme.window == Window.year(2027)
    assert [skill.name for skill in programme.skills] == [Text(zh="组长"), Text(zh="急救", en="First aid")]


def test_people_come_from_the_csv_with_their_ids_as_written():
    programme = load(GOOD)
    assert [person.id for person in programme.people] == ["ann", "p-dd15bab2c2dd", "007", "7"]
    ann = programme.person("ann")
    assert (ann.name, ann.language, ann.phone, ann.most_per_month) == (
        Text(zh="安娜", en="Ann"),
        "en",
        "+86 991 5550100",
        8,
    )
    assert ann.holds("first_aid", dt.date(2027, 6, 30))
    assert not ann.holds("first_aid", dt.date(2027, 7, 1))


def test_members_come_from_both_the_team_and_the_people():
    programme = load(GOOD)
    assert programme.team("watch").members == ("ann", "p-dd15bab2c2dd", "007", "7")
    assert programme.team("choir").members == ("ann", "p-dd15bab2c2dd")


def test_activities_get_the_parts_that_the_file_gives_and_the_defaults_of_their_kind():
    programme = load(GOOD)
    patrol = programme.activity("night-patrol")
    assert patrol.audience == "member"
    assert patrol.staffing.requirements == (
        Requirement(role="patrol", minimum=3, mix=(SkillMinimum("first_aid", 2), SkillMinimum("leader", 1))),
    )
    assert patrol.schedule.rule == "FREQ=DAILY;UNTIL=20271231T155959Z"
    assert patrol.schedule.exclude[0] == dt.datetime(2027, 2, 5, 22)
    assert programme.activity("checkup").places.appointment == dt.timedelta(minutes=15)
    assert programme.activity("gala").space.clear_up == dt.timedelta(minutes=30)
    assert programme.activity("gala").schedule.lunar == "08-15"
    assert programme.activity("choir").schedule.overrides[0].cancelled


def test_a_folder_without_slips_has_no_notes():
    assert load_with_notes(GOOD).notes == ()


def test_a_programme_keeps_all_that_is_said_of_plugins_so_that_it_needs_no_folder_to_be_planned_alike():
    programme = load(GOOD)
    assert programme.plugins["disabled"] == ("telegram",)
    assert programme.plugins == plugin_settings(GOOD)


def test_a_loaded_programme_is_planned_with_the_plugins_of_its_folder(tmp_path):
    text = '[programme]\nid = "p"\nname = "P"\n[plugins]\ndisabled = ["csv", "console"]\n'
    (tmp_path / "programme.toml").write_text(text, encoding="utf-8")
    states = {info.name: info.state for info in Scheduler(load(tmp_path)).plugins()}
    assert states == {info.name: info.state for info in Scheduler.open(tmp_path).plugins()}
    assert (states["volsched.csv"], states["volsched.console"]) == ("disabled", "disabled")
