"""Mails that came back: reports are read as mail servers write them, and nothing else is taken for one."""

from email.parser import BytesParser

import pytest

from volsched.builtin.inbox import read_mailbox
from volsched.builtin.returns import read_returned
from volsched.notices.message import Returned

KEY = "a" * 64
REPORT = """From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: office@street.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 20 Apr 2027 10:00:00 +0800

Final-Recipient: rfc822; ann@x.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such box

--b
{last}
--b--
"""
WHOLE = f"Content-Type: message/rfc822\n\nFrom: office@street.example\nMessage-ID: <{KEY}@street.example>\n\nmoved\n"
HEADERS = f"Content-Type: text/rfc822-headers\n\nFrom: office@street.example\nMessage-ID: <{KEY}@street.example>\n"


def report(action="failed", last=WHOLE):
    return REPORT.format(action=action, last=last).replace("\n", "\r\n").encode()


def read(content):
    return read_returned(BytesParser().parsebytes(content))


@pytest.mark.parametrize("last", [WHOLE, HEADERS])
def test_a_report_names_the_message_the_address_and_why(last):
    assert read(report(last=last)) == (Returned(key=KEY, address="ann@x.example", detail="550 5.1.1 no such box"),)


@pytest.mark.parametrize(
    "content",
    [
        report("delayed"),
        report("relayed"),
        report(last="Content-Type: message/rfc822\n\nFrom: a@x.example\nMessage-ID: <../../x y@z>\n\nmoved\n"),
        report(last="Content-Type: text/plain\n\nno headers here\n"),
        report().replace(b"rfc822; ann@x.example", b"rfc822; not an address"),
        b"From: ann@x.example\r\nSubject: Undelivered\r\n\r\nAction: failed\r\n",
        b"",
    ],
)
def test_what_is_no_report_of_a_failure_says_nothing(content):
    assert read(content) == ()


def test_one_that_does_not_call_itself_a_report_counts_by_its_parts():
    assert len(read(report().replace(b"Content-Type: multipart/report", b"Content-Type: multipart/mixed"))) == 1


def test_it_is_found_in_a_mailbox_beside_other_mails(tmp_path):
    (tmp_path / "1.eml").write_bytes(b"From: x@y.example\r\n\r\nhello\r\n")
    (tmp_path / "2.eml").write_bytes(report())
    letters = list(read_mailbox(tmp_path))
    assert [(letter.name, [item.key for item in letter.returned]) for letter in letters] == [("2.eml", [KEY])]
