"""Everything of one process, wired for a test: given books, a clock that stands still, nothing of the environment."""

from pathlib import Path

from bot.settings import Settings
from bot.wiring import Wiring
from tests.clock import SettableClock


def wired(url: str, clock: SettableClock, folder: Path) -> Wiring:
    """The wiring on the books at `url`; answers need no breath."""
    settings = Settings.model_construct(
        **{name: field.get_default(call_default_factory=True) for name, field in Settings.model_fields.items()}
        | {"database_url": url, "media_dir": folder / "media", "breath_seconds": 0.0, "simulator": True}
    )
    return Wiring(settings, clock)
