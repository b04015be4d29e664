"""A small network to write tests in: a distributor in Patna, two shops, their people, eight products, five schemes.

The single builders (`party`, `person`, `product`, ...) add one row each and give it back with its number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from domain.catalogue import editions
from domain.catalogue.tables import Alias, MrpLot, Product
from domain.network.tables import Beat, Party, PartyRole, Person, Role, SellerTerms, Tier, TradeLink
from domain.orders.deliver import deliver, dispatch
from domain.orders.moving import Actor
from domain.orders.pack import pack
from domain.orders.tables import Order
from domain.pricing.tables import PriceItem, PriceList, SchemeRow
from domain.stock.move import move, place_of
from domain.stock.tables import Arrival, MovementKind

Row = TypeVar("Row", bound=SQLModel)

GUPTA, MEENA, RAVI, ASHA, DINESH = (f"+91987650000{n}" for n in range(1, 6))
SHARMA, CHHOTU, VERMA = (f"+91987650001{n}" for n in range(1, 4))
STRANGER = "+919876500099"


@dataclass(frozen=True)
class Network:
    """The small network: the seller, the two shops, and everybody and everything by the name that tests use."""

    seller: Party
    sharma: Party
    verma: Party
    people: Mapping[str, Person]
    products: Mapping[str, Product]
    schemes: Mapping[str, SchemeRow]

    def __getitem__(self, sku: str) -> int:
        """The number of a product."""
        return self.products[sku].id


def small_network(session: Session, now: datetime) -> Network:
    """Gupta Agencies sells to Sharma Kirana (class A) and Verma Store (class B); all have been there for a year."""
    since = now - timedelta(days=365)
    seller = party(session, "GUPTA", "Gupta Agencies", Tier.DISTRIBUTOR, created_at=since)
    sells(session, seller, series="GA", minimum_order=Decimal(100), delivery_weekdays="123456")
    sharma = party(session, "SHARMA", "Sharma Kirana", Tier.RETAILER, grade="A", created_at=since)
    verma = party(session, "VERMA", "Verma Store", Tier.RETAILER, grade="B", created_at=since)
    people = _people(session, seller, sharma, verma, since)
    beat = add(session, Beat(seller_id=seller.id, name="Boring Road", rep_id=people["ravi"].id, weekdays="14"))
    link(session, seller, sharma, beat_id=beat.id, credit_limit=Decimal(50_000))
    link(session, seller, verma)
    products = _products(session, since)
    _prices(session, seller, products, since.date())
    _stock(session, seller, products, since)
    schemes = _schemes(session, seller)
    editions.bump(session, editions.CATALOGUE)
    return Network(seller, sharma, verma, people, products, schemes)


# --- one row each


def add(session: Session, row: Row) -> Row:
    """Adds a row and gives it back with its number."""
    session.add(row)
    session.flush()
    return row


def party(session: Session, code: str, name: str, tier: Tier, **more: Any) -> Party:
    """A party in Patna, unless `more` says otherwise."""
    here: dict[str, Any] = {"region": "Bihar", "tax_state": "BR", "latitude": 25.61, "longitude": 85.14}
    return add(session, Party(code=code, name=name, tier=tier, **(here | more)))


def sells(session: Session, seller: Party, series: str, **more: Any) -> SellerTerms:
    """Makes a party a seller."""
    return add(session, SellerTerms(party_id=seller.id, series=series, **more))


def link(session: Session, seller: Party, buyer: Party, **more: Any) -> TradeLink:
    """Lets `buyer` buy from `seller`."""
    return add(session, TradeLink(seller_id=seller.id, buyer_id=buyer.id, **more))


def person(
    session: Session, name: str, phone: str, at: Party, role: Role, since: datetime, limit: Decimal | None = None
) -> Person:
    """Somebody with a role at a party; `limit` is the most that they may order alone."""
    made = add(session, Person(name=name, phone=phone, created_at=since))
    add(session, PartyRole(person_id=made.id, party_id=at.id, role=role, granted_at=since, order_limit=limit))
    return made


def product(session: Session, sku: str, brand: str, name: str, pack: str, mrp: str, **more: Any) -> Product:
    """A product; `inner` and `case` are pieces, `tax` is per cent."""
    packs = {"pieces_per_inner": more.pop("inner", None), "pieces_per_case": more.pop("case", None)}
    tax = Decimal(more.pop("tax", 5))
    return add(
        session,
        Product(sku=sku, brand=brand, name=name, pack=pack, mrp=Decimal(mrp), tax_rate=tax, **packs, **more),
    )


def stock(session: Session, of: Party, goods: Product, pieces: int, at: datetime, place: str = "Godown") -> None:
    """Opens the stock of a product at a party's place."""
    move(session, place_of(session, of.id, place), goods.id, pieces, MovementKind.OPENING, at)


def price_list(session: Session, seller: Party, name: str, since: date, **fits: Any) -> PriceList:
    """A price list; `fits` holds buyer_id, grade, region or valid_to."""
    return add(session, PriceList(seller_id=seller.id, name=name, valid_from=since, **fits))


def price(session: Session, on: PriceList, goods: Product, rupees: str, **more: Any) -> PriceItem:
    """A price a piece on a list; `more` holds mrp or tax_included."""
    return add(session, PriceItem(price_list_id=on.id, product_id=goods.id, price=Decimal(rupees), **more))


