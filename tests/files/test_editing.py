"""A change to a programme file leaves every other character where it was, and says exactly what was meant."""

import copy
import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import Conflict, InvalidValue
from volsched.files import Editing, edited
from volsched.model import Edit

ROOT = Path(__file__).parents[2]
CHANGE = Edit(
    table="activity",
    id="choir",
    path=("when", "change"),
    entry=(("on", "2027-05-07 10:00"), ("start", "2027-05-07 11:00")),
)
VENUE = Edit(table="activity", id="choir", path=("space", "venue"), value="hall")
START = Edit(table="activity", id="choir", path=("when", "start"), value="2027-05-08 09:00")

INLINE = """# kept
[[activity]]
id = "watch" # first
title = "Watch"

[[activity]]
id = "choir"   # second
title = { zh = "合唱", en = "Choir" }
when = { start = "2027-05-07 10:00", lasts = "2h", every = "friday" } # weekly
space = { venue = "room" }

# about the next one
[[activity]]
id = "fair"
"""


def test_a_value_is_replaced_where_it_stands():
    assert edited(INLINE, VENUE) == INLINE.replace('venue = "room"', 'venue = "hall"')
    assert edited(INLINE, START) == INLINE.replace('start = "2027-05-07 10:00"', 'start = "2027-05-08 09:00"')


def test_an_inline_table_gets_a_list_and_then_one_more_in_it():
    once = edited(INLINE, CHANGE)
    entry = '{ on = "2027-05-07 10:00", start = "2027-05-07 11:00" }'
    assert once == INLINE.replace('every = "friday" }', f'every = "friday", change = [{entry}] }}')
    again = edited(once, Edit(table="activity", id="choir", path=("when", "change"), entry=(("on", "2027-05-14"),)))
    assert again == once.replace(f"[{entry}]", f'[{entry}, {{ on = "2027-05-14" }}]')


SECTIONS = """[[activity]]
id = "choir"
title = "Choir"

[activity.when]
start = "2027-05-07 10:00"
lasts = "2h"   # with tea

# where they sing
[activity.space]
venue = "room"

[[activity]]
id = "fair"
"""


def test_a_section_gets_a_section_of_its_own_below_its_last_line():
    assert edited(SECTIONS, CHANGE) == SECTIONS.replace(
        'lasts = "2h"   # with tea\n',
        'lasts = "2h"   # with tea\n\n[[activity.when.change]]\non = "2027-05-07 10:00"\nstart = "2027-05-07 11:00"\n',
    )
    second = Edit(table="activity", id="choir", path=("when", "change"), entry=(("on", "2027-05-14 10:00"),))
    twice = edited(edited(SECTIONS, CHANGE), second)
    assert [change["on"] for change in tomllib.loads(twice)["activity"][0]["when"]["change"]] == [
        "2027-05-07 10:00",
        "2027-05-14 10:00",
    ]


def test_a_key_that_is_missing_is_added_to_what_surrounds_it():
    set_up = Edit(table="activity", id="choir", path=("space", "set_up"), value="1h")
    assert edited(SECTIONS, set_up) == SECTIONS.replace('venue = "room"\n', 'venue = "room"\nset_up = "1h"\n')
    capacity = Edit(table="activity", id="fair", path=("places", "capacity"), value=20)
    assert edited(SECTIONS, capacity) == SECTIONS + "places.capacity = 20\n"
    assert edited(SECTIONS.rstrip("\n"), capacity) == SECTIONS + "places.capacity = 20\n"


def test_line_ends_and_a_byte_order_mark_stay_as_they_were():
    text = "\ufeff" + SECTIONS.replace("\n", "\r\n")
    made = edited(text, CHANGE)
    assert made.startswith("\ufeff[[activity]]\r\n")
    assert "\n" not in made.replace("\r\n", "")
    assert made.replace("\r\n", "\n") == "\ufeff" + edited(SECTIONS, CHANGE)


