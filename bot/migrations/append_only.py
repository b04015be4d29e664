"""Tables whose rows may be added but never changed (or only in a few columns) or removed: the database refuses it."""

from collections.abc import Collection

from alembic import op
from sqlalchemy import inspect

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""


def make_append_only(table: str) -> None:
    """Guards a table by triggers against UPDATE and DELETE."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(FUNCTION)
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def make_changeable(table: str) -> None:
    """Takes the guard away."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{action.lower()}")
        return
    op.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def freeze(table: str, changeable: Collection[str]) -> None:
    """Guards a table against DELETE, and against UPDATE of all but the `changeable` columns."""
    columns = [column["name"] for column in inspect(op.get_bind()).get_columns(table)]
    frozen = ", ".join(name for name in columns if name not in changeable)
    if op.get_bind().dialect.name == "sqlite":
        for name, action in (("update", f"UPDATE OF {frozen}"), ("delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OF {frozen} OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
