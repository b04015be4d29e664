"""What stands in cells: good and bad ones of every kind, and that what is written is read as it was."""

from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exchange.aliases import AliasCell
from bot.exchange.cells import Cell, Json, OneOf, Raw, Several, Text, Unreadable, YesNo
from bot.exchange.numbers import MONEY, PERCENT, UNIT_PRICE, Degrees, Whole
from bot.exchange.standards import CountryCell, CurrencyCell, LanguageCell, TimezoneCell
from bot.exchange.times import Day, Hour, Weekdays
from domain.network.tables import Tier

GOOD: list[tuple[Cell, Raw, Any]] = [
    (MONEY, "1250.50", Decimal("1250.50")),
    (MONEY, "1,00,000.50", Decimal("100000.50")),
    (MONEY, "100,000.50", Decimal("100000.50")),
    (MONEY, "₹ 1,250", Decimal(1250)),
    (MONEY, "₹1250/-", Decimal(1250)),
    (MONEY, "Rs. 5", Decimal(5)),
    (MONEY, "rs 5", Decimal(5)),
    (MONEY, "NPR 99.9", Decimal("99.9")),
    (MONEY, "रु. 5", Decimal(5)),
    (MONEY, "५०.२५", Decimal("50.25")),
    (MONEY, "+5", Decimal(5)),
    (MONEY, ".5", Decimal("0.5")),
    (MONEY, 24.0, Decimal(24)),
    (MONEY, 12.600000000000001, Decimal("12.6")),
    (MONEY, 24, Decimal(24)),
    (UNIT_PRICE, "11.3333", Decimal("11.3333")),
    (PERCENT, "18", Decimal(18)),
    (PERCENT, "18 %", Decimal(18)),
    (PERCENT, "0.25", Decimal("0.25")),
    (PERCENT, 18.0, Decimal(18)),
    (Whole("pieces"), "1,00,000", 100_000),
    (Whole("pieces"), "24.0", 24),
    (Whole("pieces"), 24.0, 24),
    (Degrees(90), "25.6121", 25.6121),
    (Degrees(180), -85.1186, -85.1186),
    (Text(), 9800000001.0, "9800000001"),
    (Text(), 12.5, "12.5"),
    (Text(), "ab\nc", "ab c"),
    (Text(lines=True), "ab\nc", "ab\nc"),
    (Text(), "=1+1", "=1+1"),
    (Text(), "क़", "क़"),
    (YesNo(), "Yes", True),
    (YesNo(), "n", False),
    (YesNo(), True, True),
    (YesNo(), 0.0, False),
    (OneOf(Tier), "Super Stockist", Tier.SUPER_STOCKIST),
    (OneOf(Tier), "sub-stockist", Tier.SUB_STOCKIST),
    (Day(), "2026-12-31", date(2026, 12, 31)),
    (Day(), "31/12/2026", date(2026, 12, 31)),
    (Day(), "1-4-26", date(2026, 4, 1)),
    (Day(), "31-Dec-2026", date(2026, 12, 31)),
    (Day(), "2026-12-31 00:00:00", date(2026, 12, 31)),
    (Day(), datetime(2026, 12, 31), date(2026, 12, 31)),  # noqa: DTZ001 - a workbook's days have no zone
    (Hour(), "18:00", time(18)),
    (Hour(), "6:30 pm", time(18, 30)),
    (Hour(), "12 am", time(0)),
    (Hour(), "18:00:00", time(18)),
    (Hour(), time(18, 30, 15), time(18, 30)),
    (Weekdays(), "531", "135"),
    (Weekdays(), 135.0, "135"),
    (Weekdays(), "Mon, Wed, Friday", "135"),
    (CountryCell(), "np", "NP"),
    (CurrencyCell(), "npr", "NPR"),
    (TimezoneCell(), "asia/kathmandu", "Asia/Kathmandu"),
    (LanguageCell(), "HI_latn", "hi-Latn"),
    (Several(Text()), "a | b\\|c||", ("a", "b|c")),
    (Several(MONEY, gaps=True), "5||7", (Decimal(5), None, Decimal(7))),
    (Several(MONEY, gaps=True), 5.0, (Decimal(5),)),
    (AliasCell(Text()), "hi:नमक", ("hi", "नमक")),
    (AliasCell(Text()), "7:3 mix", ("", "7:3 mix")),
    (AliasCell(Text()), ":ab:c", ("", "ab:c")),
    (Json(), '{"code": "A"}', {"code": "A"}),
]

