"""Mail goes to a real server on this machine; what it refuses comes back in its own words."""

import contextlib
import gc
import logging
import socket
import threading
from email import message_from_bytes, policy

import pytest

from volsched.builtin import Smtp
from volsched.errors import InvalidValue
from volsched.hooks import Host
from volsched.notices import deliver

# The test server warns of what some tests want: a password over loopback without encryption.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


def channel(**settings):
    (found,) = Smtp(
        **{"host": "127.0.0.1", "sender": "office@street.example", "security": "none", "timeout": 5.0, **settings}
    ).volsched_channels()
    return found


def test_mail_arrives_whole_from_the_sender_to_the_one_person(serve, message):
    server = serve()
    sent = message(name="热依汗·买买提")
    delivery = channel(port=server.port, sender_name="向阳街道").send(sent)
    assert (delivery.key, delivery.person, delivery.channel, delivery.status) == (sent.key, "ann", "smtp", "sent")
    ((sender, recipients, content, own_name),) = server.handler.mails
    assert (sender, recipients, own_name) == ("office@street.example", ("ann@example.test",), "street.example")
    mail = message_from_bytes(content, policy=policy.default)
    assert mail["To"] == "热依汗·买买提 <ann@example.test>"
    assert mail["From"] == "向阳街道 <office@street.example>"
    assert mail["Subject"] == sent.subject
    assert mail["Message-ID"] == f"<{sent.key}@street.example>"
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == sent.body
    assert content.isascii()


def test_each_person_has_a_mail_of_their_own_over_one_connection(serve, message):
    server = serve()
    mail = channel(port=server.port)
    assert [mail.send(message(person)).status for person in ("ann", "bob", "eve")] == ["sent"] * 3
    assert [recipients for _, recipients, _, _ in server.handler.mails] == [
        ("ann@example.test",),
        ("bob@example.test",),
        ("eve@example.test",),
    ]
    assert server.handler.connections == 1


def test_person_without_an_address_is_unreachable_by_mail(serve, message):
    server = serve()
    delivery = channel(port=server.port).send(message(email="", phone="12345678"))
    assert (delivery.status, delivery.detail) == ("unreachable", "no mail address")
    assert server.handler.connections == 0


def test_refusal_of_one_person_is_told_in_the_words_of_the_server_and_the_next_mail_goes_out(serve, message):
    server = serve()
    server.handler.refused["ann@example.test"] = "550 5.1.1 <ann@example.test>: no such user here"
    server.handler.refused["eve@example.test"] = "452 4.2.2 mailbox full"
    mail = channel(port=server.port)
    found = deliver([message("ann"), message("eve"), message("bob")], ["smtp"], lambda _, item: mail.send(item))
    assert [(item.person, item.status, item.detail) for item in found] == [
        ("ann", "failed", "550 5.1.1 <***>: no such user here"),
        ("eve", "failed", "452 4.2.2 mailbox full"),
        ("bob", "sent", ""),
    ]
    assert server.handler.connections == 1


def test_refusal_of_the_text_is_told_and_the_next_mail_goes_out(serve, message):
    server = serve()
    mail = channel(port=server.port)
    server.handler.refuse_text = "554 5.7.1 this looks like spam"
    assert mail.send(message()).detail == "554 5.7.1 this looks like spam"
    server.handler.refuse_text = None
    assert mail.send(message("bob")).status == "sent"


def test_server_that_ends_the_connection_after_some_mails_gets_a_new_one(serve, message):
    server = serve()
    server.handler.end_after = 2
    mail = channel(port=server.port)
    assert [mail.send(message(f"p{number}")).status for number in range(5)] == ["sent"] * 5
    assert (len(server.handler.mails), server.handler.connections) == (5, 3)


def test_server_that_went_away_between_two_mails_is_called_again(serve, message):
    server = serve()
    mail = channel(port=server.port)
    assert mail.send(message("ann")).status == "sent"
    port = server.port
    server.stop()
    again = mail.send(message("bob"))
    assert again.status == "failed"
    assert "mail server 127.0.0.1: ConnectionRefusedError" in again.detail
    assert mail.send(message("eve")).detail.endswith("not tried again")
    assert channel(port=port).send(message("bob")).status == "failed"


def test_nobody_there_is_a_failure_for_each_message_without_another_try(free_port, message):
    mail = channel(port=free_port)
    first, second = mail.send(message("ann")), mail.send(message("bob"))
    assert first.detail.startswith("mail server 127.0.0.1: ConnectionRefusedError")
    assert second.detail == f"{first.detail}; not tried again"


def test_server_that_says_nothing_costs_its_time_limit_and_no_more(message):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mail = channel(port=silent.getsockname()[1], timeout=0.05)
        found = [mail.send(message(f"p{number}")).detail for number in range(5)]
    assert found[0] == "mail server 127.0.0.1: SMTPServerDisconnected: Connection unexpectedly closed: timed out"
    assert [detail.endswith("; not tried again") for detail in found] == [False, False, False, True, True]


