"""The days off of a country between two days, and the plugin that adds them to a programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from attrs import frozen

from volsched.errors import InvalidValue, UnknownName
from volsched.hooks import hookimpl
from volsched.model import Holiday, Programme, Text, Window

# The languages of volsched that the package knows, and what it calls them there.
_LANGUAGES = {"zh": "zh_CN", "en": "en_US"}

_DAY = dt.timedelta(days=1)


@frozen(kw_only=True)
class CountryHolidays:
    """Adds the holidays of one country, and of a region of it, to every plan; without a country it adds none.

    Raises:
        InvalidValue: the country is China, whose days are part of volsched, or it has no such region or category.
        UnknownName: the package does not know the country.
    """

    country: str = ""
    region: str = ""
    categories: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.country:
            _calendar(self.country, self.region, self.categories, range(0), "")

    @hookimpl
    def volsched_holidays(self, programme: Programme, window: Window) -> Iterable[Holiday]:  # noqa: ARG002
        """The holidays of the country in the window."""
        if not self.country:
            return ()
        last = window.end - _DAY
        return country_holidays(self.country, window.first, last, region=self.region, categories=self.categories)


def country_holidays(
    country: str, first: dt.date, last: dt.date, *, region: str = "", categories: Iterable[str] = ()
) -> tuple[Holiday, ...]:
    """The days off of a country from `first` to `last`, both included, and the weekend days that make up for them.

    Days of one name that follow each other are one holiday.

    Raises:
        InvalidValue: the country is China, whose days are part of volsched, or it has no such region or category.
        UnknownName: the package does not know the country.
    """
    years = range(first.year, last.year + 1)
    told = _by_language(country, region, tuple(categories), years)
    days = sorted(day for day in told["days"] if first <= day <= last)
    holidays = [Holiday(name=told["days"][run[0]], first=run[0], last=run[-1]) for run in _runs(days, told["days"])]
    make_up = sorted(day for day in told["make_up"] if first <= day <= last)
    holidays += [Holiday(name=_MAKE_UP, first=day, working=True) for day in make_up]
    return tuple(sorted(holidays, key=lambda holiday: (holiday.first, holiday.last)))


_MAKE_UP = Text(zh="调休上班", en="Make-up working day")


def _by_language(country: str, region: str, categories: tuple[str, ...], years: range) -> dict[str, Any]:
    own = _calendar(country, region, categories, years, "")
    known = {language: code for language, code in _LANGUAGES.items() if code in own.supported_languages}
    named = {language: _calendar(country, region, categories, years, code) for language, code in known.items()}
    # A country without English names is shown in its own language.
    named.setdefault("en", own)
    texts = {day: Text(**{language: calendar.get(day, "") for language, calendar in named.items()}) for day in own}
    return {"days": texts, "make_up": own.weekend_workdays}


def _runs(days: Iterable[dt.date], names: dict[dt.date, Text]) -> Iterator[list[dt.date]]:
    days = list(days)
    run = days[:1]
    for before, day in pairwise(days):
        if day - before == _DAY and names[day] == names[before]:
            run.append(day)
        else:
            yield run
            run = [day]
    if run:
        yield run


def _calendar(country: str, region: str, categories: tuple[str, ...], years: range, language: str) -> Any:
    # A plugin that is installed but has no country to look up should cost nothing.
    import holidays

    known = holidays.list_supported_countries()
    if country not in known:
        raise UnknownName("country", country, known)
    entity = getattr(holidays, country)
    if entity.country == "CN":
        cure = "take them from volsched.calendars.china_holidays, or write them as [[holiday]]"
        raise InvalidValue("plugin", "holidays", "country", "China's days off are part of volsched", cure)
    if region and region not in known[country]:
        cure = f"write one of {', '.join(known[country])}" if known[country] else "leave the region out"
        raise InvalidValue("plugin", "holidays", "region", f"{country} has no region '{region}'", cure)
    possible = entity.supported_categories
    for category in categories:
        if category not in possible:
            cure = f"write some of {', '.join(possible)}"
            raise InvalidValue("plugin", "holidays", "categories", f"{country} has no category '{category}'", cure)
    return holidays.country_holidays(
        country, subdiv=region or None, years=years, categories=categories or None, language=language or None
    )
