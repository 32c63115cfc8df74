"""Rosters on paper: what is on them, in which direction, always the same bytes, nothing lost for want of a glyph."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

pytest.importorskip("weasyprint", reason="WeasyPrint is not installed here", exc_type=ImportError)
if shutil.which("pdftotext") is None:
    pytest.skip("there is no pdftotext here (apt install poppler-utils)", allow_module_level=True)

from volsched.errors import InvalidValue, UnknownName
from volsched.hooks import Host
from volsched.model import Language, Requirement, Staffing, Text
from volsched.testing import plan, plugin_contract, programme
from volsched_pdf import Pdf
from volsched_pdf.fonts import Fonts
from volsched_pdf.sheets import SHEETS
from volsched_pdf.wall import Wall

FONTS = {"zh": "Noto Sans CJK SC", "ug": "Noto Naskh Arabic", "en": "Noto Sans"}
try:
    Fonts.named(FONTS)
except InvalidValue as missing:
    pytest.skip(str(missing), allow_module_level=True)

LANGUAGES: dict[str, Language] = {"ayshem": "ug", "gul": "ug", "dilnur": "ug", "bob": "en", "eva": "en"}


@pytest.fixture(scope="module")
def small():
    made = programme()
    return attrs.evolve(made, people=tuple(attrs.evolve(one, language=LANGUAGES.get(one.id)) for one in made.people))


@pytest.fixture(scope="module")
def planned(small):
    return plan(small)


@pytest.fixture(scope="module")
def printed(planned):
    return {file.path: file.content for file in Pdf().export(planned)}


def read(content, tmp_path, *options):
    (tmp_path / "one.pdf").write_bytes(content)
    return subprocess.run(
        ["pdftotext", *options, str(tmp_path / "one.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout


def facts(content, tmp_path):
    (tmp_path / "one.pdf").write_bytes(content)
    said = subprocess.run(["pdfinfo", str(tmp_path / "one.pdf")], capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^(\w[\w ]*):\s+(.*)$", said, re.MULTILINE))


def test_the_plugin_keeps_the_contract():
    plugin_contract(Pdf)


def test_the_host_offers_it(planned):
    host = Host.open({}, builtins={})
    assert "Rosters on paper (PDF)" in [exporter.title for exporter in host.exporters()]
    assert host.failures == ()


def test_each_roster_is_printed_in_five_ways(printed):
    assert set(printed) == {f"coordinator/print/night-watch.{sheet}.pdf" for sheet in SHEETS}
    assert all(content.startswith(b"%PDF-") for content in printed.values())


@pytest.mark.parametrize(
    ("sheet", "size", "pages"),
    [
        ("nights", "595.276 x 841.89 pts (A4)", 1),
        ("nights-a3", "1190.55 x 841.89 pts (A3)", 1),
        ("people", "595.276 x 841.89 pts (A4)", 1),
        ("large", "595.276 x 841.89 pts (A4)", 3),
        ("slips", "595.276 x 841.89 pts (A4)", 2),
    ],
)
def test_the_paper_is_as_it_should_be(printed, tmp_path, sheet, size, pages):
    found = facts(printed[f"coordinator/print/night-watch.{sheet}.pdf"], tmp_path)
    assert (found["Page size"], int(found["Pages"])) == (size, pages)
    assert "CreationDate" not in found


@pytest.mark.parametrize("sheet", ["nights", "nights-a3", "large"])
def test_every_night_shows_who_serves(planned, printed, tmp_path, sheet):
    text = read(printed[f"coordinator/print/night-watch.{sheet}.pdf"], tmp_path)
    served = [item for roster in planned.rosters for item in roster.assignments]
    assert len(served) == 62
    for person, items in planned.rosters[0].by_person.items():
        name = planned.programme.person(person).name.in_language("zh")
        assert text.count(name) == len(items) or sheet == "nights-a3", person  # there names are broken into lines
    assert "北京时间 22:00–次日02:00" in text
    assert "新疆时间 20:00–24:00" in text


def test_uyghur_runs_from_right_to_left(planned, tmp_path):
    """Where its words stand on the page, whose letters pdftotext gives from left to right here."""
    (content,) = (file.content for file in Pdf(language="ug", sheets=("nights",)).export(planned))
    boxes = re.findall(r'<word xMin="([\d.]+)"[^>]*>([^<]+)</word>', read(content, tmp_path, "-bbox"))
    lefts = {word[::-1]: float(left) for left, word in reversed(boxes)}
    assert lefts["كېچىلىك"] > lefts["چارلاش"]
    assert lefts["چېسلا"] > lefts["نۆۋەتچىلەر"]
    assert lefts["بېيجىڭ"] > lefts["شىنجاڭ"]
    assert lefts["00:22"] > lefts["00:02"]


def test_slips_speak_to_each_in_their_own_language(printed, planned, tmp_path):
    text = read(printed["coordinator/print/night-watch.slips.pdf"], tmp_path)
    assert "Your duties" in text
    assert "值班通知单" in text
    assert "نۆۋەتچىلىك" in text
    assert "Beijing time 22:00–the next day 02:00" in text
    assert text.count("May Saturday") + text.count("May Sunday") == sum(
        planned.shift(item.seat.shift).weekend
        for person in ("bob", "eva")
        for item in planned.rosters[0].by_person[person]
    )


def test_no_sheet_holds_a_phone_number_or_an_address(printed, tmp_path):
    for content in printed.values():
        text = read(content, tmp_path)
        assert "private.example" not in text
        assert "991" not in text


def test_names_are_text_and_never_markup(printed, tmp_path):
    text = read(printed["coordinator/print/night-watch.nights.pdf"], tmp_path)
    assert "Eva <b>& Co</b>; CN=x, y" in text
    assert '=HYPERLINK("http://x.example","Bob")' in text


def test_the_same_plan_gives_the_same_bytes_anywhere(printed):
    code = (
        "import hashlib, test_volsched_pdf as t, attrs\n"
        "from volsched.testing import plan, programme\n"
        "made = programme()\n"
        "people = tuple(attrs.evolve(p, language=t.LANGUAGES.get(p.id)) for p in made.people)\n"
        "files = t.Pdf().export(plan(attrs.evolve(made, people=people)))\n"
        "print([hashlib.sha256(f.content).hexdigest() for f in files])"
    )
    expected = [hashlib.sha256(printed[f"coordinator/print/night-watch.{sheet}.pdf"]).hexdigest() for sheet in SHEETS]
    for seed, place in (("1", "Asia/Tokyo"), ("77", "America/New_York")):
        environ = {"PYTHONHASHSEED": seed, "TZ": place, "LC_ALL": "C", "PATH": "/usr/bin:/bin", "HOME": "/nowhere"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parent,
            env=environ,
        )
        assert done.stdout.strip() == str(expected), done.stderr


def test_a_character_that_no_font_has_is_an_error_that_names_it(small):
    people = tuple(
        attrs.evolve(one, name=Text(zh="安娜\U0001f98a")) if one.id == "ann" else one for one in small.people
    )
    with pytest.raises(InvalidValue) as caught:
        tuple(Pdf().export(plan(attrs.evolve(small, people=people))))
    assert "no font has '\U0001f98a' (U+1F98A, FOX FACE), which stands in '安娜\U0001f98a'" in str(caught.value)
    assert "name a font that has it as font_zh, font_ug or font_en" in str(caught.value)


def test_joiners_and_marks_of_direction_need_no_glyph():
    Fonts.named(FONTS).check("ئايشەم\u200d \u2068安娜\u2069\n\u00ad A\ufe0f")


def test_a_font_that_is_not_installed_is_named(planned):
    with pytest.raises(InvalidValue, match="font_ug: no font 'No Such Font' is installed; install it"):
        tuple(Pdf(font_ug="No Such Font").export(planned))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"sheets": ("wall",)}, "'wall' is none; write some of nights, nights-a3, people, large, slips"),
        ({"sheets": ()}, "names none"),
        ({"sheets": ("nights", "nights")}, "one of them twice"),
        ({"language": "kk"}, "'kk' is not kept"),
        ({"folder": "../x"}, "cannot be a folder"),
    ],
)
def test_settings_are_checked(settings, said):
    with pytest.raises(InvalidValue, match=re.escape(said)):
        Pdf(**settings)


def test_only_the_rosters_that_are_asked_for_are_printed(planned):
    assert len(tuple(Pdf(rosters=("night-watch",), sheets=("people",)).export(planned))) == 1
    with pytest.raises(UnknownName, match="no roster 'nightwatch'; did you mean 'night-watch'"):
        tuple(Pdf(rosters=("nightwatch",)).export(planned))


def test_an_empty_seat_is_a_line_to_write_on_and_roles_are_said(small, tmp_path):
    watch = small.activity("night-watch")
    staffing = attrs.evolve(
        watch.staffing,
        requirements=(Requirement(role="patrol", minimum=9), Requirement(role="leader", minimum=1, skills=("leader",))),
    )
    assert isinstance(staffing, Staffing)
    changed = tuple(attrs.evolve(one, staffing=staffing) if one is watch else one for one in small.activities)
    made = plan(attrs.evolve(small, activities=changed))
    wall = Wall(made, "night-watch", "zh", lunar=True)
    assert {served.role for served in wall.nights[0].served} == {"巡逻", "队长"}
    assert any(not served.name for served in wall.nights[0].served)
    (content,) = (file.content for file in Pdf(sheets=("nights",)).export(made))
    assert "缺" in read(content, tmp_path)
