"""Against a server on this machine, by Apprise's own plain service."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("apprise", reason="apprise is not installed; .ci/stages/apprise.sh installs it")

from volsched.errors import InvalidValue
from volsched.hooks import Host
from volsched.testing import factories, plugin_contract
from volsched_apprise import Everywhere


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    made.received, made.status = [], 200
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    made.address = f"json://127.0.0.1:{made.server_address[1]}"
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def channel(**settings):
    (found,) = Host.open({"apprise": settings}, builtins={"apprise": Everywhere}).channels()
    return found


def test_it_keeps_the_contract_of_plugins(server):
    plugin_contract(Everywhere)
    plugin_contract(Everywhere, settings={"people": {"ann": f"{server.address}/ann"}}, send=True)


def test_a_message_arrives_as_it_is(server):
    body = "一\nئىككى {0} %s \\n <b>&amp;\n"
    message = factories.message(subject="十二月", body=body)
    delivery = channel(people={"ann": f"{server.address}/ann"}).send(message)
    assert (delivery.status, delivery.channel, delivery.key) == ("sent", "apprise", message.key)
    ((path, received),) = server.received
    assert path == "/ann"
    assert received["title"] == "十二月"
    assert received["message"].strip() == body.strip()


def test_everybody_else_is_told_by_their_number_or_mail(server):
    by_phone = channel(by_phone=f"{server.address}/sms/PHONE")
    assert by_phone.send(factories.message(phone="+86 138 0013 8000")).status == "sent"
    assert server.received[0][0].replace("%2B", "+") == "/sms/+8613800138000"
    assert by_phone.send(factories.message(phone="")).status == "unreachable"
    by_mail = channel(by_mail=f"{server.address}/mail/MAIL")
    assert by_mail.send(factories.message(email="ann@x.example")).status == "sent"
    assert by_mail.send(factories.message(email="")).status == "unreachable"


def test_a_person_cannot_choose_where_a_message_goes(server):
    by_phone = channel(by_phone=f"{server.address}/sms/PHONE")
    by_phone.send(factories.message(phone="1@evil.example/2"))
    assert [path for path, _ in server.received] == ["/sms/12"]


def test_a_service_that_refuses_is_a_failure(server):
    server.status = 503
    delivery = channel(people={"ann": server.address}).send(factories.message())
    assert (delivery.status, delivery.detail, delivery.permanent) == ("failed", "JSON did not take it", False)


def test_an_address_that_no_service_has_is_a_failure_for_good():
    delivery = channel(people={"ann": "nosuchservice://x"}).send(factories.message())
    assert (delivery.status, delivery.permanent) == ("failed", True)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"people": {"ann": "wecombot://key"}},
            "'wecombot' would lose messages without a word here; use volsched-bots",
        ),
        ({"people": {"ann": "mailto://a@b"}}, 'use the channel "smtp"'),
        ({"by_phone": "clicksend://u:k@123"}, "PHONE is not in it"),
        ({"by_mail": "x://y"}, "MAIL is not in it"),
        ({"by_phone": "PHONE"}, "it is no address of Apprise"),
    ],
)
def test_addresses_that_cannot_be_are_refused(settings, said):
    with pytest.raises(InvalidValue, match=said):
        Everywhere(**settings)


def test_addresses_are_not_shown_nor_said_aloud(server, capfd):
    made = Everywhere(people={"ann": "json://user:hush@127.0.0.1:9/"})
    assert "hush" not in repr(made)
    (found,) = made.volsched_channels()
    assert found.send(factories.message()).status == "failed"
    said = capfd.readouterr()
    assert "hush" not in said.out + said.err
