"""The person's own settings: language, consent, for whom they act and from whom they buy."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils
from sqlalchemy import Select, select
from sqlmodel import col

from domain import events
from domain.events import Event
from domain.network.rights import Right
from domain.network.tables import Beat, Party, Role, Standing, TradeLink
from domain.network.trade import Trade
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk

LIKE_ENOUGH = 75
MOST_SHOPS = 8


class PeopleFace:
    """Settings of whoever stands at the desk."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    @property
    def language(self) -> str:
        """The language to answer in: the contact's, else the person's."""
        desk = self._desk
        return desk.contact.language or (desk.person.language if desk.person else "")

    def speak(self, language: str) -> None:
        """Answers in this language from now on, because it was asked for."""
        self._desk.contact.language = language
        self._desk.contact.language_chosen = True

    def follow(self, language: str) -> None:
        """Answers in the language that is being written, as long as none was asked for."""
        self._desk.contact.language = language

    def consent(self, *, offers: bool, reminders: bool) -> None:
        """Turns offers and reminders on or off; when, and by which message, stays on record."""
        desk = self._desk
        desk.contact.offers_ok, desk.contact.reminders_ok = offers, reminders
        events.append(
            desk.session,
            Event(
                at=desk.now,
                kind="consent.changed",
                subject=f"contact:{desk.contact.id}",
                person_id=desk.person.id if desk.person else None,
                message_id=desk.message_id,
                facts={"offers": offers, "reminders": reminders, "how": desk.contact.channel},
            ),
        )

    # --- for whom

    def shops(self, name: str = "") -> Sequence[Party]:
        """The shops that this person may order for (a rep: of his beats), or those with a name like `name`."""
        desk = self._desk
        desk.require(Right.SELL_FOR)
        shops = list(desk.session.scalars(self._shops().order_by(col(Party.name))))
        if not name:
            return shops
        like = process.extract(
            name,
            [shop.name for shop in shops],
            scorer=fuzz.token_set_ratio,
            processor=utils.default_process,
            score_cutoff=LIKE_ENOUGH,
            limit=MOST_SHOPS,
        )
        return [shops[position] for _name, _score, position in like]

    def shop_in(self, words: str) -> tuple[Party, str] | None:
        """The one shop whose name stands in these words, and the words without it."""
        for shop in sorted(self.shops(), key=lambda shop: -len(shop.name)):
            at = words.casefold().find(shop.name.casefold())
            if at >= 0:
                rest = words[:at] + " " + words[at + len(shop.name) :]
                return shop, " ".join(rest.strip(" :,-").split())
        return None

    def serve(self, party_id: int | None) -> None:
        """Orders from now on go for this shop; None ends it."""
        desk = self._desk
        if party_id is not None and party_id not in {shop.id for shop in self.shops()}:
            raise Refusal(Code.NOT_FOUND, what="shop")
        desk.contact.acting_for = party_id
        for known in ("buyer", "trades", "trade", "post"):
            desk.__dict__.pop(known, None)

    def served_shop(self) -> Party | None:
        """The shop that is being served now, if it is still one of this person's."""
        desk = self._desk
        wanted = self._shops().where(col(Party.id) == desk.contact.acting_for)
        return desk.session.scalars(wanted).first()

    def _shops(self) -> Select[Party]:
        desk = self._desk
        wanted = (
            select(Party)
            .join(TradeLink, col(TradeLink.buyer_id) == col(Party.id))
            .where(
                col(TradeLink.seller_id) == desk.party_id,
                col(TradeLink.standing) == Standing.ACTIVE,
                col(Party.standing) == Standing.ACTIVE,
            )
        )
        if desk.post.roles == {Role.REP}:
            wanted = wanted.join(Beat, col(Beat.id) == col(TradeLink.beat_id)).where(col(Beat.rep_id) == desk.person_id)
        return wanted

    # --- from whom

    def buy_from(self, seller_id: int) -> None:
        """Buys from this seller from now on."""
        trade = self._desk.trade_with(seller_id)
        self._desk.contact.buying_from = seller_id
        self._desk.choose_trade(trade)

    def must_choose_seller(self, product_ids: Sequence[int]) -> list[Trade]:
        """The sellers to choose from, where goods can be bought from several and the person never said from whom."""
        desk = self._desk
        if len(desk.trades) < 2 or desk.contact.buying_from in {trade.seller_id for trade in desk.trades}:
            return []
        for product_id in product_ids:
            sellers = desk.sellers_of(product_id)
            if len(sellers) > 1:
                return sellers
        return []
