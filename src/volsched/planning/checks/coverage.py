"""Seats that nobody fills, rules that a roster breaks, people for whom no place was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from volsched.booking import reasons
from volsched.model import Booking, Finding, Requirement, Shift, Text
from volsched.model.text import LANGUAGES, Language
from volsched.model.wording import moment_in_words
from volsched.planning.plan import Plan
from volsched.rostering import check, shortages


def unfilled_seats(plan: Plan) -> Iterator[Finding]:
    """Shifts in which fewer serve than must."""
    for shift in plan.shifts:
        for requirement in shift.requirements:
            missing = requirement.minimum - plan.filled_in(shift, requirement)
            if missing > 0:
                yield _unfilled(plan, shift, requirement, missing)


def impossible_seats(plan: Plan) -> Iterator[Finding]:
    """Proofs that seats stay empty whoever serves, for rosters in which some do."""
    short = {shift.id for shift in plan.shifts if any(plan.filled_in(shift, r) < r.minimum for r in shift.requirements)}
    for problem in plan.problems:
        if any(shift.id in short for shift in problem.shifts):
            for proof in shortages(problem):
                yield Finding(
                    code="seats-impossible",
                    severity="warning",
                    subjects=(problem.id, *proof.shifts),
                    sentence=proof.sentence,
                )


def broken_rules(plan: Plan) -> Iterator[Finding]:
    """Rules that the rosters break, and skills that they lack, in the words of the independent checker."""
    for problem, roster in zip(plan.problems, plan.rosters, strict=True):
        for violation in check(problem, roster):
            people = () if violation.person is None else (violation.person,)
            yield Finding(
                code="skill-missing" if violation.is_shortage else "rule-broken",
                severity="error",
                subjects=(roster.id, violation.rule, *people, *violation.shifts),
                sentence=violation.sentence,
            )


def people_without_a_place(plan: Plan) -> Iterator[Finding]:
    """People who were to attend and wait, with the reason."""
    for booking in plan.bookings:
        if booking.status == "waiting":
            yield _waiting(plan, booking)


def _unfilled(plan: Plan, shift: Shift, requirement: Requirement, missing: int) -> Finding:
    activity = plan.programme.activity(shift.activity)
    sentences = {}
    for language in LANGUAGES:
        title = activity.title.in_language(language)
        when = moment_in_words(shift.span.start, plan.programme.zone, language)
        have = requirement.minimum - missing
        sentences[language] = {
            "zh": f"“{title}”{when}还缺{missing}人（需要{requirement.minimum}人，已有{have}人）",
            "ug": f"«{title}» {when} دە يەنە {missing} كىشى كەم ({requirement.minimum} كىشى كېرەك، {have} كىشى بار)",
            "en": f"'{title}' on {when} is short of {missing} ({requirement.minimum} needed, {have} there)",
        }[language]
    return Finding(
        code="seat-unfilled",
        severity="error",
        subjects=(shift.id, requirement.role),
        sentence=Text(**sentences),
    )


_WHY: Mapping[str, Mapping[Language, str]] = {
    reasons.NO_PLACE_LEFT: {"zh": "名额已满", "ug": "ئورۇن توشۇپ كەتتى", "en": "the places are gone"},
    reasons.NEVER_FREE: {
        "zh": "时间与其他安排冲突",
        "ug": "ۋاقتى باشقا ئىش بىلەن توقۇنۇشىدۇ",
        "en": "busy with something else",
    },
    reasons.NO_ACCESS: {
        "zh": "没有轮椅能进的场地",
        "ug": "چاقلىق ئورۇندۇق كىرەلەيدىغان جاي يوق",
        "en": "no venue that a wheelchair gets into",
    },
    reasons.INVITED_TOO_LATE: {
        "zh": "受邀时已没有来得及的场次",
        "ug": "چاقىرىلغاندا ۋاقتى يېتىدىغان نۆۋەت قالمىغان",
        "en": "invited after the last session that was in time",
    },
    reasons.NONE_NEAR: {
        "zh": "本社区没有场次",
        "ug": "ئۆز مەھەللىسىدە نۆۋەت يوق",
        "en": "no session in their own community",
    },
    reasons.NOT_INVITED: {
        "zh": "不在邀请范围内",
        "ug": "چاقىرىلغانلار ئىچىدە ئەمەس",
        "en": "signed up without being invited",
    },
    reasons.SIGNED_UP_OUTSIDE: {
        "zh": "不在报名期限内报名",
        "ug": "تىزىملىتىش ۋاقتىدا تىزىملاتمىغان",
        "en": "signed up outside the days for it",
    },
    reasons.NO_COURSE_FITS: {
        "zh": "排不出间隔合适的疗程",
        "ug": "ئارىلىقى مۇۋاپىق كۇرس چىقىرىلمىدى",
        "en": "no course with the right spacing fits",
    },
    reasons.NEEDS_SKILL: {"zh": "缺少所需的技能", "ug": "كېرەكلىك ماھارىتى يوق", "en": "a needed skill is missing"},
}


def _waiting(plan: Plan, booking: Booking) -> Finding:
    activity, person = plan.programme.activity(booking.activity), plan.programme.person(booking.person)
    sentences = {}
    for language in LANGUAGES:
        title, name = activity.title.in_language(language), person.name.in_language(language)
        why = _WHY[booking.reason][language]
        sentences[language] = {
            "zh": f"{name}（{person.id}）还没有“{title}”的名额：{why}",
            "ug": f"{name} ({person.id}) غا «{title}» دىن ئورۇن تېگمىدى: {why}",
            "en": f"{name} ({person.id}) has no place in '{title}': {why}",
        }[language]
    return Finding(
        code="no-place",
        severity="warning",
        subjects=(activity.id, person.id),
        sentence=Text(**sentences),
    )
