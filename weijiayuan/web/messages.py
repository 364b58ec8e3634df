"""Sentences for people, by code. The catalogue is `messages.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path

from weijiayuan.kernel import clock
from weijiayuan.kernel.money import Money

CATALOGUE = Path(__file__).parents[1] / "messages.toml"


@cache
def catalogue() -> Mapping[str, str]:
    """Return every sentence under its full code, `table.name`."""
    tables = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {
        f"{table}.{name}": sentence
        for table, sentences in tables.items()
        for name, sentence in sentences.items()
    }


def text(code: str, **facts: object) -> str:
    """Return the sentence of a code with its facts filled in as people read them."""
    return catalogue()[code].format_map({name: in_words(fact) for name, fact in facts.items()})


def in_words(fact: object) -> object:
    """Write dates, moments, money and states the way residents read them.

    A state whose class says where its words are (`words = nonmember("events.state")`) has them.
    """
    if isinstance(fact, datetime):
        return clock.moment_in_words(fact)
    if isinstance(fact, date):
        return clock.day_in_words(fact)
    if isinstance(fact, Money):
        return str(fact)
    if isinstance(fact, (list, tuple, set, frozenset)):
        return "、".join(str(in_words(each)) for each in fact)
    if isinstance(fact, Enum) and (table := getattr(type(fact), "words", None)):
        return text(f"{table}_{fact.value}")
    return fact
