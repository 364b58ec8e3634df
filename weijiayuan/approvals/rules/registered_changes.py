"""What an application changes of a business, and whose right that is.

A company's registered items stand in its charter: changing them takes a resolution of its owners
(公司法 46, 59, 66). Shares pass by the act of who gives them (84, 86), capital goes down only after
the creditors were told (224): those go to a person. A family's shop is the family's (民法典 56).
"""

from collections.abc import Mapping
from typing import Any

from weijiayuan.approvals.rules.people_in_application import Person, plain_number

Answers = Mapping[str, Any]

COMPANY_ITEMS = {
    "name": "名称",
    "scopes": "经营范围",
    "address": "住所",
    "company_type": "类型",
    "capital_fen": "注册资本",
    "shareholders": "股东和出资",
    "charter": "章程",
    "term": "经营期限",
    "directors": "董事",
    "managers": "经理",
    "legal_representative": "法定代表人",
    "supervisors": "监事",
    "no_supervisor_agreed": "不设监事",
    "beneficial_owners": "受益所有人",
    "owners_promise": "受益所有人承诺",
}
FAMILY_ITEMS = {
    "organisation": "组成形式",
    "family_members": "家庭成员",
    "id_number": "经营者",
}
PASSING = frozenset({"wants_human", "people", "name_promise", "pre_papers"})
"""Answers that say nothing of the business."""


def changed_items(kind: str, former: Answers, answers: Answers) -> dict[str, str]:
    """Return the items that partners decide on and that are otherwise now, with their words."""
    items = COMPANY_ITEMS if kind == "company" else FAMILY_ITEMS
    return {
        field: word
        for field, word in items.items()
        if _plain(field, former.get(field)) != _plain(field, answers.get(field))
    }


def change_facts(kind: str, former: Answers | None, answers: Answers) -> dict[str, bool]:
    """Return what the rules weigh of a change; of a new business, that it changes nothing."""
    if former is None:
        return {"owners_kept": True, "capital_kept": True, "something_changed": True}
    changed = changed_items(kind, former, answers)
    fields = {*former, *answers} - PASSING
    return {
        "owners_kept": "shareholders" not in changed,
        "capital_kept": "capital_fen" not in changed,
        "something_changed": any(
            _plain(each, former.get(each)) != _plain(each, answers.get(each)) for each in fields
        ),
    }


def partners_of(kind: str, answers: Answers) -> tuple[Person, ...]:
    """Return whose business it is: shareholders, or of a family's shop whoever works in it too.

    A shareholder without a number who is called as the applicant is the applicant. The operator
    of a shop is not among the family: who hands it over does so by an act of their own.
    """
    if kind == "company":
        own = answers.get("operator_name"), plain_number(answers)
        return tuple(
            Person(name, plain_number(row) or (own[1] if name == own[0] else ""))
            for row in answers.get("shareholders") or []
            if (name := row.get("name") or "")
        )
    if answers.get("organisation") != "family":
        return ()
    numbers = {each.get("name"): plain_number(each) for each in answers.get("people") or []}
    members = answers.get("family_members") or []
    return tuple(
        Person(each, numbers.get(each, ""))
        for each in members
        if each != answers.get("operator_name")
    )


def _plain(field: str, value: Any) -> Any:
    """Return an answer as it is compared: without order where order says nothing."""
    if field == "shareholders":
        return sorted(
            (
                *("".join((row.get(each) or "").split()).upper() for each in ("name", "id_number")),
                str(row.get("contribution_fen")),
                *(row.get(each) or "" for each in ("kind", "means", "due_on")),
            )
            for row in value or []
        )
    if field == "id_number":
        return "".join((value or "").split()).upper()
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return list(dict.fromkeys(value)) if field == "scopes" else sorted(value)
    return value or None
