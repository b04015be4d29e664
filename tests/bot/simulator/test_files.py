"""Files of a phone: what is taken, where they lie, from where they are fetched; and files that are at hand already."""

import io
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import col, select

from bot.commands.chat import Talk
from bot.commands.failure import Failed
from bot.post.files import MOST_BYTES, MediaRefused
from bot.post.tables import Media, MediaState
from bot.wiring import Wiring
from conversations.message import Attachment
from tests.bot.simulator.page import Page
from tests.builders import MEENA, SHARMA, Network
from tests.talking import Talk as Speaking

PDF = b"%PDF-1.7\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (8, 8)) -> bytes:
    content = io.BytesIO()
    Image.new("L", size).save(content, kind)
    return content.getvalue()


def jpeg() -> bytes:
    return picture()


def only_file(wiring: Wiring) -> Media:
    with wiring.database.write() as session:
        return session.scalars(select(Media).order_by(col(Media.id))).one()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (jpeg(), 200),
        (picture("PNG"), 200),
        (picture("WEBP"), 200),
        (PDF, 200),
        (b"OggS\x00....", 200),
        (PDF.ljust(MOST_BYTES, b" "), 200),
        (PDF.ljust(MOST_BYTES + 1, b" "), 413),
        (b"", 400),
        (picture("PNG", (8000, 8000)), 413),
        (picture()[:20], 415),
        (b"<html><script>alert(1)</script>", 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        (b"MZ\x90\x00", 415),
        (b"PK\x03\x04", 415),
    ],
    ids=[
        "jpeg",
        "png",
        "webp",
        "pdf",
        "ogg",
        "5 MiB",
        "a byte more",
        "empty",
        "many pixels",
        "cut",
        "html",
        "svg",
        "exe",
        "zip",
    ],
)
def test_files_are_taken_by_what_they_are(page: Page, content: bytes, status: int) -> None:
    answer = page.upload(content)
    assert answer.status_code == status
    if status == 200:
        shown = page.browser.get(f"/simulator/files/{answer.get_json()['name']}")
        assert shown.data == content
        assert "sandbox" in shown.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "../x",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "a" * 63,
        "A" * 64,
        "a" * 64,
        "a" * 64 + "%0a",
    ],
)
def test_a_name_leads_nowhere_else(page: Page, name: str) -> None:
    assert page.browser.get(f"/simulator/files/{name}").status_code == 404


def test_a_message_brings_no_file_from_elsewhere(page: Page) -> None:
    """The name would lead out of the folder of uploads to a file that is there and of a kind that is taken."""
    page.upload(jpeg())
    secret = page.wiring.settings.media_dir.parent / "secret.pdf"
    secret.write_bytes(PDF)
    assert page.send(SHARMA, files=["../secret.pdf"]).status_code == 400


def test_a_file_of_the_house_is_not_served_as_a_phones(page: Page) -> None:
    """What our media code keeps lies beside the uploads, under the same sort of name."""
    page.wiring.media.put(jpeg())
    assert page.browser.get(f"/simulator/files/{only_file(page.wiring).sha256}").status_code == 404


def test_a_photo_is_wanted_from_the_phones_own_address(page: Page) -> None:
    name = page.upload(jpeg()).get_json()["name"]
    assert page.send(SHARMA, text="my list", files=[name]).status_code == 200
    wanted = only_file(page.wiring)
    assert (wanted.kind, wanted.state) == ("image/jpeg", MediaState.WANTED)
    assert wanted.url == f"{page.wiring.settings.base_url}/simulator/files/{name}"
    with pytest.raises(MediaRefused, match="host"):
        page.wiring.media.fetchers["whatsapp"].fetch(wanted.url)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "http://127.0.0.1:9/x", "http://evil.example/x", "http://x@127.0.0.1:8000/x"],
)
def test_a_phone_has_no_files_elsewhere(wiring: Wiring, url: str) -> None:
    with pytest.raises(MediaRefused, match="host"):
        wiring.media.fetchers["sim"].fetch(url)


def test_a_refused_file_is_told_on_the_phone(wiring: Wiring, talk: Speaking, page: Page) -> None:
    talk.say(SHARMA, files=(Attachment("image/jpeg", "http://evil.example/x"),))
    assert wiring.media.run_once() == 1
    assert page.bubbles(SHARMA)[0]["files"] == [{"kind": "image/jpeg", "state": "refused", "url": "", "error": "host"}]


def test_a_file_at_hand_goes_with_a_message_at_once(wiring: Wiring, talk: Speaking) -> None:
    heard = talk.say(SHARMA, files=(wiring.media.put(jpeg()),))
    file = only_file(wiring)
    assert file.state is MediaState.KEPT
    assert file.inbound_id is not None
    assert wiring.media.run_once() == 0
    assert MEENA in {message.to for message in heard}


def test_the_chat_command_sends_a_photo(wiring: Wiring, network: Network, tmp_path: Path) -> None:
    photo = tmp_path / "list.jpg"
    photo.write_bytes(jpeg())
    told = Talk(wiring, "sim", SHARMA, json_lines=True).say("", photo=photo)
    assert only_file(wiring).state is MediaState.KEPT
    assert {"media": only_file(wiring).id} in [file for message in told for file in message["media"]]


@pytest.mark.parametrize("content", [b"", b"not a picture", PDF, b"\xff\xd8\xff".ljust(MOST_BYTES + 1)])
def test_the_chat_command_refuses_what_is_no_photo(
    wiring: Wiring, network: Network, tmp_path: Path, content: bytes
) -> None:
    photo = tmp_path / "list.jpg"
    photo.write_bytes(content)
    with pytest.raises(Failed, match=r"list\.jpg cannot be sent"):
        Talk(wiring, "sim", SHARMA, json_lines=True).say("", photo=photo)
