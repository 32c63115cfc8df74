"""Real CalDAV servers on this machine, started and stopped here: Radicale, and Debian's Cyrus where it is installed."""

import base64
import contextlib
import hashlib
import http.client
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

CYRUS = Path("/usr/lib/cyrus/bin/master")
SECRET = "correct-horse-battery"


class Server:
    """A server and its users' ways in."""

    def __init__(self, name, port, home, user):
        self.name, self.port, self._home, self.user = name, port, home, user

    def home(self, user=None):
        """Where the calendars of a user lie."""
        return f"http://127.0.0.1:{self.port}{self._home.format(user=user or self.user)}"

    def ask(self, method, path, body=None, user=None, **headers):
        """One request of somebody else's: status, headers, text."""
        signed = base64.b64encode(f"{user or self.user}:{SECRET}".encode()).decode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        path = path.removeprefix(f"http://127.0.0.1:{self.port}")
        connection.request(method, path, body, {"Authorization": f"Basic {signed}", **sent})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port, running):
    for _ in range(300):
        if running.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    pytest.fail("the server did not start")


@contextlib.contextmanager
def stopped_at_the_end(running):
    """By its own process group, and by nobody else's."""
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(20)


@pytest.fixture(scope="session")
def radicale(tmp_path_factory):
    pytest.importorskip("radicale", reason="Radicale is not installed here")
    folder = tmp_path_factory.mktemp("radicale")
    (folder / "users").write_text(f"chief:{SECRET}\n")
    port = free_port()
    call = [sys.executable, "-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}"]
    call += ["--storage-filesystem-folder", str(folder / "store"), "--auth-type", "htpasswd"]
    call += ["--auth-htpasswd-filename", str(folder / "users"), "--auth-htpasswd-encryption", "plain"]
    call += ["--auth-delay", "0", "--logging-level", "warning"]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(call, stdout=log, stderr=log, start_new_session=True)
    with stopped_at_the_end(running):
        wait_for(port, running)
        yield Server("radicale", port, "/{user}/", "chief")


def start_cyrus(folder, http_port, imap_port):
    for name in ("conf", "spool", "sock"):
        (folder / name).mkdir()
    (folder / "imapd.conf").write_text(
        f"configdirectory: {folder}/conf\npartition-default: {folder}/spool\ndefaultpartition: default\n"
        f"proc_path: {folder}/conf/proc\nmboxname_lockpath: {folder}/conf/lock\nadmins: admin\n"
        "sasl_pwcheck_method: alwaystrue\nsasl_mech_list: PLAIN\nallowplaintext: yes\nvirtdomains: off\n"
        "unixhierarchysep: yes\naltnamespace: no\nhttpmodules: caldav\ncaldav_allowscheduling: on\n"
        "calendar_user_address_set: place.example\nservername: localhost\n"
        f"idlesocket: {folder}/sock/idle\nnotifysocket: {folder}/sock/notify\nlmtpsocket: {folder}/sock/lmtp\n"
    )
    (folder / "cyrus.conf").write_text(
        f'START {{\n  recover cmd="ctl_cyrusdb -C {folder}/imapd.conf -r"\n}}\nSERVICES {{\n'
        f'  http cmd="httpd -C {folder}/imapd.conf" listen="127.0.0.1:{http_port}" proto="tcp4" prefork=1\n'
        f'  imap cmd="imapd -C {folder}/imapd.conf" listen="127.0.0.1:{imap_port}" proto="tcp4" prefork=1\n'
        "}\nEVENTS {\n}\n"
    )
    owner = pwd.getpwnam("cyrus")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner.pw_uid, owner.pw_gid)
    call = [str(CYRUS), "-C", str(folder / "imapd.conf"), "-M", str(folder / "cyrus.conf")]
    call += ["-p", str(folder / "master.pid"), "-L", str(folder / "master.log")]
    return subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


@pytest.fixture(scope="session")
def cyrus():
    if not CYRUS.exists() or os.geteuid() != 0:
        pytest.skip("there is no Cyrus here, or no right to start it (apt install cyrus-imapd cyrus-caldav)")
    # Beside pytest's folders, which the user cyrus may not enter.
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    folder.chmod(0o755)
    http_port, imap_port = free_port(), free_port()
    running = start_cyrus(folder, http_port, imap_port)
    try:
        with stopped_at_the_end(running):
            wait_for(imap_port, running)
            wait_for(http_port, running)
            server = Server("cyrus", http_port, "/dav/calendars/user/{user}/", "chief")
            with imaplib.IMAP4("127.0.0.1", imap_port) as post:
                post.authenticate("PLAIN", lambda _: f"\0admin\0{SECRET}".encode())
                for user in ("chief", "ann", "bob"):
                    post.create(f"user/{user}")
            for user in ("chief", "ann", "bob"):
                assert server.ask("PROPFIND", server.home(user), user=user, Depth="1")[0] == 207
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["radicale", pytest.param("cyrus", marks=pytest.mark.heavy)])
def server(request):
    """Each of the two servers."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def address(server, request):
    """An address on it where nothing is yet, of this test alone."""
    told = "".join(letter if letter.isalnum() else "-" for letter in request.node.name)[:40]
    # What is cut off may be all that tells two tests apart.
    name = f"{told}-{hashlib.sha256(request.node.name.encode()).hexdigest()[:8]}"
    yield f"{server.home()}{name}/"
    # Cyrus keeps an event once for each user, in whichever calendar.
    server.ask("DELETE", f"{server.home()}{name}/")
