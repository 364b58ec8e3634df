"""Who gets through which door at all; what they may do behind it is in test_matrix.py."""

import re

import pytest

from tests.engines import ONE_DATABASE
from tests.factories.events import COMMUNITY, GRID, STREET, make_event
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind

pytestmark = pytest.mark.usefixtures("district")

OWN = {Role.GRID_WORKER: GRID, Role.SECRETARY: COMMUNITY, Role.DISPATCHER: STREET}
DISTRICT = Territory(TerritoryKind.DISTRICT, "440311")
BODIES = {
    "danger": {"reason": "误报"},
    "words": {"hide": []},
    "judge": {"shown": False, "reason": "不宜"},
    "reject": {"reason": "abusive", "words": "无关"},
    "merge": {"into": "00000000-0000-7000-8000-000000000000"},
    "return": {"reason": "不归我们"},
    "recall": {"reason": "没人签收"},
    "transfer": {"reason": "不归我们"},
    "restore": {"reason": "误判"},
    "unmerge": {"reason": "不是一件"},
    "reclassify": {"reason": "看错了", "category": "06010"},
    "wait": {"reason": "weather", "words": "下雨"},
    "extend": {"extra": "1d", "words": "材料"},
    "decide": {"approved": True},
    "reopen": {"reason": "还有"},
    "messages": {"text": "在哪里"},
    "review": {"decision": "uphold", "finding": "属实"},
    "reporter": {"reason": "核实"},
    "assists": {"unit": "x", "words": "看电缆"},
    "answer": {"done": True, "words": "看过"},
    "orders": {"departments": ["x"], "lead": "x", "place": "路口"},
    "contest": {"reason": "不归我们"},
    "ruling": {"upheld": True, "words": "归"},
    "report-in": {"officer": "李工", "code": "000000"},
    "done": {"measures": "做了"},
    "cancel": {"reason": "不用了"},
    "score": {"cooperation": 1, "result": 1},
    "appeal": {"reason": "低了"},
    "reply": {"reply": "在办"},
    "events": {"text": "x", "place": {"lng": 113.94, "lat": 22.74, "datum": "gcj02"}},
}
STAFF_PREFIXES = ("/api/v1/events", "/api/v1/orders", "/api/v1/supervisions")
NOTHING = "00000000-0000-7000-8000-000000000000"
LISTS = {
    "/api/v1/events/figures": "?from=2026-11-01&to=2026-11-30",
    "/api/v1/events/figures.csv": "?from=2026-11-01&to=2026-11-30",
    "/api/v1/events/preview": f"?action=accept&events={NOTHING}",
}
FIELD_ONLY = {"/api/v1/events/today", "/api/v1/events/my-grids"}
WATCHING = {
    "/api/v1/events/overview",
    "/api/v1/events/figures",
    "/api/v1/events/figures.csv",
    "/api/v1/events/ranking",
}
OUTSIDERS = [Role.ORGANISER, Role.VENUE_KEEPER, Role.POLICY_OFFICER, Role.ADMIN]
LEDGER = [
    Role.GRID_WORKER, Role.SECRETARY, Role.DISPATCHER, Role.DEPARTMENT, Role.SUPERVISOR, Role.AUDITOR,
]  # fmt: skip


def routes(app):
    """Every route of the ledger as (method, path template)."""
    found = [
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        if rule.rule.startswith(STAFF_PREFIXES)
    ]
    return sorted(found)


def ask(who, method, template, event_id):
    path = re.sub(r"<uuid:event_id>", str(event_id), template)
    path = re.sub(r"<uuid:\w+>", NOTHING, path)
    if method == "GET":
        return who.get(path + LISTS.get(template, ""))
    name = template.rstrip("/").rsplit("/", 1)[-1]
    return who.post(path, json=BODIES.get(name, {}))


def holds(template):
    return "<uuid:" in template


def test_the_matrix_names_every_route(app):
    assert len(routes(app)) >= 40


def test_nobody_gets_anywhere_without_signing_in(app, client, database):
    for method, template in routes(app):
        path = re.sub(r"<uuid:\w+>", NOTHING, template)
        answer = client.open(path, method=method, json={})
        assert answer.status_code == 401, (method, template, answer.status_code)


@ONE_DATABASE
@pytest.mark.parametrize("role", [None, *OUTSIDERS], ids=str)
def test_residents_and_other_staff_are_refused_everywhere(app, as_resident, as_role, role):
    event = make_event()
    who = as_resident() if role is None else as_role(role)
    for method, template in routes(app):
        answer = ask(who, method, template, event.id)
        assert answer.status_code == 403, (method, template, answer.status_code)


@ONE_DATABASE
@pytest.mark.parametrize("role", LEDGER, ids=str)
def test_lists_open_to_the_roles_they_are_for(app, as_role, role):
    who = as_role(role, territory=OWN.get(role, DISTRICT))
    for method, template in routes(app):
        if method != "GET" or holds(template):
            continue
        allowed = (
            role is Role.GRID_WORKER
            if template in FIELD_ONLY
            else role not in (Role.GRID_WORKER, Role.DEPARTMENT)
            if template in WATCHING
            else True
        )
        expected = 200 if allowed else 403
        answer = ask(who, method, template, NOTHING)
        assert answer.status_code == expected, (role, template, answer.status_code)


def test_auditors_see_everything_and_change_nothing(app, as_role):
    auditor = as_role(Role.AUDITOR)
    event = make_event()
    assert auditor.get(f"/api/v1/events/{event.id}").json["allowed"] == []
    for method, template in routes(app):
        if method == "POST" and "<uuid:event_id>" in template:
            answer = ask(auditor, method, template, event.id)
            assert answer.status_code in (403, 404, 409), (template, answer.status_code)
    assert auditor.get(f"/api/v1/events/{event.id}").json["state"] == event.state
