"""Sentences made of concepts by a grammar, for the tools that teach."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

CHOICE = re.compile(r"<(\w+)>|\[([^\[\]]*)\]")
Words = Mapping[str, Sequence[str]]


def sentences(path: Path, kinds: Mapping[str, str], *, seed: int) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a grammar with what each tells of: the same ones every time.

    `kinds`: the tables of the file, each with the label of rows that name no kind.
    """
    grammar = tomllib.loads(path.read_text("utf-8"))
    dice = Random(seed)  # noqa: S311  # nothing secret
    for table, usual in kinds.items():
        each = grammar.get(f"each_{table}", grammar["each"])
        for row in grammar[table]:
            for rule in row["say"]:
                made = {_made(rule, grammar["words"], dice) for _ in range(each)}
                yield from ((text, row.get("kind", usual)) for text in sorted(made))


def _made(rule: str, words: Words, dice: Random) -> str:
    """Return one sentence of a rule, its choices drawn."""
    while CHOICE.search(rule):
        rule = CHOICE.sub(lambda found: _drawn(found, words, dice), rule)
    return rule


def _drawn(found: re.Match[str], words: Words, dice: Random) -> str:
    return dice.choice(words[found[1]] if found[1] else found[2].split("|"))
