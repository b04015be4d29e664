"""What the forms of the back office send: typed before anything is done with it. Unknown fields are left out."""

from typing import Annotated, TypeVar

from flask import request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.web.console import guard, once
from domain.refusal import Code, Refusal


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


Sent = TypeVar("Sent", bound=Form)


def read(shape: type[Sent]) -> Sent:
    """The form that was sent; refused where a field does not fit."""
    try:
        return shape.model_validate(request.form.to_dict())
    except ValidationError as wrong:
        field = str(wrong.errors()[0]["loc"][0]) if wrong.errors()[0]["loc"] else ""
        raise Refusal(Code.BAD_VALUE, what=field) from None
