"""Each language says each thing, and says it in order."""

import datetime as dt
import inspect

import pytest

from volsched.model import LANGUAGES, Window
from volsched.notices.hours import Hours
from volsched.notices.notice import KINDS_IN_ORDER
from volsched.notices.words import WORDS, Words


def test_each_language_has_every_phrase_with_the_same_parameters():
    phrases = {name: item for name, item in vars(Words).items() if inspect.isfunction(item) and name[0] != "_"}
    for language in LANGUAGES:
        for name, phrase in phrases.items():
            own = list(inspect.signature(getattr(WORDS[language], name)).parameters.values())
            asked = list(inspect.signature(phrase).parameters.values())[1:]
            assert [item.name.lstrip("_") for item in own] == [item.name for item in asked], (language, name)


@pytest.mark.parametrize(
    ("window", "zh", "ug", "en"),
    [
        ("2027", "2027年", "2027-يىل", "2027"),
        ("2027-05", "2027年5月", "2027-يىل 5-ئاي", "May 2027"),
        ("2027-05-03", "2027年5月3日", "2027-يىلى 5-ئاينىڭ 3-كۈنى", "3 May 2027"),
        (
            "2027-12-20/2028-01-10",
            "2027年12月20日至2028年1月9日",
            "2027-يىلى 12-ئاينىڭ 20-كۈنىدىن 2028-يىلى 1-ئاينىڭ 9-كۈنىگىچە",
            "20 December 2027 to 9 January 2028",
        ),
    ],
)
def test_period_is_as_short_as_it_can_be(window, zh, ug, en):
    assert [WORDS[language].period(Window.parse(window)) for language in ("zh", "ug", "en")] == [zh, ug, en]


@pytest.mark.parametrize(
    ("hours", "zh", "ug", "en"),
    [
        (
            Hours(zone="Asia/Shanghai", start="10:00", end="11:30"),
            "北京时间 10:00 至 11:30",
            "بېيجىڭ ۋاقتى: باشلىنىشى 10:00، ئاخىرلىشىشى 11:30",
            "10:00 to 11:30 Beijing time",
        ),
        (
            Hours(zone="Asia/Urumqi", start="23:00", end="01:00", start_day=-1),
            "新疆时间前一天 23:00 至当天 01:00",
            "شىنجاڭ ۋاقتى: باشلىنىشى ئالدىنقى كۈنى 23:00، ئاخىرلىشىشى شۇ كۈنى 01:00",
            "23:00 the day before to 01:00 the same day Xinjiang time",
        ),
        (
            Hours(zone="Pacific/Kiritimati", start="02:00", end="24:00", start_day=1, end_day=4),
            "Kiritimati时间第二天 02:00 至4天后 24:00",
            "Kiritimati ۋاقتى: باشلىنىشى ئەتىسى 02:00، ئاخىرلىشىشى 4 كۈن كېيىن 24:00",
            "02:00 the next day to 24:00 4 days later Kiritimati time",
        ),
    ],
)
def test_hours_say_the_day_where_it_is_another_and_always_the_clock(hours, zh, ug, en):
    assert [WORDS[language].hours([hours]) for language in ("zh", "ug", "en")] == [zh, ug, en]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_has_a_heading_a_count_and_what_to_do_of_its_own(language):
    words = WORDS[language]
    assert len({words.heading(kind) for kind in KINDS_IN_ORDER}) == len(KINDS_IN_ORDER)
    assert len({words.count(kind, 2) for kind in KINDS_IN_ORDER}) == len(KINDS_IN_ORDER)
    assert all("Wang Min" in words.to_do(kind, "Wang Min") for kind in KINDS_IN_ORDER if kind != "waiting")


@pytest.mark.parametrize(
    ("language", "days"),
    [("zh", ["1月4日 周一", "2027年1月10日 周日"]), ("en", ["Monday 4 January", "Sunday 10 January 2027"])],
)
def test_weekdays_are_right(language, days):
    words = WORDS[language]
    found = [words.day(dt.date(2027, 1, 4), with_year=False), words.day(dt.date(2027, 1, 10), with_year=True)]
    assert found == days
