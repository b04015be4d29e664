"""Compressed rows: lists of lists of numbers in two arrays. Python's own would take gigabytes at 200,000 products.

The numbers of row `w` are `numbers[starts[w]:starts[w + 1]]`.
"""

from collections.abc import Sequence, Sized
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int32]
Rows = NDArray[np.float32]
Starts = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOWHERE: Places = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Postings:
    """For each word the products that hold it, and how much it counts there."""

    starts: Starts
    holders: Places
    credit: Rows


@dataclass(frozen=True, slots=True)
class OwnWords:
    """For each product the words of its own name: how rare each is, how much it tells the product from others of its
    kind (about 0.4 to 1), and whether it belongs to the brand."""

    starts: Starts
    words: Places
    rarity: Rows
    telling: Rows
    branded: Flags


def starts_of(rows: Sequence[Sized]) -> Starts:
    """Where each row starts, and where the last one ends."""
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    return starts
