"""What is always true of orders: the sums and the roundings of their money, their carts, the account of the pair."""

from domain.books.invariant import Invariant, rows

# Whole paise throughout. Halves go up: (2a + b) / 2b is a / b rounded, since both databases cut towards zero.
# `price` is in ten-thousandths of a rupee and `tax_rate` in hundredths of a per cent.
_PRICED_LINE = """
    SELECT number, position, free, tax_included, discount, net, tax, list_amount, tax_rate, parts, gross,
           CASE WHEN (2 * gross * tax_rate + (10000 + tax_rate) * parts) / (2 * (10000 + tax_rate) * parts)
                     < gross / parts
                THEN (2 * gross * tax_rate + (10000 + tax_rate) * parts) / (2 * (10000 + tax_rate) * parts)
                ELSE gross / parts END AS part_within,
           (2 * net * tax_rate + 10000 * parts) / (20000 * parts) AS part_on
    FROM (SELECT o.number, line.position, line.free, line.tax_included, line.discount, line.net, line.tax,
                 line.list_amount, line.tax_rate, length_of(line.tax_parts) AS parts,
                 (line.price * line.pieces + 50) / 100 AS gross
          FROM order_line AS line JOIN orders AS o ON o.id = line.order_id
          WHERE length_of(line.tax_parts) > 0) AS counted
"""

SUMS = (
    Invariant(
        "I5",
        "order_total",
        "an order's total is the sum of its lines with tax, and its round-off",
        "order {number}: total {total:rupees}, lines {lines:rupees}, round-off {round_off:rupees}",
        rows("""
            SELECT o.number, o.total, o.round_off, COALESCE(SUM(line.net + line.tax), 0) AS lines
            FROM orders AS o LEFT JOIN order_line AS line ON line.order_id = o.id
            GROUP BY o.id, o.number, o.total, o.round_off
            HAVING o.total <> COALESCE(SUM(line.net + line.tax), 0) + o.round_off
        """),
    ),
    Invariant(
        "I5",
        "order_parts",
        "an order's subtotal, discount and tax are the sums of its lines'",
        "order {number}: subtotal {subtotal:rupees}, discount {discount:rupees}, tax {tax:rupees}, "
        "lines {lines_list:rupees}, {lines_discount:rupees}, {lines_tax:rupees}",
        rows("""
            SELECT o.number, o.subtotal, o.discount, o.tax, SUM(line.list_amount) AS lines_list,
                   SUM(line.discount) AS lines_discount, SUM(line.tax) AS lines_tax
            FROM orders AS o JOIN order_line AS line ON line.order_id = o.id
            GROUP BY o.id, o.number, o.subtotal, o.discount, o.tax
            HAVING o.subtotal <> SUM(line.list_amount) OR o.discount <> SUM(line.discount) OR o.tax <> SUM(line.tax)
        """),
    ),
    Invariant(
        "I6",
        "line_list_amount",
        "a line's list amount is price times pieces, less the tax inside the price; free goods cost nothing",
        "order {number} line {position}: list amount {list_amount:rupees}, price times pieces {gross:rupees}",
        rows(
            """
            SELECT number, position, list_amount, gross FROM ($priced) AS line
            WHERE list_amount <> CASE WHEN free THEN 0 WHEN tax_included THEN gross - part_within * parts ELSE gross END
            """,
            priced=_PRICED_LINE,
        ),
    ),
    Invariant(
        "I6",
        "line_net",
        "a line's net is its list amount less its discount, and never below zero",
        "order {number} line {position}: list {list_amount:rupees}, discount {discount:rupees}, net {net:rupees}",
        rows("""
            SELECT o.number, line.position, line.list_amount, line.discount, line.net
            FROM order_line AS line JOIN orders AS o ON o.id = line.order_id
            WHERE line.net <> line.list_amount - line.discount OR line.net < 0
        """),
    ),
    Invariant(
        "I6",
        "line_discount",
        "a line's discount is the sum of what each scheme takes off it",
        "order {number} line {position}: discount {discount:rupees}, schemes {schemes:rupees}",
        rows("""
            SELECT o.number, line.position, line.discount, COALESCE(SUM(given.paise), 0) AS schemes
            FROM order_line AS line
            JOIN orders AS o ON o.id = line.order_id
            LEFT JOIN (SELECT goods.id, CAST(REPLACE(off.value, '.', '') AS BIGINT) AS paise
                       FROM order_line AS goods, pairs(goods.schemes) AS off
                       WHERE off.value <> 'free') AS given ON given.id = line.id
            GROUP BY line.id, o.number, line.position, line.discount
            HAVING line.discount <> COALESCE(SUM(given.paise), 0)
        """),
    ),
    Invariant(
        "I6",
        "line_tax",
        "a line's tax is its net at the rate in equal parts, each rounded; undiscounted, what was inside the price",
        "order {number} line {position}: tax {tax:rupees} on {net:rupees} in {parts} parts",
        rows(
            """
            SELECT number, position, tax, net, parts FROM ($priced) AS line
            WHERE tax <> parts * CASE WHEN free THEN 0 WHEN tax_included AND discount = 0 THEN part_within
                                      ELSE part_on END
            """,
            priced=_PRICED_LINE,
        ),
    ),
    Invariant(
        "I6",
        "line_tax_parts",
        "the parts of a line's tax are one or two, equal, and add up to it",
        "order {number} line {position}: tax {tax:rupees}, parts {parts:rupees}",
        rows("""
            SELECT o.number, line.position, line.tax, line.parts * line.part AS parts
            FROM (SELECT order_id, position, tax, length_of(tax_parts) AS parts, tax_parts ->> 0 AS first_part,
                         tax_parts ->> 1 AS second_part,
                         CAST(REPLACE(tax_parts ->> 0, '.', '') AS BIGINT) AS part FROM order_line) AS line
            JOIN orders AS o ON o.id = line.order_id
            WHERE line.parts NOT IN (1, 2) OR line.tax <> line.parts * line.part
               OR (line.parts = 2 AND line.first_part <> line.second_part)
        """),
    ),
    Invariant(
        "I7",
        "round_off",
        "a round-off is more than -0.50 and at most 0.50, and brings the total to whole rupees",
        "order {number}: round-off {round_off:rupees}, total {total:rupees}",
        rows("""
            SELECT number, round_off, total FROM orders
            WHERE round_off <= -50 OR round_off > 50 OR (round_off <> 0 AND total % 100 <> 0)
        """),
    ),
)

