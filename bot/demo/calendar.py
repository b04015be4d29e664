"""When things happen: seasons and festivals that lift what is bought, and the hours in which a seller works.

Pure: days and moments in, days and moments out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.orders.delivery import DeliveryTerms

OPENS = time(9, 0)
CLOSES = time(19, 30)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Seasons and festivals as they are listed."""

    seasons: tuple[Mapping[str, Any], ...]
    festivals: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, listed: Mapping[str, Any]) -> "Calendar":
        """The calendar that a settings file describes."""
        return cls(tuple(listed["season"]), tuple(listed["festival"]))

    def lifts(self, day: date, where: frozenset[str]) -> dict[str, float]:
        """By how much the buying of each category is lifted on a day in a country or region."""
        lifted: dict[str, float] = {}
        for season in self.seasons:
            if day.month in season["months"]:
                _multiply(lifted, season["lifts"])
        for festival in self.festivals:
            if where & set(festival["where"]) and any(
                timedelta() < feast - day <= timedelta(days=festival.get("before", 0)) for feast in festival["days"]
            ):
                _multiply(lifted, festival.get("lifts", {}))
        return lifted


def _multiply(lifted: dict[str, float], by: Mapping[str, float]) -> None:
    for category, factor in by.items():
        lifted[category] = lifted.get(category, 1.0) * factor


def works_on(terms: DeliveryTerms, day: date) -> bool:
    """Whether the seller's people are at work."""
    return str(day.isoweekday()) in terms.weekdays and day not in terms.holidays


def working_day_before(terms: DeliveryTerms, day: date, back: int = 1) -> date:
    """The seller's working day that lies `back` working days before a day."""
    while back:
        day -= timedelta(days=1)
        back -= works_on(terms, day)
    return day


def last_working_moment(terms: DeliveryTerms, now: datetime) -> datetime:
    """Now where the seller is at work, else the last closing hour, in the seller's zone."""
    here = now.astimezone(ZoneInfo(terms.timezone))
    if works_on(terms, here.date()) and here.time() >= OPENS:
        return min(here, at(terms, here.date(), CLOSES))
    return at(terms, working_day_before(terms, here.date()), CLOSES)


def at(terms: DeliveryTerms, day: date, hour: time) -> datetime:
    """An hour of a day in the seller's zone."""
    return datetime.combine(day, hour, ZoneInfo(terms.timezone))
