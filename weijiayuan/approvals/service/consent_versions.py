"""The versions of a question: a yes names the one that was read, and falls with another.

Whoever reads a page while the terms are altered agrees to what stood on the page, or to nothing.
"""

import json
from hashlib import sha256
from typing import Any

from weijiayuan.approvals.errors import TermsChanged
from weijiayuan.approvals.models import Consent
from weijiayuan.kernel.line_differences import differences, in_words

MOST_KEPT = 20


def version_of(row: Consent) -> str:
    """Return the mark of a question as it stands: of every word of it, and of the terms."""
    asked = (str(row.id), row.digest, row.roles, row.lines, str(row.until or ""))
    return sha256("|".join(asked).encode()).hexdigest()[:32]


def keep(row: Consent) -> None:
    """Keep a question as it was read until now, before other words take its place."""
    former = [*_former(row), {"version": version_of(row), "lines": json.loads(row.lines)}]
    row.former = json.dumps(former[-MOST_KEPT:], ensure_ascii=False)


def check(row: Consent, read: str) -> None:
    """Raise `TermsChanged`, with what is otherwise, unless the question is what was read."""
    if read == version_of(row):
        return
    known = {each["version"]: each["lines"] for each in _former(row)}
    changed = differences(known.get(read, []), json.loads(row.lines))
    raise TermsChanged(changed=in_words(changed) or "没有写在这里的内容", findings=changed)


def changed_since_last(row: Consent) -> list[dict[str, str]]:
    """Return what is otherwise than when somebody was asked before; nothing on the first time."""
    former = _former(row)
    return differences(former[-1]["lines"], json.loads(row.lines)) if former else []


def _former(row: Consent) -> list[dict[str, Any]]:
    """Return the former versions, each with its mark and its lines."""
    found: list[dict[str, Any]] = json.loads(row.former) if row.former else []
    return found
