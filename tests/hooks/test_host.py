"""The host lists what is installed, takes in what fits, and says of the rest why it is out."""

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
from attrs import frozen

from volsched.hooks import Check, Exporter, Host, PluginInfo, Solver, hookimpl
from volsched.hooks.discovery import version_of

GOOD = """
from volsched.hooks import Check, hookimpl

@hookimpl
def volsched_checks():
    return (Check(name="{name}", run=lambda plan: ()),)
"""


def offering(**answers):
    """A plugin that is a plain object with one function a hook."""

    def function(answer):
        return hookimpl(lambda: answer)

    return SimpleNamespace(**{name: function(answer) for name, answer in answers.items()})


def check(name="looks"):
    return Check(name=name, run=lambda plan: ())


def exporter(name="pdf"):
    return Exporter(name=name, title="PDF", export=lambda plan: ())


def states(host):
    return {info.name: (info.state, info.reason) for info in host.plugins()}


def test_host_without_plugins_offers_nothing():
    host = Host.open(installed=False)
    assert (host.plugins(), host.solvers(), host.exporters(), host.failures) == ((), (), (), ())


def test_installed_plugins_are_listed_by_name_with_distribution_version_and_hooks(site):
    site.install("second", GOOD.format(name="two"), version="2.5")
    site.install("first", GOOD.format(name="one"))
    host = Host.open(folders=site.folders)
    assert host.plugins() == (
        PluginInfo(name="first", distribution="dist-first", version="1.0", hooks=("volsched_checks",)),
        PluginInfo(name="second", distribution="dist-second", version="2.5", hooks=("volsched_checks",)),
    )
    assert [found.name for found in host.checks()] == ["one", "two"]


def test_plugin_whose_import_fails_is_named_and_the_others_are_there(site):
    site.install("broken", "import a_module_that_nobody_has")
    site.install("good", GOOD.format(name="fine"))
    host = Host.open(folders=site.folders)
    assert states(host) == {
        "broken": ("failed", "ModuleNotFoundError: No module named 'a_module_that_nobody_has'"),
        "good": ("active", ""),
    }
    assert [str(failure) for failure in host.failures] == [
        "plugin 'broken' (dist-broken 1.0): load: ModuleNotFoundError: No module named 'a_module_that_nobody_has'"
    ]
    assert [found.name for found in host.checks()] == ["fine"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("def f(): f()\nf()", "RecursionError: maximum recursion depth exceeded"),
        ("raise MemoryError", "MemoryError"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("class E(BaseException):\n    def __str__(self): raise SystemExit\nraise E", "E: (it cannot say why)"),
        ("x = 1\nx x", "SyntaxError: invalid syntax"),
    ],
)
def test_plugin_whose_import_ends_in_any_way_is_named(site, code, reason):
    site.install("broken", code)
    host = Host.open(folders=site.folders)
    assert states(host)["broken"][0] == "failed"
    assert states(host)["broken"][1].startswith(reason)


def test_plugin_whose_entry_point_names_nothing_is_named(site):
    site.install("broken", "", target="Missing")
    host = Host.open(folders=site.folders)
    assert host.plugins()[0].state == "failed"
    assert "has no attribute 'Missing'" in host.plugins()[0].reason


def test_distribution_with_unreadable_entry_points_hides_no_other(site):
    site.install("broken", "")
    (site.folder / "dist_broken-1.0.dist-info" / "entry_points.txt").write_bytes(b"[volsched]\nx = \xff\xfe\n")
    site.install("good", GOOD.format(name="fine"))
    host = Host.open(folders=site.folders)
    assert {name: state for name, (state, _) in states(host).items()} == {"dist-broken": "failed", "good": "active"}


