"""An appeal is always in somebody's hands; danger reaches a person; words stay where they are."""

from datetime import timedelta

import pytest

from tests.appeals.conftest import HOME, fine, talking
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.legal_documents import pdf_signatures
from weijiayuan.appeals.legal_documents.appeal_receipt import FIELDS
from weijiayuan.appeals.legal_documents.signing_certificates import seals
from weijiayuan.appeals.models import Appeal, DutyPage
from weijiayuan.appeals.service import duty_worker_paging as calling
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice

ASKED = {
    "asks": "请让邻居修好漏水",
    "text": "楼上漏水把我家天花板泡坏了，2026年10月1日发现的",
    "community": HOME,
}
DANGER = ASKED | {"text": "我站在天台边上，不想活了"}


def sent(speaker, **more):
    return fine(speaker.post("/api/v1/appeals", json=ASKED | more))


def at(said):
    return f"/api/v1/appeals/{said['number']}"


def test_who_asks_gets_a_number_a_name_a_time_and_a_receipt_that_can_be_checked(
    as_resident, duty, client, app
):
    asker = as_resident()
    said = sent(asker)

    assert said["in_hands_of"] == duty.staff.display_name
    paper = asker.get(said["receipt"])
    assert paper.mimetype == "application/pdf"
    with app.app_context():
        checked = pdf_signatures.check(paper.data, fields=FIELDS, seals=seals())
    assert checked.intact
    code = db.session.scalars(db.select(Appeal.check_code)).one()
    verdict = client.post("/api/v1/appeals/receipts/verify", json={"code": code}).json
    assert (verdict["authentic"], verdict["number"]) == (True, said["number"])
    assert client.post("/api/v1/appeals/receipts/verify", json={"code": "X"}).json == {
        "authentic": False,
        "number": None,
        "received_on": None,
        "text_hash": None,
    }


def test_without_anybody_on_duty_it_is_refused_with_telephone_numbers(as_resident):
    refused = as_resident().post("/api/v1/appeals", json=ASKED)
    assert refused.json["code"] == "appeals.nobody_on_duty"
    assert "12345" in refused.json["detail"]


@pytest.mark.parametrize(
    "answers", [{"matter": "zzz"}, {"due_on": "2026-13-40"}, {"foo": 1}, {"employed": "yes"}]
)
def test_answers_that_cannot_be_meant_are_refused_at_every_door(as_resident, duty, client, answers):
    named = as_resident().post("/api/v1/appeals", json=ASKED | {"answers": answers})
    unnamed = client.post("/api/v1/appeals/anonymous", json=ASKED | {"answers": answers})

    for refused in (named, unnamed):
        assert (refused.status_code, bool(refused.json["fields"])) == (422, True), refused.json


def test_triage_settling_rating_and_opening_again(as_resident, duty):
    asker = as_resident()
    said = sent(asker)
    fine(duty.post(f"{at(said)}/triage", json={"track": "mediation"}))
    fine(duty.post(f"{at(said)}/take"))
    assert asker.post(f"{at(said)}/rating", json={"stars": 5}).status_code == 409
    done = {"outcome": "楼上已修好并赔偿"}
    fine(duty.post(f"{at(said)}/settle", json=done))
    assert asker.post(f"{at(said)}/rating", json={"stars": 4}).status_code == 201
    assert asker.post(f"{at(said)}/rating", json={"stars": 4}).status_code == 409
    assert asker.post(f"{at(said)}/reopen", json={"reason": "又漏了"}).status_code == 201
    assert fine(asker.get(at(said)), 200)["state"] == "reopened"


