"""A message goes by the first channel that takes it; who is reached by none is on the list."""

import attrs
import pytest

from volsched.errors import InvalidValue
from volsched.notices import Delivery, Message, call_list, deliver, unreachable

ANN = Message(key="1", person="ann", name="Ann", language="en", email="a@b.example", subject="s", body="b\n")
BOB = Message(key="2", person="bob", name="Bob", language="en", phone="12345678", subject="s", body="b\n")
EVE = Message(key="3", person="eve", name="Eve", language="en", subject="s", body="b\n")


def sender(**answers):
    """Channels that answer so, and the calls they got."""
    calls = []

    def send(channel, message):
        calls.append((channel, message.person))
        status = answers[channel].get(message.person, "sent")
        if status is None:
            return None
        return Delivery(key=message.key, channel=channel, status=status, detail=f"{status} by {channel}")

    return send, calls


def test_message_goes_by_the_first_channel_that_takes_it_and_no_other():
    send, calls = sender(mail={"bob": "unreachable"}, sms={})
    found = deliver((ANN, BOB), ("mail", "sms"), send)
    assert [(item.person, item.channel, item.status) for item in found] == [
        ("ann", "mail", "sent"),
        ("bob", "sms", "sent"),
    ]
    assert calls == [("mail", "ann"), ("mail", "bob"), ("sms", "bob")]


def test_failed_attempt_is_told_and_the_next_channel_tried():
    send, _ = sender(mail={"ann": "failed"}, sms={})
    found = deliver((ANN,), ("mail", "sms"), send)
    assert [(item.channel, item.status) for item in found] == [("mail", "failed"), ("sms", "sent")]


def test_channel_that_breaks_down_costs_its_own_attempt():
    send, _ = sender(mail={"ann": None}, sms={"ann": "unreachable"})
    assert deliver((ANN,), ("mail", "sms"), send) == (
        Delivery(key="1", person="ann", channel="mail", status="failed", detail="the channel broke down"),
    )


def test_answer_for_another_message_is_no_success():
    found = deliver((ANN,), ("mail",), lambda channel, message: Delivery(key="9", channel=channel, status="sent"))
    assert [(item.key, item.status, item.detail) for item in found] == [
        ("1", "failed", "the channel answered for another message")
    ]


def test_who_is_reached_by_no_channel_is_told_once_as_unreachable():
    send, _ = sender(mail={"eve": "unreachable"}, sms={"eve": "unreachable"})
    found = deliver((EVE,), ("mail", "sms"), send)
    assert [(item.person, item.channel, item.status) for item in found] == [("eve", "", "unreachable")]
    assert [item.status for item in deliver((EVE,), (), send)] == ["unreachable"]


def test_messages_of_one_key_are_sent_once():
    send, calls = sender(mail={})
    assert len(deliver((ANN, ANN, attrs.evolve(ANN, body="other\n")), ("mail",), send)) == 1
    assert calls == [("mail", "ann")]


def test_call_list_has_everybody_to_whom_nothing_went_out():
    send, _ = sender(mail={"bob": "unreachable", "eve": "failed"})
    messages = (EVE, BOB, ANN)
    assert call_list(messages, deliver(messages, ("mail",), send)) == (BOB, EVE)


def test_unreachable_are_those_without_any_address():
    assert unreachable((EVE, ANN, BOB)) == (EVE,)


def test_delivery_of_an_unknown_status_is_refused():
    with pytest.raises(InvalidValue, match="delivery ann: status: 'maybe' is not known; write one of sent, failed"):
        Delivery(key="1", person="ann", channel="mail", status="maybe")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"key": "1\r\nBcc: evil@x.example"}, "message ann: key: .* cannot be a key"),
        ({"key": ""}, "message ann: key: '' cannot be a key"),
        ({"language": "de"}, "message ann: language: 'de' is not kept; write one of zh, ug, en"),
    ],
)
def test_message_that_could_break_a_mail_is_refused(changes, words):
    with pytest.raises(InvalidValue, match=words):
        attrs.evolve(ANN, **changes)