@pytest.mark.parametrize(
    "text",
    [
        '[[activity]]\nid = "choir"\nwhen = { start = "2027-05-07 10:00", change = [] }\n',
        '[[activity]]\nid = "choir"\nwhen = { start = "x", change = [\n  { on = "2027-01-01" }, # one, } ]\n] }\n',
        '[[activity]]\nid = "choir"\nwhen = {}\n',
        '[[activity]]\nid = "choir"\nwhen.start = "2027-05-07 10:00"\nwhen.lasts = "2h"\n',
        "[[activity]]\nid = \"choir\"\n\"when\".start = '''2027'''\n[activity.space]\nvenue = \"a\"\n",
        '[[activity]]\n[activity.when]\nstart = "a"\n[[activity.when.change]]\non = "b"\n# end\n[[activity]]\n',
        'activity = [{ id = "choir", when = { start = "a" } }]\n',
        '[[activity]]\nid = "choir"',
    ],
)
def test_however_it_is_written_it_says_the_same_and_the_change(text):
    if "choir" not in text:
        text = text.replace("[[activity]]\n", '[[activity]]\nid = "choir"\n', 1)
    for edit in (CHANGE, VENUE, START):
        made = tomllib.loads(edited(text, edit))
        expected = tomllib.loads(text)
        table = expected["activity"][0]
        for key in edit.path[:-1]:
            table = table.setdefault(key, {})
        if edit.entry:
            table.setdefault("change", []).append(dict(edit.entry))
        else:
            table[edit.path[-1]] = edit.value
        assert made == expected


def test_every_activity_of_the_street_office_takes_a_change_and_nothing_else_moves():
    changed = 0
    for path in sorted((ROOT / "examples" / "street-office").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        for table in tomllib.loads(text).get("activity", ())[:12]:
            edit = Edit(table="activity", id=table["id"], path=("when", "change"), entry=(("on", "2027-05-07"),))
            made = edited(text, edit)
            assert len(made.splitlines()) == len(text.splitlines())
            assert sum(one != other for one, other in zip(made.splitlines(), text.splitlines(), strict=True)) == 1
            changed += 1
    assert changed > 60


@given(st.text(max_size=30), st.integers(0, 10**6))
def test_any_text_may_be_a_value(said, seed):
    dice = random.Random(seed)
    text = dice.choice((INLINE, SECTIONS))
    path = dice.choice((("when", "start"), ("space", "venue"), ("url",)))
    edit = Edit(table="activity", id="choir", path=path, value=said)
    expected = copy.deepcopy(tomllib.loads(text))
    where = next(table for table in expected["activity"] if table["id"] == "choir")
    for key in edit.path[:-1]:
        where = where[key]
    where[edit.path[-1]] = said
    assert tomllib.loads(edited(text, edit)) == expected


def test_files_are_written_whole_at_the_end_and_only_if_nobody_was_there_meanwhile(tmp_path):
    (tmp_path / "programme.toml").write_text('[programme]\nid = "x"\n', encoding="utf-8")
    (tmp_path / "choir.toml").write_text(INLINE, encoding="utf-8")
    editing = Editing(tmp_path)
    tried = editing.tried((VENUE, CHANGE))
    assert [file.path.name for file in tried] == ["choir.toml"]
    assert list(tried[0].difference())[:3] == ["--- choir.toml", "+++ choir.toml", "@@ -7,6 +7,6 @@"]
    assert editing.changed() == ()
    editing.apply(tried)
    assert (tmp_path / "choir.toml").read_text(encoding="utf-8") == INLINE
    with pytest.raises(InvalidValue, match="is in none of the files"):
        editing.tried((Edit(table="activity", id="chior", path=("when", "start"), value="x"),))
    assert editing.write() == (tmp_path / "choir.toml",)
    assert (tmp_path / "choir.toml").read_text(encoding="utf-8") == edited(edited(INLINE, VENUE), CHANGE)
    late = Editing(tmp_path)
    late.apply(late.tried((START,)))
    (tmp_path / "choir.toml").write_text(INLINE, encoding="utf-8")
    with pytest.raises(Conflict, match="choir.toml: was changed by somebody else meanwhile"):
        late.write()
    assert (tmp_path / "choir.toml").read_text(encoding="utf-8") == INLINE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["choir.toml", "programme.toml"]
