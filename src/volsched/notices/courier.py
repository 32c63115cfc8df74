"""The courier: takes envelopes from the outbox, sends each by its channel, and writes down what became of it.

Each channel is worked on its own: one that raises, answers late or never answers delays no other.
"""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import attrs
from attrs import frozen

from volsched.errors import InvalidValue, VolschedError
from volsched.notices.message import Delivery, Message
from volsched.notices.outbox import NO_LIMITS, Envelope, Limit, Outbox, Outcome, Posted

Send = Callable[[str, Message], Delivery | None]
"""Hands a message to the channel of this name. None means that the channel broke down instead of answering."""

Clock = Callable[[], dt.datetime]
Chance = Callable[[], float]
"""A random number from 0 up to 1."""

BROKE_DOWN = "the channel broke down"
NO_ANSWER = "the channel did not answer in time; it may have sent the message"
GIVEN_UP = "given up after so many attempts"


@frozen(kw_only=True)
class Manner:
    """How stubbornly and how fast the courier works; times in seconds.

    `time_out` is how long a channel may take for one message, `first_wait` and `longest_wait` bound the time between
    two attempts, which is drawn at random so that many do not come back at once.
    """

    time_out: float = 60.0
    first_wait: float = 30.0
    longest_wait: float = 3600.0
    most_attempts: int = 12
    at_once: int = 20
    lease: float = 300.0
    limits: Mapping[str, Limit] = NO_LIMITS

    def __attrs_post_init__(self) -> None:
        if self.lease < 2 * self.time_out:
            problem = f"{self.lease:g} seconds are too short for a time-out of {self.time_out:g}"
            raise InvalidValue("courier", "", "lease", problem, "write at least twice the time-out")

    def wait(self, attempts: int, chance: float) -> dt.timedelta:
        """How long to wait after so many attempts: anything up to a bound that doubles each time."""
        bound = min(self.longest_wait, self.first_wait * 2 ** min(attempts - 1, 30))
        return dt.timedelta(seconds=max(1.0, bound * chance))


@frozen(kw_only=True)
class Tally:
    """What the courier did with one channel."""

    channel: str
    sent: int = 0
    again: int = 0
    dead: int = 0
    handed: int = 0
    stopped: str = ""
    """Why no more was tried by it in this run, such as that it did not answer."""
    details: tuple[str, ...] = ()
    """What the other side said about what failed, each once."""


Loud = Callable[[Envelope, dt.datetime], dt.datetime]
"""The moment itself, or the end of the quiet hours in which it lies for the reader of an envelope."""


def _at_once(_envelope: Envelope, moment: dt.datetime) -> dt.datetime:
    return moment


class _Line:
    """Calls a channel in a thread of its own, so that one that never answers can be left behind."""

    def __init__(self, send: Send, channel: str) -> None:
        self._calls: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Delivery | None] = queue.SimpleQueue()
        self._send = send
        self._channel = channel
        threading.Thread(target=self._serve, name=f"volsched {channel}", daemon=True).start()

    def call(self, message: Message, time_out: float) -> Delivery | Literal["broken", "late"]:
        """What the channel answers."""
        self._calls.put(message)
        try:
            return self._answers.get(timeout=time_out) or "broken"
        except queue.Empty:
            return "late"

    def close(self) -> None:
        """Let the thread end as soon as its channel lets it."""
        self._calls.put(None)

    def _serve(self) -> None:
        while (message := self._calls.get()) is not None:
            answer: Delivery | None = None
            try:
                answer = self._send(self._channel, message)
            except BaseException:  # noqa: BLE001 - whatever a channel raises, it has not answered
                answer = None
            self._answers.put(answer)


