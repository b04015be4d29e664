"""Files that a phone sends, kept as a provider keeps them until our media code fetches them from here."""

import re
from pathlib import Path

from bot.post.files import checked, keep, kind_of, path_of
from conversations.message import Attachment

NAME = re.compile(r"[0-9a-f]{64}")


class PhoneFiles:
    """A folder of uploads. A file's name is the hash of its content, so that no name leads anywhere else."""

    def __init__(self, folder: Path, base_url: str) -> None:
        self._folder = folder
        self._base_url = base_url

    def add(self, content: bytes) -> str:
        """Keeps content and gives its name; MediaRefused as for any file that comes by chat."""
        checked(content)
        return keep(self._folder, content)

    def read(self, name: str) -> tuple[bytes, str] | None:
        """Content and media type; None where there is no such file."""
        if not NAME.fullmatch(name):
            return None
        path = path_of(self._folder, name)
        if not path.exists():
            return None
        content = path.read_bytes()
        return content, kind_of(content)

    def attachment(self, name: str) -> Attachment | None:
        """A file as it goes with a message, under the address that it is fetched from; None where there is no such."""
        found = self.read(name)
        return Attachment(found[1], f"{self._base_url}/simulator/files/{name}") if found else None
