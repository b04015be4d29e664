"""`sauda contacts`: who may write."""

import json
from typing import Annotated, Any

import typer

from bot.commands.failure import Failed
from bot.commands.opening import opened


def command(
    role: Annotated[str | None, typer.Option(help="Only people of this role, such as rep or owner.")] = None,
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Who may write: contact, name, party, roles, language.

    Example: sauda contacts --role rep
    """
    from domain.network.tables import Role

    if role is not None and role not in set(Role):
        raise Failed(f"no such role: {role} (known: {', '.join(Role)})")
    rows = [row for row in _rows() if role is None or role in row["roles"]]
    for row in rows:
        if json_lines:
            print(json.dumps(row, ensure_ascii=False))
        else:
            told = f"{row['contact']:<16} {row['name']:<24} {row['party']:<28} {row['language']:<8} "
            print(told + ", ".join(row["roles"]))


def _rows() -> list[dict[str, Any]]:
    from sqlmodel import col, select

    from domain.network.tables import Party, PartyRole, Person

    with opened().database.read() as session:
        found: dict[tuple[int | None, int | None], dict[str, Any]] = {}
        for person, part, party in session.execute(
            select(Person, PartyRole, Party)
            .join(PartyRole, col(PartyRole.person_id) == col(Person.id))
            .join(Party, col(Party.id) == col(PartyRole.party_id))
            .where(col(PartyRole.ended_at).is_(None), col(Person.active), col(Person.phone).is_not(None))
            .order_by(col(Party.tier), col(Party.id), col(Person.id))
        ):
            row = found.setdefault(
                (person.id, party.id),
                {
                    "contact": person.phone,
                    "name": person.name,
                    "party": party.name,
                    "party_code": party.code,
                    "tier": party.tier.value,
                    "roles": [],
                    "language": person.language,
                },
            )
            row["roles"].append(part.role.value)
        return list(found.values())
