"""Against a server on this machine that answers as the three services do: limits, codes in a 200, signatures."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import InvalidValue
from volsched.hooks import Host
from volsched.testing import factories, plugin_contract
from volsched_bots import Bots
from volsched_bots.sending import Sender
from volsched_bots.services import DingTalk, Feishu, WeCom
from volsched_bots.texts import parts_of

SECRET = "SEC+/=words"
NOW = 1_800_000_000.25


class Services(BaseHTTPRequestHandler):
    """WeCom at /wecom, DingTalk at /dingtalk, Feishu at /feishu, each refusing what the real one refuses."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        place = urlsplit(self.path)
        self.server.received.append((place.path, parse_qs(place.query, strict_parsing=bool(place.query)), body))
        said = self.server.answers.pop(0) if self.server.answers else getattr(self, place.path[1:])(place, body)
        if isinstance(said, int):
            self.send_response(said)
            self.send_header("Retry-After", "7")
            self.send_header("Location", "/elsewhere")
            said = b""
        else:
            self.send_response(200)
            said = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def wecom(self, place, body):
        if parse_qs(place.query).get("key") != ["k"]:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        if len(body["text"]["content"].encode()) > 2048:
            return {"errcode": 40058, "errmsg": "content exceed max length 2048"}
        return {"errcode": 0, "errmsg": "ok"}

    def dingtalk(self, place, body):
        asked = parse_qs(place.query)
        words = f"{asked.get('timestamp', [''])[0]}\n{SECRET}"
        right = base64.b64encode(hmac.new(SECRET.encode(), words.encode(), hashlib.sha256).digest()).decode()
        if asked.get("sign") != [right]:
            return {"errcode": 310000, "errmsg": "sign not match"}
        return {"errcode": 0, "errmsg": "ok"}

    def feishu(self, place, body):
        words = f"{body.get('timestamp')}\n{SECRET}"
        right = base64.b64encode(hmac.new(words.encode(), b"", hashlib.sha256).digest()).decode()
        if body.get("sign") != right:
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        return {"code": 0, "msg": "success"}

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Services)
    made.received, made.answers = [], []
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{made.server_address[1]}"
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def sender(server, service, path, shows="all"):
    return Sender(path[1:7].strip("?"), server.address + path, service, shows=shows, timeout=5, clock=lambda: NOW)


def wecom(server, **more):
    return sender(server, WeCom(), "/wecom?key=k", **more)


def test_it_keeps_the_contract_of_plugins(server):
    plugin_contract(Bots)
    plugin_contract(Bots, settings={"wecom": server.address + "/wecom?key=k"}, send=True)


def test_each_group_is_a_channel_and_one_without_an_address_is_none(server):
    settings = {"feishu": server.address + "/feishu", "dingtalk": server.address + "/dingtalk"}
    host = Host.open({"bots": settings}, builtins={"bots": Bots})
    assert [channel.name for channel in host.channels()] == ["dingtalk", "feishu"]
    assert Host.open({}, builtins={"bots": Bots}).channels() == ()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"wecom": "http://bot.example/k"}, "wecom: 'http' would send the address readable"),
        ({"wecom": "bot"}, "wecom: it is no address"),
        ({"dingtalk_secret": "s"}, "dingtalk_secret: there is no dingtalk beside it"),
        ({"shows": "names"}, "shows: 'names' is not known"),
        ({"timeout": 0}, "timeout: 0 seconds are not possible"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings, said):
    with pytest.raises(InvalidValue, match=said):
        Bots(**settings)


def test_no_secret_is_shown():
    shown = repr(Bots(wecom="https://q.example/?key=hush", dingtalk="https://d.example/hush", dingtalk_secret="hush"))
    assert "hush" not in shown


@pytest.mark.parametrize(
    ("service", "path"),
    [(WeCom(), "/wecom?key=k"), (DingTalk(SECRET), "/dingtalk?access_token=t"), (Feishu(SECRET), "/feishu")],
)
def test_a_long_message_arrives_whole_in_parts_that_the_service_takes(server, service, path):
    body = "".join(f"{number} 巡逻 كۆزەتچى 👮\n" for number in range(300)) + "长" * 30_000
    delivery = sender(server, service, path).send(factories.message(subject="一 二", body=body))
    assert (delivery.status, delivery.detail) == ("sent", "")
    texts = [b["text"]["content"] if "text" in b else b["content"]["text"] for _, _, b in server.received]
    assert len(texts) > 1
    assert max(len(text.encode()) for text in texts) <= service.longest
    assert "".join(text.partition("\n")[2] for text in texts) == f"一 二\n\n{body}"
    assert [text.partition("\n")[0] for text in texts] == [f"({n}/{len(texts)})" for n in range(1, len(texts) + 1)]


