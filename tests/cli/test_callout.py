"""roster callout: whom to call, and how a call-out stands."""

import json

import pytest

from volsched.cli.commands import run

PROGRAMME = """
[programme]
id = "squad"
name = "Squad"
window = "2027-05-01/2027-05-08"
language = "en"
zone = "Asia/Shanghai"
uid_domain = "squad.example.org"

[[team]]
id = "squad"
name = "Squad"
members = ["ann", "bob", "cem", "dil", "eli", "fay"]

[[activity]]
id = "standby"
title = "Emergency squad"

[activity.when]
start = "2027-05-01 08:00"
lasts = "24h"
every = "day"

[activity.staffing]
team = "squad"
standby = true
roles = [{ role = "primary" }, { role = "reserve" }]
rules = { days_off_between = { days = 1 } }
"""
AT = ("--at", "2027-05-03 17:00")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    names = ["ann", "bob", "cem", "dil", "eli", "fay"]
    rows = "".join(f"{name},{name.title()},+86 991 555 010{number}\n" for number, name in enumerate(names))
    (tmp_path / "people.csv").write_text(f"id,name,phone\n{rows}", encoding="utf-8")
    return tmp_path


@pytest.fixture
def callout(folder, capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as ended:
            run(["roster", "callout", str(folder), *arguments])
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return call


def order(callout):
    return [item["person"] for item in json.loads(callout(*AT, "--json")[1])["people"]]


def test_the_list_begins_with_those_on_call(callout):
    code, out, _ = callout(*AT)
    first, *rows = out.splitlines()
    assert code == 0
    assert first == "Emergency squad  Monday 3 May 2027 17:00 (Beijing time)"
    assert len(rows) == 6
    assert "is first on call; called before: 0" in rows[0]
    assert "is on call in reserve; called before: 0" in rows[1]
    assert all("is not on call but free" in row for row in rows[2:])
    assert "+86 991 555 010" in rows[0]
    data = json.loads(callout(*AT, "--json")[1])
    assert [item["role"] for item in data["people"]] == ["primary", "reserve", None, None, None, None]
    assert data["at"] == "2027-05-03T17:00:00+08:00"


def test_a_call_out_in_waves(callout):
    one, two, three, *_ = order(callout)
    code, out, _ = callout(*AT, "--need", "2")
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "0 of 2 are coming; called so far: 2"
    assert lines[-1].startswith("to call at 17:05 (Beijing time): ")
    replies = ("--reply", f"{one} no 17:01", "--reply", f"{two.title()} yes 17:02")
    code, out, _ = callout(*AT, "--need", "2", *replies)
    assert code == 1
    assert [line.split()[2:4] for line in out.splitlines()[1:4] if three in line]
    code, out, _ = callout(*AT, "--need", "2", *replies, "--reply", f"{three} yes 17:04", "--json")
    data = json.loads(out)
    assert code == 0
    assert (data["enough"], data["missing"], data["coming"], data["next"]) == (True, 0, [two, three], [])
    assert [item["answer"] for item in data["calls"]] == ["no", "yes", "yes"]


def test_one_by_one_as_time_goes_by(callout):
    people = order(callout)
    code, out, _ = callout(*AT, "--need", "1", "--one-by-one", "--minutes", "3", "--now", "17:07", "--json")
    data = json.loads(out)
    assert code == 1
    assert [item["person"] for item in data["calls"]] == people[:3]
    assert [item["answer"] for item in data["calls"]] == ["silent", "silent", "waiting"]
    assert data["next_at"] == "2027-05-03T17:09:00+08:00"
    past_midnight = callout("--at", "2027-05-03 23:58", "--need", "1", "--now", "00:04", "--json")
    assert "2027-05-04T00:03:00+08:00" in past_midnight[1]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--at", "tomorrow"), "'tomorrow' is no time; write a day and a time"),
        (("--at", "2027-05-03"), "'2027-05-03' has no time of day"),
        (("--at", "2027-06-03 17:00"), "nobody is on call at 2027-06-03 17:00"),
        ((*AT, "--need", "1", "--reply", "ann perhaps 17:01"), "'ann perhaps 17:01' cannot be read"),
        ((*AT, "--need", "1", "--reply", "ann yes"), "'ann yes' cannot be read"),
        ((*AT, "--need", "1", "--reply", "ann yes late"), "'late' is no time"),
        ((*AT, "--need", "1", "--reply", "nobody yes 17:01"), "no person 'nobody'"),
        ((*AT, "--need", "0"), "0 is not possible; write 1 to 1000"),
        ((*AT, "--need", "1", "--one-by-one", "--spare", "1"), "leave out one of --one-by-one and --spare"),
    ],
)
def test_what_cannot_be_is_said(callout, arguments, problem):
    code, out, err = callout(*arguments)
    assert (code, out) == (2, "")
    assert problem in err


def test_what_is_carried_into_the_next_year(folder, capsys, tmp_path):
    with pytest.raises(SystemExit) as ended:
        run(["roster", "carry", str(folder)])
    header, *rows = capsys.readouterr().out.splitlines()
    assert ended.value.code == 0
    assert header == "person,load,weekends,holidays,nights,standby,last_duty,days"
    assert [row.split(",")[0] for row in rows] == ["ann", "bob", "cem", "dil", "eli", "fay"]
    assert sum(int(row.split(",")[5]) for row in rows) == 14
    assert all(row.split(",")[7] == "7" for row in rows)
    with pytest.raises(SystemExit):
        run(["roster", "carry", str(folder), "--out", str(folder / "history.csv")])
    text = (folder / "history.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines() == [header, *rows]
    # The programme reads what was written, and goes on from it.
    with pytest.raises(SystemExit) as ended:
        run(["roster", "carry", str(folder), "--window", "2027-05-08/2027-05-15", "--json"])
    again = json.loads(capsys.readouterr().out)
    assert ended.value.code == 0
    assert sum(item["standby"] for item in again) == 28
    assert {item["days"] for item in again} == {14}
