"""Numbers, and people who can be found and are said to do wrong or be ill, in words others read.

Names are recognised by form, not by a list of people: a surname with one or two characters that
names are given with, a household (3栋502), a post, or a name in pinyin, together with an accusation
in the same sentence. Pure.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan.danger.text_normalization import simplified
from weijiayuan.kernel.private_number_masking import private_parts

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
    rf"|[{DIGITS}]{{1,2}}单元[{DIGITS}]{{3,4}}|[{DIGITS}A-Z]{{1,4}}[-－—][{DIGITS}]{{1,2}}[-－—]?[{DIGITS}]{{2,4}}|[A-Z]?\d{{3,4}}(室|房|号房|户)|(?<![\dA-Z])\d{{3,4}}(?=的|那[家户个]|家|[老姓]))"
)
CALLED = re.compile(
    r"[老小]?[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
    r"(先生|女士|太太|阿姨|阿婆|阿公|阿伯|大爷|大妈|大叔|大婶|奶奶|爷爷|伯伯|婆婆|师傅|老伯)(家|住处|门口|屋|户|的|$)"
    r"|(独居|孤寡|残疾|失能|高龄|低保|精神病|吸毒|上访|重点)(老人|人员|户|家庭|家|人)(?!多|较|比例|关爱|关怀|服务|探访|活动|食堂|家庭?医生|坡道|通道|卫生间|厕所|车位|专用|证|优惠)"
)
"""People by how neighbours call them, and homes by what somebody in them suffers."""
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
    private_facts: re.Pattern[str]
    in_general: re.Pattern[str]
    relations: re.Pattern[str]
    accused_in_pinyin: re.Pattern[str]
    grave: re.Pattern[str]
    only_seen: re.Pattern[str]
    told_by_trade: re.Pattern[str]
    neighbours: re.Pattern[str]
    shames: re.Pattern[str]
    told_to_all: re.Pattern[str]
    household: re.Pattern[str]
    house: re.Pattern[str]
    name: re.Pattern[str]
    home: re.Pattern[str]
    named_before: re.Pattern[str]
    insult: re.Pattern[str]
    no_name: re.Pattern[str]
    one_person: re.Pattern[str]
    kindly: re.Pattern[str]
    post: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Return the patterns that ship."""
    raw = files("weijiayuan").joinpath("data", "public_words", "persons.toml").read_text("utf-8")
    words = tomllib.loads(raw)
    return Patterns(
        accused=re.compile(f"{_any(words['accusations']).pattern}|{'|'.join(words['deeds'])}"),
        private_facts=re.compile("|".join(words["private_facts"])),
        in_general=_any(words["in_general"]),
        relations=re.compile("|".join(words["relations"])),
        accused_in_pinyin=re.compile("|".join(words["accusations_in_pinyin"]), re.IGNORECASE),
        grave=re.compile(f"{_any(words['grave']).pattern}|{'|'.join(words['grave_deeds'])}"),
        only_seen=re.compile("|".join(words["only_seen"])),
        told_by_trade=re.compile("|".join(words["told_by_trade"])),
        neighbours=re.compile("|".join(words["neighbours"])),
        shames=re.compile("|".join(words["shames"])),
        told_to_all=re.compile("|".join(words["told_to_all"])),
        household=re.compile(
            rf"({HOUSE}|[{DIGITS}]{{1,2}}(楼|层)(那|的|住))\D{{0,3}}?({'|'.join(words['persons'])})"
        ),
        house=re.compile(HOUSE),
        name=_name(words),
        home=_home(words),
        named_before=re.compile(rf"[{words['surnames']}][{words['given']}]{{1,2}}[（(]$"),
        insult=re.compile("|".join(words["insults"])),
        no_name=_no_name(words),
        one_person=_one_person(words),
        kindly=re.compile(words["kindly"]),
        post=_any(words["posts"]),
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


def _no_name(words: dict[str, Any]) -> re.Pattern[str]:
    """Return words that begin like a name, and the names that roads, brands and monuments have."""
    place = rf"[{words['surnames']}][\u4e00-\u9fff]{{0,2}}?(?=(?:{words['places']}))"
    return re.compile(rf"{_any(words['no_names']).pattern}|(?<!主)任何|{place}")


def _one_person(words: dict[str, Any]) -> re.Pattern[str]:
    """Return who is one person by where they live or as whose kin, with a name or a status."""
    located = rf"(?:{'|'.join(words['located'])})"
    short = rf"[老小阿][{words['surnames']}](?:{words['calls']}|头|家|的|[^\u4e00-\u9fff]|$)"
    family = rf"(?:[{words['surnames']}]{words['calls']}|{short})"
    status = rf"(?:{'|'.join(words['statuses'])})"
    full = rf"[{words['surnames']}][{words['given']}]{{1,2}}"
    return re.compile(
        rf"{located}[^，,。]{{0,6}}?{family}(?!店|馆|铺|记|超市)"
        rf"|{located}[^，,。]{{0,8}}?{status}"
        rf"|(?:{'|'.join(words['kin'])})(?:{full}|{family}|叫?[{words['surnames']}][{words['given']}])"
        rf"|{words['nicknames']}"
    )


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
        rf"|{before}{surname}[\u4e00-\u9fff]{{1,2}}(?={'|'.join(words['after_names'])})"
        rf"|阿{given}|姓{surname}的?|[老小阿]{surname}(?![房旧人年小城化区])[头子家]?"
    )


