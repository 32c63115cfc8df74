"""What goes wrong on the command line: told near the truth, in the language of the place, safe, and as JSON."""

import ast
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_commands import WATCH, volsched

from volsched.cli.session import Session
from volsched.cli.unknown import _THINGS, unknown_in
from volsched.errors import UnknownName

SRC = Path(__file__).parents[2] / "src" / "volsched"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    assert volsched("init", "place", "--language", "zh", cwd=folder).returncode == 0
    return folder


def stores(folder):
    return sorted(path.name for path in folder.rglob("*") if ".db" in path.name)


@pytest.mark.parametrize(
    "command",
    [
        "status place",
        "outbox show place",
        "outbox calls place",
        "notify place",
        "feeds links place",
        "store history place",
        "store check place",
        "book show place",
        "book certificates place",
        "invitations ask place",
        "errands place --promise x",
        "visits place",
        "reply place wang choir/20270108T1000 confirmed",
    ],
)
def test_a_slip_in_the_name_of_a_store_begins_none_and_names_the_nearest(tmp_path, place, command):
    volsched("init", "place", cwd=tmp_path)
    (tmp_path / "kept.db").touch()
    done = volsched(*command.split(), "--store", "kpet.db", cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert "no store 'kpet.db'; did you mean 'kept.db'?" in done.stderr
    assert stores(tmp_path) == ["kept.db"]


@pytest.mark.parametrize("command", ["plan", "check", "roster", "agenda", "cadence", "grid", "notify", "feeds links"])
def test_a_command_that_only_reads_begins_no_store(tmp_path, command):
    volsched("init", "place", cwd=tmp_path)
    done = volsched(*command.split(), "place", cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert stores(tmp_path) == []


def test_what_needs_a_store_says_that_publish_begins_it_and_publish_does(tmp_path):
    volsched("init", "place", cwd=tmp_path)
    for command in ("status", "outbox show", "book show", "errands", "store history"):
        done = volsched(*command.split(), "place", cwd=tmp_path)
        assert done.returncode == 2
        assert "volsched.db: is not there yet, so nothing is remembered; `volsched publish` begins it" in done.stderr
    assert stores(tmp_path) == []
    assert volsched("publish", "place", cwd=tmp_path).returncode == 0
    assert volsched("status", "place", cwd=tmp_path).returncode == 0
    assert volsched("publish", "place", "--store", "other.db", "--out", "other", cwd=tmp_path).returncode == 0
    assert (tmp_path / "other.db").is_file()


@pytest.mark.parametrize(
    ("command", "zh", "en"),
    [
        ("agenda place --person wag", "没有人员“wag”；是不是“wang”？", "no person 'wag'; did you mean 'wang'?"),
        ("roster place --id watch", "没有值班表“watch”；是不是“night-watch”？", "no roster 'watch'; did you mean"),
        ("roster place --id x", "没有值班表“x”；现有：“night-watch”", "no roster 'x'; there is night-watch"),
        ("notify place --send --channel mial", "没有通知渠道“mial”；", "no channel 'mial'; "),
        ("acts place --activity quire", "没有活动“quire”；", "no activity 'quire'; "),
        ("agenda place --venue hal", "没有场地“hal”；是不是“hall”？", "no venue 'hal'; did you mean 'hall'?"),
    ],
)
def test_what_is_not_known_is_told_in_the_language_of_the_place_and_in_english(place, command, zh, en):
    done = volsched(*command.split(), cwd=place)
    assert (done.returncode, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert first.startswith(zh)
    assert second.startswith(en)


def test_uyghur_is_spoken_where_it_is_the_language(tmp_path):
    volsched("init", "place", "--language", "ug", cwd=tmp_path)
    done = volsched("agenda", "place", "--person", "wag", cwd=tmp_path)
    assert done.stderr.splitlines()[0] == "«wag» دېگەن كىشى يوق؛ «wang» ئەمەسمۇ؟"


def test_every_thing_that_can_be_unknown_has_its_word():
    said = set()
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "func", None)
            if isinstance(node, ast.Call) and getattr(name, "id", "") in ("UnknownName", "_find"):
                said |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    assert said - set(_THINGS) == set()
    assert len(said) > 15
    for thing in _THINGS:
        assert unknown_in(UnknownName(thing, "x", ("y",))).languages() == ("zh", "ug", "en")


def test_near_names_are_told_before_others_and_of_many_a_few():
    assert str(UnknownName("team", "chior", ("choir", "watch"))) == "no team 'chior'; did you mean 'choir'?"
    assert str(UnknownName("team", "x", ("b", "a"))) == "no team 'x'; there is a or b"
    assert str(UnknownName("team", "x", "abcdefgh")) == "no team 'x'; there is a or b or c or d or e"
    assert str(UnknownName("team", "x")) == "no team 'x'"
    assert str(UnknownName("team", "x", cure="look")) == "no team 'x'; look"


@pytest.mark.parametrize(
    ("command", "kind", "fields"),
    [
        ("agenda place --person wag", "UnknownName", {"what": "person", "name": "wag", "near": ["wang"]}),
        ("plan place --window soon", "InvalidValue", {"what": "window"}),
        ("plan nowhere", "fault", {"file": "nowhere", "line": 0}),
        ("status place", "StoreError", {"path": "place/volsched.db"}),
        ("plan place --sed 1", "usage", {}),
        ("plan place --seed one", "usage", {}),
        ("pubish", "usage", {}),
        ("check place --fix", "usage", {}),
        ("store backup place there/kept.db", "StoreError", {}),
    ],
)
def test_with_json_a_fault_is_one_object_on_standard_output(place, command, kind, fields):
    plain = volsched(*command.split(), cwd=place)
    done = volsched(*command.split(), "--json", cwd=place)
    if kind == "StoreError" and "backup" in command:
        kind = "usage"  # it has no --json, and says so as JSON
    found = json.loads(done.stdout)
    assert done.returncode == 2
    assert plain.returncode == (0 if "--fix" in command else 2)
    assert set(found) == {"exit_code", "faults"}
    assert found["exit_code"] == 2
    (fault,) = found["faults"]
    assert fault["kind"] == kind
    assert fields.items() <= fault.items()
    assert fault["message"].splitlines()[0] in done.stderr.replace("\n", " ") or fault["message"] in done.stderr


def test_with_json_all_faults_of_the_files_are_told_with_their_places(tmp_path):
    volsched("init", "place", cwd=tmp_path)
    people = tmp_path / "place" / "people.csv"
    people.write_text(people.read_text(encoding="utf-8") + "x y,,\n,,\n,Ann\n", encoding="utf-8")
    done = volsched("check", "place", "--json", cwd=tmp_path)
    found = json.loads(done.stdout)["faults"]
    assert len(found) > 1
    assert {item["kind"] for item in found} == {"fault"}
    assert all(item["file"].endswith("people.csv") and item["line"] > 1 for item in found)
    assert [item["message"] for item in found] == done.stderr.splitlines()[:-1]


WAITS = """
import sys, time
from volsched.cli import looking
from volsched.cli.commands import run

def planned(*arguments, **settings):
    print("ready", file=sys.stderr, flush=True)
    time.sleep(60)

looking.planned = planned
run(["plan", "place", "--json"])
"""


def test_with_json_an_interruption_is_told_too(place):
    running = subprocess.Popen(
        [sys.executable, "-c", WAITS], cwd=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr.readline() == "ready\n"
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=30)
    assert running.returncode == 130
    assert json.loads(out)["faults"][0]["kind"] == "stopped"


HOSTILE = "\x1b[2J\x1b]0;mine\x07" + "x" * 5_000 + "\u202egnp\r\nFAKE: all is well"


@pytest.mark.parametrize(
    "command",
    [
        ["plan", "place", "--window", HOSTILE],
        ["plan", "place", f"--window={HOSTILE}"],
        ["plan", "place", "--seed", HOSTILE],
        ["plan", HOSTILE],
        [HOSTILE],
        ["agenda", "place", "--person", HOSTILE],
        ["agenda", "place", "--day", HOSTILE],
        ["roster", "place", "--id", HOSTILE],
        ["roster", "cover", "place", "--day", HOSTILE],
        ["roster", "replan", "place", "--absent", HOSTILE],
        ["roster", "check", HOSTILE, "--programme", "place"],
        ["status", "place", "--store", HOSTILE],
        ["outbox", "resend", "place", HOSTILE],
        ["errands", "place", "--now", HOSTILE],
        ["holidays", HOSTILE],
        ["free", "place", "--length", HOSTILE],
        ["import", HOSTILE],
        ["serve", HOSTILE],
        ["reply", "place", HOSTILE, "x", "confirmed"],
        ["feeds", "rotate", "place", HOSTILE],
    ],
    ids=lambda command: " ".join(word[:10] for word in command if word != HOSTILE),
)
def test_a_hostile_argument_is_shown_short_and_harmless(place, command):
    done = volsched(*command, cwd=place)
    assert done.returncode == 2, done.stdout
    shown = done.stdout + done.stderr
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", shown)
    assert not any(line.startswith("FAKE") for line in shown.splitlines())
    assert len(shown) < 1_500
    assert "Traceback" not in shown
    assert "a defect" not in shown


def test_an_unknown_command_names_the_nearest():
    assert "No such command 'pubish'. Did you mean 'publish'" in volsched("pubish").stderr
    assert "Did you mean 'history'" in volsched("store", "hstory", WATCH).stderr


@pytest.mark.parametrize(
    "command",
    ["agenda place --person", "roster place --person", "notify place --person", "feeds links place --person"],
)
def test_people_are_named_by_id_or_by_name_everywhere(place, command):
    by_id = volsched(*command.split(), "wang", cwd=place)
    by_name = volsched(*command.split(), "王建国", cwd=place)
    assert (by_name.returncode, by_name.stdout) == (by_id.returncode, by_id.stdout)
    assert by_id.returncode == 0
    wrong = volsched(*command.split(), "王建囯", cwd=place)
    assert wrong.returncode == 2
    assert wrong.stderr.splitlines()[0] == "没有人员“王建囯”；是不是“王建国”？"


def test_an_option_that_cannot_be_read_is_the_one_that_is_named(place):
    done = volsched("agenda", "place", "--day", "tomorrow", cwd=place)
    assert done.stderr.startswith("agenda: --day: 'tomorrow' cannot be read; write a year")
    done = volsched("check", "place", "--yes", cwd=place)
    assert (done.returncode, "add --fix" in done.stderr) == (2, True)


def test_of_a_long_path_the_name_of_the_file_stays(tmp_path):
    deep = tmp_path.joinpath(*["folder-with-a-long-name"] * 12, "nowhere.csv")
    assert len(str(deep)) > 250
    said = Session(arguments=("roster", "check", str(deep))).safe(f"{deep}: cannot be read")
    assert said.startswith(str(tmp_path)[:60])
    assert said.endswith("nowhere.csv: cannot be read")
    assert "…" in said
    usual = tmp_path / "week.csv"
    assert Session(arguments=("roster", "check", str(usual))).safe(f"{usual}: no file") == f"{usual}: no file"
