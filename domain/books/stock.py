"""What is always true of stock: it is its movements, reservations are covered, order lines are covered once."""

from domain.books.invariant import Invariant, rows

STOCK = (
    Invariant(
        "I1",
        "stock_is_its_movements",
        "stock on hand is the sum of its movements",
        "stock of product {product_id} at place {place_id}: {on_hand} on hand, movements make {moved}",
        rows("""
            SELECT place_id, product_id, SUM(on_hand) AS on_hand, SUM(moved) AS moved
            FROM (SELECT place_id, product_id, on_hand, 0 AS moved FROM stock
                  UNION ALL
                  SELECT place_id, product_id, 0, quantity FROM movement) AS both_sides
            GROUP BY place_id, product_id
            HAVING SUM(on_hand) <> SUM(moved)
        """),
    ),
    Invariant(
        "I2",
        "reserved_is_held",
        "what is reserved of a stock is what its reservations hold",
        "stock of product {product_id} at place {place_id}: {reserved} reserved, reservations hold {held}",
        rows("""
            SELECT place_id, product_id, SUM(reserved) AS reserved, SUM(held) AS held
            FROM (SELECT place_id, product_id, reserved, 0 AS held FROM stock
                  UNION ALL
                  SELECT place_id, product_id, 0, quantity FROM reservation WHERE state = 'held') AS both_sides
            GROUP BY place_id, product_id
            HAVING SUM(reserved) <> SUM(held)
        """),
    ),
    Invariant(
        "I3",
        "reserved_within_stock",
        "no more is reserved than is there",
        "stock of product {product_id} at place {place_id}: {reserved} reserved of {on_hand}",
        rows("""
            SELECT place_id, product_id, reserved, on_hand FROM stock WHERE reserved < 0 OR reserved > on_hand
        """),
    ),
    Invariant(
        "I4",
        "line_covered_once",
        "of an order line that was checked against stock, every piece is put by, issued, or short (also at packing); "
        "of another none is",
        "order {number} line {position}: {pieces} pieces, {covered} put by or issued, {short} short",
        rows("""
            SELECT o.number, line.position, line.pieces, line.short + COALESCE(packed.short, 0) AS short,
                   COALESCE(put_by.pieces, 0) AS covered
            FROM order_line AS line
            JOIN orders AS o ON o.id = line.order_id
            LEFT JOIN (SELECT order_line_id, SUM(quantity) AS pieces
                       FROM reservation WHERE state <> 'released' GROUP BY order_line_id) AS put_by
              ON put_by.order_line_id = line.id
            LEFT JOIN packed_line AS packed ON packed.order_line_id = line.id
            WHERE o.state <> 'cancelled'
              AND COALESCE(put_by.pieces, 0) <> CASE WHEN line.stock_checked
                                                     THEN line.pieces - line.short - COALESCE(packed.short, 0)
                                                     ELSE 0 END
        """),
    ),
    Invariant(
        "I4",
        "issued_is_sold",
        "what was issued for an order line left the stock as sold",
        "order {number} line {position}: {issued} issued, {sold} sold",
        rows("""
            SELECT o.number, line.position, SUM(gone.issued) AS issued, SUM(gone.sold) AS sold
            FROM (SELECT order_line_id, quantity AS issued, 0 AS sold FROM reservation WHERE state = 'issued'
                  UNION ALL
                  SELECT order_line_id, 0, -quantity FROM movement WHERE kind = 'sale') AS gone
            JOIN order_line AS line ON line.id = gone.order_line_id
            JOIN orders AS o ON o.id = line.order_id
            GROUP BY line.id, o.number, line.position
            HAVING SUM(gone.issued) <> SUM(gone.sold)
        """),
    ),
    Invariant(
        "I4",
        "nothing_held_when_over",
        "nothing is put by for an order that was delivered or cancelled",
        "order {number} is {state}, {held} pieces are still put by",
        rows("""
            SELECT o.number, o.state, SUM(put_by.quantity) AS held
            FROM reservation AS put_by
            JOIN order_line AS line ON line.id = put_by.order_line_id
            JOIN orders AS o ON o.id = line.order_id
            WHERE put_by.state = 'held' AND o.state IN ('delivered', 'cancelled')
            GROUP BY o.id, o.number, o.state
        """),
    ),
)
