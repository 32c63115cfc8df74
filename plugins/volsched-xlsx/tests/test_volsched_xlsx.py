"""Workbooks in and out: what people see in the cells is what volsched reads, and no cell comes alive."""

import datetime as dt
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from volsched import Scheduler
from volsched.errors import InvalidValue
from volsched.files import load, read_rosters
from volsched.hooks import Host
from volsched.model import Text
from volsched.testing import person, plan, plugin_contract, programme
from volsched_xlsx import Xlsx
from volsched_xlsx.reading import read_tables
from volsched_xlsx.writing import roster_workbook

HEAD = ("name", "phone", "skills", "most_per_month")
PEOPLE = (HEAD, ("安娜", "+86 991 5550001", "leader until 2027-06-30", 4), ("ئايشەم", "13899912345", None, None))


def book(path, **sheets):
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def rows(table):
    return [row.cells for row in table.rows]


def test_plugin_keeps_the_contract(tmp_path):
    plugin_contract(Xlsx, tables=[book(tmp_path / "people.xlsx", people=PEOPLE)])
    plugin_contract(Xlsx, settings={"folder": "lists", "language": "ug"})


def test_sheets_are_tables_with_the_cells_as_people_see_them(tmp_path):
    path = book(
        tmp_path / "all.xlsx",
        people=[
            HEAD,
            (" Ann ", 13899912345, "leader", 4.0),
            (None,),
            ("Bob", "0991-555", "two\nlines", 4.5),
            ("Cem", True, dt.datetime(2027, 6, 30), dt.datetime(2027, 6, 30, 22)),
            ("Dil", dt.time(22, 30)),
        ],
        Sheet2=[],
        availability=[("person", "kind"), ("Ann", "unavailable")],
    )
    people, availability = read_tables(path)
    assert (people.name, availability.name) == ("people", "availability")
    assert rows(people) == [
        HEAD,
        (" Ann ", "13899912345", "leader", "4"),
        ("Bob", "0991-555", "two\nlines", "4.5"),
        ("Cem", "TRUE", "2027-06-30", "2027-06-30 22:00"),
        ("Dil", "22:30", "", ""),
    ]
    assert [row.line for row in people.rows] == [1, 2, 4, 5, 6]
    assert rows(availability) == [("person", "kind"), ("Ann", "unavailable")]


def test_formula_counts_with_its_value_and_is_refused_without_one(tmp_path):
    path = book(tmp_path / "people.xlsx", people=[("name",), ('=UPPER("ann")',)])
    with pytest.raises(InvalidValue) as caught:
        read_tables(path)
    assert str(caught.value) == (
        "workbook people.xlsx: sheet people: cell A2 is a formula without a value; "
        "open it in a spreadsheet program and save it again"
    )
    kept = tmp_path / "kept.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name,
                content.replace(b"<v />", b"<v>ANN</v>")
                .replace(b"<v></v>", b"<v>ANN</v>")
                .replace(b'<c r="A2">', b'<c r="A2" t="str">'),
            )
    assert rows(read_tables(kept)[0]) == [("name",), ("ANN",)]


