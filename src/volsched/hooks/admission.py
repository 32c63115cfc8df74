"""Whether a plugin fits these hooks: looked at as a whole before anything of it is registered."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pluggy

from volsched.errors import PluginError, did_you_mean, nearest
from volsched.hooks.spec import API_VERSION, POLICIES, PROJECT, Hooks, parameters

_MARK = f"{PROJECT}_impl"
_PREFIX = f"{PROJECT}_"


def implemented_hooks(plugin: object) -> tuple[str, ...]:
    """The hooks that this plugin implements, sorted.

    Raises:
        PluginError: it was written for later hooks, has a hook that does not exist or cannot be called, or none.
    """
    _check_version(plugin)
    found = tuple(sorted({_check_one(plugin, name, options) for name, options in _marked(plugin)}))
    if not found:
        raise PluginError("has no hook; mark its functions with @volsched.hooks.hookimpl")
    return found


def _check_version(plugin: object) -> None:
    version = getattr(plugin, "volsched_api", API_VERSION)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise PluginError(f"volsched_api is {version!r}; write the version of the hooks as a number, {API_VERSION}")
    if version > API_VERSION:
        raise PluginError(
            f"needs version {version} of the hooks, this volsched has {API_VERSION}; "
            "update volsched, or install an older version of the plugin"
        )


def _marked(plugin: object) -> Iterator[tuple[str, dict[str, object]]]:
    for name in dir(plugin):
        method, options = _looked_at(plugin, name)
        if options is not None:
            yield name, options
        elif name.startswith(_PREFIX) and inspect.isroutine(method):
            raise PluginError(f"{name} is not marked; write @hookimpl above it")


def _looked_at(plugin: object, name: str) -> tuple[object, dict[str, object] | None]:
    """A method and the options it was marked with, found without running a property of the plugin."""
    method = inspect.getattr_static(plugin, name, None)
    method = getattr(method, "__func__", method)  # of a static or class method
    options = getattr(method, _MARK, None) if inspect.isroutine(method) else None
    return method, options if isinstance(options, dict) else None


def _check_one(plugin: object, name: str, options: dict[str, object]) -> str:
    hook = str(options.get("specname") or name)
    if hook not in POLICIES:
        by_end = {name.removeprefix(_PREFIX): name for name in POLICIES}
        near = [by_end[end] for end in nearest(hook.removeprefix(_PREFIX), by_end)]
        cure = did_you_mean(near) or f"the hooks are {', '.join(sorted(POLICIES))}"
        raise PluginError(f"there is no hook '{hook}'; {cure}")
    if options.get("hookwrapper") or options.get("wrapper"):
        raise PluginError(
            f"{name} wraps the hook of other plugins, which volsched does not allow; implement it plainly"
        )
    method = getattr(plugin, name)
    if inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method):
        raise PluginError(f"{name} is async; write it with plain def")
    _check_parameters(name, hook, method)
    return hook


def _check_parameters(name: str, hook: str, method: object) -> None:
    given = parameters(hook)
    for parameter in inspect.signature(method).parameters.values():  # type: ignore[arg-type]
        if parameter.default is not parameter.empty:
            continue
        plain = parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        if not plain or parameter.name not in given:
            raise PluginError(
                f"{name} asks for '{parameter}', version {API_VERSION} of the hooks gives "
                f"{', '.join(given) or 'nothing'}; take it out, or install versions that fit each other"
            )


class _Manager(pluggy.PluginManager):
    """Older versions of pluggy run the properties of a plugin when they look for its hooks."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        """The options of a marked method, None for all else."""
        return None if _looked_at(plugin, name)[1] is None else super().parse_hookimpl_opts(plugin, name)


def new_manager() -> pluggy.PluginManager:
    """A plugin manager that knows the hooks."""
    manager = _Manager(PROJECT)
    manager.add_hookspecs(Hooks)
    return manager
