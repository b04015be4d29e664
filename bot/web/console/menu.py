"""The way through the back office: what this person can open, in groups, the four most used first."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.web.console.visit import Visit
from conversations.text import _


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu."""

    endpoint: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together."""

    label: str
    entries: tuple[Entry, ...]


def menu(visit: Visit) -> list[Group]:
    """The groups with the pages that are open to a person; empty ones are left out."""
    groups = ((label(), tuple(entry for entry in entries() if visit.may(entry.endpoint))) for label, entries in GROUPS)
    return [Group(label, entries) for label, entries in groups if entries]


def thumb(visit: Visit) -> list[Entry]:
    """The few pages that lie under the thumb on a phone."""
    entries = [entry for group in menu(visit) for entry in group.entries]
    ranked = sorted(entries, key=lambda entry: THUMB.index(entry.endpoint) if entry.endpoint in THUMB else len(THUMB))
    return ranked[:MOST_UNDER_THE_THUMB]


MOST_UNDER_THE_THUMB = 4
THUMB = ("today", "orders", "chats", "receipts", "holds", "parties", "stock")


def _work() -> tuple[Entry, ...]:
    return (
        Entry("today", _("Today"), "sun"),
        Entry("orders", _("Orders"), "box"),
        Entry("holds", _("On hold"), "hand"),
    )


def _letters() -> tuple[Entry, ...]:
    return (
        Entry("waiting", _("Waiting for you"), "inbox"),
        Entry("chats", _("Chats"), "chat"),
        Entry("unsent_letters", _("Not sent"), "alert"),
    )


def _money() -> tuple[Entry, ...]:
    return (
        Entry("accounts", _("Who owes"), "coins"),
        Entry("bills", _("Bills"), "bill"),
        Entry("receipts", _("Payments"), "card"),
        Entry("promises", _("Promises and disputes"), "flag"),
        Entry("reminders", _("Reminders"), "bell"),
    )


def _trade() -> tuple[Entry, ...]:
    return (
        Entry("parties", _("Shops and buyers"), "shop"),
        Entry("products", _("Products and prices"), "tag"),
        Entry("stock", _("Stock"), "layers"),
        Entry("schemes", _("Schemes"), "percent"),
        Entry("team", _("Our people"), "people"),
    )


GROUPS: tuple[tuple[Callable[[], str], Callable[[], tuple[Entry, ...]]], ...] = (
    (lambda: _("Work"), _work),
    (lambda: _("Messages"), _letters),
    (lambda: _("Money"), _money),
    (lambda: _("Trade"), _trade),
)
