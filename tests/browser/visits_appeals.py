"""How tests reach the pages of appeals, mediation and confirmation."""

from uuid import uuid4

from tests.browser.visits import Visit, visit
from tests.browser.visits_venues import get, post

COMMUNITY = "440311001002"
ASKED = {
    "asks": "请邻居修好漏水",
    "text": "楼上漏水把我家天花板泡坏了，2026年10月1日发现的",
    "community": COMMUNITY,
}
TERM = {
    "debtor": "乙方",
    "creditor": "甲方",
    "kind": "money",
    "amount_fen": 500000,
    "due": "2030-12-31",
    "how": "转入甲方尾号1234的银行账户",
}
ZHANG = {"name": "张建国", "id_number": "11010519491231002X"}
LI = {"name": "李红梅", "id_number": "440524188001010014"}


@visit("pages/appeals/appeal/appeal")
def an_appeal(live):
    persona = f"visitor-{uuid4()}"
    number = post(live, persona, "/appeals", ASKED)["number"]
    return Visit(query=f"?number={number}", persona=persona)


def invited(live):
    """A mediation whose sides have joined and not answered; returns its path and both personas."""
    sides = [f"visitor-{uuid4()}" for _ in range(2)]
    asked = {"title": "借款五千元", "category": "debt", "territory": COMMUNITY}
    path = f"/mediations/{post(live, 'mediator', '/mediations', asked)['id']}"
    for persona, who in zip(sides, (ZHANG, LI), strict=True):
        code = post(live, "mediator", f"{path}/parties", who)["code"]
        post(live, persona, "/mediations/join", {"code": code})
    return path, sides


def talking(live):
    """A mediation at the table; returns its path and both personas."""
    path, sides = invited(live)
    for persona in sides:
        read = get(live, path, persona)["consent"]["version"]
        post(live, persona, f"{path}/consent", {"version": read})
    post(live, "mediator", f"{path}/disclosures", {"has_ties": False})
    return path, sides


def agreed(live):
    """A mediation with an agreement in effect; returns its path and both personas."""
    path, sides = talking(live)
    written = post(live, "mediator", f"{path}/terms", {"terms": [TERM]})["terms_hash"]
    for persona, who in zip(sides, (ZHANG, LI), strict=True):
        post(live, persona, f"{path}/verify", who)
        post(live, persona, f"{path}/sign", {"terms_hash": written})
    post(live, "mediator", f"{path}/sign", {"terms_hash": written})
    return path, sides


@visit("pages/appeals/mediation/mediation")
def a_mediation(live):
    path, sides = agreed(live)
    return Visit(query=f"?id={path.rpartition('/')[2]}", persona=sides[0])


@visit("pages/appeals/mediating/mediating")
def a_mediators_case(live):
    path, _sides = talking(live)
    return Visit(query=f"?id={path.rpartition('/')[2]}", persona="mediator")


@visit("pages/appeals/session/session")
def a_session(live):
    path, sides = agreed(live)
    for persona in sides:
        post(live, persona, f"{path}/confirmation/consents", {})
    found = post(live, sides[0], f"{path}/confirmation", {})
    return Visit(query=f"?id={found['id']}", persona=sides[0])