def test_settled_is_what_both_sides_say_themselves(as_resident, duty, client):
    speaker = as_resident()
    number = sent(speaker)["number"]
    fine(duty.post(f"/api/v1/appeals/{number}/triage", json={"track": "information"}))
    fine(duty.post(f"/api/v1/appeals/{number}/settle", json={"outcome": "已赔偿"}))
    ticked = {"outcome": "已赔偿", "both_said": True}
    assert duty.post(f"/api/v1/appeals/{number}/settle", json=ticked).status_code == 422
    code = fine(duty.post(f"/api/v1/appeals/{number}/other-side"))["code"]
    appeal = db.session.scalars(db.select(Appeal)).one()
    assert appeal.both_said_settled is False

    other = "/api/v1/appeals/other-side/settled"
    assert client.post(other, json={"code": code, "settled": True}).status_code == 201
    assert client.post(other, json={"code": "NOPE", "settled": True}).status_code == 404
    assert (
        speaker.post(f"/api/v1/appeals/{number}/settled", json={"settled": True}).status_code == 201
    )
    db.session.refresh(appeal)
    assert appeal.both_said_settled is True

    assert client.post(other, json={"code": code, "settled": False}).status_code == 201
    said = fine(speaker.get(f"/api/v1/appeals/{number}"), 200)
    assert (said["state"], said["said_settled"]) == ("reopened", {"asker": False, "other": False})


def test_why_a_colleague_declined_is_read_by_who_has_it_and_by_nobody_else(
    as_resident, as_role, duty
):
    number = sent(as_resident())["number"]
    colleague, other = as_role(Role.ADVISER), as_role(Role.ADVISER)
    asked = {"to": str(colleague.staff.id), "note": "请看看合同"}
    fine(duty.post(f"/api/v1/appeals/{number}/hand-over", json=asked))
    waiting = fine(colleague.get("/api/v1/appeals/desk/hand-overs"), 200)["items"]
    assert [(one["number"], one["note"]) for one in waiting] == [(number, "请看看合同")]
    fine(colleague.post(f"/api/v1/appeals/{number}/decline", json={"reason": "与我有亲"}))

    back = fine(duty.get("/api/v1/appeals/desk/hand-overs"), 200)["items"]
    assert [(one["state"], one["reason"]) for one in back] == [("declined", "与我有亲")]
    whole = fine(duty.get(f"/api/v1/appeals/desk/{number}?reason=分流"), 200)
    assert whole["hand_overs"][0]["reason"] == "与我有亲"
    for speaker in (colleague, other):
        assert fine(speaker.get("/api/v1/appeals/desk/hand-overs"), 200)["items"] == []


def test_a_lead_keeps_no_name_and_no_number(as_resident, duty):
    told = {
        "kind": "quarrel",
        "place": "3栋李建国家门口",
        "note": "王小明跟张老师傅吵架，叫陈大文的劝不住，13800138000",
        "community": HOME,
    }
    fine(as_resident().post("/api/v1/leads", json=told))
    lead = fine(duty.get("/api/v1/appeals/leads"), 200)["items"][0]
    for word in ("王小明", "张老", "陈大文", "138001"):
        assert word not in lead["note"], lead
    assert "李建国" not in lead["place"]
    assert "吵架" in lead["note"]


def test_a_formal_road_that_ends_soon_is_told_before_mediation(as_resident, duty):
    today = clock.local_date(clock.now())
    fined = {"matter": "debt", "due_on": str(today.replace(year=today.year - 3))}
    said = sent(as_resident(), answers=fined)

    refused = duty.post(f"{at(said)}/triage", json={"track": "mediation"})

    assert refused.json["code"] == "appeals.formal_road_first"
    opened = {"title": "欠款", "category": "debt", "territory": HOME, "appeal": said["number"]}
    refused = duty.post("/api/v1/mediations", json=opened)
    assert refused.json["code"] == "appeals.formal_road_first"
    told = {"track": "mediation", "told_of_formal_road": True}
    fine(duty.post(f"{at(said)}/triage", json=told))


def test_violence_at_home_is_not_mediated(as_resident, duty):
    said = sent(as_resident(), text="老公喝醉了就打我，昨晚又把我打得鼻青脸肿")
    refused = duty.post(f"{at(said)}/triage", json={"track": "mediation"})
    assert refused.json["code"] == "appeals.no_joint_mediation"


def test_a_label_of_a_person_is_refused(as_resident, duty):
    said = sent(as_resident())
    refused = duty.post(f"{at(said)}/answers", json={"text": "对方疑似精神病"})
    assert refused.json["code"] == "appeals.label_refused"


