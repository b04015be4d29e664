"""Voice notes written down by any service that speaks as OpenAI's /v1/audio/transcriptions does."""

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.readers.asking import Service, fields_of
from bot.readers.ports import NotRead

SECONDS = 30.0
LONGEST = 2000  # characters; nobody orders more in one breath

_ENDINGS = {"audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/amr": "amr"}


class _Answer(BaseModel):
    """What such a service answers; it may say more than we use."""

    model_config = ConfigDict(strict=True, extra="ignore")

    text: str


class WebTranscriber:
    """Sends a voice note to the service, and takes its words."""

    def __init__(self, url: str, key: str, model: str, seconds: float = SECONDS) -> None:
        self._service = Service(url, key, seconds)
        self._model = model

    def transcribe(self, voice: bytes, kind: str, language: str) -> str:
        """The words of a voice note; NotRead where there are none or the answer is none, NotNow where it may later."""
        spoken = language.partition("-")[0]
        form: dict[str, str | tuple[str, bytes, str]] = {
            "file": (f"voice.{_ENDINGS.get(kind, 'bin')}", voice, kind),
            "model": self._model,
            "response_format": "json",
        }
        if spoken:
            form["language"] = spoken
        body, content_type = fields_of(form)
        try:
            answer = _Answer.model_validate_json(self._service.ask("/audio/transcriptions", body, content_type))
        except ValidationError:
            raise NotRead("no transcription") from None
        words = " ".join(answer.text.split())[:LONGEST]
        if not words:
            raise NotRead("no words")
        return words