@attrs.define(eq=False, kw_only=True)
class Courier:
    """Works the outbox for one process; `worker` must be a name that no other process has."""

    outbox: Outbox
    send: Send
    worker: str
    clock: Clock
    chance: Chance
    manner: Manner = attrs.field(factory=Manner)
    loud: Loud = attrs.field(default=_at_once)
    """From when on a message may disturb its reader, for those that can wait."""
    step: Callable[[str], None] = attrs.field(default=lambda _label: None)
    """Told before and after each step, for those who try what happens when it is the last one."""

    def run(self, channels: Iterable[str]) -> tuple[Tally, ...]:
        """Send everything that is due, each channel in a thread of its own; by name."""
        names = sorted(set(channels))
        found: dict[str, Tally] = {}
        troubles: list[VolschedError] = []

        def work(name: str) -> None:
            try:
                found[name] = self.work(name)
            except VolschedError as error:
                troubles.append(error)

        threads = [threading.Thread(target=work, args=(name,), daemon=True) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if troubles:
            raise troubles[0]
        return tuple(found[name] for name in names)

    def work(self, channel: str) -> Tally:
        """Send everything that is due by one channel."""
        counts: Counter[str] = Counter()
        details: dict[str, None] = {}
        stopped = ""
        line = _Line(self.send, channel)
        try:
            while not stopped and (batch := self._claimed(channel)):
                stopped = self._send_all(batch, line, counts, details)
        finally:
            line.close()
        return Tally(
            channel=channel,
            sent=counts["sent"],
            again=counts["again"],
            dead=counts["dead"],
            handed=counts["next"],
            stopped=stopped,
            details=tuple(details),
        )

    def _claimed(self, channel: str) -> tuple[Posted, ...]:
        self.step("claim")
        return self.outbox.claim(
            self.worker,
            channels=(channel,),
            now=self.clock(),
            most=self.manner.at_once,
            lease=dt.timedelta(seconds=self.manner.lease),
            limits=self.manner.limits,
        )

    def _send_all(self, batch: tuple[Posted, ...], line: _Line, counts: Counter[str], details: dict[str, None]) -> str:
        """Send a batch; says why the channel is not to be used again in this run, if that is so."""
        ended: Outcome | None = None
        stopped = ""
        for posted in batch:
            key = posted.envelope.key
            if stopped or posted.due > self.clock():
                # What was taken and not tried goes back at once, rather than when its lease ends; so does what a
                # clock that was set back has made early.
                self.outbox.attempt(self.worker, now=self.clock(), ended=_given_back(posted))
                continue
            loud = self._held_until(posted)
            if loud is not None:
                # Held, not dropped, and not counted as an attempt.
                self.outbox.attempt(self.worker, now=self.clock(), ended=Outcome(key=key, result="again", due=loud))
                continue
            self.step("begin")
            if not self.outbox.attempt(self.worker, now=self.clock(), ended=ended, begin=key):
                ended = None
                continue
            self.step("send")
            answer = line.call(posted.envelope.message, self.manner.time_out)
            self.step("sent")
            ended, stopped = self._judged(posted, answer)
            # Where there is no other channel, nobody was told.
            counts["dead" if ended.result == "next" and not posted.envelope.then else ended.result] += 1
            if ended.detail:
                details[ended.detail] = None
            if stopped:
                self.outbox.attempt(self.worker, now=self.clock(), ended=ended)
                ended = None
        if ended is not None:
            self.step("end")
            self.outbox.attempt(self.worker, now=self.clock(), ended=ended)
        self.step("ended")
        return stopped

    def _held_until(self, posted: Posted) -> dt.datetime | None:
        """Until when it waits because its reader rests; what is urgent or would come too late does not."""
        now = self.clock()
        envelope = posted.envelope
        loud = self.loud(envelope, now)
        late = envelope.deadline is not None and loud >= envelope.deadline
        return None if envelope.urgency == "safety" or loud <= now or late else loud

    def _judged(self, posted: Posted, answer: Delivery | Literal["broken", "late"]) -> tuple[Outcome, str]:
        """What an answer means for the envelope, and for the rest of the channel's."""
        if answer == "late":
            # Whether it has gone out is not known. What must not be missed is told by another way as well.
            if posted.envelope.urgency == "safety" and posted.envelope.then:
                return Outcome(key=posted.envelope.key, result="next", detail=NO_ANSWER), NO_ANSWER
            return self._again(posted, NO_ANSWER), NO_ANSWER
        if answer == "broken":
            return self._again(posted, BROKE_DOWN), ""
        if answer.status == "failed" and answer.retry_after is not None:
            return self._asked_to_wait(posted, answer, answer.retry_after)
        return self._ended(posted, answer), ""

    def _asked_to_wait(self, posted: Posted, answer: Delivery, seconds: float) -> tuple[Outcome, str]:
        until = self.clock() + dt.timedelta(seconds=min(max(seconds, 0.0), 86_400.0))
        self.outbox.pause(posted.envelope.channel, until=until)
        why = answer.detail or "asked to wait"
        return Outcome(key=posted.envelope.key, result="again", detail=why, due=until), why

    def _ended(self, posted: Posted, answer: Delivery) -> Outcome:
        key = posted.envelope.key
        if answer.status == "sent":
            return Outcome(key=key, result="sent")
        if answer.status == "unreachable":
            return Outcome(key=key, result="next", detail=answer.detail)
        if answer.permanent:
            result: Literal["next", "dead"] = "next" if posted.envelope.then else "dead"
            return Outcome(key=key, result=result, detail=answer.detail)
        return self._again(posted, answer.detail)

    def _again(self, posted: Posted, detail: str) -> Outcome:
        """Try it again later, or by another channel, or not at all any more."""
        attempts = posted.attempts + 1
        key = posted.envelope.key
        deadline = posted.envelope.deadline
        due = self.clock() + self.manner.wait(attempts, self.chance())
        is_last = attempts >= self.manner.most_attempts or (deadline is not None and due >= deadline)
        if is_last and posted.envelope.then:
            return Outcome(key=key, result="next", detail=detail)
        if attempts >= self.manner.most_attempts:
            return Outcome(key=key, result="dead", detail=f"{detail}; {GIVEN_UP}: {attempts}")
        if is_last and deadline is not None:
            due = self.clock() + (deadline - self.clock()) / 2
        return Outcome(key=key, result="again", detail=detail, due=due)


def _given_back(posted: Posted) -> Outcome:
    return Outcome(key=posted.envelope.key, result="again", due=posted.due)
