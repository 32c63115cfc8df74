"""The reference says what the code does: files, commands, errors, findings and plugin settings are all in it."""

import inspect
import re
import sys
from pathlib import Path

import attrs

from volsched import errors
from volsched.builtin import BUILTINS
from volsched.cli.bookings import COMMANDS as ABOUT_PLACES
from volsched.cli.commands import _COMMANDS
from volsched.cli.rosters import _COMMANDS as ABOUT_ROSTERS

sys.path.insert(0, str(Path(__file__).parent))
import reference

ROOT = Path(__file__).parents[2]


def read(name: str) -> str:
    return (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")


def test_the_page_of_programme_files_is_current():
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run python tests/docs/reference.py"


def test_every_command_is_in_the_reference():
    first, _, rosters = read("commands.md").partition("\n## Rosters\n")
    assert sorted(re.findall(r"^\| `volsched (\w+)", first, re.MULTILINE)) == sorted(_COMMANDS)
    assert sorted(re.findall(r"^\| `volsched roster (\w+)", rosters, re.MULTILINE)) == sorted(ABOUT_ROSTERS)


def test_every_command_about_places_is_in_the_reference():
    books = read("commands.md").partition("\n## Books\n")[2]
    assert sorted(re.findall(r"^\| `volsched book ([\w-]+)", books, re.MULTILINE)) == sorted(ABOUT_PLACES)


def test_every_error_is_in_the_reference():
    defined = {name for name, item in vars(errors).items() if inspect.isclass(item) and issubclass(item, Exception)}
    assert set(re.findall(r"^\| `(\w+)` \|", read("errors.md"), re.MULTILINE)) == defined


def test_every_finding_is_in_the_reference():
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    found = re.findall(r'code="([a-z-]+)"(?: if [^"]* else "([a-z-]+)")?', text)
    codes = {code for pair in found for code in pair if code} | set(
        re.findall(r'^PLUGIN_FAILED = "([a-z-]+)"', text, re.MULTILINE)
    )
    assert set(re.findall(r"^\| `([a-z-]+)` \|", read("findings.md"), re.MULTILINE)) == codes


def test_every_setting_of_a_built_in_plugin_is_in_the_reference():
    page = read("built-in-plugins.md")
    for name, plugin in BUILTINS.items():
        assert f"## {name}\n" in page
        if inspect.isclass(plugin) and attrs.has(plugin):
            section = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
            settings = {field.name for field in attrs.fields(plugin)}
            assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == settings, name
