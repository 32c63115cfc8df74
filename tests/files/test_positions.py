"""Every value of a TOML document is found on the line on which it begins."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from volsched.files.positions import places

DOCUMENT = r'''# A comment with [brackets] and = signs
top = "x"   # "quoted" comment
"quoted key" = 1
"esc\u00e9" = 2
dotted . "ke.y".last = 2027-01-01 22:00:00
multi = """
one = 1
[not.a.table]
"""
literal = \'\'\'
"two" = 2\'\'\'
list = [
  1, # one
  "a]b",
  [2,
   3],
  { in = "line", deep = { er = true } },
]
[table]
key = 'x'
[[many]]
id = "first"
[many.sub]
value = 1
[[many.sub.list]]
a = 1
[[many]]
id = "second"
[[many.list]]
a = 1
[[many.list]]
a = 2
empty = []
none = {}
'''.replace(r"\'\'\'", "'" * 3)


def line(*way):
    place = places(DOCUMENT)
    for step in way:
        place = place.children[step]
    return place.line


def test_lines_of_all_sorts_of_values():
    tomllib.loads(DOCUMENT)
    said = dict(enumerate(DOCUMENT.split("\n"), 1))
    assert line("top") == 2
    assert line("quoted key") == 3
    assert line("escé") == 4
    assert line("dotted", "ke.y", "last") == 5
    assert line("multi") == 6
    assert said[line("literal")].startswith("literal")
    assert said[line("list", 1)] == '  "a]b",'
    assert said[line("list", 2, 1)] == "   3],"
    assert line("list", 3, "deep", "er") == line("list", 3)
    assert said[line("table", "key")] == "key = 'x'"
    assert said[line("many", 0, "sub", "list", 0, "a") - 1] == "[[many.sub.list]]"
    assert said[line("many", 1, "id")] == 'id = "second"'
    assert said[line("many", 1, "list", 1, "a")] == "a = 2"
    assert said[line("many", 1, "list", 1, "none")] == "none = {}"


keys = st.sampled_from(["a", "b", "c-d", '"q k"', "'l.k'"])
scalars = st.sampled_from(
    ["1", '"x # y"', "'z'", "1.5", "true", "2027-01-01", "2027-01-01 10:00:00", '"""m\nn"""', "'''m\n[x]'''"]
)
gaps = st.sampled_from(["", " ", "\n", " # c ]\n", "\n\n"])


@st.composite
def documents(draw, depth=0):
    """A value, and the lines after its start on which the values in it begin, by their way."""
    sort = draw(st.sampled_from(["scalar", "list", "table"] if depth < 3 else ["scalar"]))
    if sort == "scalar":
        return draw(scalars), {(): 0}
    found, text = {(): 0}, "[" if sort == "list" else "{"
    names = draw(st.lists(keys, unique=True, max_size=3)) if sort == "table" else range(draw(st.integers(0, 3)))
    for index, name in enumerate(names):
        text += ("," if index else "") + (draw(gaps) if sort == "list" else " ")
        text += f"{name} = " if sort == "table" else ""
        inner, lines = draw(documents(depth + 1 if sort == "list" else 3))
        step = str(name).strip("\"'") if sort == "table" else name
        found |= {(step, *way): number + text.count("\n") for way, number in lines.items()}
        text += inner
    return text + (draw(gaps) + "]" if sort == "list" else " }"), found


@given(st.lists(documents(), min_size=1, max_size=5))
def test_lines_of_generated_documents(values):
    text, wanted = "", {}
    for number, (value, lines) in enumerate(values):
        first = text.count("\n") + 1
        text += f"k{number} = {value}\n"
        wanted |= {(f"k{number}", *way): first + offset for way, offset in lines.items()}
    tomllib.loads(text)
    root = places(text)
    for way, number in wanted.items():
        place = root
        for step in way:
            place = place.children[step]
        assert place.line == number
