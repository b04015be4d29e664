"""A picture without what its camera noted: place, time, device, owner. Nothing is decoded; pixels stay as they are."""

from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image

JPEG_START, JPEG_END, JPEG_SCAN, JPEG_COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
JPEG_KEPT = {0xE0, 0xEE}  # JFIF and Adobe say how the colours are stored
JPEG_COLOURS = (0xE2, b"ICC_PROFILE")
ORIENTATION = 0x0112
PNG_START = 8
PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
WEBP_DROPPED = {b"EXIF", b"XMP "}
WEBP_FLAGS = 0x08 | 0x04  # "there is EXIF", "there is XMP"


def without_metadata(content: bytes, kind: str) -> bytes:
    """The same picture without metadata; how it is to be turned is kept. Other kinds come back as they are."""
    strip = STRIP.get(kind)
    return strip(content) if strip is not None else content


def _jpeg(content: bytes) -> bytes:
    parts = [content[:2], _orientation(content)]
    for marker, segment in _jpeg_segments(content):
        note = marker == JPEG_COMMENT or (0xE0 <= marker <= 0xEF and marker not in JPEG_KEPT)
        colours = marker == JPEG_COLOURS[0] and segment[4:].startswith(JPEG_COLOURS[1])
        if colours or not note:
            parts.append(segment)
    return b"".join(parts) + bytes((0xFF, JPEG_END))  # what lies behind the end is no part of the picture


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its bytes up to the end mark; a scan comes with the compressed pixels that follow it."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != JPEG_END:
        marker = content[at + 1]
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == JPEG_SCAN:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands; FF 00 and the restart marks D0 to D7 belong to the pixels."""
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        if content[at + 1] != 0x00 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    return len(content)


def _orientation(content: bytes) -> bytes:
    """An EXIF segment that says nothing but how the picture is to be turned; nothing where it stands upright."""
    with Image.open(BytesIO(content), formats=["JPEG"]) as opened:
        turned = opened.getexif().get(ORIENTATION, 1)
    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    noted = exif.tobytes()
    return b"\xff\xe1" + (len(noted) + 2).to_bytes(2) + noted


def _png(content: bytes) -> bytes:
    parts, at = [content[:PNG_START]], PNG_START
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        name = content[at + 4 : at + 8]
        if name[:1].isupper() or name in PNG_KEPT:
            parts.append(content[at:end])
        at = end
        if name == b"IEND":
            break
    return b"".join(parts)


def _webp(content: bytes) -> bytes:
    parts, at = [], 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        name, chunk = content[at : at + 4], content[at:end]
        if name == b"VP8X" and size:
            chunk = chunk[:8] + bytes((chunk[8] & ~WEBP_FLAGS,)) + chunk[9:]
        if name not in WEBP_DROPPED:
            parts.append(chunk)
        at = end
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


STRIP: dict[str, Callable[[bytes], bytes]] = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
