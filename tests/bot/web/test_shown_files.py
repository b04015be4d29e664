"""Files under their secret names: fetched by a provider, shown to nobody who cannot know the name."""

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import select

from bot.post.tables import Media, MediaState
from bot.wiring import Wiring
from tests.bot.post.pictures import PDF, SECRET, picture


def put(house: Wiring, content: bytes) -> Media:
    attachment = house.media.put(content)
    with house.database.read() as session:
        return session.scalars(select(Media).where(Media.id == attachment.media_id)).one()


def test_a_picture_is_shown_without_what_the_camera_noted(client: FlaskClient, house: Wiring) -> None:
    content = picture()
    answer = client.get(f"/media/{put(house, content).token}")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert SECRET.encode() in content
    assert SECRET.encode() not in answer.data
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert shown.size == (16, 8)


def test_a_provider_may_ask_for_the_head_first(client: FlaskClient, house: Wiring) -> None:
    token = put(house, PDF).token
    head, whole = client.head(f"/media/{token}"), client.get(f"/media/{token}")
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Type", "Content-Length"):
        assert head.headers[name] == whole.headers[name]


def test_nothing_in_a_file_can_run_as_a_page_of_ours(client: FlaskClient, house: Wiring) -> None:
    headers = client.get(f"/media/{put(house, PDF).token}").headers
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"].startswith("private")


def test_names_cannot_be_guessed(client: FlaskClient, house: Wiring) -> None:
    tokens = {put(house, PDF).token for _ in range(3)}
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 32


@pytest.mark.parametrize("state", [MediaState.WANTED, MediaState.REFUSED])
def test_what_is_not_kept_is_not_shown(client: FlaskClient, house: Wiring, state: MediaState) -> None:
    with house.database.write() as session:
        session.add(Media(token="t" * 32, state=state))
    assert client.get("/media/" + "t" * 32).status_code == 404


@pytest.mark.parametrize("name", ["x", "..%2f..%2fetc%2fpasswd", "%00", "1", "t" * 4000])
def test_a_name_of_nothing_shows_nothing(client: FlaskClient, house: Wiring, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404
