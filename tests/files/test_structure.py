"""Settings of plugins become values of the plugin's own class, or faults that name table, key and line."""

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Literal

import pytest
from attrs import field, frozen

from volsched.errors import Fault, InvalidValue
from volsched.files import plugin_settings, structure, with_lines
from volsched.model import Text


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@frozen(kw_only=True)
class Relay:
    host: str
    port: int = 25


@frozen(kw_only=True)
class Mail:
    host: str
    port: int = 25
    password: str = field(default="", repr=False)
    retry: dt.timedelta = dt.timedelta(minutes=5)
    share: float = 1.0
    secure: bool = True
    mode: Literal["plain", "html"] = "plain"
    to: tuple[str, ...] = ()
    relays: tuple[Relay, ...] = ()
    limits: Mapping[str, int] = {}
    colour: Colour = Colour.RED
    numbers: set[int] = frozenset()
    greeting: Text | None = None

    def __attrs_post_init__(self):
        if not 0 < self.port < 65536:
            raise InvalidValue("mail", "", "port", f"{self.port} is no port", "write 1 to 65535")


def faults(table, **more):
    found = structure(Mail, {"host": "h", **table}, "plugins.mail", **more)
    assert isinstance(found, tuple), found
    assert all(isinstance(fault, Fault) and fault.file == "programme.toml" for fault in found)
    return [str(fault) for fault in found]


def test_settings_are_read_by_the_types_of_the_fields():
    table = {
        "host": "mail.example",
        "port": 2525,
        "retry": "1h30m",
        "share": 2,
        "secure": False,
        "mode": "html",
        "to": ["a", "b"],
        "relays": [{"host": "one"}, {"host": "two", "port": 26}],
        "limits": {"day": 5},
        "colour": "blue",
        "numbers": [1, 2, 2],
        "greeting": {"en": "Hello"},
    }
    assert structure(Mail, table, "plugins.mail") == Mail(
        host="mail.example",
        port=2525,
        retry=dt.timedelta(hours=1, minutes=30),
        share=2.0,
        secure=False,
        mode="html",
        to=("a", "b"),
        relays=(Relay(host="one"), Relay(host="two", port=26)),
        limits={"day": 5},
        colour=Colour.BLUE,
        numbers={1, 2},
        greeting=Text(en="Hello"),
    )


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"prot": 25}, "plugins.mail.prot: is not a key of this table; did you mean 'port'?"),
        ({"port": "25"}, "plugins.mail.port: is text, not a whole number; "),
        ({"port": True}, "plugins.mail.port: is true or false, not a whole number; "),
        ({"port": 2.5}, "plugins.mail.port: is a number, not a whole number; "),
        ({"port": 10**30}, "plugins.mail.port: is too large a number; "),
        ({"port": 0}, "plugins.mail.port: 0 is no port; write 1 to 65535"),
        ({"share": float("inf")}, "plugins.mail.share: 'inf' is not a number to count with; "),
        ({"share": True}, "plugins.mail.share: is true or false, not a number; "),
        ({"secure": "yes"}, "plugins.mail.secure: is text, not true or false; "),
        ({"secure": 1}, "plugins.mail.secure: is a whole number, not true or false; "),
        ({"host": 5}, "plugins.mail.host: is a whole number, not text; "),
        ({"mode": "htlm"}, "plugins.mail.mode: 'htlm' is not known; did you mean 'html'?"),
        ({"mode": 1}, "plugins.mail.mode: is a whole number, not one of plain, html; "),
        ({"retry": 5}, "plugins.mail.retry: is a whole number, not a length of time; "),
        ({"to": "a"}, "plugins.mail.to: is text, not a list; "),
        ({"to": ["a", 5]}, "plugins.mail.to[2]: is a whole number, not text; "),
        ({"relays": [{"host": "one"}, {"hots": "two"}]}, "plugins.mail.relays[2].hots: is not a key of this table; "),
        ({"relays": [{}]}, "plugins.mail.relays[1].host: is missing; add host = ..."),
        ({"limits": {"day": "5"}}, "plugins.mail.limits.day: is text, not a whole number; "),
        ({"limits": [5]}, "plugins.mail.limits: is a list, not a table; "),
        ({"colour": "green"}, "plugins.mail.colour: is text and cannot be read as Colour: "),
        ({"numbers": [1, "x"]}, "plugins.mail.numbers: is a list and cannot be read as "),
        ({"greeting": {"fr": "Salut"}}, "plugins.mail.greeting.fr: is not a key of this table; "),
    ],
)
def test_each_slip_in_settings_is_one_fault(table, fault):
    (found,) = faults(table)
    assert found.startswith(f"programme.toml: {fault}")


