"""Files: taken by what they are, never by what they are called; shown without what a camera notes."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.post.files import MOST_BYTES, MediaRefused, checked, keep, path_of
from bot.post.showing import without_metadata
from tests.bot.post.pictures import OGG, ORIENTATION, PDF, SECRET, bomb, picture

TAKEN = [
    (picture("JPEG"), "image/jpeg"),
    (picture("PNG"), "image/png"),
    (picture("WEBP"), "image/webp"),
    (PDF, "application/pdf"),
    (OGG, "audio/ogg"),
    (b"#!AMR\n....", "audio/amr"),
    (b"ID3\x04....", "audio/mpeg"),
    (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
]
REFUSED = [
    (b"", "empty"),
    (b"<html><script>alert(1)</script>", "kind"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "kind"),
    (b"MZ\x90\x00", "kind"),
    (b"PK\x03\x04", "kind"),
    (b"SIMPLE  =                    T", "kind"),
    (b"%!PS-Adobe-3.0 EPSF-3.0", "kind"),
    (b"GIF89a", "kind"),
    (PDF.ljust(MOST_BYTES + 1), "size"),
    (bomb(), "pixels"),
    (picture("PNG", (10_000, 6_000)), "pixels"),
    (b"\xff\xd8\xff\xe0 and then nothing", "broken"),
    (picture("PNG")[:20], "broken"),
]


@pytest.mark.parametrize(("content", "kind"), TAKEN, ids=[kind for _, kind in TAKEN])
def test_what_we_keep(content: bytes, kind: str) -> None:
    assert checked(content) == kind


@pytest.mark.parametrize(
    ("content", "reason"),
    REFUSED,
    ids=["empty", "html", "svg", "exe", "zip", "fits", "eps", "gif", "size", "bomb", "60 Mpx", "no jpeg", "cut png"],
)
def test_what_we_refuse(content: bytes, reason: str) -> None:
    with pytest.raises(MediaRefused, match=f"^{reason}$"):
        checked(content)


@given(st.binary(max_size=200))
def test_no_bytes_whatsoever_do_more_than_be_refused(content: bytes) -> None:
    try:
        kind = checked(content)
    except MediaRefused:
        return
    without_metadata(content, kind)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_noted_is_not_shown(kind: str) -> None:
    content = picture(kind)
    shown = without_metadata(content, f"image/{kind.lower()}")
    for noted in (SECRET, "Camera of Sharma"):
        assert noted.encode() in content
        assert noted.encode() not in shown
    with Image.open(io.BytesIO(shown)) as opened:
        assert dict(opened.getexif()) == {}
        assert opened.info.keys().isdisjoint({"exif", "comment", "xmp", "Comment", "Author"})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_pixel_changes(kind: str) -> None:
    content = picture(kind, (64, 48))
    shown = without_metadata(content, f"image/{kind.lower()}")
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(shown)) as after:
        assert after.tobytes() == before.tobytes()


@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_picture_is_still_turned_as_it_was_taken(turned: int) -> None:
    shown = without_metadata(picture("JPEG", turned=turned), "image/jpeg")
    with Image.open(io.BytesIO(shown)) as opened:
        assert opened.getexif().get(ORIENTATION, 1) == turned
        assert set(opened.getexif()) <= {ORIENTATION}


def test_what_lies_behind_a_jpeg_is_not_shown() -> None:
    assert SECRET.encode() not in without_metadata(picture("JPEG") + SECRET.encode(), "image/jpeg")


def test_other_kinds_are_shown_as_they_are() -> None:
    assert without_metadata(PDF, "application/pdf") == PDF


def test_a_file_lies_once_under_its_hash(tmp_path: Path) -> None:
    digest = keep(tmp_path, PDF)
    assert keep(tmp_path, PDF) == digest
    assert path_of(tmp_path, digest).read_bytes() == PDF
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [digest]
