"""A published folder over HTTP: whoever asks gets what is theirs, whole, and is told the truth about what is new."""

import contextlib
import gzip
import hashlib
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from volsched.publishing.serving import HIDDEN, FeedApp, admit_public, admit_tokens, masked
from volsched.publishing.writing import MANIFEST, OutputFile, write_files

CALENDAR = b"BEGIN:VCALENDAR\r\n" + b"X:1\r\n" * 500 + b"END:VCALENDAR\r\n"
SECRET = b"only for Ann " * 50
TOKEN = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA"
FILES = (
    OutputFile("public/calendar.ics", CALENDAR),
    OutputFile("public/site/index.html", b"<!doctype html>" * 100),
    OutputFile("public/site/site.css", b"a{}"),
    OutputFile("public/year.svg", b"<svg/>"),
    OutputFile("public/odd.zz", b"?"),
    OutputFile("member/team/watch.ics", SECRET),
    OutputFile("person/ann.ics", SECRET),
    OutputFile("coordinator/roster/night.csv", SECRET),
)


@pytest.fixture
def folder(tmp_path):
    write_files(tmp_path / "out", FILES)
    return tmp_path / "out"


def ask(app, path, method="GET", **headers):
    """One request, checked against the rules of WSGI itself."""
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": "", "SCRIPT_NAME": ""}
    setup_testing_defaults(environ)
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    answer = {}

    def start_response(status, headers, exc_info=None):
        answer.update(status=int(status[:3]), headers=dict(headers))
        return lambda data: None

    body = validator(app)(environ, start_response)
    content = b"".join(body)
    body.close()
    return answer["status"], answer["headers"], content