def test_a_group_reads_no_more_than_it_should(server):
    message = factories.message(name="李建国", subject="体检", body="高血压", phone="+86 138 0013 8000", language="zh")
    wecom(server, shows="call").send(message)
    wecom(server, shows="subject").send(message)
    (_, _, call), (_, _, subject) = server.received
    assert call["text"]["content"] == "李建国，有给您的新通知。请看您的日历，或者问负责人。"
    assert call["text"]["mentioned_mobile_list"] == ["13800138000"]
    assert subject["text"]["content"] == call["text"]["content"] + "\n体检"
    assert "高血压" not in json.dumps(server.received, ensure_ascii=False)


def test_no_phone_number_stands_in_a_text(server):
    message = factories.message(phone="13800138000")
    for service, path in ((WeCom(), "/wecom?key=k"), (DingTalk(SECRET), "/dingtalk?a=b"), (Feishu(SECRET), "/feishu")):
        assert sender(server, service, path, shows="call").send(message).status == "sent"
    assert len(server.received) == 3
    for _, _, body in server.received:
        assert (
            "13800138000" not in (body["text"] if "text" in body else {"content": body["content"]["text"]})["content"]
        )


def test_what_would_call_everybody_is_text(server):
    message = factories.message(subject='<@all> <at user_id="all">all</at>', body="@all {name} {0.__class__}", phone="")
    wecom(server).send(message)
    sender(server, Feishu(SECRET), "/feishu").send(message)
    (_, _, first), (_, _, second) = server.received
    assert "<@" not in first["text"]["content"]
    assert "mentioned_mobile_list" not in first["text"]
    assert "<" not in second["content"]["text"]
    assert "{0.__class__}" in second["content"]["text"]


def test_a_name_that_looks_like_a_format_stays_a_name(server):
    wecom(server, shows="call").send(factories.message(name="{name} %s {0}"))
    assert server.received[0][2]["text"]["content"].startswith("{name} %s {0}")


@pytest.mark.parametrize(
    ("service", "path", "said"),
    [
        (WeCom(), "/wecom?key=other", "refused with code 93000: invalid webhook url"),
        (DingTalk("other"), "/dingtalk", "refused with code 310000: sign not match"),
        (Feishu(), "/feishu", "refused with code 19021: sign match fail or timestamp"),
    ],
)
def test_a_code_in_a_200_is_a_failure_for_good(server, service, path, said):
    delivery = sender(server, service, path).send(factories.message())
    assert delivery.status == "failed"
    assert delivery.detail.startswith(said)
    assert delivery.permanent
    assert delivery.retry_after is None


def test_a_full_minute_is_waited_for_and_only_the_missing_parts_follow(server):
    bot, message = wecom(server), factories.message(body="长" * 2000)
    server.answers = [{"errcode": 0}, {"errcode": 45009, "errmsg": "api freq out of limit"}]
    first = bot.send(message)
    assert (first.status, first.permanent, first.retry_after) == ("failed", False, 60.0)
    assert bot.send(message).status == "sent"
    numbers = [body["text"]["content"].partition("\n")[0] for _, _, body in server.received]
    assert numbers == ["(1/4)", "(2/4)", "(2/4)", "(3/4)", "(4/4)"]


@pytest.mark.parametrize(
    ("answer", "permanent", "wait"), [(503, False, 7.0), (429, False, 7.0), (404, True, None), (302, True, None)]
)
def test_a_status_that_is_not_200_is_a_failure_and_no_redirect_is_followed(server, answer, permanent, wait):
    server.answers = [answer]
    delivery = wecom(server).send(factories.message())
    assert delivery.detail == f"the service answered {answer}"
    assert (delivery.status, delivery.permanent, delivery.retry_after) == ("failed", permanent, wait)
    assert len(server.received) == 1


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"errcode": "0"}', b'{"errcode": true}', b"\xff\xfe", b"{}"])
def test_an_answer_that_is_none_is_never_taken_for_success(server, answer):
    server.answers = [answer]
    assert wecom(server).send(factories.message()).status == "failed"


def test_a_service_that_is_away_is_named_by_its_host_alone():
    bot = Sender("wecom", "http://127.0.0.1:9/?key=hush", WeCom(), shows="call", timeout=2, clock=lambda: NOW)
    delivery = bot.send(factories.message())
    assert (delivery.status, delivery.permanent) == ("failed", False)
    assert delivery.detail.startswith("127.0.0.1 cannot be reached: ")
    assert "hush" not in str(delivery)


def test_the_sign_of_dingtalk_is_quoted_once(server):
    delivery = sender(server, DingTalk(SECRET), "/dingtalk?access_token=t").send(factories.message())
    assert delivery.status == "sent"
    ((_, asked, _),) = server.received
    assert asked["timestamp"] == ["1800000000250"]
    assert asked["access_token"] == ["t"]


@given(st.text(max_size=400), st.integers(40, 120))
def test_parts_never_lose_or_split_a_character(text, longest):
    parts = parts_of(text, longest)
    assert all(len(part.encode()) <= longest for part in parts)
    whole = "".join(parts) if len(parts) == 1 else "".join(part.partition("\n")[2] for part in parts)
    assert whole == text
