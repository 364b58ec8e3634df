"""Which texts a person reads before others do.

Danger, somebody's numbers, somebody named as doing wrong, elections and petitions.
Names are recognised by form, not by a list of people: a surname with one or two characters that
names are given with, a household (3栋502), a post, or a name in pinyin, together with an accusation
in the same sentence. What is found here too much waits for a person; what is missed is public.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan import danger
from weijiayuan.danger.text_normalization import simplified
from weijiayuan.kernel.private_number_masking import private_parts

DANGER = "danger"
PRIVATE = "private"
SENTENCE = re.compile(r"[。！？!?；;\n]+")
BLANKS = re.compile(r"\s+")
HIDDEN = {"Cf", "Mn", "Me"}
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\-.]?[A-Z0-9]{5,6}(?![A-Z0-9])"
)
LONG_NUMBER = re.compile(r"(?<!\d)(\d{15}|\d{17}[\dXx])(?![\dXx])")
SPOKEN_DIGITS = str.maketrans("〇零一幺二三四五六七八九", "001123456789")
DOOR_CODE = re.compile(r"(门禁|大门|单元门|开门|门锁)的?密码(是|为|[:：])?[\dA-Za-z*#]{3,}")
ACCOUNT = re.compile(
    r"(微信号?|wx|vx|QQ号?|qq|企鹅号?|扣扣号?)[:：]?[A-Za-z0-9_-]{5,}|[\w.+-]+@[\w-]+\.\w+"
)
DIGITS = "0-9一二三四五六七八九十百零〇"
HOUSE = (
    rf"([{DIGITS}A-Z]{{1,4}}(栋|幢|座|号楼)[{DIGITS}A-Z]{{0,3}}(单元|座|楼|层)?[{DIGITS}]{{1,4}}(室|房|号|户|号房)?(?![{DIGITS}楼层单期])"
    rf"|[{DIGITS}]{{1,2}}单元[{DIGITS}]{{3,4}}|[{DIGITS}A-Z]{{1,4}}[-－—][{DIGITS}]{{1,2}}[-－—]?[{DIGITS}]{{2,4}}|[A-Z]?\d{{3,4}}(室|房|号房|户)|(?<![\dA-Z])\d{{3,4}}(?=的))"
)
PINYIN = re.compile(
    r"(?<![A-Za-z])(wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|gao|lin|luo|zheng|"
    r"liang|xie|song|tang|deng|han|feng|cao|peng|zeng|xiao|tian|dong|pan|yuan|cai|jiang|yu|du|ye|"
    r"cheng|wei|su|lv|lu|ding|ren|shen|yao|zhong|cui|tan|fan|liao|shi|jin|jia|xia|fu|fang|zou|"
    r"xiong|bai|meng|qin|qiu|hou|jing|xue|yin|lei|long|shao|wan|qian|dai|mo|kong|xiang)"
    r"[\s._-]{0,2}[a-z]{2,6}([\s._-]{0,2}[a-z]{2,6})?(?![A-Za-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the shipped words make."""

    accused: re.Pattern[str]
    grave: re.Pattern[str]
    household: re.Pattern[str]
    house: re.Pattern[str]
    name: re.Pattern[str]
    no_name: re.Pattern[str]
    post: re.Pattern[str]
    elections: re.Pattern[str]
    booths: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Return the patterns that ship."""
    raw = files("weijiayuan").joinpath("data", "commons", "moderation.toml").read_text("utf-8")
    words = tomllib.loads(raw)
    return Patterns(
        accused=_any(words["accusations"]),
        grave=_any(words["grave"]),
        household=re.compile(
            rf"({HOUSE}|[{DIGITS}]{{1,2}}(楼|层)(那|的|住))\D{{0,3}}?({'|'.join(words['persons'])})"
        ),
        house=re.compile(HOUSE),
        name=_name(words),
        no_name=_any(words["no_names"]),
        post=_any(words["posts"]),
        elections=re.compile("|".join(words["elections"])),
        booths=re.compile("|".join(words["booths"])),
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


def _name(words: dict[str, Any]) -> re.Pattern[str]:
    """Return what looks like somebody's name, full or as neighbours say it."""
    surname = rf"({'|'.join(words['double_surnames'])}|[{words['surnames']}])"
    given = rf"[{words['given']}]"
    called = "先生|女士|太太|阿姨|叔叔?|伯|婶|姐|哥|嫂|总|某某?|师傅|老师|医生|主任|书记|经理|家的?"
    before = (
        rf"(?:^|[^\u4e00-\u9fff]|[{words['before_names']}]|{'|'.join(words['before_names_words'])})"
    )
    return re.compile(
        rf"{before}{surname}{given}{{1,2}}"
        rf"|{before}{surname}({called})"
        rf"|姓{surname}的?|[老小阿]{surname}(?![房旧人年小城化区])[头子家]?"
    )


def plain(text: str) -> str:
    """Return the text in one script, without blanks and letters that nobody sees."""
    folded = unicodedata.normalize("NFKC", text).translate(simplified())
    return "".join(each for each in folded if unicodedata.category(each) not in HIDDEN)


def reason_to_hold(*texts: str) -> str:
    """Return why these words wait for a person, "" if they do not.

    >>> reason_to_hold("3栋502的人天天半夜吵"), reason_to_hold("北门的路灯坏了")
    ('someone_named', '')
    """
    whole = "\n".join(texts)
    if danger.recognise(whole) is not None:
        return DANGER
    found = says_who(*texts)
    if found:
        return found
    political = patterns().elections.search(_tight(whole)) or is_election(whole)
    return "elections_and_party" if political else ""


def says_who(*texts: str) -> str:
    """Return `private` for somebody's numbers, `someone_named` for somebody accused, else "".

    >>> says_who("欠费的人是李梅"), says_who("王建国的车 粤B12345 占道"), says_who("请物业修灯")
    ('someone_named', 'private', '')
    """
    seen = plain("\n".join(texts))
    if _has_numbers(seen):
        return PRIVATE
    lines = [each for each in SENTENCE.split(seen) if each.strip()]
    return "someone_named" if any(map(_accuses, lines)) else ""


def is_election(*texts: str) -> bool:
    """Tell whether the law wants it decided in booths and counted on the spot.

    >>> is_election("选举新一届居委会主任：张三还是李四"), is_election("要不要选业委会")
    (True, False)
    """
    return bool(patterns().booths.search(_tight("\n".join(texts))))


def _tight(text: str) -> str:
    return "\n".join(BLANKS.sub("", line) for line in plain(text).splitlines())


def _has_numbers(seen: str) -> bool:
    """Tell whether somebody's number stands there, as it is written or without the blanks."""
    return any(
        private_parts(each)
        or private_parts(each.translate(SPOKEN_DIGITS))
        or DOOR_CODE.search(each)
        or LONG_NUMBER.search(each)
        or PLATE.search(each.upper())
        or ACCOUNT.search(each)
        for each in (seen, _tight(seen))
    )


def _accuses(sentence: str) -> bool:
    """Tell whether the sentence says of somebody who can be found that they do wrong."""
    found, tight = patterns(), BLANKS.sub("", sentence)
    if found.grave.search(tight) and found.post.search(tight):
        return True
    if found.household.search(tight):
        return True
    if not found.accused.search(tight):
        return False
    return bool(
        found.house.search(tight)
        or found.name.search(found.no_name.sub("，", tight))
        or PINYIN.search(sentence)
    )
