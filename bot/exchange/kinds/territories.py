"""Territories: named areas, which form a tree."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.exchange.bulk import add_rows, change_rows
from bot.exchange.cells import Text
from bot.exchange.column import BadCell, Column
from bot.exchange.directory import Directory
from bot.exchange.kind import Change, Found, Key, Master, Values
from domain.network.tables import Territory


class Territories(Master):
    """The tree of areas."""

    name = "territories"
    one = "territory"
    about = "Named areas, each perhaps inside a larger one."
    key = ("code",)
    columns = (
        Column("code", "your own code of the area", Text(60), "PATNA", required=True),
        Column("name", "its name", Text(), "Patna", required=True),
        Column("parent", "code of the area that it lies in", Text(60), "BIHAR"),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._known = Directory(
            self.session,
            "territory",
            lambda codes: select(col(Territory.code), col(Territory.id)).where(col(Territory.code).in_(codes)),
        )
        self._parents: dict[str, str | None] = {
            found.values["code"]: found.values["parent"] for found in self.records()
        }

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        parent = aliased(Territory)
        wanted = select(Territory, col(parent.code)).outerjoin(parent, col(parent.id) == col(Territory.parent_id))
        if keys is not None:
            wanted = wanted.where(col(Territory.code).in_([code for (code,) in keys]))
        for row, parent_code in self.session.execute(wanted.order_by(col(Territory.id))):
            yield Found({"code": row.code, "name": row.name, "parent": parent_code}, row.id)

    def look_up(self, rows: Sequence[Values]) -> None:
        self._known.load(row.get("parent") for row in rows)

    def resolve(self, given: Values) -> None:
        if given.get("parent") == given["code"]:
            raise BadCell("parent", "is the area itself")
        if given.get("parent"):
            self._known.needed("parent", given["parent"])

    def complete(self, after: Values, given: Mapping[str, Any], found: Found | None) -> None:
        """A tree has no rings: what stands above an area does not lie in it."""
        code, above = after["code"], after["parent"]
        while above is not None:
            if above == code:
                raise BadCell("parent", f'"{after["parent"]}" lies inside "{code}"')
            above = self._parents.get(above)
        self._parents[code] = after["parent"]

    def write(self, changes: Sequence[Change]) -> None:
        rows = [(change, self._row(change.after)) for change in changes]
        add_rows(self.session, Territory, [row for change, row in rows if change.found is None])
        change_rows(self.session, Territory, [{"id": c.found.ref} | row for c, row in rows if c.found is not None])

    def _row(self, after: Values) -> dict[str, Any]:
        parent = self._known.needed("parent", after["parent"]).id if after["parent"] else None
        return {"code": after["code"], "name": after["name"], "parent_id": parent}
