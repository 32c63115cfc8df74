"""One rule broken once, as data and as a sentence in each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from attrs import frozen

from volsched.model import Language, Text

Field: TypeAlias = str | int | Text


@frozen
class Violation:
    """One rule that a roster breaks once: which, by whom where it is about a person, and in which shifts."""

    rule: str
    person: str | None
    shifts: tuple[str, ...]
    sentence: Text

    @property
    def is_shortage(self) -> bool:
        """Whether it says that something is missing, as an empty seat does, and not that somebody is where none may be.

        No roster can bring a skill that nobody has; such a roster is published, and the plan says what it lacks.
        """
        return self.rule == "skill_mix"


_SENTENCES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "availability": (
            "{person}在{day}不能值勤",
            "{person} {day} كۈنى نۆۋەتچىلىك قىلالمايدۇ",
            "{person} cannot serve on {day}",
        ),
        "taken": (
            "{person}在{day}已有其他安排",
            "{person} نىڭ {day} كۈنى باشقا ئىشى بار",
            "{person} is taken by something else on {day}",
        ),
        "overlap": (
            "{person}在{day}和{other}的班次时间重叠",
            "{person} نىڭ {day} ۋە {other} كۈنلىرىدىكى نۆۋىتى ئۈستمۇئۈست چۈشۈپ قالغان",
            "{person} serves in two shifts at one time, on {day} and {other}",
        ),
        "one_seat_per_shift": (
            "{person}在{day}的同一班次里排了两次",
            "{person} {day} كۈنىدىكى بىر نۆۋەتكە ئىككى قېتىم تىزىلغان",
            "{person} stands twice in one shift on {day}",
        ),
        "seat_taken_twice": (
            "{day}的同一席位({role} {index})排了两个人",
            "{day} كۈنىدىكى بىر ئورۇنغا ({role} {index}) ئىككى ئادەم تىزىلغان",
            "one seat on {day} ({role} {index}) has two people",
        ),
        "days_off_between": (
            "{person}在{day}和{other}值勤，其间应有{limit}天不值勤",
            "{person} {day} ۋە {other} كۈنلىرى نۆۋەتچىلىك قىلىدۇ، ئارىلىقتا {limit} كۈن دەم ئېلىش كېرەك",
            "{person} serves on {day} and {other}; days off between duties: {limit}",
        ),
        "rest_between": (
            "{person}在{day}和{other}的班次之间休息不足{limit}",
            "{person} نىڭ {day} بىلەن {other} ئارىسىدىكى دەم ئېلىشى {limit} غا يەتمەيدۇ",
            "{person} rests less than {limit} between {day} and {other}",
        ),
        "most_per_month": (
            "{person}在{month}值勤{count}次，最多{limit}次",
            "{person} {month} ئېيىدا {count} قېتىم نۆۋەتچىلىك قىلىدۇ، ئەڭ كۆپ بولغاندا {limit} قېتىم",
            "{person} is over the limit of {month}: {count} of {limit}",
        ),
        "most_per_week": (
            "{person}在{day}开始的一周值勤{count}次，最多{limit}次",
            "{person} {day} دىن باشلانغان ھەپتىدە {count} قېتىم نۆۋەتچىلىك قىلىدۇ، ئەڭ كۆپ بولغاندا {limit} قېتىم",
            "{person} is over the limit of the week of {day}: {count} of {limit}",
        ),
        "most_in_days": (
            "{person}在{day}起的{days}天里值勤{count}次，最多{limit}次",
            "{person} {day} دىن باشلانغان {days} كۈندە {count} قېتىم نۆۋەتچىلىك قىلىدۇ، ئەڭ كۆپ بولغاندا {limit} قېتىم",
            "{person} is over the limit of the {days} days from {day}: {count} of {limit}",
        ),
        "most_per_day": (
            "{person}在{day}值勤{count}次，最多{limit}次",
            "{person} {day} كۈنى {count} قېتىم نۆۋەتچىلىك قىلىدۇ، ئەڭ كۆپ بولغاندا {limit} قېتىم",
            "{person} is over the limit of {day}: {count} of {limit}",
        ),
        "most_per_period": (
            "{person}在{day}至{other}期间值勤{count}次，最多{limit}次",
            "{person} {day} دىن {other} غىچە {count} قېتىم نۆۋەتچىلىك قىلىدۇ، ئەڭ كۆپ بولغاندا {limit} قېتىم",
            "{person} is over the limit of the period, from {day} to {other}: {count} of {limit}",
        ),
        "most_days_in_a_row": (
            "{person}从{day}起连续{count}天值勤，最多{limit}天",
            "{person} {day} دىن باشلاپ ئۇدا {count} كۈن نۆۋەتچىلىك قىلىدۇ، ئەڭ كۆپ بولغاندا {limit} كۈن",
            "{person} serves {count} days in a row around {day}; the most is {limit}",
        ),
        "days_off_after_run": (
            "{person}连续{count}天值勤后只休息{free}天就在{other}值勤，应休息{limit}天",
            "{person} ئۇدا {count} كۈندىن كېيىن {free} كۈنلا دەم ئېلىپ {other} كۈنى كېلىدۇ، {limit} كۈن كېرەك",
            "{person} serves {count} days in a row and again on {other}; days off: {free} of {limit}",
        ),
        "most_weekends_in_a_row": (
            "{person}从{day}起连续{count}个周末值勤，最多{limit}个",
            "{person} {day} دىن باشلاپ ئۇدا {count} ھەپتە ئاخىرى نۆۋەتچىلىك قىلىدۇ، ئەڭ كۆپ بولغاندا {limit}",
            "{person} serves {count} weekends in a row from {day}; the most is {limit}",
        ),
        "most_weekends_per_month": (
            "{person}在{month}的{count}个周末值勤，最多{limit}个",
            "{person} {month} ئېيىدا {count} ھەپتە ئاخىرى نۆۋەتچىلىك قىلىدۇ، ئەڭ كۆپ بولغاندا {limit}",
            "{person} serves in {count} weekends of {month}; the most is {limit}",
        ),
        "forbidden_sequences": (
            "{person}在{day}({first})之后不久又在{other}({second})值勤，这是不允许的",
            "{person} {day} ({first}) دىن كېيىنلا {other} ({second}) نۆۋەتچىلىك قىلىدۇ، بۇنىڭغا بولمايدۇ",
            "{person} serves in {first} on {day} and soon after in {second} on {other}, which may not follow it",
        ),
        "required_sequences": (
            "{person}在{day}的{first}值勤，之后却不在{second}值勤",
            "{person} {day} كۈنى {first} دا نۆۋەتچىلىك قىلىدۇ، ئەمما كېيىنكى {second} دا يوق",
            "{person} serves in {first} on {day} and not in the {second} that belongs to it",
        ),
        "newcomer_with_experienced": (
            "{day}有{newcomers}名新人，只有{experienced}名有经验的人陪同，每人最多带{limit}名",
            "{day} كۈنى {newcomers} يېڭى ئادەم بار، تەجرىبىلىكلەر {experienced}، ھەر بىرى ئەڭ كۆپ {limit} نى باشلايدۇ",
            "{newcomers} newcomers on {day} beside {experienced} experienced people; the most for each is {limit}",
        ),
        "households_apart": (
            "{person}和{partner}是一家人，却都在{day}值勤",
            "{person} بىلەن {partner} بىر ئائىلىدىن، ھەر ئىككىسى {day} كۈنى نۆۋەتچىلىك قىلىدۇ",
            "{person} and {partner} of one household both serve on {day}",
        ),
        "never_together": (
            "{person}和{partner}不能同班，却都在{day}值勤",
            "{person} بىلەن {partner} بىر نۆۋەتتە بولمايدۇ، ئەمما ھەر ئىككىسى {day} كۈنى نۆۋەتچىلىك قىلىدۇ",
            "{person} and {partner}, never to serve together, both serve on {day}",
        ),
        "seat_skills": (
            "{person}在{day}不具备该席位所需的技能{skill}",
            "{person} دا {day} كۈنى بۇ ئورۇنغا كېرەكلىك {skill} ماھارىتى يوق",
            "{person} does not hold '{skill}' on {day}, which the seat needs",
        ),
        "skill_mix": (
            "{day}的{role}需要{limit}名具备{skill}的人，只有{count}名",
            "{day} كۈنىدىكى {role} ئۈچۈن {skill} ماھارىتى بار {limit} ئادەم كېرەك، پەقەت {count} ئادەم بار",
            "{role} on {day} needs {limit} with '{skill}' and has {count}",
        ),
        "unknown_person": (
            "名单里没有{person}",
            "تىزىملىكتە {person} يوق",
            "nobody here is '{person}'",
        ),
        "unknown_seat": (
            "没有这个席位：{shift} {role} {index}",
            "بۇنداق ئورۇن يوق: {shift} {role} {index}",
            "there is no seat {shift} {role} {index}",
        ),
        "pinned": (
            "{person}在{day}的安排已经固定，却没有保留",
            "{person} نىڭ {day} كۈنىدىكى ئورنى مۇقىملاشتۇرۇلغان، ئەمما ساقلانمىغان",
            "{person} is pinned on {day} and does not stand there",
        ),
    }
)


def sentence(rule: str, **fields: Field) -> Text:
    """What the breaking of a rule is called, in every language."""
    return written(_SENTENCES[rule], fields)


def written(words: tuple[str, str, str], fields: Mapping[str, Field]) -> Text:
    """Words in Chinese, Uyghur and English with their fields filled in, names in the language of the words."""
    zh, ug, en = words
    return Text(zh=zh.format(**_in(fields, "zh")), ug=ug.format(**_in(fields, "ug")), en=en.format(**_in(fields, "en")))


def _in(fields: Mapping[str, Field], language: Language) -> dict[str, str | int]:
    return {name: value.in_language(language) if isinstance(value, Text) else value for name, value in fields.items()}


def length(time: dt.timedelta) -> str:
    """A length of time as it is written in a programme: "11h", "1h30m"."""
    minutes = time // dt.timedelta(minutes=1)
    return f"{minutes // 60}h{minutes % 60:02}m" if minutes % 60 else f"{minutes // 60}h"
