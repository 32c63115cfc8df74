"""The programme to begin with works as it stands, in every language, and never writes over anything."""

import datetime as dt
import json
import tomllib

import jsonschema
import pytest

from volsched.errors import InvalidValue, OutputError
from volsched.files import load_with_notes, programme_schema, write_starter
from volsched.model import LANGUAGES

NAMES = ["programme.toml", "activities.toml", "people.csv", "availability.csv", "programme.schema.json"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_starter_loads_without_a_note_and_fits_the_schema(tmp_path, language):
    written = write_starter(tmp_path / "new", language)
    assert [path.name for path in written] == NAMES
    loaded = load_with_notes(tmp_path / "new")
    assert loaded.notes == ()
    assert loaded.programme.language == language
    assert sorted(item.kind for item in loaded.programme.activities) == ["activity", "checkup", "patrol", "performance"]
    assert all(item.title.languages() == (language,) for item in loaded.programme.activities)
    for path in written:
        if path.suffix == ".toml":
            text = path.read_text(encoding="utf-8")
            assert text.startswith("#:schema programme.schema.json\n")
            jsonschema.Draft4Validator(programme_schema()).validate(tomllib.loads(text))


@pytest.mark.parametrize("year", [2024, 2027, 2028, 2199])
def test_starter_works_for_any_year(tmp_path, year):
    write_starter(tmp_path, "en", year=year)
    assert load_with_notes(tmp_path).programme.window.first.year == year


def test_schema_beside_the_starter_is_the_one_of_this_version(tmp_path):
    write_starter(tmp_path, "zh")
    assert json.loads((tmp_path / "programme.schema.json").read_text(encoding="utf-8")) == programme_schema()


@pytest.mark.parametrize("name", NAMES)
def test_starter_refuses_to_write_over_a_file_and_writes_nothing(tmp_path, name):
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=f"{name}: is there already; choose another folder"):
        write_starter(tmp_path, "en")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_starter_refuses_a_link_to_nothing_rather_than_writing_through_it(tmp_path):
    (tmp_path / "people.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="people.csv: is there already"):
        write_starter(tmp_path, "en")


def test_starter_says_where_it_cannot_write(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_starter(tmp_path / "file", "en")
    with pytest.raises(OutputError, match="cannot be written"):
        write_starter(tmp_path / "file" / "below", "en")
    with pytest.raises(OutputError, match="cannot be written"):
        write_starter("nul\0", "en")


def test_starter_refuses_other_languages_and_years(tmp_path):
    with pytest.raises(InvalidValue, match="'fr' is not kept; write one of zh, ug, en"):
        write_starter(tmp_path, "fr")
    with pytest.raises(InvalidValue, match="3000 is not kept"):
        write_starter(tmp_path, "en", year=3000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_behind_a_hash_move_one_rehearsal_and_cancel_one(tmp_path, language):
    write_starter(tmp_path, language)
    place = tmp_path / "activities.toml"
    before = load_with_notes(tmp_path).programme.activity("choir").schedule
    lines = place.read_text(encoding="utf-8").splitlines()
    shown = [number for number, line in enumerate(lines) if line == "# [[activity.when.change]]"]
    assert len(shown) == 2
    for number in shown:
        lines[number : number + 3] = [line.removeprefix("# ") for line in lines[number : number + 3]]
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    after = load_with_notes(tmp_path).programme.activity("choir").schedule
    moved, cancelled = after.overrides
    assert before.overrides == ()
    assert (moved.start, moved.cancelled) == (dt.datetime(2027, 3, 6, 16), False)
    assert (moved.original.date(), cancelled.original.date()) == (dt.date(2027, 3, 5), dt.date(2027, 3, 12))
    assert cancelled.cancelled
