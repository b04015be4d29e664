"""Pictures as readers want them: upright, grey, of a bearable size; and the barcodes on them."""

from collections.abc import Iterator
from io import BytesIO

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from bot.readers.ports import NotRead
from domain.catalogue.barcode import gtin

LONGEST_SIDE = 2400  # a page of forty lines still has sixty pixels for each
_FORMATS = ("JPEG", "PNG")
_GOODS = zxingcpp.barcode_formats_from_str("EAN13,EAN8,UPCA,ITF")


def opened(content: bytes) -> Image.Image:
    """A picture, turned as the camera was held, in grey, of at most 2,400 pixels a side; NotRead where it is broken."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            picture.draft("L", (LONGEST_SIDE, LONGEST_SIDE))  # spares most of the work on a large JPEG
            grey = _on_white(ImageOps.exif_transpose(picture)).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise NotRead("broken picture") from fault
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return grey


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent shows white paper, not black."""
    if not picture.has_transparency_data:
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper


def barcodes(picture: Image.Image) -> tuple[str, ...]:
    """The GTINs of the barcodes on a picture, each once; of codes that name no goods, nothing."""
    for look in _looks(picture):
        found = zxingcpp.read_barcodes(look, formats=_GOODS, text_mode=zxingcpp.TextMode.Plain)
        numbers = [number for barcode in found if (number := gtin(barcode.text)) is not None]
        if numbers:
            return tuple(dict.fromkeys(numbers))
    return ()


def _looks(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture as it is, without its grain, and turned: codes that lie aslant by 30 to 60 degrees are not seen."""
    yield picture
    smooth = picture.filter(ImageFilter.MedianFilter(3))
    yield smooth
    yield smooth.rotate(45, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
