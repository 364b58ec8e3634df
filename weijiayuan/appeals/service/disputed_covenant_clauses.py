"""The clause of a covenant that a quarrel is about, read where covenants are kept.

Mediators may go by 居民公约 (深圳经济特区矛盾纠纷多元化解条例 20); a clause that takes what no
covenant can take is void, so what was found about it stands beside its words.
"""

from dataclasses import asdict
from typing import Any

from weijiayuan import agreements
from weijiayuan.appeals.errors import ClauseUnknown


def require_known(code: str) -> None:
    """Refuse a code that names no clause; an empty one names none on purpose.

    Raises `ClauseUnknown`.
    """
    if code and agreements.clause(code) is None:
        raise ClauseUnknown


def shown(code: str | None) -> dict[str, Any] | None:
    """Return the clause as it stands now, None where none is named or it is gone."""
    found = agreements.clause(code) if code else None
    return None if found is None else asdict(found)
