"""What the commands say, in the language of the programme."""

from __future__ import annotations

from collections.abc import Mapping

from volsched.model import Language

LABELS: Mapping[str, Mapping[Language, str]] = {
    "programme": {"zh": "计划", "ug": "پىلان", "en": "programme"},
    "window": {"zh": "时段", "ug": "مەزگىل", "en": "window"},
    "occurrences": {"zh": "活动场次", "ug": "پائالىيەت سانى", "en": "occurrences"},
    "seats": {"zh": "岗位", "ug": "ئورۇن", "en": "seats filled"},
    "patrol seats": {"zh": "其中巡逻岗位", "ug": "چارلاش ئورنى", "en": "of these, patrol"},
    "bookings": {"zh": "预约", "ug": "تىزىملىتىش", "en": "places booked"},
    "waiting": {"zh": "候补", "ug": "كۈتۈۋاتقانلار", "en": "waiting"},
    "people": {"zh": "涉及人数", "ug": "مۇناسىۋەتلىك كىشىلەر", "en": "people concerned"},
    "fairness": {"zh": "公平度（满分100）", "ug": "ئادىللىق (100 نومۇر)", "en": "fairness out of 100"},
    "rules broken": {"zh": "违反规则", "ug": "بۇزۇلغان قائىدە", "en": "rules broken"},
    "findings": {"zh": "检查发现", "ug": "تەكشۈرۈش نەتىجىسى", "en": "findings"},
    "files": {"zh": "文件", "ug": "ھۆججەت", "en": "files written"},
    "unchanged": {"zh": "未变", "ug": "ئۆزگەرمىگەن", "en": "unchanged"},
    "where": {"zh": "位置", "ug": "ئورنى", "en": "where"},
    "plugin failures": {"zh": "插件故障", "ug": "قىستۇرما خاتالىقى", "en": "plugin failures"},
    "nothing": {"zh": "没有发现问题", "ug": "مەسىلە بايقالمىدى", "en": "nothing to look at"},
    "more": {"zh": "其余", "ug": "يەنە", "en": "more"},
    "messages": {"zh": "通知", "ug": "ئۇقتۇرۇش", "en": "messages"},
    "unreachable": {
        "zh": "无法送达，请打电话",
        "ug": "ئۇچۇر يەتمەيدۇ، تېلېفون قىلىڭ",
        "en": "not reachable, please call",
    },
    "duties": {"zh": "班次岗位", "ug": "نۆۋەتچىلىك", "en": "duties"},
    "open seats": {"zh": "缺人岗位", "ug": "بوش ئورۇن", "en": "open seats"},
    "unconfirmed": {"zh": "未答复", "ug": "جاۋاب بەرمىگەن", "en": "unconfirmed"},
    "declined": {"zh": "来不了", "ug": "كېلەلمەيدۇ", "en": "cannot come"},
    "unsent": {"zh": "待发通知", "ug": "ئەۋەتىلمىگەن", "en": "unsent"},
    "late": {"zh": "逾期未发", "ug": "كېچىككەن", "en": "late"},
    "given up": {"zh": "发送失败", "ug": "ئەۋەتكىلى بولمىدى", "en": "given up"},
    "sent": {"zh": "已发", "ug": "ئەۋەتىلدى", "en": "sent"},
    "again": {"zh": "稍后再发", "ug": "كېيىن يەنە", "en": "later again"},
    "held": {"zh": "已暂停发送", "ug": "توختىتىلدى", "en": "held back"},
    "cover": {"zh": "替班", "ug": "ئورنىغا", "en": "cover"},
    "empty": {"zh": "（空）", "ug": "(بوش)", "en": "(empty)"},
    "cancelled": {"zh": "已取消", "ug": "ئەمەلدىن قالدۇرۇلدى", "en": "cancelled"},
    "stopped": {
        "zh": "已中断：这是到目前为止最好的排班，还可以更公平",
        "ug": "توختىتىلدى: بۇ ھازىرغىچە تېپىلغان ئەڭ ياخشى جەدۋەل، تېخىمۇ ئادىل بولالايدۇ",
        "en": "stopped: these rosters are the best so far, and could become fairer",
    },
    "error": {"zh": "错误", "ug": "خاتالىق", "en": "error"},
    "warning": {"zh": "提醒", "ug": "ئەسكەرتىش", "en": "warning"},
    "note": {"zh": "备注", "ug": "ئىزاھ", "en": "note"},
}


def label(word: str, language: Language) -> str:
    """The word in this language."""
    return LABELS[word][language]
