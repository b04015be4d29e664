"""Cells with codes of standards: countries, currencies, time zones, languages; and what a country implies."""

import re
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import Locale, get_global
from babel.numbers import get_territory_currencies
from phonenumbers import SUPPORTED_REGIONS

from bot.exchange.cells import Raw, Unreadable, as_text, shown

GST, VAT = TAX_REGIMES = ("gst", "vat")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?")


@cache
def _currencies() -> frozenset[str]:
    return frozenset(Locale("en").currencies)


@cache
def _timezones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@dataclass(frozen=True, slots=True)
class CountryCell:
    """A country by its two letters."""

    @property
    def hint(self) -> str:
        return "a country in two letters: IN"

    def read(self, raw: Raw) -> str:
        code = as_text(raw).upper()
        if code not in SUPPORTED_REGIONS:
            raise Unreadable(f"{shown(raw)} is no country code such as IN or NP")
        return code

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class CurrencyCell:
    """A currency by its three letters."""

    @property
    def hint(self) -> str:
        return "a currency in three letters: INR"

    def read(self, raw: Raw) -> str:
        code = as_text(raw).upper()
        if code not in _currencies():
            raise Unreadable(f"{shown(raw)} is no currency code such as INR or NPR")
        return code

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class TimezoneCell:
    """A time zone by its name in the IANA database."""

    @property
    def hint(self) -> str:
        return "a time zone: Asia/Kolkata"

    def read(self, raw: Raw) -> str:
        name = _timezones().get(as_text(raw).casefold())
        if name is None:
            raise Unreadable(f"{shown(raw)} is no time zone such as Asia/Kolkata")
        return name

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class LanguageCell:
    """A language by its code, with the script where it is not the usual one: hi, hi-Latn."""

    @property
    def hint(self) -> str:
        return "a language: hi, or hi-Latn for Hindi in Latin letters"

    def read(self, raw: Raw) -> str:
        found = _LANGUAGE.fullmatch(as_text(raw))
        if found is None:
            raise Unreadable(f"{shown(raw)} is no language such as en, hi or hi-Latn")
        return "-".join(filter(None, (found[1].lower(), found[2] and found[2].title())))

    def write(self, value: str) -> str:
        return value


def currency_of(country: str) -> str | None:
    """The money of a country; None where it is not one."""
    found = get_territory_currencies(country)
    return found[0] if len(found) == 1 else None


def timezone_of(country: str) -> str | None:
    """The time zone of a country; None where it has several."""
    zones = get_global("territory_zones").get(country, ())
    return ZoneInfo(zones[0]).key if len(zones) == 1 else None


def tax_regime_of(country: str) -> str:
    """How a country taxes sales."""
    return GST if country == "IN" else VAT
