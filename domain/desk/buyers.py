"""The parties that buy from the own house, the house that they are bought from, and the people of either."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import col

from domain.network.rights import Right
from domain.network.tables import Beat, Party, PartyRole, Person, Role, TradeLink
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk

SEES_BUYERS = frozenset({Right.SELL_FOR, Right.SEE_FIGURES, Right.SEE_DUES, Right.TAKE_ON, Right.ANSWER})


@dataclass(frozen=True, slots=True)
class Buyer:
    """A party that buys from the own house, on these terms, on this beat (or on none)."""

    party: Party
    link: TradeLink
    beat: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a party, and as what."""

    person: Person
    roles: tuple[Role, ...]


class BuyersFace:
    """Looks at whoever buys from the own house; a rep sees those of his beats."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    @property
    def are_of_beats(self) -> bool:
        """Whether the person sees no buyers but those of his beats."""
        return self._desk.post.roles == {Role.REP}

    def ids(self) -> Select[int]:
        """The numbers of the buyers that the person may see, as part of another query."""
        wanted = select(col(TradeLink.buyer_id)).where(col(TradeLink.seller_id) == self._desk.party_id)
        if self.are_of_beats:
            wanted = wanted.join(Beat, col(Beat.id) == col(TradeLink.beat_id))
            wanted = wanted.where(col(Beat.rep_id) == self._desk.person_id)
        return wanted

    def get(self, party_id: int) -> Buyer:
        """One buyer; refused as not found for any other party."""
        self._may_see()
        found = self._desk.session.execute(self._buyers().where(col(Party.id) == party_id)).first()
        if found is None:
            raise Refusal(Code.NOT_FOUND, what="party")
        return _buyer(*found)

    def listed(self, words: str = "", *, offset: int = 0, most: int = 50) -> list[Buyer]:
        """Buyers by name, those with `words` in name, code, phone or beat."""
        self._may_see()
        wanted = self._buyers().order_by(col(Party.name), col(Party.id)).offset(offset).limit(most)
        if words:
            wanted = wanted.where(or_(*_named(words), _holds(Beat.name, words)))
        return [_buyer(*row) for row in self._desk.session.execute(wanted)]

    def people(self, party_id: int) -> list[Member]:
        """The people of a buyer or of the own house, the longest there first."""
        if party_id != self._desk.party_id:
            self.get(party_id)
        rows = self._desk.session.execute(
            select(Person, col(PartyRole.role))
            .join(PartyRole, col(PartyRole.person_id) == col(Person.id))
            .where(col(PartyRole.party_id) == party_id, col(PartyRole.ended_at).is_(None), col(Person.active))
            .order_by(col(PartyRole.id))
        )
        found: dict[int, tuple[Person, list[Role]]] = {}
        for person, role in rows:
            found.setdefault(person.id, (person, []))[1].append(Role(role))
        return [Member(person, tuple(roles)) for person, roles in found.values()]

    def _may_see(self) -> None:
        if not SEES_BUYERS & self._desk.post.rights:
            raise Refusal(Code.NOT_ALLOWED, what="buyers")

    def _buyers(self) -> Select[Party, TradeLink, str | None]:
        return (
            select(Party, TradeLink, col(Beat.name))
            .join(TradeLink, col(TradeLink.buyer_id) == col(Party.id))
            .outerjoin(Beat, col(Beat.id) == col(TradeLink.beat_id))
            .where(col(TradeLink.seller_id) == self._desk.party_id, col(Party.id).in_(self.ids()))
        )


def _buyer(party: Party, link: TradeLink, beat: str | None) -> Buyer:
    return Buyer(party, link, beat or "")


def _named(words: str) -> list[ColumnElement[bool]]:
    return [_holds(Party.name, words), _holds(Party.code, words), _holds(Party.phone, words)]


def _holds(column: str, words: str) -> ColumnElement[bool]:
    return func.lower(col(column)).contains(words.lower(), autoescape=True)
