"""Messages in Chinese."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from volsched.booking import (
    INVITED_TOO_LATE,
    NEEDS_SKILL,
    NEVER_FREE,
    NO_ACCESS,
    NO_COURSE_FITS,
    NO_PLACE_LEFT,
    NONE_NEAR,
    NOT_INVITED,
    SIGNED_UP_OUTSIDE,
)
from volsched.model import Window
from volsched.model.wording import WEEKDAYS, clock_name
from volsched.notices.hours import Hours
from volsched.notices.notice import EntryKind

_WEEKDAYS = WEEKDAYS["zh"]
_KINDS: dict[EntryKind, tuple[str, str]] = {
    "duty": ("值班服务", "次"),
    "appointment": ("预约", "次"),
    "place": ("已留名额的活动", "次"),
    "team": ("团队活动", "次"),
    "waiting": ("候补", "项"),
}
_REASONS = {
    NEEDS_SKILL: "参加它要先有一项您还没有登记的技能",
    NOT_INVITED: "这项活动只面向受邀请的人",
    SIGNED_UP_OUTSIDE: "您不是在报名期限内报名的",
    NO_COURSE_FITS: "排不出间隔合适的一个疗程",
    NEVER_FREE: "每一场都和您的其他安排时间冲突",
    NO_PLACE_LEFT: "名额已满",
    INVITED_TOO_LATE: "剩下的场次离收到邀请的日子太近",
    NONE_NEAR: "您住处附近没有场次",
    NO_ACCESS: "剩下的场次没有您需要的无障碍条件",
}


class Chinese:
    """The phrases in Chinese; see Words for what each one is for."""

    comma = "，"

    def period(self, window: Window) -> str:  # noqa: D102 - Words says it, here and below
        first, last = window.first, window.end - dt.timedelta(days=1)
        if window == Window.year(first.year, window.zone):
            return f"{first.year}年"
        if window == Window.month(first.year, first.month, window.zone):
            return f"{first.year}年{first.month}月"
        if first == last:
            return f"{first.year}年{first.month}月{first.day}日"
        return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"

    def subject(self, period: str, counts: Sequence[str]) -> str:  # noqa: D102
        return f"您的安排（{period}）：{'，'.join(counts)}"

    def count(self, kind: EntryKind, number: int) -> str:  # noqa: D102
        name, measure = _KINDS[kind]
        return f"{name} {number} {measure}"

    def opening(self, name: str, organiser: str, period: str) -> tuple[str, ...]:  # noqa: D102
        return f"{name}，您好！", "", f"以下是{organiser}为您做的安排（{period}）。"

    def heading(self, kind: EntryKind) -> str:  # noqa: D102
        return f"【{_KINDS[kind][0]}】"

    def title(self, title: str) -> str:  # noqa: D102
        return f"■ {title}"

    def role(self, role: str) -> str:  # noqa: D102
        return f"您的职责：{role}"

    def place(self, place: str) -> str:  # noqa: D102
        return f"地点：{place}"

    def time(self, text: str) -> str:  # noqa: D102
        return f"时间：{text}"

    def hours(self, hours: Sequence[Hours]) -> str:  # noqa: D102
        first, *others = (self._hours(item) for item in hours)
        return f"{first}（{'；'.join(others)}）" if others else first

    def all_day(self, days: int) -> str:  # noqa: D102
        return "全天" if days == 1 else f"全天，连续 {days} 天"

    def different(self, text: str) -> str:  # noqa: D102
        return f"请注意，这一次不同：{text}"

    def together(self, least: int, most: int) -> str:  # noqa: D102
        number = f"{least}" if least == most else f"{least} 至 {most}"
        return f"人数：每次共 {number} 人（包括您）"

    def days(self, weekday: int | None) -> str:  # noqa: D102
        return "日期：" if weekday is None else f"日期（都是{_WEEKDAYS[weekday]}）："

    def month(self, year: int, month: int, number: int) -> str:  # noqa: D102
        return f"{year}年{month}月（{number} 次）"

    def month_in_short(self, year: int, month: int, days: Sequence[int]) -> str:  # noqa: D102
        return f"{year}年{month}月：{'、'.join(f'{day}日' for day in days)}"

    def day(self, day: dt.date, *, with_year: bool) -> str:  # noqa: D102
        year = f"{day.year}年" if with_year else ""
        return f"{year}{day.month}月{day.day}日 {_WEEKDAYS[day.weekday()]}"

    def waiting(self, rank: int, reason: str, contact: str) -> tuple[str, ...]:  # noqa: D102
        why = (f"原因：{_REASONS[reason]}。",) if reason in _REASONS else ()
        end = f"您现在不用做什么。一有您能用的名额，我们就通知您。有问题请问{contact}。"
        return f"您现在排在候补第 {rank} 位。", *why, end

    def us(self, _organiser: str) -> str:  # noqa: D102
        return "我们"

    def to_do(self, kind: EntryKind, contact: str) -> str:  # noqa: D102
        if kind == "appointment":
            return f"请按时来。如果这个时间不方便，请尽早告诉{contact}，我们为您另约时间。"
        if kind == "duty":
            return f"如果哪一次您来不了，请尽早告诉{contact}，我们好请别人替您。"
        return f"如果您来不了，请尽早告诉{contact}。"

    def closing(self) -> str:  # noqa: D102
        return "谢谢您！"

    def signature(self, organiser: str) -> str:  # noqa: D102
        return organiser

    def _hours(self, hours: Hours) -> str:
        clock = clock_name(hours.zone, "zh")
        start = f"{_offset(hours.start_day)} {hours.start}"
        end = f" {hours.end}" if hours.end_day == hours.start_day else f"{_offset(hours.end_day, '当天')} {hours.end}"
        return f"{clock}{start} 至{end}"


def _offset(days: int, same: str = "") -> str:
    known = {-1: "前一天", 0: same, 1: "第二天"}
    return known[days] if days in known else f"{abs(days)}天{'后' if days > 0 else '前'}"