def test_a_file_comes_whole_with_a_tag_of_its_bytes(folder):
    status, headers, body = ask(FeedApp(folder), "/public/calendar.ics")
    assert (status, body) == (200, CALENDAR)
    assert headers["ETag"] == f'"{hashlib.sha256(CALENDAR).hexdigest()}"'
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Length"] == str(len(CALENDAR))
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Cache-Control"] == "public, no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_time_is_that_of_the_file_and_of_no_clock(folder):
    os.utime(folder / "public/calendar.ics", (1_800_000_000, 1_800_000_000))
    assert ask(FeedApp(folder), "/public/calendar.ics")[1]["Last-Modified"] == "Fri, 15 Jan 2027 08:00:00 GMT"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/public/site/index.html", "text/html; charset=utf-8"),
        ("/public/site/", "text/html; charset=utf-8"),
        ("/public/site/site.css", "text/css; charset=utf-8"),
        ("/public/year.svg", "image/svg+xml"),
        ("/public/odd.zz", "application/octet-stream"),
    ],
)
def test_each_file_says_what_it_is(folder, path, kind):
    status, headers, _ = ask(FeedApp(folder), path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert ("Content-Security-Policy" in headers) == path.endswith("svg")


def test_a_folder_with_a_front_page_leads_to_it(folder):
    status, headers, _ = ask(FeedApp(folder), "/public/site")
    assert (status, headers["Location"]) == (301, "site/")
    for path in ("/public", "/public/", "/", "/public/none"):
        assert ask(FeedApp(folder), path)[0] == 404


def test_head_is_get_without_the_body(folder):
    for more in ({}, {"accept_encoding": "gzip"}):
        got, head = (ask(FeedApp(folder), "/public/calendar.ics", method, **more) for method in ("GET", "HEAD"))
        assert head[:2] == got[:2]
        assert head[2] == b""
    assert ask(FeedApp(folder), "/nothing", "HEAD")[::2] == (404, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_else_is_done(folder, method):
    status, headers, _ = ask(FeedApp(folder), "/public/calendar.ics", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_who_takes_gzip_gets_it_with_a_tag_of_its_own(folder):
    app = FeedApp(folder)
    _, headers, body = ask(app, "/public/calendar.ics", accept_encoding="br, gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == CALENDAR
    assert headers["ETag"] == f'"{hashlib.sha256(CALENDAR).hexdigest()}-gzip"'
    assert headers["Content-Length"] == str(len(body))
    assert ask(FeedApp(folder), "/public/calendar.ics", accept_encoding="gzip")[2] == body
    assert "Content-Encoding" not in ask(app, "/public/site/site.css", accept_encoding="gzip")[1]  # no smaller for it


@pytest.mark.parametrize(
    ("said", "packed"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=1.0, identity; q=0.5", True),
        ("", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("identity", False),
        ("gzipped", False),
    ],
)
def test_gzip_is_taken_as_it_is_said(folder, said, packed):
    assert ("Content-Encoding" in ask(FeedApp(folder), "/public/calendar.ics", accept_encoding=said)[1]) == packed


def test_not_modified_is_said_of_the_same_bytes_alone(folder):
    app = FeedApp(folder)
    tag = ask(app, "/public/calendar.ics")[1]["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        status, headers, body = ask(app, "/public/calendar.ics", if_none_match=known)
        assert (status, body, headers["ETag"]) == (304, b"", tag)
        assert "Content-Length" not in headers
    for known in ('"other"', "", "nonsense", tag.strip('"'), f'"{tag}"'):
        assert ask(app, "/public/calendar.ics", if_none_match=known)[0] == 200
    assert ask(app, "/public/calendar.ics", if_none_match=tag, accept_encoding="gzip")[0] == 200  # other bytes
    write_files(folder, [OutputFile("public/calendar.ics", CALENDAR.replace(b"X:1", b"X:2"))])
    assert ask(app, "/public/calendar.ics", if_none_match=tag)[0] == 200


def test_a_time_alone_is_no_reason_to_say_not_modified(folder):
    """Two publications may share a second, and the second of them must be seen."""
    app = FeedApp(folder)
    seen = ask(app, "/public/calendar.ics")[1]["Last-Modified"]
    assert ask(app, "/public/calendar.ics", if_modified_since=seen)[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/member/team/watch.ics",
        "/person/ann.ics",
        "/coordinator/roster/night.csv",
        "/public/../person/ann.ics",
        "/public/./calendar.ics",
        "/public//calendar.ics",
        "//public/calendar.ics",
        "/public/..",
        "/public/calendar.ics/",
        "/public/calendar.ics/x",
        "/public/calendar.ics\0",
        "/public\\calendar.ics",
        "/PUBLIC/calendar.ics",
        "/publican",
        f"/{MANIFEST}",
        "/public/.calendar.ics.volsched-tmp",
        "/public/%2e%2e/person/ann.ics",
        "/public/日历.ics",
        "/" + "a" * 10_000,
    ],
)
def test_what_is_not_for_everybody_is_not_there(folder, path):
    (folder / "public/.calendar.ics.volsched-tmp").write_bytes(SECRET)
    status, headers, body = ask(FeedApp(folder), path.encode().decode("latin-1"))
    assert (status, body, headers["Cache-Control"]) == (404, b"404 Not Found\n", "no-store")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_no_link_is_followed(folder, tmp_path):
    (tmp_path / "theirs.txt").write_bytes(SECRET)
    (folder / "public/link.ics").symlink_to(tmp_path / "theirs.txt")
    (folder / "public/there").symlink_to(tmp_path)
    (folder / "public/inner").symlink_to(folder / "public")
    for path in ("/public/link.ics", "/public/there/theirs.txt", "/public/inner/calendar.ics"):
        assert ask(FeedApp(folder), path)[0] == 404
    (tmp_path / "way").symlink_to(folder)  # to the folder itself one may lead: whoever set it up did that
    assert ask(FeedApp(tmp_path / "way"), "/public/calendar.ics")[0] == 200


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_or_a_folder_keeps_nobody_waiting_and_nothing_open(folder):
    os.mkfifo(folder / "public/pipe.ics")
    (folder / "public/folder.ics").mkdir()
    opened = Path("/proc/self/fd")
    before = len(list(opened.iterdir())) if opened.exists() else 0
    for path in ("/public/pipe.ics", "/public/folder.ics", "/public/calendar.ics", "/public/none.ics"):
        ask(FeedApp(folder), path)
    if before:
        assert len(list(opened.iterdir())) == before


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read anything")
def test_what_cannot_be_read_is_trouble_without_a_word_of_where(folder):
    (folder / "public/calendar.ics").chmod(0)
    status, headers, body = ask(FeedApp(folder), "/public/calendar.ics")
    assert (status, headers["Retry-After"], body) == (503, "60", b"503 Service Unavailable\n")


def test_a_token_opens_its_file_and_no_other(folder):
    app = FeedApp(folder, admit=admit_tokens({TOKEN: "person/ann.ics"}))
    status, headers, body = ask(app, f"/key/{TOKEN}.ics")
    assert (status, body, headers["Cache-Control"]) == (200, SECRET, "private, no-cache")
    assert headers["Referrer-Policy"] == "no-referrer"
    for path in (
        f"/key/{TOKEN}",
        f"/key/{TOKEN}.csv",
        f"/key/{TOKEN[:-1]}.ics",
        "/key/.ics",
        "/key/",
        "/person/ann.ics",
    ):
        assert ask(app, path)[0] == 404
    assert ask(app, "/public/calendar.ics")[0] == 200


SECRET_NAME = "abcdefghijklmnopqrstuvwxyz234567"


def test_a_secret_address_opens_its_file_where_all_addresses_are_secret(folder):
    (folder / f"person/{SECRET_NAME}.ics").write_bytes(SECRET)
    (folder / f"person/{SECRET_NAME}.bookings.csv").write_bytes(SECRET)
    (folder / "person/site").mkdir()
    for name in (f"{SECRET_NAME}.html", "site.css", "index.html"):
        (folder / "person/site" / name).write_bytes(SECRET)
    app = FeedApp(folder)
    assert ask(app, f"/person/{SECRET_NAME}.ics")[0] == 404  # person/ann.ics is there, whose name anybody can guess
    (folder / "person/ann.ics").unlink()
    assert ask(app, "/person/site/index.html")[0] == 404
    for name in (f"{SECRET_NAME}.ics", f"{SECRET_NAME}.bookings.csv", f"site/{SECRET_NAME}.html", "site/site.css"):
        status, headers, body = ask(app, f"/person/{name}")
        assert (status, body, headers["Cache-Control"]) == (200, SECRET, "private, no-cache")
    for name in (SECRET_NAME[:-1], SECRET_NAME.upper(), f"{SECRET_NAME}a", SECRET_NAME.replace("2", "1")):
        assert ask(app, f"/person/{name}.ics")[0] == 404
    assert masked(f"/person/{SECRET_NAME}.ics") == HIDDEN


def test_without_personal_files_there_is_no_secret_address(tmp_path):
    write_files(tmp_path, [OutputFile("public/calendar.ics", CALENDAR)])
    assert ask(FeedApp(tmp_path), f"/person/{SECRET_NAME}.ics")[0] == 404


def test_a_rule_that_names_a_file_outside_opens_nothing(folder, tmp_path):
    (tmp_path / "theirs.txt").write_bytes(SECRET)
    for path in ("../theirs.txt", str(tmp_path / "theirs.txt"), ""):
        assert ask(FeedApp(folder, admit=lambda _asked, path=path: path), "/public/calendar.ics")[0] == 404


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(["public", "person", "..", ".", "", "ann.ics", "site", "%2e%2e", "\\", "calendar.ics"])
        )
        .map("/".join)
        .map("/{}".format),
    ),
    accept=st.sampled_from(["", "gzip", "*"]),
)
def test_no_address_whatever_opens_what_is_not_public(folder, path, accept):
    given = path.encode("utf-8", "surrogatepass").decode("latin-1")
    given = given if given.startswith("/") else f"/{given}"
    status, headers, body = ask(FeedApp(folder), given, accept_encoding=accept)
    body = gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body
    public = {f"/{file.path}": file.content for file in FILES if admit_public(file.path)}
    public["/public/site/"] = public["/public/site/index.html"]
    if given in public:
        assert (status, body) == (200, public[given])
    else:
        assert status == (301 if given == "/public/site" else 404)
        assert SECRET not in body


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/public/calendar.ics", "/public/calendar.ics"),
        ("/public/site/", "/public/site/"),
        ("/public/calendar.ics?token=x", "/public/calendar.ics"),
        (f"/key/{TOKEN}.ics", HIDDEN),
        ("/person/ann.ics", HIDDEN),
        ("/public/../person/ann.ics", HIDDEN),
        ("/public/%70erson", HIDDEN),
        (f"/public/ {TOKEN}", HIDDEN),
        ("/", HIDDEN),
        ("", HIDDEN),
        ("http://place.example/public/calendar.ics", HIDDEN),
    ],
)
def test_logs_keep_no_address_that_is_anybodys_secret(address, shown):
    assert masked(address) == shown


