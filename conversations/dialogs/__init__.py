"""Every dialog, one file each; importing this room makes them known to the engine."""

from conversations.dialogs import (
    backoffice,
    changing,
    consent,
    goods,
    human,
    joining,
    language,
    lists,
    menu,
    ordering,
    orders,
    placed,
    sellers,
    shops,
    waiting,
)

__all__ = [
    "backoffice",
    "changing",
    "consent",
    "goods",
    "human",
    "joining",
    "language",
    "lists",
    "menu",
    "ordering",
    "orders",
    "placed",
    "sellers",
    "shops",
    "waiting",
]