def _home(words: dict[str, Any]) -> re.Pattern[str]:
    """Return what looks like somebody's home by any name: 李四家, but not 石家园."""
    begins = rf"(?:^|[^\u4e00-\u9fff]|[{words['before_names']}在到去回])"
    called = rf"[{words['surnames']}][\u4e00-\u9fff]{{1,2}}(?:的?家|住处|宅|寓所)"
    return re.compile(rf"{begins}{called}(?![{words['after_home']}])")


def plain(text: str) -> str:
    """Return the text in one script, without blanks and letters that nobody sees."""
    folded = unicodedata.normalize("NFKC", text).translate(simplified())
    return "".join(each for each in folded if unicodedata.category(each) not in HIDDEN)


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


def tight(text: str) -> str:
    """Return the text as `plain` does, its lines without blanks."""
    return "\n".join(BLANKS.sub("", line) for line in plain(text).splitlines())


def tells_who_lives_where(text: str) -> bool:
    """Tell whether words of a place name a household, somebody who lives there, or an account.

    >>> tells_who_lives_where("3栋502独居老人烟感"), tells_who_lives_where("李松蓢社区5栋楼道烟感")
    (True, False)
    """
    seen = tight(text)
    return bool(_has_numbers(seen) or patterns().house.search(seen) or CALLED.search(seen))


def names_anybody(*texts: str) -> bool:
    """Tell whether words that all read name a person, a household, an account or a number.

    Stricter than `says_who`: nobody need be accused of anything.

    >>> names_anybody("王小明在路口等车"), names_anybody("5栋楼道灯坏了")
    (True, False)
    """
    return any(
        says_who(text)
        or tells_who_lives_where(text)
        or patterns().name.search(patterns().no_name.sub("，", tight(text)))
        for text in texts
        if text
    )


def _has_numbers(seen: str) -> bool:
    """Tell whether somebody's number stands there, as it is written or without the blanks."""
    return any(
        private_parts(each)
        or private_parts(each.translate(SPOKEN_DIGITS))
        or DOOR_CODE.search(each)
        or LONG_NUMBER.search(each)
        or PLATE.search(each.upper())
        or ACCOUNT.search(each)
        for each in (seen, tight(seen))
    )


def _accuses(sentence: str) -> bool:
    """Tell whether the sentence says of somebody who can be found that they do wrong."""
    found, tight = patterns(), BLANKS.sub("", sentence)
    if found.post.search(tight) and found.grave.search(found.only_seen.sub("，", tight)):
        return True
    if found.told_by_trade.search(tight) and found.accused.search(tight):
        return True
    if found.household.search(tight) or _shames_a_neighbour(tight) or _tells_of_one_person(tight):
        return True
    if PINYIN.search(sentence) and found.accused_in_pinyin.search(sentence):
        return True
    fact = found.private_facts.search(tight) and not found.in_general.search(tight)
    if fact and found.relations.search(tight):
        return True
    return bool(
        (fact or found.accused.search(tight))
        and (
            found.house.search(tight)
            or found.name.search(found.no_name.sub("，", tight))
            or PINYIN.search(sentence)
        )
    )


def _tells_of_one_person(tight: str) -> bool:
    """Tell whether a name or a status stands behind a floor or kin, and no kind word."""
    found = patterns()
    if found.kindly.search(tight):
        return False
    return bool(found.one_person.search(found.no_name.sub("，", tight)))


def _shames_a_neighbour(tight: str) -> bool:
    """Tell whether illness, crime, greed or an affair is told of a neighbour or by a post."""
    found = patterns()
    said = found.only_seen.sub("，", tight)
    tells = found.shames.search(said) and not found.told_to_all.search(said)
    return bool(tells and found.neighbours.search(said))
