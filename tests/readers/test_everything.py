"""One calendar with everything in it: what other programs make of 2027 is what we planned, event for event."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.readers.everything import written

HERE = Path(__file__).parent
FIRST, LAST = dt.datetime(2026, 12, 1, tzinfo=dt.UTC), dt.datetime(2028, 2, 1, tzinfo=dt.UTC)

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def calendar(tmp_path_factory):
    """The file, and what must be found in it."""
    content, rows = written()
    path = tmp_path_factory.mktemp("readers") / "everything.ics"
    path.write_bytes(content)
    return path, rows


def in_order(rows):
    return sorted((tuple(row) for row in rows), key=str)


def by_script(program, script, path):
    if program is None:
        pytest.skip(f"{script} has nothing to run it with")
    environ = {**os.environ, "TZ": "UTC"}
    done = subprocess.run(
        [program, str(HERE / script), str(path)], capture_output=True, text=True, check=False, env=environ
    )
    if done.returncode == 3:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    return in_order(json.loads(done.stdout))


def shown(value):
    return int(value.timestamp()) if isinstance(value, dt.datetime) else value.isoformat()


def test_our_own_calendar_has_what_it_should_have(calendar):
    path, rows = calendar
    content = path.read_bytes()
    assert len(rows) > 800
    assert content.count(b"\r\nRRULE:FREQ=WEEKLY") + content.count(b"\r\nRRULE:FREQ=MONTHLY") >= 8
    assert content.count(b"\r\nEXDATE;") >= 10
    assert content.count(b"\r\nRECURRENCE-ID") >= 5
    assert b"RDATE" not in content
    assert b"RSCALE" not in content


@pytest.mark.parametrize("script", ["expand_icaljs.cjs", "expand_nodeical.cjs"])
def test_readers_in_javascript_find_the_same(calendar, script):
    path, rows = calendar
    assert by_script(shutil.which("node"), script, path) == rows


def test_libical_finds_the_same(calendar):
    path, rows = calendar
    assert by_script(shutil.which("python3", path="/usr/bin"), "expand_libical.py", path) == rows


def test_recurring_ical_events_finds_the_same(calendar):
    recurring = pytest.importorskip("recurring_ical_events")
    import icalendar

    path, rows = calendar
    found = recurring.of(icalendar.Calendar.from_ical(path.read_bytes())).between(FIRST, LAST)
    assert in_order((shown(e.start), shown(e.end), str(e["SUMMARY"]), str(e["STATUS"])) for e in found) == rows


CONFIGURATION = """
[calendars]
[[all]]
path = {folder}/calendar
type = calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


def test_khal_finds_the_same(calendar, tmp_path):
    pytest.importorskip("khal")
    path, rows = calendar
    (tmp_path / "calendar").mkdir()
    (tmp_path / "config").write_text(CONFIGURATION.format(folder=tmp_path), encoding="utf-8")
    khal = [str(Path(sys.executable).parent / "khal"), "-c", str(tmp_path / "config")]
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path), "TZ": "UTC"}
    taken = subprocess.run(
        [*khal, "import", "--batch", str(path)], capture_output=True, text=True, env=environ, check=False
    )
    assert taken.returncode == 0, taken.stderr
    fields = ("start-long-full", "end-long-full", "title", "status", "all-day")
    named = [part for field in fields for part in ("--json", field)]
    done = subprocess.run(
        [*khal, "list", *named, "2026-12-30", "370d"],
        capture_output=True,
        text=True,
        env=environ,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = []
    for line in done.stdout.splitlines():
        for event in json.loads(line):
            start, end = event["start-long-full"], event["end-long-full"]
            if event["all-day"] == "True":
                after = dt.date.fromisoformat(end[:10]) + dt.timedelta(days=1)  # khal names the last day
                row = (start[:10], after.isoformat())
            else:
                row = tuple(int(dt.datetime.fromisoformat(f"{text}+00:00").timestamp()) for text in (start, end))
            found.append((*row, event["title"], event["status"].strip()))
    # An event over several days is named on each of them.
    assert in_order(set(found)) == rows


REPORT = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data>
<C:expand start="20261201T000000Z" end="20280201T000000Z"/></C:calendar-data></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="20261201T000000Z" end="20280201T000000Z"/></C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class Radicale:
    """Radicale without a network: its own application, asked as a server would ask it."""

    def __init__(self, folder):
        from radicale import Application
        from radicale.config import load

        settings = load()
        settings.update(
            {
                "storage": {"filesystem_folder": str(folder), "max_sync_token_age": "2592000"},
                "auth": {"type": "none"},
                "rights": {"type": "authenticated"},
                "reporting": {"max_freebusy_occurrence": "10000"},
                "logging": {"level": "error"},
            },
            "the test",
        )
        self.application = Application(settings)

    def ask(self, method, path, body=b"", **headers):
        import io
        from wsgiref.util import setup_testing_defaults

        environ = {}
        setup_testing_defaults(environ)
        environ |= {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": headers.pop("content_type", "application/xml"),
            "wsgi.input": io.BytesIO(body),
            "HTTP_AUTHORIZATION": "Basic b2ZmaWNlOg==",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        status = []
        answer = b"".join(self.application(environ, lambda said, _headers: status.append(said)))
        return int(status[0].split()[0]), answer


def test_radicale_takes_it_and_expands_it_to_the_same(calendar, tmp_path):
    pytest.importorskip("radicale")
    import icalendar

    path, rows = calendar
    server = Radicale(tmp_path)
    code, answer = server.ask("PUT", "/office/all/", path.read_bytes(), content_type="text/calendar")
    assert code == 201, answer
    code, answer = server.ask("REPORT", "/office/all/", REPORT.encode(), depth="1")
    assert code == 207, answer
    found = []
    for data in ET.fromstring(answer).iter("{urn:ietf:params:xml:ns:caldav}calendar-data"):
        for event in icalendar.Calendar.from_ical(data.text).events:
            end = event.end
            found.append((shown(event.start), shown(end), str(event["SUMMARY"]), str(event["STATUS"])))
    assert in_order(found) == rows