@pytest.fixture
def served(folder):
    """`volsched serve`, as it runs; gives its port, and at the end what it wrote."""
    running = subprocess.Popen(
        [sys.executable, "-m", "volsched", "serve", str(folder), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)/public/", running.stdout.readline())[1])
        yield port, running
    finally:
        running.terminate()
        running.communicate(timeout=20)


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_the_command_serves_over_real_http_and_logs_no_secret(served):
    port, running = served
    answer, body = get(port, "/public/calendar.ics", Accept_Encoding="gzip")
    assert (answer.status, gzip.decompress(body)) == (200, CALENDAR)
    assert (
        get(port, "/public/calendar.ics", Accept_Encoding="gzip", If_None_Match=answer.getheader("ETag"))[0].status
        == 304
    )
    for path in ("/person/ann.ics", f"/key/{TOKEN}.ics", "/public/%2e%2e/person/ann.ics", "/public/../person/ann.ics"):
        assert get(port, path)[0].status == 404
    for nonsense in (
        f"GET /key/{TOKEN}.ics\r\nbroken\r\n\r\n",
        f"{TOKEN} {TOKEN} {TOKEN} x\r\n\r\n",
        f"GET /{'a' * 70_000}",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
            raw.sendall(nonsense.encode())
            raw.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):
                raw.recv(4096)
    running.terminate()
    said, logged = running.communicate(timeout=20)
    assert running.returncode == 0
    assert said == "stopped\n"
    lines = logged.splitlines()  # in no order: each is written when its connection is closed
    assert [lines.count(f"GET /public/calendar.ics {status}") for status in (200, 304)] == [1, 1]
    assert TOKEN not in logged
    assert "ann" not in logged


def test_many_readers_have_the_old_file_or_the_new_one(served, folder):
    """Each reads as fast as it can while the file is replaced; a tag belongs to the bytes that come with it."""
    port, _ = served
    texts = [letter * size for letter, size in ((b"a", 10), (b"b", 200_000), (b"c", 70_000))]
    write_files(folder, [OutputFile("public/calendar.ics", texts[0])])
    wrong = []

    def read():
        for _ in range(25):
            answer, body = get(port, "/public/calendar.ics")
            if body not in texts or answer.getheader("ETag") != f'"{hashlib.sha256(body).hexdigest()}"':
                wrong.append((answer.status, len(body)))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    number = 0
    while any(reader.is_alive() for reader in readers):
        number += 1
        write_files(folder, [OutputFile("public/calendar.ics", texts[number % 3])])
    assert wrong == []
    assert number > 3


def test_a_folder_that_is_not_there_is_told(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "volsched", "serve", str(tmp_path / "none")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "is no folder; publish first" in done.stderr
