"""Beats: named sets of shops that a rep serves on fixed weekdays."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.exchange import directory
from bot.exchange.bulk import add_rows, change_rows
from bot.exchange.cells import Text
from bot.exchange.column import Column
from bot.exchange.kind import Change, Found, Key, Master, Values
from bot.exchange.phones import international
from bot.exchange.times import Weekdays
from domain.network.tables import Beat, Party, Person


class Beats(Master):
    """The beats of all sellers."""

    name = "beats"
    one = "beat"
    about = "Beats of a seller, who serves them and on which days. Which shops are on a beat is said by `parties`."
    key = ("seller", "name")
    columns = (
        Column("seller", "code of the party that sells", Text(60), "GUPTA", required=True),
        Column("name", "name of the beat", Text(100), "Boring Road", required=True),
        Column("rep", "phone of the person who serves it", Text(40), "+919876500003"),
        Column("weekdays", "days on which it is served", Weekdays(), "14", empty=""),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._parties = directory.parties(self.session)
        self._people = directory.people(self.session)

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        wanted = (
            select(Beat, col(Party.code), col(Person.phone))
            .join(Party, col(Party.id) == col(Beat.seller_id))
            .outerjoin(Person, col(Person.id) == col(Beat.rep_id))
            .order_by(col(Beat.seller_id), col(Beat.id))
        )
        if keys is not None:
            wanted = wanted.where(col(Party.code).in_({seller for seller, _ in keys}))
        for beat, seller, phone in self.session.execute(wanted):
            yield Found({"seller": seller, "name": beat.name, "rep": phone, "weekdays": beat.weekdays}, beat.id)

    def look_up(self, rows: Sequence[Values]) -> None:
        self._parties.load(row["seller"] for row in rows)

    def resolve(self, given: Values) -> None:
        seller = self._parties.seller("seller", given["seller"])
        if given.get("rep"):
            given["rep"] = international("rep", given["rep"], seller.country)
            self._people.load([given["rep"]])
            self._people.needed("rep", given["rep"])

    def write(self, changes: Sequence[Change]) -> None:
        rows = [(change, self._row(change.after)) for change in changes]
        add_rows(self.session, Beat, [row for change, row in rows if change.found is None])
        change_rows(self.session, Beat, [{"id": c.found.ref} | row for c, row in rows if c.found is not None])

    def _row(self, after: Values) -> dict[str, Any]:
        rep = None
        if after["rep"]:
            self._people.load([after["rep"]])
            rep = self._people.needed("rep", after["rep"]).id
        return {
            "seller_id": self._parties.needed("seller", after["seller"]).id,
            "name": after["name"],
            "rep_id": rep,
            "weekdays": after["weekdays"],
        }
