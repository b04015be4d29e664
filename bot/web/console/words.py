"""The words for what the books hold as codes, with the tone in which each is shown."""

from dataclasses import dataclass

from conversations.text import _
from domain.ledger.credit import Why
from domain.network.tables import Role, Standing
from domain.orders.tables import OrderState
from domain.pricing.tables import SchemeState


@dataclass(frozen=True, slots=True)
class Label:
    """A word and its tone: `calm`, `good`, `due` (somebody should do something), `bad` or `gone`."""

    words: str
    tone: str


def order_state(state: OrderState) -> Label:
    """Where an order is."""
    return {
        OrderState.PLACED: Label(_("to pack"), "due"),
        OrderState.HELD: Label(_("on hold"), "bad"),
        OrderState.PACKED: Label(_("packed"), "calm"),
        OrderState.DISPATCHED: Label(_("on its way"), "calm"),
        OrderState.DELIVERED: Label(_("delivered"), "good"),
        OrderState.CANCELLED: Label(_("cancelled"), "gone"),
    }[state]


def hold_reason(code: str) -> str:
    """Why an order waits."""
    return {
        Why.BLOCKED: _("the buyer is blocked"),
        Why.OVERDUE: _("bills are overdue"),
        Why.LIMIT: _("over the credit limit"),
        Why.ORDER_CAP: _("too much is under way"),
    }[Why(code)]


def role(known: Role) -> str:
    """What a person is to a party."""
    return {
        Role.OWNER: _("owner"),
        Role.STAFF: _("staff"),
        Role.CLERK: _("clerk"),
        Role.REP: _("sales rep"),
        Role.AREA_MANAGER: _("area manager"),
        Role.BRAND_MANAGER: _("brand manager"),
        Role.FINANCE: _("finance"),
        Role.DRIVER: _("driver"),
    }[known]


def standing(known: Standing) -> Label:
    """Whether a buyer may buy."""
    return {
        Standing.PENDING: Label(_("not yet"), "due"),
        Standing.ACTIVE: Label(_("active"), "good"),
        Standing.BLOCKED: Label(_("blocked"), "bad"),
        Standing.CLOSED: Label(_("closed"), "gone"),
    }[known]


def scheme_state(state: SchemeState) -> Label:
    """Whether a scheme is applied."""
    return {
        SchemeState.DRAFT: Label(_("draft"), "due"),
        SchemeState.LIVE: Label(_("live"), "good"),
        SchemeState.PAUSED: Label(_("paused"), "due"),
        SchemeState.ENDED: Label(_("ended"), "gone"),
    }[state]


def happened(kind: str) -> str:
    """What happened to an order."""
    return {
        "order.placed": _("placed"),
        "order.held": _("put on hold"),
        "order.released": _("released"),
        "order.agreed": _("the shop says that it is right"),
        "order.objected": _("the shop says that it is not right"),
        "order.packed": _("packed"),
        "order.dispatched": _("sent out"),
        "order.delivered": _("delivered"),
        "order.cancelled": _("cancelled"),
        "order.back_ordered": _("something follows later"),
        "order.filled": _("stock came for what was short"),
        "order.missing_said": _("the shop says that something is missing"),
    }.get(kind, kind.partition(".")[2].replace("_", " "))
