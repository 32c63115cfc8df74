"""The channels file and webhook, against a folder and against a receiver on this machine that checks signatures."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from volsched.builtin import Files, Webhook
from volsched.builtin.posting import Poster, signature
from volsched.errors import InvalidValue
from volsched.testing import factories, plugin_contract

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        name, stamp, signed = (self.headers[f"webhook-{part}"] for part in ("id", "timestamp", "signature"))
        right = hmac.new(KEY, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
        status = self.server.status if signed == "v1," + base64.b64encode(right).decode() else 401
        self.server.received.append((name, int(stamp), json.loads(body)))
        self.send_response(status)
        self.send_header("Retry-After", "30")
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    made.received, made.status = [], 204
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{made.server_address[1]}/take"
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def poster(receiver, key=KEY):
    return Poster(receiver.url, key, timeout=5, clock=lambda: 1_800_000_000.9)


def test_both_keep_the_contract_of_plugins(receiver, tmp_path):
    plugin_contract(Files)
    plugin_contract(Files, settings={"folder": str(tmp_path)}, send=True)
    plugin_contract(Webhook)
    plugin_contract(Webhook, settings={"url": receiver.url, "secret": SECRET}, send=True)


def test_a_message_becomes_one_file_that_its_owner_alone_reads(tmp_path):
    files = Files(folder=str(tmp_path / "out"))
    message = factories.message(subject="十二月", body="ئۇيغۇر\n")
    assert files.send(message).status == "sent"
    assert files.send(message).status == "sent"
    (place,) = (tmp_path / "out").iterdir()
    assert place.name == f"ann-{'0' * 16}.txt"
    assert place.stat().st_mode & 0o777 == 0o600
    assert "十二月\n\nئۇيغۇر\n" in place.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "out").write_text("a file")
    delivery = Files(folder=str(tmp_path / "out")).send(factories.message())
    assert delivery.status == "failed"
    assert str(tmp_path / "out") in delivery.detail


def test_a_receiver_gets_what_is_signed_for_it(receiver):
    message = factories.message(key="k" * 8, subject="十二月 🎵", body="a\nb")
    assert poster(receiver).send(message).status == "sent"
    ((name, stamp, body),) = receiver.received
    assert (name, stamp) == ("kkkkkkkk", 1_800_000_000)
    assert body == {
        "type": "notice",
        "key": "kkkkkkkk",
        "person": "ann",
        "name": message.name,
        "language": message.language,
        "subject": "十二月 🎵",
        "body": "a\nb",
    }


def test_no_address_or_number_is_posted(receiver):
    poster(receiver).send(factories.message(email="ann@hidden.example", phone="+86 991 5550001"))
    assert "hidden" not in str(receiver.received)
    assert "5550001" not in str(receiver.received)


def test_the_signature_is_that_of_the_specification():
    # The example of the Standard Webhooks specification.
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    found = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("status", "permanent", "wait"), [(503, False, 30.0), (429, False, 30.0), (410, True, None), (302, True, None)]
)
def test_what_a_receiver_refuses_is_a_failure_and_no_redirect_is_followed(receiver, status, permanent, wait):
    receiver.status = status
    delivery = poster(receiver).send(factories.message())
    assert (delivery.status, delivery.detail) == ("failed", f"the receiver answered {status}")
    assert (delivery.permanent, delivery.retry_after) == (permanent, wait)
    assert len(receiver.received) == 1


def test_a_forgery_is_refused(receiver):
    assert poster(receiver, b"x" * 32).send(factories.message()).detail == "the receiver answered 401"


def test_a_receiver_that_is_away_is_named_by_its_host_alone():
    away = Poster("http://127.0.0.1:9/hush", KEY, timeout=2, clock=lambda: 0.0)
    delivery = away.send(factories.message())
    assert delivery.detail.startswith("127.0.0.1 cannot be reached: ")
    assert "hush" not in str(delivery)
    assert not delivery.permanent


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"url": "http://app.example/x", "secret": SECRET}, "url: 'http' would send messages readable"),
        ({"url": "app", "secret": SECRET}, "url: it is no address"),
        ({"url": "https://app.example"}, "secret: it is too short or none"),
        ({"url": "https://app.example", "secret": "whsec_%%"}, "secret: it is too short or none"),
        ({"url": "https://app.example", "secret": SECRET, "timeout": 0}, "timeout: 0 seconds are not possible"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings, said):
    with pytest.raises(InvalidValue, match=said):
        Webhook(**settings)


def test_no_secret_is_shown():
    assert "whsec" not in repr(Webhook(url="https://app.example/hush", secret=SECRET))
    assert "hush" not in repr(Webhook(url="https://app.example/hush", secret=SECRET))
