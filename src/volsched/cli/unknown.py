"""A name that nothing answers to, in the language of the programme: what is missing, and what is near."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from volsched.errors import UnknownName
from volsched.model import LANGUAGES, Language, Text

_THINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "activity": ("活动", "پائالىيەت"),
        "activity with a drawing": ("抽签的活动", "چەك تارتىلىدىغان پائالىيەت"),
        "area": ("区域", "رايون"),
        "booking of": ("预约，姓名", "تىزىملىتىش، ئىسىم"),
        "campaign": ("集中活动", "تەشكىللەش"),
        "campaign or activity with places": ("可预约的活动", "ئورنى بار پائالىيەت"),
        "channel": ("通知渠道", "ئۇقتۇرۇش يولى"),
        "command": ("命令", "بۇيرۇق"),
        "country": ("国家", "دۆلەت"),
        "equipment": ("设备", "ئۈسكۈنە"),
        "errand": ("代办事项", "ھاجەت"),
        "household": ("家庭", "ئائىلە"),
        "message": ("通知", "ئۇقتۇرۇش"),
        "occurrence": ("活动场次", "پائالىيەت قېتىمى"),
        "open book": ("已开始的预约簿", "ئېچىلغان تىزىملىك"),
        "person": ("人员", "كىشى"),
        "place": ("席位", "ئورۇن"),
        "roster": ("值班表", "نۆۋەتچىلىك جەدۋىلى"),
        "seat": ("岗位", "نۆۋەت ئورنى"),
        "shift": ("班次", "نۆۋەت"),
        "solver": ("排班程序", "جەدۋەل تۈزگۈچ"),
        "store": ("数据文件", "ساقلاش ھۆججىتى"),
        "swap": ("换班", "نۆۋەت ئالماشتۇرۇش"),
        "open proposal": ("未决的改时提议", "جاۋاب كۈتۈۋاتقان تەكلىپ"),
        "team": ("小组", "گۇرۇپپا"),
        "venue": ("场地", "سورۇن"),
        "version": ("版本", "نەشرى"),
        "visit": ("家访", "يوقلاش"),
    }
)
_SAY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "none": ("没有{thing}“{name}”", "«{name}» دېگەن {thing} يوق"),
        "near": ("是不是{names}？", "{names} ئەمەسمۇ؟"),
        "some": ("现有：{names}", "بارلىرى: {names}"),
    }
)
_OR = ("还是", " ياكى ")


def unknown_in(error: UnknownName) -> Text:
    """What the error says in every language; in English alone for things that only a plugin knows."""
    things = _THINGS.get(error.what)
    if things is None:
        return Text(en=str(error))
    said = {
        language: _said(error, i, thing) for i, (language, thing) in enumerate(zip(LANGUAGES, things, strict=False))
    }
    return Text(en=str(error), **said)


def in_both(text: Text, language: Language) -> tuple[str, ...]:
    """The text in this language, and in English for whoever is asked for help."""
    return tuple(dict.fromkeys((text.in_language(language), text.in_language("en"))))


def _said(error: UnknownName, i: int, thing: str) -> str:
    parts = [_SAY["none"][i].format(thing=thing, name=error.name)]
    if error.near:
        parts.append(_SAY["near"][i].format(names=_OR[i].join(_quoted(name, i) for name in error.near)))
    elif error.some:
        parts.append(_SAY["some"][i].format(names=("、", "، ")[i].join(_quoted(name, i) for name in error.some)))
    return ("；", "؛ ")[i].join(parts)


def _quoted(name: str, i: int) -> str:
    return (f"“{name}”", f"«{name}»")[i]
