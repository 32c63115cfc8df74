"""The console shows a message as it would go out, on whatever it is given."""

import io

from volsched.builtin import Console


def test_console_shows_where_a_message_would_go_and_what_it_says(message):
    stream = io.StringIO()
    delivery = Console(stream).send(message(phone="+86 991 5550100"))
    assert (delivery.person, delivery.channel, delivery.status) == ("ann", "console", "sent")
    assert stream.getvalue() == (
        "------------------------------------------------------------------------\n"
        "Ann (ann): ann@example.test +86 991 5550100\n"
        "您的安排（2027年）：值班服务 8 次\n\n"
        "您好！\n\n.一行以点开头\n谢谢您！\n\n"
    )


def test_console_that_has_no_chinese_shows_codes(message):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    assert Console(stream).send(message()).status == "sent"
    assert b"\\u60a8\\u597d" in raw.getvalue()


def test_program_without_a_screen_says_so(monkeypatch, message):
    monkeypatch.setattr("sys.__stdout__", None)
    delivery = Console().send(message())
    assert (delivery.status, delivery.detail) == ("failed", "there is no screen")
