"""What keeps people from seats, and what would have to be otherwise, in Chinese, Uyghur and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Words = tuple[str, str, str]

_FREE_DUTY = (
    "把{person}在{other}的值勤交给别人",
    "{person} نىڭ {other} كۈنىدىكى نۆۋىتىنى باشقىلارغا بېرىش",
    "give the duty of {person} on {other} to somebody else",
)
_MORE = (
    "提高{person}的上限{limit}",
    "{person} نىڭ {limit} قېتىملىق چېكىنى ئۆستۈرۈش",
    "raise the limit of {limit} for {person}",
)

_NEARBY = (
    "把{person}在{day}前后的一次值勤交给别人",
    "{person} نىڭ {day} ئەتراپىدىكى بىر نۆۋىتىنى باشقىلارغا بېرىش",
    "give a duty of {person} near {day} to somebody else",
)

_OTHER_SHIFT = (
    "把{partner}在{day}的值勤交给别人",
    "{partner} نىڭ {day} كۈنىدىكى نۆۋىتىنى باشقىلارغا بېرىش",
    "give the duty of {partner} on {day} to somebody else",
)

SENTENCES: Mapping[str, tuple[Words, Words]] = MappingProxyType(
    {
        "availability": (
            ("{person}在{day}不能值勤", "{person} {day} كۈنى نۆۋەتچىلىك قىلالمايدۇ", "{person} cannot serve on {day}"),
            (
                "{person}在{day}有空",
                "{person} {day} كۈنى بوش بولۇشى كېرەك",
                "{person} would have to be available on {day}",
            ),
        ),
        "taken": (
            (
                "{person}在{day}已有其他安排",
                "{person} نىڭ {day} كۈنى باشقا ئىشى بار",
                "{person} is taken elsewhere on {day}",
            ),
            (
                "取消{person}在{day}的其他安排",
                "{person} نىڭ {day} كۈنىدىكى باشقا ئىشىنى بىكار قىلىش",
                "free {person} elsewhere on {day}",
            ),
        ),
        "last_duty": (
            (
                "{person}上一次值勤距{day}不足{limit}天",
                "{person} نىڭ ئالدىنقى نۆۋىتى {day} غا {limit} كۈنگە يەتمەيدۇ",
                "the last duty of {person} is fewer than {limit} days before {day}",
            ),
            ("缩短间隔天数", "ئارىلىق كۈنلەرنى ئازايتىش", "fewer days off between duties"),
        ),
        "seat_skills": (
            (
                "{person}在{day}不具备{skill}",
                "{person} دا {day} كۈنى {skill} ماھارىتى يوق",
                "{person} does not hold '{skill}' on {day}",
            ),
            (
                "{person}获得{skill}",
                "{person} نىڭ {skill} ماھارىتى بولۇشى كېرەك",
                "{person} would have to hold '{skill}'",
            ),
        ),
        "one_seat_per_shift": (
            (
                "{person}在{day}已在这个班次里",
                "{person} {day} كۈنىدىكى بۇ نۆۋەتتە بار",
                "{person} serves in this shift on {day} already",
            ),
            _FREE_DUTY,
        ),
        "overlap": (
            (
                "{person}在{other}的班次时间与此重叠",
                "{person} نىڭ {other} كۈنىدىكى نۆۋىتى بۇنىڭ بىلەن ئۈستمۇئۈست",
                "{person} serves at the same time, on {other}",
            ),
            _FREE_DUTY,
        ),
        "rest_between": (
            (
                "{person}在{other}值勤，休息不足{limit}",
                "{person} {other} كۈنى نۆۋەتچىلىك قىلىدۇ، دەم ئېلىشى {limit} غا يەتمەيدۇ",
                "{person} serves on {other} and would rest less than {limit}",
            ),
            _FREE_DUTY,
        ),
        "days_off_between": (
            (
                "{person}在{other}值勤，其间应有{limit}天不值勤",
                "{person} {other} كۈنى نۆۋەتچىلىك قىلىدۇ، ئارىلىقتا {limit} كۈن دەم ئېلىش كېرەك",
                "{person} serves on {other}; days off between duties: {limit}",
            ),
            _FREE_DUTY,
        ),
        "most_per_month": (
            (
                "{person}在{month}已值勤{count}次，达到上限",
                "{person} {month} ئېيىدا {count} قېتىم نۆۋەتچىلىك قىلىپ چەككە يەتتى",
                "{person} has reached the limit of {month}: {count} of {limit}",
            ),
            _MORE,
        ),
        "most_in_days": (
            (
                "{person}在{day}前后已值勤{count}次，达到上限",
                "{person} {day} ئەتراپىدا {count} قېتىم نۆۋەتچىلىك قىلىپ چەككە يەتتى",
                "{person} has reached the limit of the days around {day}: {count} of {limit}",
            ),
            _MORE,
        ),
        "households_apart": (
            (
                "{person}和{partner}是一家人，{partner}在{day}已值勤",
                "{person} بىلەن {partner} بىر ئائىلىدىن، {partner} {day} كۈنى نۆۋەتچىلىك قىلىدۇ",
                "{partner} of the same household as {person} serves on {day}",
            ),
            _OTHER_SHIFT,
        ),
        "never_together": (
            (
                "{person}不能和{partner}同班，{partner}在{day}已值勤",
                "{person} بىلەن {partner} بىر نۆۋەتتە بولمايدۇ، {partner} {day} كۈنى نۆۋەتچىلىك قىلىدۇ",
                "{person} does not serve together with {partner}, who serves on {day}",
            ),
            _OTHER_SHIFT,
        ),
        "most_per_week": (
            (
                "{person}在这一周已值勤{count}次，达到上限",
                "{person} بۇ ھەپتىدە {count} قېتىم نۆۋەتچىلىك قىلىپ چەككە يەتتى",
                "{person} has reached the limit of the week: {count} of {limit}",
            ),
            _MORE,
        ),
        "most_per_day": (
            (
                "{person}在{day}已值勤{count}次，达到上限",
                "{person} {day} كۈنى {count} قېتىم نۆۋەتچىلىك قىلىپ چەككە يەتتى",
                "{person} has reached the limit of {day}: {count} of {limit}",
            ),
            _MORE,
        ),
        "most_per_period": (
            (
                "{person}在这段时间已值勤{count}次，达到上限",
                "{person} بۇ مەزگىلدە {count} قېتىم نۆۋەتچىلىك قىلىپ چەككە يەتتى",
                "{person} has reached the limit of the period: {count} of {limit}",
            ),
            _MORE,
        ),
        "most_days_in_a_row": (
            (
                "{person}加上{day}就连续值勤超过{days}天",
                "{person} {day} كۈنى كەلسە ئۇدا {days} كۈندىن ئارتۇق نۆۋەتچىلىك قىلىدۇ",
                "{person} would serve more than {days} days in a row with {day}",
            ),
            _NEARBY,
        ),
        "days_off_after_run": (
            (
                "{person}连续{run}天值勤后应休息{days}天，{day}不能值勤",
                "{person} ئۇدا {run} كۈن نۆۋەتچىلىكتىن كېيىن {days} كۈن دەم ئېلىشى كېرەك، {day} كۈنى كېلەلمەيدۇ",
                "{person} needs {days} days off after {run} in a row, and would not have them with {day}",
            ),
            _NEARBY,
        ),
        "most_weekends_in_a_row": (
            (
                "{person}加上{day}就连续{weekends}个以上周末值勤",
                "{person} {day} كۈنى كەلسە ئۇدا {weekends} دىن ئارتۇق ھەپتە ئاخىرى نۆۋەتچىلىك قىلىدۇ",
                "{person} would serve more than {weekends} weekends in a row with {day}",
            ),
            _NEARBY,
        ),
        "most_weekends_per_month": (
            (
                "{person}加上{day}，这个月值勤的周末就超过{weekends}个",
                "{person} {day} كۈنى كەلسە بۇ ئايدا {weekends} دىن ئارتۇق ھەپتە ئاخىرى نۆۋەتچىلىك قىلىدۇ",
                "{person} would serve in more than {weekends} weekends of the month with {day}",
            ),
            _NEARBY,
        ),
        "forbidden_sequences": (
            (
                "{person}在{other}值勤，与{day}不能相连（{sequences}）",
                "{person} {other} كۈنى نۆۋەتچىلىك قىلىدۇ، {day} بىلەن ئۇلاشسا بولمايدۇ ({sequences})",
                "{person} serves on {other}, and the two may not follow each other ({sequences})",
            ),
            _FREE_DUTY,
        ),
        "required_sequences": (
            (
                "{person}在{day}之后没有相应的值勤（{sequences}）",
                "{person} نىڭ {day} دىن كېيىن كېرەكلىك نۆۋىتى يوق ({sequences})",
                "{person} has no duty that must follow {day} ({sequences})",
            ),
            (
                "先给{person}安排{day}之后的值勤（{sequences}）",
                "ئاۋۋال {person} نى {day} دىن كېيىنكى نۆۋەتكە تىزىش ({sequences})",
                "first give {person} the duty that must follow {day} ({sequences})",
            ),
        ),
        "newcomer_with_experienced": (
            (
                "{person}是新人，{day}没有足够的有经验的人陪同",
                "{person} يېڭى ئادەم، {day} كۈنى باشلايدىغان تەجرىبىلىك ئادەم يېتەرلىك ئەمەس",
                "{person} is a newcomer, and too few experienced people serve on {day}",
            ),
            (
                "{day}再安排一名具备{experienced}的人",
                "{day} كۈنى {experienced} بار يەنە بىر ئادەم تىزىش",
                "seat one more person with '{experienced}' on {day}",
            ),
        ),
    }
)
