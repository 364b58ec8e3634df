"""Auditors see who did and looked at what, in words, and can check that nothing was changed."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import text as sql

import weijiayuan
from weijiayuan import audit
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.rules.states import Track
from weijiayuan.approvals.rules.application_decision import Outcome
from weijiayuan.approvals.rules.states import ApplicationState as ApprovalState
from weijiayuan.approvals.rules.states import LicenceState
from weijiayuan.db import db, transaction
from weijiayuan.directory.rules.resource_sharing import LoanState
from weijiayuan.directory.rules.visitor_reports import Finding
from weijiayuan.governance import audit_trail_presentation, audit_trail_words
from weijiayuan.governance.surge_detection.rules.states import Deed, SignalVerdict
from weijiayuan.jobs.models.applications import ReportReason
from weijiayuan.jobs.rules.states import ApplicationState, EmployerState, JobState
from weijiayuan.sensing.models import AlarmState

URL = "/api/v1/governance/trail"
RECORDED = re.compile(r"""(?:audit\.record|_note)\(\s*f?"([a-z][^"{]*)""")
KINDS = re.compile(r"""subject_kind="(\w+)\"""")


@pytest.fixture
def auditor(as_role):
    return as_role(Role.AUDITOR)


def look_up(subject="one", actor=None):
    audit.record(
        "events.reporter_looked_up",
        subject_kind="event",
        subject_id=subject,
        reason="核实地点",
        actor=actor,
    )


def read(auditor, **asked):
    answer = auditor.get(URL, query_string=asked)
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def test_a_look_at_a_reporter_is_shown_in_words_with_its_reason(auditor):
    with transaction():
        staff = StaffAccount(username="liu", display_name="刘分拨")
        db.session.add(staff)
        db.session.flush()
        look_up(actor=f"staff:{staff.id}")
        audit.record("events.accept", subject_kind="event", subject_id="one")

    found = read(auditor, looks=True)

    assert [each["action_text"] for each in found] == ["查看上报人"]
    assert found[0]["actor_text"] == "刘分拨（liu）"
    assert (found[0]["subject_text"], found[0]["reason"]) == ("事项", "核实地点")


def test_the_trail_is_narrowed_by_person_subject_and_day(auditor):
    with transaction():
        staff = StaffAccount(username="wang", display_name="王网格")
        db.session.add(staff)
        db.session.flush()
        look_up("one", actor=f"staff:{staff.id}")
        look_up("two")

    assert [each["subject_id"] for each in read(auditor, person="王网")] == ["one"]
    assert [each["subject_id"] for each in read(auditor, person="wang")] == ["one"]
    assert [each["subject_id"] for each in read(auditor, subject="two")] == ["two"]
    assert read(auditor, until="2020-01-01") == []
    assert read(auditor, person="没有这个人") == []


def test_reading_the_trail_is_itself_on_the_trail(auditor):
    read(auditor, person="wang")

    newest = read(auditor)[0]
    assert (newest["action_text"], newest["facts"]) == ("查看审计轨迹", {"person": "wang"})


def test_pages_go_on_where_the_last_one_ended(auditor):
    with transaction():
        for subject in "abc":
            look_up(subject)

    first = auditor.get(URL, query_string={"limit": 2}).json
    second = auditor.get(URL, query_string={"limit": 2, "cursor": first["next_cursor"]}).json
    subjects = [each["subject_id"] for each in (*first["items"], *second["items"])]
    assert subjects == ["c", "b", "a"]


def test_the_chain_is_walked_and_a_changed_word_is_told(auditor):
    with transaction():
        look_up()
    whole = auditor.post(f"{URL}/verification").json
    assert whole["unbroken"]
    assert str(whole["entries"]) in whole["sentence"]

    tamper("UPDATE audit_entries SET reason = 'nothing' WHERE subject_id = 'one'")

    broken = auditor.post(f"{URL}/verification").json
    assert not broken["unbroken"]
    assert "请立即报告" in broken["sentence"]


