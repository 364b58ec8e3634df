"""Views that one keeps, and tables taken away: each is one's own, and the trail knows."""

import csv
from io import StringIO

import pytest

from weijiayuan.accounts.rules import Role
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db
from weijiayuan.saved_views.service import MOST_VIEWS

VIEWS, SHEETS = "/api/v1/desk/views", "/api/v1/desk/sheets"
TABLE = {"page": "matters", "title": "事项", "heads": ["编号", "内容"], "rows": [["1", "=1+1"]]}


@pytest.fixture
def mine(as_desk):
    return as_desk(Role.DISPATCHER)


def kept(who, **given):
    usual = {"page": "matters", "name": "今天的", "settings": "due=today"}
    return who.post(VIEWS, json=usual | given)


def test_a_view_is_kept_replaced_and_forgotten_by_its_owner_alone(mine, as_desk):
    other = as_desk(Role.DISPATCHER)
    assert kept(mine).status_code == 201
    view = kept(mine, settings="due=late").json

    assert mine.get(f"{VIEWS}?page=matters").json["items"] == [view]
    assert mine.get(f"{VIEWS}?page=orders").json["items"] == []
    assert other.get(f"{VIEWS}?page=matters").json["items"] == []
    assert other.delete(f"{VIEWS}/{view['id']}").json["code"] == "desk.view_not_found"
    assert mine.delete(f"{VIEWS}/{view['id']}").status_code == 204
    assert mine.get(f"{VIEWS}?page=matters").json["items"] == []


def test_views_end_somewhere(mine):
    for number in range(MOST_VIEWS):
        assert kept(mine, name=f"视图{number}").status_code == 201

    assert kept(mine, name="再一个").json["code"] == "desk.too_many_views"
    assert kept(mine, name="视图3", settings="").status_code == 201
    assert len(mine.get(f"{VIEWS}?page=matters").json["items"]) == MOST_VIEWS


def test_a_sheet_is_what_was_shown_and_the_trail_names_its_columns(mine):
    answer = mine.post(SHEETS, json={**TABLE, "kind": "csv"})

    assert answer.status_code == 200
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert rows == [["编号", "内容"], ["1", "'=1+1"]]
    entry = db.session.query(AuditEntry).filter_by(action="desk.sheet_taken").one()
    assert (entry.actor, entry.subject_id) == (f"staff:{mine.staff.id}", "matters")
    assert "编号、内容" in entry.facts
    assert mine.post(SHEETS, json={**TABLE, "kind": "xlsx"}).data.startswith(b"PK")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": [["1"]]},
        {"rows": [[["1"], "2"]]},
        {"rows": [[True, "2"]]},
        {"heads": []},
        {"kind": "exe"},
        {"rows": [["1", "2"]] * 2_001},
        {"page": "../x"},
    ],
)
def test_a_table_that_is_none_is_refused(mine, wrong):
    assert mine.post(SHEETS, json={**TABLE, "kind": "csv"} | wrong).status_code == 422


def test_the_desk_is_for_staff_at_the_desk(as_resident, as_role, client):
    for who in (as_resident(), as_role(Role.DISPATCHER)):
        assert kept(who).status_code == 403
        assert who.post(SHEETS, json={**TABLE, "kind": "csv"}).status_code == 403
    assert client.get(f"{VIEWS}?page=matters").status_code == 401
