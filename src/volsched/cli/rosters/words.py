"""What the commands about rosters say, in every language at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from volsched.model import LANGUAGES, Language, Text

Field = str | int | Text

_SENTENCES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "place": ("{day} {title}", "{day} {title}", "{day}, {title}"),
        "place at": ("{day} {time} {title}", "{day} {time} {title}", "{day} {time}, {title}"),
        "place as": ("{place}，{role}", "{place}، {role}", "{place}, {role}"),
        "empty": ("{place}：空缺{count}个席位", "{place}: {count} ئورۇن بوش", "{place}: empty seats: {count}"),
        "best": (
            "{filled}个席位已排满到极限，最重负担{heaviest}，已证明不能更好",
            "{filled} ئورۇن تولدى، ئەڭ ئېغىر يۈك {heaviest}؛ بۇنىڭدىن ياخشى بولمايدىغانلىقى ئىسپاتلاندى",
            "{filled} seats filled, heaviest load {heaviest}: proved that no roster is better",
        ),
        "not best": (
            "已排{filled}个席位，最多可排{most}个；最重负担{heaviest}，不可能低于{least}",
            "{filled} ئورۇن تولدى، ئەڭ كۆپ بولغاندا {most}؛ ئەڭ ئېغىر يۈك {heaviest}، {least} دىن تۆۋەن بولالمايدۇ",
            "{filled} seats filled of at most {most}; heaviest load {heaviest}, which cannot be below {least}",
        ),
        "instead": (
            "{place}：{after}替{before}",
            "{place}: {before} نىڭ ئورنىغا {after}",
            "{place}: {after} instead of {before}",
        ),
        "comes": (
            "{place}：{after}补上空缺",
            "{place}: بوش ئورۇنغا {after} كېلىدۇ",
            "{place}: {after} takes the empty seat",
        ),
        "leaves": (
            "{place}：{before}退出，席位空缺",
            "{place}: {before} كېتىدۇ، ئورۇن بوش قالىدۇ",
            "{place}: {before} leaves, and the seat is empty",
        ),
        "stays empty": ("{place}仍然空缺：{why}", "{place} بوش قالىدۇ: {why}", "{place} stays empty: {why}"),
        "for": ("{place}：谁能替{person}", "{place}: {person} نىڭ ئورنىغا", "{place}: in place of {person}"),
        "for empty": ("{place}：谁能补上空缺", "{place}: بوش ئورۇنغا", "{place}: for the empty seat"),
        "could": ("{person}在{day}可以值勤", "{person} {day} كۈنى كېلەلەيدۇ", "{person} could serve on {day}"),
        "could, if free": (
            "{person}在{day}可以值勤，但席位已满",
            "{person} {day} كۈنى كېلەلەيدۇ، ئەمما ئورۇنلار تولغان",
            "{person} could serve on {day}, but every seat is taken",
        ),
        "not in the team": (
            "{person}不在{team}里",
            "{person} {team} دا ئەمەس",
            "{person} does not belong to {team}",
        ),
        "statement": ("{load}（公平值{fair}）", "{load} (ئادىل مىقدارى {fair})", "{load} of a fair {fair}"),
        "own statement": (
            "{person}：负担{load}（公平值{fair}），值勤{duties}次，其中周末{weekends}次、节假日{holidays}次",
            "{person}: يۈكى {load} (ئادىل مىقدارى {fair})، {duties} نۆۋەت، ھەپتە ئاخىرى {weekends}، بايرام {holidays}",
            "{person}: {load} of a fair {fair}; duties {duties}, weekends {weekends}, holidays {holidays}",
        ),
        "own statement with credit": (
            "{statement}；其中{credit}因不在而计入",
            "{statement}؛ {credit} سى يوق ۋاقتى ئۈچۈن ھېسابلانغان",
            "{statement}; of the load, {credit} is credited for time away",
        ),
        "call next": (
            "{time}再呼叫：{people}",
            "{time} دا يەنە چاقىرىدىغانلار: {people}",
            "to call at {time}: {people}",
        ),
        "change": ("办法：{change}", "چارىسى: {change}", "it would help: {change}"),
        "free": ("能来的人：{people}", "كېلەلەيدىغانلار: {people}", "could come: {people}"),
        "others": ("还能来的人：{people}", "يەنە كېلەلەيدىغانلار: {people}", "could come as well: {people}"),
    }
)

_LABELS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "nothing broken": (
            "没有违反规则，没有空缺",
            "قائىدە بۇزۇلمىغان، بوش ئورۇن يوق",
            "no rule is broken and no seat is empty",
        ),
        "none empty": ("没有空缺", "بوش ئورۇن يوق", "no seat is empty"),
        "no shortage": (
            "没有能证明必然空缺的班次",
            "چوقۇم بوش قالىدىغان نۆۋەت ئىسپاتلانمىدى",
            "nothing is proved to stay empty",
        ),
        "no change": ("没有变化", "ئۆزگىرىش يوق", "nothing changes"),
        "kept": ("已记入", "ساقلاندى", "kept"),
        "asked": ("已问", "سورالغان كىشى", "asked"),
        "offered": ("已提出换班", "نۆۋەت تەكلىپ قىلىندى", "offered"),
        "made": ("新排的值班表", "يېڭى تۈزۈلگەن جەدۋەل", "rosters made"),
        "no swap": ("没有换班记录", "نۆۋەت ئالماشتۇرۇش يوق", "no swap"),
        "no version": ("还没有公布过值班表", "تېخى ئېلان قىلىنمىغان", "nothing was published yet"),
        "offer": ("提出", "تەكلىپ", "offer"),
        "give": ("转让", "بېرىش", "give"),
        "exchange": ("对调", "ئالماشتۇرۇش", "exchange"),
        "coordinator": ("负责人安排", "مەسئۇل ئورۇنلاشتۇردى", "coordinator"),
        "undo": ("撤回", "قايتۇرۇش", "undo"),
        "open": ("待接", "كۈتۈۋاتىدۇ", "open"),
        "done": ("已换", "بولدى", "done"),
        "refused": ("不符合规则", "رەت قىلىندى", "refused"),
        "withdrawn": ("已取消", "قايتۇرۇۋېلىندى", "withdrawn"),
        "undone": ("已撤回", "بىكار قىلىندى", "undone"),
        "same": ("没有差别", "پەرق يوق", "no difference"),
        "broken": ("违反规则", "بۇزۇلغان قائىدە", "rules broken"),
        "empty seats": ("空缺席位", "بوش ئورۇن", "empty seats"),
        "changes": ("变动席位", "ئۆزگەرگەن ئورۇن", "seats that change"),
        "written": ("已写入", "يېزىلدى", "written"),
        "not written": ("没有写入", "يېزىلمىدى", "not written"),
        "breaks": ("这会违反规则", "بۇ قائىدىگە خىلاپ", "this would break a rule"),
        "yes": ("会来", "كېلىدۇ", "comes"),
        "no": ("不来", "كەلمەيدۇ", "does not come"),
        "silent": ("没有回复", "جاۋاب بەرمىدى", "has not replied"),
        "waiting": ("等待回复", "جاۋابى كۈتۈلمەكتە", "is being called"),
        "person": ("姓名", "ئىسمى", "person"),
        "load": ("负担", "يۈكى", "load"),
        "fair": ("公平值", "ئادىل مىقدارى", "fair load"),
        "duties": ("值勤", "نۆۋەت", "duties"),
        "weekends": ("周末", "ھەپتە ئاخىرى", "weekends"),
        "holidays": ("节假日", "بايرام", "holidays"),
    }
)


def say(words: str, **fields: Field) -> Text:
    """A sentence in every language, with its fields filled in."""
    by_language = dict(zip(LANGUAGES, _SENTENCES[words], strict=True))
    return in_each(lambda language: by_language[language].format(**_in(fields, language)))


def label(word: str, language: Language) -> str:
    """The word in this language."""
    return _LABELS[word][LANGUAGES.index(language)]


def in_each(said: Callable[[Language], str]) -> Text:
    """A text from what is said in each language."""
    return Text(**{language: said(language) for language in LANGUAGES})


def as_data(text: Text) -> dict[str, str]:
    """A text for programs: what it says by language."""
    return {language: text.in_language(language) for language in text.languages()}


def _in(fields: Mapping[str, Field], language: Language) -> dict[str, str | int]:
    return {name: value.in_language(language) if isinstance(value, Text) else value for name, value in fields.items()}
