"""Documents by Typst: a layout of ours, filled with data. Data is never markup, whatever stands in it."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LAYOUTS = HERE / "layouts"
FONTS = HERE / "fonts"
FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


def pdf(layout: str, data: dict[str, Any]) -> bytes:
    """A document of a layout filled with `data` (texts, lists and tables of texts), the same on every machine."""
    import typst  # 80 MB that a web process does without until the first document

    drawn: bytes = typst.compile(
        str(LAYOUTS / f"{layout}.typ"),
        root=str(LAYOUTS),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_clean(data), ensure_ascii=False)},
    )
    return drawn


def _clean(value: Any) -> Any:
    """The data without control characters, which no paper can show."""
    if isinstance(value, str):
        return value.translate(FORBIDDEN)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value
