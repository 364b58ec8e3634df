"""What somebody who types words looks for: needs, text, and what lists can filter by. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from weijiayuan.directory.rules.need_classifier import without_refused
from weijiayuan.directory.rules.need_taxonomy import NeedTree, plain
from weijiayuan.directory.rules.query_spelling_normalization import written
from weijiayuan.directory.rules.vocabulary import Feature
from weijiayuan.kernel.private_number_masking import private_parts

NEARBY = r"离我(?:最)?近(?:的)?|附近(?:的|有)?|身边(?:的)?|周边(?:的)?|旁边(?:的)?|最近的|就近"
FREE = r"免费(?:的)?|不要钱(?:的)?|不花钱(?:的)?|不收费(?:的)?"
OPEN = r"现在(?:还)?开着?(?:门)?(?:的)?|开着(?:门)?的|还开着?(?:门)?(?:的)?吗"
ASKING = (
    r"请问|我想要|我想|我要|想要|哪里(?:有|能|可以)?|哪儿(?:有|能)?|在哪里?|有没有|"
    r"怎么|能不能|可不可以|可以|帮我|的地方|吗"
)
PUNCTUATION = re.compile(r"[\s,，.。、;；:：!！?？'\"“”‘’()（）《》【】/|·~～-]+")
FEATURES = {
    Feature.RAMP: r"无障碍(?:的)?|坡道",
    Feature.LIFT: r"有电梯(?:的)?|电梯",
    Feature.NURSING: r"母婴室|哺乳室",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What typed words mean.

    An entry fits if it says all of `text` and serves one of `needs`; unless `is_named`, one that
    says all of `said` fits as well. Every word stands as lists spell it.
    """

    text: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    is_named: bool = False
    is_free: bool = False
    must_be_open: bool = False
    features: tuple[Feature, ...] = ()


def understand(typed: str, tree: NeedTree) -> Meaning:
    """Return what the words mean. Filters are taken out; what asks and does not say is passed over.

    >>> from weijiayuan.directory.rules.need_taxonomy import Need
    >>> hair = Need("haircut", "理发", "society", ("剪头发",))
    >>> found = understand("免费 剪头发 附近", NeedTree("1", "", {}, {"haircut": hair}))
    >>> found.needs, found.is_free, found.text
    (('haircut',), True, ())
    """
    whole = without_refused(written(typed))
    rest, is_free = _taken(whole, FREE)
    rest, must_be_open = _taken(rest, OPEN)
    rest, _ = _taken(rest, NEARBY)
    features = []
    for feature, pattern in FEATURES.items():
        rest, is_asked = _taken(rest, pattern)
        features += [feature] if is_asked else []
    words = [tree.respelt(each) for each in _split(rest)]
    named = tree.named("".join(words))
    needs = named or (_needs_told(whole, rest, tree) if words else [])
    text, said = _parted(
        [part for word in words for part in _split(_taken(word, ASKING)[0])], needs, tree
    )
    return Meaning(text, tuple(needs), said, bool(named), is_free, must_be_open, tuple(features))


def _needs_told(whole: str, rest: str, tree: NeedTree) -> list[str]:
    """Return the needs of a line: as it was taught, else those whose own words are said.

    Who types somebody's number looks for a person, and that is no need. What tells of nothing that
    is served means a need only by a word that stands alone: 明天上午 理发.
    """
    if private_parts(whole):
        return []
    words, told = _split(whole), tree.told_by(rest.strip())
    if told is None:
        return [need for word in words for need in tree.named(word)]
    return told or tree.meant_by("".join(words))


def _split(text: str) -> list[str]:
    return [each for each in PUNCTUATION.split(text) if each]


def _taken(text: str, pattern: str) -> tuple[str, bool]:
    """Take what the pattern says out of the text; say whether it was there."""
    rest, count = re.subn(pattern, " ", text)
    return rest, count > 0


def _parted(
    words: Sequence[str], needs: Collection[str], tree: NeedTree
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the words into those that an entry has to say, and those that mean its needs."""
    said = [word for word in words if set(tree.meant_by(word)) & set(needs)] if needs else []
    if needs and not said:
        return (), tuple(words)
    return tuple(word for word in words if word not in said), tuple(said)


def words_of(needs: Iterable[str], tree: NeedTree) -> list[str]:
    """Return the words by which other lists may call these needs, of two letters and more."""
    return sorted({word for one in needs for word in tree.needs[one].own if len(plain(word)) > 1})
