"""Which day is what: lunar dates, festivals, public holidays and make-up working days."""

from volsched.calendars.lunar import (
    FIRST_LUNAR_DAY,
    LAST_LUNAR_DAY,
    LUNAR_YEARS,
    LunarDate,
    LunarMonth,
    from_lunar,
    is_doubtful,
    leap_month,
    lunar_dates,
    lunar_day,
    lunar_months,
    month_length,
    to_lunar,
)
from volsched.calendars.working_days import WorkingDays

__all__ = [
    "FIRST_LUNAR_DAY",
    "LAST_LUNAR_DAY",
    "LUNAR_YEARS",
    "LunarDate",
    "LunarMonth",
    "WorkingDays",
    "from_lunar",
    "is_doubtful",
    "leap_month",
    "lunar_dates",
    "lunar_day",
    "lunar_months",
    "month_length",
    "to_lunar",
]
