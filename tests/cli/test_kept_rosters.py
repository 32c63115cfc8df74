"""Published rosters from run to run: kept, swapped, undone, compared; as a coordinator types it."""

import json
import shutil
from pathlib import Path

import pytest

from volsched.cli.commands import run

WATCH = Path(__file__).parents[2] / "examples" / "night-watch"
NOW = ("--now", "2027-04-20T09:00+08:00")


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "watch"
    shutil.copytree(WATCH, folder)
    file = folder / "programme.toml"
    text = file.read_text(encoding="utf-8").replace('id = "night-watch"\n', 'id = "night-watch"\nstore = "v.db"\n', 1)
    text += '\n[notices]\nchannels = ["console"]\ncoordinator = "w01"\n'
    file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def volsched(capsys):
    def call(*arguments, code=0):
        with pytest.raises(SystemExit) as ended:
            run([str(item) for item in arguments])
        shown = capsys.readouterr()
        assert ended.value.code == code, shown.out + shown.err
        return shown.out or shown.err

    return call


@pytest.fixture
def published(place, volsched):
    volsched("publish", place, "--out", place.parent / "out", *NOW)
    return place


def duties(volsched, place):
    (roster,) = json.loads(volsched("roster", "show", place, "--json", *NOW))
    return {(item["shift"], item["seat"]): item["person"] for item in roster["duties"]}


def one_to_take(volsched, place):
    """Who serves on 4 May in the second seat, and who could take it."""
    leaver = duties(volsched, place)["night-watch/20270504T2200", 1]
    (found,) = json.loads(volsched("roster", "cover", place, "--day", "2027-05-04", "--person", leaver, "--json", *NOW))
    return leaver, found["candidates"][0]["person"]


def test_offered_today_taken_tomorrow_undone_the_day_after(published, volsched):
    before = duties(volsched, published)
    leaver, comer = one_to_take(volsched, published)
    said = volsched("roster", "offer", published, "--day", "2027-05-04", "--person", leaver, *NOW)
    assert said.startswith("swap-1: offered; asked: ")
    (entry,) = json.loads(volsched("roster", "swaps", published, "--json", "--open"))
    assert (entry["id"], entry["form"], entry["status"], entry["by"]) == ("swap-1", "offer", "open", leaver)
    taken = volsched("roster", "take", "swap-1", published, "--by", comer, "--now", "2027-04-21T09:00+08:00")
    assert taken.endswith("kept: swap-1\n")
    after = duties(volsched, published)
    assert {seat for seat in before if before[seat] != after[seat]} == {("night-watch/20270504T2200", 1)}
    assert after["night-watch/20270504T2200", 1] == comer
    assert volsched("roster", "swaps", published, "--open") == "no swap\n"
    volsched("roster", "undo", "swap-1", published, "--now", "2027-04-22T09:00+08:00")
    assert duties(volsched, published) == before
    assert "is undone" in volsched("roster", "undo", "swap-1", published, *NOW, code=2)
    assert "no swap 'swap-7'" in volsched("roster", "withdraw", "swap-7", published, *NOW, code=2)


def test_a_swap_that_is_kept_survives_the_next_publication_and_the_versions_tell_of_it(published, volsched):
    leaver, comer = one_to_take(volsched, published)
    arguments = ("--day", "2027-05-04", "--person", leaver, "--with", comer)
    volsched("roster", "swap", published, *arguments, *NOW)
    assert duties(volsched, published)["night-watch/20270504T2200", 1] == leaver
    volsched("roster", "swap", published, *arguments, "--keep", *NOW)
    volsched("publish", published, "--out", published.parent / "out", *NOW)
    assert duties(volsched, published)["night-watch/20270504T2200", 1] == comer
    found = json.loads(volsched("roster", "versions", published, "--json"))
    assert [(one["version"], one["who"], one["why"], one["changes"]) for one in found] == [
        (2, "volsched roster", "a duty is given", {"night-watch": 1}),
        (1, "volsched publish", "publish", {"night-watch": 0}),
    ]
    shown = volsched("roster", "versions", published)
    assert "2027-04-20 09:00" in shown
    (change,) = json.loads(volsched("roster", "diff", "--from", "1", "--to", "2", "--programme", published, "--json"))
    assert (change["before"], change["after"]) == (leaver, comer)
    assert volsched("roster", "diff", "--from", "2", "--programme", published) == "no difference\n"
    assert "no version '9'" in volsched("roster", "diff", "--from", "9", "--programme", published, code=2)
    assert "name two files" in volsched("roster", "diff", "--programme", published, code=2)


def test_a_roster_made_anew_around_an_absence_is_kept(published, volsched):
    leaver, _ = one_to_take(volsched, published)
    volsched("roster", "replan", published, "--absent", f"{leaver} 2027-05-04", "--keep", *NOW)
    after = duties(volsched, published)
    assert after["night-watch/20270504T2200", 1] != leaver
    volsched("publish", published, "--out", published.parent / "out", *NOW)
    assert duties(volsched, published) == after


def test_keeping_needs_the_roster_that_was_published(published, volsched, tmp_path):
    leaver, comer = one_to_take(volsched, published)
    table = tmp_path / "roster.csv"
    table.write_text(volsched("roster", "show", published, "--csv", *NOW), encoding="utf-8")
    arguments = ("--day", "2027-05-04", "--person", leaver, "--with", comer, "--keep", "--roster", table)
    assert "leave out --roster, or --keep" in volsched("roster", "swap", published, *arguments, *NOW, code=2)


def test_publishing_anew_is_asked_for(published, volsched):
    before = duties(volsched, published)
    volsched("publish", published, "--out", published.parent / "out", "--seed", "5", *NOW)
    assert duties(volsched, published) == before
    volsched("publish", published, "--out", published.parent / "out", "--seed", "5", "--anew", *NOW)
    assert duties(volsched, published) != before


def test_a_month_apart_is_of_the_roster_that_was_published(published, volsched):
    leaver, comer = one_to_take(volsched, published)
    volsched("roster", "swap", published, "--day", "2027-05-04", "--person", leaver, "--with", comer, "--keep", *NOW)
    apart = published.parent / "part"
    volsched("publish", published, "--out", apart, "--window", "2027-05-04", "--apart", *NOW)
    rows = (apart / "coordinator" / "roster" / "night-watch.csv").read_text(encoding="utf-8-sig")
    assert comer in rows
    assert leaver not in rows


def test_the_fairness_of_the_next_month_counts_what_was_served_in_this_one(published, volsched):
    (may,) = json.loads(volsched("roster", "fairness", published, "--json", *NOW))
    (june,) = json.loads(volsched("roster", "fairness", published, "--window", "2027-06", "--json", *NOW))
    carried = {item["person"]: item["load"] for item in may["people"]}
    rows = volsched("roster", "carry", published, *NOW).splitlines()
    assert {row.split(",")[0]: int(row.split(",")[1]) for row in rows[1:]} == carried
    assert all(item["load"] > carried[item["person"]] for item in june["people"])
