"""Public holidays of other countries in a volsched programme, from the package `holidays`."""

from volsched_holidays.country import CountryHolidays, country_holidays

__all__ = ["CountryHolidays", "country_holidays"]
