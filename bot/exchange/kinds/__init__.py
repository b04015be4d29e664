"""Every kind of file that can be imported or exported, in the order in which a new installation is filled."""

from bot.exchange.kind import Kind
from bot.exchange.kinds.beats import Beats
from bot.exchange.kinds.messages import Messages
from bot.exchange.kinds.orders import Orders
from bot.exchange.kinds.parties import Parties
from bot.exchange.kinds.people import People
from bot.exchange.kinds.prices import Prices
from bot.exchange.kinds.products import Products
from bot.exchange.kinds.schemes import Schemes
from bot.exchange.kinds.stock import Stock
from bot.exchange.kinds.territories import Territories

KINDS: dict[str, type[Kind]] = {
    kind.name: kind
    for kind in (Products, Territories, Parties, People, Beats, Prices, Schemes, Stock, Orders, Messages)
}
