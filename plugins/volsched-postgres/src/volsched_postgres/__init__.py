"""A store in PostgreSQL, for many processes on many machines."""

from volsched_postgres.plugin import Postgres

__all__ = ["Postgres"]
