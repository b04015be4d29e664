"""How sure a reading of goods is: the share of such readings that turn out right.

The figures are shares counted over names of three real catalogues, typed with errors; `python -m
benchmarks.understanding` counts them again beside the confidence that was given.
"""

from domain.catalogue.search import Candidate

OF_ANOTHER_KIND = 0.05
"""That the first choice is meant, where only goods of another kind than the one that was named have the words."""

_ALONE = 0.997  # the brand was said, and one product fits
_PLAIN = 0.98  # several fit, one of them is nothing but what was said
_NO_BRAND = 0.99  # one product fits without its brand, every word as it is listed
_NO_BRAND_LIKE = 0.96  # the same of words that are like those listed
_ONE_UNSURE = 0.9  # one fits, but a word of it is far from what was written
_OF_TWO = 0.6  # the first of two choices; of more, less
_AS_LISTED = 0.995


def of_taken(candidate: Candidate, alone: bool) -> float:
    """How sure it is that this product is meant; `alone` where no other fits what was said."""
    if candidate.brand_said:
        return _ALONE if alone else _PLAIN
    return _NO_BRAND if candidate.weakest >= _AS_LISTED else _NO_BRAND_LIKE


def of_choices(number: int) -> float:
    """How sure it is that the first of so many choices is meant."""
    return _ONE_UNSURE if number == 1 else 2 * _OF_TWO / number
