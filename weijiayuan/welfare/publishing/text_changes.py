"""What two packs say otherwise, file by file and line by line: summaries, comments, cases too.

Whoever approves sees every word that residents will act upon, not only what the engine reads.
"""

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from typing import Any

AROUND = 1
"""So many unchanged lines are shown on either side, to find the place by."""


def text_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the files that differ, each with its lines. Nothing is left out, however long."""
    return [
        {"file": name, "lines": list(_lines(before.get(name, ""), after.get(name, "")))}
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _lines(before: str, after: str) -> Iterator[str]:
    """Yield lines with the sign of a unified diff: `-` out, `+` in, a blank unchanged."""
    changed = unified_diff(before.splitlines(), after.splitlines(), n=AROUND, lineterm="")
    for number, line in enumerate(changed):
        if number > 1:
            yield line
