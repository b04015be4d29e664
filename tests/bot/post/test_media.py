"""Files that come by chat: fetched by the worker, tried again when not there yet, told when they never come."""

import pytest
from sqlmodel import col, select

from bot.post.media import LEASE, MOST_A_DAY
from bot.post.tables import Media, MediaState
from bot.wiring import Wiring
from conversations.message import Attachment, Kind
from tests.bot.post.file_servers import FileServer, content, fetcher, redirect, serving, slowly
from tests.bot.post.pictures import OGG, PDF, picture
from tests.bot.post.writing import post, say
from tests.bot.twilio_service import TwilioService
from tests.builders import SHARMA, Network
from tests.clock import SettableClock

SORRY = "I could not open the file that you sent. Please send it again as a photo, or type it here."


def send(house: Wiring, api: FileServer, kind: Kind = Kind.PHOTO, files: int = 1) -> None:
    """Sharma sends files that lie at the provider."""
    house.media.fetchers["whatsapp"] = fetcher(api)  # type: ignore[index]
    attachments = tuple(Attachment("image/jpeg", api.url()) for _ in range(files))
    say(house, SHARMA, "", kind=kind, attachments=attachments)


def media(house: Wiring) -> list[Media]:
    with house.database.read() as session:
        return list(session.scalars(select(Media).order_by(col(Media.id))))


@pytest.mark.parametrize(
    ("body", "kind"),
    [(picture(), "image/jpeg"), (PDF, "application/pdf"), (OGG, "audio/ogg")],
    ids=["jpeg", "pdf", "ogg"],
)
def test_a_file_is_fetched_and_kept_as_what_it_is(house: Wiring, shops: Network, body: bytes, kind: str) -> None:
    with serving(content(body)) as api:
        send(house, api)
        assert house.media.run_once() == 1
    (kept,) = media(house)
    assert (kept.state, kept.kind, kept.size) == (MediaState.KEPT, kind, len(body))
    assert house.media.run_once() == 0


def test_what_is_not_there_yet_is_asked_for_again(house: Wiring, shops: Network, clock: SettableClock) -> None:
    with serving(content(b"", 404)) as api:
        send(house, api)
        assert house.media.run_once() == 1
        assert house.media.run_once() == 0
        api.say = content(picture())
        clock.forward(seconds=1)
        assert house.media.run_once() == 1
    assert media(house)[0].state is MediaState.KEPT


@pytest.mark.parametrize(("kind", "told"), [(Kind.PHOTO, True), (Kind.VOICE, True), (Kind.STICKER, False)])
def test_what_never_comes_is_given_up_after_four_tries_and_told_where_it_was_waited_for(
    house: Wiring, shops: Network, twilio: TwilioService, clock: SettableClock, kind: Kind, told: bool
) -> None:
    with serving(content(b"", 404)) as api:
        send(house, api, kind)
        for _second in range(60):
            house.media.run_once()
            clock.forward(seconds=1)
    assert len(api.asked) == 4
    assert (media(house)[0].state, media(house)[0].error) == (MediaState.REFUSED, "status_404")
    post(house)
    assert (SORRY in twilio.to(SHARMA)) == told


def test_what_is_not_what_it_says_is_refused_and_told(house: Wiring, shops: Network, twilio: TwilioService) -> None:
    with serving(content(b"<html>")) as api:
        send(house, api)
        house.media.run_once()
    assert (media(house)[0].state, media(house)[0].error) == (MediaState.REFUSED, "kind")
    post(house)
    assert SORRY in twilio.to(SHARMA)


def test_a_redirect_elsewhere_is_refused(house: Wiring, shops: Network) -> None:
    with serving(content(PDF)) as stranger, serving(redirect(lambda: stranger.url("/x"))) as api:
        send(house, api)
        house.media.run_once()
    assert media(house)[0].error == "host"
    assert stranger.asked == []


def test_a_channel_without_files_fetches_none(house: Wiring, shops: Network) -> None:
    with serving(content(PDF)) as api:
        send(house, api)
        del house.media.fetchers["whatsapp"]  # type: ignore[attr-defined]
        house.media.run_once()
    assert media(house)[0].error == "channel"
    assert api.asked == []


def test_sixty_files_a_day_are_fetched_from_one_person(house: Wiring, shops: Network, clock: SettableClock) -> None:
    with serving(content(picture())) as api:
        for _message in range(7):
            send(house, api, files=10)
        states = [row.state for row in media(house)]
        assert states.count(MediaState.WANTED) == MOST_A_DAY
        assert [row.error for row in media(house)[MOST_A_DAY:]] == ["too_many"] * 10
        clock.forward(days=1, seconds=1)
        send(house, api)
    assert media(house)[-1].state is MediaState.WANTED


def test_a_fetch_whose_worker_died_is_taken_up(house: Wiring, shops: Network, clock: SettableClock) -> None:
    with serving(content(picture())) as api:
        send(house, api)
        house.media._take()
        assert house.media.run_once() == 0
        clock.forward(seconds=LEASE.total_seconds())
        assert house.media.run_once() == 1
    assert media(house)[0].state is MediaState.KEPT


def test_the_message_is_answered_long_before_its_file_comes(house: Wiring, shops: Network) -> None:
    with serving(slowly(pieces=3, each=1)) as api:
        send(house, api)
    assert media(house)[0].state is MediaState.WANTED
    assert api.asked == []
