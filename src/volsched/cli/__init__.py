"""The command line: the only place that prints and exits.

Exit codes: 0 done; 1 done, and there is something to look at (findings that are errors or warnings, or a plugin that
failed); 2 bad input, nothing was done; 3 a defect of volsched itself.
"""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command of `sys.argv`."""
    # click and the commands load here, so that `import volsched.cli` stays cheap for those who only ask for a name.
    from volsched.cli.commands import run

    run()
