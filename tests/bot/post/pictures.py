"""Small real files of every kind that we keep, and pictures with everything that a camera notes."""

import io
import zlib

from PIL import Image, PngImagePlugin

GPS, MAKER, ORIENTATION, DESCRIPTION = 0x8825, 0x010F, 0x0112, 0x010E
SECRET = "Boring Road 17"
PDF = b"%PDF-1.7\n%%EOF\n"
OGG = b"OggS\x00\x02 and a voice"


def picture(kind: str = "JPEG", size: tuple[int, int] = (16, 8), *, turned: int = 1) -> bytes:
    """A picture in which place, device and a comment are noted."""
    exif = Image.Exif()
    exif[MAKER], exif[DESCRIPTION], exif[ORIENTATION] = "Camera of Sharma", SECRET, turned
    exif[GPS] = {1: "N", 2: (25.0, 36.0, 36.0), 3: "E", 4: (85.0, 8.0, 24.0)}
    content = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    more: dict[str, object] = {"exif": exif}
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SECRET)
        notes.add_itxt("Author", SECRET)
        more["pnginfo"] = notes
    elif kind == "JPEG":
        more |= {"comment": SECRET.encode(), "progressive": True, "quality": 90, "xmp": SECRET.encode()}
    else:
        more |= {"lossless": True, "xmp": SECRET.encode()}
    image.save(content, kind, **more)
    return content.getvalue()


def bomb() -> bytes:
    """The header of a picture of 50,000 by 50,000 pixels, and nothing behind it."""
    small = bytearray(picture("PNG"))
    small[16:24] = (50_000).to_bytes(4) * 2
    small[29:33] = zlib.crc32(small[12:29]).to_bytes(4)
    return bytes(small)
