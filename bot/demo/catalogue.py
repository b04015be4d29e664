"""Puts the demo's products on the shelf: packs, taxes, MRP lots, names in four languages."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from bot.demo import files
from bot.exchange.bulk import add_numbered, add_rows
from domain.catalogue import editions
from domain.catalogue.tables import Alias, MrpLot, Product

LANGUAGES = ("hi", "ne", "bn")
LONGEST_PHRASE = 3  # words


def add_catalogue(session: Session) -> dict[str, int]:
    """Adds every product with its lots and names; gives their ids by sku."""
    listed = files.table("products")
    ids = add_numbered(session, Product, [_product(row) for row in listed])
    by_sku = {row["sku"]: product_id for row, product_id in zip(listed, ids, strict=True)}
    spoken = _spoken()
    names = [
        {"product_id": by_sku[row["sku"]], "name": name, "language": language}
        for row in listed
        for name, language in _names(row, spoken).items()
    ]
    add_rows(session, Alias, names)
    lots = [
        {"product_id": by_sku[row["sku"]], "mrp": Decimal(row["mrp"]), "since": date.fromisoformat(row["since"])}
        for row in files.table("mrp_lots")
    ]
    add_rows(session, MrpLot, lots)
    editions.bump(session, editions.CATALOGUE)
    return by_sku


def _product(row: Mapping[str, str]) -> dict[str, object]:
    return {
        "sku": row["sku"],
        "brand": row["brand"],
        "name": row["name"],
        "pack": row["pack"],
        "label": row["label"],
        "category": row["category"],
        "subcategory": row["subcategory"],
        "mrp": Decimal(row["mrp"]),
        "pieces_per_inner": int(row["pieces_per_inner"]) if row["pieces_per_inner"] else None,
        "pieces_per_case": int(row["units_per_case"]),
        "tax_rate": Decimal(row["tax_rate"]),
        "hsn": row["hsn"],
    }


# --- names


def _spoken() -> dict[str, tuple[str, ...]]:
    """How words and phrases of names are written in each of LANGUAGES."""
    read = files.settings("spoken")
    return {phrase: tuple(forms) for section in ("brands", "words") for phrase, forms in read[section].items()}


def _names(row: Mapping[str, str], spoken: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The other names of a product, each once, with its language ('' where any writes so)."""
    names = {name: "" for name in row["aliases"].split("|") if name}
    for at, language in enumerate(LANGUAGES):
        said = [forms[at] for forms in _phrases(f"{row['brand']} {row['name']}", spoken)]
        if said:
            names.setdefault(" ".join(said), language)
    return names


def _phrases(name: str, spoken: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The forms of the listed phrases in a name, one after the other, the longest first where several begin."""
    words = name.casefold().split()
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            forms = spoken.get(" ".join(words[at : at + length]))
            if forms is not None:
                yield forms
                at += length
                break
        else:
            at += 1
