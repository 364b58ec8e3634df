"""One check of lawfulness at every door where something is put to a vote or published.

What the check knows for certain nobody can decide. What it doubts waits for a second person, who
passes these very words in this space, or does not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from hashlib import sha256
from uuid import UUID

from weijiayuan import audit
from weijiayuan.commons.errors import DoubtfulText, RequestDecided, SecondPersonNeeded, Unlawful
from weijiayuan.commons.models import ReviewState, TextReview
from weijiayuan.commons.queries import text_reviews as queries
from weijiayuan.commons.rules import covenant_clause_check
from weijiayuan.commons.rules.covenant_clause_check import BLOCK, NAMES, REVIEW, Finding
from weijiayuan.commons.rules.text_moderation import is_election, may_elect
from weijiayuan.db import db


def require_lawful(
    space_id: UUID,
    *,
    decided: Sequence[str] = (),
    told: Sequence[str] = (),
    elects: bool = False,
) -> None:
    """Let nothing unlawful be decided, and nothing doubtful be decided or told unseen.

    What is only told (what was said at a meeting) may tell of something unlawful, once a second
    person has looked at it. What decides who leads neighbours is doubted, too,
    unless it may (`elects`: a result of the legal system).
    Raises `Unlawful`, `DoubtfulText`.
    """
    for text in decided:
        certain = next((each for each in _found(text) if each.level == BLOCK), None)
        if certain is not None:
            raise Unlawful(article=certain.article, remedy=certain.remedy)
    doubtful = _doubtful(told) | _doubtful(decided, elect=not elects)
    passed = queries.passed(space_id, doubtful)
    left = [
        each for digest, (_, found) in doubtful.items() if digest not in passed for each in found
    ]
    if left:
        raise DoubtfulText(
            name=left[0].name,
            article=left[0].article,
            remedy=left[0].remedy,
            findings=[asdict(each) for each in left],
        )


def is_doubtful(text: str) -> bool:
    """Tell whether a person has to look at a text before it is shown. Raises `Unlawful`."""
    found = _found(text)
    certain = next((each for each in found if each.level == BLOCK), None)
    if certain is not None:
        raise Unlawful(article=certain.article, remedy=certain.remedy)
    return bool(found)


def _found(text: str) -> list[Finding]:
    levels = {BLOCK, REVIEW}
    found = covenant_clause_check.check([text])
    return [each for each in found if each.rule != NAMES.id and each.level in levels]


def _doubtful(texts: Iterable[str], *, elect: bool = False) -> dict[str, tuple[str, list[Finding]]]:
    """Return the texts that somebody has to look at, with what was found, by their digest.

    With `elect` they must not choose anybody unseen, either.
    """
    found = {
        _digest(each): (each, [*_found(each), *(_choice_of(each) if elect else ())])
        for each in texts
        if each
    }
    return {digest: told for digest, told in found.items() if told[1]}


def _choice_of(text: str) -> list[Finding]:
    """Return the doubt that a text chooses who leads neighbours; a booth has rules of its own."""
    if is_election(text) or not may_elect(text):
        return []
    return [
        Finding(
            clause=1,
            text=text,
            rule="election",
            name="像是在选人",
            level=REVIEW,
            article="民法典第278条，城市居民委员会组织法第19条",
            article_confirmed=True,
            remedy="选谁由业主大会或者选举委员会依法办；这里只商量要不要选、什么时候选、怎么选",
        )
    ]


def _digest(text: str) -> str:
    return sha256(covenant_clause_check.plain(text).encode()).hexdigest()


def ask(space_id: UUID, texts: Sequence[str], *, by: UUID) -> list[TextReview]:
    """Ask a second person to look at what is doubted in these texts; the rest needs nobody."""
    doubtful = _doubtful(texts, elect=True)
    known = queries.known(space_id, doubtful)
    made = [
        TextReview(
            space_id=space_id,
            digest=digest,
            text=text,
            findings=[asdict(each) for each in found],
            asked_by=by,
        )
        for digest, (text, found) in doubtful.items()
        if digest not in known
    ]
    db.session.add_all(made)
    db.session.flush()
    return [*known.values(), *made]


def decide(review_id: UUID, *, passed: bool, words: str, by: UUID) -> TextReview:
    """Pass a text as a second person, or not. Raises `RequestDecided`, `SecondPersonNeeded`."""
    found = queries.review_to_change(review_id)
    if found.state is not ReviewState.ASKED:
        raise RequestDecided
    if found.asked_by == by:
        raise SecondPersonNeeded
    found.state = ReviewState.PASSED if passed else ReviewState.REFUSED
    found.decided_by, found.words = by, words
    audit.record("text reviewed", subject_kind="space", subject_id=found.space_id, passed=passed)
    return found
