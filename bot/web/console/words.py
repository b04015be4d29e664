"""The words for what the books hold as codes, with the tone in which each is shown."""

from dataclasses import dataclass

from bot.channels.base import Trouble
from bot.channels.twilio_errors import TROUBLES
from bot.post.tables import OutboundState
from conversations.message import Kind
from conversations.text import _, number
from domain.desk.accounts import Which
from domain.ledger.credit import Why
from domain.ledger.tables import Mode, ReceiptState
from domain.network.tables import Role, Standing
from domain.orders.picking import ShortReason
from domain.orders.tables import OrderState
from domain.outreach.policy import To, Tone
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


def receipt_state(state: ReceiptState) -> Label:
    """What became of a payment."""
    return {
        ReceiptState.PENDING: Label(_("to confirm"), "due"),
        ReceiptState.REFUSED: Label(_("has not come"), "gone"),
        ReceiptState.COUNTED: Label(_("booked"), "good"),
        ReceiptState.CLEARED: Label(_("cleared"), "good"),
        ReceiptState.BOUNCED: Label(_("returned"), "bad"),
        ReceiptState.VOID: Label(_("taken back"), "gone"),
    }[state]


def mode(known: Mode | str) -> str:
    """How money came."""
    return {
        Mode.CASH: _("cash"),
        Mode.UPI: "UPI",
        Mode.CHEQUE: _("cheque"),
        Mode.BANK: _("bank"),
        Mode.WALLET: _("wallet"),
        Mode.OPENING: _("from before"),
        Mode.OUTSIDE: _("other system"),
    }[Mode(known)]


def which_bills(which: Which) -> str:
    """Which bills a list shows."""
    return {Which.OPEN: _("open"), Which.OVERDUE: _("overdue"), Which.ALL: _("all")}[which]


def short_reasons() -> tuple[tuple[str, str], ...]:
    """Why goods are missing when an order is packed."""
    return (
        (ShortReason.NOT_FOUND.value, _("not found")),
        (ShortReason.DAMAGED.value, _("damaged")),
        (ShortReason.OTHER.value, _("other")),
    )


def ageing(since: int, until: int | None) -> str:
    """A bucket of an ageing."""
    if until == 0:
        return _("not due")
    if until is None:
        return _("over %(days)s days", days=number(since - 1))
    return _("%(since)s to %(until)s days", since=number(since), until=number(until))


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


def letter_state(state: OutboundState) -> Label:
    """How far a message of ours has come."""
    return {
        OutboundState.NEW: Label(_("to be sent"), "calm"),
        OutboundState.CLAIMED: Label(_("being sent"), "calm"),
        OutboundState.UNKNOWN: Label(_("being looked up"), "calm"),
        OutboundState.SENT: Label(_("sent"), "calm"),
        OutboundState.DELIVERED: Label(_("arrived"), "good"),
        OutboundState.READ: Label(_("read"), "good"),
        OutboundState.FAILED: Label(_("not sent"), "bad"),
        OutboundState.DROPPED: Label(_("not needed any more"), "gone"),
    }[state]


def not_sent(error: str) -> str:
    """Why a message could not be sent, as far as a person can do something about it."""
    trouble = TROUBLES.get(error)
    if error == "outside_window" or trouble is Trouble.WINDOW:
        return _("More than 24 hours have passed since they wrote; they have to write first.")
    if trouble is Trouble.OPTED_OUT:
        return _("They do not want messages from us.")
    if error == "unknown" or trouble is Trouble.UNKNOWN:
        return _("Nobody can tell whether it arrived.")
    if trouble is Trouble.LATER:
        return _("WhatsApp did not take it for hours (%(code)s).", code=error)
    return _("WhatsApp refuses it (%(code)s).", code=error or "?")


def sort_of_message(kind: str) -> str:
    """A message without words."""
    return {
        Kind.PHOTO: _("a photo"),
        Kind.VOICE: _("a voice note"),
        Kind.DOCUMENT: _("a document"),
        Kind.LOCATION: _("a place on the map"),
        Kind.STICKER: _("a sticker"),
        Kind.CARD: _("a contact card"),
        Kind.CATALOGUE_ORDER: _("an order from the catalogue"),
    }.get(Kind(kind) if kind in set(Kind) else Kind.OTHER, _("a message without words"))


def notice(kind: str) -> str:
    """What a message of ours is about that was not written out yet."""
    return {
        "new_order": _("news of an order"),
        "order_for_you": _("a question whether an order is right"),
        "order_cancelled": _("news that an order is cancelled"),
        "order_agreed": _("news that the shop agrees"),
        "order_objected": _("news that the shop does not agree"),
        "cart_offered": _("a list that was written down"),
        "talk_wanted": _("a call for a person"),
        "list_to_type": _("a list to write down"),
        "outlet_asked": _("a shop that wants to join"),
        "taken_on": _("a welcome"),
        "turned_down": _("a refusal"),
    }.get(kind, kind.replace("_", " "))


def tone(known: Tone) -> str:
    """How a reminder speaks."""
    return {Tone.GENTLE: _("gentle"), Tone.PLAIN: _("plain"), Tone.FIRM: _("firm")}[known]


def reminded(to: To) -> str:
    """Who gets a reminder."""
    return {To.SHOP: _("the shop"), To.REP: _("its rep"), To.MANAGER: _("the manager")}[to]
