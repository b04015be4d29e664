"""The search that finds a product by any name, in any script: orders, statements and photographed lists all use it."""

from domain.catalogue.search.candidate import Candidate
from domain.catalogue.search.entry import Entry
from domain.catalogue.search.find import find
from domain.catalogue.search.index import Index, Subset
from domain.catalogue.search.packs import Measure, Pack, Size
from domain.catalogue.search.wanted import Term, Wanted

__all__ = ["Candidate", "Entry", "Index", "Measure", "Pack", "Size", "Subset", "Term", "Wanted", "find"]
