"""volsched visits, errands and grid: what they say, what they keep, and how they end."""

import json

import pytest
from tests.cli.test_commands import volsched

PLACE = """
[programme]
id = "helping"
name = "Helping"
language = "en"
window = "2027-05"
store = "volsched.db"

[[area]]
id = "cell"
name = "Cell"
keeper = "ann"

[[team]]
id = "home"
name = "Home"

[[team]]
id = "helpers"
name = "Helpers"

[[activity]]
id = "visit"
kind = "visit"
title = "Visit"
area = "cell"
team = "home"
when = { start = "2027-05-04 17:00", lasts = "1h", every = "tuesday" }
staffing = { team = "helpers", seats = 1, role = "helper" }
"""
NOW = ("--now", "2027-05-12T09:00+08:00")


@pytest.fixture
def place(tmp_path):
    (tmp_path / "programme.toml").write_text(PLACE, encoding="utf-8")
    rows = "id,name,teams\nres,Resident,home\nann,Ann,helpers\nbob,Bob,helpers\n"
    (tmp_path / "people.csv").write_text(rows, encoding="utf-8")
    return tmp_path


def test_what_is_not_noted_is_missed_until_it_is_noted(place):
    found = json.loads(volsched("visits", place, "--json", *NOW).stdout)
    assert [item["state"] for item in found] == ["missed", "missed", "planned", "planned"]
    assert {len(item["helpers"]) for item in found} == {1}
    assert volsched("visits", place, "--missed", *NOW).returncode == 1
    for visit in ("visit/20270504T1700", "visit/20270511T1700"):
        noted = volsched("visits", place, "--made", visit, *NOW)
        assert (noted.returncode, noted.stdout) == (0, f"noted: {visit}\n")
    done = volsched("visits", place, "--missed", *NOW)
    assert done.returncode == 0
    assert done.stdout == 'no visit fits what was asked; activities with kind = "visit" plan them\n'


def test_who_could_go_instead_is_named_with_how_near_they_are(place):
    visit = json.loads(volsched("visits", place, "--day", "2027-05-18", "--json", *NOW).stdout)[0]
    other = {"ann": "Bob (bob)", "bob": "Ann (ann)"}[visit["helpers"][0]]
    done = volsched("visits", place, "--day", "2027-05-18", "--instead-of", visit["helpers"][0], *NOW)
    assert (done.returncode, done.stdout) == (0, f"visit/20270518T1700\n  {other}  own helper  2 visits\n")


def test_an_errand_is_promised_handed_over_and_settled(place):
    promise = (
        "--visit",
        "visit/20270504T1700",
        "--helper",
        "Ann",
        "--due",
        "2027-05-11",
        "--now",
        "2027-05-04T18:00+08:00",
    )
    assert volsched("errands", place, "--promise", "mend the light", *promise).stdout == "noted: errand-00001\n"
    late = volsched("errands", place, *NOW)
    assert (late.returncode, late.stdout) == (1, "errand-00001  2027-05-11  mend the light  Ann (ann)  overdue\n")
    assert volsched("errands", place, "--hand-over", "errand-00001", "--helper", "bob", *NOW).stdout == (
        "handed to Bob: errand-00001\n"
    )
    assert json.loads(volsched("errands", place, "--json", "--helper", "bob", *NOW).stdout)[0]["overdue"] is True
    assert volsched("errands", place, "--settle", "errand-00001", *NOW).stdout == "settled: errand-00001\n"
    again = volsched("errands", place, "--settle", "errand-00001", *NOW)
    assert (again.returncode, again.stderr) == (
        2,
        "errand errand-00001: was settled on 2027-05-12; nothing is left to do\n",
    )
    figures = volsched("errands", place, "--figures", "--json", *NOW)
    assert json.loads(figures.stdout) == {"heard": 1, "settled": 1, "open": 0, "overdue": 0}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("visits", "--made", "visit/20270505T1700"), "no visit 'visit/20270505T1700'; did you mean"),
        (("visits", "--instead-of", "ann"), "--instead-of: needs the day; add --day 2027-05-04"),
        (("visits", "--helper", "anne"), "no person 'anne'; did you mean 'ann'"),
        (("errands", "--promise", "x"), "--promise: is not all; say --visit, --due and --helper with it"),
        (("errands", "--settle", "errand-00009"), "no errand 'errand-00009'"),
        (("errands", "--now", "2027-05-04"), "--now: '2027-05-04' says no zone"),
        (("grid", "--area", "sell"), "no area 'sell'; did you mean 'cell'"),
    ],
)
def test_what_cannot_be_done_is_told_with_a_cure(place, arguments, told):
    done = volsched(arguments[0], place, *arguments[1:])
    assert done.returncode == 2
    assert told in done.stderr


def test_without_a_store_errands_say_where_to_name_one(place):
    (place / "programme.toml").write_text(PLACE.replace('store = "volsched.db"\n', ""), encoding="utf-8")
    done = volsched("errands", place)
    assert done.returncode == 2
    assert 'write store = "volsched.db" under [programme], or name one with --store' in done.stderr
    assert volsched("visits", place, *NOW).returncode == 0


def test_the_grid_names_its_keepers_and_who_covers_a_cell(place):
    assert volsched("grid", place).stdout == "Cell (cell)  Ann\n"
    done = volsched("grid", place, "--area", "cell", "--json", *NOW)
    assert json.loads(done.stdout) == [{"area": "cell", "occurrence": None, "person": "ann", "role": "keeper"}]
