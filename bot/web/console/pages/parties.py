"""Who buys from the house, with credit and people; and the house's own people."""

from flask.typing import ResponseReturnValue

from bot.web.console import paging
from bot.web.console.blueprint import Console
from bot.web.console.sheets import MOST_ROWS, sheet
from bot.web.console.visit import Visit
from domain.desk.order_book import Wanted

MOST_ORDERS = 10


def parties_room(console: Console) -> None:
    """Adds the pages of parties."""

    @console.page("/parties")
    def parties(visit: Visit) -> ResponseReturnValue:
        asked = paging.words()
        buyers = visit.desk.buyers
        rows = paging.rows(lambda offset, most: buyers.listed(asked, offset=offset, most=most))
        return visit.render("parties.html", words_asked=asked, rows=rows)

    @console.page("/parties.csv")
    def parties_csv(visit: Visit) -> ResponseReturnValue:
        found = visit.desk.buyers.listed(paging.words(), most=MOST_ROWS)
        heading = (
            "code", "name", "tier", "grade", "beat", "phone", "standing", "credit_limit", "credit_days", "exposure",
            "orders",
        )  # fmt: skip
        return sheet(
            "parties",
            heading,
            (
                (
                    of.party.code, of.party.name, of.party.tier.value, of.party.grade, of.beat, of.party.phone,
                    of.link.standing.value, of.link.credit_limit, of.link.credit_days, of.link.exposure,
                    of.link.orders_placed,
                )
                for of in found
            ),
        )  # fmt: skip

    @console.page("/parties/<row:party_id>")
    def party(visit: Visit, party_id: int) -> ResponseReturnValue:
        buyer = visit.desk.buyers.get(party_id)
        visit.shows(f"party:{party_id}")
        orders = visit.desk.order_book
        return visit.render(
            "party.html",
            buyer=buyer,
            people=visit.desk.buyers.people(party_id),
            orders=orders.listed(Wanted(other_id=party_id), most=MOST_ORDERS) if visit.may("orders") else [],
        )

    @console.page("/team")
    def team(visit: Visit) -> ResponseReturnValue:
        return visit.render("team.html", people=visit.desk.buyers.people(visit.desk.party_id))
