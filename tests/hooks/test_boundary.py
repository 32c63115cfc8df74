"""Whatever a plugin does inside its call, the call is over afterwards and the process is as it was."""

import decimal
import locale
import logging
import os
import random
import signal
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest

from volsched.hooks import Failure
from volsched.hooks.boundary import MOST_OUTPUT, Boundary, Owner

OWNER = Owner("odd", "odd-plugin 1.0", secrets=("hunter2",))


def run(function, boundary=None):
    return (boundary or Boundary()).run(OWNER, "volsched_checks", function)


def failure(error):
    return Failure("odd", "odd-plugin 1.0", "volsched_checks", error)


def raising(error):
    def function():
        raise error

    return function


def endless():
    return endless()


def test_answer_comes_through():
    boundary = Boundary()
    assert (run(lambda: 7, boundary), boundary.failures, boundary.warnings) == (7, [], [])


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (raising(RuntimeError("boom")), "RuntimeError: boom"),
        (raising(SystemExit(0)), "SystemExit: 0"),
        (raising(SystemExit()), "SystemExit"),
        (raising(MemoryError()), "MemoryError"),
        (raising(GeneratorExit()), "GeneratorExit"),
        (raising(BaseException("base")), "BaseException: base"),
        (raising(ExceptionGroup("two", [ValueError(), OSError()])), "ExceptionGroup: two (2 sub-exceptions)"),
        (raising(StopIteration()), "StopIteration"),
        (raising(ValueError("one\ntwo\x1b[31m\u202e")), "ValueError: one two[31m"),
        (raising(ValueError("x" * 10_000)), "ValueError: " + "x" * 485 + "..."),
        (raising(ValueError("password hunter2 is wrong")), "ValueError: password *** is wrong"),
    ],
)
def test_failure_is_named_on_one_line_without_secrets(function, error):
    boundary = Boundary()
    assert run(function, boundary) == failure(error)
    assert boundary.failures == [failure(error)]


def test_recursion_without_end_is_a_failure():
    assert run(endless).error.startswith("RecursionError: maximum recursion depth exceeded")


def test_failure_says_plugin_distribution_hook_and_error():
    assert str(failure("KeyError: 3")) == "plugin 'odd' (odd-plugin 1.0): volsched_checks: KeyError: 3"


def test_keyboard_interrupt_passes_and_the_process_is_put_back(monkeypatch, tmp_path):
    def stopped():
        os.chdir(tmp_path)
        raise KeyboardInterrupt

    here = Path.cwd()
    with pytest.raises(KeyboardInterrupt):
        run(stopped)
    assert Path.cwd() == here


def test_output_goes_to_the_log_and_not_to_standard_output(capsys, caplog):
    def prints():
        print("secret hunter2")
        print("more")
        return "answer"

    with caplog.at_level(logging.INFO, "volsched.hooks"):
        assert run(prints) == "answer"
    assert capsys.readouterr() == ("", "")
    assert [record.getMessage() for record in caplog.records] == [
        "plugin 'odd' printed: secret ***",
        "plugin 'odd' printed: more",
    ]


def test_output_without_end_is_cut(caplog):
    def prints():
        for _ in range(200):
            sys.stdout.write("x" * 1000)

    with caplog.at_level(logging.INFO, "volsched.hooks"):
        run(prints)
    assert [len(record.getMessage()) for record in caplog.records] == [
        len("plugin 'odd' printed: ") + MOST_OUTPUT,
        len("plugin 'odd' printed more than is kept"),
    ]


def change_folder():
    os.chdir("/")


def remove_folder(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()


def change_zone():
    os.environ["TZ"] = "America/New_York"
    time.tzset()


def change_locale():
    locale.setlocale(locale.LC_ALL, "C.UTF-8" if locale.setlocale(locale.LC_ALL) == "C" else "C")


def change_decimals():
    decimal.getcontext().prec = 3


def replace_decimals():
    decimal.setcontext(decimal.Context(rounding=decimal.ROUND_UP))


def change_random():
    random.seed(7)


def use_random():
    random.random()


def change_filters():
    warnings.simplefilter("ignore")


def change_depth():
    sys.setrecursionlimit(12_345)


def replace_stream():
    sys.stderr = None


def ignore_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_IGN)


