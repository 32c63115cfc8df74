"""Runs the parts of the campaign and says what each came to; the last line is one JSON object.

python -m tests.campaign --json              # everything, in full
python -m tests.campaign --quick             # everything, in a minute
python -m tests.campaign once edits --json   # some parts
"""

import argparse
import importlib
import json
import sys
import time
import traceback

PARTS = ("once", "edits", "kills", "random_kills", "writes", "clocks", "simulation", "channels", "restore", "postgres")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="these parts alone")
    parser.add_argument("--quick", action="store_true", help="a small run, in a minute")
    parser.add_argument("--json", action="store_true", help="only the last line, as JSON")
    parser.add_argument("--seed", type=int, default=0, help="of the random parts; a failing one is printed")
    parser.add_argument("--store", default="", help="an empty database such as postgresql://..., for once and edits")
    asked = parser.parse_args(arguments)
    found: dict[str, dict[str, object]] = {}
    for name in asked.parts or PARTS:
        start, cpu = time.monotonic(), time.process_time()
        try:
            result = importlib.import_module(f"tests.campaign.{name}").run(asked)
        except Exception as error:
            result = {"ok": False, "error": f"{type(error).__name__}: {error}"}
            traceback.print_exc()
        result["seconds"] = round(time.monotonic() - start, 1)
        result["cpu"] = round(time.process_time() - cpu, 1)
        found[name] = result
        if not asked.json:
            print(f"{name}: {json.dumps(result, ensure_ascii=False)}", flush=True)
    whole = all(result.get("ok") for result in found.values())
    print(json.dumps({"ok": whole, "quick": asked.quick, "parts": found}, ensure_ascii=False))
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
