"""Who must or must not do what to whom: the parts of a clause that take nothing from anybody.

A clause forbids, permits, leaves to an authority, or makes good, and the words in which it does so
are those of what no covenant can take: 物业不得停水 has the words of 物业停水. So its phrases are
read one by one, and the harmless ones are put aside before the rest is looked at. What is denied
counts by what it is: to deny a harm (停水, 锁门, 公布) protects; to deny what somebody has a
right to (进出, 投票, 领卡) is a harm itself and stays.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

ASIDE = "□"
"""What stands for a phrase that was put aside."""
NEAR = 3
"""A plain 不 denies what follows within so many characters."""
PHRASE = re.compile(r"[，,、；;：:]")


class Why(StrEnum):
    """Why a phrase takes nothing from anybody."""

    DENIED = "denied"
    GRANTED = "granted"
    BY_OFFICE = "by_office"
    MADE_GOOD = "made_good"
    FOR_SAFETY = "for_safety"


LISTED = {Why.GRANTED, Why.DENIED}
"""A list after these shares them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence without its harmless phrases, and why each of those was put aside."""

    rest: str
    aside: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, the sign before it, what became of the one before it, and whose doing it is."""

    text: str
    sign: str
    before: Why | None
    is_of_managers: bool
    is_coerced: bool


@cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the patterns that ship, and those that are made of two of them."""
    raw = files("weijiayuan").joinpath("data", "commons", "clause_phrases.toml").read_text("utf-8")
    words = {name: "|".join(each) for name, each in tomllib.loads(raw).items()}
    harm, good, office = words["harm"], words["benefit"], words["office"]
    made = {
        "at_once": rf"^[^，]{{0,3}}?(?:{harm})",
        "denied": rf"(?P<forbids>{words['forbids']})|(?P<spares>{words['spares']})",
        "forbidden": rf"(?:{words['forbids']})$",
        "grants": rf"{words['grants']}|(?:{words['may']})(?=(?:{good}))",
        "by_office": rf"(?:{office})[^，]{{0,14}}(?:{harm})"
        rf"|(?:{harm})[^，]{{0,4}}(由|归|交给?|报)(?:{office})",
        "to_office": rf"(?:{words['told']})[^，]{{0,4}}(?:{office})",
    }
    return {name: re.compile(each) for name, each in (words | made).items()}


def _has(name: str, text: str) -> bool:
    return patterns()[name].search(text) is not None


def read(sentence: str) -> Reading:
    """Put aside what a sentence denies, grants, leaves to an office or makes good.

    >>> read("欠费的，物业可以起诉，但不能锁门禁、不能公布姓名").rest
    '欠费的，物业可以起诉，但□、□'
    >>> read("欠费业主不得使用电梯").rest
    '欠费业主不得使用电梯'
    """
    kept, reasons = [], []
    before, sign, is_of_managers = None, "", False
    asked = patterns()["asked"].sub("", sentence) or sentence
    plain = patterns()["either_way"].sub(ASIDE, asked)
    is_coerced = _has("coerces", plain)
    for text, end in _phrases(plain):
        if _has("managers", text) or _has("people", text):
            is_of_managers = _has("managers", text)
        phrase = Phrase(text, sign, before, is_of_managers, is_coerced)
        before, sign = _harmless(phrase), end
        kept += [_denied_from(text) if before is Why.DENIED else ASIDE if before else text, end]
        reasons += [before] if before else []
    return Reading("".join(kept), tuple(reasons))


def spares_all(reading: Reading) -> bool:
    """Tell whether what is left of a sentence takes nothing: who does not do something may not.

    >>> spares_all(read("不签公约的住户，权利不受任何影响")), spares_all(read("不签的，不发卡"))
    (True, False)
    """
    who, *what = PHRASE.split(reading.rest)
    takes = _has("harm", reading.rest) or _has("limits", reading.rest)
    says_more = what or ASIDE in who
    return (
        bool(reading.aside and says_more) and not takes and not any(_has("denied", w) for w in what)
    )


def _phrases(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield every phrase with the sign after it."""
    at = 0
    for found in PHRASE.finditer(sentence):
        yield sentence[at : found.start()], found[0]
        at = found.end()
    yield sentence[at:], ""


