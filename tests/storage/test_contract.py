"""The SQLite store keeps the contract of every store."""

import pytest

from volsched.storage import SqliteStore
from volsched.testing import STORE_CHECKS, store_contract


@pytest.mark.parametrize("check", STORE_CHECKS)
def test_sqlite_store_keeps_the_contract(tmp_path, check):
    store_contract(lambda: SqliteStore(tmp_path / "volsched.db"), check)
