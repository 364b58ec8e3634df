"""Opening hours in one spelling: script, signs, numerals and how people say a time of day. Pure."""

import re
import unicodedata

from weijiayuan.danger.text_normalization import simplified

DIGITS = "一二三四五六七八九"
ONE = rf"(?:[二两三四五]?十[{DIGITS}]?|[{DIGITS}两零])"
HOUR = re.compile(rf"(?<!周)({ONE})(?=[点时](?!间|令))")
MINUTE = re.compile(rf"(?<=[点时])零?({ONE})(?=分|$|[^{DIGITS}十])")
FROM_TO = re.compile(rf"[朝早](\d{{1,2}}|{ONE})(?:点)?-?晚(\d{{1,2}}|{ONE})(?:点)?(?![:\d半点])")
QUARTERS = (("一刻", "15分"), ("三刻", "45分"))
SAID = (
    ("星期", "周"),
    ("礼拜", "周"),
    ("馆休", "休馆"),
    ("逢周", "周"),
    ("点钟", "点"),
    ("点整", "点"),
    ("朝早", "早上"),
    ("晏昼", "下午"),
    ("夜晚", "晚上"),
    ("中午不休息", "中午不休"),
)


def plain(text: str) -> str:
    """Return the text in one spelling of signs, without spaces that separate nothing.

    >>> plain("週一至週五 上午九點至十二點 下午两点至五点半"), plain("朝九晚五")
    ('周一-周五,上午9点-12点下午2点-5点半', '9:00-17:00')
    """
    said = unicodedata.normalize("NFKC", text).translate(simplified()).strip()
    for written, meant in SAID:
        said = said.replace(written, meant)
    said = re.sub(r"\s*(?:-+|~|～|—+|–|―|至|到)\s*", "-", said)
    said = HOUR.sub(lambda match: str(_number(match[1])), said)
    for written, meant in QUARTERS:
        said = re.sub(rf"(?<=[点时]){written}", meant, said)
    said = MINUTE.sub(lambda match: f"{_number(match[1]):02}", said)
    said = FROM_TO.sub(_from_to, said)
    said = re.sub(r"(?<=[周:日月年点时分])\s+|\s+(?=[:日月年点时分])", "", said)
    return re.sub(r"\s+", ",", said)


def _number(written: str) -> int:
    """Return what a numeral below sixty says.

    >>> [_number(each) for each in ("九", "十", "十二", "二十", "三十五", "两")]
    [9, 10, 12, 20, 35, 2]
    """
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.replace("两", "二").rpartition("十")
    high = (DIGITS.index(tens) + 1 if tens else 1) if ten else 0
    return high * 10 + (DIGITS.index(ones) + 1 if ones and ones != "零" else 0)


def _from_to(match: re.Match[str]) -> str:
    opens, closes = (_number(each) for each in match.groups())
    return f"{opens}:00-{closes + 12 if closes < 12 else closes}:00"
