"""What the parts share: children that are forked, a place to work in, a channel that writes into a file."""

import contextlib
import datetime as dt
import os
import pickle
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

from volsched.builtin import BUILTINS
from volsched.hooks import Host
from volsched.notices import Delivery, Message
from volsched.notices.outbox import Envelope, envelope_key
from volsched.storage.places import open_store

NOW = dt.datetime(2027, 5, 7, 10, tzinfo=dt.UTC)


@contextlib.contextmanager
def workshop(memory=False):
    """A folder of one's own; in memory where only what a process leaves behind counts, and not the disk."""
    shared = Path("/dev/shm")
    parent = shared if memory and shared.is_dir() else None
    path = Path(tempfile.mkdtemp(prefix="volsched-campaign-", dir=parent))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def place(asked, folder):
    return asked.store or str(folder / "volsched.db")


def opened(asked, folder):
    def kinds():
        return Host.open(builtins=BUILTINS, environment={}).stores()

    return open_store(place(asked, folder), kinds)


def forked(work, *arguments):
    """Start a child that does this; `result_of` waits for what it returns."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    code = 1
    try:
        os.close(reader)
        answer = pickle.dumps((True, work(*arguments)))
        code = 0
    except BaseException as error:
        answer = pickle.dumps((False, f"{type(error).__name__}: {error}"))
        if os.environ.get("CAMPAIGN_TRACE"):
            traceback.print_exc()
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(code)


def result_of(started):
    """What a child returned; a RuntimeError says what it raised, None that it was killed."""
    child, reader = started
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        return None
    fine, value = pickle.loads(answer)
    if not fine:
        raise RuntimeError(value)
    return value


def in_children(work, arguments):
    """The results of as many children, that all run at once."""
    started = [forked(work, *one) for one in arguments]
    return [result_of(one) for one in started]


class Log:
    """A channel that writes a line for each message into a file, in one step, as a mail server would take it."""

    def __init__(self, path, name="log", step=lambda _label: None):
        self.path, self.name, self.step = path, name, step

    def send(self, _channel, message: Message) -> Delivery:
        held = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(held, f"{message.key} {message.person} {message.subject}\n".encode())
        finally:
            os.close(held)
        self.step("handed over")
        return Delivery(key=message.key, person=message.person, channel=self.name, status="sent")


def lines(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def envelope(number, channel="log", **fields):
    person, fact = f"p{number:05}", "moved"
    key = envelope_key(person, channel, fact)
    message = Message(
        key=key, person=person, name=person, language="en", email=f"{person}@x.example", subject="moved", body="moved\n"
    )
    return Envelope(key=key, person=person, channel=channel, message=message, not_before=NOW, **fields)


def note(text):
    print(text, file=sys.stderr, flush=True)
