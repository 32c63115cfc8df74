"""The texts of messages about changes, and the places in them that are filled in; a programme may write its own.

A place is written `$name`. What is filled in is never read as a text again, so a name with a dollar sign is a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from types import MappingProxyType

from attrs import frozen

from volsched.model.text import Language, Text


@frozen(kw_only=True)
class Phrase:
    """One text in three languages, and what can be filled in."""

    fields: tuple[str, ...]
    zh: str
    ug: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in this language."""
        found: str = getattr(self, language)
        return found


def unknown_fields(name: str, text: str) -> tuple[str, ...]:
    """What a text asks to be filled in that is not known there; a lone dollar sign counts as one."""
    known = PHRASES[name].fields
    found = []
    for match in Template.pattern.finditer(text):
        named = match["named"] or match["braced"]
        if match["invalid"] is not None:
            found.append("")
        elif named is not None and named not in known:
            found.append(named)
    return tuple(found)


def say(name: str, language: Language, own: Mapping[str, Text], /, **values: str) -> str:
    """A text with its places filled in: the programme's own if it has one in this language, or else volsched's."""
    written = own.get(name)
    text = getattr(written, language) if written is not None else ""
    # What the check of the files let through has no unknown places; a programme made in code may have.
    return Template(text or PHRASES[name].in_language(language)).safe_substitute(values)


PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        "changes_subject": Phrase(
            fields=("count", "organiser"),
            zh="您的安排有 $count 处变动",
            ug="ئورۇنلاشتۇرۇشىڭىزدىكى ئۆزگىرىش: $count",
            en="Your dates have changed: $count",
        ),
        "changes_opening": Phrase(
            fields=("name", "organiser"),
            zh="$name，您好！您的安排有变动：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! ئورۇنلاشتۇرۇشىڭىزدا ئۆزگىرىش بار:",
            en="Dear $name, something has changed for you:",
        ),
        "added": Phrase(fields=("count",), zh="新增 $count 项", ug="يېڭى: $count", en="New for you ($count)"),
        "moved": Phrase(
            fields=("count",), zh="改时间 $count 项", ug="ۋاقتى ئۆزگەردى: $count", en="At another time ($count)"
        ),
        "changed": Phrase(
            fields=("count",),
            zh="地点或职责有变 $count 项",
            ug="ئورنى ياكى ۋەزىپىسى ئۆزگەردى: $count",
            en="At another place, or in another role ($count)",
        ),
        "cancelled": Phrase(
            fields=("count",),
            zh="取消 $count 项",
            ug="ئەمەلدىن قالدى: $count",
            en="No longer yours, or cancelled ($count)",
        ),
        "before": Phrase(fields=("before",), zh="原来：$before", ug="بۇرۇن: $before", en="Before: $before"),
        "together": Phrase(fields=("names",), zh="同班：$names", ug="بىللە بولىدىغانلار: $names", en="With: $names"),
        "and_more": Phrase(fields=("count",), zh="等，另有 $count 人", ug="يەنە $count كىشى", en="and $count more"),
        "to_do_added": Phrase(
            fields=("contact",),
            zh="请按时参加。来不了请尽早告诉$contact。",
            ug="ۋاقتىدا كېلىڭ. كېلەلمىسىڭىز بالدۇرراق خەۋەر قىلىڭ. ئالاقىلىشىڭ: $contact",
            en="Please come. If you cannot, tell $contact soon.",
        ),
        "to_do_confirm": Phrase(
            fields=("contact", "until"),
            zh="请在 $until 前答复：能来，还是来不了。告诉$contact。",
            ug="جاۋابىڭىزنى كۈتىمىز: كېلەلەمسىز ياكى كېلەلمەمسىز؟ ئەڭ كېچىكىپ: $until. ئالاقىلىشىڭ: $contact",
            en="Please answer by $until whether you can come. Tell $contact.",
        ),
        "link": Phrase(
            fields=("link",), zh="点这里答复：$link", ug="بۇ يەردە جاۋاب بېرىڭ: $link", en="Answer here: $link"
        ),
        "to_do_cancelled": Phrase(
            fields=("contact",),
            zh="您不用来了。有问题请问$contact。",
            ug="كېلىشىڭىز ھاجەتسىز. سوئالىڭىز بولسا سوراڭ: $contact",
            en="You need not come. Questions? Ask $contact.",
        ),
        "reminder_subject": Phrase(
            fields=("title", "when"),
            zh="提醒：$when，$title",
            ug="ئەسكەرتىش: $when، $title",
            en="Reminder: $title, $when",
        ),
        "reminder_opening": Phrase(
            fields=("name", "organiser"),
            zh="$name，您好！提醒您：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! ئەسكەرتىمىز:",
            en="Dear $name, this is near:",
        ),
        "cover_subject": Phrase(
            fields=("title", "when"),
            zh="您能替班吗？$when，$title",
            ug="ئورنىغا كېلەلەمسىز؟ $when، $title",
            en="Can you step in? $title, $when",
        ),
        "cover_opening": Phrase(
            fields=("name", "organiser"),
            zh="$name，您好！有一个岗位缺人，您能来吗？",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! بىر ئورۇن بوش قالدى، كېلەلەمسىز؟",
            en="Dear $name, a seat is empty. Could you take it?",
        ),
        "declined_subject": Phrase(
            fields=("who", "title", "when"),
            zh="$who 来不了：$when，$title",
            ug="$who كېلەلمەيدۇ: $when، $title",
            en="$who cannot come: $title, $when",
        ),
        "declined_opening": Phrase(
            fields=("name", "who"),
            zh="$name，您好！$who 来不了：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! $who كېلەلمەيدۇ:",
            en="Dear $name, $who cannot come:",
        ),
        "declined_next": Phrase(
            fields=("candidate",),
            zh="已问 $candidate 能否替班。",
            ug="ئورنىغا سورالغان كىشى: $candidate",
            en="We have asked $candidate to step in.",
        ),
        "filled_subject": Phrase(
            fields=("who", "candidate", "title", "when"),
            zh="$candidate 替 $who：$when，$title",
            ug="ئورنىغا كېلىدىغان كىشى: $candidate، كېلەلمەيدىغان كىشى: $who، $when، $title",
            en="$candidate steps in for $who: $title, $when",
        ),
        "filled_opening": Phrase(
            fields=("name", "who", "candidate"),
            zh="$name，您好！$candidate 答应替 $who：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! ئورنىغا كېلىدىغان كىشى: $candidate، كېلەلمەيدىغان كىشى: $who",
            en="Dear $name, $candidate steps in for $who:",
        ),
        "swapped_subject": Phrase(
            fields=("who", "candidate", "title", "when"),
            zh="换班：$when，$title，由 $candidate 值勤（原为 $who）",
            ug="نۆۋەت ئالماشتى، ئەمدىكى كىشى: $candidate، ئىلگىرىكى كىشى: $who، $title، $when",
            en="Changed hands: $title, $when, from $who to $candidate",
        ),
        "swapped_opening": Phrase(
            fields=("name", "who", "candidate"),
            zh="$name，您好！这一班换人了，原来是 $who，现在由 $candidate 值勤：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! بۇ نۆۋەت ئالماشتى. ئىلگىرىكى كىشى: $who، ئەمدىكى كىشى: $candidate:",
            en="Dear $name, this duty has changed hands, from $who to $candidate:",
        ),
        "exchanged_subject": Phrase(
            fields=("who", "candidate", "title", "when"),
            zh="$who 和 $candidate 对调值勤",
            ug="نۆۋەتلىرىنى ئالماشتۇرغان كىشىلەر: $who، $candidate",
            en="$who and $candidate exchange duties",
        ),
        "exchanged_opening": Phrase(
            fields=("name", "who", "candidate"),
            zh="$name，您好！$who 和 $candidate 对调了值勤。第一班现在由 $candidate 值勤，第二班由 $who 值勤：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! نۆۋەت ئالماشتى. بىرىنچى نۆۋەتكە كېلىدىغان كىشى: $candidate، "
            "ئىككىنچى نۆۋەتكە كېلىدىغان كىشى: $who:",
            en="Dear $name, $who and $candidate have exchanged duties. "
            "The first of these is now for $candidate, the other for $who:",
        ),
        "silent_subject": Phrase(
            fields=("who", "title", "when"),
            zh="$who 还没有答复：$when，$title",
            ug="جاۋاب بەرمىگەن كىشى: $who، $when، $title",
            en="No answer from $who: $title, $when",
        ),
        "silent_opening": Phrase(
            fields=("name", "who"),
            zh="$name，您好！$who 到期还没有答复，请您打电话问一问：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! ۋاقتىدا جاۋاب بەرمىگەن كىشى: $who. تېلېفون قىلىپ سوراڭ:",
            en="Dear $name, $who has not answered in time. Please call and ask:",
        ),
        "open_subject": Phrase(
            fields=("title", "when"),
            zh="还缺人：$when，$title",
            ug="ئادەم كەم: $when، $title",
            en="Still open: $title, $when",
        ),
        "open_opening": Phrase(
            fields=("name", "count"),
            zh="$name，您好！这一班还缺 $count 人，没有人可问了，请您安排：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! كەم كىشى: $count. سورايدىغان كىشى قالمىدى، ئۆزىڭىز ئورۇنلاشتۇرۇڭ:",
            en="Dear $name, $count seats of this duty are open and there is nobody left to ask. Please see to it:",
        ),
        "unreachable_subject": Phrase(
            fields=("count",),
            zh="有 $count 人联系不上，请打电话",
            ug="ئۇچۇر يەتمىگەن كىشى: $count، تېلېفون قىلىڭ",
            en="$count people could not be reached, please call",
        ),
        "unreachable_opening": Phrase(
            fields=("name",),
            zh="$name，您好！下面的人没有收到通知，请打电话或上门告诉他们：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! تۆۋەندىكىلەرگە ئۇقتۇرۇش يەتمىدى، تېلېفون قىلىڭ ياكى بېرىپ ئېيتىڭ:",
            en="Dear $name, these people were not reached. Please call or visit them:",
        ),
        "certificate_subject": Phrase(
            fields=("skill", "day"),
            zh="您的“$skill”证书 $day 到期",
            ug="«$skill» گۇۋاھنامىڭىزنىڭ مۇددىتى $day توشىدۇ",
            en="Your certificate '$skill' ends on $day",
        ),
        "certificate_opening": Phrase(
            fields=("name", "skill", "day"),
            zh="$name，您好！您的“$skill”证书有效期到 $day 为止，之后不能再按这项技能排班。",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! «$skill» گۇۋاھنامىڭىز $day گىچە كۈچكە ئىگە، كېيىن بۇ ماھارەت سانالمايدۇ.",
            en="Dear $name, your certificate '$skill' holds until $day. After that it no longer counts for duties.",
        ),
        "certificate_renew": Phrase(
            fields=("title",),
            zh="参加“$title”就可以续期。",
            ug="«$title» غا قاتناشسىڭىز ئۇزارتىلىدۇ.",
            en="'$title' renews it.",
        ),
        "offer_subject": Phrase(
            fields=("until",),
            zh="有一个空位给您，请在 $until 前答复",
            ug="سىزگە بىر ئورۇن بوشىدى، ئەڭ كېچىكىپ جاۋاب بېرىڭ: $until",
            en="A place is free for you: please answer by $until",
        ),
        "offer_opening": Phrase(
            fields=("name", "organiser"),
            zh="$name，您好！轮到您了，有一个空位，您能来吗？",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! نۆۋەت سىزگە كەلدى، بىر ئورۇن بوشىدى. كېلەلەمسىز؟",
            en="Dear $name, it is your turn: a place has become free. Can you come?",
        ),
        "to_do_offer": Phrase(
            fields=("contact", "until"),
            zh="请在 $until 前告诉$contact：要，还是不要。到时没有答复，就问下一位。",
            ug="كېلەمسىز؟ ئەڭ كېچىكىپ: $until. جاۋاب بولمىسا كېيىنكى كىشىدىن سورايمىز. ئالاقىلىشىڭ: $contact",
            en="Please tell $contact by $until whether you take it. Without an answer we ask the next.",
        ),
        "waits_subject": Phrase(
            fields=("count",),
            zh="您在候补名单上，第 $count 位",
            ug="كۈتۈش تىزىملىكىدىكى ئورنىڭىز: $count",
            en="You are number $count on the waiting list",
        ),
        "waits_opening": Phrase(
            fields=("name", "count"),
            zh="$name，您好！您在候补名单上，排第 $count 位。有空位就通知您，现在不用做什么。",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! كۈتۈش تىزىملىكىدىكى ئورنىڭىز: $count. ئورۇن بوشىسا خەۋەر قىلىمىز.",
            en="Dear $name, you are number $count on the waiting list. We tell you when a place is free.",
        ),
        "left_subject": Phrase(
            fields=(),
            zh="您不再候补",
            ug="سىز كۈتۈش تىزىملىكىدىن چىقتىڭىز",
            en="You are no longer on the waiting list",
        ),
        "left_opening": Phrase(
            fields=("name",),
            zh="$name，您好！已经把您从候补名单上去掉：",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! ئىسمىڭىز كۈتۈش تىزىملىكىدىن چىقىرىلدى:",
            en="Dear $name, we have taken you off the waiting list:",
        ),
        "lapsed_subject": Phrase(
            fields=(),
            zh="没有等到您的答复",
            ug="جاۋابىڭىز ۋاقتىدا كەلمىدى",
            en="We had no answer from you in time",
        ),
        "lapsed_opening": Phrase(
            fields=("name",),
            zh="$name，您好！到期没有等到您的答复，这个名额给了下一位。您还想要吗？",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! جاۋابىڭىز ۋاقتىدا كەلمىدى، ئورۇن كېيىنكى كىشىگە بېرىلدى. يەنە كېرەكمۇ؟",
            en="Dear $name, we had no answer from you in time; the place goes to the next. Do you still want one?",
        ),
        "missed_subject": Phrase(
            fields=(),
            zh="您没有来，要不要另约时间？",
            ug="كەلمىدىڭىز، باشقا ۋاقىت كېرەكمۇ؟",
            en="We missed you: would you like another time?",
        ),
        "missed_opening": Phrase(
            fields=("name",),
            zh="$name，您好！这一次您没有来，名额给了别人。要不要另约时间？",
            ug="ھۆرمەتلىك $name، ياخشىمۇسىز! بۇ قېتىم كەلمىدىڭىز، ئورنىڭىز باشقىغا بېرىلدى. باشقا ۋاقىت كېرەكمۇ؟",
            en="Dear $name, you did not come, and the place goes to somebody else. Do you want another time?",
        ),
        "to_do_ask": Phrase(
            fields=("contact",),
            zh="请联系$contact。",
            ug="ئالاقىلىشىڭ: $contact",
            en="Please turn to $contact.",
        ),
        "discreet": Phrase(fields=(), zh="您的预约", ug="بەلگىلەنگەن ۋاقتىڭىز", en="your appointment"),
        "closing": Phrase(fields=("organiser",), zh="谢谢您！", ug="سىزگە رەھمەت!", en="Thank you!"),
    }
)
"""Every text by its name, as `[notices.texts]` may replace it."""
