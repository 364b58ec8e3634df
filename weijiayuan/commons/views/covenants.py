"""Covenants as they are shown."""

from typing import Any

from weijiayuan.commons.models import (
    Covenant,
    CovenantKind,
)
from weijiayuan.commons.queries import covenants as covenant_queries
from weijiayuan.commons.service import covenants
from weijiayuan.web.messages import text


def covenant(found: Covenant) -> dict[str, Any]:
    """Return a version with what changed since the former one, and what force it has."""
    return {
        **{name: getattr(found, name) for name in COVENANT},
        "kind": found.kind.value,
        "state": found.state.value,
        "clause_codes": [
            covenants.clause_code(found, number) for number in range(1, len(found.clauses) + 1)
        ],
        "reviewed": found.reviewed_by is not None,
        "signatures": covenant_queries.signatures(found.id),
        "changes": covenants.changes(found),
        "force": text(f"commons.force_{_force(found)}"),
    }


COVENANT = (
    "id",
    "space_id",
    "version",
    "title",
    "clauses",
    "findings",
    "decided_at",
    "filed_at",
    "filing_no",
    "remark",
    "review",
)


def _force(found: Covenant) -> str:
    """Return whose force it has, or `undecided` while the body that makes it has not decided."""
    waits = found.kind is not CovenantKind.PROMISE and found.decided_at is None
    return "undecided" if waits else found.kind.value