def test_danger_that_is_ticked_calls_the_duty_worker(as_resident, duty):
    said = sent(as_resident(), answers={"danger_now": True})
    assert said["danger"]["call"][0]["number"] == "12356"
    waiting = fine(duty.get("/api/v1/duty/pages"), 200)["items"]
    assert [one["number"] for one in waiting] == [said["number"]]


def test_every_look_says_why_and_is_in_the_trail(as_resident, duty):
    said = sent(as_resident())
    address = f"/api/v1/appeals/desk/{said['number']}"
    assert duty.get(address).status_code == 422
    read = fine(duty.get(f"{address}?reason=分流"), 200)
    assert read["text"] == ASKED["text"]
    entry = db.session.scalars(db.select(AuditEntry).filter_by(action="appeal viewed")).one()
    assert entry.reason == "分流"


@pytest.mark.parametrize(
    "role",
    [Role.GRID_WORKER, Role.SECRETARY, Role.DISPATCHER, Role.SUPERVISOR, Role.DEPARTMENT],
)
def test_others_see_nothing_of_an_appeal(as_resident, as_role, duty, role):
    said = sent(as_resident())
    other = as_role(role)
    assert other.get(at(said)).status_code == 404
    assert other.get(f"/api/v1/appeals/desk/{said['number']}?reason=好奇").status_code == 403


def test_danger_calls_the_next_in_line_at_five_ten_and_fifteen_minutes_once_each(
    as_resident, as_role
):
    first, second = as_role(Role.DUTY_WORKER), as_role(Role.DUTY_WORKER)
    said = sent(as_resident(), text=DANGER["text"])
    assert said["danger"]["call"][0]["number"] == "12356"
    start = db.session.scalars(db.select(DutyPage)).one().due_at
    assert calling.send_due(start + timedelta(minutes=4)) == 0
    assert calling.send_due(start + timedelta(minutes=5)) == 1
    assert calling.send_due(start + timedelta(minutes=6)) == 0
    assert calling.send_due(start + timedelta(minutes=40)) == 2
    assert calling.send_due(start + timedelta(minutes=41)) == 0
    called = {page.staff_id for page in db.session.scalars(db.select(DutyPage))}
    assert called == {first.staff.id, second.staff.id}


def test_who_acknowledges_ends_the_calling(as_resident, duty):
    said = sent(as_resident(), text=DANGER["text"])
    waiting = fine(duty.get("/api/v1/duty/pages"), 200)["items"]
    assert [one["number"] for one in waiting] == [said["number"]]
    fine(duty.post("/api/v1/duty/ack", json={"number": said["number"]}))
    assert calling.send_due(clock.now() + timedelta(hours=1)) == 0


def test_an_anonymous_appeal_opens_by_its_receipt_alone_and_keeps_only_the_hour(client, duty):
    said = client.post("/api/v1/appeals/anonymous", json=ASKED).json
    row = db.session.scalars(db.select(Appeal)).one()
    assert (row.resident_id, row.created_at.minute, row.received_at.second) == (None, 0, 0)
    assert row.id.version == 4
    receipt = {"receipt": said["receipt"]}
    opened = client.post("/api/v1/appeals/receipts", json=receipt).json
    assert opened["text"] == ASKED["text"]
    wide = said["receipt"].translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert client.post("/api/v1/appeals/receipts", json={"receipt": wide}).status_code == 200
    wrong = client.post("/api/v1/appeals/receipts", json={"receipt": "1" * 16})
    assert wrong.json["code"] == "appeals.receipt_unknown"
    talk = receipt | {"text": "明天在家"}
    for _ in "ab":
        assert client.post("/api/v1/appeals/receipts/messages", json=talk).status_code == 201
    opened = client.post("/api/v1/appeals/receipts", json=receipt).json
    assert [one["text"] for one in opened["messages"]] == ["明天在家"]
    about = db.select(AuditEntry).filter_by(subject_kind="appeal")
    assert db.session.scalars(about).all() == []


def test_the_same_anonymous_draft_sent_twice_is_one_appeal_with_one_receipt(client, duty):
    draft = ASKED | {"once": "Kd7" * 10}
    first, second = (client.post("/api/v1/appeals/anonymous", json=draft) for _ in "ab")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert len(db.session.scalars(db.select(Appeal)).all()) == 1
    other = client.post("/api/v1/appeals/anonymous", json=ASKED)
    assert other.json["receipt"] != first.json["receipt"]


