"""The hostile texts of the project's study, in every field that people read: each is as expected in every output."""

import csv
import datetime as dt
import io
import json
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import attrs
import icalendar
import pytest

from volsched.builtin.imip import compose_invitation
from volsched.errors import InvalidValue
from volsched.model import Text
from volsched.model.text import clean, one_line
from volsched.publishing import feeds_of, write_feeds, write_tables
from volsched.publishing.inviting import invite

DATA = Path(__file__).parent.parent / "data" / "hostile-files.jsonl"
LINES = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()[1:]]
TEXTS = [vector for vector in LINES if vector["category"] == "text"]
NOW = dt.datetime(2027, 4, 20, tzinfo=dt.UTC)


def with_text(plan, text):
    """The small place with this text as every name, title and description."""
    programme = plan.programme
    return attrs.evolve(
        plan,
        programme=attrs.evolve(
            programme,
            name=Text(zh=text),
            people=tuple(attrs.evolve(item, name=Text(zh=text), language=None) for item in programme.people),
            teams=tuple(attrs.evolve(item, name=Text(zh=text)) for item in programme.teams),
            areas=tuple(attrs.evolve(item, name=Text(zh=text)) for item in programme.areas),
            venues=tuple(attrs.evolve(item, name=Text(zh=text), address=text) for item in programme.venues),
            activities=tuple(
                attrs.evolve(item, title=Text(zh=text), description=Text(zh=text)) for item in programme.activities
            ),
        ),
    )


REFUSED = ("text-013", "text-017", "text-019")
"""Half of a character, and what is too long or blank for a name: refused where it comes in, as tests/files shows."""


@pytest.fixture(params=[vector for vector in TEXTS if vector["id"] not in REFUSED], ids=lambda vector: vector["id"])
def hostile(request, plan):
    """The plan with the text, and the text as it must be read: on one line, without what nobody should see."""
    text = request.param["input"]
    return with_text(plan, text), one_line(text)


@pytest.mark.parametrize("text", [v["input"] for v in TEXTS if v["id"] in ("text-013", "text-019")])
def test_half_a_character_and_blanks_are_no_text_at_all(text):
    with pytest.raises(InvalidValue, match="half of a character|is blank"):
        Text(zh=text)


def test_calendars_say_it_in_one_line_and_nothing_else(hostile):
    plan, wanted = hostile
    for feed in feeds_of(plan):
        content = feed.write()
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        assert b"\r" not in content.replace(b"\r\n", b"")
        calendar = icalendar.Calendar.from_ical(content)
        events = calendar.events
        assert len(events) == len(feed.events())
        for event, view in zip(events, feed.events(), strict=True):
            assert str(event["SUMMARY"]) == view.title
            assert view.title.endswith(wanted) or view.title.endswith("已占用") or view.face.title in wanted
            assert {"ATTENDEE", "X-EVIL", "X-P"}.isdisjoint(event)
            assert clean(str(event.get("DESCRIPTION", ""))) == str(event.get("DESCRIPTION", ""))


def test_tables_have_no_formula_and_no_more_cells_than_columns(hostile):
    plan, _ = hostile
    for file in write_tables(plan):
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) <= 1
        for row in rows:
            for cell in row:
                phone = cell[:1] == "+" and set(cell[1:]) <= set("0123456789 ()./-")
                assert phone or cell[:1] not in set("=+-@\t\r＝＋－＠"), cell


def test_file_names_come_from_ids_alone(hostile, plan):
    attacked, _ = hostile
    assert [item.path for item in write_feeds(attacked)] == [item.path for item in write_feeds(plan)]


def test_invitations_go_to_one_person_with_nine_headers(hostile):
    plan, _ = hostile
    for message in invite(plan, organiser="office@cal.example.org", now=NOW).messages:
        mail = message_from_bytes(compose_invitation(message, plan.programme, NOW).content, policy=policy.default)
        assert [item.addr_spec for item in mail["To"].addresses] == [message.recipient]
        assert (mail["Bcc"], len(mail.keys())) == (None, 9)


class Tags(HTMLParser):
    """Every tag of a page, with the names of its attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, tuple(name for name, _ in attributes)))


def test_pages_hold_it_as_text(hostile):
    site = pytest.importorskip("volsched_site.plugin")
    plan, wanted = hostile
    if not set(wanted) & set('<>"{%['):
        return  # nothing that a page could take for its own
    exporter = next(iter(site.Site().volsched_exporters()))
    for file in list(exporter.export(plan))[:40]:
        if file.path.endswith(".html"):
            tags = Tags()
            tags.feed(file.content.decode())
            assert not [tag for tag, names in tags.found if tag == "svg" and "onload" in names]
            assert not [names for _, names in tags.found if any(name.startswith("on") for name in names)]
