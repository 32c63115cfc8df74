"""A mail has one recipient and reads back as it was meant, whatever people are called."""

import datetime as dt
import random
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.utils import getaddresses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from volsched.builtin.mail import compose
from volsched.errors import InvalidValue
from volsched.model.text import one_line
from volsched.notices import Message

OFFICE = Address(display_name="向阳街道", addr_spec="office@street.example")
NOON = dt.datetime(2027, 1, 1, 4, tzinfo=dt.UTC)


def message(**changes):
    fields = {"key": "ab" * 32, "person": "ann", "name": "Ann", "language": "en", "email": "ann@example.test"}
    return Message(**{**fields, "subject": "Your dates", "body": "Hello\n", **changes})


def read(content):
    return message_from_bytes(content, policy=policy.default)


def test_mail_has_the_headers_of_an_automatic_mail_with_the_key_as_its_id():
    mail = read(compose(message(language="ug", name="رەيھان"), OFFICE, NOON))
    assert {name: mail[name] for name in sorted(mail.keys()) if name != "Content-Type"} == {
        "From": "向阳街道 <office@street.example>",
        "To": "رەيھان <ann@example.test>",
        "Subject": "Your dates",
        "Date": "Fri, 01 Jan 2027 04:00:00 +0000",
        "Message-ID": f"<{'ab' * 32}@street.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Language": "ug",
    }


def test_mail_has_the_text_twice_plain_and_set_from_the_right():
    body = "سىزگە رەھمەت! <b>&amp;\n"
    mail = read(compose(message(language="ug", body=body), OFFICE, NOON))
    plain, rich = mail.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == body
    assert '<html lang="ug" dir="rtl">' in rich.get_content()
    assert "سىزگە رەھمەت! &lt;b&gt;&amp;amp;" in rich.get_content()


def test_same_message_gives_the_same_bytes_and_draws_no_random_number():
    before = random.getstate()
    assert compose(message(), OFFICE, NOON) == compose(message(), OFFICE, NOON)
    assert random.getstate() == before


@pytest.mark.parametrize(
    "name",
    [
        'Zhang, "Wei" <evil@x.example>',
        '张伟, "w" <evil@x.example>, bcc: y@z.example',
        "a@b.example, c@d.example",
        "张" * 199,
        "x" * 200,
        "=?utf-8?q?=2C?= ev@x.example",
        "; : ( ) < > [ ] \\",
        "团:a@b.example;",
    ],
)
def test_name_that_looks_like_addresses_is_a_name(name):
    content = compose(message(name=name), OFFICE, NOON)
    assert [address.addr_spec for address in read(content)["To"].addresses] == ["ann@example.test"]
    raw = message_from_bytes(content)["To"]
    assert [address for _, address in getaddresses([raw])] == ["ann@example.test"]


SPACED = "سىزگە ئۇقتۇرۇش، 2027-يىل — سىزگە ئورۇن قالدۇرۇلغان پائالىيەت: 1 قېتىم"


def test_spaces_stay_where_a_long_subject_is_folded():
    """The email package of Python 3.11 and 3.12 loses one of these."""
    content = compose(message(subject=SPACED), OFFICE, NOON)
    raw = message_from_bytes(content)["Subject"]
    assert str(make_header(decode_header(raw))) == SPACED
    assert max(map(len, content.split(b"\r\n\r\n")[0].split(b"\r\n"))) <= 100


@given(name=st.text(max_size=120), subject=st.text(max_size=120).map(one_line))
@example(name="a\r\nBcc: evil@x.example", subject="s")
@example(name="a\u2028Bcc: evil@x.example", subject="s")
@example(name="\ud800", subject="s")
def test_whatever_the_name_there_is_one_recipient_and_no_header_more(name, subject):
    mail = read(compose(message(name=name, subject=subject), OFFICE, NOON))
    assert [address.addr_spec for address in mail["To"].addresses] == ["ann@example.test"]
    assert mail["Subject"] == subject
    assert sorted(mail.keys()) == [
        "Auto-Submitted",
        "Content-Language",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]


@pytest.mark.parametrize("subject", ["one\r\nBcc: evil@x.example", "one\nline"])
def test_subject_of_more_than_a_line_is_refused(subject):
    with pytest.raises(InvalidValue, match="message ab.*subject: is more than one clean line"):
        compose(message(subject=subject), OFFICE, NOON)


@pytest.mark.parametrize(
    "email", ["a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "no address", "x <a@b>"]
)
def test_address_that_is_not_one_is_refused(email):
    with pytest.raises(InvalidValue, match="email: is not one mail address"):
        compose(message(email=email), OFFICE, NOON)
