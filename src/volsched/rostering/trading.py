"""The last units of the heaviest load, where no single duty can pass from one to another and leave both below it.

Two people trade duties of different burden; or somebody in the middle takes a duty and sheds the burden in turn.
In the same way weekends pass from who has far too many to who has few, and what is too much is shed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import define, field, frozen

from volsched.rostering.days import bits_of
from volsched.rostering.state import State

ROUNDS = 20
PASSES = 4
"""Over how many people one burden is passed on at most."""
QUESTIONS = 300
"""How often it is asked with whom somebody could trade, before the roster stays as it is."""
TAKERS = 3
"""How many people are asked to take a weekend."""
NOTHING = -1
TOO_FAR = 3
"""How far from the mean no trade may bring anybody's weekends."""


@frozen(kw_only=True)
class _Trade:
    """One gives a duty to another, who gives a lighter one back, or nothing."""

    spared: int
    price: float
    person: int
    given: int
    other: int
    back: int = NOTHING

    def carry_out(self, state: State) -> None:
        state.remove(self.given, self.person)
        if self.back != NOTHING:
            state.remove(self.back, self.other)
            state.add(self.back, self.person)
        state.add(self.given, self.other)

    def undo(self, state: State) -> None:
        state.remove(self.given, self.other)
        if self.back != NOTHING:
            state.remove(self.back, self.person)
            state.add(self.back, self.other)
        state.add(self.given, self.person)


def trade(state: State, questions: int = QUESTIONS) -> None:
    """Lower the heaviest load by trades, as long as everybody who carries it can be relieved of it."""
    trading = _Trading(state, questions=questions)
    for _ in range(ROUNDS):
        trading.limit = max(state.load, default=0) - 1
        loaded = [person for person, load in enumerate(state.load) if load > trading.limit]
        room = sum(max(0, trading.limit - load) for load in state.load)
        if room < len(loaded) or sum(trading.relieve(person) for person in loaded) < len(loaded):
            return


def share_weekends(state: State) -> None:
    """Bring nearer who stands too far from the mean of weekends; nobody comes to carry more than the most."""
    trading = _Trading(state, max(state.load, default=0))
    mean = sum(state.weekends) / max(1, len(state.weekends))
    people = sorted(range(len(state.load)), key=lambda v: (-abs(state.weekends[v] - mean), v))
    for person in people:
        for given in [post for post, weekend in enumerate(state.work.weekend) if weekend]:
            if abs(state.weekends[person] - mean) <= TOO_FAR:
                break
            if state.weekends[person] > mean:
                trading.give_away(person, given, mean)
            else:
                trading.take_over(person, given, mean)


@define
class _Trading:
    """A roster in which nobody is to carry more than the limit."""

    state: State
    limit: int = 0
    questions: int = QUESTIONS

    def relieve(self, person: int) -> bool:
        """Bring the person to the limit without raising another above it; where that fails all stays as it was."""
        done: list[_Trade] = []
        if self._relieve(person, done):
            return True
        self._undo(done, 0)
        return False

    def _relieve(self, person: int, done: list[_Trade]) -> bool:
        state, seen = self.state, 0
        for _ in range(PASSES):
            if self._shed(person, done):
                return True
            seen |= 1 << person
            middle = self._at_most(self.limit) & ~seen
            through = self._trades(person, middle, state.load[person] + 1)
            for first in through:
                mark = len(done)
                self._do(first, done)
                if self._shed(first.other, done, seen) and self._shed(person, done):
                    return True
                self._undo(done, mark)
            if not through:
                break
            # The burden stays with the first of those in the middle, and is looked after from there.
            self._do(through[0], done)
            if state.load[person] > self.limit:
                break
            person = through[0].other
        return False

    def give_away(self, person: int, given: int, mean: float) -> bool:
        """Give the person's weekend to somebody who has few, and relieve them of what is too much for them."""
        state = self.state
        if not state.on[given] & ~state.work.pinned[given] & 1 << person:
            return False
        near = [v for v in bits_of(state.free(given)) if state.weekends[v] + 1 <= mean + TOO_FAR]
        gifts = [
            _Trade(spared=0, price=0, person=person, given=given, other=other)
            for other in sorted(near, key=lambda v: (state.load[v], v))
            if state.keeps_skills(given, person, other)
        ]
        return self._settle(gifts, self._shed) or self._settle(gifts[:TAKERS], self._relieve)

    def take_over(self, person: int, given: int, mean: float) -> bool:
        """Take a weekend from somebody who has many, and relieve the person of what is too much for them."""
        state, bit = self.state, 1 << person
        if state.on[given] & bit or not state.work.eligible[given] & bit:
            return False
        found: list[_Trade] = []
        for other in bits_of(state.on[given] & ~state.work.pinned[given]):
            if state.weekends[other] > mean:
                offers = _Offers(state, other, self.limit + max(state.work.burden))
                offers.ask(given, bit)
                found += offers.best.values()
        return self._settle(found, self._relieve)

    def _settle(self, trades: list[_Trade], relieve: Callable[[int, list[_Trade]], bool]) -> bool:
        """Carry out the first of the trades after which nobody is over the limit, or can be relieved."""
        for one in trades:
            done: list[_Trade] = []
            self._do(one, done)
            if relieve(one.other, done):
                return True
            self._undo(done, 0)
        return False

    def _shed(self, person: int, done: list[_Trade], barred: int = 0) -> bool:
        """Trade with people who stay within the limit until the person is within it as well."""
        while self.state.load[person] > self.limit:
            found = self._trades(person, self._at_most(self.limit - 1) & ~barred, self.limit)
            if not found:
                return False
            self._do(found[0], done)
        return True

    def _do(self, one: _Trade, done: list[_Trade]) -> None:
        one.carry_out(self.state)
        done.append(one)

    def _undo(self, done: list[_Trade], mark: int) -> None:
        while len(done) > mark:
            done.pop().undo(self.state)

    def _at_most(self, most: int) -> int:
        return sum(1 << person for person, load in enumerate(self.state.load) if load <= most)

    def _trades(self, person: int, partners: int, most: int) -> list[_Trade]:
        """The best trade with each partner that spares the person something and leaves the partner at most so much."""
        self.questions -= 1
        if self.questions < 0:
            return []
        offers = _Offers(self.state, person, most)
        for given in [post for post, mask in enumerate(self.state.on) if mask >> person & 1]:
            if not self.state.work.pinned[given] >> person & 1:
                offers.ask(given, partners)
        return sorted(offers.best.values(), key=lambda item: (item.spared, item.price, item.other))