def tamper(statement):
    """Change the trail as somebody who owns the database and takes its triggers off."""
    with transaction():
        if db.engine.dialect.name == "sqlite":
            named = sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'"
            )
            for name in db.session.scalars(named).all():
                db.session.execute(sql(f"DROP TRIGGER {name}"))
        else:
            db.session.execute(sql("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        db.session.execute(sql(statement))


def test_everything_that_is_put_on_the_trail_has_chinese_words():
    source = "\n".join(path.read_text() for path in Path(weijiayuan.__path__[0]).rglob("*.py"))
    actions, kinds = set(RECORDED.findall(source)), set(KINDS.findall(source))

    assert len(actions) > 40
    assert [
        code for code in actions if audit_trail_presentation.said("did", code.rstrip("_.")) == code
    ] == []
    assert [code for code in kinds if audit_trail_presentation.said("kind", code) == code] == []


def test_an_administrator_reads_what_one_person_looked_at(as_desk):
    admin, auditor, other = as_desk(Role.ADMIN), as_desk(Role.AUDITOR), as_desk(Role.DISPATCHER)
    auditor.get("/api/v1/governance/trail")
    path = f"/api/v1/governance/trail/looks?staff={auditor.staff.id}"

    (look,) = admin.get(path).json["items"]

    assert (look["action_text"], look["is_look"]) == ("查看审计轨迹", True)
    assert other.get(path).status_code == 403
    assert auditor.get(path).status_code == 403
    (again,) = admin.get(path.replace(str(auditor.staff.id), str(admin.staff.id))).json["items"]
    assert again["action"] == "trail.looks_read"


OURS = {"subject_kind", "subject_id", "reason", "actor"}
STATES = (
    Outcome, ApprovalState, LicenceState, Track, LoanState, Finding, ReportReason, ApplicationState,
    EmployerState, JobState, AlarmState, Deed, SignalVerdict,
)  # fmt: skip


def recorded():
    """Every call that writes the trail, by `audit.record` or a `_note` of its own: its keywords."""
    for path in Path(weijiayuan.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
        writers = {"audit.record"} | {
            one.name
            for one in notes
            if one.name == "_note" and one.args.kwarg and "audit.record" in ast.unparse(one)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in writers:
                yield {each.arg: each.value for each in call.keywords if each.arg}


def test_every_detail_of_the_trail_has_a_name_in_words():
    names = {name for call in recorded() for name in call if name not in OURS}
    assert [name for name in sorted(names) if audit_trail_words.fact_name(name) == name] == []


def test_no_subject_nor_reason_of_the_trail_is_a_code():
    """`disputes`, `queue`, `as holder`: an auditor could not tell what was looked at."""
    codes = {
        call[name].value
        for call in recorded()
        for name in ("subject_id", "reason")
        if isinstance(call.get(name), ast.Constant)
    }
    assert [code for code in sorted(codes) if audit_trail_words.value(code) == code] == []


def test_every_state_that_the_trail_keeps_has_words():
    values = [state.value for each in STATES for state in each]
    assert [value for value in values if audit_trail_words.value(value) == value] == []


def test_an_entry_names_what_it_is_about_and_its_details(auditor):
    with transaction():
        staff = StaffAccount(username="zhou", display_name="周管")
        db.session.add(staff)
        db.session.flush()
        duties = ["organiser@district:440311"]
        audit.record("duties set", subject_kind="staff", subject_id=staff.id, duties=duties)
        audit.record("approvals.disputes_read", subject_kind="licence", subject_id="disputes")
        digest = "6e" * 32
        audit.record("draw drawn", subject_kind="draw", subject_id="x", entries_digest=digest)

    drawn, looked, set_ = read(auditor)

    assert set_["subject_name"] == "工作人员 周管"
    assert set_["facts_text"] == "职责：集市组织者（440311）"
    assert looked["subject_name"] == "执照：名单"
    assert drawn["facts_text"] == "名单指纹：…6e6e6e6e"
