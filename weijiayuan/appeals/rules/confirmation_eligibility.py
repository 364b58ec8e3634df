"""Can this agreement be confirmed by the court? Which article says no, and which road is left.

Every question asks for an obstacle: yes always means that the court cannot confirm, no never does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from weijiayuan.appeals.legal_remedies.limitation_periods import WorkingDays
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding

APPLY_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which the court does not accept (355) or rejects (358)."""

    id: str
    article: str
    text: str
    road: str
    ask: str
    yes_means: str = "回答“是”，就不能确认"


NOT_ACCEPTED = (
    Ground(
        "not_court_matter",
        "355.1",
        "不属于人民法院受理范围",
        "向主管机关提出，或信访",
        "这件事是不是该由别的机关处理、法院不管？",
    ),
    Ground(
        "wrong_court",
        "355.2",
        "不属于收到申请的法院管辖",
        "向当事人住所地、标的物所在地或调解组织所在地的基层法院申请",
        "是不是双方都不住在本区、也不是在本区调解的？",
    ),
    Ground(
        "status",
        "355.3",
        "申请确认婚姻、亲子、收养等身份关系无效、有效或者解除",
        "到婚姻登记机关办理，或向法院起诉",
        "协议里有没有约定离婚、抚养、收养这类身份的事？",
    ),
    Ground(
        "special_procedure",
        "355.4",
        "涉及适用其他特别程序、公示催告程序、破产程序审理",
        "按该程序申请",
        "有没有涉及破产、公示催告或其他特别程序？",
    ),
    Ground(
        "ownership",
        "355.5",
        "调解协议内容涉及物权、知识产权确权",
        "向法院起诉确权",
        "有没有约定房屋、商标归谁所有？",
    ),
)
REJECTED = (
    Ground(
        "breaks_law",
        "358.1",
        "违反法律强制性规定",
        "改掉违法的内容重新调解，或起诉",
        "有没有法律禁止的内容？",
    ),
    Ground(
        "harms_others",
        "358.2",
        "损害国家利益、社会公共利益、他人合法权益",
        "请有关的人参加重新调解，或起诉",
        "有没有让没参加的人出钱出力，或损害别人、公众？",
    ),
    Ground(
        "public_order", "358.3", "违背公序良俗", "重新调解，或起诉", "有没有违背公序良俗的内容？"
    ),
    Ground(
        "not_voluntary",
        "358.4",
        "违反自愿原则",
        "可以反悔，起诉请求撤销",
        "有没有人是被骗、被逼才同意的？",
    ),
    Ground(
        "unclear",
        "358.5",
        "内容不明确",
        "补充写明后重新签订，再来申请",
        "谁、给谁、多少、哪天，有没有哪一样没写清楚？",
    ),
    Ground(
        "other",
        "358.6",
        "其他不能进行司法确认的情形",
        "起诉、支付令或公证",
        "有没有其他特别的情况，如有人没有行为能力、没有授权？",
    ),
)
GROUNDS = {ground.id: ground for ground in (*NOT_ACCEPTED, *REJECTED)}
BY_ARTICLE = {ground.article: ground for ground in GROUNDS.values()}
OF_FINDINGS = {
    "ownership": "ownership",
    "status": "status",
    "third_party": "harms_others",
    "public_law": "breaks_law",
    "unlawful": "breaks_law",
    "capacity": "other",
    "authority": "other",
    "default_clause": "breaks_law",
    "common": "harms_others",
    "judgment": "other",
    "not_court_matter": "not_court_matter",
    "special_procedure": "special_procedure",
}
READ = ("status", "ownership", "harms_others", "breaks_law", "public_order", "unclear")
"""Grounds that the text itself answers, once it is there to be read."""
PROVISIONAL = "{year}年的放假安排还没有公布，最后一天以后可能变动，请以{safe}为准提前办理"
NOT_YET = "协议要到{day}才生效：生效以后三十日内一起申请"
FORCED = re.compile(
    r"(?:不签|不按手印|不答应)(?:字)?就?不(?:让|准|许|给)|才(?:签|按)(?:了?字|的|了)|(?:被|是)(?:逼|迫|骗|吓)"
    r"|(?:逼|强迫|威胁|胁迫|吓唬|骗)(?:着|了)?(?:我|他|她|对方)?(?:签|按手印|答应)|堵(?:着|住)门.{0,8}签"
)
LATE = "已过 30 日；可以重新达成协议，或按协议起诉、申请支付令"


def grounds_of(answers: Mapping[str, bool | None]) -> list[Ground]:
    """Return the grounds that the answers meet, in the order of the law."""
    return [ground for ground in GROUNDS.values() if answers.get(ground.id)]


NO_GROUND = ("paper",)
"""Faults of how it is signed, not of what is agreed: the court confirms it from paper."""


CERTAIN = (
    *("status", "ownership", "unlawful", "public_law", "common", "judgment", "impossible"),
    *("not_court_matter", "special_procedure", "blank", "sum", "amount_words"),
)
"""Faults that the words themselves show. Whether somebody named is a party, whether a day or an
account stands elsewhere, whether a sentence only sounds odd: a text alone does not tell."""


def grounds_of_findings(found: Iterable[Finding]) -> list[Ground]:
    """Return the grounds on which the court would refuse for what a text shows."""
    return [ground_of_finding(one) for one in found if one.kind in CERTAIN]


def doubts_of(found: Iterable[Finding]) -> list[Finding]:
    """Return what a text leaves open: it is asked about, and refuses nothing."""
    return [one for one in found if one.kind not in (*CERTAIN, *NO_GROUND)]


def ground_of_finding(found: Finding) -> Ground:
    """Return the ground on which the court would refuse for a fault of the terms."""
    return GROUNDS[found.ground or OF_FINDINGS.get(found.kind, "unclear")]


def still_open(
    answers: Mapping[str, bool | None], *, text_read: bool, doubts: Iterable[Finding] = ()
) -> list[Ground]:
    """Return the grounds that neither an answer nor the text of the agreement rules out.

    What a text only makes doubtful is asked about, whatever was answered before it was read.
    """
    ruled_out = READ if text_read else ()
    doubted = {ground_of_finding(one).id for one in doubts}
    return [
        ground
        for ground in GROUNDS.values()
        if ground.id in doubted or (answers.get(ground.id) is None and ground.id not in ruled_out)
    ]


def is_forced(text: str) -> bool:
    """Tell whether a text says that somebody agreed under force or deceit (民法典 148–150)."""
    return FORCED.search("".join(text.split())) is not None


def verdict(
    grounds: Sequence[Ground],
    open_ones: Sequence[Ground],
    *,
    late: bool,
    in_effect: bool = True,
) -> bool | None:
    """Return whether the court can confirm; None while a ground is open, or it is not in effect.

    >>> verdict([], [], late=False), verdict([], [GROUNDS["status"]], late=False)
    (True, None)
    """
    if grounds or late:
        return False
    return None if open_ones or not in_effect else True


def warning(last: date, rolled: date, *, calendar: WorkingDays) -> str | None:
    """Return that the last day may still move: the days of rest of its year are not published."""
    if not (calendar.is_provisional(last) or calendar.is_provisional(rolled)):
        return None
    return PROVISIONAL.format(year=rolled.year, safe=f"{last.month}月{last.day}日")


def last_day(effective: date) -> date:
    """Return the last safe day of the application."""
    return effective + APPLY_WITHIN
