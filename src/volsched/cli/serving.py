"""The command that serves a published folder."""

from __future__ import annotations

import signal
import socketserver
import sys
import threading
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import click

from volsched.cli.clock import clock
from volsched.cli.options import opened, store_option
from volsched.errors import InvalidValue
from volsched.publishing.serving import FeedApp, masked

_LOOPBACK = "127.0.0.1"
_AT_ONCE = 32
_PATIENCE = 20.0


class _Handler(WSGIRequestHandler):
    """Handles one connection; its lines in the log hold no address that is anybody's secret."""

    timeout = _PATIENCE
    server_version = "volsched"
    sys_version = ""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log a request: its method, the address if everybody may know it, and how it was answered."""
        del size
        shown = masked(self.path) if hasattr(self, "path") else "-"
        sys.stderr.write(f"{self.command or '-'} {shown} {code}\n")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that it has above
        """Keep silent of anything else: errors quote what was asked for."""

    def address_string(self) -> str:
        """Nobody: who asks is not written down."""
        return "-"


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    """A thread a request, and so many at once that a few slow readers keep nobody out."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *arguments: Any) -> None:
        self._room = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(*arguments)

    def server_bind(self) -> None:
        """Bind without asking a name server who we are."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start the thread of a request as soon as there is room for it."""
        self._room.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then make room."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note that a reader went away; what they asked for is not said."""
        del request, client_address
        error = sys.exc_info()[0]
        sys.stderr.write(f"a connection broke off: {error.__name__ if error else 'unknown'}\n")


def _bound(host: str, port: int) -> _Server:
    try:
        return _Server((host, port), _Handler)
    except OSError as error:
        problem = f"cannot be listened on at {host}: {error.strerror or type(error).__name__}"
        cure = "name another one with --port, or an address of this machine with --host"
        raise InvalidValue("port", str(port), "", problem, cure) from None


@click.command()
@click.argument("out", default="out", type=click.Path(path_type=Path))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@click.option(
    "--answers",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Also take answers by the links in messages, for the programme in this folder.",
)
@store_option
@click.option("--host", default=_LOOPBACK, show_default=True, help="Another address lets other machines in.")
def serve(*, out: Path, port: int, host: str, answers: Path | None, store: str | None) -> None:
    """Serve what was published into OUT, for calendars on this machine or behind a web server.

    The folder `public` is given out, and personal calendars to those who know their secret addresses. With --answers,
    people confirm or decline by the links in their messages. Stop it with Ctrl-C.
    """
    if not out.is_dir():
        raise InvalidValue("serve", "", "OUT", f"'{out}' is no folder", "publish first: volsched publish FOLDER")
    app = FeedApp(out) if answers is None else _with_answers(FeedApp(out), answers, store)
    # For a clean end when the machine stops its services, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _bound(host, port) as server:
        server.set_app(app)
        click.echo(f"serving {out} at http://{host}:{server.server_port}/public/ (Ctrl-C stops it)")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped")


def _with_answers(files: Any, folder: Path, store: str | None) -> Any:
    """The files, and beside them the page of answers."""
    # Loaded by those who take answers: it brings every room with it.

    from volsched.dispatch.links import FOLDER, links_of
    from volsched.dispatch.page import ReplyPage

    scheduler = opened(folder, store=store)
    office = scheduler.office
    page = ReplyPage(office, links_of(scheduler.programme, office.store), clock)

    def app(environ: Any, start_response: Any) -> Any:
        chosen = page if str(environ.get("PATH_INFO", "")).startswith(FOLDER) else files
        return chosen(environ, start_response)

    return app
