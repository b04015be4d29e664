"""Lists read by tesseract: print in English, Hindi, Nepali and Bengali. Of handwriting little can be expected."""

import os
import shutil
import subprocess
from collections import defaultdict
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageFilter

from bot.readers.ports import NotNow, NotRead, Page

SECONDS = 20.0
LEAST_SIDE = 1200
MOST_LINES = 100
LONGEST_LINE = 200

# Of drawn lists in two printed and three handwritten fonts, spoilt in eight ways, these took 259 lines rightly and 7
# wrongly (docs/decisions/slow-readers.md). Both are tesseract's own confidence, 0 to 100.
SURE_OF_LINE = 80.0
SURE_OF_FIGURE = 60.0
LEGIBLE = 30.0  # below it there is nothing worth showing

_LANGUAGES = {"en": "eng", "hi": "hin", "ne": "nep", "bn": "ben"}


class Word(NamedTuple):
    """A word as it was read, and how sure that is."""

    text: str
    sure: float


class Tesseract:
    """Runs the program once for each picture, with little of the machine and a limit of time."""

    def __init__(self, program: str) -> None:
        self._program = program
        listed = subprocess.run(  # noqa: S603 - our own words
            [program, "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=True
        )
        self._installed = frozenset(listed.stdout.split())

    @classmethod
    def found(cls) -> "Tesseract | None":
        """The one on this machine; None where there is none, or it lacks English."""
        program = shutil.which("tesseract")
        if program is None:
            return None
        tesseract = cls(program)
        return tesseract if "eng" in tesseract._installed else None

    def read(self, picture: Image.Image, language: str) -> Page:
        """The lines of a picture, also of one that lies on its side."""
        layout = "1" if "osd" in self._installed else "3"  # 1 finds out which way is up
        command = [self._program, "stdin", "stdout", "-l", self._languages(language), "--psm", layout]
        command += ["-c", "thresholding_method=2", "tsv"]  # Sauvola: paper is seldom lit evenly
        try:
            done = subprocess.run(  # noqa: S603 - our own words
                command,
                input=_png(_sharpened(picture)),
                capture_output=True,
                timeout=SECONDS,
                env={"PATH": os.defpath, "OMP_THREAD_LIMIT": "1", **_where_its_data_lies()},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotRead("took too long") from None
        except OSError as fault:
            raise NotNow("tesseract does not start") from fault
        if done.returncode:
            raise NotRead(f"tesseract ended with {done.returncode}")
        return page_of(done.stdout.decode("utf-8", "replace"))

    def _languages(self, language: str) -> str:
        """English and the person's own language; every one we have where theirs is English or not known.

        Each script more that is looked for costs time, and digits that are taken for those of another script.
        """
        own = _LANGUAGES.get(language.partition("-")[0], "eng")
        wanted = _LANGUAGES.values() if own == "eng" else ("eng", own)
        return "+".join(each for each in wanted if each in self._installed)


def _where_its_data_lies() -> dict[str, str]:
    folder = os.environ.get("TESSDATA_PREFIX")
    return {"TESSDATA_PREFIX": folder} if folder else {}


def _sharpened(picture: Image.Image) -> Image.Image:
    """Letters of a size that the program was trained on, without the camera's grain."""
    grown = min(LEAST_SIDE / max(picture.size), 4.0)
    if grown > 1:
        size = (round(picture.width * grown), round(picture.height * grown))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return picture.filter(ImageFilter.MedianFilter(3))


def _png(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, "PNG", compress_level=1)
    return content.getvalue()


def page_of(table: str) -> Page:
    """The page of a table of words (tesseract's TSV: a word has level 5, its line the columns 2 to 5)."""
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    read: dict[tuple[str, ...], list[Word]] = defaultdict(list)
    for row in rows:
        if len(row) == 12 and row[0] == "5" and row[11].strip():
            read[tuple(row[1:5])].append(Word(row[11].strip(), float(row[10])))
    lines = [words for words in read.values() if _mean(words) >= LEGIBLE and _tells_something(words)]
    return Page(
        tuple(_text(words) for words in lines[:MOST_LINES] if _is_sure(words)),
        tuple(_text(words) for words in lines[:MOST_LINES] if not _is_sure(words)),
    )


def _text(words: list[Word]) -> str:
    return " ".join(word.text for word in words)[:LONGEST_LINE]


def _mean(words: list[Word]) -> float:
    return sum(word.sure for word in words) / len(words)


def _is_sure(words: list[Word]) -> bool:
    figures = (word.sure for word in words if any(sign.isdigit() for sign in word.text))
    return _mean(words) >= SURE_OF_LINE and min(figures, default=SURE_OF_FIGURE) >= SURE_OF_FIGURE


def _tells_something(words: list[Word]) -> bool:
    """A stroke or a spot of dirt is read as a sign or two; goods have names."""
    return sum(sign.isalpha() for sign in _text(words)) >= 3
