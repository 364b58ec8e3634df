"""The versions of a question: a yes names the one that was read, and falls with another.

Whoever reads a page while the terms are altered agrees to what stood on the page, or to nothing.
"""

import json
from collections.abc import Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from weijiayuan.approvals.errors import TermsChanged
from weijiayuan.approvals.models import Consent

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
    words = "；".join(each["now"] or f"去掉了“{each['was']}”" for each in changed)
    raise TermsChanged(changed=words or "没有写在这里的内容", findings=changed)


def changed_since_last(row: Consent) -> list[dict[str, str]]:
    """Return what is otherwise than when somebody was asked before; nothing on the first time."""
    former = _former(row)
    return differences(former[-1]["lines"], json.loads(row.lines)) if former else []


def _former(row: Consent) -> list[dict[str, Any]]:
    """Return the former versions, each with its mark and its lines."""
    found: list[dict[str, Any]] = json.loads(row.former) if row.former else []
    return found


def differences(was: Sequence[str], now: Sequence[str]) -> list[dict[str, str]]:
    """Return the lines that are otherwise, each as it was and as it is; empty where it is new.

    >>> differences(["a", "b"], ["a", "c", "d"])
    [{'was': 'b', 'now': 'c'}, {'was': '', 'now': 'd'}]
    """
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        size = max(b - a, d - c)
        before = [*was[a:b], *[""] * (size - (b - a))]
        after = [*now[c:d], *[""] * (size - (d - c))]
        found += [{"was": x, "now": y} for x, y in zip(before, after, strict=True)]
    return found
