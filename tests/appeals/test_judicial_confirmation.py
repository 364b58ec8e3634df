"""From a quarrel to a ruling, and every way it can stop on the way."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.appeals.conftest import (
    LI,
    TERM,
    ZHANG,
    ahead,
    ask_all,
    filed,
    fine,
    signed,
    talking,
    verified,
)
from tests.factories import saved
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.models import Agreement, Confirmation, Judge, MediationParty
from weijiayuan.appeals.rules.states import ConfirmationState
from weijiayuan.db import db
from weijiayuan.kernel import clock

RULING = {"number": "（2026）粤0311民特1号"}


def heard(case, judge):
    filed(case)
    fine(case.mediator.post(f"{case.court_at}/book", json={}))
    fine(judge.post(f"{case.court_at}/accept"))
    ask_all(case, judge)
    return fine(judge.post(f"{case.court_at}/record"))


def test_from_a_quarrel_to_a_served_ruling(quarrel, judge):
    record = heard(quarrel, judge)
    for speaker in (quarrel.zhang, quarrel.li):
        asked = {"record_hash": record["record_hash"]}
        fine(speaker.post(f"{quarrel.court_at}/confirm-record", json=asked))

    said = fine(judge.post(f"{quarrel.court_at}/rule", json=RULING))

    assert said["state"] == "confirmed"
    assert said["promise"]["kept"] is True
    found = db.session.get(Confirmation, db.session.scalars(db.select(Confirmation.id)).one())
    assert found.ruling_hash == found.terms_hash
    mine = fine(quarrel.zhang.get(quarrel.court_at), 200)
    verdict = f"/api/v1/rulings/verify?c={mine['ruling_code']}"
    assert fine(judge.get(verdict), 200) == {"authentic": True, "number": None, "ruled_on": None}
    assert fine(judge.get(f"{verdict}&last=X"), 200)["number"] == RULING["number"]
    for digit in "123":
        assert fine(judge.get(f"{verdict}&last={digit}"), 200)["number"] is None
    guessed = judge.get(f"{verdict}&last=X")
    assert (guessed.status_code, int(guessed.headers["Retry-After"]) <= 61) == (429, True)
    assert fine(judge.get("/api/v1/rulings/verify?c=NOTHING"), 200)["authentic"] is False
    bundle = quarrel.li.get(f"{quarrel.court_at}/bundle.zip")
    assert bundle.data[:2] == b"PK"


def test_one_consent_is_none(quarrel, judge):
    signed(quarrel)
    fine(quarrel.zhang.post(f"{quarrel.at}/confirmation/consents"))

    refused = quarrel.zhang.post(f"{quarrel.at}/confirmation")

    assert refused.status_code == 409
    assert refused.json["code"] == "confirmations.other_party_missing"


def test_the_database_keeps_both_or_neither(quarrel, judge):
    filed(quarrel)
    found = db.session.scalars(db.select(Confirmation)).one()
    found.consents = 1
    with pytest.raises(Exception, match="both_or_neither"):
        db.session.flush()
    db.session.rollback()


def test_identity_is_verified_again_after_thirty_minutes(quarrel, time_machine_at):
    signed(quarrel)
    time_machine_at(clock.now() + timedelta(minutes=31))

    refused = quarrel.zhang.post(f"{quarrel.at}/confirmation/consents")

    assert refused.json["code"] == "mediations.verify_first"


def test_after_thirty_days_it_is_too_late_and_the_other_road_is_told(quarrel):
    signed(quarrel)
    agreement = db.session.scalars(db.select(Agreement)).one()
    agreement.effective_at = clock.now() - timedelta(days=45)
    db.session.flush()

    refused = quarrel.zhang.post(f"{quarrel.at}/confirmation/consents")

    assert refused.json["code"] == "confirmations.too_late"
    assert "支付令" in refused.json["detail"]


def test_a_no_or_a_silence_stops_the_ruling(quarrel, judge):
    filed(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    fine(judge.post(f"{quarrel.court_at}/accept"))
    ask_all(quarrel, judge)
    silent = {"side": "b", "question": "own_will", "answer": "silent"}
    fine(judge.post(f"{quarrel.court_at}/question", json=silent))

    assert judge.post(f"{quarrel.court_at}/record").json["code"] == "confirmations.answers_missing"
    assert judge.post(f"{quarrel.court_at}/rule", json=RULING).status_code == 409

    fine(judge.post(f"{quarrel.court_at}/question", json=silent | {"answer": "yes"}))
    written = fine(judge.post(f"{quarrel.court_at}/record"))["record"]
    assert written.count("答：是；再问，答：不回答；再问，答：是。") == 1


@pytest.mark.parametrize(
    ("move", "article", "road"),
    [
        ("not-accept", "355.1", "信访"),
        ("not-accept", "355.2", "基层法院"),
        ("not-accept", "355.3", "起诉"),
        ("not-accept", "355.4", "程序"),
        ("not-accept", "355.5", "起诉"),
        ("reject", "358.1", "重新调解"),
        ("reject", "358.2", "重新调解"),
        ("reject", "358.3", "重新调解"),
        ("reject", "358.4", "起诉"),
        ("reject", "358.5", "重新签订"),
        ("reject", "358.6", "支付令"),
    ],
)
def test_every_ground_has_its_article_and_its_other_road(quarrel, judge, move, article, road):
    filed(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    if move == "reject":
        fine(judge.post(f"{quarrel.court_at}/accept"))

    asked = {"article": article, "reason": "经审查"}
    said = fine(judge.post(f"{quarrel.court_at}/{move}", json=asked))

    assert said["article"] == article
    assert road in said["road"]


def test_an_interruption_stops_the_promise_and_nobody_loses_the_place(
    quarrel, judge, time_machine_at
):
    filed(quarrel)
    booked = fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    fine(quarrel.li.post(f"{quarrel.court_at}/interrupt", json={"reason": "断网"}))
    time_machine_at(clock.now() + timedelta(minutes=40))
    said = fine(quarrel.zhang.post(f"{quarrel.court_at}/resume"))

    assert said["promise"]["used_seconds"] < 60
    assert said["room"] == booked["room"]


def test_before_its_time_nothing_is_late_and_nothing_is_asked_or_ruled(quarrel, judge):
    filed(quarrel)
    later = {"starts_at": ahead().isoformat()}
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json=later))
    fine(judge.post(f"{quarrel.court_at}/accept"))
    db.session.scalars(db.select(Confirmation)).one().filed_at -= timedelta(hours=2)
    db.session.flush()
    now = fine(judge.get(quarrel.court_at), 200)["promise"]
    assert (now["kept"], now["used_seconds"]) == (None, 0)
    asked = {"side": "a", "question": "own_will", "answer": "yes"}
    refused = judge.post(f"{quarrel.court_at}/question", json=asked)
    assert refused.json["code"] == "confirmations.session_not_begun"
    early = quarrel.li.post(f"{quarrel.court_at}/interrupt", json={"reason": "断网"})
    assert early.json["code"] == "confirmations.session_not_begun"


def test_a_late_ruling_says_why_and_no_number_is_given_twice(quarrel, judge):
    record = heard(quarrel, judge)
    for speaker in (quarrel.zhang, quarrel.li):
        asked = {"record_hash": record["record_hash"]}
        fine(speaker.post(f"{quarrel.court_at}/confirm-record", json=asked))
    found = db.session.scalars(db.select(Confirmation)).one()
    found.filed_at -= timedelta(minutes=31)
    found.starts_at -= timedelta(minutes=31)
    db.session.flush()
    silent = judge.post(f"{quarrel.court_at}/rule", json=RULING)
    assert silent.json["code"] == "confirmations.late_reason_needed"
    said = fine(judge.post(f"{quarrel.court_at}/rule", json=RULING | {"late_reason": "核对账号"}))
    assert (said["promise"]["kept"], said["promise"]["late_reason"]) == (False, "核对账号")
    other = Confirmation(
        number="QR2",
        mediation_id=found.mediation_id,
        agreement_id=found.agreement_id,
        terms_hash=found.terms_hash,
        parties=2,
        last_day=found.last_day,
        state=ConfirmationState.REJECTED,
    )
    db.session.add(other)
    db.session.flush()
    other.ruling_number = RULING["number"]
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()
    db.session.rollback()


def test_the_database_keeps_no_ruling_before_its_session(quarrel, judge):
    filed(quarrel)
    found = db.session.scalars(db.select(Confirmation)).one()
    found.ruling_hash, found.served_at = found.terms_hash, clock.now()
    found.state = ConfirmationState.CONFIRMED
    with pytest.raises(Exception, match="begun_before_ruled"):
        db.session.flush()
    db.session.rollback()


def test_a_judge_who_leaves_is_followed_by_another_or_the_place_is_kept(quarrel, judge, as_desk):
    heard(quarrel, judge)
    fine(judge.post(f"{quarrel.court_at}/leave", json={"reason": "紧急公务"}))
    kept = fine(quarrel.zhang.get(quarrel.court_at), 200)
    assert (kept["state"], kept["judge"], kept["promise"]["paused"]) == ("accepted", None, True)
    assert judge.get(quarrel.court_at).status_code == 404

    second = as_desk(Role.JUDGE)
    saved(Judge(staff_id=second.staff.id, capacity=1))
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    heirs = [one for one in (judge, second) if one.get(quarrel.court_at).status_code == 200]
    assert len(heirs) == 1
    assert heirs[0].post(f"{quarrel.court_at}/rule", json=RULING).status_code == 409
    ask_all(quarrel, heirs[0])
    fine(heirs[0].post(f"{quarrel.court_at}/record"))


def test_it_goes_on_in_the_court_house_under_the_same_number(quarrel, judge):
    filed(quarrel)
    said = fine(quarrel.li.post(f"{quarrel.court_at}/offline", json={"reason": "不会用手机"}))
    assert (said["state"], said["number"]) == ("offline", quarrel.court["number"])


def test_a_second_case_finds_no_free_judge(quarrel, judge):
    filed(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    free = fine(judge.get("/api/v1/confirmations/slots?now=true"), 200)["items"][0]
    assert (free["rooms"], free["judges"]) == (0, 0)


def test_strangers_find_nothing(quarrel, judge, as_role, as_desk, as_resident):
    heard(quarrel, judge)
    strangers = [as_resident(), as_role(Role.MEDIATOR), as_desk(Role.JUDGE)]
    strangers += [as_role(role) for role in (Role.GRID_WORKER, Role.SECRETARY, Role.DISPATCHER)]
    strangers += [as_desk(Role.AUDITOR), as_desk(Role.ADMIN), as_role(Role.SUPERVISOR)]
    for stranger in strangers:
        for address in (quarrel.at, f"{quarrel.at}/talk", f"{quarrel.at}/agreement.pdf"):
            assert stranger.get(address).status_code == 404
        assert stranger.get(quarrel.court_at).status_code == 404
        assert stranger.get(f"{quarrel.court_at}/bundle.zip").status_code == 404


def test_nobody_signs_what_has_changed_or_has_faults(quarrel):
    talking(quarrel)
    bad = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM | {"due": None}]}))
    verified(quarrel)
    assert {one["kind"] for one in bad["findings"]} == {"date"}
    asked = {"terms_hash": bad["terms_hash"]}
    assert quarrel.zhang.post(f"{quarrel.at}/sign", json=asked).status_code == 409
    good = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    refused = quarrel.zhang.post(f"{quarrel.at}/sign", json=asked)
    assert refused.json["code"] == "mediations.terms_changed"
    fine(quarrel.zhang.post(f"{quarrel.at}/sign", json={"terms_hash": good["terms_hash"]}))
    again = quarrel.zhang.post(f"{quarrel.at}/sign", json={"terms_hash": good["terms_hash"]})
    assert again.json["code"] == "mediations.signed_before"


def test_nobody_without_capacity_signs_alone_whatever_is_ticked(quarrel):
    talking(quarrel)
    verified(quarrel)
    party = db.session.scalars(db.select(MediationParty).filter_by(side="a")).one()
    party.capacity = "none"
    db.session.flush()
    written = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    asked = {"terms_hash": written["terms_hash"]}
    for speaker in (quarrel.zhang, quarrel.mediator):
        refused = speaker.post(f"{quarrel.at}/sign", json=asked)
        assert (refused.status_code, refused.json["code"]) == (409, "mediations.guardian_must_act")


def test_somebody_else_cannot_be_verified_as_a_party(quarrel):
    talking(quarrel)
    refused = quarrel.zhang.post(f"{quarrel.at}/verify", json=LI)
    assert refused.json["code"] == "mediations.identity_mismatch"
    refused = quarrel.zhang.post(f"{quarrel.at}/verify", json=ZHANG | {"name": "别人"})
    assert refused.json["code"] == "mediations.identity_mismatch"


def test_an_agent_needs_a_written_authority(quarrel):
    refused = quarrel.mediator.post(f"{quarrel.at}/parties", json={"name": "王", "agent": "赵"})
    assert refused.json["code"] == "mediations.authority_missing"


def test_the_private_talk_of_one_side_is_not_heard_by_the_other(quarrel):
    talking(quarrel)
    line = {"text": "我最多让到四千", "room": "private"}
    assert quarrel.zhang.post(f"{quarrel.at}/talk", json=line).status_code == 201
    fine(quarrel.mediator.get(f"{quarrel.at}/talk"), 200)
    assert fine(quarrel.li.get(f"{quarrel.at}/talk"), 200)["items"] == []
    assert len(fine(quarrel.zhang.get(f"{quarrel.at}/talk"), 200)["items"]) == 1


def test_an_invitation_is_read_without_an_account_and_tells_nothing(quarrel, client):
    code = fine(quarrel.mediator.post(f"{quarrel.at}/invite", json={"side": "b"}))["code"]
    said = client.post("/api/v1/mediations/invitations", json={"code": code}).json
    assert said["side"] == "乙方"
    assert "借款" not in str(said)
    wrong = client.post("/api/v1/mediations/invitations", json={"code": "NOPE"})
    assert wrong.status_code == 404


def recorded(case, judge):
    record = heard(case, judge)
    for speaker in (case.zhang, case.li):
        asked = {"record_hash": record["record_hash"]}
        fine(speaker.post(f"{case.court_at}/confirm-record", json=asked))
    return case


@pytest.mark.parametrize(
    "spelt",
    [
        "(2026)粤0311民特1号",
        "〔2026〕粤0311民特1号",
        "[2026] 粤0311 民特 0001",
        "（２０２６）粤０３１１民特１号\u200b",
        "（2026）粵0311民特字第1號",
        "2026年粤0311民特1号",
    ],
)
def test_one_number_in_any_spelling_is_one_ruling(quarrel, judge, spelt):
    recorded(quarrel, judge)
    with_number = saved_confirmation(quarrel)
    with_number.ruling_number = RULING["number"]
    db.session.commit()
    taken = judge.post(f"{quarrel.court_at}/rule", json={"number": spelt})
    assert (taken.status_code, taken.json["code"]) == (409, "confirmations.number_taken")


def saved_confirmation(case):
    return db.session.get(Confirmation, UUID(case.court["id"]))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("x", "不像案号"),
        ("（1999）粤0311民特5号", "年份"),
        ("（2026）粤0311刑初5号", "刑初"),
        ("（2026）粤0311民特0号", "编号是0"),
    ],
)
def test_an_odd_number_is_asked_back_before_it_stands(quarrel, judge, number, words):
    recorded(quarrel, judge)
    asked = judge.post(f"{quarrel.court_at}/rule", json={"number": number})
    assert (asked.status_code, asked.json["code"]) == (409, "confirmations.number_odd")
    assert words in asked.json["detail"]
    said = fine(judge.post(f"{quarrel.court_at}/rule", json={"number": number, "checked": True}))
    assert said["ruling_number"] == number


def test_a_number_of_nothing_but_blanks_is_no_number(quarrel, judge):
    recorded(quarrel, judge)
    nothing = judge.post(f"{quarrel.court_at}/rule", json={"number": "\u200b", "checked": True})
    assert nothing.status_code in (409, 422)
