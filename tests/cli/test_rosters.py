"""The commands about rosters, on a week that was made by hand: what they print, write, and end with.

The week stands in a file, so that what is expected here does not hang on the solver.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from volsched.cli.commands import run
from volsched.cli.rosters import words

WATCH = Path(__file__).parents[2] / "examples" / "night-watch"
WEEK = ("--window", "2027-05-01/2027-05-08")
NIGHTS = {
    1: ("Wang Guohua", "Zhang Wenbo", "Chen Guilan"),
    2: ("Adil Hesen", "Tahir Osman", "Rena Kérim"),
    3: ("Li Xiumei", "Zhao Jing", "Erkin Sabir"),
    4: ("Aygül Imin", "Sun Chunyan", "Zhang Wenbo"),
    5: ("Adil Hesen", "Chen Guilan", "Tahir Osman"),
    6: ("Wang Guohua", "Liu Yong", "Rena Kérim"),
    7: ("Li Xiumei", "Zhao Jing", "Erkin Sabir"),
}


def table(nights) -> str:
    return "date,person\n" + "".join(f"2027-05-{day:02},{who}\n" for day, people in nights.items() for who in people)


@pytest.fixture
def week(tmp_path):
    file = tmp_path / "week.csv"
    file.write_text(table(NIGHTS), encoding="utf-8")
    return file


@pytest.fixture
def volsched(capsys):
    def call(*arguments) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            run([str(item) for item in arguments])
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return call


@pytest.fixture
def in_chinese(tmp_path):
    folder = tmp_path / "zh"
    shutil.copytree(WATCH, folder)
    for file, old, new in (
        ("programme.toml", 'language = "en" ', 'language = "zh" '),
        ("people.csv", "id,name,", "id,name_en,"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


# the group


def test_roster_alone_shows_what_roster_show_shows(volsched, monkeypatch):
    monkeypatch.chdir(WATCH)
    shown = volsched("roster", "show", WATCH, *WEEK)
    assert shown[0] == 0
    assert shown[1].startswith("Night watch (night-watch)  fairness out of 100: ")
    assert volsched("roster", WATCH, *WEEK) == shown
    assert volsched("roster", *WEEK) == shown
    assert volsched("roster", *WEEK, ".") == shown


def test_help_names_every_sub_command(volsched):
    code, out, _ = volsched("roster", "--help")
    assert code == 0
    for name in ("check", "cover", "diff", "fairness", "replan", "shortages", "show", "swap", "why"):
        assert f"\n  {name} " in out
        assert volsched("roster", name, "--help")[0] == 0


def test_a_misspelt_sub_command_is_named(volsched, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = volsched("roster", "chekc")
    assert (code, out) == (2, "")
    assert "no folder and no sub-command 'chekc'; did you mean 'check'?" in err
    code, _, err = volsched("roster", "nowhere")
    assert code == 2
    assert "nowhere: there is no such folder" in err


# check


def test_a_sound_roster_has_nothing_to_look_at(volsched, week):
    assert volsched("roster", "check", week, "--programme", WATCH, *WEEK) == (
        0,
        "no rule is broken and no seat is empty\n",
        "",
    )


def test_every_broken_rule_and_empty_seat_is_a_sentence(volsched, week):
    week.write_text(
        table({**NIGHTS, 4: ("Aygül Imin", "Liu Yong"), 6: ("Tahir Osman", "Liu Yong", "Rena Kérim")}), encoding="utf-8"
    )
    assert volsched("roster", "check", week, "--programme", WATCH, *WEEK) == (
        1,
        (
            "Liu Yong cannot serve on 2027-05-04\n"
            "Tahir Osman serves on 2027-05-05 and 2027-05-06; days off between duties: 1\n"
            "patrol on 2027-05-06 needs 1 with 'leader' and has 0\n"
            "Tuesday 4 May 2027, Night watch: empty seats: 1\n"
            "rules broken: 3  empty seats: 1\n"
        ),
        "",
    )
    code, out, _ = volsched("roster", "check", week, "--programme", WATCH, *WEEK, "--json")
    (judged,) = json.loads(out)
    assert code == 1
    assert (judged["id"], judged["duties"]) == ("night-watch", 20)
    assert [(item["rule"], item["person"]) for item in judged["violations"]] == [
        ("availability", "w08"),
        ("days_off_between", "w07"),
        ("skill_mix", None),
    ]
    assert judged["empty"] == [{"shift": "night-watch/20270504T2200", "role": "patrol", "seat": 2}]


def test_the_programme_speaks_its_own_language(volsched, week, in_chinese):
    week.write_text(table({4: ("阿依古丽·依明", "刘勇")}), encoding="gb18030")
    assert volsched("roster", "check", week, "--programme", in_chinese, "--window", "2027-05-04") == (
        1,
        "刘勇在2027-05-04不能值勤\n2027年5月4日 周二 夜间巡逻：空缺1个席位\n违反规则: 1  空缺席位: 1\n",
        "",
    )


def test_faults_of_the_file_come_all_together_and_nothing_is_judged(volsched, week):
    text = week.read_text(encoding="utf-8")
    week.write_text(text.replace("05-06,Wang Guohua", "05-06,Wang Guohau").replace("05-07,Zhao", "05-32,Zhao"), "utf-8")
    assert volsched("roster", "check", week, "--programme", WATCH, *WEEK) == (
        2,
        "",
        (
            f"{week}:17: person: no person 'Wang Guohau'; did you mean 'Wang Guohua'?\n"
            f"{week}:21: date: '2027-05-32' is not a day that exists; check the month and the day\n"
            f"2 faults in {week}; nothing was done\n"
        ),
    )


def test_what_volsched_writes_is_judged_as_sound(volsched, tmp_path):
    code, out, _ = volsched("roster", WATCH, "--csv")
    (tmp_path / "may.csv").write_text(out, encoding="utf-8")
    assert code == 0
    assert volsched("roster", "check", tmp_path / "may.csv", "--programme", WATCH)[0] == 0
    assert volsched("publish", WATCH, "--out", tmp_path / "out")[0] == 0
    published = tmp_path / "out" / "coordinator" / "roster" / "night-watch.csv"
    assert volsched("roster", "check", published, "--programme", WATCH, "--id", "night-watch")[0] == 0
    assert volsched("roster", "diff", published, tmp_path / "may.csv", "--programme", WATCH)[1] == "no difference\n"


# diff


def test_a_difference_is_who_comes_and_who_leaves(volsched, week, tmp_path):
    other = tmp_path / "other.csv"
    nights = {**NIGHTS, 1: tuple(reversed(NIGHTS[1])), 4: ("Liu Yong", "Aygül Imin"), 6: ("Wang Guohua", "Rena Kérim")}
    other.write_text(table(nights), encoding="utf-8")
    assert volsched("roster", "diff", week, other, "--programme", WATCH, *WEEK) == (
        0,
        (
            "Tuesday 4 May 2027, Night watch: Liu Yong instead of Sun Chunyan\n"
            "Tuesday 4 May 2027, Night watch: Zhang Wenbo leaves, and the seat is empty\n"
            "Thursday 6 May 2027, Night watch: Liu Yong leaves, and the seat is empty\n"
        ),
        "",
    )
    code, out, _ = volsched("roster", "diff", other, week, "--programme", WATCH, *WEEK, "--json")
    assert code == 0
    assert [(item["before"], item["after"]) for item in json.loads(out)] == [
        ("w08", "w12"),
        (None, "w05"),
        (None, "w08"),
    ]


def test_faults_of_both_files_are_told(volsched, week, tmp_path):
    week.write_text("date,person\n2027-05-01,w99\n", encoding="utf-8")
    code, _, err = volsched("roster", "diff", week, tmp_path / "nowhere.csv", "--programme", WATCH, *WEEK)
    assert code == 2
    assert f"{week}:2: person: no person 'w99'" in err
    assert "nowhere.csv: cannot be read" in err
    assert err.endswith(f"2 faults in {week}, {tmp_path / 'nowhere.csv'}; nothing was done\n")


# cover


def test_cover_names_who_could_step_in(volsched, week):
    asked = ("roster", "cover", WATCH, *WEEK, "--roster", week, "--day", "2027-05-06", "--person")
    code, out, err = volsched(*asked, "Wang Guohua")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "Thursday 6 May 2027, Night watch: in place of Wang Guohua"
    assert [line.split()[:2] for line in out.splitlines()[1:]] == [["1", "w04"]]
    assert "Aygül Imin is free" in out
    code, out, _ = volsched(*asked, "w08", "-n", "1", "--json")
    (one,) = json.loads(out)
    assert (one["shift"], one["seat"], one["person"]) == ("night-watch/20270506T2200", 1, "w08")
    assert len(one["candidates"]) == 1
    assert one["nobody"] is None


def test_cover_without_a_person_is_about_empty_seats(volsched, week):
    asked = ("roster", "cover", WATCH, *WEEK, "--roster", week, "--day", "2027-05-04")
    assert volsched(*asked) == (0, "no seat is empty\n", "")
    week.write_text(table({**NIGHTS, 4: NIGHTS[4][:2]}), encoding="utf-8")
    code, out, _ = volsched(*asked)
    assert code == 0
    assert out.splitlines()[0] == "Tuesday 4 May 2027, Night watch: for the empty seat"
    assert {line.split()[1] for line in out.splitlines()[1:]} == {"w05", "w09"}


def test_where_nobody_can_step_in_it_is_said_why(volsched, week, tmp_path):
    folder = tmp_path / "place"
    shutil.copytree(WATCH, folder)
    with (folder / "availability.csv").open("a", encoding="utf-8") as stream:
        stream.write("w09,unavailable,,2027-05-04,2027-05-04\n")
    asked = ("roster", "cover", folder, *WEEK, "--roster", week, "--day", "2027-05-04", "--person", "w12")
    code, out, _ = volsched(*asked)
    assert code == 1
    title, reason, *helps = out.splitlines()
    assert title == "Tuesday 4 May 2027, Night watch: in place of Sun Chunyan"
    assert reason.startswith("  nobody can come on 2027-05-04: 6 too near another duty, 4 not available, 2 ")
    assert helps
    assert all(line.startswith("  it would help: ") for line in helps)
    (one,) = json.loads(volsched(*asked, "--json")[1])
    assert one["candidates"] == []
    assert one["nobody"]["en"] == reason.strip()


def test_somebody_who_does_not_serve_cannot_be_replaced(volsched, week):
    code, out, err = volsched(
        "roster", "cover", WATCH, *WEEK, "--roster", week, "--day", "2027-05-01", "--person", "w12"
    )
    assert (code, out) == (2, "")
    assert err == (
        "roster: --person: Sun Chunyan (w12) does not serve on 2027-05-01; "
        "on that day serve Wang Guohua, Zhang Wenbo, Chen Guilan\n"
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2027-05-09", "nobody is to serve on 2027-05-09; name a day with a duty, within 2027-05-01/2027-05-08"),
        ("2027-05", "'2027-05' is not one day; write a day such as 2027-05-07"),
        ("tomorrow", "'tomorrow' cannot be read; write a day such as 2027-05-07"),
    ],
)
def test_a_day_without_a_duty_or_no_day_at_all(volsched, week, day, expected):
    for command in ("cover", "why"):
        code, out, err = volsched("roster", command, WATCH, *WEEK, "--roster", week, "--day", day)
        assert (code, out) == (2, "")
        assert err == f"roster: --day: {expected}\n"


def test_names_that_nobody_has_are_named_with_the_nearest(volsched, week):
    code, _, err = volsched(
        "roster", "why", WATCH, *WEEK, "--roster", week, "--day", "2027-05-01", "--person", "Wang Guohau"
    )
    assert code == 2
    assert err == "no person 'Wang Guohau'; did you mean 'Wang Guohua'?\n"


# why


def test_why_somebody_serves(volsched, week):
    asked = ("roster", "why", WATCH, *WEEK, "--roster", week, "--day", "2027-05-06", "--person", "王国华")
    assert volsched(*asked) == (
        0,
        (
            "Thursday 6 May 2027, Night watch\n"
            "  Wang Guohua serves on 2027-05-06 because 'leader' is needed\n"
            "  could come as well: Aygül Imin, Sun Chunyan, Zhang Wenbo\n"
        ),
        "",
    )
    code, out, _ = volsched(*asked, "--json")
    (found,) = json.loads(out)
    assert code == 0
    assert (found["serves"], found["needed_for"], found["instead"]) == (True, ["leader"], ["w04", "w12", "w05"])


def test_why_somebody_does_not_serve_and_what_would_help(volsched, week):
    asked = ("roster", "why", WATCH, *WEEK, "--roster", week, "--day", "2027-05-05", "--person")
    assert volsched(*asked, "Sun Chunyan") == (
        0,
        (
            "Wednesday 5 May 2027, Night watch\n"
            "  Sun Chunyan serves on 2027-05-04; days off between duties: 1\n"
            "  it would help: give the duty of Sun Chunyan on 2027-05-04 to somebody else\n"
        ),
        "",
    )
    assert volsched(*asked, "w10")[1] == (
        "Wednesday 5 May 2027, Night watch\n  Zhao Jing could serve on 2027-05-05, but every seat is taken\n"
    )
    (found,) = json.loads(volsched(*asked, "w12", "--json")[1])
    assert found["serves"] is False
    assert [item["rule"] for item in found["obstacles"]] == ["days_off_between"]


def test_why_seats_stay_empty(volsched, week):
    asked = ("roster", "why", WATCH, *WEEK, "--roster", week, "--day", "2027-05-04")
    assert volsched(*asked) == (0, "no seat is empty\n", "")
    week.write_text(table({**NIGHTS, 4: NIGHTS[4][:2]}), encoding="utf-8")
    assert volsched(*asked) == (
        1,
        (
            "Tuesday 4 May 2027, Night watch: empty seats: 1\n"
            "  the seat on 2027-05-04 is empty, and 2 could take it\n"
            "  could come: Zhang Wenbo, Rena Kérim\n"
        ),
        "",
    )
    code, out, _ = volsched(*asked, "--json")
    (found,) = json.loads(out)
    assert code == 1
    assert (found["seats"], found["free"]) == ([2], ["w05", "w09"])


# replan


def test_replanning_names_every_change_and_writes_a_sound_roster(volsched, week, tmp_path):
    new = tmp_path / "new.csv"
    asked = ("roster", "replan", WATCH, *WEEK, "--roster", week, "--absent", "Wang Guohua 2027-05-01/2027-05-08")
    code, out, err = volsched(*asked, "--absent", "w08 2027-05-06", "--out", new)
    assert (code, err) == (0, "")
    *changes, summary, written = out.splitlines()
    assert len(changes) == 3
    assert [line.partition(":")[0] for line in changes] == [
        "Saturday 1 May 2027, Night watch",
        "Thursday 6 May 2027, Night watch",
        "Thursday 6 May 2027, Night watch",
    ]
    assert {line.rpartition(" instead of ")[2] for line in changes} == {"Wang Guohua", "Liu Yong"}
    assert summary == "seats that change: 3  empty seats: 0"
    assert written == f"written: {new}"
    assert volsched("roster", "check", new, "--programme", WATCH, *WEEK)[0] == 0
    assert volsched("roster", "diff", week, new, "--programme", WATCH, *WEEK)[1].splitlines() == changes
    assert new.read_bytes().startswith("\ufeffdate,start,end,zone,activity".encode())
    assert sorted(item.name for item in tmp_path.iterdir()) == ["new.csv", "week.csv"]


def test_what_stays_empty_is_told_with_the_reason(volsched, week):
    leaders = [item for who in ("w01", "w02", "w03", "w04") for item in ("--absent", f"{who} 2027-05-06")]
    code, out, _ = volsched("roster", "replan", WATCH, *WEEK, "--roster", week, *leaders)
    assert code == 1
    first, second, *_, summary = out.splitlines()
    assert first == "Thursday 6 May 2027, Night watch: Wang Guohua leaves, and the seat is empty"
    assert second.startswith("Thursday 6 May 2027, Night watch stays empty: ")
    assert summary == "seats that change: 1  empty seats: 1"
    code, out, _ = volsched("roster", "replan", WATCH, *WEEK, "--roster", week, *leaders, "--json")
    (data,) = json.loads(out)
    assert code == 1
    assert [(item["before"], item["after"]) for item in data["changes"]] == [("w01", None)]
    assert [(item["shift"], item["seat"]) for item in data["empty"]] == [("night-watch/20270506T2200", 0)]


def test_an_absence_without_a_duty_changes_nothing(volsched, week):
    asked = ("roster", "replan", WATCH, *WEEK, "--roster", week)
    assert volsched(*asked, "--absent", "w12 2027-05-06/2027-05-08") == (0, "nothing changes\n", "")
    assert volsched(*asked, "--absent", "w01 2027-05-06", "--since", "2027-05-07") == (0, "nothing changes\n", "")


@pytest.mark.parametrize(
    ("absent", "expected"),
    [
        ("w05", "roster: --absent: 'w05' cannot be read; write a person and the days, such as "),
        ("w99 2027-05-01", "no person 'w99'; did you mean 'w"),
        ("w05 next 2027-05-01", "no person 'w05 next'"),
        ("w05 week", "roster: --absent: 'week' cannot be read; write a year, a quarter, a month, a day or two days"),
    ],
)
def test_an_absence_that_cannot_be_read_is_refused(volsched, week, absent, expected):
    code, out, err = volsched("roster", "replan", WATCH, *WEEK, "--roster", week, "--absent", absent)
    assert (code, out) == (2, "")
    assert expected in err


def test_a_file_that_cannot_be_written_is_named(volsched, week, tmp_path):
    out = tmp_path / "nowhere" / "new.csv"
    code, shown, err = volsched(
        "roster", "replan", WATCH, *WEEK, "--roster", week, "--absent", "w01 2027-05-06", "--out", out
    )
    assert (code, shown) == (2, "")
    assert err.startswith(f"{out}: cannot be written: no such file or directory; check the path")


# swap


def test_a_duty_is_given_where_the_rules_allow_it(volsched, week, tmp_path):
    new = tmp_path / "new.csv"
    asked = ("roster", "swap", WATCH, *WEEK, "--roster", week, "--day", "2027-05-06")
    assert volsched(*asked, "--person", "w08", "--with", "Sun Chunyan", "--out", new) == (
        0,
        f"Thursday 6 May 2027, Night watch: Sun Chunyan instead of Liu Yong\nwritten: {new}\n",
        "",
    )
    assert "Sun Chunyan" in new.read_text(encoding="utf-8-sig")


def test_a_swap_that_breaks_rules_names_them_and_writes_nothing(volsched, week, tmp_path):
    new = tmp_path / "new.csv"
    asked = ("roster", "swap", WATCH, *WEEK, "--roster", week, "--day", "2027-05-06", "--person", "w01")
    assert volsched(*asked, "--with", "w07", "--out", new) == (
        1,
        (
            "Thursday 6 May 2027, Night watch: Tahir Osman instead of Wang Guohua\n"
            "this would break a rule: Tahir Osman serves on 2027-05-05 and 2027-05-06; days off between duties: 1\n"
            "this would break a rule: patrol on 2027-05-06 needs 1 with 'leader' and has 0\n"
            f"not written: {new}\n"
        ),
        "",
    )
    assert not new.exists()
    code, out, _ = volsched(*asked, "--with", "w07", "--json")
    assert code == 1
    assert [item["rule"] for item in json.loads(out)["violations"]] == ["days_off_between", "skill_mix"]


def test_two_exchange_their_duties(volsched, week):
    asked = (
        "roster",
        "swap",
        WATCH,
        *WEEK,
        "--roster",
        week,
        "--day",
        "2027-05-06",
        "--person",
        "w01",
        "--with",
        "w03",
    )
    assert volsched(*asked, "--with-day", "2027-05-07") == (
        0,
        (
            "Thursday 6 May 2027, Night watch: Li Xiumei instead of Wang Guohua\n"
            "Friday 7 May 2027, Night watch: Wang Guohua instead of Li Xiumei\n"
        ),
        "",
    )
    code, _, err = volsched(*asked, "--with-day", "2027-05-05")
    assert code == 2
    assert "Li Xiumei (w03) does not serve on 2027-05-05; on that day serve Adil Hesen, Chen Guilan, Tahir Osman" in err


# fairness, shortages


def test_fairness_is_a_table_and_a_statement_of_ones_own(volsched, week):
    asked = ("roster", "fairness", WATCH, *WEEK, "--roster", week)
    code, out, _ = volsched(*asked)
    title, header, *rows = out.rstrip().splitlines()
    assert code == 0
    assert title.startswith("Night watch (night-watch)  fairness out of 100: ")
    assert header.split() == ["person", "load", "fair", "load", "duties", "weekends", "holidays"]
    assert len(rows) == 12
    assert rows[-1].split() == ["Liu", "Yong", "1.0", "1.5", "1", "0", "0", "1.0", "of", "a", "fair", "1.5"]
    assert volsched(*asked, "--person", "Liu Yong") == (
        0,
        "Night watch  Liu Yong: 1.0 of a fair 1.5; duties 1, weekends 0, holidays 0\n",
        "",
    )
    (data,) = json.loads(volsched(*asked, "--json", "--person", "w08")[1])
    (one,) = data["people"]
    assert (one["load"], one["fair"], one["duties"]) == (2, 3.0, 1)
    assert one["statement"] == {"en": "1.0 of a fair 1.5", "ug": "1.0 (ئادىل مىقدارى 1.5)", "zh": "1.0（公平值1.5）"}


def test_shortages_are_proved_before_solving(volsched, tmp_path):
    assert volsched("roster", "shortages", WATCH) == (0, "nothing is proved to stay empty\n", "")
    folder = tmp_path / "place"
    shutil.copytree(WATCH, folder)
    with (folder / "availability.csv").open("a", encoding="utf-8") as stream:
        stream.write("".join(f"{who},unavailable,,2027-05-10,2027-05-10\n" for who in ("w01", "w02", "w03", "w04")))
    assert volsched("roster", "shortages", folder) == (
        1,
        "Night watch  2027-05-10 needs 1 with 'leader' and at most 0 can serve: short by 1\n",
        "",
    )
    code, out, _ = volsched("roster", "shortages", folder, "--json")
    (found,) = json.loads(out)
    assert code == 1
    assert (found["roster"], found["lacking"], found["name"]) == ("night-watch", "skill", "leader")
    assert (found["needed"], found["possible"]) == (1, 0)


# two rosters of one team

GATE = """
[[activity]]
id = "gate"
title = "Gate"
[activity.when]
start = "2027-05-01 21:00"
lasts = "2h"
every = "day"
[activity.staffing]
team = "watch"
[[activity.staffing.roles]]
role = "keeper"
[[activity.staffing.roles]]
role = "guide"
minimum = 0
maximum = 1
[activity.staffing.rules.days_off_between]
days = 0
"""


@pytest.fixture
def two(tmp_path):
    folder = tmp_path / "two"
    shutil.copytree(WATCH, folder)
    with (folder / "programme.toml").open("a", encoding="utf-8") as stream:
        stream.write(GATE)
    return folder


@pytest.fixture
def both(tmp_path):
    file = tmp_path / "both.csv"
    rows = [
        *(f"2027-05-06,night-watch,,{who}" for who in NIGHTS[6]),
        "2027-05-06,gate,keeper,Aygül Imin",
        "2027-05-07,gate,keeper,Sun Chunyan",
    ]
    file.write_text("\n".join(["date,activity,role,person", *rows]), encoding="utf-8")
    return file


SWAP = ("roster", "swap", "--day", "2027-05-06")
TWO_DAYS = ("--window", "2027-05-06/2027-05-08")


def test_whoever_serves_elsewhere_at_that_time_is_not_asked(volsched, two, both):
    asked = ("roster", "cover", two, *TWO_DAYS, "--roster", both, "--day", "2027-05-06", "--person", "Wang Guohua")
    leaders = {line.split()[1] for line in volsched(*asked)[1].splitlines()[1:]}
    assert leaders == {"w02", "w03"}  # w04 keeps the gate
    code, out, _ = volsched("roster", "why", *asked[2:-1], "w04", "--id", "night-watch")
    assert code == 0
    assert out.splitlines()[:2] == [
        "Thursday 6 May 2027, Night watch",
        "  Aygül Imin is taken elsewhere on 2027-05-06",
    ]


def test_each_roster_is_judged_around_the_other(volsched, two, both):
    assert volsched("roster", "check", both, "--programme", two, *TWO_DAYS) == (
        1,
        "Friday 7 May 2027, Night watch: empty seats: 3\nrules broken: 0  empty seats: 3\n",
        "",
    )
    both.write_text(both.read_text("utf-8").replace("05-06,gate,keeper,Aygül Imin", "05-06,gate,guide,王国华"), "utf-8")
    assert volsched("roster", "check", both, "--programme", two, *TWO_DAYS, "--id", "gate") == (
        1,
        (
            "Wang Guohua is taken by something else on 2027-05-06\n"
            "Thursday 6 May 2027, Gate, keeper: empty seats: 1\nrules broken: 1  empty seats: 1\n"
        ),
        "",
    )


def test_one_absence_may_change_several_rosters_and_all_are_written(volsched, two, both, tmp_path):
    new = tmp_path / "new.csv"
    asked = ("roster", "replan", two, *TWO_DAYS, "--roster", both, "--out", new)
    code, out, _ = volsched(*asked, "--absent", "w08 2027-05-06", "--absent", "w12 2027-05-07")
    assert code == 0
    one, other, summary, _ = out.splitlines()
    assert one.startswith("Thursday 6 May 2027, Night watch: ")
    assert one.endswith(" instead of Liu Yong")
    assert other.startswith("Friday 7 May 2027, Gate, keeper: ")
    assert other.endswith(" instead of Sun Chunyan")
    assert summary == "seats that change: 2  empty seats: 0"
    code, out, _ = volsched("roster", "check", new, "--programme", two, *TWO_DAYS)
    assert (code, out.splitlines()[-1]) == (1, "rules broken: 0  empty seats: 3")


def test_duties_of_two_rosters_are_not_exchanged(volsched, two, both):
    asked = (
        "roster",
        "swap",
        two,
        *TWO_DAYS,
        "--roster",
        both,
        "--day",
        "2027-05-06",
        "--person",
        "w01",
        "--with",
        "w04",
    )
    code, out, err = volsched(*asked, "--with-day", "2027-05-06")
    assert (code, out) == (2, "")
    assert err == (
        "roster: --with-day: the two duties belong to the rosters night-watch and gate; "
        "exchange duties of one roster, or give each away\n"
    )


def test_somebody_with_two_duties_on_a_day_asks_for_the_roster(volsched, two, both):
    both.write_text(both.read_text("utf-8").replace("05-06,gate,keeper,Aygül Imin", "05-06,gate,keeper,w01"), "utf-8")
    asked = (
        "roster",
        "swap",
        two,
        *TWO_DAYS,
        "--roster",
        both,
        "--day",
        "2027-05-06",
        "--person",
        "w01",
        "--with",
        "w04",
    )
    code, _, err = volsched(*asked)
    assert code == 2
    assert "Wang Guohua (w01) serves 2 times on 2027-05-06: night-watch/20270506T2200, gate/20270506T2100; name" in err
    assert volsched(*asked, "--id", "gate", "--out", both)[0] == 0
    written = both.read_text(encoding="utf-8-sig")
    assert "gate,Gate,keeper,1,w04" in written
    assert "night-watch,Night watch,Patrol,1,w01" in written


def test_somebody_of_another_team_is_told_so(volsched, two, week):
    with (two / "people.csv").open("a", encoding="utf-8") as stream:
        stream.write("x1,Outsider,,,,,,,\n")
    common = (two, *WEEK, "--id", "night-watch", "--roster", week)
    assert volsched("roster", "why", *common, "--day", "2027-05-06", "--person", "x1")[1] == (
        "Thursday 6 May 2027, Night watch\n  Outsider does not belong to The watch\n"
    )
    code, _, err = volsched("roster", "replan", *common, "--absent", "Outsider 2027-05-06")
    assert code == 2
    assert "Outsider (x1) belongs to no roster that is asked about; name somebody who serves in one" in err
    code, _, err = volsched("roster", "swap", *common, "--day", "2027-05-06", "--person", "w01", "--with", "x1")
    assert code == 2
    assert "Outsider (x1) does not belong to the roster night-watch; name somebody of its team" in err
    week.write_text("date,activity,person\n2027-05-06,night-watch,Outsider\n", encoding="utf-8")
    code, out, _ = volsched("roster", "check", week, "--programme", two, "--window", "2027-05-06")
    assert code == 1
    assert out.splitlines()[0] == "nobody here is 'x1'"


def test_every_sentence_says_the_same_in_every_language():
    for word, sentences in words._SENTENCES.items():
        assert len({frozenset(re.findall(r"\{(\w+)\}", said)) for said in sentences}) == 1, word
    for word, labels in words._LABELS.items():
        assert all(labels), word
        assert len(labels) == 3, word
