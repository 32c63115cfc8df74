"""What one run of the command line knows about itself: what was asked, and the language to answer in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import click
from attrs import define

from volsched.model import Language
from volsched.model.text import one_line

_LONGEST_ARGUMENT = 200
_HEAD, _TAIL = 100, 60
"""What stays of a longer one: both ends, for the end of a path is the name of its file."""
_LONGEST_LINE = 2_000
_LONG_WORD = re.compile(rf"(\S{{{_HEAD}}})\S{{140,}}(\S{{{_TAIL}}})")


@define
class Session:
    """One run. `language` and `zone` are those of the programme, as soon as one was read."""

    arguments: tuple[str, ...] = ()
    language: Language = "en"
    zone: str = "UTC"

    @property
    def as_json(self) -> bool:
        """Whether a program reads the answer."""
        return "--json" in _options(self.arguments)

    def safe(self, text: str) -> str:
        """A line as it may stand on a terminal: nothing hidden in it, and long arguments cut in their middle.

        Messages quote what they were given, which may hold what clears a screen, and be as long as a file.
        """
        line = one_line(text)
        for argument in self._long_arguments():
            line = line.replace(argument, f"{argument[:_HEAD]}…{argument[-_TAIL:]}")
        # The same where a message quotes it in another spelling, such as with its escapes written out.
        line = _LONG_WORD.sub(r"\1…\2", line)
        return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"

    def _long_arguments(self) -> Iterator[str]:
        for written in self.arguments:
            option, equals, value = written.partition("=")
            argument = one_line(value if equals and option.startswith("-") else written)
            if len(argument) > _LONGEST_ARGUMENT:
                yield argument


def session() -> Session:
    """The session of the command that runs; one of its own where a command is called by a program."""
    ctx = click.get_current_context(silent=True)
    return (None if ctx is None else ctx.find_object(Session)) or Session()


def _options(arguments: Sequence[str]) -> Sequence[str]:
    return arguments[: arguments.index("--")] if "--" in arguments else arguments
