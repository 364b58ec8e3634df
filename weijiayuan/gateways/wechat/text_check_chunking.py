"""Texts for the content check: cut into parts that WeChat takes, judged by the strictest."""

from collections.abc import Sequence

from weijiayuan.gateways.wechat.protocol import Suggestion, TextVerdict
from weijiayuan.gateways.wechat.response_errors import Complete

LONGEST = 2500  # characters in one call
OVERLAP = 50  # so that a word on a border is seen whole once
STRICTNESS = tuple(Suggestion)


def parts(text: str) -> list[str]:
    """Cut a text into parts of at most 2,500 characters that overlap.

    >>> [len(part) for part in parts("字" * 2600)]
    [2500, 150]
    """
    step = LONGEST - OVERLAP
    return [text[at : at + LONGEST] for at in range(0, max(len(text) - OVERLAP, 1), step)]


def verdict(answer: Complete) -> TextVerdict:
    """Read one answer. A suggestion that is new to us goes to a person, not through."""
    result = answer.part("result")
    known = result["suggest"] in list(Suggestion)
    suggestion = Suggestion(result["suggest"]) if known else Suggestion.REVIEW
    return TextVerdict(suggestion, result.number("label"), str(answer.get("trace_id", "")))


def strictest(verdicts: Sequence[TextVerdict]) -> TextVerdict:
    return max(verdicts, key=lambda verdict: STRICTNESS.index(verdict.suggestion))
