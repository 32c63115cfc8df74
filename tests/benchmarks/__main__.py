"""Run one benchmark: each is a module of this package with `main(arguments) -> int`."""

import importlib
import pkgutil
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    names = sorted(
        module.name.replace("_", "-")
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if module.name[0] != "_"
    )
    if not arguments or arguments[0] not in names:
        print(f"usage: python -m tests.benchmarks {{{','.join(names)}}} [--json] ...", file=sys.stderr)
        return 2
    return int(importlib.import_module(f"tests.benchmarks.{arguments[0].replace('-', '_')}").main(arguments[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
