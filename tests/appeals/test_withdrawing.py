"""Consent is taken back at mediation's door whatever has come of it, until the ruling."""

from itertools import product

import pytest
from sqlalchemy import func

from tests.appeals.conftest import LI, TERM, ZHANG, apply, ask_all, consents, fine, signed, verified
from weijiayuan.appeals.models import MediationParty
from weijiayuan.capacity_claims.models import Claim
from weijiayuan.db import db
from weijiayuan.notices.models import Notice

BOOKED = ("accepted", "heard")
"""States in which a judge waits for the session."""


def out(case, speaker=None):
    return fine((speaker or case.li).post(f"{case.at}/withdraw-consent"))


def both_agree(case):
    for speaker in (case.zhang, case.li):
        fine(consents(speaker, case.at))


def test_while_it_is_talked_about_nothing_goes_on_and_nothing_stays_half_signed(quarrel):
    assert out(quarrel)["state"] == "opened"
    assert out(quarrel, quarrel.zhang)["parties"][0]["withdrawn"] is True

    both_agree(quarrel)
    assert out(quarrel)["state"] == "opened"

    both_agree(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.at}/disclosures", json={"has_ties": False}))
    assert out(quarrel)["state"] == "opened"
    assert quarrel.li.post(f"{quarrel.at}/talk", json={"text": "喂"}).status_code == 409

    both_agree(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.at}/disclosures", json={"has_ties": False}))
    written = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    assert out(quarrel)["state"] == "opened"

    both_agree(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.at}/disclosures", json={"has_ties": False}))
    written = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    verified(quarrel)
    fine(quarrel.zhang.post(f"{quarrel.at}/sign", json={"terms_hash": written["terms_hash"]}))
    said = out(quarrel)
    assert (said["state"], said["agreement"]["signed"]) == ("opened", [])
    assert_told(quarrel, "没有签完的都不算")

    fine(quarrel.mediator.post(f"{quarrel.at}/fail", json={"reason": "乙方不愿调解"}))
    assert out(quarrel)["state"] == "failed"
    assert consents(quarrel.li, quarrel.at).status_code == 409


def test_what_is_in_effect_stands_and_before_the_court_nothing_goes_on(quarrel, judge):
    signed(quarrel)
    assert out(quarrel)["state"] == "signed"
    assert_told(quarrel, "协议仍然有效")
    assert fine(quarrel.zhang.get(quarrel.at), 200)["parties"][1]["withdrawn"] is True

    states = ("applying", "filed", "accepted", "heard", "offline")
    steps = [
        lambda: fine(quarrel.zhang.post(f"{quarrel.at}/confirmation/consents")),
        lambda: apply(quarrel),
        lambda: fine(judge.post(f"{booked(quarrel)}/accept")),
        lambda: hear(quarrel, judge),
        lambda: fine(quarrel.zhang.post(f"{apply(quarrel)}/offline", json={"reason": "不会用"})),
    ]
    for (step, state), door in product(zip(steps, states, strict=True), ("mediation", "court")):
        step()
        verified(quarrel)
        court = fine(quarrel.zhang.get(quarrel.at), 200)["confirmation"]
        court = f"/api/v1/confirmations/{court}"
        assert fine(quarrel.zhang.get(court), 200)["state"] == state
        booked_for = had_notices(judge, "session_cancelled")
        if door == "mediation":
            assert out(quarrel)["state"] == "signed"
        else:
            assert fine(quarrel.li.post(f"{court}/withdraw"))["state"] == "withdrawn"
        after = fine(quarrel.zhang.get(court), 200)
        assert (after["state"], after["promise"]["kept"]) == ("withdrawn", None)
        assert judge.get("/api/v1/confirmations/docket").json["items"] == []
        assert db.session.scalars(db.select(Claim)).all() == []
        assert fine(quarrel.zhang.get(quarrel.at), 200)["parties"][1]["withdrawn"] is True
        assert had_notices(judge, "session_cancelled") == booked_for + (state in BOOKED)
        assert_told(quarrel, "司法确认申请随之撤回")

    hear(quarrel, judge)
    record = fine(quarrel.zhang.get(quarrel.court_at), 200)["record_hash"]
    for speaker in (quarrel.zhang, quarrel.li):
        fine(speaker.post(f"{quarrel.court_at}/confirm-record", json={"record_hash": record}))
    fine(judge.post(f"{quarrel.court_at}/rule", json={"number": "（2026）粤0311民特7号"}))
    assert quarrel.li.post(f"{quarrel.at}/withdraw-consent").status_code == 409
    assert quarrel.li.post(f"{quarrel.court_at}/withdraw").status_code == 409


def had_notices(speaker, template):
    asked = db.select(func.count()).select_from(Notice)
    mine = asked.filter_by(resident_id=speaker.resident.id, template=template)
    return db.session.scalar(mine)


def assert_told(case, words):
    """The other side and the mediator were told since last asked; who took it back was not."""
    for speaker, is_told in ((case.zhang, True), (case.mediator, True), (case.li, False)):
        found = db.session.scalars(
            db.select(Notice).filter_by(
                resident_id=speaker.resident.id, template="consent_withdrawn"
            )
        ).all()
        assert any(words in one.text and "乙方" in one.text for one in found) is is_told
        for one in found:
            db.session.delete(one)
    db.session.flush()


def booked(case):
    apply(case)
    fine(case.mediator.post(f"{case.court_at}/book", json={}))
    return case.court_at


def hear(case, judge):
    fine(judge.post(f"{booked(case)}/accept"))
    ask_all(case, judge)
    fine(judge.post(f"{case.court_at}/record"))


def test_while_it_goes_on_in_the_court_house_nobody_applies_again(quarrel, judge):
    signed(quarrel)
    fine(quarrel.zhang.post(f"{apply(quarrel)}/offline", json={"reason": "不会用"}))
    again = quarrel.zhang.post(f"{quarrel.at}/confirmation/consents")
    assert again.json["code"] == "confirmations.applied_before"
    fine(quarrel.li.post(f"{quarrel.court_at}/withdraw"))
    fine(quarrel.zhang.post(f"{quarrel.at}/confirmation/consents"))


def test_who_is_invited_says_no_without_an_account(quarrel, client):
    code = fine(quarrel.mediator.post(f"{quarrel.at}/parties", json={"name": "王"}))["code"]
    no = "/api/v1/mediations/invitations/decline"
    assert client.post(no, json={"code": code}).status_code == 201
    parties = fine(quarrel.mediator.get(quarrel.at), 200)["parties"]
    assert [one["withdrawn"] for one in parties] == [False, False, True]
    assert client.post(no, json={"code": "NOPE"}).status_code == 404


def test_nobody_is_two_sides(quarrel, as_resident):
    code = fine(quarrel.mediator.post(f"{quarrel.at}/parties", json={"name": "王"}))["code"]
    refused = quarrel.zhang.post("/api/v1/mediations/join", json={"code": code})
    assert refused.json["code"] == "mediations.same_person"
    refused = quarrel.mediator.post(f"{quarrel.at}/parties", json=LI | {"name": "别名"})
    assert refused.json["code"] == "mediations.same_person"
    king = as_resident()
    fine(king.post("/api/v1/mediations/join", json={"code": code}))
    refused = king.post(f"{quarrel.at}/verify", json=ZHANG | {"name": "王"})
    assert refused.json["code"] == "mediations.same_person"


def test_the_database_keeps_one_person_a_side(quarrel):
    first, second = db.session.scalars(db.select(MediationParty).order_by(MediationParty.side))
    second.id_mark = first.id_mark
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()
    db.session.rollback()
