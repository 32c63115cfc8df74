"""Which day is what: lunar dates, festivals, public holidays and make-up working days."""

from volsched.calendars.announced import CONFIRMED_UNTIL
from volsched.calendars.china import (
    REGIONS,
    Announcement,
    announcement,
    announcements,
    china_holidays,
    qingming,
    statutory_holidays,
)
from volsched.calendars.festivals import Festival, festivals, islamic_festivals
from volsched.calendars.islamic import IslamicDate, from_islamic, to_islamic
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
    "CONFIRMED_UNTIL",
    "FIRST_LUNAR_DAY",
    "LAST_LUNAR_DAY",
    "LUNAR_YEARS",
    "REGIONS",
    "Announcement",
    "Festival",
    "IslamicDate",
    "LunarDate",
    "LunarMonth",
    "WorkingDays",
    "announcement",
    "announcements",
    "china_holidays",
    "festivals",
    "from_islamic",
    "from_lunar",
    "is_doubtful",
    "islamic_festivals",
    "leap_month",
    "lunar_dates",
    "lunar_day",
    "lunar_months",
    "month_length",
    "qingming",
    "statutory_holidays",
    "to_islamic",
    "to_lunar",
]
