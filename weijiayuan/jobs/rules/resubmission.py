"""Whether a post is another in other clothes, so that what came down does not come back as new."""

import re
from collections.abc import Iterable
from typing import Protocol

from rapidfuzz import fuzz

from weijiayuan.jobs.rules.obfuscation_removal import folded

ALIKE = 75  # per cent of the letters: another title over the same duties is the same post


NEARLY = 90  # per cent: the same clauses in another order, a sign or a sum apart
CLAUSES = re.compile(r"[^\w]+")
DIGITS = re.compile(r"\d+")


class Worded(Protocol):
    """What a post says in words."""

    title: str
    duties: str
    requirements: str
    benefits: str


def is_like_any(post: Worded, others: Iterable[Worded]) -> bool:
    """Say whether a post says nearly what one of the others says."""
    said = words(post)
    return any(fuzz.ratio(said, words(other), score_cutoff=ALIKE) for other in others)


def is_near_copy(post: Worded, others: Iterable[Worded]) -> bool:
    """Say whether a post is one of the others, but for signs, figures and the order of clauses."""
    said = clauses(post)
    return any(fuzz.ratio(said, clauses(other), score_cutoff=NEARLY) for other in others)


def clauses(post: Worded) -> str:
    """Return what a post says without figures and signs, its clauses in one order."""
    return "".join(sorted(CLAUSES.split(DIGITS.sub("", words(post)))))


def words(post: Worded) -> str:
    """Return what a post says, in its plainest form."""
    return folded(f"{post.title}。{post.duties}。{post.requirements}。{post.benefits}").text
