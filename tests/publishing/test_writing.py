"""Files replaced whole, and nothing touched that is not ours."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from volsched.errors import InvalidValue, OutputError
from volsched.publishing import writing
from volsched.publishing.paths import check_path, stem
from volsched.publishing.writing import MANIFEST, OutputFile, write_files

A, B, C = OutputFile("public/a.ics", b"a"), OutputFile("public/deep/b.ics", b"b"), OutputFile("c.csv", b"c")


def tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def test_files_and_their_folders_are_written(tmp_path):
    folder = tmp_path / "not" / "there"
    done = write_files(folder, [A, B, C])
    assert tree(folder) == {"public/a.ics": b"a", "public/deep/b.ics": b"b", "c.csv": b"c"}
    assert (done.written, done.unchanged, done.removed) == (("c.csv", "public/a.ics", "public/deep/b.ics"), (), ())
    assert len(done) == 3


def test_what_is_unchanged_is_not_touched(tmp_path):
    write_files(tmp_path, [A, B])
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = write_files(tmp_path, iter([A, B]))
    assert (done.written, done.unchanged) == ((), ("public/a.ics", "public/deep/b.ics"))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_only_our_own_files_are_removed(tmp_path):
    write_files(tmp_path, [A, B, C])
    (tmp_path / "public" / "index.html").write_text("theirs")
    (tmp_path / "notes.txt").write_text("theirs")
    done = write_files(tmp_path, [A])
    assert done.removed == ("c.csv", "public/deep/b.ics")
    assert tree(tmp_path) == {"public/a.ics": b"a", "public/index.html": b"theirs", "notes.txt": b"theirs"}
    assert json.loads((tmp_path / MANIFEST).read_text()) == {"files": ["public/a.ics"]}


def test_a_folder_where_our_file_was_stays(tmp_path):
    write_files(tmp_path, [A, C])
    (tmp_path / "c.csv").unlink()
    (tmp_path / "c.csv").mkdir()
    assert write_files(tmp_path, [A]).removed == ()
    assert (tmp_path / "c.csv").is_dir()


def test_a_file_or_folder_that_somebody_removed_is_no_matter(tmp_path):
    write_files(tmp_path, [A, B, C])
    (tmp_path / "c.csv").unlink()
    (tmp_path / "public/deep/b.ics").unlink()
    (tmp_path / "public/deep").rmdir()
    assert write_files(tmp_path, [A]).removed == ()


def test_what_a_broken_run_left_is_swept(tmp_path):
    write_files(tmp_path, [A, B])
    for left in (".x.volsched-tmp", "public/.a.ics.volsched-tmp", "public/deep/.b.ics.volsched-tmp"):
        (tmp_path / left).write_bytes(b"half")
    (tmp_path / "public/.hidden").write_bytes(b"theirs")
    write_files(tmp_path, [A])
    assert tree(tmp_path) == {"public/a.ics": b"a", "public/.hidden": b"theirs"}


@pytest.mark.parametrize(
    "listed", ["../outside.txt", "/etc/passwd", "public/../../outside.txt", ".volsched-manifest.json"]
)
def test_a_manifest_that_names_what_is_not_ours_is_refused(tmp_path, listed):
    outside = tmp_path / "outside.txt"
    outside.write_text("theirs")
    folder = tmp_path / "out"
    write_files(folder, [A])
    (folder / MANIFEST).write_text(json.dumps({"files": [listed]}))
    with pytest.raises(OutputError, match="is not the list that we wrote; remove it"):
        write_files(folder, [A])
    assert outside.read_text() == "theirs"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"files": 1}', '{"files": [1]}', "\udcff", "[" * 100_000])
def test_a_manifest_that_is_none_is_named(tmp_path, text):
    (tmp_path / MANIFEST).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(OutputError) as caught:
        write_files(tmp_path, [A])
    assert caught.value.path == str(tmp_path / MANIFEST)
    assert tree(tmp_path) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    outside, folder = tmp_path / "outside", tmp_path / "out"
    outside.mkdir()
    folder.mkdir()
    (folder / "public").symlink_to(outside)
    with pytest.raises(OutputError, match="public: is a link that leads out of the folder; remove it"):
        write_files(folder, [A])
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_the_place_of_a_file_is_replaced_and_not_written_through(tmp_path):
    outside, folder = tmp_path / "theirs.txt", tmp_path / "out"
    outside.write_bytes(b"a")  # the same bytes: nor may they be taken for ours
    (folder / "public").mkdir(parents=True)
    (folder / "public/a.ics").symlink_to(outside)
    assert write_files(folder, [A]).written == ("public/a.ics",)
    assert not (folder / "public/a.ics").is_symlink()
    write_files(folder, [OutputFile("public/a.ics", b"new")])
    assert outside.read_bytes() == b"a"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_the_folder_itself_may_be_reached_by_a_link(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "disk")
    write_files(tmp_path / "out", [A])
    assert (tmp_path / "disk/public/a.ics").read_bytes() == b"a"


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path):
    (tmp_path / "public").write_text("theirs")
    with pytest.raises(OutputError, match="public: is not a folder; move it away"):
        write_files(tmp_path, [A])


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path):
    (tmp_path / "c.csv").mkdir()
    with pytest.raises(OutputError, match="c.csv: cannot be written: is a directory"):
        write_files(tmp_path, [C])
    assert not list(tmp_path.glob("**/*tmp"))


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_the_permissions_of_a_file_stay(tmp_path):
    write_files(tmp_path, [C])
    (tmp_path / "c.csv").chmod(0o640)
    write_files(tmp_path, [OutputFile("c.csv", b"new")])
    assert stat.S_IMODE((tmp_path / "c.csv").stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="locks of another kind there")
def test_two_runs_at_once_are_kept_apart(tmp_path):
    with writing._alone(tmp_path), pytest.raises(OutputError, match="another run is publishing there; wait"):
        write_files(tmp_path, [A])
    write_files(tmp_path, [A])


def test_a_full_disk_leaves_the_former_file(tmp_path, monkeypatch):
    write_files(tmp_path, [A, C])

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left on device; make room on the disk"):
        write_files(tmp_path, [OutputFile("c.csv", b"new"), OutputFile("public/a.ics", b"new")])
    assert tree(tmp_path) == {"public/a.ics": b"a", "c.csv": b"c"}


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_run_that_is_killed_anywhere_leaves_whole_files_and_the_next_one_mends_it(tmp_path):
    """The process ends without a chance to clean up, before each step that it takes with the disk in turn."""
    old = [OutputFile("c.csv", b"old"), OutputFile("public/a.ics", b"old"), OutputFile("gone/b.ics", b"old")]
    new = [OutputFile("c.csv", b"new" * 100_000), OutputFile("public/a.ics", b"new"), OutputFile("added/d.ics", b"new")]
    expected = {"c.csv": b"new" * 100_000, "public/a.ics": b"new", "added/d.ics": b"new"}
    steps = 0
    while True:
        folder = tmp_path / str(steps)
        write_files(folder, old)
        killed = _killed_before_step(steps, folder, new)
        seen = {path: content for path, content in tree(folder).items() if not path.endswith("tmp")}
        for path, content in seen.items():
            assert content in {b"old", expected.get(path)}, (steps, path)
        if killed:
            write_files(folder, new)
        assert tree(folder) == expected
        assert json.loads((folder / MANIFEST).read_text())["files"] == sorted(expected)
        if not killed:
            break
        steps += 1
    assert steps > 25


def _killed_before_step(number, folder, files):
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    left = [number]

    def counted(name, wrapped):
        def step(*arguments, **more):
            if left[0] == 0:
                os._exit(9)
            left[0] -= 1
            return wrapped(*arguments, **more)

        return step

    for owner, name in (
        (os, "open"),
        (os, "fsync"),
        (Path, "replace"),
        (Path, "unlink"),
        (Path, "mkdir"),
        (os, "close"),
    ):
        setattr(owner, name, counted(name, getattr(owner, name)))
    try:
        write_files(folder, files)
    finally:
        os._exit(0)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../a",
        "a/../b",
        "a//b",
        "a/",
        "./a",
        ".hidden",
        "-rf",
        "a/-rf",
        "a\\b",
        "C:/a",
        "a\x00b",
        "a\nb",
        "a b",
        "CON",
        "con.ics",
        "aux.tar.gz",
        "a/LPT1.csv",
        "ends.",
        "中文.ics",
        "x" * 101,
        MANIFEST,
    ],
)
def test_odd_paths_are_refused(path):
    with pytest.raises(InvalidValue, match="cannot be a name in it; use letters"):
        check_path(path)
    with pytest.raises(InvalidValue):
        OutputFile(path, b"")


def test_paths_and_content_of_other_types_are_refused():
    with pytest.raises(InvalidValue, match="is not a path"):
        OutputFile(Path("a"), b"")
    with pytest.raises(InvalidValue, match="a.txt: content: is str, not bytes"):
        OutputFile("a.txt", "text")


@pytest.mark.parametrize(
    "files",
    [[A, A], [A, OutputFile("Public/A.ics", b"")], [OutputFile("public", b""), A], [A, OutputFile("PUBLIC", b"")]],
)
def test_files_that_stand_in_each_others_way_are_refused(tmp_path, files):
    with pytest.raises(InvalidValue):
        write_files(tmp_path, files)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("choir", "choir"), ("CON", "_CON"), ("nul.x", "_nul.x"), ("console", "console"), ("com1", "_com1")],
)
def test_an_id_is_a_file_name_but_for_devices(name, expected):
    assert stem(name) == expected
    assert check_path(f"{stem(name)}.ics") == f"{expected}.ics"
