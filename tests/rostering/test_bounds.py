"""The heaviest row of duties, found the quick way and the general way."""

from random import Random

import pytest

from volsched.model import DaysOffBetween, MostPerMonth, MostPerWeek
from volsched.rostering import shortages
from volsched.rostering.bounds import Paths, reach_of, water_line
from volsched.rostering.compiling import compiled


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("most", [None, 2, 5])
def test_the_quick_ways_find_what_the_general_one_finds(make, seed, most):
    chance = Random(seed)
    nights = [make.night(n, 1, burden=2 + n % 3) for n in range(20, 60)]
    people = [make.person("ann", most_per_month=most)]
    quick = make.problem(nights, people, rules=(DaysOffBetween(seed % 3),))
    # Seven a week bind nobody, and make the general way necessary.
    general = make.problem(nights, people, rules=(DaysOffBetween(seed % 3), MostPerWeek(7)))
    able = [int(chance.random() < 0.7) for _ in range(30 + seed)]
    found = [Paths(compiled(problem)).heaviest(problem.people[0], able) for problem in (quick, general)]
    assert found[0] == found[1]


def test_a_stretch_of_a_roster_is_counted(make):
    problem = make.problem([make.night(n, 1) for n in range(20, 34)], make.people("ann"), rules=(MostPerMonth(3),))
    proofs = shortages(problem)
    # Eight nights of January and six of February, three of each month served.
    assert [(len(proof.shifts), proof.possible) for proof in proofs] == [(8, 3), (6, 3)]


def test_who_can_only_serve_even_burdens_raises_the_line(make):
    nights = [make.night(n, 1, burden=burden) for n, burden in enumerate((2, 2, 2, 2, 3, 3))]
    work = compiled(make.problem(nights, make.people("ann bob"), availability=make.away("ann", 4, 5)))
    # Seven each would do, but Ann carries six or eight.
    assert reach_of(work).steps == (2, 1)
    assert water_line(reach_of(work), 14) == 8
    assert water_line(reach_of(work), 13) == 7
