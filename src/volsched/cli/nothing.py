"""What a command says where there is nothing to show: that it is so, and what would make something appear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from volsched.model import LANGUAGES, Language

_SENTENCES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "agenda": (
            "这段时间没有符合条件的安排；换一个 --window，或去掉限制",
            "بۇ مەزگىلدە شەرتكە چۈشىدىغان ئىش يوق؛ باشقا --window بېرىڭ ياكى شەرتنى ئازايتىڭ",
            "nothing is on in this time for what was asked; name another --window, or ask for less",
        ),
        "cadence": (
            "还没有社区可看；在 [[area]] 中写下社区，并在活动的 space 或 area 中指明",
            "مەھەللە تېخى يوق؛ مەھەللىلەرنى [[area]] غا يېزىپ، پائالىيەتتە كۆرسىتىڭ",
            "no community to show yet; write each as an [[area]], and say at activities where they are",
        ),
        "outbox": (
            "没有待发或发不出的通知；“volsched publish”改了谁的安排，通知就会出现在这里",
            "ئەۋەتىلمىگەن ئۇقتۇرۇش يوق؛ «volsched publish» ئۆزگەرتكەندە بۇ يەردە كۆرۈنىدۇ",
            "no message waits or was given up; they appear when `volsched publish` changes what people have",
        ),
        "calls": (
            "没有需要打电话的人；发不出的通知会列在这里",
            "تېلېفون قىلىدىغان كىشى يوق؛ يەتمىگەن ئۇقتۇرۇشلار بۇ يەردە كۆرۈنىدۇ",
            "nobody is to be called; messages that no channel could deliver appear here",
        ),
        "history": (
            "没有这样的记录；保存过的改动会列在这里",
            "بۇنداق خاتىرە يوق؛ ساقلانغان ئۆزگىرىشلەر بۇ يەردە كۆرۈنىدۇ",
            "no such change is written down; whatever is kept in the store appears here",
        ),
        "people": (
            "还没有人员；把他们写进 people.csv",
            "تېخى كىشى يوق؛ ئۇلارنى people.csv غا يېزىڭ",
            "there are no people yet; write them into people.csv",
        ),
        "grid": (
            "还没有网格；在 [[area]] 中写下各网格和网格员（keeper）",
            "تېخى كاتەكچە يوق؛ ھەر بىرىنى [[area]] غا مەسئۇلى (keeper) بىلەن يېزىڭ",
            "there is no grid yet; write its cells as [[area]], each with its keeper",
        ),
        "covers": (
            "这时没有人负责此处；给 [[area]] 写上 keeper",
            "ھازىر بۇ يەرگە مەسئۇل كىشى يوق؛ [[area]] غا keeper يېزىڭ",
            "nobody covers this place then; give the [[area]] a keeper",
        ),
        "rosters": (
            "没有要排班的活动；给活动写上 staffing，就会有值班表",
            "نۆۋەت تۈزۈلىدىغان پائالىيەت يوق؛ پائالىيەتكە staffing يېزىڭ",
            "no activity is staffed; with `staffing` an activity has a roster",
        ),
        "bookable": (
            "没有可预约的活动；给活动写上 places，就可以预约",
            "ئورۇن زاكاز قىلىدىغان پائالىيەت يوق؛ پائالىيەتكە places يېزىڭ",
            "no activity has places; with `places` an activity has a book",
        ),
        "messages": (
            "没有要通知的内容：这段时间谁都没有安排",
            "ئۇقتۇرۇش يوق: بۇ مەزگىلدە ھېچكىمنىڭ ئىشى يوق",
            "there is nothing to tell: nobody has anything to do or attend in this time",
        ),
        "visits": (
            '没有符合条件的家访；kind = "visit" 的活动会排出家访',
            'شەرتكە چۈشىدىغان يوقلاش يوق؛ kind = "visit" بولغان پائالىيەت يېزىڭ',
            'no visit fits what was asked; activities with kind = "visit" plan them',
        ),
        "errands": (
            "没有待办的事；用 --promise 记下家访时答应的事",
            "ئورۇندالمىغان ھاجەت يوق؛ يوقلاشتا ۋەدە قىلىنغاننى --promise بىلەن يېزىڭ",
            "no errand is open; write down with --promise what was promised at a visit",
        ),
        "invitations": (
            "没有新的邀请要发",
            "ئەۋەتىدىغان يېڭى تەكلىپ يوق",
            "no invitation is due: nothing is new, moved or cancelled since the last one",
        ),
        "acts": (
            "这个演出还没有节目；在活动下用 [[activity.show.act]] 写下节目",
            "بۇ ئويۇنىڭ نومۇرى تېخى يوق؛ ئۇلارنى [[activity.show.act]] غا يېزىڭ",
            "no act is written down for this activity; write each as [[activity.show.act]]",
        ),
    }
)


def nothing(about: str, language: Language) -> str:
    """That there is nothing of this kind, and what would make some appear."""
    return _SENTENCES[about][LANGUAGES.index(language)]


def or_nothing(lines: Iterable[str], about: str, language: Language) -> Iterator[str]:
    """The lines; where there are none, the sentence that says so."""
    empty = True
    for line in lines:
        empty = False
        yield line
    if empty:
        yield nothing(about, language)
