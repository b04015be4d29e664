"""Papers: names from outside are never markup, codes read back, a bill is quick."""

import io
import time
from decimal import Decimal
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.papers.qr import UpiRequest, png
from bot.papers.typeset import pdf

HOSTILE = '#eval("1") *bold* $x^2$ @ref <label> `raw` \\ // /* [ ] { } "quoted" \x00 \x1b[2J'


def bill(name: str) -> dict[str, Any]:
    """The data of a small bill in which `name` stands everywhere."""
    column = {"title": name, "side": "left", "wide": True}
    return {
        "title": name,
        "number": name,
        "footer": name,
        "from": {"caption": name, "name": name, "lines": [name]},
        "to": {"caption": name, "name": name, "lines": [name]},
        "facts": [[name, name]],
        "tables": [{"caption": name, "columns": [column], "rows": [[name]] * 12}],
        "words": name,
        "notes": [name],
        "totals": [[name, name, True]],
        "code": "",
        "pay": {"title": "", "lines": []},
    }


@pytest.mark.parametrize("name", [HOSTILE, "शर्मा किराना", "শর্মা স্টোর", "", "x" * 2000])
def test_names_from_outside_are_text(name: str) -> None:
    assert pdf("bill", bill(name)).startswith(b"%PDF-")


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_makes_a_paper(name: str) -> None:
    name = name.encode("utf-8", "replace").decode()
    assert pdf("bill", bill(name)).startswith(b"%PDF-")


def test_a_bill_takes_at_most_200_ms_of_processor_time() -> None:
    pdf("bill", bill("first"))
    before = time.process_time()
    for _ in range(5):
        pdf("bill", bill("next"))
    assert (time.process_time() - before) / 5 < 0.2


@pytest.mark.parametrize(
    ("name", "amount", "uri"),
    [
        (
            "Gupta Agencies",
            "12400",
            "upi://pay?pa=gupta@okbank&pn=Gupta%20Agencies&am=12400.00&cu=INR&tr=INV-881&tn=INV-881",
        ),
        ("A & B #1?", "0.5", "upi://pay?pa=gupta@okbank&pn=A%20%26%20B%20%231%3F&am=0.50&cu=INR&tr=INV-881&tn=INV-881"),
    ],
)
def test_a_code_reads_back_to_the_exact_address(name: str, amount: str, uri: str) -> None:
    request = UpiRequest("gupta@okbank", name, Decimal(amount), "INV-881")
    assert request.uri == uri
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png(uri))))
    assert read.text == uri
