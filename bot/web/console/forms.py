"""What the forms of the back office send: typed before anything is done with it. Unknown fields are left out."""

from typing import Annotated, TypeVar

from flask import request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.web.console import guard, once
from domain.orders.picking import Missing, ShortReason
from domain.refusal import Code, Refusal

MISSING = "missing-"


def _key(given: str) -> str:
    if not once.KEY.fullmatch(given):
        raise ValueError("no key of a form")
    return given


class Form(BaseModel):
    """Every form's own fields: the key that lets it act once, and the place it was shown at."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)

    once: Annotated[str, AfterValidator(_key)]
    back: Annotated[str, AfterValidator(guard.place_here)] = guard.HOME


class Seen(Form):
    """A form about something that may have changed since it was shown at this revision."""

    revision: int = Field(ge=0, le=2**31)


class Packing(Seen):
    """What is missing of an order, by its line: `missing-12` pieces, for the reason in `reason-12`."""

    missing: dict[int, Missing] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def gather(cls, given: dict[str, str]) -> dict[str, object]:
        """Takes the fields of the lines together; a line of which nothing is missing is left out."""
        counted = {name.removeprefix(MISSING): pieces for name, pieces in given.items() if name.startswith(MISSING)}
        missing = {
            line: {"pieces": pieces, "reason": given.get(f"reason-{line}", ShortReason.OTHER.value)}
            for line, pieces in counted.items()
            if pieces.strip() not in ("", "0")
        }
        return {**given, "missing": missing}


Sent = TypeVar("Sent", bound=Form)


def read(shape: type[Sent]) -> Sent:
    """The form that was sent; refused where a field does not fit."""
    try:
        return shape.model_validate(request.form.to_dict())
    except ValidationError as wrong:
        field = str(wrong.errors()[0]["loc"][0]) if wrong.errors()[0]["loc"] else ""
        raise Refusal(Code.BAD_VALUE, what=field) from None
