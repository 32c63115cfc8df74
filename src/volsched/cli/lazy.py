"""A group of commands that loads each when it is asked for, so that --help is quick."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from volsched.errors import did_you_mean, nearest

Places = Mapping[str, tuple[str, str]]
"""For each command the module that holds it, within the group's package, and its one line of help."""


class LazyGroup(click.Group):
    """A group that knows where its commands are, and what each is for, without loading them."""

    def __init__(self, *arguments: Any, package: str = "volsched.cli", places: Places, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.package = package
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, sorted."""
        del ctx
        return sorted(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        del ctx
        if cmd_name not in self.places:
            return None
        module, _ = self.places[cmd_name]
        # A command that is called like something of Python's own, such as open, ends in _ in its module.
        name = cmd_name.replace("-", "_")
        name = f"{name}_" if iskeyword(name) or hasattr(builtins, name) else name
        found: click.Command = getattr(import_module(f"{self.package}.{module}"), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; where there is none, the error names the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            if args[0].startswith("-"):
                raise
            near = did_you_mean(nearest(args[0], self.places))
            said = f"No such command '{args[0]}'."
            raise click.UsageError(f"{said} {near[:1].upper()}{near[1:]}".rstrip(), ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their one line each."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in sorted(self.places.items())])
