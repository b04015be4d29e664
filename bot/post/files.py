"""Files as bytes: what a file is by its content, whether we keep it, where it lies."""

import hashlib
import secrets
from io import BytesIO
from pathlib import Path

from PIL import Image

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000  # the largest phone cameras; more is made to choke whoever opens it

MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"%PDF-", 0, "application/pdf"),
    (b"OggS", 0, "audio/ogg"),
    (b"#!AMR", 0, "audio/amr"),
    (b"ID3", 0, "audio/mpeg"),
    (b"ftyp", 4, "audio/mp4"),
)
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


class MediaRefused(Exception):  # noqa: N818 - an answer about a file
    """A file that is not taken; the reason is one word."""


def kind_of(content: bytes) -> str:
    """The media type by what the file is, never by what it is called; refused where it is none that we keep."""
    for magic, at, kind in MAGIC:
        if content[at : at + len(magic)] == magic:
            return kind
    raise MediaRefused("kind")


def checked(content: bytes) -> str:
    """The media type of content that we keep.

    MediaRefused where it is empty, over 5 MiB, of no kind that we keep, or a picture of more than 50 million pixels
    (its header is read for that; nothing is decoded).
    """
    if not content:
        raise MediaRefused("empty")
    if len(content) > MOST_BYTES:
        raise MediaRefused("size")
    kind = kind_of(content)
    if kind in PICTURES and _pixels(content, PICTURES[kind]) > MOST_PIXELS:
        raise MediaRefused("pixels")
    return kind


def _pixels(content: bytes, picture: str) -> int:
    try:
        with Image.open(BytesIO(content), formats=[picture]) as opened:
            return opened.width * opened.height
    except Image.DecompressionBombError:
        raise MediaRefused("pixels") from None
    except (OSError, ValueError, SyntaxError):
        raise MediaRefused("broken") from None


def keep(folder: Path, content: bytes) -> str:
    """Writes content under its hash, once; gives the hash."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(folder, digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        part.write_bytes(content)
        part.replace(path)
    return digest


def path_of(folder: Path, digest: str) -> Path:
    """Where the content of a hash lies."""
    return folder / digest[:2] / digest
