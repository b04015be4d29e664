"""What is always true of the walls: what belongs to a pair stays with it, and who acted had the right at that time."""

from domain.books.invariant import Invariant, rows
from domain.network.rights import RIGHTS, Right


def _holders(right: Right) -> str:
    return ", ".join(sorted(f"'{role.value}'" for role, rights in RIGHTS.items() if right in rights))


WALLS = (
    Invariant(
        "I18",
        "pair_is_linked",
        "carts and orders are between a buyer and a seller who deal with each other",
        "{what} {id}: buyer {buyer_id} does not buy from seller {seller_id}",
        rows("""
            SELECT made.what, made.id, made.buyer_id, made.seller_id
            FROM (SELECT 'order' AS what, id, buyer_id, seller_id FROM orders
                  UNION ALL SELECT 'cart', id, buyer_id, seller_id FROM cart) AS made
            LEFT JOIN trade_link AS link ON link.buyer_id = made.buyer_id AND link.seller_id = made.seller_id
            WHERE link.id IS NULL
        """),
    ),
    Invariant(
        "I18",
        "order_of_its_cart",
        "an order is between the parties of its cart",
        "order {number}: its cart {cart} is of another pair",
        rows("""
            SELECT o.number, cart.id AS cart FROM orders AS o JOIN cart ON cart.id = o.cart_id
            WHERE cart.buyer_id <> o.buyer_id OR cart.seller_id <> o.seller_id
        """),
    ),
    Invariant(
        "I18",
        "goods_from_the_seller",
        "what is put by or sold for an order line is that product, from a place of that seller",
        "order {number} line {position}: {what} of product {product_id} at place {place_id}",
        rows("""
            SELECT o.number, line.position, gone.what, gone.product_id, gone.place_id
            FROM (SELECT 'a reservation' AS what, order_line_id, product_id, place_id FROM reservation
                  UNION ALL
                  SELECT 'a movement', order_line_id, product_id, place_id FROM movement
                  WHERE order_line_id IS NOT NULL) AS gone
            JOIN order_line AS line ON line.id = gone.order_line_id
            JOIN orders AS o ON o.id = line.order_id
            JOIN place ON place.id = gone.place_id
            WHERE place.party_id <> o.seller_id OR gone.product_id <> line.product_id
        """),
    ),
    Invariant(
        "I18",
        "scheme_open_to_pair",
        "a scheme is used by the buyer of the order, and it is the seller's or everybody's",
        "order {number}: scheme {code} is not open to it",
        rows("""
            SELECT o.number, scheme.code
            FROM scheme_use AS uses
            JOIN scheme ON scheme.id = uses.scheme_id
            JOIN orders AS o ON o.id = uses.order_id
            WHERE uses.buyer_id <> o.buyer_id OR scheme.seller_id <> o.seller_id
        """),
    ),
    Invariant(
        "I18",
        "events_of_the_pair",
        "an event of an order, and one in a pair's chain, is of that pair",
        "event {event} ({kind}) is of another pair",
        rows("""
            SELECT event.id AS event, event.kind
            FROM orders AS o JOIN event ON event.subject = 'order:' || CAST(o.id AS TEXT)
            WHERE event.seller_id <> o.seller_id OR event.buyer_id <> o.buyer_id
            UNION
            SELECT event.id, event.kind
            FROM event JOIN trade_link AS link ON link.id = event.link_id
            WHERE event.seller_id <> link.seller_id OR event.buyer_id <> link.buyer_id
        """),
    ),
    Invariant(
        "I18",
        "orderer_had_the_right",
        "who placed an order had, at that time, the right to buy for the buyer or to sell for the seller",
        "order {number}: person {placed_by} had no right to place it for party {placed_by_party}",
        rows(
            """
            SELECT o.number, o.placed_by, o.placed_by_party FROM orders AS o
            WHERE NOT EXISTS (
                SELECT 1 FROM party_role AS had
                WHERE had.person_id = o.placed_by AND had.party_id = o.placed_by_party
                  AND had.granted_at <= o.placed_at AND (had.ended_at IS NULL OR had.ended_at >= o.placed_at)
                  AND (o.placed_by_party = o.buyer_id AND had.role IN ($buying)
                       OR o.placed_by_party = o.seller_id AND had.role IN ($selling)))
            """,
            buying=_holders(Right.BUY),
            selling=_holders(Right.SELL_FOR),
        ),
    ),
    Invariant(
        "I21",
        "phones_are_e164",
        "a phone is written in full: a plus, the country, the number",
        "{what} {id}: {phone} is not a phone in full",
        rows("""
            SELECT known.what, known.id, known.phone
            FROM (SELECT 'person' AS what, id, phone FROM person
                  UNION ALL SELECT 'contact', id, phone FROM contact) AS known
            WHERE SUBSTR(known.phone, 1, 1) <> '+' OR SUBSTR(known.phone, 2, 1) = '0'
               OR RTRIM(SUBSTR(known.phone, 2), '0123456789') <> '' OR LENGTH(known.phone) NOT BETWEEN 9 AND 16
        """),
    ),
    Invariant(
        "I21",
        "phone_of_one_person",
        "a phone belongs to one active person",
        "phone {phone} belongs to {people} people",
        rows("""
            SELECT phone, COUNT(*) AS people FROM person
            WHERE active AND phone IS NOT NULL GROUP BY phone HAVING COUNT(*) > 1
        """),
    ),
    Invariant(
        "I21",
        "granter_had_the_right",
        "who granted a role had, at that time, the right to grant it: there, or at a seller of that party",
        "role {role} of person {person_id} at party {party_id}: person {granted_by} had no right to grant it",
        rows(
            """
            SELECT role.role, role.person_id, role.party_id, role.granted_by FROM party_role AS role
            WHERE role.granted_by IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM party_role AS had
                WHERE had.person_id = role.granted_by
                  AND had.granted_at <= role.granted_at AND (had.ended_at IS NULL OR had.ended_at >= role.granted_at)
                  AND (had.party_id = role.party_id AND had.role IN ($granting)
                       OR had.role IN ($taking_on) AND had.party_id IN (
                           SELECT link.seller_id FROM trade_link AS link WHERE link.buyer_id = role.party_id)))
            """,
            granting=_holders(Right.GRANT_ROLES),
            taking_on=_holders(Right.TAKE_ON),
        ),
    ),
)
