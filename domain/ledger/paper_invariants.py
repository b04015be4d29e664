"""What is always true of papers: they add up to their lines, taxed line by line, and stay with what they are for."""

from domain.books.invariant import Invariant, rows

SUMS = (
    Invariant(
        "I5",
        "paper_total",
        "a paper with goods is the sum of its lines, and its round-off",
        "{what} {number}: subtotal {subtotal:rupees}, discount {discount:rupees}, tax {tax:rupees}, "
        "lines {lines_list:rupees}, {lines_discount:rupees}, {lines_tax:rupees}",
        rows("""
            SELECT paper.what, paper.number, paper.subtotal, paper.discount, paper.tax,
                   SUM(paper.list_amount) AS lines_list, SUM(paper.line_discount) AS lines_discount,
                   SUM(paper.line_tax) AS lines_tax
            FROM (SELECT 'bill' AS what, bill.id, bill.number, bill.subtotal, bill.discount,
                         bill.cgst + bill.sgst + bill.igst + bill.vat AS tax, line.list_amount,
                         line.discount AS line_discount, line.cgst + line.sgst + line.igst + line.vat AS line_tax
                  FROM bill JOIN bill_line AS line ON line.bill_id = bill.id
                  UNION ALL
                  SELECT 'credit note', note.id, note.number, note.subtotal, note.discount,
                         note.cgst + note.sgst + note.igst + note.vat, line.list_amount,
                         line.discount, line.cgst + line.sgst + line.igst + line.vat
                  FROM credit_note AS note JOIN credit_note_line AS line ON line.credit_note_id = note.id) AS paper
            GROUP BY paper.what, paper.id, paper.number, paper.subtotal, paper.discount, paper.tax
            HAVING paper.subtotal <> SUM(paper.list_amount) OR paper.discount <> SUM(paper.line_discount)
                OR paper.tax <> SUM(paper.line_tax)
        """),
    ),
    Invariant(
        "I6",
        "bill_line_list",
        "a billed line's list amount is price times pieces, less the tax inside; free goods cost nothing",
        "bill {number} line {position}: list {list_amount:rupees}, tax {tax:rupees}, price times pieces {gross:rupees}",
        # Halves go up: (2a + b) / 2b is a / b rounded, since both databases cut towards zero.
        rows("""
            SELECT number, position, list_amount, tax, gross
            FROM (SELECT number, position, list_amount, tax, gross, free, tax_included, parts,
                         (2 * gross * rate + (10000 + rate) * parts) / (2 * (10000 + rate) * parts) AS inside
                  FROM (SELECT bill.number, line.position, line.list_amount, line.free, line.tax_included,
                               line.tax_rate AS rate, line.cgst + line.sgst + line.igst + line.vat AS tax,
                               CASE WHEN bill.igst + bill.vat > 0 THEN 1 ELSE 2 END AS parts,
                               (line.price * line.pieces + 50) / 100 AS gross
                        FROM bill_line AS line JOIN bill ON bill.id = line.bill_id) AS counted) AS priced
            WHERE list_amount <> CASE WHEN free THEN 0
                                      WHEN tax_included
                                      THEN gross - parts * CASE WHEN inside < gross / parts THEN inside
                                                                ELSE gross / parts END
                                      ELSE gross END
        """),
    ),
    Invariant(
        "I6",
        "bill_line_tax",
        "a billed line's tax is its net at the rate of its day in equal parts, each rounded",
        "bill {number} line {position}: tax {tax:rupees} on {net:rupees} in {parts} parts",
        # Halves go up: (2a + b) / 2b is a / b rounded, since both databases cut towards zero.
        rows("""
            SELECT number, position, tax, net, parts
            FROM (SELECT bill.number, line.position, line.net, line.tax_rate, line.free, line.tax_included,
                         line.discount,
                         line.cgst + line.sgst + line.igst + line.vat AS tax,
                         CASE WHEN bill.igst + bill.vat > 0 THEN 1 ELSE 2 END AS parts
                  FROM bill_line AS line JOIN bill ON bill.id = line.bill_id) AS taxed
            WHERE tax <> CASE WHEN free THEN 0 WHEN tax_included AND discount = 0 THEN tax
                              ELSE parts * ((2 * net * tax_rate + 10000 * parts) / (20000 * parts)) END
        """),
    ),
    Invariant(
        "I7",
        "bill_round_off",
        "the round-off of a bill is more than -0.50 and at most 0.50, and brings it to whole rupees",
        "bill {number}: round-off {round_off:rupees}, total {total:rupees}",
        rows("""
            SELECT number, round_off, total FROM bill
            WHERE round_off <= -50 OR round_off > 50 OR (round_off <> 0 AND total % 100 <> 0)
        """),
    ),
)

