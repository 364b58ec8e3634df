"""What is otherwise between two readings of the same lines."""

from collections.abc import Sequence
from difflib import SequenceMatcher


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


def in_words(changed: Sequence[dict[str, str]]) -> str:
    """Return changed lines as one sentence reads them; empty without any.

    >>> in_words([{"was": "b", "now": ""}, {"was": "", "now": "c"}])
    '去掉了“b”；c'
    """
    return "；".join(each["now"] or f"去掉了“{each['was']}”" for each in changed)
