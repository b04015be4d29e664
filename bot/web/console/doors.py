"""Which rights open which page: one table for every route of the back office. What is not in it cannot be served."""

from domain.network.rights import SELLING_RIGHTS, Right

Rights = frozenset[Right]

# Who has any of these rights gets in.
WHOEVER_IS_IN: Rights = SELLING_RIGHTS
ORDERS: Rights = frozenset(
    {Right.SELL_FOR, Right.PACK, Right.DELIVER, Right.RELEASE_HOLD, Right.SEE_FIGURES, Right.ANSWER}
)
BUYERS: Rights = frozenset({Right.SELL_FOR, Right.SEE_FIGURES, Right.SEE_DUES, Right.TAKE_ON, Right.ANSWER})
GOODS: Rights = frozenset({Right.SEE_PRICES, Right.SET_PRICES})
DUES: Rights = frozenset({Right.SEE_DUES})
TILL: Rights = frozenset({Right.CONFIRM_RECEIPT})
LISTS: Rights = frozenset({Right.SELL_FOR})

DOORS: dict[str, Rights] = {
    "today": WHOEVER_IS_IN,
    # orders
    "orders": ORDERS,
    "orders_csv": ORDERS,
    "order": ORDERS,
    "pack": frozenset({Right.PACK}),
    "dispatch": frozenset({Right.DELIVER}),
    "deliver": frozenset({Right.DELIVER}),
    "cancel": frozenset({Right.SELL_FOR}),
    "holds": frozenset({Right.RELEASE_HOLD}),
    "release": frozenset({Right.RELEASE_HOLD}),
    # who buys, and our own people
    "parties": BUYERS,
    "parties_csv": BUYERS,
    "party": BUYERS,
    "team": frozenset({Right.GRANT_ROLES, Right.SEE_FIGURES}),
    # goods
    "products": GOODS,
    "products_csv": GOODS,
    "product": GOODS,
    "stock": frozenset({Right.SEE_STOCK}),
    "stock_csv": frozenset({Right.SEE_STOCK}),
    "schemes": frozenset({Right.SET_SCHEMES, Right.SEE_PRICES}),
    # money
    "accounts": DUES,
    "accounts_csv": DUES,
    "account": DUES,
    "statement_pdf": DUES,
    "statement_csv": DUES,
    "bills": DUES,
    "bills_csv": DUES,
    "bill": DUES,
    "bill_pdf": DUES,
    "receipts": DUES,
    "receipts_csv": DUES,
    "promises": DUES,
    "reminders": DUES,
    "confirm_receipt": TILL,
    "refuse_receipt": TILL,
    "receive": TILL,
    "clear_cheque": TILL,
    "bounce_cheque": TILL,
    "take_over": TILL,
    "decide_dispute": TILL,
    # letters
    "chats": frozenset({Right.ANSWER}),
    "chat": frozenset({Right.ANSWER}),
    "hand_back": frozenset({Right.ANSWER}),
    "waiting": frozenset({Right.ANSWER, Right.TAKE_ON, Right.SELL_FOR}),
    "take_on": frozenset({Right.TAKE_ON}),
    "turn_down": frozenset({Right.TAKE_ON}),
    "list_picture": LISTS,
    "unsent_letters": frozenset({Right.ANSWER}),
    "send_again": frozenset({Right.ANSWER}),
    # oneself
    "me": WHOEVER_IS_IN,
    "set_password": WHOEVER_IS_IN,
    "set_language": WHOEVER_IS_IN,
    "switch": WHOEVER_IS_IN,
    "log_out": WHOEVER_IS_IN,
    "log_out_everywhere": WHOEVER_IS_IN,
}

# Before anybody is in: these show nothing of the books.
OPEN_TO_ALL = frozenset({"log_in", "come_in", "link", "use_link", "static"})


def opens(endpoint: str, rights: Rights) -> bool:
    """Whether any of these rights opens a page, by its endpoint within the console."""
    return bool(DOORS[endpoint] & rights)