PAIRS = (
    Invariant(
        "I10",
        "orders_placed",
        "a pair's count of orders is the number of its orders",
        "link {link}: counts {orders_placed} orders, there are {there}",
        rows("""
            SELECT link.id AS link, link.orders_placed, COUNT(o.id) AS there
            FROM trade_link AS link
            LEFT JOIN orders AS o ON o.seller_id = link.seller_id AND o.buyer_id = link.buyer_id
            GROUP BY link.id, link.orders_placed
            HAVING link.orders_placed <> COUNT(o.id)
        """),
    ),
    Invariant(
        "I13",
        "one_order_a_message",
        "a message places one order at most",
        "message {message_id} placed {orders} orders",
        rows("""
            SELECT message_id, COUNT(*) AS orders FROM orders
            WHERE message_id IS NOT NULL GROUP BY message_id HAVING COUNT(*) > 1
        """),
    ),
    Invariant(
        "I25",
        "one_open_cart",
        "a pair has one open cart at most",
        "buyer {buyer_id} has {carts} open carts with seller {seller_id}",
        rows("""
            SELECT buyer_id, seller_id, COUNT(*) AS carts FROM cart
            WHERE state = 'open' GROUP BY buyer_id, seller_id HAVING COUNT(*) > 1
        """),
    ),
    Invariant(
        "I25",
        "cart_became_order",
        "a cart is placed exactly when there is an order of it",
        "cart {cart} is {state}, its orders are {orders}",
        rows("""
            SELECT cart.id AS cart, cart.state, COUNT(o.id) AS orders
            FROM cart LEFT JOIN orders AS o ON o.cart_id = cart.id
            GROUP BY cart.id, cart.state
            HAVING COUNT(o.id) <> CASE WHEN cart.state = 'placed' THEN 1 ELSE 0 END
        """),
    ),
)

ORDERS = SUMS + PAIRS
