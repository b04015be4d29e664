"""`sauda check`: are the books right?"""

import json
import time
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.failure import Failed
from bot.commands.opening import opened

if TYPE_CHECKING:
    from bot.wiring import Wiring
    from domain.books.invariant import Invariant, Violation


def command(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object with every violation.")] = False,
) -> None:
    """Check every invariant of the books in one snapshot: one line a violation, and exit code 1 if there is any.

    Example: sauda check --json
    """
    wiring, checked = opened(), invariants()
    began = time.perf_counter()
    violations = look(wiring, checked)
    seconds = round(time.perf_counter() - began, 2)
    if as_json:
        print(json.dumps({"checks": len(checked), "seconds": seconds, "violations": [_json(v) for v in violations]}))
    else:
        for violation in violations:
            print(violation)
    if violations:
        raise Failed(f"{len(violations)} violations of the books")
    if not as_json:
        print(f"all {len(checked)} checks hold ({seconds:.2f} s)")


def invariants() -> "tuple[Invariant, ...]":
    """Every invariant of this installation."""
    from bot.jobs.invariants import JOBS
    from bot.post.invariants import POST
    from bot.web.console.invariants import CONSOLE
    from domain.books.invariants import INVARIANTS

    return INVARIANTS + POST + JOBS + CONSOLE


def look(wiring: "Wiring", checked: "tuple[Invariant, ...]") -> "list[Violation]":
    """Every violation now, as one snapshot of the books shows them."""
    from domain.books.invariant import check

    with wiring.database.read() as session:
        return check(session, checked, wiring.clock())


def _json(violation: "Violation") -> dict[str, object]:
    facts = {name: value if isinstance(value, int | None) else str(value) for name, value in violation.facts.items()}
    invariant = violation.invariant
    return {
        "code": invariant.code,
        "name": invariant.name,
        "says": invariant.says,
        "told": str(violation),
        "facts": facts,
    }
