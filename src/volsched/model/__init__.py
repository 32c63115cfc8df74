"""What there is: the values that every other room reads and none may change.

All of them are frozen; a change is a new value from a named method or from `attrs.evolve`.
"""

from volsched.model.activity import (
    Activity,
    Audience,
    Course,
    Places,
    Requirement,
    SkillMinimum,
    Space,
    Staffing,
    Use,
)
from volsched.model.availability import Availability, AvailabilityKind
from volsched.model.booking import Booking, BookingStatus
from volsched.model.finding import Edit, Finding, Proposal, Severity
from volsched.model.kinds import KINDS, Kind, activity, checkup, patrol, performance, training
from volsched.model.occurrence import Occurrence
from volsched.model.people import CarriedLoad, Person, Skill
from volsched.model.places import Area, Equipment, Hours, Travel, Venue
from volsched.model.programme import Holiday, Programme, SkillKind
from volsched.model.roster import Assignment, Roster, Seat, Shift, Stage
from volsched.model.rules import (
    RULES,
    DaysOffBetween,
    FairHolidays,
    FairLoad,
    FairWeekends,
    HouseholdsApart,
    MostInDays,
    MostPerMonth,
    MostPerWeek,
    NeverTogether,
    Off,
    Preferences,
    RestBetween,
    Rule,
    rules_by_name,
)
from volsched.model.schedule import DateList, Following, Override, Pause, Schedule, Season
from volsched.model.show import Act, Show
from volsched.model.span import Span, Window
from volsched.model.team import Team
from volsched.model.text import LANGUAGES, Language, Text

__all__ = [
    "KINDS",
    "LANGUAGES",
    "RULES",
    "Act",
    "Activity",
    "Area",
    "Assignment",
    "Audience",
    "Availability",
    "AvailabilityKind",
    "Booking",
    "BookingStatus",
    "CarriedLoad",
    "Course",
    "DateList",
    "DaysOffBetween",
    "Edit",
    "Equipment",
    "FairHolidays",
    "FairLoad",
    "FairWeekends",
    "Finding",
    "Following",
    "Holiday",
    "Hours",
    "HouseholdsApart",
    "Kind",
    "Language",
    "MostInDays",
    "MostPerMonth",
    "MostPerWeek",
    "NeverTogether",
    "Occurrence",
    "Off",
    "Override",
    "Pause",
    "Person",
    "Places",
    "Preferences",
    "Programme",
    "Proposal",
    "Requirement",
    "RestBetween",
    "Roster",
    "Rule",
    "Schedule",
    "Season",
    "Seat",
    "Severity",
    "Shift",
    "Show",
    "Skill",
    "SkillKind",
    "SkillMinimum",
    "Space",
    "Span",
    "Staffing",
    "Stage",
    "Team",
    "Text",
    "Travel",
    "Use",
    "Venue",
    "Window",
    "activity",
    "checkup",
    "patrol",
    "performance",
    "rules_by_name",
    "training",
]
