"""What a plugin did wrong, and what is known of a plugin: both as data that a report can show."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from volsched.model.text import one_line

State = Literal["active", "disabled", "refused", "failed"]
"""In use; switched off and never imported; not fit for these hooks or badly set; broken when it was loaded."""

LONGEST = 500


def told(error: BaseException) -> str:
    """An exception as one line of text, even one that cannot say what it is."""
    kind = type(error).__name__
    try:
        text = one_line(str(error))
    except BaseException:  # noqa: BLE001 - the plugin's own __str__ runs here
        text = "(it cannot say why)"
    return shortened(f"{kind}: {text}" if text else kind)


def shortened(text: str) -> str:
    """The text on one line of bearable length."""
    line = one_line(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 3] + "..."


@frozen
class Failure:
    """One thing that a plugin did wrong: who, from which distribution, where, and what.

    `hook` is a hook, "load" while it was imported and set up, or what it had offered ("exporter xlsx").
    """

    plugin: str
    distribution: str
    hook: str
    error: str = field(converter=shortened)

    def __str__(self) -> str:
        source = f" ({self.distribution})" if self.distribution else ""
        return f"plugin '{self.plugin}'{source}: {self.hook}: {self.error}"


@frozen(kw_only=True)
class PluginInfo:
    """One plugin as `volsched plugins` lists it; `reason` says why it is not active."""

    name: str
    distribution: str = ""
    version: str = ""
    state: State = "active"
    reason: str = ""
    hooks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The distribution as messages name it: "volsched-xlsx 0.1.0"."""
        return f"{self.distribution} {self.version}".strip()
