"""The JSON Schema for editors is made from the forms, and what loads fits it."""

import copy
import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

import volsched.files
from volsched.files import programme_schema
from volsched.files.starter import schema_text

GOOD = Path(__file__).parent / "good"
COMMITTED = Path(volsched.files.__file__).parent / "programme.schema.json"
CHECK = jsonschema.Draft4Validator(programme_schema())


def test_committed_schema_is_what_the_forms_make():
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), (
        "write it anew: python -c 'from volsched.files.starter import schema_text; print(schema_text(), end=\"\")'"
        " > src/volsched/files/programme.schema.json"
    )


def test_schema_is_one_of_draft_4_and_of_2020_12_alike():
    jsonschema.Draft4Validator.check_schema(programme_schema())
    jsonschema.Draft202012Validator.check_schema({**programme_schema(), "$schema": ""})


def test_every_file_of_a_good_folder_fits():
    for path in sorted(GOOD.glob("*.toml")):
        # Editors see a TOML date as text.
        document = json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))
        assert [error.message for error in CHECK.iter_errors(document)] == []


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("programme", "id"), "sui feng"),
        (("programme", "language"), "fr"),
        (("programme", "name"), {"zn": "x"}),
        (("programme", "weekend"), "sundy"),
        (("area",), {"id": "one"}),
        (("rules", "days_off_between"), {}),
        (("rules", "days_of_between"), {"days": 2}),
        (("plugins", "disabled"), "all"),
        (("skills", "lea der"), "x"),
        (("venue",), [{"id": "hall", "name": "Hall", "capacity": "many"}]),
        (("activity",), [{"id": "a", "title": "A", "when": {"start": "22:00", "lasts": "4h"}}]),
        (("activity",), [{"id": "a", "title": "A", "when": {"start": "2027-01-01 22:00", "lasts": "long"}}]),
        (("activity",), [{"id": "a", "title": "A"}]),
    ],
)
def test_schema_marks_what_loading_refuses(way, value):
    document = copy.deepcopy(tomllib.loads((GOOD / "programme.toml").read_text(encoding="utf-8")))
    table = document
    for step in way[:-1]:
        table = table[step]
    table[way[-1]] = value
    assert not CHECK.is_valid(document)


def test_every_key_says_what_it_is_for():
    def without_words(schema, path):
        for name, part in schema.get("properties", {}).items():
            if "description" not in part and not path.startswith(("definitions.text", "definitions.rules")):
                yield f"{path}.{name}"
            yield from without_words(part, f"{path}.{name}")
            yield from without_words(part.get("items", {}), f"{path}.{name}")

    schema = programme_schema()
    assert list(without_words(schema, "")) == []
