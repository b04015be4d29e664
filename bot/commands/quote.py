"""`sauda quote`: prices carts from files, without a database."""

import json
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from domain.pricing.casefile import parse_case
from domain.pricing.errors import PricingError
from domain.pricing.quotefile import answer

REFUSALS = {
    "not_json": "this is not JSON ({why})",
    "not_an_object": "must be an object",
    "not_a_list": "must be a list",
    "not_text": "must be a text, not {value!r}",
    "not_a_flag": "must be true or false, not {value!r}",
    "not_a_day": "must be a day such as 2026-12-31, not {value!r}",
    "not_one_of": "must be one of {known}, not {value!r}",
    "not_whole": "must come to a whole number, but is {value}",
    "bad_number": 'must be a decimal such as "12.50", not {value!r}',
    "negative": "must not be below zero, but is {value}",
    "not_positive": "must be greater than zero, but is {value}",
    "too_large": "must not be above {most}, but is {value}",
    "empty_list": "must not be empty",
    "empty_slab": "must be greater than `from`, {start}, but is {end}",
    "slab_overlap": "the slab from {start} begins inside the one below it",
    "missing": "is missing",
    "unknown_key": "is not a known key",
    "duplicate": "{value!r} stands there twice",
    "no_price": "{sku!r} has no row in prices",
}

Case = Annotated[
    Path | None, typer.Argument(metavar="CASE.json", exists=True, dir_okay=False, help="The case to price.")
]
Batch = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.jsonl", exists=True, dir_okay=False, help="Many cases, one a line; one quote a line out."
    ),
]


def command(case: Case = None, batch: Batch = None) -> None:
    """Price a cart: its lines, discounts, free goods and tax, and why each scheme applied or did not.

    A case that cannot be priced ends with 1 and the reason on stderr. In a batch its line says {"error": ...}, and the
    other lines are priced all the same.

    Example: sauda quote cart.json, with {"date": "2026-11-24", "prices": [{"sku": "SOAP", "price": "33"}],
    "cart": [{"sku": "SOAP", "quantity": "9"}]} in cart.json
    """
    if case is not None and batch is None:
        _price_one(case)
    elif batch is not None and case is None:
        _price_many(batch)
    else:
        raise typer.BadParameter("give either CASE.json or --batch FILE.jsonl")


def _price_one(path: Path) -> None:
    try:
        _write(answer(parse_case(path.read_bytes())))
    except PricingError as refusal:
        _fail(f"{path}: {_told(refusal)}")


def _price_many(path: Path) -> None:
    refused: list[int] = []
    watched = sys.stderr.isatty() and not sys.stdout.isatty()
    with (
        path.open("rb") as lines,
        typer.progressbar(length=path.stat().st_size, file=sys.stderr, hidden=not watched) as done,
    ):
        for number, line in enumerate(lines, 1):
            if line.strip() and not _priced(line):
                refused.append(number)
            done.update(len(line))
    if refused:
        _fail(f"{path}: {len(refused)} refused, the first in line {refused[0]}")


def _priced(line: bytes) -> bool:
    """Writes the quote of one case, or why there is none."""
    try:
        _write(answer(parse_case(line)))
    except PricingError as refusal:
        _write({"error": {"code": refusal.code, "field": refusal.field, "text": _told(refusal)}})
        return False
    return True


def _told(refusal: PricingError) -> str:
    words = REFUSALS[refusal.code].format(**refusal.facts)
    return f"{refusal.field}: {words}" if refusal.field else words


def _write(data: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(data) + "\n")


def _fail(reason: str) -> NoReturn:
    typer.echo(" ".join(reason.splitlines()), err=True)
    raise typer.Exit(1)
