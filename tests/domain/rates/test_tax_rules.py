"""Which rate of tax an item bears: the product's own under GST, the regime's rule by HSN elsewhere."""

from datetime import date
from decimal import Decimal

import pytest

from domain.pricing.offers import OfferBook
from domain.pricing.tables import TaxRule
from tests.builders import add

RULES = [
    ("vat", "", "13", date(2020, 1, 1)),
    ("vat", "10", "0", date(2020, 1, 1)),
    ("vat", "1006", "5", date(2026, 6, 1)),
    ("vat", "", "15", date(2027, 1, 1)),
]


@pytest.mark.parametrize(
    ("regime", "hsn", "day", "rate"),
    [
        pytest.param("gst", "1902", date(2026, 6, 15), "18", id="GST without a rule: the product's own"),
        pytest.param("vat", "1902", date(2026, 6, 15), "13", id="VAT: the rule for all"),
        pytest.param("vat", "", date(2026, 6, 15), "13", id="a product without HSN"),
        pytest.param("vat", "1001", date(2026, 6, 15), "0", id="the longer HSN wins"),
        pytest.param("vat", "1006", date(2026, 5, 31), "0", id="the day before a rule begins"),
        pytest.param("vat", "1006", date(2026, 6, 1), "5", id="the day on which it begins"),
        pytest.param("vat", "1902", date(2027, 1, 1), "15", id="the newer of two alike"),
        pytest.param("vat", "1902", date(2019, 12, 31), "18", id="before every rule: the product's own"),
        pytest.param("none", "1902", date(2026, 6, 15), "18", id="a regime without rules: the product's own"),
    ],
)
def test_the_rate_on_a_day(database, regime, hsn, day, rate):
    with database.write() as session:
        for of, prefix, percent, since in RULES:
            add(session, TaxRule(regime=of, hsn=prefix, rate=Decimal(percent), valid_from=since))
        offers = OfferBook().of(session, 1, 1)
    assert offers.tax_rate(regime, hsn, Decimal(18), day) == Decimal(rate)
