"""People who sign nothing and are bound all the same: named, by kinship, or by office."""

import re
from collections.abc import Iterator
from functools import cache

from weijiayuan.appeals.rules.agreement import party_names
from weijiayuan.appeals.rules.agreement.agreement_text import Written, table, words
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding

NAMED_PAYER = re.compile(
    r"由([王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤][\u4e00-\u9fa5]{1,2}?)(?=于|在|代|负责|支付|承担|出|向|付|还)"
)
PAIR = ("甲方", "乙方")
TOWARDS = re.compile(r"[向给对][\u4e00-\u9fa5]{0,3}$")
"""Before whom something is done, not who does it."""
ACTS = r"于|应|须|负责|承担|支付|赔偿|将|在\d|代为?(?:付|还)|出(?:钱|资)|归还|修"


PRESENT = re.compile(
    r"(?<!没)(?<!没有)(?<!未)(?<!不)(?:亲自|亲笔|到场签|签了?[名字]|签字|捺印|已到场|盖章|签名确认|共同债务人)"
)
"""Who signs is bound by what they sign."""
POSSESSED = re.compile(
    r"(?:他|她|其|我|自己)的?(?!们)[^,。;]{0,2}(?:家|爸|妈|爹|娘|哥|弟|姐|妹|舅|叔|姑|父|母|儿|女|老板|单位|公司)"
)
OFFICE = re.compile(
    r"(?:^|[,。;:、])[^,。;]{0,4}?(?:保险公司|学校|医院|银行(?!卡|账)|村委会|居委会|业委会|街道办?|社区|政府|开发商|供电局|单位)"
    r"[^,。;]{0,6}?(?:应当?|须|必须|要|得|负责|十日内|\d+[天日]内)[^,。;]{0,16}"
)
OFFICE_AGREES = re.compile(r"不含|(?:代表|盖章|同意|确认|自愿|承诺)")
ABSENT = re.compile(
    r"没(?:有)?(?:来|到场?(?!期)|签字|人来|派人|参加|在场)|未到(?:场|的)|不在场|不是协议一?方|未签字|没人(?:来|到)|没有表示|也没有同意"
    r"|回头(?:跟|和|我)?[^,。;]{0,3}说|没有派人|缺席"
)
OWES = re.compile(r"由|让|叫|要|应|必须|都|扣|付|还|出|修|摊|养|凑|换|偿")
WHEN = r"(?:(?:于|在)[^,。;]{1,16}(?:前|内|日|号|底)|每月|先|分期|一次性|分[^,。;]{1,4}月)"
MUST = r"(?:应当?|将|须|要|负责|代为?|替(?:他|她|其|[甲乙丙丁]方)?|帮(?:他|她|其|[甲乙丙丁]方)?)"
DOES = "付|还|赔|偿|垫|出钱|承担|退|修|搬|拆|补|打工|顶上|担保|免"


@cache
def _bound_kin() -> re.Pattern[str]:
    """Return what finds kin, or who is asked to (由老板), with what they are to do."""
    kin, offices = "|".join(table()["kin"]), "|".join(table()["others"])
    whose = r"(?:[甲乙丙丁]方|其|他|她|自己|双方)?的?"
    who = rf"(?:(?:由|让|请|叫|找)?{whose}(?:{kin})|(?:由|让|请|叫|找){whose}(?:{offices}))"
    return re.compile(
        rf"{who}[\u4e00-\u9fa5]{{0,3}}?(?:{WHEN}|{MUST})+[^,。;的]{{0,10}}?(?:{DOES})"
    )


def third_persons(written: Written) -> Iterator[Finding]:
    """Find duties and things of people who are no party."""
    yield from _absent(written)
    yield from _offices(written)
    for label in ("丙方", "丁方", "戊方"):
        if label in written.plain and label not in written.parties:
            yield Finding("third_party", label)
    if not _says_sides(written):
        return
    named = {_inner(name) for name in written.parties}
    many = len(written.sides) > len(PAIR)
    other = table()["others"]
    subject = rf"(?:^|[,。;:、由让请])((?:{'|'.join(other)}))[\u4e00-\u9fa5]{{0,3}}?(?:{ACTS})"
    for found in re.finditer(subject, written.sided):
        if found[1] in named or _is_a_side(found[1], written.plain):
            continue
        if re.match(r"(子女|儿子|女儿|公司|单位|房东)", found[1]) and many:
            continue
        yield Finding("third_party", found.group()[:40])
    yield from _bound_by_others(written, named)


def _says_sides(written: Written) -> bool:
    """Tell whether a term says who its sides are: whom else it binds follows.

    A term alone, as it is typed, names its parties by what they are; the form holds who they are.
    """
    return (
        party_names.SIDE.search(written.sided) is not None
        or POSSESSED.search(written.plain) is not None
    )


def _absent(written: Written) -> Iterator[Finding]:
    """Find who is to do something and, as it is said, is not there."""
    for sentence in written.sentences:
        is_absent = ABSENT.search(sentence) and OWES.search(sentence)
        is_bound = PRESENT.search(sentence) or words("authorised").search(sentence)
        if is_absent and (not is_bound or "我们" in sentence):
            yield Finding("third_party", sentence[:40])


def _offices(written: Written) -> Iterator[Finding]:
    """Find offices and firms that are never a side and must do something all the same."""
    for sentence in written.sentences:
        found = OFFICE.search(sentence)
        if found and not OFFICE_AGREES.search(sentence.replace("家长双方同意", "")):
            yield Finding("third_party", found.group().strip(",。;:、")[:40])


def _is_a_side(name: str, plain: str) -> bool:
    """Tell whether a text says that a name is a side: 物业公司（乙方）."""
    side, word = "(?:甲|乙|丙|丁)方", re.escape(name)
    return re.search(rf"{word}\({side}\)|{side}\({word}\)", plain) is not None


def _bound_by_others(written: Written, named: set[str]) -> Iterator[Finding]:
    """Find people by name or by kinship who are to do, pay or give something."""
    plain = written.sided
    for found in NAMED_PAYER.finditer(plain):
        if found[1] not in named and not any(found[1] in name for name in named):
            yield Finding("third_party", found.group()[:40])
    for pattern in (words("others_own"), words("others_bound"), _bound_kin()):
        for found in pattern.finditer(plain):
            clause = re.split("[。;]", plain[found.start() :])[0]
            if not TOWARDS.search(plain[: found.start()]) and not PRESENT.search(clause):
                yield Finding("third_party", found.group()[:40])


def _inner(name: str) -> str:
    return re.split(r"[(（]", name, maxsplit=1)[0]
