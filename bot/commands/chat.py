"""`sauda chat`: one message by the very same path as a webhook's, or a chat in the terminal."""

import json
import secrets
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.failure import Failed
from bot.commands.opening import opened

if TYPE_CHECKING:
    from bot.channels.base import Inbound
    from bot.wiring import Wiring
    from conversations.message import Attachment

Photo = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Send a picture.")]


def command(
    contact: Annotated[str, typer.Argument(help="Who writes: a number of `sauda contacts`, or any other.")],
    text: Annotated[
        str | None, typer.Argument(help="What they write; without it a chat opens in the terminal.")
    ] = None,
    json_lines: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for every message caused.")
    ] = False,
    tap: Annotated[str, typer.Option(help="Tap the choice with this id.")] = "",
    photo: Photo = None,
    location: Annotated[str, typer.Option(help="Share a place: LAT,LON.")] = "",
    channel: Annotated[str, typer.Option(help="The channel to write by.")] = "sim",
) -> None:
    """Send one message and print every answer that it caused, or chat in the terminal.

    Example: sauda chat +919800000001 "2 peti maggi 70g" --json
    """
    from bot.settings import load

    settings = load().model_copy(update={"breath_seconds": 0.0, "log_level": "WARNING"})
    wiring = opened(settings)
    if channel not in wiring.channels:
        raise Failed(f"no such channel here: {channel} (known: {', '.join(sorted(wiring.channels))})")
    talk = Talk(wiring, channel, contact, json_lines)
    if text is None and not tap and photo is None and not location:
        talk.in_terminal()
        return
    talk.say(text or "", tap=tap, photo=photo, place=_place(location))


def _place(location: str) -> tuple[float, float] | None:
    if not location:
        return None
    try:
        latitude, longitude = (float(part) for part in location.split(","))
    except ValueError:
        raise Failed(f"--location wants LAT,LON such as 25.61,85.14, not {location!r}") from None
    return latitude, longitude


class Talk:
    """One person's side of a chat."""

    def __init__(self, wiring: "Wiring", channel: str, contact: str, json_lines: bool) -> None:
        self.wiring = wiring
        self.channel = channel
        self.contact = contact
        self.json_lines = json_lines

    def say(
        self,
        text: str,
        *,
        tap: str = "",
        photo: Path | None = None,
        place: tuple[float, float] | None = None,
    ) -> list[dict[str, Any]]:
        """Sends one message and tells what came of it."""
        inbound = self._inbound(text, tap, self._kept(photo), place)
        _received, row_id = self.wiring.inbox.receive(inbound)
        if row_id is None:
            raise Failed("the message was not taken")
        told = self._caused_by(row_id)
        for message in told:
            self._tell(message)
        return told

    def _kept(self, photo: Path | None) -> "Attachment | None":
        from bot.post.files import MediaRefused, checked

        if photo is None:
            return None
        content = photo.read_bytes()
        try:
            if not checked(content).startswith("image/"):
                raise MediaRefused("kind")
            return self.wiring.media.put(content)
        except MediaRefused as refused:
            raise Failed(f"{photo} cannot be sent ({refused}): a JPEG, PNG or WebP picture up to 5 MB can") from None

    def _inbound(self, text: str, tap: str, photo: "Attachment | None", place: tuple[float, float] | None) -> "Inbound":
        from bot.channels.base import Inbound
        from conversations.message import Kind, Place

        kind = Kind.TAP if tap else Kind.PHOTO if photo else Kind.LOCATION if place else Kind.TEXT
        return Inbound(
            channel=self.channel,
            provider_id=f"CHAT{secrets.token_hex(16)}",
            external_id=self.contact,
            kind=kind,
            at=self.wiring.clock(),
            text=text,
            tap=tap,
            phone=self.contact if self.contact.startswith("+") else None,
            place=Place(*place) if place else None,
            attachments=(photo,) if photo else (),
        )

    def _caused_by(self, row_id: int) -> list[dict[str, Any]]:
        from sqlmodel import col, select

        from bot.post.tables import OutboundMessage
        from domain.network.tables import Contact

        wanted = (
            select(OutboundMessage, Contact)
            .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
            .where(col(OutboundMessage.cause_id) == row_id)
            .order_by(col(OutboundMessage.id))
        )
        with self.wiring.database.read() as session:
            ids = [row.id for row, _contact in session.execute(wanted)]
        while self.wiring.outbox.run_once(only=ids):
            pass
        with self.wiring.database.read() as session:
            return [_shown(row, contact) for row, contact in session.execute(wanted) if row.text]

    def _tell(self, message: dict[str, Any]) -> None:
        if self.json_lines:
            print(json.dumps(message, ensure_ascii=False))
            return
        to = "" if message["to"] == self.contact else f"[to {message['to']}] "
        print(f"< {to}" + message["text"].replace("\n", "\n  "))
        for position, choice in enumerate(message["choices"], start=1):
            print(
                f"    {position}  {choice['title']}" + (f"  ({choice['description']})" if choice["description"] else "")
            )

    def in_terminal(self) -> None:
        """Chats until the input ends; a digit taps the choice of that place."""
        width = min(shutil.get_terminal_size().columns, 80)
        print(f"You are {self.contact}. Write as in WhatsApp; Ctrl-D ends.\n" + "-" * width)
        interactive = sys.stdin.isatty()
        while True:
            try:
                line = input("> " if interactive else "")
            except EOFError:
                return
            if line.strip():
                self.say(line)


def _shown(row: Any, contact: Any) -> dict[str, Any]:
    return {
        "to": contact.external_id,
        "text": row.text,
        "choices": [
            {"id": choice["id"], "title": choice["label"], "description": choice["description"]}
            for choice in row.choices
        ],
        "media": row.media,
    }