def test_connection_that_breaks_while_the_text_goes_over_is_not_tried_again(message):
    """It may have arrived: a second copy would be a second mail for those whose server keeps both."""
    calls = []

    def answer(server):
        peer, _ = server.accept()
        with peer, peer.makefile("rb") as lines:
            peer.sendall(b"220 hi\r\n")
            for line in lines:
                calls.append(line[:4].upper())
                if calls[-1] == b"DATA":
                    peer.sendall(b"354 go on\r\n")
                    break
                peer.sendall(b"250 OK\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=(server,), daemon=True)
        thread.start()
        delivery = channel(port=server.getsockname()[1]).send(message())
        thread.join(timeout=5)
    assert delivery.status == "failed"
    assert "which may have arrived" in delivery.detail
    assert calls == [b"EHLO", b"MAIL", b"RCPT", b"DATA"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_encrypted_and_with_a_password(serve, certificate, security, authenticator, message):
    cert, context = certificate
    tls = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    login = {"authenticator": authenticator, "auth_required": True, "auth_require_tls": security == "starttls"}
    server = serve(**tls, **login)
    mail = channel(port=server.port, security=security, ca_file=str(cert), username="street", password="s3cret-canary")
    assert mail.send(message()).detail == ""
    assert len(server.handler.mails) == 1


def test_server_whose_certificate_nobody_vouches_for_gets_no_mail_and_no_password(serve, certificate, message):
    _, context = certificate
    server = serve(tls_context=context, require_starttls=True)
    delivery = channel(port=server.port, security="starttls", username="street", password="s3cret-canary").send(
        message()
    )
    assert delivery.status == "failed"
    assert "CERTIFICATE_VERIFY_FAILED" in delivery.detail
    assert server.handler.mails == []


def test_server_without_encryption_gets_no_password(serve, message):
    server = serve()
    delivery = channel(port=server.port, security="starttls", username="street", password="x").send(message())
    assert "STARTTLS" in delivery.detail
    assert server.handler.mails == []


def test_wrong_password_is_told_and_never_shown(serve, caplog, capfd, authenticator, message):
    caplog.set_level(logging.DEBUG, logger="volsched")
    server = serve(authenticator=authenticator, auth_required=True, auth_require_tls=False)
    settings = {"host": "127.0.0.1", "port": server.port, "sender": "office@street.example", "security": "none"}
    plugin = Smtp(**settings, username="street", password="wrong-canary", timeout=5.0)
    (mail,) = plugin.volsched_channels()
    first, second = mail.send(message("ann")), mail.send(message("bob"))
    assert first.detail.startswith("mail server 127.0.0.1: 535")
    assert second.detail == f"{first.detail}; not tried again"
    shown = capfd.readouterr()
    everything = f"{plugin!r} {mail!r} {first} {second} {caplog.text} {shown.out} {shown.err}"
    assert "canary" not in everything


def test_connection_is_closed_when_nobody_needs_the_channel_any_more(serve, message):
    server = serve()
    mail = channel(port=server.port)
    mail.send(message())
    del mail
    gc.collect()  # an open socket would be a ResourceWarning, and those are errors here


def test_without_a_host_there_is_no_channel():
    assert Smtp().volsched_channels() == ()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"security": "ssl"}, "plugin smtp: security: 'ssl' is not known; write starttls, tls or none"),
        ({"port": 70000}, "port: 70000 is not a port"),
        ({"timeout": 0.0}, "timeout: 0.0 seconds are not possible"),
        ({"password": "p"}, "username: is missing beside the password"),
        ({"username": "u", "password": "p", "security": "none", "host": "mail.example"}, "send the password readable"),
        ({"host": "mail.example"}, "sender: '' is not one mail address; write it as name@host.example"),
        ({"host": "mail.example", "sender": "a@b.example, c@d.example"}, "is not one mail address"),
        ({"host": "mail.example", "sender": "Office <a@b.example>"}, "is not one mail address"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_the_cure(settings, words):
    with pytest.raises(InvalidValue) as caught:
        Smtp(**settings)
    assert words in str(caught.value)


def test_settings_come_from_the_programme_file_and_the_secret_from_the_environment(serve, authenticator, message):
    server = serve(authenticator=authenticator, auth_required=True, auth_require_tls=False)
    table = {
        "host": "127.0.0.1",
        "port": server.port,
        "sender": "office@street.example",
        "security": "none",
        "username": "street",
        "password": {"env": "MAIL_PASSWORD"},
        "timeout": 5,
    }
    host = Host.open(
        {"smtp": table},
        builtins={"volsched.smtp": Smtp},
        environment={"MAIL_PASSWORD": "s3cret-canary"},
        installed=False,
    )
    assert tuple(host.faults) == ()
    (mail,) = host.channels()
    assert mail.send(message()).status == "sent"
    assert (host.failures, host.warnings) == ((), ())


def test_setting_that_does_not_exist_is_named_with_the_nearest():
    host = Host.open({"smtp": {"hots": "mail.example"}}, builtins={"volsched.smtp": Smtp}, installed=False)
    (fault,) = host.faults
    assert "hots" in str(fault)
    assert "host" in fault.cure


@pytest.mark.parametrize(
    ("greeting", "words"),
    [
        (b"554 5.7.1 go away \xff\xfe\x1b[31m\r\n", "mail server 127.0.0.1: 554 5.7.1 go away \ufffd\ufffd[31m"),
        (
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            "mail server 127.0.0.1: this is not what a mail server says: /1.1 400 Bad Request",
        ),
        (b"", "mail server 127.0.0.1: SMTPServerDisconnected: Connection unexpectedly closed"),
        (b"2" * 20000 + b"\r\n", "mail server 127.0.0.1: 500 Line too long."),
    ],
)
def test_whatever_answers_instead_of_a_mail_server_is_a_failure_in_clean_words(message, greeting, words):
    def answer(server):
        peer, _ = server.accept()
        with peer, contextlib.suppress(OSError):
            peer.sendall(greeting)
            peer.shutdown(socket.SHUT_WR)
            while peer.recv(1000):
                pass

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=(server,), daemon=True)
        thread.start()
        delivery = channel(port=server.getsockname()[1]).send(message())
        thread.join(timeout=5)
    assert (delivery.status, delivery.detail) == ("failed", words)


def test_host_that_cannot_be_a_name_is_a_failure_like_any_other(message):
    delivery = channel(host="a" * 70 + ".example").send(message())
    assert delivery.status == "failed"
    assert delivery.detail.startswith("mail server aaaa")
