"""The tree of needs of the district at hand."""

from weijiayuan.directory.errors import NeedUnknown
from weijiayuan.directory.rules.need_taxonomy import NeedTree, read_needs
from weijiayuan.district.current_district import district


def tree() -> NeedTree:
    """Return the alliances and needs of the district that is served."""
    return read_needs(district().folder)


def check(*, need: str | None = None, alliance: str | None = None) -> None:
    """See that a need and an alliance are in the tree. Raises `NeedUnknown`."""
    known = tree()
    unknown = [
        name
        for name, word, words in (
            ("need", need, known.needs),
            ("alliance", alliance, known.alliances),
        )
        if word is not None and word not in words
    ]
    if unknown:
        raise NeedUnknown(fields={name: [NeedUnknown.code] for name in unknown})
