"""A stranger's way in, and the seller's word on it."""

from typing import TYPE_CHECKING

from domain.network import join
from domain.network.join import Suggestion
from domain.network.rights import Right
from domain.network.tables import Beat, OutletRequest, Party
from domain.refusal import Code, Refusal

if TYPE_CHECKING:
    from domain.desk.desk import Desk


class JoiningFace:
    """Asking to be taken on, and deciding about those who ask."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def pending(self) -> OutletRequest | None:
        """This stranger's own open request."""
        return join.open_request(self._desk.session, self._desk.contact.id)

    def ask(self, name: str, latitude: float, longitude: float) -> Suggestion | None:
        """Asks to be taken on as a shop at a place; tells who would serve it."""
        _request, suggestion = join.ask(
            self._desk.session, self._desk.contact, name, latitude, longitude, self._desk.now
        )
        return suggestion

    def served_by(self, request: OutletRequest) -> tuple[str, str] | None:
        """The names of the seller and the beat that are suggested for a request."""
        if request.seller_id is None:
            return None
        seller = self._desk.session.get(Party, request.seller_id)
        beat = self._desk.session.get(Beat, request.beat_id) if request.beat_id is not None else None
        return (seller.name if seller else "", beat.name if beat else "")

    def add_paper(self, paper: str) -> None:
        """Keeps a tax number or the number of a photo with the request."""
        request = self.pending()
        if request is None:
            raise Refusal(Code.NOT_FOUND, what="outlet_request")
        request.papers = f"{request.papers} {paper}".strip()

    def request(self, request_id: int) -> OutletRequest:
        """A request to the own house."""
        request = self._desk.session.get(OutletRequest, request_id)
        if request is None or request.seller_id != self._desk.party_id:
            raise Refusal(Code.NOT_FOUND, what="outlet_request")
        return request

    def take_on(self, request_id: int) -> Party:
        """Makes a shop of a request to the own house."""
        self._desk.require(Right.TAKE_ON)
        return join.take_on(self._desk.session, request_id, self._desk.party, self._desk.person_id, self._desk.now)

    def turn_down(self, request_id: int) -> OutletRequest:
        """Says no to a request to the own house."""
        self._desk.require(Right.TAKE_ON)
        return join.turn_down(self._desk.session, request_id, self._desk.party, self._desk.person_id, self._desk.now)