def test_keyboard_interrupt_is_the_users_and_passes(site):
    site.install("stops", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        Host.open(folders=site.folders)


@pytest.mark.parametrize(
    ("plugins", "environment"),
    [
        ({"disabled": ["off"]}, {}),
        ({}, {"VOLSCHED_DISABLE_PLUGINS": "off"}),
        ({}, {"VOLSCHED_DISABLE_PLUGINS": " *"}),
    ],
)
def test_disabled_plugin_is_never_imported(site, plugins, environment):
    module = site.install("off", "raise SystemExit('imported')")
    host = Host.open(plugins, folders=site.folders, environment=environment)
    assert states(host) == {"off": ("disabled", "switched off")}
    assert (module in sys.modules, host.failures, host.faults) == (False, (), ())


def test_two_plugins_with_one_name_are_told_apart_and_the_second_is_out(site):
    site.install("same", GOOD.format(name="one"), distribution="aaa")
    site.install("same", GOOD.format(name="two"), distribution="bbb")
    host = Host.open(folders=site.folders)
    assert [(info.distribution, info.state, info.reason) for info in host.plugins()] == [
        ("aaa", "active", ""),
        ("bbb", "refused", "two plugins have this name, of 'aaa 1.0' and 'bbb 1.0'; uninstall one of them"),
    ]
    assert [found.name for found in host.checks()] == ["one"]


def test_installed_plugin_cannot_take_the_name_of_a_built_in_one(site):
    site.install("ics", GOOD.format(name="one"))
    site.install("volsched.csv", GOOD.format(name="two"))
    host = Host.open(builtins={"volsched.ics": offering(volsched_checks=(check(),))}, folders=site.folders)
    assert {(info.name, info.state) for info in host.plugins()} == {
        ("ics", "refused"),
        ("volsched.csv", "refused"),
        ("volsched.ics", "active"),
    }


def test_built_in_plugins_are_registered_and_can_be_switched_off():
    builtins = {"volsched.ics": offering(volsched_exporters=(exporter(),))}
    assert [found.name for found in Host.open(builtins=builtins, installed=False).exporters()] == ["pdf"]
    off = Host.open({"disabled": ["ics"]}, builtins=builtins, installed=False)
    assert (off.exporters(), states(off)) == ((), {"volsched.ics": ("disabled", "switched off")})
    assert off.faults == ()


def test_version_of_built_in_plugins_is_that_of_the_distribution():
    host = Host.open(builtins={"volsched.ics": offering(volsched_exporters=(exporter(),))}, installed=False)
    assert [(info.distribution, info.version) for info in host.plugins()] == [("volsched", version_of("volsched"))]
    assert version_of("a-distribution-that-nobody-has") == ""


def refused(plugin):
    host = Host()
    info = host.add("odd", plugin, distribution="dist-odd", version="0.3")
    assert host.plugins() == (info,)
    assert [failure.plugin for failure in host.failures] == ["odd"]
    assert host.checks() == host.exporters() == ()
    return info.state, info.reason.removeprefix("PluginError: ")


def test_unknown_hook_is_refused_with_the_one_that_is_meant():
    plugin = offering(volsched_exporters=(exporter(),), volsched_chekcs=())
    assert refused(plugin) == ("refused", "there is no hook 'volsched_chekcs'; did you mean 'volsched_checks'?")


def test_hook_with_a_parameter_that_nobody_gives_is_refused_and_nothing_of_it_is_registered():
    class Odd:
        @hookimpl
        def volsched_checks(self):
            return (check(),)

        @hookimpl
        def volsched_planned(self, plan, mood):
            pass

    state, reason = refused(Odd())
    assert state == "refused"
    assert reason == (
        "volsched_planned asks for 'mood', version 1 of the hooks gives plan; "
        "take it out, or install versions that fit each other"
    )


@pytest.mark.parametrize(
    "method",
    [
        lambda self, *plan: None,
        lambda self, **more: None,
        lambda self, *, plan: None,
    ],
)
def test_hook_that_cannot_be_called_as_it_stands_is_refused(method):
    odd = type("Odd", (), {"volsched_planned": hookimpl(method)})()
    assert "version 1 of the hooks gives plan" in refused(odd)[1]


def test_hook_may_leave_out_parameters_and_have_others_with_defaults():
    heard = []

    class Terse:
        @hookimpl
        def volsched_published(self, files, mood="glad"):
            heard.append((files, mood))

    host = Host()
    assert host.add("terse", Terse()).state == "active"
    host.published("the plan", ("a file",))
    assert heard == [(("a file",), "glad")]


def test_wrapper_is_refused():
    class Wraps:
        @hookimpl(wrapper=True)
        def volsched_checks(self):
            return (yield)

    assert refused(Wraps()) == (
        "refused",
        "volsched_checks wraps the hook of other plugins, which volsched does not allow; implement it plainly",
    )


def test_async_hook_is_refused():
    class Modern:
        @hookimpl
        async def volsched_checks(self):
            return ()

    assert refused(Modern())[1] == "volsched_checks is async; write it with plain def"


def test_unmarked_hook_is_refused():
    class Forgetful:
        def volsched_checks(self):
            return ()

    assert refused(Forgetful())[1] == "volsched_checks is not marked; write @hookimpl above it"


def test_plugin_without_hooks_is_refused():
    assert refused(SimpleNamespace())[1] == "has no hook; mark its functions with @volsched.hooks.hookimpl"
    assert refused(None)[0] == "refused"
    assert refused(42)[0] == "refused"


def test_plugin_for_later_hooks_is_refused():
    class Later:
        volsched_api = 2

        @hookimpl
        def volsched_checks(self):
            return ()

    assert refused(Later())[1] == (
        "needs version 2 of the hooks, this volsched has 1; update volsched, or install an older version of the plugin"
    )
    Later.volsched_api = "2"
    assert refused(Later())[1] == "volsched_api is '2'; write the version of the hooks as a number, 1"
    Later.volsched_api = 1
    assert Host().add("later", Later()).state == "active"


def test_property_that_raises_is_not_run():
    class Trap:
        @property
        def volsched_trap(self):
            raise SystemExit

        @hookimpl
        def volsched_checks(self):
            return ()

    assert Host().add("trap", Trap()).state == "active"


def test_object_that_is_equal_to_another_plugin_is_refused_whole():
    @frozen
    class Equal:
        @hookimpl
        def volsched_checks(self):
            return ()

    host = Host()
    host.add("one", Equal())
    assert host.add("two", Equal()).state == "refused"
    assert len(host._register.implementations("volsched_checks")) == 1


def test_order_is_tryfirst_then_name_then_trylast():
    heard = []

    def hearing(name, **options):
        return SimpleNamespace(volsched_planned=hookimpl(**options)(lambda plan: heard.append(name)))

    host = Host()
    for name, options in {
        "d": {},
        "b": {"trylast": True},
        "c": {"tryfirst": True},
        "a": {"trylast": True},
        "z": {"tryfirst": True},
        "volsched.x": {},
        "aa": {},
    }.items():
        host.add(name, hearing(name, **options))
    host.planned("plan")
    assert heard == ["c", "z", "aa", "d", "volsched.x", "a", "b"]


def test_hosts_share_nothing():
    one, other = Host(), Host()
    one.add("mine", offering(volsched_checks=(check(),)))
    assert (len(one.checks()), other.checks(), other.plugins()) == (1, (), ())


def test_name_offered_twice_belongs_to_the_built_in_plugin_then_to_the_first():
    mine = Solver(name="fair", solve=lambda problem, seed, budget, progress: None)
    host = Host()
    for name in ("b", "a", "volsched.fair"):
        host.add(name, offering(volsched_solvers=(mine,)))
    assert [solver.name for solver in host.solvers()] == ["fair"]
    assert [(failure.plugin, failure.error) for failure in host.failures] == [
        ("a", "'fair' is already offered by plugin 'volsched.fair'"),
        ("b", "'fair' is already offered by plugin 'volsched.fair'"),
    ]


def test_import_of_volsched_loads_no_plugin(site):
    site.install("loud", "raise SystemExit('imported')")
    code = "import sys, json, volsched, volsched.hooks; print(json.dumps([m for m in sys.modules if 'loud' in m]))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join([*site.folders, *[p for p in sys.path if p]])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []


def test_kind_of_a_plugin_is_offered_unless_volsched_has_it():
    from volsched.model import KINDS, Kind, Text

    visit = Kind(id="outing", name=Text(en="Outing"))
    host = Host()
    host.add("kinds", offering(volsched_kinds=(visit, KINDS["patrol"])))
    assert host.kinds() == (visit,)
    assert [failure.error for failure in host.failures] == ["'patrol' is already offered by plugin 'volsched'"]


def test_trace_is_switched_on_by_the_environment(capsys):
    builtins = {"volsched.ics": offering(volsched_exporters=(exporter(),))}
    host = Host.open(builtins=builtins, installed=False, environment={"VOLSCHED_TRACE_PLUGINS": "1"})
    host.exporters()
    assert capsys.readouterr().err.splitlines()[-1] == "volsched.ics: volsched_exporters: 1 items"


def test_what_built_in_plugins_offer_comes_first():
    host = Host()
    for name in ("aaa", "volsched.zzz", "volsched.yyy"):
        host.add(name, offering(volsched_exporters=(exporter(f"of-{name}"),)))
    assert [found.name for found in host.exporters()] == ["of-volsched.yyy", "of-volsched.zzz", "of-aaa"]
