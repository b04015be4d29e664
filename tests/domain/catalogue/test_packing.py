"""Packs: what a quantity in pieces, inners and cases is in pieces, and what is refused."""

import pytest

from domain.catalogue.packs import MAX_PIECES, Packing, Unit, to_pieces
from domain.refusal import Code, Refusal

NOODLE = Packing(inner=12, case=96)
SOAP = Packing(inner=None, case=48)
LOOSE = Packing(inner=None, case=None)


@pytest.mark.parametrize(
    ("quantity", "unit", "packing", "pieces"),
    [
        pytest.param(5, Unit.PIECE, LOOSE, 5, id="pieces need no pack"),
        pytest.param(2, Unit.INNER, NOODLE, 24, id="two inners of 12"),
        pytest.param(2, Unit.CASE, NOODLE, 192, id="two cases of 96"),
        pytest.param(1, Unit.CASE, SOAP, 48, id="a case without inners"),
        pytest.param(MAX_PIECES, Unit.PIECE, LOOSE, MAX_PIECES, id="the most pieces that are taken"),
        pytest.param(MAX_PIECES // 96, Unit.CASE, NOODLE, 999_936, id="the most cases that are taken"),
    ],
)
def test_a_quantity_becomes_pieces(quantity, unit, packing, pieces):
    assert to_pieces(quantity, unit, packing) == pieces


@pytest.mark.parametrize(
    ("quantity", "unit", "packing", "code", "facts"),
    [
        pytest.param(1, Unit.INNER, SOAP, Code.NO_PACK, {"unit": "inner"}, id="no inner"),
        pytest.param(1, Unit.CASE, LOOSE, Code.NO_PACK, {"unit": "case"}, id="no case"),
        pytest.param(
            MAX_PIECES + 1,
            Unit.PIECE,
            LOOSE,
            Code.TOO_MANY,
            {"quantity": MAX_PIECES + 1, "unit": "piece", "most": MAX_PIECES},
            id="too many pieces",
        ),
        pytest.param(
            10**12,
            Unit.CASE,
            NOODLE,
            Code.TOO_MANY,
            {"quantity": 10**12, "unit": "case", "most": 10_416},
            id="a million million cases",
        ),
    ],
)
def test_what_cannot_be_is_refused(quantity, unit, packing, code, facts):
    with pytest.raises(Refusal) as refused:
        to_pieces(quantity, unit, packing)
    assert (refused.value.code, refused.value.facts) == (code, facts)
