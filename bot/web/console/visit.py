"""One look into the back office: who is in, acting for whom, with the books open, and what may be seen."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from flask import render_template, request
from sqlalchemy.orm import Session

from bot.web.console import guard, once, sessions
from bot.web.console.doors import opens
from bot.web.console.once import Outcome
from bot.web.console.tables import LoginSession
from bot.wiring import Wiring
from conversations import text
from domain.desk.desk import Desk

DONE = "done"
ROOMS = {
    "order": "orders",
    "party": "parties",
    "product": "products",
    "chat": "chats",
    "account": "accounts",
    "bill": "bills",
}


class NotIn(Exception):  # noqa: N818 - an answer, not a fault
    """Nobody is in, or no more."""


@dataclass
class Visit:
    """A person in the back office during one request. `seen` collects whose data the page shows."""

    books: Session
    row: LoginSession
    token: str
    desk: Desk
    wiring: Wiring
    news: Outcome | None = None
    seen: list[str] = field(default_factory=list)

    @property
    def csrf(self) -> str:
        """The token of this person's forms."""
        return guard.token_for(self.wiring, self.token)

    @property
    def language(self) -> str:
        """In which language the pages are."""
        person = self.desk.person
        return self.row.language or (person.language if person else "") or self.wiring.settings.default_language

    @property
    def here(self) -> str:
        """The address of this page, without the news on it."""
        kept = [(name, value) for name, value in request.args.items(multi=True) if name != DONE]
        return guard.with_query(request.path, kept)

    @property
    def room(self) -> str:
        """The page of the menu to which this page belongs."""
        endpoint = (request.endpoint or "").rpartition(".")[2]
        return ROOMS.get(endpoint, endpoint)

    @property
    def query(self) -> dict[str, list[str]]:
        """What this page was asked for, without its place in a list."""
        return {name: values for name, values in request.args.lists() if name not in ("page", "size", DONE)}

    def may(self, endpoint: str) -> bool:
        """Whether this person may open a page."""
        return opens(endpoint, self.desk.post.rights)

    def at(self, when: datetime) -> str:
        """A moment in the zone of the party: 24 Nov, 10:30."""
        local = when.astimezone(self.desk.zone)
        return f"{text.full_date(local.date())}, {text.clock(local.time())}"

    def money(self, amount: Decimal) -> str:
        """An amount in the party's currency."""
        return text.money(amount, self.desk.party.currency)

    def rate(self, amount: Decimal) -> str:
        """What one piece costs, in the party's currency."""
        return text.rate(amount, self.desk.party.currency)

    def shows(self, subject: str) -> None:
        """Notes that the page shows somebody's data; it is written down when the page is made."""
        self.seen.append(subject)

    def render(self, template: str, **facts: object) -> str:
        """A page of the back office."""
        return render_template(f"console/{template}", visit=self, **facts)


def visit_of(wiring: Wiring, books: Session) -> Visit:
    """The visit that a request belongs to; raises `NotIn`."""
    token, now = request.cookies.get(guard.SESSION, ""), wiring.clock()
    row = sessions.find(books, token, now)
    if row is None:
        raise NotIn
    desk = Desk.without_chat(books, row.person_id, row.party_id, now, wiring.snapshots)
    if row.party_id not in {office.party.id for office in desk.offices}:
        raise NotIn
    visit = Visit(books, row, token, desk, wiring)
    key = request.args.get(DONE, "")
    if once.KEY.fullmatch(key):
        visit.news = once.just_told(books, row.person_id, key, now)
    return visit
