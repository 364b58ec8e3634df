"""Texts that all read: they tell nobody's numbers, accuse nobody, decide nothing unlawful."""

from weijiayuan.commons.errors import NamesSomebody, Unlawful
from weijiayuan.commons.rules import covenant_clause_check
from weijiayuan.public_words import PRIVATE, says_who


def require_nobody_named(*texts: str) -> None:
    """Raise `NamesSomebody` for texts that nobody reads before they are shown."""
    if says_who(*texts):
        raise NamesSomebody


def require_no_numbers(*texts: str) -> None:
    """Raise `NamesSomebody` where somebody's numbers stand: nobody may let all read those."""
    if says_who(*texts) == PRIVATE:
        raise NamesSomebody


def require_lawful(*decisions: str) -> None:
    """Raise `Unlawful` for what no vote, meeting or minutes can decide, with article and remedy."""
    for text in decisions:
        found = covenant_clause_check.forbidden(text)
        if found is not None:
            raise Unlawful(article=found.article, remedy=found.remedy)
