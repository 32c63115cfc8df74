import datetime as dt

import pytest

from volsched.model import Schedule
from volsched.recurrence import Recurrence, recurrence_of

START = dt.datetime(2027, 1, 1, 10)


@pytest.mark.parametrize(
    ("rule", "zh", "en", "ug"),
    [
        (
            "FREQ=WEEKLY;BYDAY=FR",
            "每周五 10:00（新疆时间）",
            "every Friday 10:00 (Xinjiang time)",
            "ھەر جۈمە 10:00 (شىنجاڭ ۋاقتى)",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=5",
            "每2周的周一、周三 10:00（新疆时间），共5次",
            "every 2 weeks on Monday, Wednesday 10:00 (Xinjiang time), 5 times",
            "ھەر 2 ھەپتىدە دۈشەنبە، چارشەنبە 10:00 (شىنجاڭ ۋاقتى)، جەمئىي 5 قېتىم",
        ),
        (
            "FREQ=MONTHLY;BYDAY=1MO,-1FR;UNTIL=20271231",
            "每月第1个周一、最后一个周五 10:00（新疆时间），至2027年12月31日 周五",
            "every month on the 1st Monday, the last Friday 10:00 (Xinjiang time), until Friday 31 December 2027",
            "ھەر ئايدا 1-دۈشەنبە، ئاخىرقى جۈمە 10:00 (شىنجاڭ ۋاقتى)، 2027-يىل 12-ئاينىڭ 31-كۈنى، جۈمە گىچە",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,-1;BYHOUR=10,15",
            "每月1日、最后一天 10:00、15:00（新疆时间）",
            "every month on the 1st, the last day 10:00, 15:00 (Xinjiang time)",
            "ھەر ئايدا 1-كۈنى، ئاخىرقى كۈنى 10:00، 15:00 (شىنجاڭ ۋاقتى)",
        ),
        (
            "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU",
            "每年5月第2个周日 10:00（新疆时间）",
            "every year in May on the 2nd Sunday 10:00 (Xinjiang time)",
            "ھەر يىلى ماي 2-يەكشەنبە 10:00 (شىنجاڭ ۋاقتى)",
        ),
        (
            None,
            "2027年1月1日 周五 10:00（新疆时间）",
            "Friday 1 January 2027 10:00 (Xinjiang time)",
            "2027-يىل 1-ئاينىڭ 1-كۈنى، جۈمە 10:00 (شىنجاڭ ۋاقتى)",
        ),
    ],
)
def test_a_rule_in_words(rule, zh, en, ug):
    found = Recurrence.parse(rule, start=START, zone="Asia/Urumqi")
    assert [found.describe(language) for language in ("zh", "en", "ug")] == [zh, en, ug]


def test_the_clock_is_always_named():
    assert Recurrence.parse("FREQ=DAILY", start=START).describe("zh") == "每天 10:00（北京时间）"
    assert Recurrence.parse("FREQ=DAILY", start=START, zone="Europe/Berlin").describe("en") == (
        "every day 10:00 (Berlin time)"
    )


def test_a_lunar_day_in_words():
    autumn = recurrence_of(Schedule(start=dt.date(2027, 1, 1), lasts=dt.timedelta(days=1), lunar="08-15"))
    assert autumn.describe("zh") == "每年农历8月15日"
