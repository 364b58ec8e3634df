"""Danger said outright: words that decide alone unless their frame says otherwise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from weijiayuan.danger import obfuscation_patterns, reference_data, text_normalization

BLANKS = re.compile(r"[\s~、…·—_|/\\*.]+")
SENTENCE = re.compile(r"[^。；！？!?;]+")
FOR_NOT = re.compile(r"8(?=想|要|活)")
"""People write 8 for 不."""
FOR_DEATH = re.compile(r"(?<=想)(?:4|s)(?=$|了|[,。!])")
"""And 4 or s for 死."""
OWN_WILL = re.compile(r"(?:我|俺|咱)[^,。]{0,3}(?:不?想|要|不活|活)[^,。]{0,6}$")
OF_SOMEBODY = {"self_harm", "threat", "domestic", "violence"}
"""Kinds that are told with their reasons: a frame counts only in the same clause."""
FOLLOWS = 6
OF_A_THING = re.compile("的(?!时候|人)")
"""What stands before 的 only says what kind of thing it is, if no being follows."""
OF_WHOM = 6


@dataclass(frozen=True, slots=True)
class Outright:
    """A danger said outright: its kind, the words that say so, and the family of sayings."""

    kind: str
    words: str
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """The ways to say one kind of danger. `present`: it has to be seen, not feared."""

    kind: str
    pattern: re.Pattern[str]
    present: bool
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: in their sentence, and what is before and after them in their clause."""

    sentence: str
    start: int
    end: int

    @property
    def before(self) -> str:
        return self.sentence[: self.start].rpartition(",")[2]

    @property
    def after(self) -> str:
        return self.sentence[self.end :].partition(",")[0]

    @property
    def clause(self) -> str:
        return self.before + self.sentence[self.start : self.end] + self.after

    @property
    def is_own_will(self) -> bool:
        """Tell whether somebody says it of what they themselves want."""
        return OWN_WILL.search(self.before + self.sentence[self.start : self.end]) is not None


@dataclass(frozen=True, slots=True)
class Named:
    """The dangers that a text names: those it says outright, and whether it names others."""

    outright: tuple[Outright, ...]
    any: bool

    @property
    def is_taken_back(self) -> bool:
        """Tell whether a danger is named and nowhere meant: its frame takes it back."""
        return self.any and not self.outright


def named(text: str) -> Named:
    """Return the dangers a text names, what it says outright with the gravest kind first.

    >>> named("电影里有人跳楼").is_taken_back, named("有人跳楼").is_taken_back
    (True, False)
    """
    said = list(_said(_plain(text)))
    found: dict[str, Outright] = {}
    for saying, words, meant in said:
        if meant:
            known = found.get(saying.kind)
            family = saying.family or (known.family if known else None)
            found[saying.kind] = Outright(saying.kind, words, family)
    kinds = (kind for kind in reference_data.kinds() if kind in found) if found else ()
    return Named(tuple(found[kind] for kind in kinds), bool(said))


def outright(text: str) -> tuple[Outright, ...]:
    """Return what a text says outright, the gravest kind first.

    >>> [each.kind for each in outright("老板不给钱,我要跳楼")]
    ['self_harm']
    >>> outright("我不想自杀")
    ()
    """
    return named(text).outright


def without_frames(text: str) -> str:
    """Return a text without figures of speech and without sentences that tell of nothing now.

    >>> without_frames("反家暴讲座在哪听"), "不想活" in without_frames("不想活动")
    ('', False)
    """
    plain = text_normalization.blanked(text, _list("figures"))
    return "。".join(
        each
        for each in SENTENCE.findall(plain)
        if not (_list("unreal").search(each) or _list("wished").search(each))
        or OWN_WILL.search(each)
    )


def is_only_asked(text: str) -> bool:
    """Tell whether a statement only asks about a thing, or tells of somebody who smokes.

    >>> is_only_asked("后山会不会滑坡"), is_only_asked("后山滑坡了")
    (True, False)
    """
    return _list("only_asked").search(_plain(text).rstrip("?!。")) is not None


