"""What somebody who is asked for their yes reads: all of what it binds them to, in words.

No number of anybody stands in it. Whatever a yes is bound to is a line here, so that nothing of it
can be changed unseen.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from weijiayuan.approvals.rules.company_facts import FOR_GOOD
from weijiayuan.approvals.rules.people_in_application import ROLES, plain_number
from weijiayuan.approvals.rules.reference_data import Scope
from weijiayuan.approvals.rules.registered_changes import COMPANY_ITEMS, FAMILY_ITEMS
from weijiayuan.approvals.rules.role_consents import OWNING, Asked

Answers = Mapping[str, Any]
Catalogue = Mapping[str, Scope]

KINDS = {"company": "有限责任公司", "individual": "个体工商户"}
CHOICES = {
    "organisation": {"individual": "个人经营", "family": "家庭经营"},
    "company_type": {"limited": "有限责任公司", "joint_stock": "股份有限公司", "other": "其他"},
    "charter": {"standard": "示范文本", "own": "自拟章程"},
    "term": {FOR_GOOD: "长期"},
}
"""How a chosen answer is read, by its field."""
YES_OR_NO = frozenset({"no_supervisor_agreed", "owners_promise"})
MEANS = {"cash": "货币", "in_kind": "实物"}
SHOWN_TO_ALL = ("scopes", "capital_fen", "legal_representative")
"""What stands on the licence beside name and place: who has an office in it reads that."""
SAID_IN_HEAD = frozenset({"name", "address"})
NOTHING = "无"


def lines_of(
    asked: Asked, kind: str, answers: Answers, former: Answers | None, catalogue: Catalogue
) -> tuple[str, ...]:
    """Return what somebody reads before they answer."""
    roles = asked.terms["roles"]
    owns = bool(OWNING.intersection(roles)) or asked.is_partner
    items = COMPANY_ITEMS if kind == "company" else FAMILY_ITEMS | {"scopes": "经营范围"}
    shown = [
        f"{word}：{_words(field, answers, catalogue)}"
        for field, word in items.items()
        if (owns or field in SHOWN_TO_ALL) and field not in SAID_IN_HEAD
    ]
    return (
        _business(kind, answers),
        *_part(asked, answers),
        *shown,
        *_changes(asked, answers, former or {}, items, catalogue),
    )


def _business(kind: str, answers: Answers) -> str:
    name = answers.get("name") or f"{answers.get('operator_name') or ''}的店（不起名称）"
    return f"{name}（{KINDS[kind]}），在{answers.get('address') or ''}"


def _part(asked: Asked, answers: Answers) -> Iterator[str]:
    """Yield what somebody is named as, and what they owe by it."""
    roles = asked.terms["roles"]
    if roles:
        yield f"您作为{'、'.join(ROLES[each] for each in ROLES if each in roles)}"
    for row in answers.get("shareholders") or []:
        is_own = plain_number(row) in {asked.person.number, ""}
        if "shareholders" in roles and row.get("name") == asked.person.name and is_own:
            yield f"您认缴{_share(row)}"
    if "family_members" in roles:
        yield "家庭经营的债务以家庭财产承担（民法典第56条）"


def _share(row: Mapping[str, Any]) -> str:
    means = MEANS.get(row.get("means") or "", row.get("means") or "")
    return f"{_yuan(row.get('contribution_fen'))}（{means}），{row.get('due_on') or ''}前缴足"


def _yuan(fen: int | None) -> str:
    return f"{(fen or 0) / 100:,.2f}元"


def _changes(
    asked: Asked,
    answers: Answers,
    former: Answers,
    items: Mapping[str, str],
    catalogue: Catalogue,
) -> Iterator[str]:
    """Yield what a change makes otherwise, to whose business it was."""
    for field in items:
        if field in asked.terms["changed"]:
            was, will_be = (_words(field, each, catalogue) for each in (former, answers))
            yield f"变更{items[field]}：原来是{was}，改为{will_be}"


def _words(field: str, answers: Answers, catalogue: Catalogue) -> str:
    """Return an item as it is read, without the number of anybody."""
    value = answers.get(field)
    if field in YES_OR_NO:
        return "是" if value else "否"
    if field == "scopes":
        known = (catalogue.get(code) for code in value or [])
        return "；".join(each.text for each in known if each) or NOTHING
    if field == "shareholders":
        found = [f"{row.get('name') or ''}认缴{_share(row)}" for row in value or []]
        return "；".join(found) or NOTHING
    return _plain_words(field, value, answers)


def _plain_words(field: str, value: Any, answers: Answers) -> str:
    if field == "id_number":
        return str(answers.get("operator_name") or NOTHING)
    if field == "capital_fen":
        return _yuan(value)
    if isinstance(value, list):
        return "、".join(map(str, value)) or NOTHING
    return CHOICES.get(field, {}).get(value or "", value or NOTHING)
