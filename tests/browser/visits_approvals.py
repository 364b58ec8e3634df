"""How tests reach the pages of 光速办."""

from secrets import choice, randbelow
from uuid import uuid4

from tests.approvals.applications import application, id_number
from tests.browser.visits import Visit, visit
from tests.browser.visits_venues import post


def trade_name():
    """Letters of a name that nobody else has used."""
    return "".join(choice("甜蜜温暖晴朗清新悠然欢畅浓淡静雅灵巧") for _ in range(4))


def person():
    """A name and number that nobody else has used."""
    number = id_number("1990-05-01", order=f"{randbelow(700):03}")
    return number, f"深圳市光明区{trade_name()}面馆"


def apply(live, persona, **given):
    """Apply as somebody; returns the answer."""
    number, _ = person()
    case = application({"case": "", "kind": "individual", "set": given})
    address = f"深圳市光明区公明街道上村社区公园路{1 + randbelow(9000)}号"
    unnamed = {"name": None, "no_name": True, "id_number": number, "address": address}
    answers = case["answers"] | unnamed | given
    who = {"name": answers["operator_name"], "number": answers["id_number"]}
    post(live, persona, "/approvals/identity-checks", who)
    body = {"kind": "individual", "answers": answers}
    return post(live, persona, "/approvals/applications", body)


def apply_with_another(live, persona):
    """Apply for a company of two; returns the answer and who is named besides: (name, number)."""
    first, second = person()[0], id_number("1991-07-07", order=f"{randbelow(700):03}")
    case = application({"case": "", "kind": "company", "set": {}})
    named = f"深圳市{trade_name()}软件开发有限公司"
    answers = case["answers"] | {"id_number": first, "name": named}
    answers["shareholders"] = [dict(each) for each in answers["shareholders"]]
    answers["shareholders"][1]["id_number"] = second
    answers["address"] = f"深圳市光明区光明街道碧眼社区观光路{1 + randbelow(9000)}号科技园3栋501"
    who = {"name": answers["operator_name"], "number": first}
    post(live, persona, "/approvals/identity-checks", who)
    body = {"kind": "company", "answers": answers}
    mine = post(live, persona, "/approvals/applications", body)
    return mine, (answers["shareholders"][1]["name"], second)


@visit("pages/approvals/outcome/outcome")
def an_outcome(live):
    persona = f"visitor-{uuid4()}"
    return Visit(query=f"?id={apply(live, persona, scopes=[])['id']}", persona=persona)


@visit("pages/approvals/licences/licences")
def my_licences(live):
    persona = f"visitor-{uuid4()}"
    apply(live, persona)
    return Visit(persona=persona)


@visit("pages/approvals/verify/verify")
def a_licence(live):
    made = apply(live, f"visitor-{uuid4()}")
    return Visit(query=f"?c={made['licence']['code']}")


@visit("pages/approvals/consents/consents")
def what_i_am_asked(live):
    _, (name, number) = apply_with_another(live, f"visitor-{uuid4()}")
    persona = f"visitor-{uuid4()}"
    post(live, persona, "/approvals/identity-checks", {"name": name, "number": number})
    return Visit(persona=persona)
