"""The n-th write fails, for every n: with "no space left" from then on, and with "input/output error" once.

A small library is put before the C library of a child process; it counts what is written, brought to the disk,
shortened or renamed below one folder. The whole way of publishing, changing and notifying is tried with each failure.
"""

import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.campaign.kills import goes_on, judged, reference
from tests.campaign.kit import Log, forked, in_children, note, result_of, workshop
from tests.campaign.world import Flow, plans
from volsched.cli.explaining import faults_in
from volsched.storage.upkeep import NOTHING_YET, look_through

SOURCE = Path(__file__).with_name("failing.c")
ERRORS = (errno.ENOSPC, errno.EIO)


def run(asked):
    """In a child of its own, which has the library before all others."""
    if shutil.which("cc") is None or sys.platform != "linux":
        return {"ok": True, "skipped": "needs a C compiler on Linux"}
    with workshop() as folder:
        library = folder / "failing.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], check=True)
        ambient = {**os.environ, "LD_PRELOAD": str(library), "CAMPAIGN_LIBRARY": str(library)}
        code = f"from tests.campaign.writes import inside; inside({asked.quick!r})"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=ambient,
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    sys.stderr.write(done.stderr)
    return (
        json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {"ok": False, "error": done.stderr[-500:]}
    )


def fails_at(folder, made, number, error):
    """The whole way with one failure: what was said of it, how many steps there were, and which one failed."""
    library = ctypes.CDLL(os.environ["CAMPAIGN_LIBRARY"])
    library.failing_seen.restype = ctypes.c_long
    library.failing_last.restype = ctypes.c_char_p
    library.failing_arm.argtypes = (ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int)
    stage = folder.parent / f"{folder.name}-stage"
    library.failing_arm(os.fsencode(folder), number, error, int(error == errno.ENOSPC))
    said = ""
    try:
        flow = Flow(folder, Log(folder.parent / f"{folder.name}-sent").send)
        flow.run(made, reached=lambda reached: stage.write_text(str(reached)))
    except BaseException as refused:
        said = "; ".join(faults_in(refused)) or f"NOT OURS {type(refused).__name__}: {refused}"
    seen, last = library.failing_seen(), library.failing_last()
    library.failing_arm(b"", -1, 0, 0)
    return said, seen, os.fsdecode(last or b"")


def one(made, number, error, wanted, out):
    """What is wrong after one failure, and which step it was."""
    with workshop(memory=True) as outer:
        folder = outer / "state"
        folder.mkdir()
        said, _, step = result_of(forked(fails_at, folder, made, number, error))
        wrong = []
        if said.startswith("NOT OURS") or (said and str(folder) not in said):
            wrong.append(f"told as: {said}")
        if (folder / "volsched.db").exists() and (folder / "volsched.db").stat().st_size:
            broken = [
                line
                for line in look_through(folder / "volsched.db")
                if "nothing goes out" not in line and line != NOTHING_YET
            ]
            wrong += [f"old state: {line}" for line in broken]
        for name in ("sent", "stage"):
            there = outer / f"state-{name}"
            if there.exists():
                there.replace(folder / name)
        try:
            problems = result_of(forked(goes_on, folder, made, 1.0)) or ()
        except RuntimeError as refused:
            problems = (str(refused),)
        wrong += [f"next run: {line}" for line in problems]
        troubles, again = judged(folder, wanted, out, 1)
        return [*wrong, *troubles], again, step, bool(said)


def some(made, points, wanted, out):
    """Some failures, one after the other: what is wrong, how many second copies, how many were told."""
    wrong, again, told = [], 0, 0
    for number, error in points:
        troubles, more, step, said = one(made, number, error, wanted, out)
        again += more
        told += said
        wrong += [f"{errno.errorcode[error]} at {number} ({step}): {line}" for line in troubles]
    return wrong, again, told


def inside(quick):
    made = plans()
    _, wanted, out = reference(made)
    with workshop(memory=True) as outer:
        folder = outer / "state"
        folder.mkdir()
        _, every, _ = result_of(forked(fails_at, folder, made, -1, 0))
    points = [(number, error) for error in ERRORS for number in range(every)]
    if quick:
        # Spread over the whole way, and as many of each failure.
        points = points[:: max(1, len(points) // 32)]
    halves = [(made, points[share::2], wanted, out) for share in range(2)]
    wrong, again, told = [], 0, 0
    for lines, more, said in in_children(some, halves):
        wrong += lines
        again += more
        told += said
    for line in wrong[:60]:
        note(line)
    print(
        json.dumps(
            {
                "ok": not wrong,
                "writes": every,
                "failures": len(points),
                "told": told,
                "sent_again": again,
                "wrong": wrong[:8],
            }
        )
    )
