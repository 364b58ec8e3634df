"""Wider lines for one that found nothing, each with what it leaves out, to be told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from weijiayuan.jobs.rules.pay_query_parser import AskedPay
from weijiayuan.jobs.rules.query_understanding import Understood
from weijiayuan.jobs.rules.search_tokens import Question, Term, TermKind, asked_tokens


@dataclass(frozen=True, slots=True)
class Wider:
    """A line of which something was left out, and the words for that."""

    meant: Understood
    left_out: tuple[str, ...] = ()


def widened(meant: Understood) -> Iterator[Wider]:
    """Yield wider lines, the nearest first: unknown words, then conditions. Jobs stay.

    >>> from weijiayuan.jobs.rules.query_understanding import understand
    >>> [each.left_out for each in widened(understand("月薪过万 包住 保安", {}))]
    [('每月10000元以上',), ('包住',), ('每月10000元以上', '包住')]
    """
    if meant.is_for_all:
        yield Wider(replace(meant, question=Question(())), unknown_words(meant))
        return
    for question in loosened(meant.question):
        is_shorter = len(question.terms) < len(meant.question.terms)
        left_out = unknown_words(meant) if is_shorter else ()
        yield Wider(replace(meant, question=question), left_out)
    yield from with_fewer_conditions(meant)


def with_fewer_conditions(meant: Understood) -> Iterator[Wider]:
    """Yield the line without its unknown words and without one of its conditions, then more."""
    terms = meant.question.terms
    facts = [term for term in terms if term.kind is TermKind.FACT and term.words]
    places = [term for term in terms if term.kind is TermKind.PLACE]
    beside_places: list[AskedPay | Term] = [*([meant.pay] if meant.pay else []), *facts]
    single: list[AskedPay | Term] = [*beside_places, *places]
    together = [beside_places, single] if beside_places and places else [single]
    several = (each for each in together if len(each) > 1)
    for left in [*([one] for one in single), *several]:
        if rest := without(meant, left):
            yield Wider(rest, (*unknown_words(meant), *map(label, left)))


def without(meant: Understood, left: list[AskedPay | Term]) -> Understood:
    """Return the line without what is left out, and without its unknown words."""
    pay = None if meant.pay in left else meant.pay
    terms = tuple(
        term
        for term in meant.question.terms
        if term not in left and not is_unknown(term) and not (is_of_pay(term) and pay is None)
    )
    return replace(meant, question=Question(terms), pay=pay)


def is_of_pay(term: Term) -> bool:
    """Say whether a term only asks that the pay is by the hour or the day, as the sum was."""
    return term.kind is TermKind.FACT and not term.words


def label(left: AskedPay | Term) -> str:
    """Return what was left out as people read it."""
    return left.words if isinstance(left, AskedPay) else left.words[0]


def unknown_words(meant: Understood) -> tuple[str, ...]:
    """Return the unknown words of a line."""
    return tuple(term.words[0] for term in meant.question.terms if is_unknown(term))


def loosened(question: Question) -> Iterator[Question]:
    """Yield wider questions for one that found none: unknown words by any pair, then without them.

    Codes, places, terms and jobs stay as they were asked for.

    >>> from weijiayuan.jobs.rules.query_understanding import understand
    >>> question = understand("飞船舱门 smt", {}).question
    >>> [term.words for term in next(loosened(question)).terms]
    [('飞船', '船舱', '舱门'), ('smt',)]
    """
    by_pairs = tuple(map(any_pair, question.terms))
    if by_pairs != question.terms:
        yield Question(by_pairs)
    known = tuple(term for term in question.terms if not is_unknown(term))
    if known and known != question.terms:
        yield Question(known)


def is_unknown(term: Term) -> bool:
    """Say whether a term is an unknown word of characters; a code stands for itself."""
    return term.kind is TermKind.WORD and not all(word.isascii() for word in term.words)


def any_pair(term: Term) -> Term:
    """Return a term that any pair of an unknown word's characters answers."""
    if not is_unknown(term):
        return term
    pairs = ["".join(pair) for word in term.words for pair in pairwise(word)]
    if not pairs:
        return term
    return Term(tuple(pairs), tuple(tuple(asked_tokens(pair)) for pair in pairs))
