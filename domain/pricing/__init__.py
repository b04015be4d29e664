"""Prices: price lists and schemes (tables), and the engine that prices a cart (pure: values in, values out).

The way through the engine, each step a file:

    values, scheme          what goes in and comes out, in Decimal; a SchemeBook (book, terms) is prepared once
    casefile, quotefile     the same as JSON (fields reads it, errors and checks refuse it)
    quoting                 `quote`: the cart priced at list (basket, tax), settled, and written down
    settling                which schemes give what: eligibility, slabs (what is reached), stacking and best_set (what
                            stands together), turns (one after the other), gives (discounts, freegoods, limits)
    bill, explanation       lines, sums, and why each scheme applied or did not
    nudge, steps            what a little more would bring
    rounding                whole paise and exact fractions: nothing but money is ever rounded
"""
