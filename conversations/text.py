"""Sentences in the reader's language, and money, counts and days as they are written there."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

LOCALES = Path(__file__).resolve().parents[1] / "locales"
SOURCE_LANGUAGE = "en"
LANGUAGES: dict[str, str] = {"en": "English", "hi": "हिन्दी", "hi-Latn": "Hinglish", "ne": "नेपाली", "bn": "বাংলা"}

SIGNS = {"INR": "₹", "NPR": "Rs ", "BDT": "৳"}
NATIVE_SIGNS = {("NPR", "ne"): "रु "}
REGIONS = {"en": "en_IN", "hi": "hi_IN", "hi-Latn": "hi_Latn_IN", "ne": "ne_NP", "bn": "bn_BD"}
SHORT_MONTHS = {"en", "hi-Latn"}  # elsewhere the short forms (नव॰, জানু) are not what people write

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)
_today: ContextVar[date | None] = ContextVar("today", default=None)


@contextmanager
def speaking(language: str, today: date | None = None) -> Iterator[None]:
    """Within the block, sentences come in `language`, and days are told as seen from `today`."""
    spoken = _language.set(language if language in LANGUAGES else SOURCE_LANGUAGE)
    dated = _today.set(today)
    try:
        yield
    finally:
        _language.reset(spoken)
        _today.reset(dated)


def speak(language: str) -> None:
    """Goes on in another language, until the block of `speaking` ends."""
    _language.set(language if language in LANGUAGES else SOURCE_LANGUAGE)


def spoken() -> str:
    """The language of the sentences made now."""
    return _language.get()


@cache
def _sentences(language: str) -> NullTranslations:
    path = LOCALES / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    if language == SOURCE_LANGUAGE or not path.exists():
        return NullTranslations()
    with path.open("rb") as po:
        catalogue = read_po(po, locale=language.replace("-", "_"))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _(sentence: str, **facts: Any) -> str:
    """The sentence in the reader's language with its facts filled in."""
    told: str = _sentences(_language.get()).ugettext(sentence)
    return told % facts if facts else told


def ngettext(one: str, many: str, count: int, **facts: Any) -> str:
    """The sentence that fits `count`, which fills `%(count)s` too."""
    told: str = _sentences(_language.get()).ungettext(one, many, count)
    return told % {"count": count, **facts}


def _locale() -> Locale:
    return Locale.parse(REGIONS[_language.get()])


def number(value: int | Decimal) -> str:
    """A count with the reader's grouping (lakhs where they are used)."""
    return format_decimal(value, format="#,##,##0.###", locale=_locale())


def money(amount: Decimal, currency: str = "INR") -> str:
    """An amount to the paisa, its sign in front: ₹2,073.60."""
    return _figure(amount, currency, "#,##,##0.00")


def rate(amount: Decimal, currency: str = "INR") -> str:
    """What one piece costs, to four places where paise are not fine enough: ₹11.3333."""
    return _figure(amount, currency, "#,##,##0.00##")


def _figure(amount: Decimal, currency: str, form: str) -> str:
    figure = format_decimal(abs(amount), format=form, locale=_locale())
    sign = NATIVE_SIGNS.get((currency, _language.get())) or SIGNS.get(currency, f"{currency} ")
    return f"{'−' if amount < 0 else ''}{sign}{figure}"


def price(amount: Decimal, currency: str = "INR") -> str:
    """An amount as it is printed on a pack: without paise where there are none."""
    if amount == amount.to_integral_value():
        return money(amount, currency).removesuffix(".00")
    return money(amount, currency)


def day(when: date) -> str:
    """A day as people say it: today, tomorrow, a weekday within a week, else the date."""
    today = _today.get()
    if today is not None:
        if when == today:
            return _("today")
        if when == today + timedelta(days=1):
            return _("tomorrow")
        if timedelta() < when - today < timedelta(days=7):
            return _dated(when, "EEE d")
    return _dated(when, "d", year=not today or when.year != today.year)


def on(when: date) -> str:
    """A day as the time at which something happens: tomorrow, on Thu 26 Nov."""
    told = day(when)
    return told if told in (_("today"), _("tomorrow")) else _("on %(day)s", day=told)


def full_date(when: date) -> str:
    """A day without any doubt: 24 Nov."""
    return _dated(when, "d")


def clock(when: datetime | time, timezone: str = "UTC") -> str:
    """An hour of the day in the reader's zone."""
    if isinstance(when, datetime):
        when = when.astimezone(ZoneInfo(timezone)).time()
    return format_time(when, "HH:mm", locale=_locale())


def _dated(when: date, days: str, *, year: bool = False) -> str:
    month = "MMM" if _language.get() in SHORT_MONTHS else "MMMM"
    return format_date(when, f"{days} {month}{' y' if year else ''}", locale=_locale())
