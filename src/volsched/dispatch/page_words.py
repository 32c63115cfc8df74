"""What the page of answers says, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from volsched.model import Language

PAGE_WORDS: Mapping[str, Mapping[Language, str]] = MappingProxyType(
    {
        "title": {"zh": "请答复", "ug": "جاۋاب بېرىڭ", "en": "Please answer"},
        "hello": {"zh": "{name}，您好！", "ug": "ياخشىمۇسىز، {name}!", "en": "Hello {name},"},
        "duty": {
            "zh": "请告诉我们您能不能来：",
            "ug": "كېلەلەيدىغان-كېلەلمەيدىغانلىقىڭىزنى ئېيتىپ بېرىڭ:",
            "en": "please tell us whether you come:",
        },
        "cover": {
            "zh": "有人来不了，您能来替班吗？",
            "ug": "بىرەيلەن كېلەلمەيدۇ، ئورنىغا كېلەلەمسىز؟",
            "en": "somebody cannot come; could you step in?",
        },
        "several": {
            "zh": "请告诉我们每一次您能不能来：",
            "ug": "ھەر بىر نۆۋەتكە كېلەلەيدىغان-كېلەلمەيدىغانلىقىڭىزنى ئېيتىپ بېرىڭ:",
            "en": "please tell us for each of these whether you come:",
        },
        "offer": {
            "zh": "有一个空位给您，您能来吗？",
            "ug": "سىزگە بىر ئورۇن بوشىدى، كېلەلەمسىز؟",
            "en": "a place is free for you; can you come?",
        },
        "when": {"zh": "时间和地点", "ug": "ۋاقتى ۋە ئورنى", "en": "When and where"},
        "until": {
            "zh": "请在{until}前答复。",
            "ug": "ئەڭ كېچىكىپ جاۋاب بېرىڭ: {until}",
            "en": "Please answer by {until}.",
        },
        "thanks offer": {
            "zh": "谢谢！这个名额归您了。",
            "ug": "رەھمەت! بۇ ئورۇن سىزنىڭ.",
            "en": "Thank you! The place is yours.",
        },
        "thanks offer no": {
            "zh": "好的。您继续候补，有下一个空位再通知您。",
            "ug": "بولىدۇ. نۆۋىتىڭىز ساقلىنىدۇ، كېيىنكى ئورۇن بوشىسا خەۋەر قىلىمىز.",
            "en": "All right. You keep your turn, and we tell you of the next place.",
        },
        "yes": {"zh": "我来", "ug": "كېلىمەن", "en": "I come"},
        "no": {"zh": "我来不了", "ug": "كېلەلمەيمەن", "en": "I cannot come"},
        "swap": {"zh": "换人替我", "ug": "باشقا بىرى ئورنۇمغا كەلسۇن", "en": "Ask somebody in my place"},
        "swap who": {
            "zh": "先问谁（还要等对方同意）：",
            "ug": "ئالدى بىلەن كىمدىن سورايلى (قوشۇلۇشى كېرەك):",
            "en": "Whom to ask first (they still have to agree):",
        },
        "sure": {
            "zh": "随时可以改主意，以最后一次答复为准。",
            "ug": "كېيىن ئۆزگەرتسىڭىز بولىدۇ، ئاخىرقى جاۋاب ھېساب.",
            "en": "You may change your mind; the last answer counts.",
        },
        "before": {"zh": "您之前的答复：{answer}", "ug": "بۇرۇنقى جاۋابىڭىز: {answer}", "en": "You answered: {answer}"},
        "thanks yes": {
            "zh": "谢谢！已经记下您会来。",
            "ug": "رەھمەت! كېلىدىغانلىقىڭىز خاتىرىلەندى.",
            "en": "Thank you! We have noted that you come.",
        },
        "thanks no": {
            "zh": "谢谢您告诉我们。我们会找人替班，您不用再做什么。",
            "ug": "ئېيتقىنىڭىزغا رەھمەت. ئورنىڭىزغا ئادەم تاپىمىز، سىز باشقا ئىش قىلمىسىڭىزمۇ بولىدۇ.",
            "en": "Thank you for telling us. We look for somebody else; there is nothing more for you to do.",
        },
        "thanks declined cover": {
            "zh": "没关系，谢谢您的答复。",
            "ug": "ھېچقىسى يوق، جاۋابىڭىزغا رەھمەت.",
            "en": "Never mind, and thank you for the answer.",
        },
        "thanks cover": {
            "zh": "非常感谢！这个班次现在由您来值。",
            "ug": "كۆپ رەھمەت! بۇ نۆۋەت ئەمدى سىزنىڭ.",
            "en": "Thank you very much! This duty is now yours.",
        },
        "filled": {
            "zh": "谢谢！已经有人替班了，您不用来。",
            "ug": "رەھمەت! ئورنىغا ئادەم تېپىلدى، كېلىشىڭىز ھاجەتسىز.",
            "en": "Thank you! Somebody has stepped in already; you need not come.",
        },
        "over": {
            "zh": "这件事已经过去或取消，不用再答复了。",
            "ug": "بۇ ئىش ئۆتۈپ كەتتى ياكى ئەمەلدىن قالدى، جاۋاب بېرىش ھاجەتسىز.",
            "en": "This is over or was cancelled; there is nothing to answer any more.",
        },
        "unknown": {
            "zh": "这个链接无效。请用消息里的完整链接，或者打电话给负责人。",
            "ug": "بۇ ئۇلىنىش ئىناۋەتسىز. ئۇچۇردىكى تولۇق ئۇلىنىشنى ئىشلىتىڭ ياكى مەسئۇل كىشىگە تېلېفون قىلىڭ.",
            "en": "This link is not valid. Use the whole link of the message, or call your coordinator.",
        },
        "again": {
            "zh": "现在记不下您的答复，请过一会儿再试，或者打电话给负责人。",
            "ug": "ھازىر جاۋابىڭىزنى خاتىرىلىگىلى بولمىدى، سەل تۇرۇپ قايتا سىناڭ ياكى مەسئۇل كىشىگە تېلېفون قىلىڭ.",
            "en": "Your answer could not be kept just now. Please try again in a while, or call your coordinator.",
        },
    }
)
"""Each text by what it is for. `{name}`, `{answer}` and `{until}` are put in by hand, never by a format."""
