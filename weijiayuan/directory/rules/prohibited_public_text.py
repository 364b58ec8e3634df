"""What may not stand in words that everybody reads about a place. Pure."""

import re

from weijiayuan.kernel.private_number_masking import LANDLINE, private_parts
from weijiayuan.public_words import PRIVATE, says_who

LONG_NUMBER = re.compile(r"(?<!\d)(?:\d{15}|\d{17}[\dXx])(?![\dXx])")
REPORTER = re.compile(
    r"(?:投诉|举报|反映|反馈|报告|爆料|差评)(?:的?人|者)(?:是|叫|为|[:：])?"
    r"(?![的说称所您们之，。、；！？,.!?]|认为|反映|提出|已经?|可以?|请|有|没|不)[\u4e00-\u9fffA-Za-z]"
)
"""Who told on a place, followed by what may be their name."""


def fault_in(text: str) -> str | None:
    """Return what is wrong with words about a place, None if they may stand there.

    >>> fault_in("投诉人张三胡说"), fault_in("电话13800138000") is None
    ('不要写是谁反馈的', False)
    >>> fault_in("谢谢反馈人的提醒，已更正，请打0755-12345678")
    >>> fault_in("张三13812345678举报的是假的")
    '不要写个人的手机号或证件号；对外的电话写在电话一栏'
    >>> fault_in("是住502的老陈乱报的，他是赌鬼")
    '不要写具体的人或哪一户怎么样'
    """
    plain = "".join(text.split())
    if LONG_NUMBER.search(text) or LONG_NUMBER.search(plain):
        return "不要写身份证号"
    if any(map(_has_a_number_of_somebody, (text, plain))):
        return "不要写个人的手机号或证件号；对外的电话写在电话一栏"
    if REPORTER.search(plain):
        return "不要写是谁反馈的"
    said = says_who(text)
    return "不要写具体的人或哪一户怎么样" if said and said != PRIVATE else None


def _has_a_number_of_somebody(text: str) -> bool:
    return any(not LANDLINE.fullmatch(text[each.start : each.end]) for each in private_parts(text))
