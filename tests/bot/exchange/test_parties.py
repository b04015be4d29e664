"""Businesses and who buys from whom, from a file."""

from datetime import time
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from domain.catalogue.tables import Listing
from domain.network.tables import Beat, Party, SellerTerms, Standing, Territory, Tier, TradeLink
from tests.bot.exchange.conftest import Desk, counts, told
from tests.builders import Network

NETWORK = """
    code,name,tier,class,territory,state,sells,series,margin,cut_off,brands,buys_from,credit_limit,credit_days,beat
    SHOP1,Sharma Kirana,retailer,A,PATNA,BR,,,,,,GUPTA|VERMA,50000|,15,Boring Road|
    SHOP2,Maa Durga,retailer,B,,BR,,,,,,GUPTA,,,Boring Road
    GUPTA,Gupta Agencies,distributor,,PATNA,BR,yes,GA,12.5,5 pm,,HIMAL,"15,00,000",21,
    VERMA,Verma Traders,distributor,,,BR,yes,VT,,,Tej|Himal,HIMAL,,,
    HIMAL,Himal Foods,brand,,,WB,yes,HF,,,,,,,
"""


def party(desk: Desk, code: str) -> Party:
    """A party of the books."""
    with desk.session() as session:
        found: Party = session.scalars(select(Party).where(col(Party.code) == code)).one()
        return found


def links(desk: Desk) -> dict[tuple[str, str], TradeLink]:
    """The links of the books by the codes of seller and buyer."""
    seller, buyer = aliased(Party), aliased(Party)
    wanted = (
        select(TradeLink, col(seller.code), col(buyer.code))
        .join(seller, col(seller.id) == col(TradeLink.seller_id))
        .join(buyer, col(buyer.id) == col(TradeLink.buyer_id))
    )
    with desk.session() as session:
        return {(sold, bought): link for link, sold, bought in session.execute(wanted)}


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """The books with that network."""
    desk.bring("territories", "code,name,parent\nPATNA,Patna,BIHAR\nBIHAR,Bihar,")
    outcome = desk.bring("parties", NETWORK)
    assert told(outcome) == []
    assert counts(outcome) == (5, 0, 0, 0)
    return desk


def test_a_network_in_any_order(filled: Desk) -> None:
    shop, gupta = party(filled, "SHOP1"), party(filled, "GUPTA")
    assert (shop.tier, shop.grade, shop.tax_state, shop.country, shop.currency) == (
        Tier.RETAILER,
        "A",
        "BR",
        "IN",
        "INR",
    )
    with filled.session() as session:
        patna = session.scalars(select(Territory).where(col(Territory.code) == "PATNA")).one()
        terms = session.get(SellerTerms, gupta.id)
        listed = session.scalars(select(col(Listing.brand)).order_by(col(Listing.brand))).all()
        beat = session.scalars(select(Beat)).one()
    assert shop.territory_id == patna.id
    assert patna.parent_id is not None
    assert terms is not None
    assert (terms.series, terms.margin, terms.cut_off, terms.lead_days) == ("GA", Decimal("12.5"), time(17), 1)
    assert listed == ["Himal", "Tej"]
    of = links(filled)
    assert set(of) == {
        ("GUPTA", "SHOP1"), ("VERMA", "SHOP1"), ("GUPTA", "SHOP2"), ("HIMAL", "GUPTA"), ("HIMAL", "VERMA"),
    }  # fmt: skip
    shown = {pair: (link.credit_limit, link.credit_days, link.beat_id) for pair, link in of.items()}
    assert shown["GUPTA", "SHOP1"] == (50_000, 15, beat.id)
    assert shown["VERMA", "SHOP1"] == (None, 15, None)
    assert shown["GUPTA", "SHOP2"] == (None, 0, beat.id)
    assert shown["HIMAL", "GUPTA"] == (1_500_000, 21, None)
    assert filled.notes == {"new beats": ["Boring Road"]}
    assert filled.edition() == 1


def test_the_same_file_again_changes_nothing(filled: Desk) -> None:
    assert counts(filled.bring("parties", NETWORK)) == (0, 0, 5, 0)
    assert filled.edition() == 1


def test_a_seller_that_is_left_out_is_closed_and_comes_back(filled: Desk) -> None:
    head = "code,name,tier,buys_from\n"
    assert counts(filled.bring("parties", head + "SHOP1,Sharma Kirana,retailer,VERMA")) == (0, 1, 0, 0)
    assert links(filled)["GUPTA", "SHOP1"].standing is Standing.CLOSED
    assert links(filled)["VERMA", "SHOP1"].credit_days == 15
    assert counts(filled.bring("parties", head + "SHOP1,Sharma Kirana,retailer,VERMA|GUPTA")) == (0, 1, 0, 0)
    back = links(filled)["GUPTA", "SHOP1"]
    assert (back.standing, back.credit_limit, back.credit_days) == (Standing.ACTIVE, 50_000, 15)
    assert len(links(filled)) == 5


def test_terms_follow_their_seller_in_whatever_order(filled: Desk) -> None:
    row = (
        "code,name,tier,buys_from,credit_limit,trade\nSHOP1,Sharma Kirana,retailer,VERMA|GUPTA,700|50000,blocked|active"
    )
    assert counts(filled.bring("parties", row)) == (0, 1, 0, 0)
    of = links(filled)
    assert (of["VERMA", "SHOP1"].credit_limit, of["VERMA", "SHOP1"].standing) == (700, Standing.BLOCKED)
    assert (of["GUPTA", "SHOP1"].credit_limit, of["GUPTA", "SHOP1"].standing) == (50_000, Standing.ACTIVE)


