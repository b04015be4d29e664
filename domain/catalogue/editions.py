"""Numbers that rise with every change of the catalogue and of the schemes, so that snapshots know their age."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlmodel import col

from domain.catalogue.tables import Edition

CATALOGUE = "catalogue"
SCHEMES = "schemes"


def read(session: Session, scopes: Iterable[str]) -> dict[str, int]:
    """The edition numbers of `scopes`; one that nobody ever bumped is 0."""
    wanted = tuple(scopes)
    rows = session.execute(select(col(Edition.scope), col(Edition.number)).where(col(Edition.scope).in_(wanted)))
    known = dict(rows.all())
    return {scope: known.get(scope, 0) for scope in wanted}


def bump(session: Session, scope: str) -> None:
    """Makes every snapshot of `scope` old, with this transaction's commit."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    session.execute(
        insert(Edition)
        .values(scope=scope, number=1)
        .on_conflict_do_update(index_elements=["scope"], set_={"number": Edition.__table__.c.number + 1})  # type: ignore[attr-defined]
    )
