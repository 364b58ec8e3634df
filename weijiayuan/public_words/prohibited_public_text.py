"""What may not stand in words that everybody reads, whatever service shows them. Pure."""

import re

from weijiayuan.kernel.private_number_masking import LANDLINE, private_parts
from weijiayuan.public_words import named_persons
from weijiayuan.public_words.named_persons import HOUSE, PRIVATE, says_who, tight

LONG_NUMBER = re.compile(r"(?<!\d)(?:\d{15}|\d{17}[\dXx])(?![\dXx])")
REPORTER = re.compile(
    r"(?:投诉|举报|反映|反馈|报告|爆料|差评)(?:的?人|者)(?:是|叫|为|[:：])?"
    r"(?![的说称所您们之，。、；！？,.!?]|认为|反映|提出|已经?|可以?|请|有|没|不)[\u4e00-\u9fffA-Za-z]"
)
"""Who told on a place, followed by what may be their name."""

LIVES = re.compile(
    rf"(?:住|家在|家是|租在)[^，,。；;\n]{{0,12}}?{HOUSE}"
    rf"|{HOUSE}[^，,。；;\n]{{0,2}}(?:的?住户|业主|租客|那家|那户)"
)
"""A household that somebody lives in: 他住3栋502. The room of a hall is none."""
NAME_BY_HOUSE = 12
"""So many characters from a household a name is of who lives there."""
PHONE_LETTERS = re.compile(
    r"[\d\s+\-—–()（）转分机、,，/;；#*:：]|总机|前台|值班|热线|办公室?|咨询|服务|电话|传真|手机|白天|晚上|夜间|工作日|周末|夏季|冬季|投诉|监督|报修|预约|无|暂无"
)


def fault_in(text: str) -> str | None:
    """Return what is wrong with words about a place, None if they may stand there.

    >>> fault_in("投诉人张三胡说"), fault_in("电话13800138000") is None
    ('不要写是谁反馈的', False)
    >>> fault_in("谢谢反馈人的提醒，已更正，请打0755-12345678")
    >>> fault_in("张三13812345678举报的是假的")
    '不要写个人的手机号或证件号；对外的电话写在电话一栏'
    >>> fault_in("是住502的老陈乱报的，他是赌鬼")
    '不要写具体的人或哪一户怎么样'
    >>> fault_in("微信号 wxid_zhang3888"), fault_in("请联系李四，他住3栋502") is None
    ('不要写个人的微信、QQ、邮箱、车牌或门锁密码', False)
    >>> fault_in("党群服务中心在3栋502室，周末不开")
    """
    plain = "".join(text.split())
    checks = (
        (LONG_NUMBER.search(text) or LONG_NUMBER.search(plain), "不要写身份证号"),
        (
            any(map(_has_a_number_of_somebody, (text, plain))),
            "不要写个人的手机号或证件号；对外的电话写在电话一栏",
        ),
        (REPORTER.search(plain), "不要写是谁反馈的"),
        (_tells_an_account(text), "不要写个人的微信、QQ、邮箱、车牌或门锁密码"),
        (insults(text), "请不要骂人"),
        (
            says_who(text) not in ("", PRIVATE) or _tells_who_lives_where(text),
            "不要写具体的人或哪一户怎么样",
        ),
    )
    return next((sentence for is_wrong, sentence in checks if is_wrong), None)


def insults(text: str) -> bool:
    """Say whether words call somebody names.

    >>> insults("您这种人 渣，别再来"), insults("已经处理，请您看看")
    (True, False)
    """
    return bool(named_persons.patterns().insult.search(tight(text)))


def fault_in_telephone(text: str) -> str | None:
    """Return what is wrong with what stands in the column for a telephone.

    >>> fault_in_telephone("0755-27402000转8"), fault_in_telephone("李四 13812345678")
    (None, '电话一栏只写号码，不要写人的名字')
    """
    return "电话一栏只写号码，不要写人的名字" if PHONE_LETTERS.sub("", text).strip() else None


def _tells_an_account(text: str) -> bool:
    return any(
        named_persons.ACCOUNT.search(each)
        or named_persons.PLATE.search(each.upper())
        or named_persons.DOOR_CODE.search(each)
        for each in (named_persons.plain(text), tight(text))
    )


def _tells_who_lives_where(text: str) -> bool:
    """Tell whether a household is somebody's, or stands beside somebody's name."""
    seen = tight(text)
    if LIVES.search(seen):
        return True
    found = named_persons.patterns()
    bare = found.no_name.sub("，", seen)
    return any(
        found.name.search(bare[max(each.start() - NAME_BY_HOUSE, 0) : each.end()])
        or found.name.search(bare[each.end() : each.end() + NAME_BY_HOUSE])
        or found.named_before.search(bare[max(each.start() - NAME_BY_HOUSE, 0) : each.start()])
        or found.home.search(bare[max(each.start() - NAME_BY_HOUSE, 0) : each.start()])
        for each in found.house.finditer(bare)
    )


def _has_a_number_of_somebody(text: str) -> bool:
    return any(not LANDLINE.fullmatch(text[each.start : each.end]) for each in private_parts(text))
