"""Worked names of a rulebook: what its words have to keep from a machine, and what they let pass.

A policy's cases say only what follows from a name that is clean, doubtful or banned. Whether a name
is so the words of names tell, and these names try them.
"""

from collections.abc import Iterator, Sequence

from weijiayuan.approvals.rulebook_in_force import NAME_WORDS, Decider, ground, name_words
from weijiayuan.approvals.rules.business_names import Lexicon, NameReading
from weijiayuan.approvals.rules.reference_data import forbidden_words, worked_names

KEPT, LAWFUL = "kept", "lawful"


def let_pass(draft: Decider, before: Decider) -> Iterator[str]:
    """Yield the worked names that a text kept from a machine and a draft lets pass."""
    lexicon = draft.ground(ground()).lexicon
    for name in _names(before, KEPT):
        if _read(name, lexicon).forbidden == "clean":
            yield f"名称“{name}”原来要由人看或者改掉，现在会放过"


def kept_needlessly(draft: Decider) -> Iterator[str]:
    """Yield the worked names of a text that are lawful and that it would keep waiting."""
    lexicon = draft.ground(ground()).lexicon
    for name in _names(draft, LAWFUL):
        if found := _read(name, lexicon).doubts:
            yield f"平常的名称“{name}”会被拦下：{'、'.join(each.word for each in found)}"


def untried(draft: Decider) -> Iterator[str]:
    """Yield the groups of words that no worked name tries; of older texts, without any, none."""
    kept = _names(draft, KEPT)
    if not kept:
        return
    lexicon = draft.ground(ground()).lexicon
    tried = {each.why for name in kept for each in _read(name, lexicon).doubts}
    for group in forbidden_words(_text(draft)):
        if group.why not in tried:
            yield f"名称里的这一组字词没有案例：{group.why}"


def _names(decider: Decider, kind: str) -> Sequence[str]:
    return worked_names(_text(decider)).get(kind, ())


def _text(decider: Decider) -> str:
    return name_words(decider.book.pack.files.get(NAME_WORDS))


def _read(name: str, lexicon: Lexicon) -> NameReading:
    return lexicon.reading(f"{ground().authority.regions[0]}{name}", "individual", "limited")
