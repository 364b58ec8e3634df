"""What is otherwise in the terms of a post, as applicants read it, and the mark of that."""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.occupations import KIND_WORDS, SHIFT_WORDS, UNIT_SIGNS, occupations
from weijiayuan.jobs.rules.states import JobKind

Terms = Mapping[str, Any]
FEN = 100
MINUTES = 60
LABELS = {
    "title": "岗位名称",
    "occupation": "职业",
    "kind": "类型",
    "duties": "工作内容",
    "pay_min_fen": "最低工资",
    "pay_max_fen": "最高工资",
    "pay_unit": "计薪单位",
    "pay_parts": "工资构成",
    "base_pay_fen": "保底工资",
    "community_code": "社区",
    "address": "地址",
    "lng": "位置",
    "lat": "位置",
    "user_employer": "用工单位",
    "requirements": "招聘条件",
    "benefits": "福利",
    "minutes_per_day": "每天工时",
    "days_per_week": "每周天数",
    "shifts": "班次",
    "insured": "缴社保",
    "board": "包吃",
    "lodging": "包住",
    "contract_months": "合同月数",
    "probation_months": "试用月数",
    "probation_pay_fen": "试用期工资",
}


def version_of(terms: Terms) -> str:
    """Return the mark of terms: who says yes names the ones that they read."""
    text = json.dumps(terms, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:32]


def changes(was: Terms, now: Terms) -> list[dict[str, str]]:
    """Return what is otherwise, each as it was and as it is; what was not kept is no change.

    >>> changes({"pay_min_fen": 450_000, "board": True}, {"pay_min_fen": 400_000, "board": True})
    [{'label': '最低工资', 'was': '4500元', 'now': '4000元'}]
    """
    found = [
        {"label": LABELS[name], "was": in_words(name, was[name]), "now": in_words(name, value)}
        for name, value in now.items()
        if name in was and was[name] != value
    ]
    return [each for at, each in enumerate(found) if each not in found[:at]]


def in_words(name: str, value: Any) -> str:
    """Return one term as it is read.

    >>> [in_words("kind", "full_time"), in_words("board", False), in_words("duties", None)]
    ['全职', '否', '没写']
    """
    if value is None or value == "":
        return "没写"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name.endswith("_fen"):
        return f"{Decimal(value) / FEN:f}元"
    if name == "minutes_per_day":
        return f"{Decimal(value) / MINUTES:.4g}小时"
    return _named(name, value)


def _named(name: str, value: Any) -> str:
    """Return a code by its name, anything else as it is."""
    if name == "kind":
        return KIND_WORDS[JobKind(value)].split("（")[0]
    if name == "pay_unit":
        return UNIT_SIGNS[PayUnit(value)]
    if name == "occupation":
        known = occupations().get(value)
        return known.name if known else str(value)
    return SHIFT_WORDS.get(value, str(value)) if name == "shifts" else str(value)