def test_cell_with_an_error_is_refused_by_name(tmp_path):
    path = book(tmp_path / "people.xlsx", people=[("name",), ("#N/A",)])
    with pytest.raises(InvalidValue, match="sheet people: cell A2 shows the error #N/A; mend it"):
        read_tables(path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is not an .xlsx file"),
        (b"name\nann\n", "is not an .xlsx file"),
        (b"PK\x03\x04" + b"\0" * 99, "is not an .xlsx file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "has a password, or is an old .xls file"),
        (b"\0" * 10_000_001, "is larger than 10 MB"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_cure(tmp_path, content, problem):
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)
    with pytest.raises(InvalidValue) as caught:
        read_tables(path)
    assert (caught.value.name, caught.value.problem) == ("people.xlsx", problem)
    assert caught.value.cure.startswith("save ")


def test_archive_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "people.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(InvalidValue, match="cannot be read as a workbook: "):
        read_tables(path)


def test_archive_far_larger_inside_is_refused(tmp_path):
    path = tmp_path / "people.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 100_000_001)
    with pytest.raises(InvalidValue, match="is far larger inside than it looks"):
        read_tables(path)


def test_table_that_is_too_wide_is_refused(tmp_path):
    path = book(tmp_path / "people.xlsx", people=[["name"] * 101])
    with pytest.raises(InvalidValue, match="has more than 200000 rows or 100 columns"):
        read_tables(path)


def test_people_of_a_workbook_are_people_of_the_programme(tmp_path):
    (tmp_path / "programme.toml").write_text(
        '[programme]\nid = "p"\nname = "P"\nlanguage = "zh"\n[skills]\nleader = "队长"\n', encoding="utf-8"
    )
    book(tmp_path / "people-2027.xlsx", Tabelle1=PEOPLE)
    host = Host.open(installed=False)
    host.add("xlsx", Xlsx)
    found = load(tmp_path, readers=host.readers())
    assert [(one.name.zh, one.phone, one.most_per_month) for one in found.people] == [
        ("安娜", "+86 991 5550001", 4),
        ("ئايشەم", "13899912345", None),
    ]
    assert host.failures == ()


@pytest.fixture(scope="module")
def made():
    return plan()


def test_roster_shows_each_seat_and_what_each_person_serves(made):
    opened = load_workbook(io.BytesIO(roster_workbook(made, made.rosters[0].id, "en")))
    seats, people, _ = (list(sheet.values) for sheet in opened.worksheets)
    assert opened.sheetnames == ["Seats", "People", "2027-05"]
    assert seats[0] == ("Date", "Start", "End", "Time zone", "Activity", "Title", "Role", "Seat", "Person", "Name")
    assert len(seats) == 1 + 31 * 2
    assert seats[1][:6] == (
        dt.datetime(2027, 5, 1),
        "22:00",
        "2027-05-02 02:00",
        "Asia/Shanghai",
        "night-watch",
        "Night watch",
    )
    assert {row[8] for row in seats[1:]} <= {one.id for one in made.programme.people}
    assert people[0] == ("Person", "Name", "Duties", "Weekends", "Holidays", "Load", "Fair load")
    assert sum(row[2] for row in people[1:]) == 62


def test_no_cell_is_a_formula_whatever_people_are_called():
    wild = (
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://x.example")',
        "＝1+1",
        "'=1",
        "\t=1",
        "#N/A",
        "TRUE",
        "1",
    )
    named = {one.id: wild[index] for index, one in enumerate(programme().people)}
    people = tuple(person(one.id, name=Text(en=named[one.id]), skills=one.skills) for one in programme().people)
    found = plan(programme(people=people))
    opened = load_workbook(io.BytesIO(roster_workbook(found, found.rosters[0].id, "en")))
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    shown = {cell.value for cell in opened.worksheets[1]["B"][1:]}
    assert shown == {named[one] for one in found.programme.team("watch").members}
    assert all(cell.quotePrefix for cell in cells if isinstance(cell.value, str) and cell.value[0] in "=+-@＝'\t")


def test_uyghur_sheets_run_from_right_to_left(made):
    opened = load_workbook(io.BytesIO(roster_workbook(made, made.rosters[0].id, "ug")))
    assert [(sheet.title, sheet.sheet_view.rightToLeft) for sheet in opened] == [
        ("ئورۇنلار", True),
        ("ئادەملەر", True),
        ("2027-05", True),
    ]


def test_a_month_is_a_sheet_with_days_across_and_people_down(made):
    sheet = load_workbook(io.BytesIO(roster_workbook(made, made.rosters[0].id, "zh")))["2027-05"]
    rows = list(sheet.values)
    assert rows[0][:3] == ("人员编号", "姓名", dt.datetime(2027, 5, 1))
    assert (rows[0][-2:], len(rows[0])) == ((dt.datetime(2027, 5, 31), "合计"), 2 + 31 + 1)
    assert rows[1][2:5] == ("六", "日", "一")
    people = made.problem("night-watch").people
    assert [row[0] for row in rows[2:-1]] == [one.id for one in people]
    for row in rows[2:-1]:
        served = made.rosters[0].by_person.get(row[0], ())
        assert sum(cell == "●" for cell in row[2:-1]) == row[-1] == len(served)
    assert rows[-1][:2] == (None, "缺员")
    assert sheet["C1"].number_format == "d"
    assert (sheet.freeze_panes, sheet.page_setup.orientation) == ("C3", "landscape")
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$2", "$A:$B")
    assert sheet["C3"].fill.fgColor.rgb == "FFF3E3E3"  # the first of May is a day off
    assert sheet["E3"].fill.fill_type is None


@pytest.mark.parametrize("language", ["zh", "ug", "en"])
def test_a_written_roster_is_read_again_as_it_was(made, tmp_path, language):
    """Also after a coordinator has opened it and saved it, which rewrites all of it."""
    path = tmp_path / "night-watch.xlsx"
    path.write_bytes(roster_workbook(made, "night-watch", language))
    readers = Host.open({}, builtins={}).readers()
    expected = {(item.seat.shift, item.person) for item in made.rosters[0].assignments}
    for _ in range(2):
        (roster,) = read_rosters(path, made, readers=readers)
        assert {(item.seat.shift, item.person) for item in roster.assignments} == expected
        load_workbook(path).save(path)


def test_a_hand_made_roster_is_read(made, tmp_path):
    path = book(
        tmp_path / "may.xlsx",
        Sheet1=[
            ("2027年5月 夜间巡逻",),
            ("序号", "姓名", *range(1, 32), "合计"),
            (None, None, *("六日一二三四五"[day % 7] for day in range(31)), None),
            (1, "安娜", "√", None, "休", *[None] * 28, 1),
            (2, "阿依夏木", "√", "值", *[None] * 29, 2),
            (None, "合计", 2, 1, *[0] * 29, 3),
            ("备注：√ 为值班",),
        ],
    )
    (roster,) = read_rosters(path, made, readers=Host.open({}, builtins={}).readers())
    assert [(item.seat.shift, item.person) for item in roster.assignments] == [
        ("night-watch/20270501T2200", "ann"),
        ("night-watch/20270501T2200", "ayshem"),
        ("night-watch/20270502T2200", "ayshem"),
    ]


def test_rosters_are_judged_by_the_command_line_straight_from_a_workbook(tmp_path):
    watch = Path(__file__).parents[3] / "examples" / "night-watch"
    scheduler = Scheduler.open(watch)
    scheduler.publish(scheduler.plan("2027-05"), tmp_path)
    call = [sys.executable, "-m", "volsched", "roster", "check", str(tmp_path / "coordinator/roster/night-watch.xlsx")]
    call += ["--programme", str(watch), "--window", "2027-05", "--json"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (judged,) = json.loads(done.stdout)
    assert (judged["id"], judged["violations"]) == ("night-watch", [])


@pytest.mark.heavy
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="there is no LibreOffice here (apt install libreoffice-calc)"
)
def test_libreoffice_opens_it_and_what_it_saves_is_the_same_roster(made, tmp_path):
    path = tmp_path / "in" / "night-watch.xlsx"
    path.parent.mkdir()
    path.write_bytes(roster_workbook(made, "night-watch", "zh"))
    call = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*call, "--outdir", str(tmp_path), str(path)], capture_output=True, timeout=240, check=True)
    saved = load_workbook(tmp_path / "night-watch.xlsx")
    assert saved.sheetnames == ["岗位", "人员", "2027-05"]
    assert {cell.data_type for sheet in saved for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    (roster,) = read_rosters(tmp_path / "night-watch.xlsx", made, readers=Host.open({}, builtins={}).readers())
    expected = {(item.seat.shift, item.person) for item in made.rosters[0].assignments}
    assert {(item.seat.shift, item.person) for item in roster.assignments} == expected


CODE = """
import hashlib, sys
from volsched.testing import plan
from volsched_xlsx import Xlsx
print([(file.path, hashlib.sha256(file.content).hexdigest()) for file in Xlsx().export(plan())])
"""


def test_bytes_are_the_same_whenever_wherever_and_however_python_hashes(made, monkeypatch):
    first = [(file.path, file.content) for file in Xlsx().export(made)]
    assert [path for path, _ in first] == [f"coordinator/roster/{roster.id}.xlsx" for roster in made.rosters]
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert [(file.path, file.content) for file in Xlsx().export(made)] == first
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "LC_ALL": "C"}
    seen = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env={**environment, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "America/New_York"), ("2", "Asia/Urumqi"))
    }
    assert len(seen) == 1
    for _, content in first:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert {(item.date_time, item.compress_type) for item in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
            assert not [name for name in archive.namelist() if name.startswith("docProps")]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"folder": "../out"}, "programme.toml: plugins.xlsx.folder: '../out' cannot be a folder; use letters"),
        ({"folder": "/etc"}, "programme.toml: plugins.xlsx.folder: '/etc' cannot be a folder; use letters"),
        ({"language": "de"}, "programme.toml: plugins.xlsx.language: 'de' is not known; write one of zh, ug, en"),
        ({"foldr": "a"}, "programme.toml: plugins.xlsx.foldr: is not a key of this table; did you mean 'folder'?"),
    ],
)
def test_wrong_settings_are_told_with_their_path(settings, message):
    host = Host.open({"xlsx": settings}, installed=False)
    host.add("xlsx", Xlsx)
    (fault,) = host.faults
    assert str(fault).startswith(message)


def test_import_of_the_plugin_does_not_load_openpyxl():
    code = "import sys, volsched_xlsx; print('openpyxl' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_entry_point_is_the_class():
    text = Path(__file__).parents[1].joinpath("pyproject.toml").read_text(encoding="utf-8")
    assert 'xlsx = "volsched_xlsx:Xlsx"' in text
