"""kill -9 at every step of publish, change and notify; afterwards the same is done again, and must end as it should."""

import os
import signal
import sqlite3
import sys
import threading
from collections import Counter, defaultdict

from tests.campaign.kit import Log, forked, in_children, lines, note, result_of, workshop
from tests.campaign.world import Flow, digest, plans
from volsched.storage import connection
from volsched.storage.upkeep import look_through

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Steps:
    """Counts the steps, names them, and ends the process before the one that is asked for."""

    def __init__(self, folder, last=None):
        self.folder, self.last = str(folder), last
        self.labels = []
        self.lock = threading.Lock()

    def __call__(self, label):
        with self.lock:
            self.labels.append(label)
            if len(self.labels) - 1 == self.last:
                os.kill(os.getpid(), signal.SIGKILL)

    def listen(self):
        """Every statement that SQLite is given, and every file that is opened to be written, renamed or removed."""
        plain = connection.sqlite3.connect

        def connect(*arguments, **settings):
            link = plain(*arguments, **settings)
            link.set_trace_callback(lambda text: self(f"sql {' '.join(text.split()[:3])}"))
            return link

        connection.sqlite3 = _WithConnect(connect)

        def heard(event, arguments):
            if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES:
                self._file("write", arguments[0])
            elif event in ("os.rename", "os.remove", "os.mkdir"):
                self._file(event, arguments[0])

        sys.addaudithook(heard)

    def _file(self, what, path):
        if str(path).startswith(self.folder) and "/sent" not in str(path):
            self(f"{what} {str(path).rpartition('/')[2][:40]}")


class _WithConnect:
    def __init__(self, connect):
        self.connect = connect

    def __getattr__(self, name):
        return getattr(sqlite3, name)


def breaks_off(folder, made, last, listen=True):
    """The whole way in a child that ends before this step; the labels of its steps, if it came through."""
    steps = Steps(folder, last)
    if listen:
        steps.listen()
    flow = Flow(folder, Log(folder / "sent", step=steps).send, step=steps)
    flow.run(made, reached=lambda number: (folder / "stage").write_text(str(number)))
    return steps.labels


def goes_on(folder, made, hours):
    """The stage that was broken off is done again, and those after it, after the leases have run out."""
    reached = (folder / "stage").read_text() if (folder / "stage").exists() else ""
    flow = Flow(folder, Log(folder / "sent").send, hours=hours, worker=f"again-{hours}")
    flow.run(made, first=int(reached or 0), reached=lambda number: (folder / "stage").write_text(str(number)))
    return look_through(folder / "volsched.db")


def told(folder):
    """How often each person was told each thing, by whichever key."""
    found = defaultdict(Counter)
    for line in lines(folder / "sent"):
        key, person, subject = line.split(" ", 2)
        found[person, subject][key] += 1
    return found


def judged(folder, reference, out, kills):
    """What is wrong with how it ended."""
    found = told(folder)
    wrong = [f"lost {what}" for what in reference if sum(found[what].values()) < sum(reference[what].values())]
    extra = sum(sum(keys.values()) for keys in found.values()) - sum(sum(k.values()) for k in reference.values())
    if extra > kills:
        wrong.append(f"{extra} too many after {kills} kills")
    for what, keys in found.items():
        if what not in reference:
            wrong.append(f"not meant {what}")
        elif len(keys) > len(reference[what]):
            wrong.append(f"another key for {what}")
    if digest(folder / "out") != out:
        wrong.append("other files")
    return wrong, max(extra, 0)


def reference(made):
    """How it ends where nothing is broken off, and the steps on the way."""
    with workshop(memory=True) as folder:
        # Once in this process, so that every child has all modules already.
        breaks_off(folder, made, None, listen=False)
    with workshop(memory=True) as folder:
        labels = result_of(forked(breaks_off, folder, made, None))
        return labels, {what: Counter(keys) for what, keys in told(folder).items()}, digest(folder / "out")


def some(made, points, wanted, out):
    """Some kills, one after the other: what is wrong, how many second copies, how many were healed."""
    wrong, extra, healed = [], 0, 0
    for point, label in points:
        with workshop(memory=True) as folder:
            killed = result_of(forked(breaks_off, folder, made, point)) is None
            try:
                problems = result_of(forked(goes_on, folder, made, 1.0))
            except RuntimeError as error:
                problems = (str(error),)
            troubles, more = judged(folder, wanted, out, int(killed))
            troubles += [f"store: {line}" for line in problems or ()]
            extra += more
            healed += killed and not troubles
            wrong += [f"step {point} ({label}): {line}" for line in troubles]
    return wrong, extra, healed


def run(asked):
    made = plans()
    labels, wanted, out = reference(made)
    every = len(labels)
    most = 30 if asked.quick else 1200
    points = (
        sorted({round(number * (every - 1) / (most - 1)) for number in range(most)}) if every > most else range(every)
    )
    halves = [(made, [(point, labels[point]) for point in list(points)[share::2]], wanted, out) for share in range(2)]
    wrong, extra, healed = [], 0, 0
    for troubles, more, whole in in_children(some, halves):
        wrong += troubles
        extra += more
        healed += whole
    for line in wrong[:10]:
        note(line)
    return {
        "ok": not wrong and healed == len(points),
        "steps": every,
        "kinds_of_steps": len(set(labels)),
        "points": len(points),
        "healed": healed,
        "lost": sum("lost" in line for line in wrong),
        "sent_again": extra,
        "messages": sum(sum(keys.values()) for keys in wanted.values()),
        "wrong": wrong[:5],
    }