def test_all_faults_of_a_table_are_told_together():
    assert len(faults({"port": "25", "secure": 1, "to": [1, 2]})) == 4
    (missing,) = structure(Mail, {}, "plugins.mail")
    assert str(missing) == "programme.toml: plugins.mail.host: is missing; add host = ..."


def test_secrets_come_from_the_environment_that_is_passed():
    table = {"host": "h", "password": {"env": "MAIL_PASSWORD"}}
    assert structure(Mail, table, "plugins.mail", environ={"MAIL_PASSWORD": "s3cret"}).password == "s3cret"
    (fault,) = faults(table, environ={})
    assert fault.startswith("programme.toml: plugins.mail.password: the environment has no MAIL_PASSWORD; set it")
    assert faults({"password": {"env": 5}}, environ={}) == [
        'programme.toml: plugins.mail.password.env: is not the name of an environment variable; write { env = "NAME" }'
    ]
    assert "is a table, not text" in faults(table)[0]


def test_a_class_that_refuses_in_its_own_words_is_one_fault():
    @frozen
    class Picky:
        size: int = 1

        def __attrs_post_init__(self):
            raise ValueError("too picky")

    (fault,) = structure(Picky, {"size": 3}, "plugins.picky")
    assert str(fault) == "programme.toml: plugins.picky: is refused: too picky; check the values of this table"


PROGRAMME = """[programme]
id = "one"
name = "One"

[plugins]
disabled = ["other"]

[plugins.mail]
host = "h"
to = [
  "a",
  5,
]
relays = [{ host = "one" },
  { hots = "two" }]
"""


def test_faults_of_settings_get_their_lines_from_the_file(tmp_path):
    (tmp_path / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    settings = plugin_settings(tmp_path)
    assert settings["disabled"] == ("other",)
    found = structure(Mail, settings["mail"], "plugins.mail")
    assert [(fault.field, fault.line) for fault in found] == [
        ("plugins.mail.relays[2].hots", 0),
        ("plugins.mail.to[2]", 0),
    ]
    assert [(fault.field, fault.line) for fault in with_lines(tmp_path, found)] == [
        ("plugins.mail.relays[2].hots", 15),
        ("plugins.mail.to[2]", 12),
    ]
    missing = Fault("programme.toml", 0, "plugins.mail.host", "is missing")
    assert with_lines(tmp_path, [missing, Fault("people.csv", 0, "", "x")]) == (
        Fault("programme.toml", 9, "plugins.mail.host", "is missing"),
        Fault("people.csv", 0, "", "x"),
    )


def test_settings_cannot_be_changed_by_who_reads_them(tmp_path):
    (tmp_path / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    with pytest.raises(TypeError):
        plugin_settings(tmp_path)["mail"]["host"] = "other"


@pytest.mark.parametrize("content", [None, b"[plugins", b"plugins = 5", b"\xff\xfe", b""])
def test_settings_of_a_folder_that_cannot_be_read_are_nothing(tmp_path, content):
    if content is not None:
        (tmp_path / "programme.toml").write_bytes(content)
    assert plugin_settings(tmp_path) == {}
    fault = Fault("programme.toml", 0, "plugins.x", "y")
    assert [item.problem for item in with_lines(tmp_path, [fault])] == ["y"]