ZONE = "changed the time zone or language of the process"
DECIMALS = "changed the decimal context"
RANDOM = "used the shared random numbers instead of a random.Random(seed) of its own"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (change_folder, "changed the working directory"),
        (change_zone, ZONE),
        (change_locale, "changed the locale"),
        (change_decimals, DECIMALS),
        (replace_decimals, DECIMALS),
        (change_random, RANDOM),
        (use_random, RANDOM),
        (change_filters, "changed the warning filters"),
        (change_depth, "changed the recursion limit"),
        (replace_stream, "replaced a standard stream"),
        (ignore_interrupts, "changed what Ctrl-C does"),
    ],
)
@pytest.mark.parametrize("then_fails", [False, True])
def test_change_of_the_process_is_put_back_and_named(change, words, then_fails):
    def changes():
        change()
        if then_fails:
            raise ValueError("and then it failed")
        return "answer"

    def state():
        return (
            Path.cwd(),
            dict(os.environ),
            time.tzname,
            locale.setlocale(locale.LC_ALL),
            decimal.getcontext().prec,
            decimal.getcontext().rounding,
            random.getstate(),
            list(warnings.filters),
            sys.getrecursionlimit(),
            sys.stderr,
            sys.stdout,
            signal.getsignal(signal.SIGINT),
        )

    before = state()
    boundary = Boundary()
    answer = run(changes, boundary)
    assert state() == before
    assert answer == (failure("ValueError: and then it failed") if then_fails else "answer")
    assert boundary.warnings == [failure(f"{words}; it was put back")]


def test_folder_that_is_gone_does_not_matter(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(lambda: remove_folder(tmp_path)) is None
    assert Path.cwd() == tmp_path


def test_ordinary_arithmetic_changes_nothing():
    boundary = Boundary()
    assert run(lambda: decimal.Decimal(1) / 3, boundary) == decimal.Decimal(1) / 3
    assert boundary.warnings == []


def test_thread_left_behind_is_named():
    end = threading.Event()
    boundary = Boundary()
    try:
        run(lambda: threading.Thread(target=end.wait).start(), boundary)
    finally:
        end.set()
    assert [warning.error for warning in boundary.warnings] == [
        "left a thread running, for which the program may have to wait at its end"
    ]


def test_plugin_that_hangs_is_named_while_it_hangs():
    told = threading.Event()
    boundary = Boundary(slow_after=0.01, report=lambda warning: told.set())
    assert run(lambda: told.wait(timeout=60), boundary) is True
    waiting = "no answer for 0.01 seconds, still waiting"
    cure = "stop with Ctrl-C, then disable it with disabled = ['odd'] under [plugins]"
    assert [warning.error for warning in boundary.warnings] == [f"{waiting}; {cure}"]
    assert boundary.failures == []


def test_same_warning_is_given_once():
    reported = []
    boundary = Boundary(report=reported.append)
    for _ in range(3):
        run(use_random, boundary)
    assert (len(boundary.warnings), len(reported)) == (1, 1)


def test_trace_tells_every_call_with_what_came_of_it():
    lines = []
    boundary = Boundary(trace=lines.append)
    run(lambda: (1, 2), boundary)
    run(lambda: None, boundary)
    run(raising(ValueError("boom")), boundary)
    assert lines == [
        "odd: volsched_checks: 2 items",
        "odd: volsched_checks: NoneType",
        "odd: volsched_checks: failed: ValueError: boom",
    ]


def test_boundaries_lie_in_each_other():
    boundary = Boundary()
    inner = lambda: boundary.run(Owner("inner"), "check x", raising(ValueError("boom")))  # noqa: E731
    assert run(inner, boundary) == Failure("inner", "", "check x", "ValueError: boom")


def test_secret_that_a_plugin_logs_is_blanked_out(caplog):
    def logs():
        try:
            int("hunter2")
        except ValueError:
            logging.getLogger("odd").exception("cannot log in with %s", "hunter2")

    run(logs)
    assert "cannot log in with ***" in caplog.text
    assert "ValueError: invalid literal for int() with base 10: '***'" in caplog.text
    assert "hunter2" not in caplog.text
    logging.getLogger("mine").error("my hunter2")
    assert "my hunter2" in caplog.text
