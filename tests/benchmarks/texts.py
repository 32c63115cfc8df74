"""Random texts through every writer and back: calendars, mails, tables, imports. A measure of rightness, not of time.

`python -m tests.benchmarks texts [--number 200000] [--json]`; also under `python -O`.
"""

import argparse
import csv
import datetime as dt
import io
import json
import random
import sys
import time
import tomllib
from email import message_from_bytes, policy

import icalendar

from volsched.builtin.mail import compose
from volsched.errors import InvalidValue
from volsched.files.foreign_events import read_calendar
from volsched.files.foreign_writing import activities_toml
from volsched.model.text import clean, one_line
from volsched.notices import Message
from volsched.publishing import cell, csv_text
from volsched.publishing.lines import content_line, escape, text_line
from volsched.publishing.reading import read_components

_PLAIN = (
    "a",
    "Z",
    "7",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\\",
    "\\n",
    "\\N",
    "\\\\",
    ";",
    ",",
    ":",
    '"',
    "^",
    "^n",
    "'",
    "=",
)
_FORMULAS = ("=1+1", "+49 170", "-2", "@x", "<script>", "]]>", "{0}", "%s", "=?utf-8?q?=0A?=")
_UNSEEN = (
    "\x00",
    "\x07",
    "\x0b",
    "\x0c",
    "\x1f",
    "\x7f",
    "\x80",
    "\x85",
    "\x9f",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u202e",
)
_WIDE = ("\u2028", "\u2029", "\ufeff", "\ufffb", "\u3000", "\xa0", "é", "e\u0301", "👩\u200d👧", "𠮷", "\U0010ffff")
_WORDS = (
    "ئۇيغۇرچە",
    "خور مەشىقى",
    "汉字",
    "中",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "X-EVIL:1",
    "\r\nATTENDEE:mailto:e@x.example",
)
PIECES = (*_PLAIN, *_FORMULAS, *_UNSEEN, *_WIDE, *_WORDS)
SENDER = policy.default.header_factory("From", "Office <office@street.example>").addresses[0]
MOMENT = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def a_text(chance):
    """A text of up to some dozens of pieces, most of them odd."""
    if chance.random() < 0.2:
        return "".join(
            chr(chance.choice((chance.randrange(0xD800), chance.randrange(0xE000, 0x110000)))) for _ in range(12)
        )
    return "".join(chance.choice(PIECES) for _ in range(chance.choice((1, 3, 8, 30, 60))))


def unfolded(line):
    """The one line that a reader makes of it; fails where it is more, or folded where it must not be."""
    parts = line.split(b"\r\n")
    assert_that(parts[-1] == b"" and all(len(part) <= 75 for part in parts), "folding")
    assert_that(all(part[:1] == b" " for part in parts[1:-1]), "one content line")
    for part in parts:
        part.decode()
    return b"".join([parts[0], *(part[1:] for part in parts[1:-1])]).decode()


class DifferenceError(Exception):
    """A text that did not come back as it went in."""


def assert_that(holds, what):
    """Not an assert statement: those are gone under -O."""
    if not holds:
        raise DifferenceError(what)


def through_lines(text):
    """A TEXT value and a parameter, read back by our reader."""
    wanted = clean(text)
    line = text_line("X-ANY", text)
    assert_that(unfolded(line) == f"X-ANY:{escape(text)}", "text line")
    found = read_components(b"BEGIN:VCALENDAR\r\n" + line + b"END:VCALENDAR\r\n", "x")[0].properties
    assert_that(len(found) == 1 and found[0].text == wanted, "text read back")
    named = content_line("ATTENDEE", "mailto:a@b.example", {"CN": text})
    found = read_components(b"BEGIN:VCALENDAR\r\n" + named + b"END:VCALENDAR\r\n", "x")[0].properties
    back = found[0].parameter("CN") if len(found) == 1 else None
    assert_that(back == wanted.replace("\t", " "), "parameter read back")


def through_icalendar(text):
    """The same, read back by icalendar."""
    line = text_line("SUMMARY", text)
    content = b"BEGIN:VEVENT\r\nUID:1\r\n" + line + b"END:VEVENT\r\n"
    event = icalendar.Event.from_ical(content)
    assert_that(str(event["SUMMARY"]) == clean(text), "icalendar")
    assert_that(set(event) == {"UID", "SUMMARY"}, "icalendar found more")


def through_tables(text):
    """A cell of a table, which no program takes for a formula."""
    rows = list(csv.reader(io.StringIO(csv_text((("a", "b"), (text, "x"))), newline="")))
    shown = cell(text)
    assert_that(rows == [["a", "b"], [shown, "x"]], "table")
    phone = shown[:1] == "+" and all(letter in "0123456789 ()./-" for letter in shown[1:])
    assert_that(phone or shown[:1] not in set("=+-@\t\r"), "formula")


def through_mail(text):
    """Subject, name and body of a mail to one person."""
    subject = one_line(text)[:200] or "x"
    message = Message(key="k1", person="p", name=one_line(text)[:100], language="zh", email="a@b.example",
                      subject=subject, body=clean(text) or "x")  # fmt: skip
    try:
        content = compose(message, SENDER, MOMENT)
    except InvalidValue:
        return
    read = message_from_bytes(content, policy=policy.default)
    assert_that([item.addr_spec for item in read["To"].addresses] == ["a@b.example"], "recipient")
    assert_that(read["Bcc"] is None and len(read.keys()) == 9, "headers")


def through_import(text):
    """A title and a description that come in from a foreign calendar and go out as TOML."""
    title = one_line(one_line(text)[:200])
    if not title:
        return
    event = b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270101T100000Z\r\n" + text_line("SUMMARY", title)
    event += text_line("DESCRIPTION", text) + b"END:VEVENT\r\n"
    found = read_calendar(b"BEGIN:VCALENDAR\r\n" + event + b"END:VCALENDAR\r\n", file="x", zone="Asia/Shanghai")
    assert_that(len(found.activities) == 1, "import")
    read = tomllib.loads(activities_toml(found.activities, zone_name="Asia/Shanghai"))["activity"][0]
    assert_that(read["title"] == title, "title in TOML")
    assert_that(
        read.get("description", "") == (clean(text)[:5000] if clean(text).strip() else ""), "description in TOML"
    )


WRITERS = {
    "lines": through_lines,
    "icalendar": through_icalendar,
    "tables": through_tables,
    "mail": through_mail,
    "import": through_import,
}


def campaign(number, seed):
    """So many random texts through every writer; the texts that did not come back, by writer."""
    chance = random.Random(seed)
    differing = {name: [] for name in WRITERS}
    for _ in range(number):
        text = a_text(chance)
        for name, through in WRITERS.items():
            try:
                through(text)
            except Exception as error:
                differing[name].append((text, f"{type(error).__name__}: {error}"))
    return differing


def main(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks texts", description=__doc__)
    parser.add_argument("--number", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=2027)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    began = time.process_time()
    differing = campaign(options.number, options.seed)
    for name, items in differing.items():
        for text, problem in items[:5]:
            print(f"{name}: {text!r}: {problem}", file=sys.stderr)
    figures = {
        "texts": options.number,
        "writers": list(WRITERS),
        "differences": sum(map(len, differing.values())),
        "optimised": not __debug__,
        "seconds": round(time.process_time() - began, 1),
    }
    print(json.dumps(figures) if options.json else figures)
    return 1 if figures["differences"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
