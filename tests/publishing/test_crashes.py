"""A publication that breaks off at any step: files stay whole, the reason is told, the next publication heals."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.benchmarks.crashes import StepDisk, left_over, seen_in

from volsched.errors import OutputError
from volsched.publishing.writing import OutputFile, write_files

ROOT = Path(__file__).parents[2]
OLD = [OutputFile("c.csv", b"old"), OutputFile("public/a.ics", b"old" * 1000), OutputFile("gone/b.ics", b"old")]
NEW = [OutputFile("c.csv", b"new" * 1000), OutputFile("public/a.ics", b"new"), OutputFile("added/d.ics", b"new")]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_whatever_step_fails_files_stay_whole_and_the_place_is_named(tmp_path, number):
    failed = 0
    for nth in range(1000):
        folder = tmp_path / str(nth)
        write_files(folder, OLD)
        before = seen_in(folder)

        def fails(step, _label, nth=nth):
            if step == nth:
                raise OSError(number, os.strerror(number))

        disk = StepDisk(fails)
        told = None
        try:
            write_files(folder, NEW, disk=disk)
        except OutputError as error:
            told = error
        seen = seen_in(folder)
        write_files(folder, NEW)
        after = seen_in(folder)
        assert all(digest in (before.get(path), after.get(path)) for path, digest in seen.items()), nth
        assert left_over(folder) == []
        assert len(after) == 3
        if told is not None:
            failed += 1
            assert told.path.startswith(str(folder))
            assert os.strerror(number).lower() in told.problem
            assert told.cure
        if disk.steps <= nth:
            break
    assert failed > 40


LIMITED = """
import resource, sys
from volsched.errors import OutputError
from volsched.publishing.writing import OutputFile, write_files
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    write_files(sys.argv[1], [OutputFile("c.csv", b"n" * 10), OutputFile("public/a.ics", b"n" * 60_000)])
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_a_file_that_may_not_grow_leaves_the_former_one(tmp_path):
    write_files(tmp_path, OLD)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(f"{tmp_path}/public/a.ics: cannot be written: file too large"), done.stderr
    assert (tmp_path / "public/a.ics").read_bytes() == b"old" * 1000
    assert left_over(tmp_path) == []


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_is_full_keeps_the_old_files_and_room_heals_it(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        write_files(disk / "out", OLD)
        before = seen_in(disk / "out")
        large = [OutputFile("c.csv", b"n" * 100_000), *OLD[1:]]
        with pytest.raises(OutputError, match="no space left on device; make room on the disk") as caught:
            write_files(disk / "out", large)
        assert caught.value.path == str(disk / "out" / "c.csv")
        assert seen_in(disk / "out") == before
        assert left_over(disk / "out") == []
        subprocess.run(["mount", "-o", "remount,size=1m", str(disk)], check=True)
        write_files(disk / "out", large)
        assert (disk / "out/c.csv").read_bytes() == b"n" * 100_000
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.heavy
def test_a_real_publication_survives_kills_and_failures_under_readers():
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.benchmarks",
            "crashes",
            "--json",
            "--points",
            "25",
            "--reads",
            "100",
            "--no-failures",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["kills"]["killed"], found["reads"], found["torn"], found["not_healed"]) == (25, 400, [], [])
