"""QR codes, and the address that a UPI app pays to."""

import io
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

import segno


@dataclass(frozen=True, slots=True)
class UpiRequest:
    """A payment that is asked for: to whose UPI address and name, how much (rupees), for which bill or order."""

    address: str
    name: str
    amount: Decimal
    reference: str
    note: str = ""

    @property
    def uri(self) -> str:
        """The address as NPCI's linking specification writes it; every value is escaped."""
        fields = {
            "pa": self.address,
            "pn": self.name,
            "am": f"{self.amount:.2f}",
            "cu": "INR",
            "tr": self.reference[:35],
            "tn": self.note or self.reference,
        }
        return "upi://pay?" + "&".join(f"{key}={quote(value, safe='@.')}" for key, value in fields.items())


def png(text: str, scale: int = 8) -> bytes:
    """A QR code that any phone reads from a screen, as PNG."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="png", scale=scale, border=4)
    return drawn.getvalue()


def svg(text: str) -> str:
    """The same code as SVG, for a paper."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=1, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()
