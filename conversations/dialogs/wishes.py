"""From what was read to what the cart shall do: add, set, take out; and what has to be said about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from conversations.chat import Chat
from conversations.reading import Act, Amount, Line, Problem
from conversations.reading import Unit as SaidUnit
from conversations.text import _, number
from domain.catalogue.packs import MAX_PIECES, Packing, Unit
from domain.orders.cart import Wish
from domain.orders.tables import CartLine


@dataclass(slots=True)
class Changes:
    """What one message does to a cart."""

    wishes: list[Wish] = field(default_factory=list)
    quantities: list[tuple[int, int, str]] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def only_change(self) -> int | None:
        """The one line that was changed, where nothing else happened."""
        if len(self.quantities) == 1 and not (self.wishes or self.removed or self.notes):
            return self.quantities[0][0]
        return None


def changes_of(chat: Chat) -> Changes:
    """What the message, as it was read, does to the open cart."""
    changes = Changes()
    for line in chat.reading.lines:
        known = chat.desk.cart.lines_with(line.product) if isinstance(line.product, int) else []
        if line.act is Act.REMOVE:
            _remove(changes, line, known)
        elif line.act is Act.SET and known:
            _set(chat, changes, line, known[0])
        else:
            changes.wishes.append(_wish(chat, changes, line))
    changes.wishes += [Wish(said=words) for words in chat.reading.unread]
    return changes


def named_products(chat: Chat) -> list[int]:
    """The products that the message names, decided or to be chosen from."""
    named = (key for line in chat.reading.lines for key in (line.product, *line.choices))
    return [key for key in named if isinstance(key, int)]


def _remove(changes: Changes, line: Line, known: Sequence[CartLine]) -> None:
    if known:
        changes.removed += [row.id for row in known]
    else:
        changes.notes.append(_('"%(words)s" is not in the cart.', words=line.said))


def _set(chat: Chat, changes: Changes, line: Line, row: CartLine) -> None:
    unit = row.unit if line.unit is SaidUnit.NONE else line.unit.value
    item = chat.desk.shelf.items.get(row.product_id or 0)
    taken = whole(line.quantity, unit, item.packing if item else Packing(None, None))
    told = told_of(line.problem, line.quantity, unit) or (None if taken else told_of(Problem.NOT_WHOLE, None, unit))
    if told is not None or taken is None or row.id is None:
        changes.notes.append(told or _("I did not understand that."))
        return
    changes.quantities.append((row.id, *taken))


def _wish(chat: Chat, changes: Changes, line: Line) -> Wish:
    choices = tuple(key for key in line.choices if isinstance(key, int))
    unit = Unit.PIECE.value if line.unit is SaidUnit.NONE else line.unit.value
    product = line.product if isinstance(line.product, int) else None
    item = chat.desk.shelf.items.get(product) if product is not None else None
    told = told_of(line.problem, line.quantity, unit)
    packing = item.packing if item else Packing(None, None)
    if told is None and item is not None and packing.pieces_in(Unit(unit)) is None:
        told, unit = _("%(goods)s is not sold in that pack.", goods=item.title), Unit.PIECE.value
    if told is not None:
        changes.notes.append(told)
    taken = None if told is not None else whole(line.quantity, unit, packing)
    if taken is None and told is None and line.quantity is not None and product is not None:
        changes.notes.append(_("Only whole numbers can be ordered."))
    quantity, unit = taken or (None, unit)
    return Wish(line.said, product, choices, quantity, unit, line.name)


def whole(quantity: Decimal | None, unit: str, packing: Packing) -> tuple[int, str] | None:
    """A quantity in whole units; half a case is counted out in pieces; None where it is no whole number of pieces."""
    if quantity is None:
        return None
    if quantity == quantity.to_integral_value():
        return int(quantity), unit
    pieces = quantity * (packing.pieces_in(Unit(unit)) or 0)
    if pieces and pieces == pieces.to_integral_value():
        return int(pieces), Unit.PIECE.value
    return None


def problem_told(read: Amount, unit: str) -> str | None:
    """What is wrong with a quantity, in words; None where it can be taken."""
    return told_of(read.problem, read.quantity, unit)


def told_of(problem: Problem | None, quantity: Decimal | None, unit: str) -> str | None:
    """A problem with a quantity in words."""
    if problem is None and quantity is not None and quantity > MAX_PIECES:
        problem = Problem.TOO_LARGE
    if problem is None:
        return None
    if problem is Problem.TOO_LARGE:
        if quantity is None:
            return _("That is more than I can order.")
        figure = number(quantity)
        if unit == Unit.CASE.value:
            return _("%(figure)s cases is more than I can order.", figure=figure)
        return _("%(figure)s is more than I can order.", figure=figure)
    if problem is Problem.NOT_POSITIVE:
        return _("A quantity must be more than zero.")
    if problem is Problem.NOT_WHOLE:
        return _("Only whole numbers can be ordered.")
    return _("I could not read that number.")
