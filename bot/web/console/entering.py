"""Coming in: by phone or name with a password, or by a link from the chat. Nothing is shown before."""

import hashlib
import hmac
from datetime import datetime

import phonenumbers
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.web.console import passwords, sessions, tries
from bot.web.console.tables import Login, Way
from bot.wiring import Wiring
from domain.desk.desk import Desk
from domain.network.tables import Person


class TooOften(Exception):  # noqa: N818 - an answer, not a fault
    """Too many tries of this name or from this address; nobody is told whether the name is known."""


class Wrong(Exception):  # noqa: N818
    """No such name, or not its password; which of the two is not told."""


class NoOffice(Exception):  # noqa: N818
    """The person is who they say, and has nothing to do in any back office."""


def by_password(wiring: Wiring, name: str, password: str, address: str) -> str:
    """Lets a person in by phone or name and password; gives the token of the session.

    Raises `TooOften`, `Wrong` or `NoOffice`. The password is looked at outside of any transaction, since that takes
    a quarter of a second, and as long where the name is not known.
    """
    keyed = (_keyed(wiring, name.casefold()), _keyed(wiring, address))
    with wiring.database.write() as books:
        try_id = tries.take(books, *keyed, wiring.clock())
    if try_id is None:
        raise TooOften
    with wiring.database.read() as books:
        person = _named(books, name, wiring.settings.default_country)
        login = books.get(Login, person.id) if person is not None else None
        secret = login.secret if login is not None else None
    if not passwords.fits(password, secret) or person is None:
        raise Wrong
    with wiring.database.write() as books:
        tries.succeeded(books, try_id)
        return let_in(wiring, books, person.id, Way.PASSWORD, wiring.clock())


def let_in(wiring: Wiring, books: Session, person_id: int, way: Way, now: datetime) -> str:
    """Begins a session of a person at the first of their offices; raises `NoOffice`."""
    offices = Desk.without_chat(books, person_id, 0, now, wiring.snapshots).offices
    if not offices:
        raise NoOffice
    return sessions.begin(books, person_id, offices[0].party.id, way, now)


def _named(books: Session, name: str, country: str) -> Person | None:
    """The one active person with this phone, or else with this name; nobody where two are called so."""
    phone = _international(name, country)
    active = select(Person).where(col(Person.active))
    by_phone = books.scalars(active.where(col(Person.phone) == (phone or None))).first()
    called_so = books.scalars(active.where(func.lower(col(Person.name)) == name.strip().lower()).limit(2)).all()
    if by_phone is not None:
        return by_phone
    return called_so[0] if len(called_so) == 1 else None


def _international(said: str, country: str) -> str:
    try:
        number = phonenumbers.parse(said, country)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _keyed(wiring: Wiring, said: str) -> str:
    return hmac.new(wiring.derived("console tries").encode(), said.strip().encode(), hashlib.sha256).hexdigest()
