"""Publishing broken off anywhere: `python -m tests.benchmarks crashes --json [--points 100] [--readers 4 --reads 500]`.

The example of the night watch is published for May, then for June over it, again and again. Each time the process is
ended by SIGKILL before another step with the disk (or in the middle of writing a file), at so many points spread over
all of them; then the publication is made again and must heal. Meanwhile readers fetch the public files from
`volsched serve` as fast as they can. Then each step in turn, the first to the last, fails with "no space left" and with
"input/output error". Nobody may ever see anything but a whole old file or a whole new one.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from volsched import Plan, Scheduler, VolschedError, app
from volsched.publishing.disk import Disk
from volsched.publishing.writing import MANIFEST, OutputFile, Written, write_files

EXAMPLE = Path(__file__).parents[2] / "examples" / "night-watch"
Seen = Mapping[str, str]


class StepDisk(Disk):
    """Calls `before(number, label)` before each step; in writing, also when half of the content is written."""

    def __init__(self, before: Callable[[int, str], None]) -> None:
        self._before, self._lock, self.steps = before, threading.Lock(), 0

    def step(self, label: str) -> None:
        with self._lock:
            number, self.steps = self.steps, self.steps + 1
            self._before(number, label)

    def write(self, held: int, content: bytes) -> None:
        self.step("write nothing of")
        super().write(held, content[: len(content) // 2])
        self.step("write half of")
        super().write(held, content[len(content) // 2 :])


def _stepped(name: str) -> Callable[..., Any]:
    plain = getattr(Disk, name)

    def method(self: StepDisk, *arguments: Any) -> Any:
        self.step(f"{name} {Path(arguments[0]).name}" if isinstance(arguments[0], Path) else name)
        return plain(self, *arguments)

    return method


for _name in (
    "mode", "size", "read", "names", "make_folder", "create", "permit", "settle", "close", "replace", "remove",
    "protect", "opened_folder",
):  # fmt: skip
    setattr(StepDisk, _name, _stepped(_name))


class Quick(Disk):
    """Leaves the bringing to the disk to the system: for making ready, where nothing is broken off."""

    def settle(self, held: int) -> None:
        del held


class Publication:
    """One plan to be published into one folder, again and again."""

    def __init__(self, scheduler: Scheduler, plan: Plan, folder: Path) -> None:
        self._scheduler, self._plan = scheduler, plan
        self._files: tuple[OutputFile, ...] = ()
        self.whole(folder)

    def whole(self, folder: Path, disk: Disk | None = None) -> None:
        """Publish as the command does: exporters and all."""

        def kept(out: Path, files: tuple[OutputFile, ...]) -> Written:
            self._files = files
            return write_files(out, files, disk=disk)

        app.write_files = kept
        self._scheduler.publish(self._plan, folder)

    def into(self, folder: Path, disk: Disk | None = None) -> None:
        """Write the same files again."""
        write_files(folder, self._files, disk=disk or Quick())

    def killed_at(self, folder: Path, number: int) -> str:
        """Publish in a process that is ended before this step; its label, or nothing if it came to its end."""
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            self._die_at(folder, number, writes)
        os.close(writes)
        with os.fdopen(reads, "rb") as told:
            label = told.read().decode()
        status = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(status) != bool(label) or (not label and status):
            raise SystemExit(f"the process at step {number} ended otherwise: {status}")
        return label

    def _die_at(self, folder: Path, number: int, told: int) -> None:
        def before(step: int, label: str) -> None:
            if step == number:
                os.write(told, label.encode())
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            self.whole(folder, StepDisk(before))
            os._exit(0)
        finally:
            os._exit(1)


def seen_in(folder: Path) -> Seen:
    """Every file that a reader can come across, by its digest; left over beginnings have names that nobody asks for."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST and not path.name.startswith(".")
    }


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*") if path.name != MANIFEST]


class Judge:
    """Knows the old and the new files, and counts what is neither."""

    def __init__(self, folder: Path, old: Publication, new: Publication) -> None:
        self.folder, self.old, self.new = folder, old, new
        old.into(folder)
        self.before = seen_in(folder)
        new.into(folder)
        self.after = seen_in(folder)
        self.torn: list[str] = []
        self.not_healed: list[str] = []
        self.swept = 0

    def look(self, where: str) -> None:
        for path, digest in seen_in(self.folder).items():
            if digest not in (self.before.get(path), self.after.get(path)):
                self.torn.append(f"{where}: {path}")

    def heal(self, where: str) -> None:
        left = len(left_over(self.folder))
        self.new.into(self.folder)
        if seen_in(self.folder) != self.after or left_over(self.folder):
            self.not_healed.append(where)
        self.swept += left

    def count_steps(self) -> int:
        self.old.into(self.folder)
        disk = StepDisk(lambda _number, _label: None)
        self.new.whole(self.folder, disk)
        return disk.steps