def _harmless(phrase: Phrase) -> Why | None:
    """Return why a phrase takes nothing from anybody, None where it may."""
    for why, holds in CHECKS:
        if holds(phrase):
            return why
    is_list = phrase.sign == "、" and phrase.before in LISTED and _only_names(phrase.text)
    return phrase.before if is_list else None


def _denied_from(text: str) -> str:
    """Return what stands before a denied harm."""
    at = _denied_harm(text)
    return text[:at] + ASIDE if at is not None else ASIDE


def _goes_on_denying(phrase: Phrase) -> bool:
    """Tell whether a phrase goes on with what the one before it denied."""
    is_bare = _has("at_once", phrase.text) and not _has("denied", phrase.text)
    return phrase.before is Why.DENIED and (is_bare or _has("short_denial", phrase.text))


def _is_of_office(phrase: Phrase) -> bool:
    tells = _has("to_office", phrase.text) and not _has("denied", phrase.text)
    return tells or _has("by_office", phrase.text)


def _makes_good(phrase: Phrase) -> bool:
    sells = _has("sells", phrase.text) and not _has("breaches", phrase.text)
    return sells or (_has("made_good", phrase.text) and not _has("punishes", phrase.text))


def _is_for_safety(phrase: Phrase) -> bool:
    text = phrase.text
    if _has("planned", text) and not phrase.is_coerced:
        return True
    return _has("for_safety", text) and _has("stops", text) and not _has("not_for_safety", text)


def _only_names(text: str) -> bool:
    """Tell whether a phrase goes on with a list: it says nothing of what must or must not be."""
    return not any(_has(each, text) for each in ("denied", "limits", "harm"))


def _grants(phrase: Phrase) -> bool:
    """Tell whether a phrase gives people what they have a right to, without a condition."""
    text = phrase.text
    if _has("protects", text) and _only_names(text):
        return True
    if phrase.is_of_managers or _has("limits", text) or _has("harm", text):
        return False
    found = patterns()["grants"].search(text)
    if found is None or not _has("benefit", text):
        return False
    before, granted = text[: found.start()], text[found.start() :]
    if _has("despite", granted) and not _has("forbids", before):
        text = granted  # 没交的也发: who did not do something has it all the same
    return not _has("denied", patterns()["not_denied"].sub("", text))


def _denied_harm(text: str) -> int | None:
    """Return where a phrase begins to deny a harm, None where it denies none."""
    for found in patterns()["denied"].finditer(text):
        before, rest = text[: found.start()], patterns()["means"].sub("", text[found.end() :])
        harm = patterns()["harm"].search(rest)
        if harm is None or _has("resists", rest) or _has("waives_a_duty", rest):
            continue
        if _has("resists", found[0]) and _has("forbidden", before):
            continue
        if found["spares"] and not _spares(found[0], rest, harm):
            continue
        if not _is_of_good(rest, harm, before=before):
            return found.start()
    return None


def _spares(word: str, rest: str, harm: re.Match[str]) -> bool:
    """Tell whether a plain denial reaches the harm, and takes no service away."""
    between = rest[: harm.start()]
    withdraws = word == "不再" and _has("withdraws", rest)
    return len(between) <= NEAR and "的" not in between and not withdraws


def _is_of_good(rest: str, harm: re.Match[str], *, before: str) -> bool:
    """Tell whether it is a good that is denied: it is said first, or alone, and of people."""
    if _has("turned_away", before) and rest.startswith("收"):
        return True
    good = patterns()["benefit"].search(rest)
    if good is None or good.start() > harm.start():
        return False
    if good.start() < harm.start():
        return True
    return not _has("managers", before) and len(good[0]) >= len(harm[0])


CHECKS = (
    (Why.DENIED, _goes_on_denying),
    (Why.BY_OFFICE, _is_of_office),
    (Why.MADE_GOOD, _makes_good),
    (Why.FOR_SAFETY, _is_for_safety),
    (Why.DENIED, lambda phrase: _denied_harm(phrase.text) is not None),
    (Why.GRANTED, _grants),
)
