"""Whether a clause says the opposite of the words found in it: 不收押金, 押金全免."""

import re

NOT = (
    "不会|不得|不需|不必|不用|无需|无须|毋需|不再|从不|绝不|没有|严禁|禁止|杜绝|拒绝|谢绝|"
    r"不|无|未|没|免|零|(?<!\d)0(?!\d)|勿"
)
BEFORE = re.compile(rf"(?:{NOT})(?:(?!需付|须付|要付|应付|则|就|满|但|却|只|除).){{0,14}}$")
STILL_ASKED = re.compile(
    r"(?:但|却|而是|只是|除|仅)[^,。;!?]*$|(?:不|没|未)(?:交|缴|付)[^,。;!?]{0,3}$"
)
ONLY_THEN = re.compile(
    r"^[^,。;!?]{0,6}(?:不能|不予|不得|不给|不让|不录|不安排|无法|免谈|勿|就别|不可)"
)
TWICE = re.compile(r"(?:不是|并非|谁说|难道|岂|不能|不可|不会)(?:不|免|无|没)[^,。;!?]{0,6}$")
AFTER = re.compile(
    r"^(?:费)?用?:?(?:入职后)?(?:\d+元)?(?:早就|早已|现在|一直|从来)?(?:已经?取消|取消了|免除|全免|全部免|免收|免费|免|\?*(?:不存在|不收|不用|不需|无需)|无$|没有|0元|零|全额报销|实报实销|凭[^,。;!?]{0,3}票[^,。;!?]{0,2}(?:报销|实报)|报销|"
    r"(?:全|都|均|全部|1律)?(?:由)?(?:公司|单位|我司|本公司|店里)(?:全额)?(?:承担|出|报销|负责|支付|垫付))"
)
PAYS = re.compile(
    r"(?:公司|单位|我司|本公司)(?:全额)?(?:承担|出|报销|负担|支付|代付|垫付)[^,。;!?]{0,8}$"
)
PAID_FOR = re.compile(
    r"(?:所有|一切|全部)费用?(?:均|都|全)?(?:由)?(?:公司|单位|我司|本公司)(?:出|承担|负责|支付)"
)
NOT_REFUNDED = re.compile(r"^[^,。;!?]{0,4}(?:不退|概不)")


def is_denied(clause: str, start: int, end: int) -> bool:
    """Say whether the words at [start, end) of the clause are ruled out by it.

    >>> is_denied("不收押金", 2, 4), is_denied("不交押金不能上岗", 2, 4)
    (True, False)
    """
    before, after = clause[:start], clause[end:]
    if TWICE.search(before) or NOT_REFUNDED.match(after):
        return False
    if AFTER.match(after) or PAID_FOR.search(before) or PAYS.search(before):
        return True
    if not BEFORE.search(before):
        return False
    return not (ONLY_THEN.match(after) and STILL_ASKED.search(before)) and not breaks(before)


def breaks(before: str) -> bool:
    """Say whether a turn such as 但 stands between the denial and the words."""
    return bool(re.search(r"(?:但|却|而是|只是|只收|只需|除)[^,。;!?]*$", before))
