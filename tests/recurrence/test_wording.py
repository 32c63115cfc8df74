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


@pytest.mark.parametrize(
    ("rule", "zh", "en", "ug"),
    [
        (
            "FREQ=HOURLY;INTERVAL=2;BYHOUR=8,10;BYMINUTE=0",
            "每2小时，限8、10时，逢0分（新疆时间）",
            "every 2 hours, only in the hours 8, 10, at minute 0 (Xinjiang time)",
            "ھەر 2 سائەتتە، پەقەت سائەت 8، 10، 0-مىنۇت (شىنجاڭ ۋاقتى)",
        ),
        (
            "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9;BYDAY=MO",
            "每20分钟逢周一，限9时（新疆时间）",
            "every 20 minutes on Monday, only in the hours 9 (Xinjiang time)",
            "ھەر 20 مىنۇتتا دۈشەنبە، پەقەت سائەت 9 (شىنجاڭ ۋاقتى)",
        ),
        (
            "FREQ=WEEKLY;BYMONTH=5;BYDAY=FR",
            "5月每周五 10:00（新疆时间）",
            "every Friday in May 10:00 (Xinjiang time)",
            "ماي ھەر جۈمە 10:00 (شىنجاڭ ۋاقتى)",
        ),
        (
            "FREQ=DAILY;BYMONTH=5;BYDAY=FR;COUNT=1",
            "5月每周五 10:00（新疆时间），共1次",
            "every Friday in May 10:00 (Xinjiang time), once",
            "ماي ھەر جۈمە 10:00 (شىنجاڭ ۋاقتى)، جەمئىي 1 قېتىم",
        ),
        (
            "FREQ=DAILY;BYMONTHDAY=1,15",
            "每月1日、15日 10:00（新疆时间）",
            "every month on the 1st, the 15th 10:00 (Xinjiang time)",
            "ھەر ئايدا 1-كۈنى، 15-كۈنى 10:00 (شىنجاڭ ۋاقتى)",
        ),
        (
            "FREQ=DAILY;INTERVAL=2;BYDAY=MO,FR",
            "每2天逢周一、周五 10:00（新疆时间）",
            "every 2 days on Monday, Friday 10:00 (Xinjiang time)",
            "ھەر 2 كۈندە دۈشەنبە، جۈمە 10:00 (شىنجاڭ ۋاقتى)",
        ),
        (
            "FREQ=DAILY;BYHOUR=8,10;BYSETPOS=-1",
            "每天 08:00、10:00中的最后一个（新疆时间）",
            "every day the last of 08:00, 10:00 (Xinjiang time)",
            "ھەر كۈنى 08:00، 10:00 ئىچىدىكى ئاخىرقىسى (شىنجاڭ ۋاقتى)",
        ),
    ],
)
def test_what_limits_a_rule_is_said(rule, zh, en, ug):
    found = Recurrence.parse(rule, start=START, zone="Asia/Urumqi", allow_subdaily=True)
    assert [found.describe(language) for language in ("zh", "en", "ug")] == [zh, en, ug]


def test_the_minute_of_an_hourly_rule_is_that_of_its_start():
    half = Recurrence.parse("FREQ=HOURLY", start=dt.datetime(2027, 1, 1, 10, 30), allow_subdaily=True)
    assert half.describe("en") == "every hour, at minute 30 (Beijing time)"
    assert Recurrence.parse("FREQ=HOURLY", start=START, allow_subdaily=True).describe("zh") == "每小时（北京时间）"


def test_the_clock_is_always_named():
    assert Recurrence.parse("FREQ=DAILY", start=START).describe("zh") == "每天 10:00（北京时间）"
    assert Recurrence.parse("FREQ=DAILY", start=START, zone="Europe/Berlin").describe("en") == (
        "every day 10:00 (Berlin time)"
    )


def test_a_lunar_day_in_words():
    autumn = recurrence_of(Schedule(start=dt.date(2027, 1, 1), lasts=dt.timedelta(days=1), lunar="08-15"))
    assert autumn.describe("zh") == "每年农历8月15日"
