"""Everything that is set from outside, read once from the environment into one frozen value."""

from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it."""


class Settings(BaseSettings):
    """The environment's settings under their own names in lower case (see README, "Settings")."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite:///var/sauda.db"
    port: int = 8000
    public_url: str = ""
    secret_key: SecretStr = SecretStr("")
    metrics_token: SecretStr = SecretStr("")

    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_whatsapp_from: str = ""
    twilio_messaging_service_sid: str = ""
    twilio_api_url: str = "https://api.twilio.com"
    twilio_content_url: str = "https://content.twilio.com"
    twilio_media_hosts: str = "mms.twiliocdn.com,media.twiliocdn.com"

    meta_app_secret: SecretStr = SecretStr("")
    meta_verify_token: SecretStr = SecretStr("")
    meta_access_token: SecretStr = SecretStr("")
    meta_phone_number_id: str = ""
    meta_api_url: str = "https://graph.facebook.com"

    default_country: str = "IN"
    default_language: str = "en"
    timezone: str = "Asia/Kolkata"
    currency: str = "INR"
    media_dir: Path = Path("var/media")
    log_level: str = "INFO"
    simulator: bool = False
    breath_seconds: float = Field(default=3.0, ge=0)
    send_rate: float = Field(default=40.0, gt=0)
    house_name: str = "Sauda"

    @property
    def auth_tokens(self) -> tuple[str, ...]:
        """Twilio's auth tokens, newest first; two while one is rotated."""
        listed = self.twilio_auth_token.get_secret_value().split(",")
        return tuple(token.strip() for token in listed if token.strip())

    @property
    def media_hosts(self) -> frozenset[str]:
        """Hosts (with a port where one was given) that Twilio may redirect us to for inbound media."""
        listed = (host.strip().lower().rpartition("//")[2].rstrip("/") for host in self.twilio_media_hosts.split(","))
        return frozenset(host for host in listed if host)

    @cached_property
    def base_url(self) -> str:
        """Where the world reaches us, without a slash at the end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def has_twilio(self) -> bool:
        """Whether Twilio is to be used at all."""
        return bool(self.twilio_account_sid)

    def require_for_serving(self) -> None:
        """Raises `SettingsError` naming what a server cannot do without."""
        missing = []
        if not self.secret_key.get_secret_value() and not self.simulator:
            missing.append("SECRET_KEY")
        if self.has_twilio:
            if not self.auth_tokens:
                missing.append("TWILIO_AUTH_TOKEN")
            if not self.public_url:
                missing.append("PUBLIC_URL")
            if not (self.twilio_whatsapp_from or self.twilio_messaging_service_sid):
                missing.append("TWILIO_WHATSAPP_FROM")
        if self.meta_phone_number_id and not self.meta_app_secret.get_secret_value():
            missing.append("META_APP_SECRET")
        if missing:
            raise SettingsError(f"please set {', '.join(missing)} in the environment")


def load() -> Settings:
    """Reads the environment; raises `SettingsError` with the name of a setting that cannot be read."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg']}") from None
