"""The one way in which pricing refuses its input."""


class PricingError(Exception):
    """A price, scheme or cart that cannot be priced.

    `code` says what is wrong, `field` where (a path such as `cart[1].quantity`), `facts` the values that were seen.
    Words are added by whoever shows it.
    """

    def __init__(self, code: str, field: str, **facts: object) -> None:
        super().__init__(code, field, facts)
        self.code = code
        self.field = field
        self.facts = facts

    def inside(self, place: str) -> "PricingError":
        """The same refusal, seen from outside: `quantity` inside `cart[1]` is `cart[1].quantity`."""
        dot = "." if self.field and not self.field.startswith("[") else ""
        return PricingError(self.code, f"{place}{dot}{self.field}", **self.facts)
