"""People: who may write for which party, and as what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.exchange import directory
from bot.exchange.bulk import add_rows, change_rows
from bot.exchange.cells import OneOf, Text, YesNo
from bot.exchange.column import BadCell, Column
from bot.exchange.kind import Change, Found, Key, Master, Values
from bot.exchange.numbers import MONEY
from bot.exchange.phones import international
from bot.exchange.standards import LanguageCell
from domain.network.tables import Party, PartyRole, Person, Role

OF_THE_PERSON = ("name", "language")


class People(Master):
    """Roles of people at parties. A person with several roles has a row for each."""

    name = "people"
    one = "role"
    about = "Who may write, for which party and as what. A person with several roles has a row for each."
    key = ("phone", "party", "role")
    audits_new = True
    columns = (
        Column("phone", "the number they write from; without + it is read in the party's country", Text(40),
               "9876500011", required=True),
        Column("name", "their name", Text(), "Mohan Sharma", required=True),
        Column("party", "code of the party that they act for", Text(60), "SHARMA", required=True),
        Column("role", "what they are there", OneOf(Role), "owner", required=True),
        Column("language", "the language that they are answered in; empty: the party's", LanguageCell(), "hi"),
        Column("order_limit", "the most that they may order alone", MONEY, "5000.00", audited=True),
        Column("active", "no ends the role", YesNo(), "yes", empty=True, audited=True),
    )  # fmt: skip

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._parties = directory.parties(self.session)
        self._people = directory.people(self.session)
        self._said: dict[str, Values] = {}

    def records(self, keys: Sequence[Key] | None = None) -> Iterator[Found]:
        wanted = (
            select(PartyRole, Person, col(Party.code))
            .join(Person, col(Person.id) == col(PartyRole.person_id))
            .join(Party, col(Party.id) == col(PartyRole.party_id))
            .where(col(Person.phone).is_not(None))
            .order_by(col(Party.id), col(PartyRole.id))
            .execution_options(yield_per=1000)
        )
        if keys is not None:
            wanted = wanted.where(col(Person.phone).in_({phone for phone, _, _ in keys}))
        for role, person, party in self.session.execute(wanted):
            values = {
                "phone": person.phone,
                "name": person.name,
                "party": party,
                "role": role.role,
                "language": person.language,
                "order_limit": role.order_limit,
                "active": person.active and role.ended_at is None,
            }
            yield Found(values, role.id)

    def look_up(self, rows: Sequence[Values]) -> None:
        self._parties.load(row["party"] for row in rows)
        people = []
        for row in rows:
            party = self._parties.get(row["party"])
            if party is not None:
                try:
                    people.append(international("phone", row["phone"], party.country))
                except BadCell:
                    continue  # told when the row is resolved
        self._people.load(people)

    def resolve(self, given: Values) -> None:
        party = self._parties.needed("party", given["party"])
        given["phone"] = international("phone", given["phone"], party.country)

    def complete(self, after: Values, given: Mapping[str, Any], found: Found | None) -> None:
        known = self._people.get(after["phone"])
        if not given.get("language"):
            after["language"] = known.language if known else self._parties.needed("party", after["party"]).language
        for name, value in self._said.setdefault(after["phone"], {name: after[name] for name in OF_THE_PERSON}).items():
            if after[name] != value:
                raise BadCell(name, f'another row of {after["phone"]} has "{value}"; a person has only one')

    def write(self, changes: Sequence[Change]) -> None:
        self._write_people(changes)
        new, changed = [], []
        for change in changes:
            after = change.after
            ended = None if after["active"] else self.books.now
            if change.found is None:
                row = {
                    "person_id": self._people.needed("phone", after["phone"]).id,
                    "party_id": self._parties.needed("party", after["party"]).id,
                    "role": after["role"],
                    "granted_at": self.books.now,
                }
                new.append(row | {"order_limit": after["order_limit"], "ended_at": ended})
            elif after["active"] == change.found.values["active"]:
                changed.append({"id": change.found.ref, "order_limit": after["order_limit"]})
            else:
                changed.append({"id": change.found.ref, "order_limit": after["order_limit"], "ended_at": ended})
        add_rows(self.session, PartyRole, new)
        change_rows(self.session, PartyRole, changed)

    def _write_people(self, changes: Sequence[Change]) -> None:
        """Adds the people that are new, and changes those who are called otherwise or are back."""
        wanted = {change.after["phone"]: change.after for change in changes}
        back = {change.after["phone"] for change in changes if change.after["active"]}
        new, changed = [], []
        for phone, after in wanted.items():
            said = {name: after[name] for name in OF_THE_PERSON}
            known = self._people.get(phone)
            if known is None:
                new.append({"phone": phone, "created_at": self.books.now} | said)
            else:
                changed.append({"id": known.id, "active": known.active or phone in back} | said)
        add_rows(self.session, Person, new)
        change_rows(self.session, Person, changed)
        self._people.forget(wanted)
        self._people.load(wanted)
