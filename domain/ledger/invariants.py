"""What is always true of money: documents, journal and balances agree, credit was granted, numbers have no gap."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.books.invariant import Facts, Invariant, rows
from domain.ledger.numbers import financial_year
from domain.ledger.paper import Bill
from domain.network.tables import Party

RECEIVABLE = (
    Invariant(
        "I8",
        "receivable",
        "what a pair owes is its bills less its receipts and credit notes",
        "link {link}: receivable {balance:rupees}, documents make {documents:rupees}",
        rows("""
            SELECT link_id AS link, SUM(balance) AS balance, SUM(documents) AS documents
            FROM (SELECT link_id, balance, 0 AS documents FROM account_balance WHERE account = 'receivable'
                  UNION ALL SELECT link_id, 0, total FROM bill
                  UNION ALL SELECT link_id, 0, -total FROM credit_note
                  UNION ALL SELECT link_id, 0, -amount FROM receipt WHERE state IN ('counted', 'cleared')) AS owed
            GROUP BY link_id HAVING SUM(balance) <> SUM(documents)
        """),
    ),
    Invariant(
        "I8",
        "balances",
        "what an account of a pair stands at is the sum of its postings",
        "link {link}: {account} stands at {balance:rupees}, postings make {posted:rupees}",
        rows("""
            SELECT link_id AS link, account, SUM(balance) AS balance, SUM(posted) AS posted
            FROM (SELECT link_id, account, balance, 0 AS posted FROM account_balance
                  UNION ALL SELECT link_id, debit, 0, amount FROM posting
                  UNION ALL SELECT link_id, credit, 0, -amount FROM posting) AS both_sides
            GROUP BY link_id, account HAVING SUM(balance) <> SUM(posted)
        """),
    ),
)

ALLOCATION = (
    Invariant(
        "I9",
        "bill_allocated",
        "what is open of a bill is its total less what is set against it, and never below zero",
        "bill {number}: {unpaid:rupees} open of {total:rupees}, {applied:rupees} set against it",
        rows("""
            SELECT bill.number, bill.total, bill.unpaid, COALESCE(applied.amount, 0) AS applied
            FROM bill LEFT JOIN (
                SELECT bill_id, SUM(CASE step WHEN 'apply' THEN amount ELSE -amount END) AS amount
                FROM allocation GROUP BY bill_id) AS applied ON applied.bill_id = bill.id
            WHERE bill.unpaid <> bill.total - COALESCE(applied.amount, 0) OR bill.unpaid < 0
        """),
    ),
    Invariant(
        "I9",
        "receipt_allocated",
        "what is unused of a receipt is its amount less what is set against bills; one that is not booked has neither",
        "receipt {number} is {state}: {unused:rupees} unused of {amount:rupees}, {applied:rupees} set against bills",
        rows("""
            SELECT receipt.number, receipt.state, receipt.amount, receipt.unused, COALESCE(applied.amount, 0) AS applied
            FROM receipt LEFT JOIN (
                SELECT receipt_id, SUM(CASE step WHEN 'apply' THEN amount ELSE -amount END) AS amount
                FROM allocation GROUP BY receipt_id) AS applied ON applied.receipt_id = receipt.id
            WHERE receipt.unused + COALESCE(applied.amount, 0)
                  <> CASE WHEN receipt.state IN ('counted', 'cleared') THEN receipt.amount ELSE 0 END
        """),
    ),
    Invariant(
        "I9",
        "note_allocated",
        "what is unused of a credit note is its total less what is set against bills",
        "credit note {number}: {unused:rupees} unused of {total:rupees}, {applied:rupees} set against bills",
        rows("""
            SELECT note.number, note.total, note.unused, COALESCE(applied.amount, 0) AS applied
            FROM credit_note AS note LEFT JOIN (
                SELECT credit_note_id, SUM(CASE step WHEN 'apply' THEN amount ELSE -amount END) AS amount
                FROM allocation GROUP BY credit_note_id) AS applied ON applied.credit_note_id = note.id
            WHERE note.unused <> note.total - COALESCE(applied.amount, 0)
        """),
    ),
    Invariant(
        "I9",
        "no_less_than_nothing",
        "no more is taken off a bill than was set against it",
        "bill {bill_id}: {applied:rupees} of receipt {receipt_id}, note {credit_note_id}",
        rows("""
            SELECT bill_id, receipt_id, credit_note_id,
                   SUM(CASE step WHEN 'apply' THEN amount ELSE -amount END) AS applied
            FROM allocation GROUP BY bill_id, receipt_id, credit_note_id
            HAVING SUM(CASE step WHEN 'apply' THEN amount ELSE -amount END) < 0
        """),
    ),
)

CREDIT = (
    Invariant(
        "I10",
        "exposure",
        "what a seller risks with a pair is what it owes, its cheques to clear and its orders under way unbilled; "
        "a delivered order still is where another system bills and its word is older",
        "link {link}: exposure {exposure:rupees}, owed and under way {counted:rupees}",
        rows("""
            SELECT link.id AS link, link.exposure,
                   COALESCE(owed.amount, 0) + COALESCE(under_way.amount, 0) AS counted
            FROM trade_link AS link
            LEFT JOIN (SELECT link_id, SUM(balance) AS amount FROM account_balance
                       WHERE account IN ('receivable', 'cheques_to_clear') GROUP BY link_id) AS owed
              ON owed.link_id = link.id
            LEFT JOIN (
                SELECT o.seller_id, o.buyer_id, SUM(COALESCE(packed.amount, o.total)) AS amount
                FROM orders AS o
                LEFT JOIN billing_terms AS terms ON terms.party_id = o.seller_id
                LEFT JOIN (SELECT line.order_id, SUM(packed_line.amount) AS amount
                           FROM packed_line JOIN order_line AS line ON line.id = packed_line.order_line_id
                           GROUP BY line.order_id) AS packed ON packed.order_id = o.id
                WHERE NOT EXISTS (SELECT 1 FROM bill WHERE bill.order_id = o.id AND bill.kind = 'invoice')
                  AND (o.state IN ('placed', 'packed', 'dispatched')
                       OR (o.state = 'delivered' AND terms.outside <> '' AND o.state_since > terms.outside_as_of))
                GROUP BY o.seller_id, o.buyer_id) AS under_way
              ON under_way.seller_id = link.seller_id AND under_way.buyer_id = link.buyer_id
            WHERE link.exposure <> COALESCE(owed.amount, 0) + COALESCE(under_way.amount, 0)
        """),
    ),
    Invariant(
        "I10",
        "within_limit",
        "an order was granted within the limit of that moment, or let go beyond it by a person who did not place it",
        "order {number}: granted at an exposure of {exposure:rupees}, limit {credit_limit:rupees}",
        rows("""
            SELECT number, exposure, credit_limit
            FROM (SELECT o.id, o.number, o.placed_by, event.at,
                         CAST(REPLACE(event.facts ->> 'exposure', '.', '') AS BIGINT) AS exposure,
                         CAST(REPLACE(event.facts ->> 'limit', '.', '') AS BIGINT) AS credit_limit
                  FROM event JOIN orders AS o ON event.subject = 'order:' || CAST(o.id AS TEXT)
                  WHERE event.kind IN ('order.placed', 'order.released') AND event.facts ->> 'limit' IS NOT NULL
                 ) AS granted
            WHERE exposure > credit_limit AND NOT EXISTS (
                SELECT 1 FROM order_hold AS hold
                WHERE hold.order_id = granted.id AND hold.released_by <> granted.placed_by
                  AND hold.beyond >= granted.exposure - granted.credit_limit
                  AND hold.ended_at <= granted.at AND hold.valid_until >= granted.at)
        """),
    ),
    Invariant(
        "I10",
        "held_with_a_reason",
        "an order waits exactly while its hold is open",
        "order {number} is {state} with {holds} open holds",
        rows("""
            SELECT o.number, o.state, COUNT(hold.id) AS holds
            FROM orders AS o LEFT JOIN order_hold AS hold ON hold.order_id = o.id AND hold.ended_at IS NULL
            GROUP BY o.id, o.number, o.state
            HAVING COUNT(hold.id) <> CASE o.state WHEN 'held' THEN 1 ELSE 0 END
        """),
    ),
)


def wrong_year(session: Session, now: datetime) -> Iterable[Facts]:
    """Bills whose number counts in another financial year than that of their day."""
    bills = select(col(Bill.number), col(Bill.day), col(Bill.year), col(Party.country)).join(
        Party, col(Party.id) == col(Bill.seller_id)
    )
    for number, day, year, country in session.execute(bills):
        if financial_year(day, country) != year:
            yield {"number": number, "day": day.isoformat(), "year": year}


NUMBERS = (
    Invariant(
        "I15",
        "numbers_without_gap",
        "the numbers of a series in a financial year follow one another without a gap, from its first to its last",
        "{what} {series} of {year} of seller {seller_id}: {papers} papers numbered {lowest} to {highest} "
        "of {first_number} to {last_number}",
        rows("""
            SELECT paper.what, paper.seller_id, paper.series, paper.year, COUNT(*) AS papers,
                   MIN(paper.sequence) AS lowest, MAX(paper.sequence) AS highest,
                   number_series.first AS first_number, number_series.next - 1 AS last_number
            FROM (SELECT 'bills' AS what, seller_id, series, year, sequence FROM bill WHERE series <> ''
                  UNION ALL SELECT 'credit notes', seller_id, series, year, sequence FROM credit_note
                  UNION ALL SELECT 'receipts', seller_id, series, year, sequence FROM receipt) AS paper
            LEFT JOIN number_series ON number_series.seller_id = paper.seller_id
                 AND number_series.series = paper.series AND number_series.year = paper.year
            GROUP BY paper.what, paper.seller_id, paper.series, paper.year, number_series.first, number_series.next
            HAVING COUNT(*) <> MAX(paper.sequence) - MIN(paper.sequence) + 1
                OR COUNT(DISTINCT paper.sequence) <> COUNT(*)
                OR number_series.next IS NULL
                OR MIN(paper.sequence) <> number_series.first OR MAX(paper.sequence) <> number_series.next - 1
        """),
    ),
    Invariant(
        "I15",
        "number_fits",
        "a number of ours has at most 16 characters",
        "{number} has {length} characters",
        rows("""
            SELECT number, LENGTH(number) AS length
            FROM (SELECT number FROM bill WHERE source = '' UNION ALL SELECT number FROM credit_note) AS paper
            WHERE LENGTH(number) > 16
        """),
    ),
    Invariant(
        "I15",
        "number_of_its_year",
        "a bill counts in the financial year of its day",
        "bill {number} of {day} counts in {year}",
        wrong_year,
    ),
)

PAYMENTS = (
    Invariant(
        "I29",
        "one_receipt_a_payment",
        "a payment is one receipt: no two that stand have one reference",
        "{provider} {reference}: {receipts} receipts",
        rows("""
            SELECT provider, reference, COUNT(*) AS receipts FROM receipt
            WHERE reference <> '' AND state IN ('pending', 'counted', 'cleared')
            GROUP BY provider, reference HAVING COUNT(*) > 1
        """),
    ),
)

JOURNAL = (
    Invariant(
        "I32",
        "postings_balance",
        "a posting takes from one account what it gives to another",
        "posting {id}: {amount:rupees} from {credit} to {debit}",
        rows("SELECT id, amount, debit, credit FROM posting WHERE amount <= 0 OR debit = credit"),
    ),
    Invariant(
        "I32",
        "documents_booked",
        "every document moved the receivable by what it says, and no entry is without its document",
        "{document} {number}: should be {amount:rupees}, booked {booked:rupees}",
        rows("""
            WITH paper AS (
                SELECT link_id, 'bill:' || CAST(id AS TEXT) AS document, number, total AS amount, 0 AS booked FROM bill
                UNION ALL SELECT link_id, 'credit_note:' || CAST(id AS TEXT), number, -total, 0 FROM credit_note
                UNION ALL SELECT link_id, 'receipt:' || CAST(id AS TEXT), number,
                                 CASE WHEN state IN ('counted', 'cleared') THEN -amount ELSE 0 END, 0 FROM receipt
                UNION ALL SELECT entry.link_id, entry.document, '', 0,
                                 CASE posting.debit WHEN 'receivable' THEN amount ELSE 0 END
                                 - CASE posting.credit WHEN 'receivable' THEN amount ELSE 0 END
                          FROM posting JOIN journal_entry AS entry ON entry.id = posting.entry_id)
            SELECT document, MAX(number) AS number, SUM(amount) AS amount, SUM(booked) AS booked
            FROM paper
            WHERE link_id IN (SELECT link_id FROM paper GROUP BY link_id HAVING SUM(amount) = SUM(booked))
            GROUP BY document HAVING SUM(amount) <> SUM(booked) OR MAX(number) = ''
        """),  # where a pair's sums differ, `receivable` says so
    ),
    Invariant(
        "I32",
        "postings_of_their_entry",
        "a posting is of its entry's pair",
        "posting {id}: link {link_id}, its entry's is {entry_link}",
        rows("""
            SELECT posting.id, posting.link_id, entry.link_id AS entry_link
            FROM posting JOIN journal_entry AS entry ON entry.id = posting.entry_id
            WHERE posting.link_id <> entry.link_id
        """),
    ),
    Invariant(
        "I32",
        "closed_days_closed",
        "nothing was booked on a day after it was closed",
        "entry {id} of {day}: booked after the day was closed",
        rows("""
            SELECT entry.id, entry.day FROM journal_entry AS entry
            JOIN day_close AS closed ON closed.seller_id = entry.seller_id AND closed.day >= entry.day
            WHERE entry.at > closed.at
        """),
    ),
)

MONEY: tuple[Invariant, ...] = RECEIVABLE + ALLOCATION + CREDIT + NUMBERS + PAYMENTS + JOURNAL
