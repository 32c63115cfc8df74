"""What the commands about places say, in every language at once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from volsched.model import LANGUAGES, Language

_SENTENCES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "booked": ("已预约：{place}", "تىزىملاندى: {place}", "has a place: {place}"),
        "waits": ("候补第{rank}位", "كۈتۈش تىزىملىكىدە {rank}-ئورۇندا", "waits, number {rank} in the queue"),
        "cancelled": ("已取消", "ئەمەلدىن قالدۇردى", "gave the place back"),
        "moved": ("改到：{place}", "يۆتكەلدى: {place}", "moved to: {place}"),
        "missed": ("没有来", "كەلمىدى", "did not come"),
        "offered": (
            "请问能不能来：{place}；请在{deadline}之前答复",
            "كېلەلەمدۇ: {place}؛ {deadline} غىچە جاۋاب بەرسۇن",
            "is asked: {place}; reply by {deadline}",
        ),
        "given": (
            "补上空位，请马上联系：{place}",
            "بوش ئورۇنغا كېلىدۇ، دەرھال ئالاقىلىشىڭ: {place}",
            "gets the place, call now: {place}",
        ),
        "accepted": ("确认来：{place}", "كېلىدىغانلىقىنى جەزملەشتۈردى: {place}", "comes: {place}"),
        "declined": ("不要这个名额，继续候补", "بۇ ئورۇننى ئالمىدى، كۈتىدۇ", "does not want it, and goes on waiting"),
        "lapsed": ("没有按时答复", "ۋاقتىدا جاۋاب بەرمىدى", "did not reply in time"),
        "walked-in": ("现场来到：{place}", "ئۆزى كەلدى: {place}", "came without an appointment: {place}"),
        "waiting": ("候补", "كۈتۈۋاتىدۇ", "waiting"),
        "by helper": ("由{helper}转告", "{helper} ئارقىلىق", "through {helper}"),
        "nobody": ("没有电话，也没有帮手", "تېلېفونى ۋە ياردەمچىسى يوق", "no telephone and no helper"),
        "nothing": ("没有变化", "ئۆزگىرىش يوق", "nothing changes"),
        "queued": (
            "待发消息：{count}条；发送：volsched notify --send",
            "ئەۋەتىلىدىغان ئۇچۇر: {count}؛ ئەۋەتىش: volsched notify --send",
            "messages that wait to go out: {count}; send them: volsched notify --send",
        ),
        "dry run": (
            "只是预演，什么也没有改；会发消息：{count}条",
            "پەقەت سىناق، ھېچنېمە ئۆزگەرمىدى؛ ئەۋەتىلىدىغان ئۇچۇر: {count}",
            "only a trial, nothing was changed; messages that would go out: {count}",
        ),
        "opened": (
            "{book}：{booked}人已安排，{waiting}人候补，{free}个空位",
            "{book}: {booked} كىشى ئورۇنلاشتى، {waiting} كىشى كۈتىدۇ، {free} ئورۇن بوش",
            "{book}: {booked} have a place, {waiting} wait, {free} places are free",
        ),
        "unchanged": ("{book}：没有变化", "{book}: ئۆزگىرىش يوق", "{book}: nothing has changed"),
        "wave": (
            "第{wave}批，{day}：{people}人",
            "{wave}-تۈركۈم، {day}: {people} كىشى",
            "wave {wave}, {day}: {people} people",
        ),
        "no day": ("日期未定", "كۈنى بېكىتىلمىدى", "no day set"),
        "calls of": (
            "{helper}要联系{people}人",
            "{helper} {people} كىشى بىلەن ئالاقىلىشىدۇ",
            "{helper} calls on {people}",
        ),
        "free places": ("空位", "بوش ئورۇن", "free places"),
        "no calls": ("没有要打的电话", "تېلېفون قىلىدىغان كىشى يوق", "nobody is to be called"),
        "has": ("{person}（{id}）：{place}", "{person} ({id}): {place}", "{person} ({id}): {place}"),
        "own community": ("在本社区", "ئۆز مەھەللىسىدە", "in their own community"),
        "elsewhere": (
            "本社区没有更合适的空位，安排到别的社区",
            "ئۆز مەھەللىسىدە مۇۋاپىق ئورۇن يوق، باشقا مەھەللىگە",
            "in another community, where there was room sooner or at all",
        ),
        "first": ("没有更早的场次", "بۇنىڭدىن بۇرۇن نۆۋەت يوق", "there is no earlier session"),
        "full": (
            "更早而已满的场次：{count}",
            "بۇرۇنراق، ئەمما توشقان نۆۋەت: {count}",
            "earlier sessions that are full: {count}",
        ),
        "busy": (
            "更早而本人没有空的场次：{count}",
            "بۇرۇنراق، ئەمما ۋاقتى يوق نۆۋەت: {count}",
            "earlier sessions at times when they are busy: {count}",
        ),
        "not possible": (
            "更早而不合条件的场次（轮椅、邀请批次或社区）：{count}",
            "بۇرۇنراق، ئەمما شەرتكە توشمايدىغان نۆۋەت (چاقلىق ئورۇندۇق، چاقىرىش تۈركۈمى ياكى مەھەللە): {count}",
            "earlier sessions that are not possible (access, invitation wave or community): {count}",
        ),
        "ends": ("{skill}到{until}为止", "{skill} {until} غىچە", "{skill} until {until}"),
        "tell on": ("{day}通知", "{day} كۈنى ئېيتىلىدۇ", "tell on {day}"),
        "renewed": ("由“{title}”续期", "«{title}» يېڭىلايدۇ", "renewed by '{title}'"),
        "not renewed": ("没有续期的培训", "يېڭىلايدىغان تەربىيەلەش يوق", "no training renews it"),
        "granted": ("{title}：{since}起", "{title}: {since} دىن", "{title}: from {since}"),
        "for ever": ("不到期", "مۇددەتسىز", "without end"),
        "expected": ("预计", "مۆلچەردە", "expected"),
        "no endings": ("没有到期的证书", "مۇددىتى توشىدىغان گۇۋاھنامە يوق", "no certificate ends"),
        "no drawing": ("没有抽签的活动", "چەك تارتىلغان پائالىيەت يوق", "nothing was drawn"),
        "drawing": (
            "“{title}”抽签，种子{seed}；签号是“种子|活动|编号”的SHA-256，越小越先",
            "«{title}» چەك تارتىش، سان {seed}؛ چەك «سان|پائالىيەت|نومۇر» نىڭ SHA-256 قىممىتى",
            "'{title}' was drawn with seed {seed}; a lot is the SHA-256 of 'seed|activity|id', the smaller the earlier",
        ),
        "has a place": ("中签", "ئورۇن تەگدى", "has a place"),
        "served": ("以前得过{count}次", "بۇرۇن {count} قېتىم", "served before: {count}"),
        "party": (
            "和同户或帮手一起来：{people}",
            "ئائىلىسى ياكى ياردەمچىسى بىلەن بىللە: {people}",
            "comes together with {people}",
        ),
    }
)


def say(words: str, language: Language, **fields: object) -> str:
    """The sentence in this language, with its fields filled in."""
    return _SENTENCES[words][LANGUAGES.index(language)].format(**fields)