@define
class _Offers:
    """The best trade of one person with each of those who may carry at most so much afterwards."""

    state: State
    person: int
    most: int
    best: dict[int, _Trade] = field(factory=dict[int, _Trade])

    def ask(self, given: int, partners: int) -> None:
        """Ask who could take one duty of the person, and what they could give back."""
        state, work = self.state, self.state.work
        comers = state.free(given) & partners
        # Whoever serves too near to come may come by giving that very duty back.
        near = work.eligible[given] & partners & ~comers
        takers = [other for other in bits_of(comers) if state.keeps_skills(given, self.person, other)]
        state.remove(given, self.person)
        for other in takers:
            self._gift(given, other)
        if comers:
            self._returns(given, range(len(state.on)), comers)
        self._returns(given, work.near[given], near)
        state.add(given, self.person)

    def _take(self, given: int, other: int, back: int, price: float) -> None:
        work = self.state.work
        spared, lost = work.burden[given], work.wish[given][self.person] - work.wish[given][other]
        if back != NOTHING:
            spared -= work.burden[back]
            lost += work.wish[back][other] - work.wish[back][self.person]
        # Nobody's wishes go for the sake of a unit that counts for less.
        if lost >= 2 * work.weights.load * work.burden[given]:
            return
        known = self.best.get(other)
        if known is None or (spared, price) < (known.spared, known.price):
            self.best[other] = _Trade(
                spared=spared, price=price, person=self.person, given=given, other=other, back=back
            )

    def _gift(self, given: int, other: int) -> None:
        state = self.state
        fits = state.load[other] + state.work.burden[given] <= self.most
        if fits and self._keeps_weekends_near(given, other, NOTHING):
            self._take(given, other, NOTHING, state.cost(given, other) - state.cost(given, self.person))

    def _returns(self, given: int, backs: Iterable[int], comers: int) -> None:
        """What each of the comers could give back for a duty, which the person has left at this moment."""
        state, work, bit = self.state, self.state.work, 1 << self.person
        for back in backs:
            there, spared = state.on[back] & comers, work.burden[given] - work.burden[back]
            if spared <= 0 or not there or not state.free(back) & bit:
                continue
            for other in bits_of(there & ~work.pinned[back]):
                if state.load[other] + spared <= self.most and self._keeps_weekends_near(given, other, back):
                    self._return(given, other, back)

    def _return(self, given: int, other: int, back: int) -> None:
        """Take note of the trade, if no rule speaks against it."""
        state, person = self.state, self.person
        price = -state.cost(given, person)
        state.remove(back, other)
        price -= state.cost(back, other)
        fits = state.free(given) >> other & 1
        if fits:
            price += state.cost(given, other)
            state.add(given, other)
            fits = state.free(back) >> person & 1
            price += state.cost(back, person)
            state.remove(given, other)
        state.add(back, other)
        if fits and self._keeps_skills(given, other, back):
            self._take(given, other, back, price)

    def _keeps_weekends_near(self, given: int, other: int, back: int) -> bool:
        """Whether neither comes to lie too far from the mean, or further than before."""
        weekend, weekends = self.state.work.weekend, self.state.weekends
        more = weekend[given] - (weekend[back] if back != NOTHING else 0)
        if not more:
            return True
        mean = (sum(weekends) + weekend[given]) / len(weekends)
        own, theirs = weekends[self.person] + weekend[given], weekends[other]
        return all(
            abs(after - mean) <= max(TOO_FAR, abs(before - mean))
            for before, after in ((own, own - more), (theirs, theirs + more))
        )

    def _keeps_skills(self, given: int, other: int, back: int) -> bool:
        state, person = self.state, self.person
        state.add(given, person)
        kept = state.keeps_skills(given, person, other) and state.keeps_skills(back, other, person)
        state.remove(given, person)
        return kept
