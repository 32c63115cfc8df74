"""The plugin: opens stores whose address begins with "postgresql://"."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from volsched.hooks import StoreKind, hookimpl
from volsched.storage import Store


@frozen(kw_only=True, eq=False)
class Postgres:
    """Remembers in PostgreSQL what `store = "postgresql://HOST/DATABASE"` names."""

    @hookimpl
    def volsched_stores(self) -> Iterable[StoreKind]:
        """One kind of store."""
        return (StoreKind(name="postgresql", open=_opened),)


def _opened(address: str) -> Store:
    # psycopg is loaded by those who use it.
    from volsched_postgres.store import PostgresStore

    return PostgresStore(address)
