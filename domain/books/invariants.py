"""Every invariant of the domain's rooms; those of letters and jobs are beside their tables, outside the domain."""

from domain.books.engine import ENGINE
from domain.books.invariant import Invariant
from domain.books.orders import ORDERS
from domain.books.schemes import SCHEMES
from domain.books.stock import STOCK
from domain.books.trail import TRAIL
from domain.books.values import VALUES
from domain.books.walls import WALLS
from domain.ledger.invariants import MONEY
from domain.ledger.paper_invariants import PAPERS

INVARIANTS: tuple[Invariant, ...] = STOCK + ORDERS + SCHEMES + MONEY + PAPERS + TRAIL + WALLS + VALUES + ENGINE
