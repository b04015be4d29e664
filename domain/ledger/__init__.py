"""Money between a seller and a buyer: bills, receipts, notes, what is owed, and how far the seller trusts the buyer.

Everything that books begins with `pair_of` (pair), which locks the pair's account, and ends in `post` (journal).

    tables, paper           the rows: terms, receipts, allocations, promises, disputes; bills and notes with goods
    journal                 entries of two-account postings, balances, and the pair's exposure that moves with them
    issue, numbers          a bill or note with its number, lines and entry; portions and taxes compute its lines
    receive, bounce         a payment is claimed, counted, refused; a cheque clears or bounces; cash is handed over
    allocate, discount      which bill a rupee is for; what paying early earns
    credit, trust           may an order go? the judgement (pure), and the one check that every path takes
    promise, dispute        what was promised, and which bill is said to be wrong
    dues, ageing, statement what is owed now, how late it is, and how it came about
    opening, outside        what was owed before; bills that another system numbers
    close                   the end of a business day
    invariants, paper_invariants    what `sauda check` holds all of this to

Orders become bills in `domain/orders`: hold, pack (agreed, picking, gifts, follow), deliver, returned (crediting).
"""