def test_what_a_draft_says_more_when_it_is_sent_again_is_read_by_who_has_it(client, duty):
    draft = ASKED | {"once": "Kd8" * 10}
    client.post("/api/v1/appeals/anonymous", json=draft)
    changed = draft | {"text": DANGER["text"]}
    answers = [client.post("/api/v1/appeals/anonymous", json=changed).json for _ in "ab"]
    assert all(each["danger"] for each in answers)
    receipt = {"receipt": answers[0]["receipt"]}
    opened = client.post("/api/v1/appeals/receipts", json=receipt).json
    assert [DANGER["text"] in each["text"] for each in opened["messages"]] == [True]
    assert fine(duty.get("/api/v1/duty/pages"), 200)["items"]


def test_a_lead_dies_after_thirty_days(as_resident, duty, time_machine_at):
    lead = {"kind": "quarrel", "place": "和平路8号门口", "community": HOME}
    fine(as_resident().post("/api/v1/leads", json=lead))
    assert len(fine(duty.get("/api/v1/appeals/leads"), 200)["items"]) == 1
    later = clock.now() + timedelta(days=31)
    from weijiayuan.appeals.periodic_tasks import let_leads_die  # noqa: PLC0415

    assert let_leads_die(later) == "1 leads died"


def test_a_resident_takes_all_along_and_leaves(as_resident, duty):
    asker = as_resident()
    said = sent(asker)
    copy = fine(asker.get("/api/v1/me/export"), 200)["appeals"]
    assert copy["appeals"][0]["text"] == ASKED["text"]
    assert asker.post("/api/v1/me/close").status_code == 204
    row = db.session.scalars(db.select(Appeal)).one()
    assert (row.number, row.resident_id) == (said["number"], None)


def test_figures_hide_small_cells(as_resident, duty):
    sent(as_resident())
    text = duty.get("/api/v1/appeals/figures.csv").get_data(as_text=True)
    assert text.splitlines()[-1] == "people_mediation,,"


def pages():
    return list(db.session.scalars(db.select(DutyPage.step)))


def told(speaker):
    return [
        (each.template, each.text)
        for each in db.session.scalars(
            db.select(Notice).filter_by(resident_id=speaker.resident.id).order_by(Notice.id)
        )
    ]


def test_danger_in_the_name_of_the_other_side_calls_the_duty_worker(as_resident, duty):
    said = sent(as_resident(), against="前夫，他拿着刀在门口说要杀我")
    assert "110" in {line["number"] for line in said["danger"]["call"]}
    assert pages() == [0]


def test_danger_written_later_calls_and_a_second_time_tells_the_holder(as_resident, duty):
    asker = as_resident()
    said = sent(asker)
    assert pages() == []
    for text in ("我不想活了", "我站在天台边上，要跳下去"):
        answer = fine(asker.post(f"{at(said)}/messages", json={"text": text}))
        assert "12356" in answer["danger"]["call"]
    assert pages() == [0]
    assert [template for template, _ in told(duty)].count("duty_page") == 2


def test_danger_in_a_lead_tells_those_on_duty_without_a_word_of_it(as_resident, duty):
    lead = {"kind": "quarrel", "place": "三栋二楼", "note": "男的拿刀追着女的砍", "community": HOME}
    answer = fine(as_resident().post("/api/v1/leads", json=lead))
    assert "110" in answer["danger"]["call"]
    ((template, text),) = told(duty)
    assert template == "lead_danger"
    assert not any(word in text for word in ("刀", "砍", "三栋"))


def test_danger_in_talk_calls_without_a_word_of_it(quarrel, duty):
    case = talking(quarrel)
    words = {"text": "他昨晚把我打得满脸是血，说要杀我全家", "room": "private"}
    answer = fine(case.zhang.post(f"{case.at}/talk", json=words))
    assert "110" in answer["danger"]["call"]
    for called in (duty, case.mediator):
        said = [text for template, text in told(called) if template == "mediation_danger"]
        assert len(said) == 1
        assert not any(word in said[0] for word in ("打", "血", "杀", "借款", case.id))
