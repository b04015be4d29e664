"""The files that describe the demo network: they fit each other, and they are what a stranger should find."""

import re
from collections import Counter
from itertools import chain

import pytest

from bot.demo import files
from conversations.text import LANGUAGES

PRODUCTS = files.table("products")
PARTIES = files.table("parties")
PEOPLE = files.table("people")
SKUS = {row["sku"] for row in PRODUCTS}
BRANDS = {row["brand"] for row in PRODUCTS}
CODES = {row["code"] for row in PARTIES}
GST = {"0", "5", "18", "40"}  # the rates of 2026
LONGEST_LABEL = 26  # WhatsApp shows 24 letters of a list's row; a brand before the name is left out there


def first_words(lines):
    return {line.split()[0] for line in lines}


def wares_of_schemes():
    schemes = files.settings("schemes")["scheme"]
    goods = [scheme.get(key, {}) for scheme in schemes for key in ("buy", "on")]
    gifts = [slab["give"].get("free_sku", "same") for scheme in schemes for slab in scheme["slabs"]]
    return {*chain.from_iterable(each.get("skus", ()) for each in goods), *gifts} - {"same"}


def brands_of_schemes():
    schemes = files.settings("schemes")["scheme"]
    return set(chain.from_iterable(s.get(key, {}).get("brands", ()) for s in schemes for key in ("buy", "on")))


HABITS, STOCK, ORDERS = files.settings("habits"), files.settings("stock"), files.settings("under_way")["order"]


@pytest.mark.parametrize(
    "named",
    [
        pytest.param({row["sku"] for row in files.table("prices")}, id="prices"),
        pytest.param({row["sku"] for row in files.table("mrp_lots")}, id="MRP lots"),
        pytest.param(first_words(chain.from_iterable(HABITS["usual"].values())), id="habits"),
        pytest.param(first_words(chain.from_iterable(order["lines"] for order in ORDERS)), id="orders under way"),
        pytest.param(set(chain.from_iterable(STOCK["uncounted"].values())), id="uncounted"),
        pytest.param(set(chain.from_iterable(STOCK["counted"].values())), id="counted"),
        pytest.param({row["sku"] for row in STOCK["arrival"]}, id="arrivals"),
        pytest.param(wares_of_schemes(), id="schemes"),
    ],
)
def test_goods_that_are_named_exist(named):
    assert named <= SKUS


@pytest.mark.parametrize(
    "named",
    [
        pytest.param(set(chain.from_iterable(HABITS["brands"].values())), id="habits"),
        pytest.param(
            set(chain.from_iterable(terms.get("lists", ()) for terms in files.settings("sellers").values())),
            id="sellers",
        ),
        pytest.param(brands_of_schemes(), id="schemes"),
    ],
)
def test_brands_that_are_named_exist(named):
    assert named <= BRANDS


def test_parties_that_are_named_exist():
    buys_from = chain.from_iterable(row["buys_from"].split("|") for row in PARTIES)
    habits = {*HABITS["usual"], *HABITS["new"]}
    assert {row["party"] for row in PEOPLE} | set(filter(None, buys_from)) | habits <= CODES
    assert {order[key] for order in ORDERS for key in ("seller", "shop")} <= CODES


def test_the_network_is_of_the_promised_size():
    tiers = Counter(row["tier"] for row in PARTIES)
    roles = Counter(row["role"] for row in PEOPLE)
    assert tiers == {"brand": 1, "super_stockist": 1, "distributor": 3, "sub_stockist": 1, "retailer": 60}
    assert roles["rep"] == 6
    assert {"owner", "staff", "clerk", "driver", "area_manager", "brand_manager", "finance"} <= set(roles)
    assert 280 <= len(PRODUCTS) <= 320


def test_the_phones_are_invented_and_nobody_elses():
    phones = [row["phone"] for row in PEOPLE]
    assert len(set(phones)) == len(phones)
    assert all(re.fullmatch(r"\+9198000000?[23]\d\d|\+97798000000\d\d", phone) for phone in phones)
    assert {row["phone"] for row in PARTIES} <= set(phones)


def test_everybody_reads_a_language_that_we_speak():
    spoken = {row["language"] for row in (*PARTIES, *PEOPLE)}
    assert spoken == set(LANGUAGES)


@pytest.mark.parametrize("row", PRODUCTS, ids=[row["sku"] for row in PRODUCTS])
def test_a_product_is_whole(row):
    assert len(row["label"]) <= LONGEST_LABEL
    assert row["tax_rate"] in GST
    assert re.fullmatch(r"\d{8}", row["hsn"])
    assert float(row["mrp"]) > 0
    case, inner = int(row["units_per_case"]), int(row["pieces_per_inner"] or 1)
    assert case % inner == 0


def test_no_two_products_share_a_sku_or_a_label():
    assert len(SKUS) == len(PRODUCTS)
    assert len({row["label"] for row in PRODUCTS}) == len(PRODUCTS)


def test_every_kind_of_scheme_is_there():
    schemes = files.settings("schemes")["scheme"]
    gives = {key for scheme in schemes for slab in scheme["slabs"] for key in slab["give"]}
    assert {"percent", "amount", "price", "free_sku"} <= gives
    assert {slab["give"].get("per") for scheme in schemes for slab in scheme["slabs"]} >= {"order", "unit"}
    assert {scheme.get("scope", "line") for scheme in schemes} == {"line", "mix", "order"}
    assert {scheme.get("calculation", "step") for scheme in schemes} == {"step", "recurring", "prorata"}
    assert {scheme.get("combine", "on_base") for scheme in schemes} == {"on_base", "on_net", "exclusive"}
    assert {scheme.get("basis", "quantity") for scheme in schemes} == {"quantity", "amount"}
    for term in ("first_order", "on", "max_units", "min_distinct", "budget", "cap_order", "cap_party", "claimable"):
        assert any(term in scheme for scheme in schemes), term
