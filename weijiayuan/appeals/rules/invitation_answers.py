"""What became of an invitation to mediation: a no, a silence, a consent taken back. Pure.

A clear no is final: nobody is mediated against it (人民调解法 17), nor asked again; who said it may
come back by themselves. Silence is no refusal: whoever has not answered may be asked once more.
Neither stops any clock but the limitation of civil and labour rights, and that only on the day of
the request (最高法 诉讼时效规定 12).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

ANSWER_WITHIN = 5
"""Working days to answer an invitation; a choice of the product, no law names a number."""


ASKED_AGAIN = 1
"""How often whoever was silent is asked once more."""


class Step(StrEnum):
    """What happened between an invitation and an answer. The log is appended, never changed."""

    INVITED = "invited"
    READ = "read"
    JOINED = "joined"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDREW = "withdrew"
    SILENT = "silent"
    ASKED_ANEW = "asked_anew"


STEP_WORDS = {
    Step.INVITED: "给了邀请码",
    Step.READ: "打开看过邀请",
    Step.JOINED: "登录参加",
    Step.AGREED: "同意调解",
    Step.DECLINED: "明确不同意调解",
    Step.WITHDREW: "撤回同意",
    Step.SILENT: "到期没有答复",
    Step.ASKED_ANEW: "内容有变，重新征求同意",
}
ANSWERS = (Step.AGREED, Step.DECLINED, Step.WITHDREW, Step.SILENT)
WAITING = "waiting"
WAITING_WORDS = "还没有答复"


@dataclass(frozen=True, slots=True)
class Happened:
    """One step, and when."""

    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows an answer: what it means, the roads that are open, the clock that runs."""

    says: str
    roads: tuple[str, ...]
    clock: str


def answer_of(log: Sequence[Happened]) -> Happened | None:
    """Return the newest answer of a side; None while it may still answer the newest invitation.

    >>> answer_of([]) is None
    True
    """
    answer = None
    for one in log:
        if one.step is Step.INVITED and answer and answer.step is Step.SILENT:
            answer = None  # asked once more: the silence before stays in the log
        elif one.step is Step.ASKED_ANEW:
            answer = None
        elif one.step in ANSWERS:
            answer = one
    return answer


def may_be_asked(log: Sequence[Happened]) -> bool:
    """Tell whether a side may be invited: nobody who was silent twice, or said no and stayed away.

    >>> may_be_asked([])
    True
    """
    said = answer_of(log)
    if said is not None and said.step in (Step.DECLINED, Step.WITHDREW):
        return any(one.step is Step.JOINED for one in log[log.index(said) :])
    return silences(log) <= ASKED_AGAIN


def silences(log: Sequence[Happened]) -> int:
    """Return how often a side let its time go by."""
    return sum(one.step is Step.SILENT for one in log)


SUIT, PAYMENT_ORDER, AID = "向法院起诉", "要钱的可以申请支付令", "请法律援助（12348）"
ARBITRATION = "申请劳动仲裁（劳动争议调解仲裁法第五条）"
AGAIN = "请调解员再请一次"
MEANS = {
    Step.DECLINED: "对方明确不同意，调解不能继续（人民调解法第十七条）。",
    Step.WITHDREW: "对方撤回了同意，调解停在这里。",
    Step.SILENT: "对方到期没有答复。没有答复不等于拒绝，可以再请一次，也可以不等了。",
}
SILENT_AGAIN = "对方两次到期没有答复。没有答复不等于拒绝，但不再请了；他随时可以用邀请码自己来。"


def consequence(
    step: Step, *, category: str, asked_on: date, asked_again: bool = False
) -> Consequence | None:
    """Return what an answer means for who asked; None where mediation goes on."""
    if step not in MEANS:
        return None
    first = (ARBITRATION,) if category == "labour" else (SUIT,)
    silent = step is Step.SILENT
    again = (AGAIN,) if silent and not asked_again else ()
    says = SILENT_AGAIN if silent and asked_again else MEANS[step]
    return Consequence(says, (*again, *first, PAYMENT_ORDER, AID), clock_line(category, asked_on))


def clock_line(category: str, asked_on: date) -> str:
    """Return what the request to mediate did for the limitation, and what it did not."""
    kind = "仲裁时效" if category == "labour" else "诉讼时效"
    return (
        f"{asked_on.year}年{asked_on.month}月{asked_on.day}日提出调解，{kind}从这天起重新计算"
        "（诉讼时效规定第十二条）；等对方答复的时间不再延长它。行政复议、行政诉讼的期限不因调解停止。"
    )