def kills(judge: Judge, points: int) -> dict[str, Any]:
    """End the process at so many points, spread over all the steps."""
    steps = judge.count_steps()
    labels: Counter[str] = Counter()
    killed = 0
    for point in range(points):
        judge.old.into(judge.folder)
        label = judge.new.killed_at(judge.folder, point * steps // points)
        killed += bool(label)
        labels[label.partition(" ")[0] if not label.startswith("write") else label] += 1
        judge.look(f"killed at {label}")
        judge.heal(f"killed at {label}")
    return {"points": points, "killed": killed, "steps": steps, "by_step": dict(sorted(labels.items()))}


def failures(judge: Judge, numbers: tuple[int, ...]) -> dict[str, Any]:
    """Let each step in turn fail with each of these errors."""
    steps = judge.count_steps()
    failed, unnamed = 0, []
    for number in numbers:
        for nth in range(steps):
            judge.old.into(judge.folder)
            error = _failing(judge, number, nth)
            where = f"{errno.errorcode[number]} at step {nth}"
            if error is not None:
                failed += 1
                if str(judge.folder) not in str(error) or os.strerror(number).lower() not in str(error):
                    unnamed.append(f"{where}: {error}")
            judge.look(where)
            judge.heal(where)
    return {"steps": steps, "failed": failed, "without_path_or_reason": unnamed}


def _failing(judge: Judge, number: int, nth: int) -> VolschedError | None:
    def before(step: int, _label: str) -> None:
        if step == nth:
            raise OSError(number, os.strerror(number))

    try:
        judge.new.into(judge.folder, StepDisk(before))
    except VolschedError as error:
        return error
    return None


class Readers:
    """Processes that read the public files over HTTP while all this goes on."""

    def __init__(self, judge: Judge, count: int, reads: int) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "volsched", "serve", str(judge.folder), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        found = re.search(r":(\d+)/public/", self._server.stdout.readline() if self._server.stdout else "")
        if found is None:
            raise SystemExit("the server did not start")
        public = sorted(path for path in judge.before if path.startswith("public/"))
        known = {path: [judge.before[path], judge.after.get(path)] for path in public}
        call = [sys.executable, "-m", "tests.benchmarks", "crashes", "--read", found[1], "--reads", str(reads)]
        self._running = []
        for seed in range(count):
            one = subprocess.Popen(
                [*call, "--seed", str(seed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            if one.stdin is not None:
                one.stdin.write(json.dumps(known))
                one.stdin.close()
                one.stdin = None
            self._running.append(one)

    @property
    def busy(self) -> bool:
        return any(one.poll() is None for one in self._running)

    def answers(self) -> list[dict[str, Any]]:
        found = [json.loads(one.communicate(timeout=600)[0]) for one in self._running]
        self._server.terminate()
        self._server.communicate(timeout=20)
        return found


def read(port: int, reads: int, seed: int) -> int:
    """Read public files so many times; what is neither old nor new, or has the tag of other bytes, is told."""
    known = json.load(sys.stdin)
    chance, paths, torn, seen = random.Random(seed), sorted(known), [], Counter[int]()
    for _ in range(reads):
        path = chance.choice(paths)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        digest = hashlib.sha256(answer.read()).hexdigest()
        connection.close()
        seen[answer.status] += 1
        missing = answer.status == 404 and None in known[path]
        if not missing and (digest not in known[path] or answer.getheader("ETag") != f'"{digest}"'):
            torn.append(f"{path}: {answer.status}")
    json.dump({"reads": reads, "torn": torn, "status": dict(seen)}, sys.stdout)
    return 0


def measure(folder: Path, points: int, readers: int, reads: int, errors: tuple[int, ...]) -> dict[str, Any]:
    scheduler = Scheduler.open(EXAMPLE)
    old, new = (Publication(scheduler, scheduler.plan(window), folder) for window in ("2027-05", "2027-06"))
    judge = Judge(folder, old, new)
    judge.old.into(folder)
    reading = Readers(judge, readers, reads)
    killed = kills(judge, points)
    more = 0
    while reading.busy:  # something must change as long as anybody reads
        judge.old.into(folder)
        judge.new.into(folder)
        more += 1
    answers = reading.answers()
    failed = failures(judge, errors)
    wrong = [*judge.torn, *(text for one in answers for text in one["torn"])]
    return {
        "files": len(judge.after),
        "kills": killed,
        "failures": failed,
        "reads": sum(one["reads"] for one in answers),
        "publications_while_read": points * 3 + more * 2,
        "torn": wrong,
        "not_healed": judge.not_healed,
        "beginnings_swept": judge.swept,
        "right": not (wrong or judge.not_healed or failed["without_path_or_reason"]) and killed["killed"] == points,
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks crashes")
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--reads", type=int, default=500)
    parser.add_argument("--failures", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--read", type=int, metavar="PORT", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.read is not None:
        return read(asked.read, asked.reads, asked.seed)
    errors = (errno.ENOSPC, errno.EIO) if asked.failures else ()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder) / "out", asked.points, asked.readers, asked.reads, errors)
    print(json.dumps(found) if asked.json else json.dumps(found, indent=2))
    return 0 if found["right"] else 1
