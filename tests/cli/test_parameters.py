"""What every command has in common."""

from collections import Counter

import click

from volsched.cli.commands import volsched as root


def every(command: click.Command, name: str, context: click.Context):
    yield name, command
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            yield from every(found, f"{name} {child}", click.Context(found, parent=context, info_name=child))


def test_no_command_takes_one_option_twice():
    context = click.Context(root, info_name="volsched")
    names = dict(every(root, "volsched", context))
    assert "volsched roster callout" in names
    for name, command in names.items():
        counted = Counter(flag for option in command.params for flag in (*option.opts, *option.secondary_opts))
        assert {flag for flag, times in counted.items() if times > 1} == set(), name
