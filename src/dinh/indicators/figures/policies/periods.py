"""Periods people report by, each made from a day: calendar ones, and those that the law cuts in the middle of a month.

Basis: 09/2019/NĐ-CP, Điều 12 (the 15th of the month before to the 14th).
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from dinh.indicators.figures.types import Period
from dinh.kernel import law

_YEAR, _QUARTER, _HALF, _NINE = 12, 3, 6, 9
CUT_OFF = "indicator.reporting_cut_off_day"


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    REPORTING_MONTH = "reporting_month"
    REPORTING_QUARTER = "reporting_quarter"
    REPORTING_HALF = "reporting_half"
    REPORTING_YEAR = "reporting_year"


def _first(year: int, month: int) -> date:
    """Return the first day of a month; months below 1 and above 12 are of the years beside."""
    return date(year + (month - 1) // _YEAR, (month - 1) % _YEAR + 1, 1)


def _span(year: int, month: int, length: int) -> Period:
    return Period(_first(year, month), _first(year, month + length) - timedelta(days=1))


def _calendar(length: int) -> Callable[[date], Period]:
    return lambda day: _span(day.year, (day.month - 1) // length * length + 1, length)


def cut_off(on: date) -> int:
    """Return the last day of a reporting month under the rule in force."""
    return int(law.value(CUT_OFF, on))


def _reporting(length: int) -> Callable[[date], Period]:
    def made(day: date) -> Period:
        last = cut_off(day)
        month = day.month - 1 + (day.day > last)
        year, month = day.year + month // _YEAR, month % _YEAR
        whole = _span(year, month // length * length + 1, length)
        before, end = whole.first - timedelta(days=1), whole.last
        return Period(before.replace(day=last + 1), end.replace(day=last))

    return made


_MADE: Mapping[PeriodKind, Callable[[date], Period]] = {
    PeriodKind.MONTH: _calendar(1),
    PeriodKind.QUARTER: _calendar(_QUARTER),
    PeriodKind.HALF: _calendar(_HALF),
    PeriodKind.NINE_MONTHS: lambda day: _span(day.year, 1, _NINE),
    PeriodKind.YEAR: _calendar(_YEAR),
    PeriodKind.REPORTING_MONTH: _reporting(1),
    PeriodKind.REPORTING_QUARTER: _reporting(_QUARTER),
    PeriodKind.REPORTING_HALF: _reporting(_HALF),
    PeriodKind.REPORTING_YEAR: _reporting(_YEAR),
}


def period_of(day: date, kind: PeriodKind) -> Period:
    """Return the period of this kind that a day lies in; nine months are those of the day's year, whatever the day."""
    return _MADE[kind](day)


def same_last_year(period: Period) -> Period:
    """Return the same days one year earlier; the end of February follows the calendar."""
    return Period(_year_before(period.first), _year_before(period.last))


def _year_before(day: date) -> date:
    is_month_end = (day + timedelta(days=1)).day == 1
    if is_month_end:
        return _first(day.year - 1, day.month + 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)


def cumulative(period: Period, *, kind: PeriodKind = PeriodKind.YEAR) -> Period:
    """Return the days from the beginning of the longer period up to the end of this one."""
    return Period(period_of(period.last, kind).first, period.last)
