"""Settings of plugins: the fields of the plugin's own class, and every fault with its path and the cure."""

import datetime as dt
from types import MappingProxyType
from typing import Literal

import attrs
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import Fault, InvalidValue
from volsched.hooks import Check, Host, hookimpl


@frozen(eq=False)
class Frost:
    """Looks for nights that are too cold."""

    below: int = -20
    where: Literal["outside", "inside"] = "outside"
    rest: dt.timedelta = dt.timedelta(hours=1)
    token: str = attrs.field(default="", repr=False)

    def __attrs_post_init__(self):
        if self.below > 0:
            raise InvalidValue("frost", "", "below", f"{self.below} is not cold", "write a number below 0")
        if self.token == "wrong":
            raise RuntimeError(f"token {self.token} was refused")

    @hookimpl
    def volsched_checks(self):
        if self.token == "secret-token":
            raise PermissionError(f"token {self.token} was refused")
        return (Check(name=f"frost{self.below}-{self.where}-{self.rest.seconds}", run=lambda plan: ()),)


class Plain:
    """Has no settings."""

    @hookimpl
    def volsched_checks(self):
        return (Check(name="plain", run=lambda plan: ()),)


def opened(plugins, plugin=Frost, **more):
    host = Host.open(plugins, builtins={"volsched.frost": plugin}, installed=False, **more)
    return host, [check.name for check in host.checks()]


def faults(plugins, plugin=Frost, **more):
    host, names = opened(plugins, plugin, **more)
    assert (names, host.plugins()[0].state) == ([], "refused")
    return [str(fault) for fault in host.faults]


def test_plugin_without_settings_has_its_defaults():
    host, names = opened({})
    assert (names, host.faults) == (["frost-20-outside-3600"], ())


def test_settings_are_the_fields_of_the_plugin():
    table = MappingProxyType({"below": -5, "where": "inside", "rest": "90m"})
    assert opened(MappingProxyType({"frost": table}))[1] == ["frost-5-inside-5400"]


def test_unknown_setting_is_named_with_its_path_and_the_one_that_is_meant():
    assert faults({"frost": {"bellow": -5}}) == [
        "programme.toml: plugins.frost.bellow: is not a key of this table; did you mean 'below'?"
    ]


def test_every_fault_of_the_settings_is_told():
    host, names = opened({"frost": {"below": "cold", "where": "outsid", "rest": "soon"}})
    assert names == []
    assert [fault.field for fault in host.faults] == [f"plugins.frost.{name}" for name in ("below", "rest", "where")]


def test_what_the_plugin_itself_refuses_is_a_fault():
    assert faults({"frost": {"below": 3}}) == [
        "programme.toml: plugins.frost.below: 3 is not cold; write a number below 0"
    ]


def test_plugin_that_breaks_while_it_is_built_is_named_without_its_secret():
    host, names = opened({"frost": {"token": {"env": "TOKEN"}}}, environment={"TOKEN": "wrong"})
    assert names == []
    assert host.plugins()[0].state in ("failed", "refused")
    assert "wrong" not in host.plugins()[0].reason
    assert "wrong" not in str(host.failures)


def test_secret_comes_from_the_environment_and_is_in_no_report():
    host, names = opened({"frost": {"token": {"env": "TOKEN"}}}, environment={"TOKEN": "secret-token"})
    assert names == []
    assert [failure.error for failure in host.failures] == ["PermissionError: token *** was refused"]
    assert "secret-token" not in repr(host)


def test_secret_that_the_environment_lacks_is_a_fault():
    (fault,) = faults({"frost": {"token": {"env": "TOKEN"}}})
    assert fault.startswith("programme.toml: plugins.frost.token: the environment has no TOKEN")


def test_settings_of_a_plugin_that_is_not_installed_are_a_fault_with_the_nearest():
    host, names = opened({"forst": {"below": -5}, "disabled": ["nobody", "frots"]})
    assert names == ["frost-20-outside-3600"]
    assert host.faults == (
        Fault("programme.toml", 0, "plugins.forst", "no plugin 'forst' is installed", "did you mean 'frost'?"),
        Fault("programme.toml", 0, "plugins.disabled", "no plugin 'frots' is installed", "did you mean 'frost'?"),
        Fault(
            "programme.toml",
            0,
            "plugins.disabled",
            "no plugin 'nobody' is installed",
            "install it, or take its name out",
        ),
    )


def test_settings_of_a_plugin_that_has_none_are_a_fault():
    assert faults({"frost": {"below": -5}}, Plain) == [
        "programme.toml: plugins.frost: this plugin has no settings; take the table out of the programme file"
    ]
    assert opened({}, Plain)[1] == opened({}, Plain())[1] == ["plain"]


def test_settings_of_a_disabled_plugin_are_left_alone():
    host, names = opened({"frost": {"bellow": -5}, "disabled": ["frost"]})
    assert (names, host.faults, host.failures) == ([], (), ())


@pytest.mark.parametrize("listed", ["frost", ["frost"], ("volsched.frost", 3)])
def test_disabled_may_be_a_name_or_a_list(listed):
    assert opened({"disabled": listed})[0].plugins()[0].state == "disabled"


@pytest.mark.parametrize("wrong", [3, {"a": 1}, True, None])
def test_what_loading_the_folder_tells_is_not_told_here(wrong):
    host, names = opened({"disabled": wrong, "frost": 3} if not isinstance(wrong, dict) else {"frost": 3})
    assert (len(names), host.faults) == (1, ())


def test_quoted_full_name_of_a_built_in_plugin_works_too():
    assert opened({"volsched.frost": {"below": -7}})[1] == ["frost-7-outside-3600"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["env", "below", "x", ""]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["below", "where", "rest", "token", "bellow", "x.y", ""]), VALUES))
def test_no_table_of_settings_ends_the_run(table):
    host = Host.open({"frost": table}, builtins={"volsched.frost": Frost}, environment={"A": "b"}, installed=False)
    (info,) = host.plugins()
    assert (info.state == "active") == (not host.faults and not host.failures)
    assert all(fault.file == "programme.toml" and fault.field.startswith("plugins.frost") for fault in host.faults)


@given(VALUES)
def test_no_form_of_the_plugins_table_ends_the_run(value):
    host = Host.open({"disabled": value, "other": value}, builtins={"volsched.frost": Frost}, installed=False)
    assert host.plugins()[0].state in ("active", "disabled")
