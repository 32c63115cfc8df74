"""Content lines: what goes in comes out again in a reader, and nothing in it can end a line or begin another."""

import re

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import InvalidValue
from volsched.model.text import clean
from volsched.publishing.lines import check_name, content_line, escape, fold, parameter_value, text_line

HOSTILE = (
    "Hi\r\nATTENDEE:mailto:evil@example.com",
    "Hi\rX-EVIL:1",
    "Hi\nX-EVIL:1",
    'Evil";X-P=1:mailto:evil',
    "a;b,c:d\\e",
    "room\\Nord",
    "room\\nord\\\\n",
    "ends with backslash\\",
    "\\",
    "\x00\x07\x1b[31mred",
    "Anna\u2028Bcc: evil@example.com",
    "Anna\u0085X-EVIL:1",
    "\x0bform\x0cfeed",
    "\u202egnp.exe",
    "\ufeffmark",
    "👩\u200d👧" * 60,
    "é" * 200,
    "中" * 500,
    "ئۇيغۇرچە " * 40,
    "   ",
    "\t tab",
    "=1+1",
    "^n^'^^",
    "{0.__class__.__mro__} %(secret)s %n",
    "x" * 10_000,
    "END:VEVENT\nBEGIN:VEVENT",
)
text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)


def unfold(line):
    assert line.endswith(b"\r\n")
    return line[:-2].replace(b"\r\n ", b"").decode()


def unescape(value):
    """A reader of TEXT of our own (RFC 5545 3.3.11), one character after another."""
    found, characters = [], iter(value)
    for character in characters:
        if character == "\\":
            following = next(characters)
            assert following in "\\;,nN"
            found.append("\n" if following in "nN" else following)
        else:
            assert character not in ";,\n\r"
            found.append(character)
    return "".join(found)


def check_shape(line):
    """Lines end in CRLF, none is longer than 75 octets, each is whole UTF-8, and only folds begin with a space."""
    pieces = line.split(b"\r\n")
    assert pieces.pop() == b""
    assert all(len(piece) <= 75 for piece in pieces)
    assert not pieces[0].startswith(b" ")
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    for piece in pieces:
        piece.decode()
    body = line.replace(b"\r\n", b"")
    assert not any(byte < 32 and byte != 9 for byte in body)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_one_line_and_reads_back(value):
    line = text_line("SUMMARY", value)
    check_shape(line)
    name, _, written = unfold(line).partition(":")
    assert name == "SUMMARY"
    assert unescape(written) == clean(value)


@given(text)
def test_any_text_reads_back_from_a_summary_and_from_a_name_of_our_own(value):
    for name in ("SUMMARY", "X-WR-CALNAME"):
        line = text_line(name, value)
        check_shape(line)
        assert unescape(unfold(line).removeprefix(f"{name}:")) == clean(value)


@given(text)
def test_any_text_reads_back_with_icalendar(value):
    calendar = b"BEGIN:VEVENT\r\n" + text_line("DESCRIPTION", value) + b"END:VEVENT\r\n"
    assert str(icalendar.Event.from_ical(calendar)["DESCRIPTION"]) == clean(value)


@pytest.mark.parametrize("value", ["room\\Nord", "ends\\", "\\;", "a\\\\b", "\\nord"])
def test_backslashes_read_back_with_icalendar(value):
    calendar = b"BEGIN:VEVENT\r\n" + text_line("SUMMARY", value) + b"END:VEVENT\r\n"
    assert str(icalendar.Event.from_ical(calendar)["SUMMARY"]) == value


def parameter_of(line):
    """A reader of one parameter of our own (RFC 5545 3.1 and RFC 6868)."""
    head, quote, rest = unfold(line).partition('"')
    value = rest.partition('"')[0] if quote else head.partition("=")[2].partition(":")[0]
    assert re.search(r"\^(?![n^'])", value.replace("^^", "")) is None
    return re.sub(r"\^([n^'])", lambda found: {"n": "\n", "^": "^", "'": '"'}[found[1]], value)


@given(text)
def test_any_text_in_a_parameter_reads_back(value):
    line = content_line("ATTENDEE", "mailto:an@people.example", {"CN": value})
    check_shape(line)
    assert parameter_of(line) == clean(value).replace("\t", " ")
    assert unfold(line).endswith(":mailto:an@people.example")


@given(text)
def test_any_text_in_a_parameter_reads_back_with_icalendar(value):
    value = value.replace("\\", "/")  # icalendar drops a backslash before a comma, though RFC 6868 has no such escape
    line = content_line("ATTENDEE", "mailto:an@people.example", {"CN": value})
    event = icalendar.Event.from_ical(b"BEGIN:VEVENT\r\n" + line + b"END:VEVENT\r\n")
    assert event["ATTENDEE"] == "mailto:an@people.example"
    assert dict(event["ATTENDEE"].params) == {"CN": clean(value).replace("\t", " ")}


@given(st.text(alphabet="ab中é👩\u0301", max_size=200))
def test_a_fold_cuts_no_character(value):
    folded = fold(f"X:{value}".encode())
    check_shape(folded)
    assert unfold(folded) == f"X:{value}"
    longest = max(len(piece) for piece in folded.split(b"\r\n"))
    assert folded.count(b"\r\n") == 1 or longest > 70  # no more folds than there must be


@pytest.mark.parametrize(("length", "lines"), [(74, 1), (75, 1), (76, 2), (149, 2), (150, 3)])
def test_lines_are_folded_at_75_octets(length, lines):
    assert fold(b"x" * length).count(b"\r\n") == lines


def test_several_values_stand_between_commas_of_which_those_within_are_escaped():
    assert text_line("CATEGORIES", "a,b", "c") == b"CATEGORIES:a\\,b,c\r\n"


def test_text_is_escaped():
    assert escape("a;b,c\\d\ne\r\nf") == "a\\;b\\,c\\\\d\\ne\\nf"
    assert escape("plain: text") == "plain: text"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", "plain"),
        ("Asia/Ust-Nera_2.0+1", "Asia/Ust-Nera_2.0+1"),
        ("", '""'),
        ('say "hi"', "\"say ^'hi^'\""),
        ("a^b\nc", '"a^^b^nc"'),
        ("a,b", '"a,b"'),
        ("x:y;z", '"x:y;z"'),
        ("0 =", '"0 ="'),
        ("中", '"中"'),
    ],
)
def test_parameters_are_written_by_rfc_6868(value, written):
    assert parameter_value(value) == written


@pytest.mark.parametrize("name", ["", "X-A:1\r\nX-EVIL", "x-lower", "X A", "X_A", "X;A", "Ä", "X-A\n"])
def test_names_that_are_none_are_refused(name):
    with pytest.raises(InvalidValue, match="cannot be the name of a property"):
        check_name(name)
    with pytest.raises(InvalidValue, match="cannot be the name of a parameter"):
        content_line("X-A", "1", {name: "1"})


@pytest.mark.parametrize("value", ["a\r\nX:1", "a\nb", "a\x00", "a\x85", "a\u2028"])
def test_a_raw_value_may_not_end_its_line(value):
    with pytest.raises(InvalidValue, match="GEO: holds a control character"):
        content_line("GEO", value)


def test_half_a_character_is_refused_by_the_name_of_its_property():
    with pytest.raises(InvalidValue, match="calendar SUMMARY: holds half of a character"):
        text_line("SUMMARY", "lone \ud800")


def test_no_character_escapes_being_cleaned():
    for point in range(0x1_0000):
        if not 0xD800 <= point < 0xE000:
            character = chr(point)
            assert unescape(escape(f"中{character}a")) == clean(f"中{character}a"), hex(point)