def is_poisoned(text: str) -> bool:
    """Tell whether a text tells of somebody who breathed what is in the air."""
    return _list("poisoned").search(_plain(text)) is not None


def is_of_elsewhere(text: str) -> bool:
    """Tell whether a sentence tells of what was heard of, seen in the media, or lies elsewhere.

    >>> is_of_elsewhere("朋友圈说路灯杆漏电"), is_of_elsewhere("路灯杆漏电")
    (True, False)
    """
    return any(_list(name).search(text) for name in ("heard_of", "elsewhere", "unreal", "hearsay"))


def _plain(text: str) -> str:
    plain = text_normalization.read(BLANKS.sub("", obfuscation_patterns.read(text)))
    plain = FOR_DEATH.sub("死", FOR_NOT.sub("不", plain))
    return text_normalization.blanked(plain, _list("figures"))


def _said(plain: str) -> Iterator[tuple[Saying, str, bool]]:
    """Yield what is said and whether it is meant; where words overlap the first counts."""
    for sentence in (found.group() for found in SENTENCE.finditer(plain)):
        if _any_saying().search(sentence) is None:
            continue
        left = sentence
        for saying in _sayings():
            places = [found.span() for found in saying.pattern.finditer(left)]
            for start, end in places:
                yield saying, left[start:end], _is_meant(saying, Place(sentence, start, end))
            if places:
                left = text_normalization.blanked(left, saying.pattern)


def _is_meant(saying: Saying, place: Place) -> bool:
    """Tell whether words speak of now: not denied, made up, over, or only feared."""
    if _is_denied(place) or _is_unreal(saying, place) or _is_over(saying, place):
        return False
    if OF_A_THING.match(place.after) and not _list("beings").search(place.after[:OF_WHOM]):
        return False
    rest = place.sentence[place.end :]
    return not saying.present or not (
        reference_data.words("feared").search(place.before)
        or reference_data.words("settled").search(rest)
        or reference_data.words("asked").search(rest)
    )


def _is_denied(place: Place) -> bool:
    said = place.sentence[place.start : place.end]
    return bool(_list("denied").search(place.before) or _list("denied_within").search(said))


def _is_unreal(saying: Saying, place: Place) -> bool:
    """Tell whether it is news, a film, a drill: of their own will people mean it.

    What insurance or the news did to somebody is why they want to die, not a frame.
    """
    if place.is_own_will:
        return _list("unreal").match(place.after[:FOLLOWS]) is not None
    within = place.clause if saying.kind in OF_SOMEBODY else place.sentence
    return _list("unreal").search(within) is not None


def _is_over(saying: Saying, place: Place) -> bool:
    """Tell whether it is long gone, or settled and only to be paid for: never of one's own will."""
    within = place.clause if saying.kind in OF_SOMEBODY else place.sentence
    is_past = _list("past").search(within) or _list("hearsay").search(within)
    if is_past and not reference_data.words("now").search(place.sentence):
        return True
    return bool(
        saying.kind != "self_harm"
        and _list("closed").search(place.sentence)
        and not _list("under_way").search(place.sentence)
    )


@cache
def _sayings() -> tuple[Saying, ...]:
    """Return the ways of saying a danger in the order of their file."""
    table = reference_data.read("explicit")
    return tuple(
        Saying(
            row["kind"],
            _pattern(row, table["names"]),
            row.get("present", False),
            row.get("family"),
        )
        for row in table["explicit"]
    )


@cache
def _any_saying() -> re.Pattern[str]:
    """Return what finds any of them: most sentences say none, and are looked at once."""
    return re.compile("|".join(f"(?:{saying.pattern.pattern})" for saying in _sayings()))


def _pattern(row: dict[str, Any], names: dict[str, list[str]]) -> re.Pattern[str]:
    alternatives = [*row.get("patterns", ()), *sorted(row["words"], key=len, reverse=True)]
    joined = "|".join(alternatives)
    for name, words in names.items():
        joined = joined.replace(f"<{name}>", "|".join(sorted(words, key=len, reverse=True)))
    return re.compile(joined)


@cache
def _list(name: str) -> re.Pattern[str]:
    return reference_data.any_of(reference_data.read("explicit")[name]["words"])
