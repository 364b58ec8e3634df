"""Figures about applications. They count decisions and times, and rank nobody (促进条例 32)."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from weijiayuan.approvals.models import Application, Attempt
from weijiayuan.approvals.rules.application_decision import Outcome
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.db import db

NAMES = {
    "submitted": "提交次数",
    "machine_share": "当场办理",
    "corrected_share": "退回补正",
    "human_share": "转人工",
    "machine_refusals": "系统不予登记",
    "median_ms": "作出决定（毫秒，中位数）",
    "in_review": "正在审看",
    "overdue": "超期",
    "rules": "没有通过的规则",
}
FORMULAS = {
    "submitted": "期内每次提交各计一次",
    "machine_share": "当场办理的次数 ÷ 提交的次数",
    "corrected_share": "退回补正的次数 ÷ 提交的次数",
    "human_share": "转人工的次数 ÷ 提交的次数",
    "machine_refusals": "系统作出的不予登记，规则上恒为 0",
    "median_ms": "从收到到作出决定的毫秒数的中位数",
    "in_review": "此刻在人工审看的件数",
    "overdue": "此刻已过 3 个工作日（延长的 6 个）还没有答复的件数",
    "rules": "期内没有通过的规则各有多少次",
}


def figures(since: datetime, until: datetime, *, now: datetime) -> dict[str, Any]:
    """Return the figures of a span, each by its formula."""
    rows = db.session.execute(
        select(Attempt.outcome, Attempt.ms, Attempt.rules).where(
            Attempt.submitted_at >= since, Attempt.submitted_at < until
        )
    ).all()
    outcomes = Counter(row.outcome for row in rows)
    times = sorted(row.ms for row in rows)
    rules = Counter(rule for row in rows for rule in row.rules)
    total = len(rows)
    return {
        "submitted": total,
        "machine_share": _share(outcomes[Outcome.AUTO], total),
        "corrected_share": _share(outcomes[Outcome.CORRECT], total),
        "human_share": _share(outcomes[Outcome.HUMAN], total),
        "machine_refusals": 0,
        "median_ms": times[total // 2] if times else None,
        "in_review": _waiting(),
        "overdue": _waiting(Application.due_at < now),
        "rules": dict(sorted(rules.items())),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _waiting(*conditions: Any) -> int:
    wanted = select(func.count()).select_from(Application)
    found = wanted.where(Application.state == ApplicationState.IN_REVIEW, *conditions)
    return int(db.session.scalar(found) or 0)
