"""Messages that anybody can read aloud, in three languages; each golden file was read by eye."""

import datetime as dt
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched import booking
from volsched.errors import UnknownName
from volsched.model import LANGUAGES, Person, Span, Text
from volsched.notices import Entry, Notice, notices_of, render

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(("person", "language"), [("reyhan", "zh"), ("aygul", "ug"), ("li", "en"), ("zoe", "zh")])
def test_message_is_word_for_word_that_of_the_golden_file(plan, person, language):
    notice = next(notice for notice in notices_of(plan) if notice.person == person)
    message = render(notice, plan.programme)
    assert message.language == language
    golden = (GOLDEN / f"{person}.{language}.txt").read_text(encoding="utf-8")
    assert f"{message.subject}\n\n{message.body}" == golden


def test_message_carries_the_ways_to_the_person_and_does_not_show_them_in_logs(plan):
    message = render(notices_of(plan)[2], plan.programme)
    assert (message.email, message.phone) == ("reyhan@example.test", "+86 991 5550100")
    assert "example.test" not in repr(message)
    assert "5550100" not in repr(message)


def test_subject_names_no_activity_as_it_shows_on_locked_screens(plan):
    for notice in notices_of(plan):
        for language in LANGUAGES:
            subject = render(notice, plan.programme, language).subject
            assert not [a.id for a in plan.programme.activities if a.title.in_language(language) in subject]


def test_nobody_is_told_the_address_or_phone_of_another(plan):
    bodies = "".join(
        render(notice, plan.programme, language).body for notice in notices_of(plan) for language in LANGUAGES
    )
    assert [p.id for p in plan.programme.people for way in (p.email, p.phone) if way and way in bodies] == []


def test_every_line_in_uyghur_begins_from_the_right(plan):
    for notice in notices_of(plan):
        for line in render(notice, plan.programme, "ug").body.splitlines():
            letters = [character for character in line if character.isalpha()]
            assert not letters or "\u0600" <= letters[0] <= "\u06ff", line


def one(plan, start, hours, **changes):
    """The message about one duty that begins at this time in Beijing."""
    first = dt.datetime.fromisoformat(f"{start}+08:00")
    entry = Entry(
        kind="duty", activity="night", occurrence="night/1", span=Span(first, first + dt.timedelta(hours=hours))
    )
    notice = Notice(person="reyhan", window=plan.window, entries=(attrs.evolve(entry, role="patrol"),))
    return {
        language: next(
            line.strip()
            for line in render(notice, attrs.evolve(plan.programme, **changes), language).body.splitlines()
            if ":" in line and ("北京" in line or "Beijing" in line or "بېيجىڭ" in line or "Berlin" in line)
        )
        for language in LANGUAGES
    }


def test_time_after_midnight_is_the_evening_before_by_the_other_clock(plan):
    assert one(plan, "2027-01-03T00:30", 2) == {
        "zh": "时间：2027年1月3日 周日，北京时间 00:30 至 02:30（新疆时间前一天 22:30 至当天 00:30）",
        "ug": "ۋاقتى: 2027-يىلى 1-ئاينىڭ 3-كۈنى، يەكشەنبە، بېيجىڭ ۋاقتى: باشلىنىشى 00:30، ئاخىرلىشىشى 02:30"
        " (شىنجاڭ ۋاقتى: باشلىنىشى ئالدىنقى كۈنى 22:30، ئاخىرلىشىشى شۇ كۈنى 00:30)",
        "en": "When: Sunday 3 January 2027, 00:30 to 02:30 Beijing time"
        " (22:30 the day before to 00:30 the same day Xinjiang time)",
    }


def test_night_ends_at_24_or_on_the_next_day(plan):
    assert one(plan, "2027-01-03T22:00", 2, second_zone=None)["en"].endswith("22:00 to 24:00 Beijing time")
    assert one(plan, "2027-01-03T22:00", 4, second_zone=None)["zh"].endswith("北京时间 22:00 至第二天 02:00")
    assert one(plan, "2027-01-03T22:00", 74, second_zone=None)["zh"].endswith("22:00 至3天后 24:00")


def test_time_is_that_of_the_day_where_clocks_change(plan):
    lines = one(plan, "2027-03-28T04:00", 8, zone="Europe/Berlin", second_zone=None)
    assert lines["en"] == "When: Saturday 27 March 2027, 21:00 to 06:00 the next day Berlin time"


def test_person_whom_the_programme_does_not_know_is_refused(plan):
    notice = attrs.evolve(notices_of(plan)[0], person="ann")
    with pytest.raises(UnknownName, match="no person 'ann'"):
        render(notice, plan.programme)


def renamed(programme, name, title):
    """The programme with another name for Reyhan and another title for the patrol."""
    reyhan = Person(id="reyhan", name=Text(zh=name), email="reyhan@example.test")
    people = tuple(reyhan if person.id == "reyhan" else person for person in programme.people)
    activities = tuple(
        attrs.evolve(item, title=Text(zh=title)) if item.id == "night" else item for item in programme.activities
    )
    return attrs.evolve(programme, people=people, activities=activities)


said = st.text(st.characters(exclude_categories=["Cs"]), max_size=300).map(lambda text: f"x{text}")


@given(name=said, title=said)
def test_whatever_people_write_takes_one_line_and_changes_no_other(plan, name, title):
    notice = notices_of(plan)[2]
    plain = render(notice, renamed(plan.programme, "name", "title"), "zh")
    odd = render(notice, renamed(plan.programme, name, title), "zh")
    assert (odd.subject, odd.key) == (plain.subject, plain.key)
    lines = list(zip(plain.body.split("\n"), odd.body.split("\n"), strict=True))
    assert {before for before, after in lines if before != after} <= {"name，您好！", "■ title"}


@pytest.mark.parametrize("text", ["{0.__class__}", "%s %d %(x)s", "${x}", "\\1", "{{}}"])
def test_what_looks_like_a_template_is_text(plan, text):
    body = render(notices_of(plan)[2], renamed(plan.programme, text, text), "zh").body
    assert body.count(text) == 2


def test_very_long_title_is_cut(plan):
    body = render(notices_of(plan)[2], renamed(plan.programme, "n" * 9000, "t" * 9000), "zh").body
    assert f"{'n' * 199}…，您好！" in body
    assert max(map(len, body.splitlines())) < 220


@pytest.mark.parametrize("reason", sorted(value for name, value in vars(booking).items() if name.isupper()))
def test_every_reason_that_booking_gives_is_told_in_words(plan, reason):
    for language in LANGUAGES:
        without, told = (
            render(
                Notice(
                    person="li", window=plan.window, entries=(Entry(kind="waiting", activity="health", reason=code),)
                ),
                plan.programme,
                language,
            ).body
            for code in ("", reason)
        )
        assert len(told.splitlines()) == len(without.splitlines()) + 1
        assert reason not in told
