"""Signals of a staged mediation (在线调解规则 23): facts for the judge, never a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

QUICK = timedelta(minutes=5)
LARGE_FEN = 100_000_00
OFTEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How an agreement came about."""

    phone_marks: Sequence[str]
    began_at: datetime
    agreed_at: datetime
    amount_fen: int
    same_creditor_in_30_days: int
    has_papers: bool
    unseen_doubt: bool = False


def signals(case: Circumstances) -> list[str]:
    """Return what a judge should look at."""
    marks = [mark for mark in case.phone_marks if mark]
    found = {
        "双方留了同一个电话": len(set(marks)) < len(marks),
        "五分钟内达成十万元以上的协议": case.agreed_at - case.began_at < QUICK
        and case.amount_fen > LARGE_FEN,
        "同一债权人三十日内三次以上": case.same_creditor_in_30_days >= OFTEN,
        "条款有像是有问题的地方，没有第二个人能复核": case.unseen_doubt,
        "没有任何凭证": case.amount_fen > LARGE_FEN and not case.has_papers,
    }
    return [name for name, seen in found.items() if seen]
