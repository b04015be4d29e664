"""Files are fetched from the provider's own addresses only, with credentials for its API only, little and quickly."""

import re
import time
from http.server import BaseHTTPRequestHandler

import pytest

from bot.post import fetching
from bot.post.fetching import NotYet, Source
from bot.post.files import MOST_BYTES, MediaRefused
from tests.bot.post.file_servers import FILES, PATH, FileServer, content, endless, fetcher, redirect, serving, slowly
from tests.bot.post.pictures import PDF

TWILIO = Source("api.twilio.com", FILES, frozenset({"mms.twiliocdn.com"}), "Basic c2VjcmV0")

ELSEWHERE = [
    "http://api.twilio.com" + PATH,
    "https://api.twilio.com:444" + PATH,
    "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json",
    "https://api.twilio.com/2010-04-01/Accounts/AC2/Messages/MM1/Media/ME1",
    "https://api.twilio.com" + PATH + "/../../../Messages.json",
    "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/..%2f..",
    "https://mms.twiliocdn.com/AC1/ME1",
    "https://evil.example" + PATH,
    "https://api.twilio.com.evil.example" + PATH,
    "https://evil.example/api.twilio.com" + PATH,
    "https://api.twilio.com@evil.example" + PATH,
    "https://user:pass@api.twilio.com" + PATH,
    "https://evil.example\\@api.twilio.com" + PATH,
    "https://api.twilio.com\\.evil.example" + PATH,
    "https://evil.example#@api.twilio.com" + PATH,
    "https://API.twilio.com" + PATH,
    "https://api.twilio.com%2eevil.example" + PATH,
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1" + PATH,
    "http://localhost" + PATH,
    "http://2130706433" + PATH,
    "http://0x7f000001" + PATH,
    "http://127.1" + PATH,
    "http://[::1]" + PATH,
    "http://[::ffff:127.0.0.1]" + PATH,
    "file:///etc/passwd",
    "gopher://api.twilio.com" + PATH,
    "data:image/png;base64,AAAA",
    "//api.twilio.com" + PATH,
    "https://api.twilio.com" + PATH + "\r\nX: y",
    "https:// api.twilio.com" + PATH,
    "",
]


def test_a_file_of_the_api_is_fetched_from() -> None:
    assert TWILIO.is_file("https://api.twilio.com" + PATH)
    assert TWILIO.may_lead_to("https://mms.twiliocdn.com/AC1/ME1?Expires=1&Signature=a~b_c-d%2F")


@pytest.mark.parametrize("url", ELSEWHERE)
def test_nothing_else_is_fetched_from(url: str) -> None:
    assert not TWILIO.is_file(url)


@pytest.mark.parametrize("url", [url for url in ELSEWHERE if not url.startswith("https://mms.")])
def test_nothing_else_is_led_to(url: str) -> None:
    assert not TWILIO.may_lead_to(url)


def test_a_file_comes_by_the_redirect_and_credentials_stay_with_the_api() -> None:
    with serving(content(PDF)) as cdn, serving(redirect(lambda: cdn.url("/AC1/ME1?Signature=x"))) as api:
        assert fetcher(api, cdn).fetch(api.url()) == PDF
    assert [asked.authorization for asked in api.asked] == ["Basic c2VjcmV0"]
    assert [(asked.path, asked.authorization) for asked in cdn.asked] == [("/AC1/ME1?Signature=x", "")]


def test_a_file_that_comes_at_once_needs_no_redirect() -> None:
    with serving(content(PDF)) as api:
        assert fetcher(api).fetch(api.url()) == PDF


def test_a_redirect_to_a_stranger_is_not_followed() -> None:
    with serving(content(PDF)) as stranger, serving(redirect(lambda: stranger.url("/x"))) as api:
        refused(api)
    assert stranger.asked == []


def test_a_redirect_to_another_path_of_the_api_is_not_followed() -> None:
    with serving(redirect(lambda: "/2010-04-01/Accounts/AC1/Messages.json")) as api:
        refused(api)
    assert len(api.asked) == 1


def refused(api: FileServer) -> None:
    with pytest.raises(MediaRefused, match="host"):
        fetcher(api).fetch(api.url())


def test_a_chain_of_redirects_ends() -> None:
    with serving(content(b"")) as cdn, serving(redirect(lambda: cdn.url("/1"))) as api:
        cdn.say = redirect(lambda: cdn.url("/again"))
        with pytest.raises(MediaRefused, match="redirects"):
            fetcher(api, cdn).fetch(api.url())
    assert len(cdn.asked) == fetching.MOST_HOPS


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_an_error_may_pass(status: int) -> None:
    with serving(content(b"", status)) as api, pytest.raises(NotYet, match=str(status)):
        fetcher(api).fetch(api.url())


def test_who_does_not_listen_may_listen_later() -> None:
    with serving(content(PDF)) as api:
        gone = fetcher(api)
    with pytest.raises(NotYet, match="unreachable"):
        gone.fetch(api.url())


@pytest.mark.parametrize("say", [content(b"x" * (MOST_BYTES + 1)), endless], ids=["told length", "no length"])
def test_a_file_over_five_mebibytes_is_given_up_in_the_middle(say: object) -> None:
    with serving(say) as api, pytest.raises(MediaRefused, match="size"):  # type: ignore[arg-type]
        fetcher(api).fetch(api.url())


def test_a_slow_drip_is_given_up_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.5)
    begun = time.monotonic()
    with serving(slowly(pieces=100, each=0.1)) as api, pytest.raises(NotYet, match="slow"):
        fetcher(api).fetch(api.url())
    assert time.monotonic() - begun < 3


def test_a_body_that_is_cut_off_may_come_whole_later() -> None:
    with serving(slowly(pieces=3, each=0, length=100)) as api, pytest.raises(NotYet, match="cut"):
        fetcher(api).fetch(api.url())


def test_only_what_matches_the_files_of_the_account_gets_credentials() -> None:
    assert re.fullmatch(FILES, PATH)
    with serving(content(PDF)) as cdn, serving(redirect(lambda: cdn.url(PATH))) as api:
        fetcher(api, cdn).fetch(api.url())
    assert cdn.asked[0].authorization == ""


def test_what_comes_packed_is_counted_as_it_is() -> None:
    """A small packed body that would swell is not unpacked."""
    import gzip

    packed = gzip.compress(b"x" * 50_000_000)

    def say(request: BaseHTTPRequestHandler) -> None:
        content(packed, headers={"Content-Encoding": "gzip"})(request)

    with serving(say) as api:
        assert fetcher(api).fetch(api.url()) == packed