def scheme(session: Session, seller: Party | None, code: str, give: dict[str, Any], **terms: Any) -> SchemeRow:
    """A live scheme with one slab from `from_` on; the other `terms` are written as in a case file."""
    name = terms.pop("name", code.title())
    start = terms.pop("from_", "1")
    terms = {"code": code, "name": name, "slabs": [{"from": start, "give": give}], **terms}
    editions.bump(session, editions.SCHEMES)
    return add(
        session,
        SchemeRow(
            code=code,
            name=name,
            seller_id=seller.id if seller is not None else None,
            terms=terms,
            budget=Decimal(terms["budget"]) if "budget" in terms else None,
            limited="budget" in terms or "cap_party" in terms,
        ),
    )


# --- what happens to orders


def bring(session: Session, order: Order, by: Actor, at: datetime) -> None:
    """Brings an order to its end: packed (and billed), sent out, handed over. It stays where its credit is used up."""
    if pack(session, order, by, at).hold is None:
        dispatch(session, order, by, at)
        deliver(session, order, by, at)


# --- the network's parts


def _people(session: Session, seller: Party, sharma: Party, verma: Party, since: datetime) -> dict[str, Person]:
    return {
        "gupta": person(session, "Anil Gupta", GUPTA, seller, Role.OWNER, since),
        "meena": person(session, "Meena", MEENA, seller, Role.CLERK, since),
        "ravi": person(session, "Ravi Kumar", RAVI, seller, Role.REP, since),
        "asha": person(session, "Asha", ASHA, seller, Role.FINANCE, since),
        "dinesh": person(session, "Dinesh", DINESH, seller, Role.DRIVER, since),
        "sharma": person(session, "Mohan Sharma", SHARMA, sharma, Role.OWNER, since),
        "chhotu": person(session, "Chhotu", CHHOTU, sharma, Role.STAFF, since, limit=Decimal(1000)),
        "verma": person(session, "Sita Verma", VERMA, verma, Role.OWNER, since),
    }


def _products(session: Session, since: datetime) -> dict[str, Product]:
    made = [
        product(session, "NOODLE", "Himal", "Masala Noodles", "70 g", "14", inner=12, case=96, category="noodles"),
        product(session, "BISCUIT", "Lali", "Glucose Biscuit", "55 g", "5", inner=12, case=144, category="biscuits"),
        product(session, "SOAP", "Neemal", "Bath Soap", "100 g", "38", case=48, category="soap"),
        product(session, "SALT", "Tej", "Salt", "1 kg", "28", case=25, tax=0, category="salt"),
        product(session, "TEA", "Tej", "Leaf Tea", "250 g", "120", case=40, category="tea"),
        product(session, "CLEANER", "Kiran", "Floor Cleaner", "500 ml", "110", case=20, tax=18, category="cleaner"),
        product(session, "BRUSH", "Kiran", "Toothbrush", "1 N", "25", inner=12, tax=18, category="brush"),
        product(session, "SPOON", "Kiran", "Steel Spoon", "1 N", "10", tax=18, category="gift"),
    ]
    products = {goods.sku: goods for goods in made}
    add(session, MrpLot(product_id=products["NOODLE"].id, mrp=Decimal(12), since=since.date()))
    add(session, MrpLot(product_id=products["NOODLE"].id, mrp=Decimal(14), since=since.date() + timedelta(days=100)))
    add(session, Alias(product_id=products["SALT"].id, name="namak", language="hi"))
    return products


def _prices(session: Session, seller: Party, products: Mapping[str, Product], since: date) -> None:
    of_class_a = price_list(session, seller, "Class A", since, grade="A")
    price(session, of_class_a, products["NOODLE"], "11.3333")
    price(session, of_class_a, products["TEA"], "96", tax_included=True)


def _stock(session: Session, seller: Party, products: Mapping[str, Product], since: datetime) -> None:
    """Nobody counts the cleaner; of salt there are 4 pieces, and 48 are on the way."""
    for sku, pieces in (("NOODLE", 960), ("BISCUIT", 1440), ("SOAP", 30), ("SALT", 4), ("TEA", 400), ("SPOON", 50)):
        stock(session, seller, products[sku], pieces, since)
    stock(session, seller, products["BRUSH"], 10, since)
    stock(session, seller, products["SOAP"], 20, since, place="Van")
    add(
        session,
        Arrival(
            place_id=place_of(session, seller.id),
            product_id=products["SALT"].id,
            quantity=48,
            due=since.date() + timedelta(days=367),
            reference="PO 883",
        ),
    )


def _schemes(session: Session, seller: Party) -> dict[str, SchemeRow]:
    made = [
        scheme(session, seller, "SOAP5", {"percent": "5"}, from_="12", buy={"skus": ["SOAP"]}),
        scheme(
            session,
            seller,
            "NOODLE-GIFT",
            {"free_sku": "SPOON", "free_quantity": "1"},
            from_="1",
            unit="case",
            calculation="recurring",
            buy={"skus": ["NOODLE"]},
        ),
        scheme(session, seller, "TEA-LAUNCH", {"percent": "10"}, buy={"skus": ["TEA"]}, budget="500"),
        scheme(session, seller, "CLEAN", {"percent": "10"}, buy={"skus": ["CLEANER"]}, cap_party="100"),
        scheme(session, None, "ORDER1", {"percent": "1"}, from_="5000", scope="order", basis="amount"),
    ]
    return {row.code: row for row in made}
