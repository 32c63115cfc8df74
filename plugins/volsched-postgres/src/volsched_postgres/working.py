"""Workers: processes anywhere that procrastinate wakes as soon as there is something to send."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from procrastinate import App, PsycopgConnector

from volsched.notices.courier import Courier
from volsched_postgres.store import QUEUE, TASK, PostgresStore


def app_of(
    store: PostgresStore,
    courier: Courier,
    channels: Iterable[str],
    *,
    told: Callable[[str], None] = lambda _channel: None,
) -> App:
    """The application of procrastinate whose task sends what is due by one channel.

    A job says that something is due, not what: the outbox knows that, and gives each envelope to one worker alone. A
    job that comes twice, late, or never, so sends nothing twice and loses nothing: each minute every channel is looked
    through anyway.
    """
    app = App(connector=PsycopgConnector(conninfo=store.address))
    names = tuple(channels)

    @app.task(name=TASK, queue=QUEUE)
    def work(channel: str) -> None:
        if channel in names:
            courier.work(channel)
            told(channel)

    @app.periodic(cron="* * * * *")
    @app.task(name=f"{TASK}_all", queue=QUEUE, queueing_lock=f"{TASK}_all")
    def work_all(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
        courier.run(names)

    return app


def run_worker(app: App, *, wait: bool = True) -> None:
    """Work until interrupted, or without `wait` until nothing is due."""
    app.run_worker(queues=[QUEUE], wait=wait, delete_jobs="successful")