GOODS = (
    Invariant(
        "I4",
        "packed_is_billed",
        "of a packed line every piece is billed, short at packing, or was short before; at an own bill's prices",
        "order {number} line {position}: {pieces} pieces, {packed} packed, {short_then} short then, {short} before, "
        "{billed} billed",
        rows("""
            SELECT o.number, line.position, line.pieces, line.short, packed.pieces AS packed,
                   packed.short AS short_then, billed.pieces AS billed
            FROM packed_line AS packed
            JOIN order_line AS line ON line.id = packed.order_line_id
            JOIN orders AS o ON o.id = line.order_id
            LEFT JOIN bill ON bill.order_id = o.id AND bill.kind = 'invoice' AND bill.source = ''
            LEFT JOIN bill_line AS billed ON billed.bill_id = bill.id AND billed.order_line_id = line.id
            WHERE line.pieces <> packed.pieces + packed.short + line.short
               OR (bill.id IS NOT NULL AND (COALESCE(billed.pieces, 0) <> packed.pieces OR billed.price <> line.price))
        """),
    ),
    Invariant(
        "I4",
        "returned_is_credited",
        "the pieces that were credited of a billed line stand on credit notes, or were free and charged",
        "bill {number} line {position}: {returned} returned, {credited} on credit notes",
        rows("""
            SELECT bill.number, line.position, line.returned, COALESCE(credited.pieces, 0) AS credited
            FROM bill_line AS line
            JOIN bill ON bill.id = line.bill_id
            LEFT JOIN (SELECT bill_line_id, SUM(pieces) AS pieces, SUM(net) AS net FROM credit_note_line
                       GROUP BY bill_line_id) AS credited ON credited.bill_line_id = line.id
            WHERE line.returned < COALESCE(credited.pieces, 0)
               OR (NOT line.free AND line.returned <> COALESCE(credited.pieces, 0))
               OR COALESCE(credited.net, 0) > line.net
               OR (line.returned = line.pieces AND NOT line.free AND credited.net <> line.net)
        """),
    ),
    Invariant(
        "I11",
        "spent_is_billed",
        "what a bill spends of a scheme is what the scheme takes off its lines, and more only with free goods",
        "order {number}, scheme {code}: spent {spent:rupees}, off the bill {taken_off:rupees}, free lines {gifts}",
        rows("""
            SELECT o.number, used.code, SUM(used.spent) AS spent, SUM(used.off) AS taken_off, SUM(used.gift) AS gifts
            FROM (SELECT uses.order_id, scheme.code, uses.amount AS spent, 0 AS off, 0 AS gift
                  FROM scheme_use AS uses JOIN scheme ON scheme.id = uses.scheme_id WHERE uses.step = 'spend'
                  UNION ALL
                  SELECT bill.order_id, part.key, 0,
                         CASE part.value WHEN 'free' THEN 0 ELSE CAST(REPLACE(part.value, '.', '') AS BIGINT) END,
                         CASE part.value WHEN 'free' THEN 1 ELSE 0 END
                  FROM bill JOIN bill_line AS line ON line.bill_id = bill.id, pairs(line.schemes) AS part
                  WHERE bill.kind = 'invoice' AND bill.source = '') AS used
            JOIN orders AS o ON o.id = used.order_id
            JOIN bill ON bill.order_id = o.id AND bill.kind = 'invoice' AND bill.source = ''
            GROUP BY o.id, o.number, used.code
            HAVING SUM(used.spent) < SUM(used.off) OR (SUM(used.spent) > SUM(used.off) AND SUM(used.gift) = 0)
        """),
    ),
)

WALLS = (
    Invariant(
        "I18",
        "paper_of_its_pair",
        "bills, credit notes and receipts are between the two parties of their link, and a bill's order too",
        "{what} {number}: is of another pair",
        rows("""
            SELECT paper.what, paper.number
            FROM (SELECT 'bill' AS what, number, link_id, seller_id, buyer_id, order_id FROM bill
                  UNION ALL SELECT 'credit note', number, link_id, seller_id, buyer_id, NULL FROM credit_note
                  UNION ALL SELECT 'receipt', number, link_id, seller_id, buyer_id, NULL FROM receipt) AS paper
            JOIN trade_link AS link ON link.id = paper.link_id
            LEFT JOIN orders AS o ON o.id = paper.order_id
            WHERE link.seller_id <> paper.seller_id OR link.buyer_id <> paper.buyer_id
               OR o.seller_id <> paper.seller_id OR o.buyer_id <> paper.buyer_id
        """),
    ),
    Invariant(
        "I18",
        "allocated_within_the_pair",
        "what is set against a bill was paid or credited by the same pair",
        "bill {number}: allocation {allocation} is of another pair",
        rows("""
            SELECT bill.number, allocation.id AS allocation
            FROM allocation
            JOIN bill ON bill.id = allocation.bill_id
            LEFT JOIN receipt ON receipt.id = allocation.receipt_id
            LEFT JOIN credit_note AS note ON note.id = allocation.credit_note_id
            WHERE COALESCE(receipt.link_id, note.link_id) <> bill.link_id
        """),
    ),
)

PAPERS: tuple[Invariant, ...] = SUMS + GOODS + WALLS
