"""Where interfaces get their real implementation: everything that works together, made from the settings once."""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlsplit

from bot.channels.base import Channel
from bot.channels.simulator import NAME as SIMULATOR
from bot.channels.simulator import SimulatorChannel
from bot.channels.twilio_forms import Signatures
from bot.database import Database
from bot.post.drawing import Drawing
from bot.post.fetching import Fetcher, Source
from bot.post.inbox import House, Inbox
from bot.post.media import MediaWorker
from bot.post.outbox import Outbox
from bot.settings import Settings
from domain.catalogue.shelf import Shelves
from domain.columns import Clock, utc_now
from domain.desk.desk import Snapshots
from domain.desk.history import Histories
from domain.pricing.offers import OfferBook


@dataclass
class Wiring:
    """The parts of one process, each made when it is first asked for."""

    settings: Settings
    clock: Clock = utc_now
    rang: Callable[[], None] = lambda: None

    def ring(self) -> None:
        """Tells whoever listens that something was written."""
        self.rang()

    @cached_property
    def database(self) -> Database:
        """The books."""
        return Database(self.settings.database_url)

    @cached_property
    def snapshots(self) -> Snapshots:
        """Shelves, offers and histories in memory, shared by all turns of this process."""
        return Snapshots(Shelves(self.database.read), OfferBook(), Histories())

    @cached_property
    def secret(self) -> str:
        """The secret of this installation; a demo without one gets a fresh one."""
        return self.settings.secret_key.get_secret_value() or secrets.token_hex(32)

    def derived(self, purpose: str) -> str:
        """A secret for one purpose, made from the one secret."""
        return hashlib.sha256(f"{purpose}:{self.secret}".encode()).hexdigest()

    @cached_property
    def inbox(self) -> Inbox:
        """Takes messages in."""
        settings = self.settings
        house = House(
            settings.house_name,
            settings.default_language,
            settings.timezone,
            timedelta(seconds=settings.breath_seconds),
            "whatsapp" if settings.has_twilio else SIMULATOR,
        )
        return Inbox(self.database, self.snapshots, house, self.clock, self.ring)

    @cached_property
    def channels(self) -> dict[str, Channel]:
        """The channels that this installation can send through."""
        channels: dict[str, Channel] = {SIMULATOR: SimulatorChannel()}
        if self.settings.has_twilio:
            channels["whatsapp"] = self._twilio()
        return channels

    def _twilio(self) -> Channel:
        from bot.channels.twilio import SECONDS_TO_MAKE_A_TEMPLATE, SECONDS_TO_SEND, TwilioChannel, make_client
        from bot.channels.twilio_content import Contents

        settings = self.settings
        content_url = settings.twilio_content_url
        if settings.twilio_api_url != Settings.model_fields["twilio_api_url"].default:
            content_url = settings.twilio_api_url
        who = (settings.twilio_account_sid, settings.auth_tokens[0])
        where = (settings.twilio_api_url, content_url)
        templates = make_client(*who, *where, SECONDS_TO_MAKE_A_TEMPLATE)
        return TwilioChannel(
            make_client(*who, *where, SECONDS_TO_SEND),
            sender=settings.twilio_whatsapp_from,
            service=settings.twilio_messaging_service_sid,
            status_url=f"{settings.base_url}/webhooks/twilio/status",
            contents=Contents(templates, self.database, self.clock),
            clock=self.clock,
        )

    @cached_property
    def drawing(self) -> Drawing:
        """Draws letters at the moment of sending."""
        from bot.web.console.links import mint

        settings = self.settings
        return Drawing(
            self.database,
            self.snapshots,
            self.clock,
            settings.default_language,
            settings.timezone,
            settings.base_url,
            lambda books, person_id, now: mint(books, person_id, settings.base_url, now),
        )

    @cached_property
    def outbox(self) -> Outbox:
        """Sends what is written."""
        return Outbox(self.database, self.channels, self.drawing, self.clock, self.settings.send_rate)

    @cached_property
    def media(self) -> MediaWorker:
        """Fetches files."""
        fetchers = {"whatsapp": Fetcher(self._twilio_files())}
        if self.settings.simulator:
            here = urlsplit(self.settings.base_url).netloc.lower()
            files = re.compile(r"/simulator/files/[0-9a-f]{64}")
            fetchers[SIMULATOR] = Fetcher(Source(here, files, insecure=frozenset({here})))
        settings = self.settings
        return MediaWorker(self.database, settings.media_dir, fetchers, self.clock, settings.default_language)

    def _twilio_files(self) -> Source:
        import urllib3

        settings = self.settings
        tokens = settings.auth_tokens
        basic = urllib3.make_headers(basic_auth=f"{settings.twilio_account_sid}:{tokens[0]}") if tokens else {}
        api = urlsplit(settings.twilio_api_url).netloc.lower()
        known = settings.media_hosts | {api}
        return Source(
            api,
            re.compile(rf"/2010-04-01/Accounts/{re.escape(settings.twilio_account_sid)}/Messages/\w+/Media/\w+"),
            settings.media_hosts - {api},
            basic.get("authorization", ""),
            frozenset(host for host in known if host.partition(":")[0] in ("127.0.0.1", "localhost")),
        )

    @cached_property
    def twilio_signatures(self) -> Signatures | None:
        """Checks Twilio's signatures; None where Twilio is not used."""
        if not self.settings.has_twilio:
            return None
        return Signatures(self.settings.auth_tokens, self.settings.base_url)

    @cached_property
    def simulator_token(self) -> str:
        """What the simulator signs its forms with."""
        return self.derived("simulator")

    @cached_property
    def simulator_signatures(self) -> Signatures:
        """Checks the simulator's signatures, by the same code as Twilio's."""
        return Signatures((self.simulator_token,), self.settings.base_url)
