"""The demo network: a brand, its distributors, sixty shops, and a year of their orders.

`seed.py` is where it begins; what is known of the network stands in the files in `data`. Everything counts back from
the day on which it is made, so that it never looks old.
"""
