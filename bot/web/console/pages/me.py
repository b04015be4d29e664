"""A person's own settings: password, language, for which party they act; and the way out."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from pydantic import Field

from bot.web.console import guard, passwords, sessions
from bot.web.console.blueprint import Console
from bot.web.console.forms import Form
from bot.web.console.logins import has_password, keep_secret
from bot.web.console.once import Outcome
from bot.web.console.tables import Login, LoginSession, Way
from bot.web.console.visit import Visit
from conversations.text import LANGUAGES, _
from domain.refusal import Code, Refusal

OUT = "/console/login"


class NewPassword(Form):
    """A new password, with the present one where there is one."""

    present: str = Field(default="", max_length=passwords.LONGEST)
    wanted: str = Field(max_length=passwords.LONGEST)


@dataclass(frozen=True, slots=True)
class Scrambled:
    """A new password as it is kept, or why it cannot be taken."""

    secret: str = ""
    complaint: str = ""


class Spoken(Form):
    """The language of the pages."""

    language: str = Field(max_length=10)


class ActingFor(Form):
    """The party to act for."""

    party: int = Field(ge=1, le=2**31 - 1)


def me_room(console: Console) -> None:
    """Adds the page and what can be done on it."""
    _settings(console)
    _ways_out(console)


def _settings(console: Console) -> None:
    @console.page("/me")
    def me(visit: Visit) -> ResponseReturnValue:
        return visit.render(
            "me.html",
            languages=LANGUAGES,
            needs_present=has_password(visit.books, visit.row.person_id) and visit.row.way is Way.PASSWORD,
        )

    @console.action("/me/password", NewPassword, prepared=_scrambled)
    def set_password(visit: Visit, form: NewPassword, prepared: Scrambled) -> Outcome:
        if prepared.complaint:
            return Outcome(form.back, complaints()[prepared.complaint], refused=True)
        keep_secret(visit.books, visit.row.person_id, prepared.secret, visit.desk.now)
        _stay_in(visit)
        return Outcome(form.back, _("The password is set. Everywhere else you are out."))

    @console.action("/me/language", Spoken)
    def set_language(visit: Visit, form: Spoken) -> Outcome:
        if form.language not in LANGUAGES:
            raise Refusal(Code.BAD_VALUE, what="language")
        _own_row(visit).language = form.language
        return Outcome(form.back, "")

    @console.action("/me/party", ActingFor)
    def switch(visit: Visit, form: ActingFor) -> Outcome:
        if form.party not in {office.party.id for office in visit.desk.offices}:
            raise Refusal(Code.NOT_FOUND, what="party")
        _own_row(visit).party_id = form.party
        return Outcome(guard.HOME, "")


def _ways_out(console: Console) -> None:
    @console.action("/logout")
    def log_out(visit: Visit, form: Form) -> Outcome:
        sessions.end(visit.books, visit.token, "left", visit.desk.now)
        return Outcome(OUT, "")

    @console.action("/logout-everywhere")
    def log_out_everywhere(visit: Visit, form: Form) -> Outcome:
        sessions.end_all(visit.books, visit.row.person_id, "left everywhere", visit.desk.now)
        return Outcome(OUT, "")


def _scrambled(visit: Visit, form: NewPassword) -> Scrambled:
    """Scrambling takes half a second, for which nobody should wait. Whoever came by the chat need not know the old."""
    login, person = visit.books.get(Login, visit.row.person_id), visit.desk.person
    assert person is not None
    if visit.row.way is Way.PASSWORD and login is not None and not passwords.fits(form.present, login.secret):
        return Scrambled(complaint="wrong")
    complaint = passwords.complaint(form.wanted, person.name, person.phone or "")
    return Scrambled(complaint=complaint) if complaint else Scrambled(passwords.scrambled(form.wanted))


def complaints() -> dict[str, str]:
    """What is wrong with a password, in words."""
    return {
        "wrong": _("That is not your present password."),
        "short": _("Please take at least %(count)s characters.", count=passwords.SHORTEST),
        "long": _("Please take at most %(count)s characters.", count=passwords.LONGEST),
        "easy": _("That is too easy to guess."),
    }


def _own_row(visit: Visit) -> LoginSession:
    return visit.books.get_one(LoginSession, visit.row.id)


def _stay_in(visit: Visit) -> None:
    """Ends every other session of the person; this one goes on with the new password."""
    sessions.end_others(visit.books, visit.row, "password changed", visit.desk.now)
    _own_row(visit).standing = sessions.standing_of(visit.books, visit.row.person_id)