BAD: list[tuple[Cell, Raw, str]] = [
    (MONEY, "abc", '"abc" is no amount'),
    (MONEY, "1,25", '"1,25" is no amount'),
    (MONEY, "1.250,50", '"1.250,50" is no amount'),
    (MONEY, "1e5", '"1e5" is no amount'),
    (MONEY, "=1+1", '"=1+1" is no amount'),
    (MONEY, "NaN", '"NaN" is no amount'),
    (MONEY, "#N/A", '"#N/A" is no amount'),
    (MONEY, "31/02", '"31/02" is no amount'),
    (MONEY, float("inf"), '"inf" is no amount'),
    (MONEY, "-5", '"-5" must not be below 0'),
    (MONEY, "5.005", '"5.005" has more than 2 decimal places'),
    (MONEY, "99999999999", '"99999999999" is more than 10000000000'),
    (MONEY, "9" * 400, f'"{"9" * 40}…" is no amount'),
    (MONEY, True, '"True" is no amount'),
    (UNIT_PRICE, "0", '"0" must be more than 0'),
    (UNIT_PRICE, "1.00001", '"1.00001" has more than 4 decimal places'),
    (PERCENT, "100", '"100" is more than 99.99'),
    (PERCENT, 0.18, '"0.18" may be meant as 18 per cent: please write it without a % format'),
    (Whole("pieces"), "2.5", '"2.5" is not a whole number'),
    (Whole("pieces"), "999999999999", '"999999999999" is not from 0 to 100000000'),
    (Whole("pieces", 1), "0", '"0" is not from 1 to 100000000'),
    (Degrees(90), "91", '"91" is not degrees from -90 to 90'),
    (Text(), "a\x00b", "holds a control character (such as NUL), which no text has"),
    (Text(5), "abcdef", "has 6 characters, at most 5 are kept"),
    (Text(), "#REF!", "holds the spreadsheet error #REF!"),
    (YesNo(), "perhaps", '"perhaps" is not yes or no'),
    (
        OneOf(Tier),
        "shop",
        '"shop" is not one of brand, super_stockist, distributor, sub_stockist, retailer',
    ),
    (Day(), "31/02/2026", '"31/02/2026" is not a day such as 2026-12-31 or 31/12/2026'),
    (Day(), "12/31/2026", '"12/31/2026" is not a day such as 2026-12-31 or 31/12/2026'),
    (Day(), 46022.0, '"46022" is not a day such as 2026-12-31 or 31/12/2026'),
    (Day(), "0026-12-31", '"0026-12-31" is not a day such as 2026-12-31 or 31/12/2026'),
    (Hour(), "25:00", '"25:00" is not a time of day such as 18:00'),
    (Hour(), "14 pm", '"14 pm" is not a time of day such as 18:00'),
    (Weekdays(), "8", '"8" is not weekdays as digits, 1 is Monday: 135, or Mon Wed Fri'),
    (Weekdays(), "sometimes", '"sometimes" is not weekdays as digits, 1 is Monday: 135, or Mon Wed Fri'),
    (CountryCell(), "XX", '"XX" is no country code such as IN or NP'),
    (CurrencyCell(), "RUPEE", '"RUPEE" is no currency code such as INR or NPR'),
    (TimezoneCell(), "IST+1", '"IST+1" is no time zone such as Asia/Kolkata'),
    (LanguageCell(), "Hindi!", '"Hindi!" is no language such as en, hi or hi-Latn'),
    (Json(), "{", "is not JSON (see its character 2)"),
    (Json(), "[1]", "is not a JSON object"),
]


def name_of(case: tuple[Cell, Raw, Any]) -> str:
    """A cell and what stands in it."""
    return f"{type(case[0]).__name__}-{str(case[1])[:30]}"


@pytest.mark.parametrize("case", GOOD, ids=map(name_of, GOOD))
def test_good_cells(case: tuple[Cell, Raw, Any]) -> None:
    cell, raw, value = case
    assert cell.read(raw) == value
    written = cell.write(value)
    assert cell.read(str(written) if isinstance(written, Decimal) else written) == value


@pytest.mark.parametrize("case", BAD, ids=map(name_of, BAD))
def test_bad_cells(case: tuple[Cell, Raw, str]) -> None:
    cell, raw, reason = case
    with pytest.raises(Unreadable) as why:
        cell.read(raw)
    assert str(why.value) == reason


WRITTEN: list[tuple[Cell, Any, str]] = [
    (MONEY, Decimal(60), "60.00"),
    (UNIT_PRICE, Decimal("11.3333"), "11.3333"),
    (UNIT_PRICE, Decimal("96.0000"), "96.00"),
    (PERCENT, Decimal("18.00"), "18"),
    (Several(MONEY, gaps=True), (Decimal(5), None), "5.00|"),
    (Several(MONEY, gaps=True), (Decimal(5), Decimal(5)), "5.00"),
    (Several(Text()), ("a|b", "c\\"), "a\\|b|c\\\\"),
]


@pytest.mark.parametrize("case", WRITTEN, ids=map(name_of, WRITTEN))
def test_written_cells(case: tuple[Cell, Any, str]) -> None:
    cell, value, text = case
    assert str(cell.write(value)) == text


NAMES = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
    .map(Text().read)
    .map(str.strip)
    .filter(bool)
)


@settings(deadline=None)
@given(st.lists(NAMES, max_size=5))
def test_several_texts_are_read_as_written(names: list[str]) -> None:
    cell = Several(Text())
    assert cell.read(str(cell.write(tuple(names)))) == tuple(names)


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(0, 10**9), min_size=2, max_size=5).filter(lambda parts: len(set(parts)) > 1))
def test_several_with_gaps_are_read_as_written(counts: list[int | None]) -> None:
    cell = Several(Whole("pieces", 0, 10**9), gaps=True)
    assert cell.read(cell.write(tuple(counts))) == tuple(counts)


@settings(deadline=None)
@given(st.decimals(0, 10**9, places=2))
def test_money_is_read_as_written_by_programs_and_by_people(amount: Decimal) -> None:
    assert MONEY.read(f"{amount:f}") == amount
    assert MONEY.read(f"₹ {amount:,.2f}") == amount
    assert MONEY.read(str(MONEY.write(amount))) == amount


@settings(deadline=None)
@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates(), st.times()))
def test_a_cell_is_read_or_refused_and_nothing_else(raw: Raw) -> None:
    cells: list[Cell] = [
        MONEY, UNIT_PRICE, PERCENT, Whole("pieces"), Degrees(90), Text(), YesNo(), OneOf(Tier), Day(), Hour(),
        Weekdays(), CountryCell(), CurrencyCell(), TimezoneCell(), LanguageCell(), Several(MONEY, gaps=True),
        AliasCell(Text()), Json(),
    ]  # fmt: skip
    for cell in cells:
        with suppress(Unreadable):
            cell.write(cell.read(raw))
