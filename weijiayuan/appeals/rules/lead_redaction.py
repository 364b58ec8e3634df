"""What a quick lead may keep of a text: no telephone, no identity number, no name that is told.

Names are found by how people tell them: after 叫 and the like, before a title, or in front of
what somebody does. What is missed is sealed all the same, and gone after thirty days.
"""

import re

from weijiayuan.kernel.private_number_masking import masked

SURNAMES = (
    "欧阳|司马|上官|诸葛|司徒|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范廖石韦贾夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
)
TITLE = "先生|女士|小姐|太太|阿姨|大姐|大妈|大爷|大叔|叔叔|师傅|老板|经理|老师|医生"
DOES = "和|与|跟|同|打|骂|吵|欠|拖欠|在家|住|说|要|被|把|家|拿|扬言|威胁"
TOLD = re.compile(rf"(?<=叫)(?:{SURNAMES})[一-龥]{{1,2}}|(?<=姓名[:：])\s*[一-龥]{{2,4}}")
BEFORE = "(?:(?<![一-龥])|(?<=[和与跟同叫找打骂欠被把对给向栋楼室号层户]))"
TITLED = re.compile(rf"{BEFORE}(?:{SURNAMES})[一-龥]{{0,2}}?(?={TITLE})")
DOING = re.compile(rf"{BEFORE}(?:{SURNAMES})[一-龥]{{1,2}}?(?={DOES}|[，。、！]|$)")


def kept(text: str) -> str:
    """Return the text as it is kept, with 某 in the place of names.

    >>> kept("张建国和李红梅吵架，电话13800138000")
    '某某和某某吵架，电话13*******00'
    >>> kept("三楼有人吵架，拖欠工资两个月")
    '三楼有人吵架，拖欠工资两个月'
    """
    text = masked(text)
    for pattern, instead in ((TOLD, "某某"), (TITLED, "某"), (DOING, "某某")):
        text = pattern.sub(instead, text)
    return text
