"""China's public holidays and make-up working days, for programmes that ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from attrs import frozen

from volsched.calendars import CONFIRMED_UNTIL, china_holidays, statutory_holidays
from volsched.errors import InvalidValue
from volsched.hooks import Check, hookimpl
from volsched.model import Finding, Holiday, Programme, Text, Window
from volsched.planning import Plan

NAME = "china-holidays"
Use = Literal["no", "national", "xinjiang"]


@frozen(kw_only=True, eq=False)
class ChinaHolidays:
    """Adds the days off of China to a programme: `use = "national"`, or `"xinjiang"` with the days of the region.

    A year that is not announced has its statutory days alone, and the plan says so. What the programme itself writes
    as [[holiday]] has the last word on a day.
    """

    use: Use = "no"

    def __attrs_post_init__(self) -> None:
        if self.use not in get_args(Use):
            cure = f"write {', '.join(get_args(Use))}"
            raise InvalidValue("plugin", "china", "use", f"'{self.use}' is not known", cure)

    @hookimpl
    def volsched_holidays(self, programme: Programme, window: Window) -> Iterable[Holiday]:  # noqa: ARG002 - the hook's
        """The days off of each year that the window touches."""
        if self.use == "no":
            return ()
        return tuple(holiday for year in _years(window) for holiday in self._of_year(year))

    @hookimpl
    def volsched_checks(self) -> Iterable[Check]:
        """The check that says which years are not announced."""
        return () if self.use == "no" else (Check(name=NAME, run=self._unannounced),)

    def _of_year(self, year: int) -> tuple[Holiday, ...]:
        if not _is_known(year, None):
            return statutory_holidays(year)
        region = "xinjiang" if self.use == "xinjiang" and _is_known(year, "xinjiang") else None
        return china_holidays(year, region)

    def _unannounced(self, plan: Plan) -> Iterator[Finding]:
        for year in _years(plan.window):
            if not _is_known(year, None):
                yield _not_announced(year)
            elif self.use == "xinjiang" and not _is_known(year, "xinjiang"):
                yield _region_unknown(year)


def _years(window: Window) -> range:
    return range(window.first.year, window.end.year + (window.end.timetuple().tm_yday > 1))


def _is_known(year: int, region: str | None) -> bool:
    try:
        china_holidays(year, region)
    except InvalidValue:
        return False
    return True


def _not_announced(year: int) -> Finding:
    return Finding(
        code="holidays-not-announced",
        severity="note",
        subjects=(str(year),),
        sentence=Text(
            zh=f"{year}年的放假和调休安排还没有公布（已知到{CONFIRMED_UNTIL}年），计划中只有法定节日",
            ug=f"{year}-يىللىق دەم ئېلىش ۋە ئىش كۈنى ئورۇنلاشتۇرۇشى تېخى ئېلان قىلىنمىدى "
            f"({CONFIRMED_UNTIL}-يىلغىچە مەلۇم)، پىلاندا پەقەت قانۇنلۇق بايراملار بار",
            en=f"the days off and make-up working days of {year} are not announced (known until {CONFIRMED_UNTIL}); "
            "the plan has the statutory days alone",
        ),
    )


def _region_unknown(year: int) -> Finding:
    return Finding(
        code="holidays-not-announced",
        severity="note",
        subjects=(str(year), "xinjiang"),
        sentence=Text(
            zh=f"{year}年新疆的肉孜节、古尔邦节放假安排没有收录，请写入 [[holiday]]",
            ug=f"{year}-يىللىق شىنجاڭنىڭ روزا ھېيت ۋە قۇربان ھېيت دەم ئېلىشى بۇ يەردە يوق، [[holiday]] غا يېزىڭ",
            en=f"Xinjiang's own days off of {year} are not known here; write them as [[holiday]]",
        ),
    )
