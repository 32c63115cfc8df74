"""Pictures of rosters: what they show, to whom, and that nothing in a name becomes markup."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from volsched import testing
from volsched.errors import UnknownName
from volsched.model import LANGUAGES, Assignment, Person, Requirement, Roster, Seat, Shift, Span, Text, Window
from volsched.model.text import clean
from volsched.planning import Plan
from volsched.publishing import Viewer, loads_picture, year_picture
from volsched.publishing.drawing import Drawing, fitted, number, words_width
from volsched.publishing.load_bars import _ticks, bars_of
from volsched.publishing.picture_words import WORDS, period
from volsched.publishing.year_calendar import days_of, months_of
from volsched.rostering import Problem, fairness

GOLDEN = Path(__file__).parent / "golden"
COORDINATOR = Viewer(audience="coordinator")
PICTURES = {"loads": loads_picture, "year": year_picture}
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "defs", "pattern", "g", "path", "rect", "line", "text"}


def drawn(content):
    """Every element of a picture, after a look that nothing in it could run or be fetched."""
    root = ET.fromstring(content)
    found = list(root.iter())
    assert {item.tag for item in found} <= {SVG + name for name in DRAWN}
    for item in found:
        assert not [name for name in item.attrib if name.startswith("on") or name in ("href", "style", "class")]
        for value in item.attrib.values():
            assert re.sub(r"^url\(#volsched-(carried|short)\)$", "", value).count("url") == 0
    return found


def words(content):
    return [item.text for item in drawn(content) if item.tag == f"{SVG}text"]


def team(size, names=None):
    """A plan of one night of everybody, who are so many."""
    people = tuple(Person(id=f"p{n}", name=Text(en=names[n] if names else f"Person {n}")) for n in range(size))
    start = dt.datetime(2027, 5, 1, 22, tzinfo=dt.UTC)
    shift = Shift(
        id="night-watch/20270501T2200",
        activity="night-watch",
        day=dt.date(2027, 5, 1),
        span=Span(start, start + dt.timedelta(hours=4)),
        requirements=(Requirement(role="patrol", minimum=size),),
        burden=4,
        holiday=True,
    )
    programme = testing.programme()
    programme = attrs.evolve(programme, people=(*programme.people, *people))
    seated = tuple(Assignment(Seat(shift.id, "patrol", n), person.id) for n, person in enumerate(people))
    return Plan(
        programme=programme,
        window=Window.month(2027, 5),
        shifts=(shift,),
        problems=(Problem(id="night-watch", shifts=(shift,), people=people),),
        rosters=(Roster(id="night-watch", assignments=seated),),
    )


@pytest.mark.parametrize(("kind", "language"), [("loads", "zh"), ("loads", "ug"), ("year", "ug"), ("year", "en")])
def test_a_tiny_roster_has_these_very_pictures(plan, kind, language):
    found = PICTURES[kind](plan, "night", Viewer(audience="coordinator", language=language))
    assert found == (GOLDEN / f"night-{kind}-{language}.svg").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_says_in_words_what_it_is_and_which_way_it_is_read(plan, kind, language):
    content = PICTURES[kind](plan, "night", Viewer(audience="coordinator", language=language))
    root, title, description = drawn(content)[:3]
    assert (root.attrib["role"], root.attrib["lang"], root.get("direction")) == (
        "img",
        language,
        "rtl" if language == "ug" else None,
    )
    assert root.attrib["viewBox"].startswith("0 0 1000 ")
    assert title.tag == f"{SVG}title"
    assert title.text.startswith("夜间巡逻" if language != "ug" else "كېچىلىك چارلاش")
    assert (description.tag, bool(description.text)) == (f"{SVG}desc", True)
    assert content == PICTURES[kind](plan, "night", Viewer(audience="coordinator", language=language))


@pytest.mark.parametrize("kind", PICTURES)
def test_a_roster_that_is_not_there_is_refused(plan, kind):
    with pytest.raises(UnknownName, match="no roster 'nights'; did you mean 'night'"):
        PICTURES[kind](plan, "nights", COORDINATOR)


def test_the_words_are_there_in_every_language():
    for word, text in WORDS.items():
        assert text.languages() == LANGUAGES, word
        assert len({tuple(sorted(re.findall(r"{\d?}", text.in_language(one)))) for one in LANGUAGES}) == 1, word


def test_the_heaviest_stand_first_with_load_and_fair_share(plan):
    found = words(loads_picture(plan, "night", COORDINATOR))
    assert found[found.index("李博") : found.index("安娜尔") + 3] == ["李博", "4", "3.0", "安娜尔", "2", "3.0"]


def test_names_are_for_those_who_may_read_them(plan):
    names = ("安娜尔", "李博", "ئاناار", "an@people.example")
    for audience in ("public", "member"):
        content = loads_picture(plan, "night", Viewer(audience=audience)).decode()
        assert not [name for name in names if name in content]
    own = loads_picture(plan, "night", Viewer(audience="person", person="an")).decode()
    assert [name in own for name in names] == [True, False, False, False]
    assert "#fff3c4" in own  # the row of the one who looks
    for name in names:
        assert name not in year_picture(plan, "night", COORDINATOR).decode()


def test_who_somebody_is_cannot_be_told_from_where_the_bar_stands():
    plan = testing.plan()
    (problem,), (roster,) = plan.problems, plan.rosters
    new_ids = {person.id: f"x{99 - n}" for n, person in enumerate(problem.people)}
    renamed = {
        person.id: attrs.evolve(person, id=new_ids[person.id], name=Text(en=f"Other {person.id}"))
        for person in problem.people
    }
    people = tuple(renamed.get(person.id, person) for person in plan.programme.people)
    asked = tuple(
        attrs.evolve(item, person=new_ids.get(item.person, item.person)) for item in plan.programme.availability
    )
    teams = tuple(
        attrs.evolve(
            item, members=tuple(new_ids.get(one, one) for one in item.members), leader=new_ids.get(item.leader)
        )
        for item in plan.programme.teams
    )
    other = attrs.evolve(
        plan,
        programme=attrs.evolve(plan.programme, people=people, teams=teams, availability=asked),
        problems=(
            attrs.evolve(
                problem,
                people=tuple(renamed[person.id] for person in reversed(problem.people)),
                availability=tuple(attrs.evolve(item, person=new_ids[item.person]) for item in problem.availability),
            ),
        ),
        rosters=(
            roster.with_assignments(attrs.evolve(item, person=new_ids[item.person]) for item in roster.assignments),
        ),
    )
    for audience in ("public", "member"):
        viewer = Viewer(audience=audience)
        assert loads_picture(other, roster.id, viewer) == loads_picture(plan, roster.id, viewer)


def test_an_activity_that_is_none_of_their_business_is_not_named(plan):
    private = tuple(attrs.evolve(item, audience="coordinator") for item in plan.programme.activities)
    plan = attrs.evolve(plan, programme=attrs.evolve(plan.programme, activities=private))
    for picture in PICTURES.values():
        assert "夜间巡逻" in picture(plan, "night", COORDINATOR).decode()
        shown = picture(plan, "night", Viewer(audience="member")).decode()
        assert "已占用" in shown
        assert not [hidden for hidden in ("夜间巡逻", "night") if hidden in shown]


def test_short_and_empty_days_carry_the_number_that_is_missing(plan):
    short = year_picture(plan, "night", Viewer(audience="coordinator", language="en"))
    assert words(short).count("−1") == 1
    assert "2 shifts, 4 seats, 3 of them filled. Short: 2027-05-02 (1/2)." in short.decode()
    bare = plan.with_roster(plan.rosters[0].with_assignments(plan.rosters[0].assignments[:2]))
    empty = year_picture(bare, "night", Viewer(audience="coordinator", language="en"))
    assert words(empty).count("−2") == 1 + words(short).count("−2")
    assert "Nobody: 2027-05-02 (0/2)." in empty.decode()


def test_many_short_days_are_counted_after_the_first_ones():
    plan = testing.plan(window=Window(dt.date(2027, 5, 1), dt.date(2027, 6, 1)))
    thin = plan.with_roster(plan.rosters[0].with_assignments(()))
    shifts = tuple(
        attrs.evolve(shift, day=shift.day + dt.timedelta(days=31 * part), id=f"{shift.id}-{part}")
        for shift in thin.shifts
        for part in (0, 1)
    )
    thin = attrs.evolve(thin, shifts=shifts, problems=(attrs.evolve(thin.problems[0], shifts=shifts, people=()),))
    shown = year_picture(thin, "night-watch", Viewer(audience="coordinator", language="en")).decode()
    assert "2027-06-09 (0/2), 22 more." in shown


def test_two_shifts_of_a_day_stand_in_one_box():
    plan = testing.plan()
    first = plan.shifts[0]
    later = attrs.evolve(first, id="night-watch/extra", weekend=True, holiday=False)
    both = (attrs.evolve(first, holiday=False), later)
    (day,) = days_of(plan, both).values()
    assert (day.kind, day.wanted, day.filled, day.missing, day.empty) == ("weekend", 4, 2, 2, False)


def test_the_months_are_those_of_the_window_and_of_what_begins_beside_it():
    plan = attrs.evolve(testing.plan(), window=Window(dt.date(2027, 5, 30), dt.date(2027, 6, 2)))
    assert [(m.first.month, len(m.days)) for m in months_of(plan, ())] == [(5, 2), (6, 1)]
    beside = months_of(plan, (dt.date(2027, 6, 2),))
    assert [(m.first.month, len(m.days)) for m in beside] == [(5, 2), (6, 2)]


@pytest.mark.parametrize("window", ["2027", "2027-Q2", "2027-05", "2026-12-31/2027-01-02", "2020-01-01/2030-01-01"])
def test_every_day_of_the_window_has_its_box(window):
    problem = attrs.evolve(testing.problem(), shifts=())
    plan = testing.plan()
    plan = attrs.evolve(plan, window=Window.parse(window), problems=(problem,), rosters=(Roster(id="watch"),))
    days = (plan.window.end - plan.window.first).days
    found = words(year_picture(plan, "watch", COORDINATOR))
    assert found[0] == "小地方"  # no shift gives it another title
    numbers = [item for item in found if item.isdigit()]
    assert len(numbers) == days + 1  # one in the legend


@pytest.mark.parametrize("size", [1, 10, 40, 41, 120])
def test_a_page_holds_ten_to_a_hundred_and_twenty_people(size):
    content = loads_picture(team(size), "night-watch", Viewer(audience="coordinator", language="en"))
    found = words(content)
    assert [name for name in found if name.startswith("Person ")] == sorted(f"Person {n}" for n in range(size))
    # Higher than wide by no more than a sheet of paper is.
    assert float(drawn(content)[0].attrib["viewBox"].split()[3]) <= 1414
    assert "100" in found  # all carry the same


def test_nobody_to_serve_is_a_picture_too():
    plan = team(1)
    plan = attrs.evolve(
        plan, problems=(attrs.evolve(plan.problems[0], people=()),), rosters=(Roster(id="night-watch"),)
    )
    assert "没有人" in words(loads_picture(plan, "night-watch", COORDINATOR))


ANY_NAME = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda name: clean(name).strip() != ""
)
HOSTILE = [
    '"><script>alert(1)</script>',
    "</text><image href='http://x.example'/>",
    "&lt;&#0;",
    "\ufffe\uffff\x00\x0b]]>",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(ANY_NAME, st.sampled_from(HOSTILE)), min_size=1, max_size=6), st.sampled_from(LANGUAGES))
def test_whatever_people_are_called_the_picture_stays_well_formed(names, language):
    plan = team(len(names), names)
    title = Text(en="".join(names))
    patrol = attrs.evolve(plan.programme.activity("night-watch"), title=title)
    others = tuple(item for item in plan.programme.activities if item.id != "night-watch")
    plan = attrs.evolve(plan, programme=attrs.evolve(plan.programme, activities=(patrol, *others)))
    viewer = Viewer(audience="coordinator", language=language)
    for picture in PICTURES.values():
        drawn(picture(plan, "night-watch", viewer))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.floats(0, 1))
def test_a_bar_is_as_long_as_the_load(seed, kept):
    plan = testing.plan()
    (problem,), (roster,) = plan.problems, plan.rosters
    chosen = [item for n, item in enumerate(roster.assignments) if (n * 7919 + seed) % 100 < kept * 100]
    plan = plan.with_roster(roster.with_assignments(chosen))
    found = fairness(problem, plan.rosters[0])
    bars = bars_of(plan, roster.id, COORDINATOR, found)
    assert [bar.load.load for bar in bars] == sorted((item.load for item in found.people), reverse=True)
    assert all(sum(bar.parts) == bar.load.load and min(bar.parts) >= 0 for bar in bars)


@given(st.integers(1, 2_000_000))
def test_the_scale_has_few_round_loads(most):
    ticks = _ticks(most)
    assert 1 <= len(ticks) <= 7
    assert ticks[-1] <= most < ticks[-1] + ticks.step
    assert str(ticks.step).rstrip("0") in ("1", "2", "5")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(20, 300))
def test_words_are_cut_to_their_room(text, room):
    shown = fitted(text, 13, room)
    assert words_width(shown, 13) <= room
    assert shown.endswith("…") or shown == " ".join(shown.split())


def test_right_to_left_is_the_mirror_of_left_to_right():
    straight, mirrored = Drawing("zh"), Drawing("ug")
    for drawing in (straight, mirrored):
        drawing.rect(10, 0, 30, 5)
        drawing.line(10, 0, 40, 0)
        drawing.text(10, 0, "a")
    shown = mirrored.finished(10, "a", "b").decode()
    assert '<rect x="10" y="0" width="30" height="5"/>' in straight.finished(10, "a", "b").decode()
    assert '<rect x="960" y="0" width="30" height="5"/>' in shown
    assert '<line x1="990" y1="0" x2="960" y2="0"/>' in shown
    assert '<text x="990" y="0">a</text>' in shown


@pytest.mark.parametrize(("value", "shown"), [(1, "1"), (1.5, "1.5"), (2 / 3, "0.67"), (-0.001, "0"), (100.0, "100")])
def test_numbers_say_no_more_than_they_must(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(
    ("window", "zh", "ug", "en"),
    [
        ("2027", "2027年", "2027-يىل", "2027"),
        ("2027-05", "2027年5月", "2027-يىل ماي", "May 2027"),
        ("2027-05-03", "2027年5月3日", "2027-يىل 5-ئاينىڭ 3-كۈنى", "3 May 2027"),
        (
            "2027-Q2",
            "2027年4月1日至2027年6月30日",
            "2027-يىل 4-ئاينىڭ 1-كۈنىدىن 2027-يىل 6-ئاينىڭ 30-كۈنىگىچە",
            "1 April 2027 to 30 June 2027",
        ),
    ],
)
def test_the_window_in_words(window, zh, ug, en):
    parsed = Window.parse(window)
    assert (period(parsed, "zh"), period(parsed, "ug"), period(parsed, "en")) == (zh, ug, en)