def test_a_country_brings_its_money_zone_and_tax(desk: Desk) -> None:
    desk.bring(
        "parties", "code,name,tier,country,phone\nS,Shrestha,retailer,NP,9841234567\nG,Gupta,retailer,,098765 00011"
    )
    there, here = party(desk, "S"), party(desk, "G")
    assert (there.currency, there.timezone, there.tax_regime, there.phone) == (
        "NPR", "Asia/Kathmandu", "vat", "+9779841234567",
    )  # fmt: skip
    assert (here.currency, here.timezone, here.tax_regime, here.phone) == (
        "INR",
        "Asia/Kolkata",
        "gst",
        "+919876500011",
    )


def test_what_orders_have_moved_is_not_touched(desk: Desk, network: Network) -> None:
    with desk.exchange.database.write() as session:
        link = session.scalars(select(TradeLink).where(col(TradeLink.buyer_id) == network.sharma.id)).one()
        link.exposure, link.orders_placed = Decimal(500), 3
        terms = session.get(SellerTerms, network.seller.id)
        assert terms is not None
        terms.next_number = 77
    head = "code,name,tier,sells,minimum_order,buys_from,credit_limit\n"
    desk.bring("parties", head + "GUPTA,Gupta Agencies,distributor,yes,200,,\nSHARMA,Sharma,retailer,,,GUPTA,100")
    link = links(desk)["GUPTA", "SHARMA"]
    assert (link.credit_limit, link.exposure, link.orders_placed) == (100, 500, 3)
    with desk.session() as session:
        terms = session.get(SellerTerms, network.seller.id)
    assert terms is not None
    assert (terms.minimum_order, terms.next_number) == (200, 77)


HEAD = (
    "code,name,tier,country,currency,tax_number,latitude,longitude,territory,"
    "sells,series,minimum_order,buys_from,credit_limit,phone"
)
BAD = {
    "no such tier": (
        "X,X,shop,,,,,,,,,,,,",
        'line 2, tier: "shop" is not one of brand, super_stockist, distributor, sub_stockist, retailer',
    ),
    "no such territory": ("X,X,retailer,,,,,,MARS,,,,,,", 'line 2, territory: no territory "MARS" is in the books'),
    "half a place": (
        "X,X,retailer,,,,25.6,,,,,,,,",
        "line 2, longitude: latitude and longitude stand together or not at all",
    ),
    "a country of several zones": (
        "X,X,retailer,US,,,,,,,,,,,",
        "line 2, timezone: is empty, and US has more than one",
    ),
    "terms without selling": (
        "X,X,retailer,,,,,,,,,500,,,",
        "line 2, minimum_order: is only for a party that sells (sells: yes)",
    ),
    "selling without a series": (
        "X,X,distributor,,,,,,,yes,,,,,",
        "line 2, series: is empty; a party that sells needs letters for its order numbers",
    ),
    "no longer selling": (
        "GUPTA,Gupta Agencies,distributor,,,,,,,no,,,,,",
        "line 2, sells: cannot be taken back; set standing to closed",
    ),
    "from itself": ("X,X,retailer,,,,,,,,,,X,,", "line 2, buys_from: holds the party itself"),
    "from one twice": ("X,X,retailer,,,,,,,,,,GUPTA|GUPTA,,", "line 2, buys_from: holds a code twice"),
    "from nobody": ("X,X,retailer,,,,,,,,,,NOBODY,,", 'line 2, buys_from: no party "NOBODY" is in the books'),
    "from a shop": (
        "X,X,retailer,,,,,,,,,,SHARMA,,",
        'line 2, buys_from: "SHARMA" does not sell (in `parties` its column `sells` is not yes)',
    ),
    "more limits than sellers": (
        "X,X,retailer,,,,,,,,,,GUPTA,5|6,",
        "line 2, credit_limit: has 2, and buys_from has 1",
    ),
    "a limit without a seller": (
        "X,X,retailer,,,,,,,,,,,5,",
        "line 2, credit_limit: has 1, and buys_from has 0",
    ),
    "a GSTIN that is none": (
        "X,X,retailer,,,ABC,,,,,,,,,",
        'line 2, tax_number: "ABC" is no GSTIN such as 10AAAAA0000A1Z5',
    ),
    "a phone that is none": (
        "X,X,retailer,,,,,,,,,,,,12345",
        'line 2, phone: "12345" is no phone number (of IN, where it has no +)',
    ),
}


@pytest.mark.parametrize(("row", "reason"), BAD.values(), ids=BAD)
def test_bad_rows(row: str, reason: str, desk: Desk, network: Network) -> None:
    outcome = desk.bring("parties", f"{HEAD}\n{row}")
    assert told(outcome) == [reason]
    assert desk.count(Party) == 3


def test_a_wrong_check_digit_is_noted(desk: Desk) -> None:
    desk.bring("parties", "code,name,tier,tax_number\nX,X,retailer,10 aaaca 0000a 1z5")
    assert party(desk, "X").tax_number == "10AAACA0000A1Z5"
    assert desk.notes == {"the check digit of the GSTIN is wrong": ["X 10AAACA0000A1Z5"]}


def test_territories_have_no_rings(desk: Desk) -> None:
    desk.bring("territories", "code,name,parent\nA,A,\nB,B,A\nC,C,B")
    outcome = desk.bring("territories", "code,name,parent\nA,A,C\nC,C,C\nD,D,E")
    assert told(outcome) == [
        "line 3, parent: is the area itself",
        'line 2, parent: "C" lies inside "A"',
        'line 4, parent: no territory "E" is in the books',
    ]
