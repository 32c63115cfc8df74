"""Tables are read as they are written: delimiters, quotation marks, lines, headers; and from other formats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import ProgrammeError
from volsched.files import Row, Table, TableReader, load, load_with_notes
from volsched.files.faults import Report
from volsched.files.source import Source
from volsched.files.tables import read_csv

SMALL = '[programme]\nid = "small"\nname = "Small"\nlanguage = "en"\n\n[[team]]\nid = "night"\nname = "Night"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "programme.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def people(folder, text):
    (folder / "people.csv").write_text(text, encoding="utf-8")
    return [(person.id, str(person.name), person.email) for person in load(folder).people]


ANN = [("ann", "Ann", "ann@x.example")]


@pytest.mark.parametrize(
    "text",
    [
        "name,email\nAnn,ann@x.example\n",
        "name;email\nAnn;ann@x.example",
        "name\temail\r\nAnn\tann@x.example\r\n",
        "sep=;\r\nname;email\r\nAnn;ann@x.example\r\n",
        '"name","email"\n"Ann","ann@x.example"\n',
        " Name , EMAIL \n Ann , ann@x.example \n",
        "\n\nname,email\n\nAnn,ann@x.example\n,\n\n",
        "name,email,\nAnn,ann@x.example,\n",
        "name,email\nAnn,ann@x.example,\n",
        "email,name\nann@x.example,Ann\n",
        "\ufeffname,email\nAnn,ann@x.example\n",
        "name,email\n'+nn,x\n".replace("'+nn,x", "Ann,ann@x.example"),
    ],
)
def test_the_same_table_in_other_dress_is_the_same(folder, text):
    assert people(folder, text) == ANN


def test_lines_are_counted_through_quoted_line_ends(folder):
    text = 'name,household,email\n"Ann\nLee","h\n1",x\n"Bo","b",y\n'
    (folder / "people.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        load(folder)
    assert [(fault.line, fault.field) for fault in caught.value.faults] == [
        (3, "household"),
        (4, "email"),
        (5, "email"),
    ]


def test_a_spreadsheets_mark_that_a_cell_is_text_is_no_part_of_it(folder):
    (folder / "people.csv").write_text("id,name,phone\na,'=1+1,'+86 991 5550100\nb,O'Neil,\n", encoding="utf-8")
    first, second = load(folder).people
    assert (first.name.en, first.phone, second.name.en) == ("=1+1", "+86 991 5550100", "O'Neil")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6), st.sampled_from(",;\t"))
def test_what_is_quoted_comes_back(tmp_path_factory, rows, delimiter):
    path = tmp_path_factory.mktemp("csv") / "people.csv"
    lines = [delimiter.join(("id", "name", "email"))]
    lines += [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    report = Report()
    table = read_csv(Source("people.csv", path), ("id", "name", "email"), report, "utf-8")
    assert report.faults() == ()
    # Line ends inside a cell become one kind; rows without anything in them are left out.
    wanted = [tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row) for row in rows]
    assert [row.cells for row in table.rows[1:]] == [row for row in wanted if any(cell.strip() for cell in row)]


class Sheets:
    suffixes = (".sheet",)

    def __init__(self, *tables):
        self.tables = tables

    def read(self, path):
        yield from self.tables


def sheet(name, *rows):
    return Table(name, tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, 1)))


def test_other_formats_give_the_same_tables(folder):
    (folder / "register.SHEET").write_bytes(b"\0")
    tables = [
        sheet("People", ("Name", "Teams"), ("Ann", "night"), ("", ""), ("Bo", "")),
        sheet("availability 2027", ("person", "kind"), ("Bo", "preferred")),
    ]
    assert isinstance(Sheets(), TableReader)
    programme = load(folder, readers=[Sheets(*tables)])
    assert [person.id for person in programme.people] == ["ann", "bo"]
    assert programme.team("night").members == ("ann",)
    assert programme.availability[0].person == "bo"


def test_faults_in_other_formats_name_the_sheet(folder):
    (folder / "register.sheet").write_bytes(b"")
    tables = [
        sheet("people", ("name", "team"), ("Ann", "nihgt")),
        sheet("history", ("person",), ("Anne",)),
        sheet("x", ("a",)),
    ]
    with pytest.raises(ProgrammeError) as caught:
        load(folder, readers=[Sheets(*tables)])
    assert [str(fault) for fault in caught.value.faults] == [
        "register.sheet[history]:2: person: no person 'Anne'; did you mean 'ann'?",
        "register.sheet[people]:1: team: is not a column of this table; did you mean 'teams'?",
        "register.sheet[people]:2: teams: no team 'nihgt'; did you mean 'night'?",
    ]


def test_a_table_that_nobody_reads_is_noted(folder):
    (folder / "people.sheet").write_bytes(b"")
    notes = load_with_notes(
        folder, readers=[Sheets(sheet("people", ("name",), ("Ann",)), sheet("notes", ("a",)))]
    ).notes
    assert [str(note) for note in notes] == [
        "people.sheet: the table 'notes' is not read; the tables are people, availability, history, signups, attendance"
    ]


def test_a_single_table_is_known_by_the_name_of_its_file(folder):
    (folder / "people.sheet").write_bytes(b"")
    assert [p.id for p in load(folder, readers=[Sheets(sheet("Sheet1", ("name",), ("Ann",)))]).people] == ["ann"]


class Broken:
    suffixes = (".sheet",)

    def read(self, path):
        raise RuntimeError("no such part")


def test_a_reader_that_fails_costs_its_file_only(folder):
    (folder / "people.sheet").write_bytes(b"")
    with pytest.raises(ProgrammeError) as caught:
        load(folder, readers=[Broken()])
    assert str(caught.value) == "people.sheet: cannot be read: no such part; check the file, or save it as CSV"


def test_rubbish_from_a_reader_is_a_fault_of_its_file(folder):
    (folder / "people.sheet").write_bytes(b"")
    for rubbish in (5, [5], [Table("people", (5,))], [Table("people", (Row(1, (5,)),))], [Table(5, ())]):
        reader = Broken()
        reader.read = lambda path, rubbish=rubbish: rubbish
        with pytest.raises(ProgrammeError, match=r"^people\.sheet: "):
            load(folder, readers=[reader])
