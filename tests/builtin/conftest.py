"""A mail server on this machine that answers as it is told to, and messages to send to it."""

import datetime as dt
import socket
import ssl
import subprocess

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from volsched.model import Person, Programme, Schedule, Team, Text, Window, checkup, patrol
from volsched.notices import Message
from volsched.planning import make_plan
from volsched.rostering import solve


def _message(person="ann", **changes):
    fields = {
        "key": person.encode().hex().ljust(64, "0"),
        "person": person,
        "name": person.title(),
        "language": "zh",
        "email": f"{person}@example.test",
        "phone": "",
        "subject": "您的安排（2027年）：值班服务 8 次",
        "body": "您好！\n\n.一行以点开头\n谢谢您！\n",
    }
    return Message(**{**fields, **changes})


class Postbox:
    """Keeps what arrives; refuses whom it is told to refuse."""

    def __init__(self):
        self.mails = []
        self.refused = {}
        self.connections = 0
        self.refuse_text = None
        self.end_after = 1000

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - the name that aiosmtpd asks for
        self.connections += 1
        session.host_name = hostname
        session.mails = 0
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - the name that aiosmtpd asks for
        session.mails += 1
        if session.mails > self.end_after:
            return "421 4.7.0 too many mails over one connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the name that aiosmtpd asks for
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name that aiosmtpd asks for
        if self.refuse_text:
            return self.refuse_text
        self.mails.append((envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content, session.host_name))
        return "250 OK"


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _authenticator(server, session, envelope, mechanism, data):
    good = data.login == b"street" and data.password == b"s3cret-canary"
    return AuthResult(success=good, handled=False) if not good else AuthResult(success=True)


class _Server(Controller):
    def factory(self):
        return SMTP(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def message():
    return _message


@pytest.fixture
def free_port():
    return _free_port()


@pytest.fixture
def authenticator():
    return _authenticator


@pytest.fixture
def serve():
    """Start a mail server; every one is stopped at the end of the test."""
    running = []

    def start(**options):
        controller = _Server(Postbox(), hostname="127.0.0.1", port=_free_port(), **options)
        controller.start()
        running.append(controller)
        return controller

    yield start
    for controller in running:
        if not controller.loop.is_closed():
            controller.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 and the server's side of TLS with it."""
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        pytest.skip(f"openssl makes no certificate here: {error}")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return cert, context


@pytest.fixture(scope="session")
def plan():
    """Two weeks of a small street, planned by the built-in solver."""
    nightly = Schedule(start=dt.datetime(2027, 1, 1, 22), lasts=dt.timedelta(hours=4), rule="FREQ=DAILY")
    morning = Schedule(start=dt.datetime(2027, 1, 5, 9), lasts=dt.timedelta(hours=2))
    names = ("ann", "bob", "eve", "ida", "joe", "kim")
    programme = Programme(
        id="street",
        name=Text(zh="向阳街道", en="Street"),
        second_zone="Asia/Urumqi",
        people=tuple(Person(id=name, name=Text(en=name.title()), email=f"{name}@example.test") for name in names),
        teams=(Team(id="watch", name=Text(en="Watch"), members=names),),
        activities=(
            patrol("night", title="Night patrol", team="watch", schedule=nightly, seats=2),
            checkup("health", title="Checkup", cohort="watch", schedule=morning, capacity=4, organiser="kim"),
        ),
    )
    window = Window.parse("2027-01-01/2027-01-15")
    return make_plan(programme, window, solve=solve)
