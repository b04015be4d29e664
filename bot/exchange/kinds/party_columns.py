"""The columns of `parties`: what a party is, how it sells, from whom it buys."""

from datetime import time
from decimal import Decimal

from bot.exchange.cells import OneOf, Several, Text, YesNo
from bot.exchange.column import Column
from bot.exchange.kind import Values
from bot.exchange.numbers import MONEY, PERCENT, Degrees, Whole
from bot.exchange.standards import CountryCell, CurrencyCell, LanguageCell, TimezoneCell
from bot.exchange.times import Hour, Weekdays
from domain.network.tables import Standing, Tier

CODE = Text(60)
DAYS = Whole("days", 0, 365)

PARTY = (
    Column("code", "your own code of the party", CODE, "SHARMA", required=True),
    Column("name", "its name", Text(), "Sharma Kirana", required=True),
    Column("tier", "where it stands in the trade", OneOf(Tier), "retailer", required=True),
    Column("class", "class of the shop, for prices and schemes", CODE, "A", empty=""),
    Column("region", "region, for prices and schemes", Text(100), "Bihar", empty=""),
    Column("territory", "code of its territory", CODE, "PATNA"),
    Column("state", "state, for the place of supply", Text(60), "BR", empty=""),
    Column("country", "country; empty: ours", CountryCell(), "IN"),
    Column("currency", "currency; empty: the country's", CurrencyCell(), "INR"),
    Column("timezone", "time zone; empty: the country's", TimezoneCell(), "Asia/Kolkata"),
    Column("tax_regime", "how it is taxed: gst or vat; empty: as in the country", Text(20), "gst"),
    Column("tax_number", "GSTIN, PAN or VAT number", Text(40), "10AAAAA0000A1Z5", empty=""),
    Column("language", "language in which it is written to; empty: ours", LanguageCell(), "hi"),
    Column("address", "address", Text(500, lines=True), "Boring Road, Patna", empty=""),
    Column("latitude", "latitude", Degrees(90), "25.6121"),
    Column("longitude", "longitude", Degrees(180), "85.1186"),
    Column("phone", "the shop's number", Text(40), "9876500011", empty=""),
    Column("standing", "whether it may trade", OneOf(Standing), "active", empty=Standing.ACTIVE, audited=True),
)

SELLING = (
    Column("sells", "yes for a party that sells through us", YesNo(), "yes", empty=False),
    Column("series", "letters in front of its order numbers", Text(10), "GA", empty=""),
    Column("margin", "buyers' margin under MRP in per cent where no list has a price; 10", PERCENT, "10", audited=True),
    Column("prices_with_tax", "whether it tells prices with tax inside; no", YesNo(), "no"),
    Column("minimum_order", "its smallest order; 0", MONEY, "500.00"),
    Column("delivery_weekdays", "days on which it delivers; every day", Weekdays(), "135"),
    Column("lead_days", "days from order to delivery; 1", DAYS, "1"),
    Column("cut_off", "orders later than this count as of tomorrow; 18:00", Hour(), "18:00"),
    Column("keeps_back_orders", "whether what is short follows later; yes", YesNo(), "yes"),
    Column("rounds_to_rupee", "whether totals are rounded to the rupee; no", YesNo(), "no"),
    Column("order_validity_days", "days after which an unpacked order lapses; 7", DAYS, "7"),
    Column("object_until", "until when a shop may object to an order placed for it; 18:00", Hour(), "18:00"),
    Column(
        "brands", "brands that it lists; empty: it sells the whole catalogue", Several(Text()), "Tej|Himal", empty=()
    ),
)

# What a party that sells has where its row leaves the cell empty.
USUAL_TERMS: Values = {
    "margin": Decimal(10),
    "prices_with_tax": False,
    "minimum_order": Decimal(0),
    "delivery_weekdays": "1234567",
    "lead_days": 1,
    "cut_off": time(18, 0),
    "keeps_back_orders": True,
    "rounds_to_rupee": False,
    "order_validity_days": 7,
    "object_until": time(18, 0),
}

BUYING = (
    Column("buys_from", "codes of the parties that it buys from", Several(CODE), "GUPTA|VERMA", empty=()),
    Column("trade", "whether it may buy; one for all sellers, or one each in their order",
           Several(OneOf(Standing, without=(Standing.CLOSED,)), gaps=True), "active", empty=(), audited=True),
    Column("credit_limit", "credit limit; empty: none was agreed", Several(MONEY, gaps=True), "50000.00",
           empty=(), audited=True),
    Column("credit_days", "days until a bill is due; 0", Several(DAYS, gaps=True), "15", empty=(), audited=True),
    Column("beat", "the seller's beat on which it lies; a new one is made", Several(Text(100), gaps=True),
           "Boring Road", empty=()),
    Column("delivered_on", "days on which it is delivered, where they differ from the seller's",
           Several(Weekdays(), gaps=True), "14", empty=()),
)  # fmt: skip
