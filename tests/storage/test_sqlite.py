"""The SQLite file: who may read it, what is refused by name, and what is noticed when it is not what was written."""

import datetime as dt
import errno
import os
import sqlite3
import stat

import pytest

from volsched.errors import StoreError
from volsched.storage import SqliteStore
from volsched.storage.guard import Mark, mark_path, write_mark
from volsched.storage.upkeep import NOTHING_YET, back_up, look_through
from volsched.testing.store_tools import NOW, envelope


@pytest.fixture
def path(tmp_path):
    return tmp_path / "volsched.db"


def filled(path):
    store = SqliteStore(path)
    with store.change(who="ann", at=NOW) as change:
        change.put("roster", "may", {"seats": ["ann", "bob"]})
        change.enqueue([envelope("ann"), envelope("bob")])
    return store


def raw(path, statement, *values):
    with sqlite3.connect(path) as link:
        found = link.execute(statement, values).fetchall()
    link.close()
    return found


def test_only_its_owner_may_read_it(path):
    os.umask(os.umask(0o022))
    store = filled(path)
    for item in path.parent.iterdir():
        assert stat.S_IMODE(item.stat().st_mode) == 0o600, item.name
    store.close()


def test_it_is_found_again_by_another_store_of_the_same_file(path):
    filled(path).close()
    with SqliteStore(path).look() as look:
        assert look.get("roster", "may").body == {"seats": ["ann", "bob"]}
        assert len(look.posted()) == 2


def test_every_commit_is_on_the_disk(path):
    store = SqliteStore(path)
    with store._connection() as link:
        assert link.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert link.execute("PRAGMA synchronous").fetchone() == (2,)
        assert link.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_a_newer_form_is_refused_by_name_and_left_alone(path):
    filled(path).close()
    raw(path, "PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="written by a newer volsched .its form is 99.*; install that version"):
        SqliteStore(path)
    assert raw(path, "PRAGMA user_version") == [(99,)]


def test_the_database_of_another_program_is_refused_and_left_alone(path):
    raw(path, "CREATE TABLE theirs (a)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="database of another program; name another file"):
        SqliteStore(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, " * 99, b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_of_another_kind_is_refused_and_left_alone(path, content):
    path.write_bytes(content)
    with pytest.raises(StoreError, match="volsched.db: is (not a store|damaged)"):
        SqliteStore(path)
    assert path.read_bytes() == content


def test_a_folder_that_is_not_there_is_named_with_what_to_do(tmp_path):
    with pytest.raises(StoreError, match="no/volsched.db: cannot be made: no such file.*; check that the folder"):
        SqliteStore(tmp_path / "no" / "volsched.db")


def test_a_folder_in_its_place_is_named(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteStore(tmp_path)


@pytest.mark.parametrize("table", ["record", "outbox"])
def test_a_changed_byte_in_a_row_is_noticed(path, table):
    filled(path).close()
    content = path.read_bytes()
    word = b'{"seats":["ann","bob"]}' if table == "record" else b'"body": "choir moved'
    assert word in content
    path.write_bytes(content.replace(word, word.replace(b"o", b"0", 1)))
    store = SqliteStore(path)
    with store.look() as look, pytest.raises(StoreError, match="volsched.db: is damaged: the .*restore a backup"):
        look.every("roster") + look.posted()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE audit SET at = 'yesterday'", "a line of the log"),
        ("UPDATE outbox SET following = '{}x'", "an envelope"),
        ("UPDATE outbox SET due = 9223372036854775807", "an envelope"),
    ],
)
def test_a_row_that_nobody_writes_is_told_as_damage(path, statement, what):
    filled(path).close()
    raw(path, statement)
    assert look_through(path) == (f"is damaged: {what} is not what was written",)
    store = SqliteStore(path)
    with store.look() as look, pytest.raises(StoreError, match=f"is damaged: {what}"):
        (*look.history(), *look.posted())


def test_a_store_that_was_begun_on_a_full_disk_is_told_with_its_path_and_begun_again(path, monkeypatch):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("volsched.storage.opening.write_mark", full)
        with pytest.raises(StoreError, match=r"volsched\.db: its mark cannot be written: no space left"):
            SqliteStore(path)
    with monkeypatch.context() as patch:
        # The mark is there, and what follows it did not come to the disk.
        patch.setattr("volsched.storage.opening._give_identity", _mark_alone)
        with pytest.raises(OSError, match="No space"):
            SqliteStore(path)
    assert look_through(path) == (NOTHING_YET,)
    filled(path).close()
    assert look_through(path) == ()


def _mark_alone(_link, path, fresh_id):
    write_mark(path, Mark(fresh_id(), 0))
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_broken_page_is_refused_when_it_is_opened(path):
    filled(path).close()
    content = bytearray(path.read_bytes())
    content[4096 * 2 + 1] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(StoreError, match="volsched.db: is damaged.*; restore a backup"):
        SqliteStore(path).look().__enter__()


def test_a_copy_sends_nothing_until_it_is_released(path, tmp_path):
    filled(path).close()
    copy = tmp_path / "copy" / "volsched.db"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    mark_path(copy).write_bytes(mark_path(path).read_bytes())
    store = SqliteStore(copy)
    assert store.claim("one", channels=("mail",), now=NOW) == ()
    assert "copy" in store.held()
    store.release(who="ann", at=NOW)
    assert store.held() == ""
    assert len(store.claim("one", channels=("mail",), now=NOW)) == 2
    assert len(SqliteStore(path).claim("one", channels=("mail",), now=NOW)) == 2


def test_an_older_state_in_its_place_sends_nothing(path):
    store = filled(path)
    store.close()
    old = path.read_bytes()
    store = SqliteStore(path)
    assert len(store.claim("one", channels=("mail",), now=NOW)) == 2
    store.close()
    with path.open("r+b") as file:
        file.write(old)
        file.truncate()
    again = SqliteStore(path)
    assert again.claim("one", channels=("mail",), now=NOW + dt.timedelta(days=1)) == ()
    assert "older than what has been sent" in again.held()


def test_a_lost_mark_holds_everything(path):
    store = filled(path)
    mark_path(path).unlink()
    assert store.claim("one", channels=("mail",), now=NOW) == ()
    assert "mark is missing" in store.held()


def test_a_parents_store_can_be_used_in_a_forked_child(path):
    store = filled(path)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with store.change(who="child", at=NOW) as change:
                change.put("roster", "june", {})
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    with store.look() as look:
        assert [item.key for item in look.every("roster")] == ["june", "may"]


def test_many_processes_may_make_it_at_once(path):
    for _ in range(5):
        children = []
        for number in range(6):
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    with SqliteStore(path).change(who=f"{number}", at=NOW) as change:
                        change.put("writer", f"{number}", {})
                    code = 0
                finally:
                    os._exit(code)
            children.append(child)
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * 6
        with SqliteStore(path).look() as look:
            assert len(look.every("writer")) == 6
        for item in path.parent.iterdir():
            item.unlink()


def test_a_store_whose_beginning_is_gone_is_called_damaged_because_its_mark_knows_better(path):
    filled(path).close()
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(StoreError, match="volsched.db: is damaged: its beginning.*; restore a backup with 'volsched"):
        SqliteStore(path)


def test_a_backup_of_a_damaged_store_names_the_store_and_leaves_no_file(path, tmp_path):
    filled(path).close()
    content = bytearray(path.read_bytes())
    content[4096 * 2 + 1] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(StoreError, match="volsched.db: is damaged: .*; restore an earlier backup with 'volsched"):
        back_up(path, tmp_path / "kept.db")
    assert not list(tmp_path.glob("*kept*"))
