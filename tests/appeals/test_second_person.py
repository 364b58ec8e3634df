"""The mediator alone lets nothing stand, and leaves when one side wishes or knows of ties."""

from uuid import UUID

import pytest

from tests.appeals.conftest import HOME, TERM, consents, fine, signed, talking, verified
from tests.factories import saved
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals import judicial_confirmation_views
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.models import MediationParty, Mediator
from weijiayuan.appeals.rules import code_guessing_backoff
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding
from weijiayuan.appeals.service import mediator_selection, settlement_agreements
from weijiayuan.db import db
from weijiayuan.kernel import clock

DOUBTFUL = TERM | {"default": "逾期按日息5%支付违约金"}


@pytest.fixture
def colleague(as_role):
    speaker = as_role(Role.MEDIATOR, display_name="周老")
    saved(Mediator(staff_id=speaker.staff.id, languages="zh yue"))
    return speaker


def doubtful(case):
    """Write terms that a person must look at."""
    talking(case)
    written = fine(case.mediator.post(f"{case.at}/terms", json={"terms": [DOUBTFUL]}))
    assert {one["kind"] for one in written["findings"]} == {"default_clause"}
    verified(case)
    return {"terms_hash": written["terms_hash"]}


def test_only_another_mediator_lets_doubtful_terms_stand_and_only_as_they_were_read(
    quarrel, colleague
):
    asked = doubtful(quarrel)
    ticked = quarrel.mediator.post(
        f"{quarrel.at}/terms", json={"terms": [DOUBTFUL], "approved": True}
    )
    assert ticked.status_code == 422
    refused = quarrel.zhang.post(f"{quarrel.at}/sign", json=asked)
    assert refused.json["code"] == "mediations.review_needed"

    mine = {"to": str(quarrel.mediator.staff.id)}
    refused = quarrel.mediator.post(f"{quarrel.at}/reviews", json=mine)
    assert refused.json["code"] == "mediations.no_mediator"
    review = fine(quarrel.mediator.post(f"{quarrel.at}/reviews", json={}))
    at = f"/api/v1/mediations/reviews/{review['id']}"
    assert quarrel.mediator.get(at).status_code == 404
    assert fine(colleague.get("/api/v1/mediations/reviews"), 200)["items"]
    seen = fine(colleague.get(at), 200)
    assert "日息5%" in seen["text"]
    assert "张建国" not in str(seen)
    assert colleague.get(quarrel.at).status_code == 404
    assert colleague.get(f"{quarrel.at}/talk").status_code == 404

    verdict = {"approved": True, "reason": "双方为商事借款，数额小", "text_hash": "0" * 64}
    assert colleague.post(at, json=verdict).json["code"] == "mediations.terms_changed"
    fine_verdict = verdict | {"text_hash": seen["text_hash"]}
    assert colleague.post(at, json=fine_verdict).status_code == 201
    said = fine(quarrel.zhang.post(f"{quarrel.at}/sign", json=asked))
    assert said["agreement"]["review"] == {"reviewer": "周老", "approved": True, "reason": None}


def test_a_verdict_holds_for_one_version(quarrel, colleague):
    doubtful(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.at}/reviews", json={}))
    at = colleague.get("/api/v1/mediations/reviews").json["items"][0]["id"]
    seen = fine(colleague.get(f"/api/v1/mediations/reviews/{at}"), 200)
    yes = {"approved": True, "reason": "条款清楚，没有疑问", "text_hash": seen["text_hash"]}
    assert colleague.post(f"/api/v1/mediations/reviews/{at}", json=yes).status_code == 201

    other = DOUBTFUL | {"default": "逾期按日息6%支付违约金"}
    written = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [other]}))
    asked = {"terms_hash": written["terms_hash"]}
    refused = quarrel.zhang.post(f"{quarrel.at}/sign", json=asked)
    assert refused.json["code"] == "mediations.review_needed"
    assert fine(quarrel.mediator.get(quarrel.at), 200)["agreement"]["review"] is None


def test_other_words_beside_the_same_terms_are_another_text(quarrel):
    talking(quarrel)
    verified(quarrel)
    first = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    more = {"terms": [TERM], "text": "甲方于2027年12月31日前向乙方书面道歉。"}
    fine(quarrel.mediator.post(f"{quarrel.at}/terms", json=more))
    asked = {"terms_hash": first["terms_hash"]}
    refused = quarrel.zhang.post(f"{quarrel.at}/sign", json=asked)
    assert refused.json["code"] == "mediations.terms_changed"


def test_whoever_is_refused_leaves_though_nobody_else_is_there(quarrel, as_role, duty):
    talking(quarrel)
    said = fine(quarrel.zhang.post(f"{quarrel.at}/refuse-mediator"))
    assert said["mediator"] is None
    assert quarrel.mediator.get(quarrel.at).status_code == 404
    assert quarrel.mediator.get(f"{quarrel.at}/talk").status_code == 404
    assert fine(quarrel.mediator.get("/api/v1/mediations"), 200)["items"] == []
    mine = fine(quarrel.zhang.get(quarrel.at), 200)
    assert (mine["mediator"], mine["state_text"]) == (None, "正在找调解员")
    assert quarrel.li.post(f"{quarrel.at}/talk", json={"text": "喂"}).status_code == 409

    told = fine(duty.get("/api/v1/me/notices"), 200)["items"]
    assert any("没有调解员" in one["title"] for one in told)
    waiting = fine(duty.get("/api/v1/mediators/waiting"), 200)["items"]
    assert [one["id"] for one in waiting] == [quarrel.id]
    assert "借款" not in str(waiting)
    again = {"mediator": str(quarrel.mediator.staff.id)}
    refused = duty.post(f"/api/v1/mediators/waiting/{quarrel.id}", json=again)
    assert refused.json["code"] == "mediations.no_mediator"
    assert mediator_selection.draw_for_waiting(clock.now()) == 0

    heir = as_role(Role.MEDIATOR)
    assert mediator_selection.draw_for_waiting(clock.now()) == 1
    assert fine(heir.get(quarrel.at), 200)["me"] == "mediator"
    second = quarrel.zhang.post(f"{quarrel.at}/refuse-mediator")
    assert second.json["code"] == "mediations.refused_before"


def test_ties_are_told_and_every_side_says_whether_to_go_on(quarrel, colleague):
    for speaker in (quarrel.zhang, quarrel.li):
        fine(consents(speaker, quarrel.at))
    ties = {"has_ties": True, "text": "与乙方是同乡"}
    said = fine(quarrel.mediator.post(f"{quarrel.at}/disclosures", json=ties))
    assert (said["state"], said["has_ties"]) == ("consented", True)
    assert quarrel.zhang.post(f"{quarrel.at}/talk", json={"text": "喂"}).status_code == 409

    fine(quarrel.zhang.post(f"{quarrel.at}/ties", json={"go_on": True}))
    said = fine(quarrel.li.post(f"{quarrel.at}/ties", json={"go_on": True}))
    assert [one["accepts_ties"] for one in said["parties"]] == [True, True]
    assert said["state"] == "talking"

    found_late = fine(quarrel.mediator.post(f"{quarrel.at}/disclosures", json=ties))
    assert found_late["state"] == "consented"
    assert [one["accepts_ties"] for one in found_late["parties"]] == [None, None]
    said = fine(quarrel.li.post(f"{quarrel.at}/ties", json={"go_on": False}))
    assert said["mediator"] == "周老"
    assert quarrel.mediator.get(quarrel.at).status_code == 404
    assert fine(colleague.get(quarrel.at), 200)["has_ties"] is False


def test_no_side_replaces_a_mediator_behind_the_others_back(quarrel, colleague):
    talking(quarrel)
    for asked in ({}, {"mediator": str(colleague.staff.id)}):
        assert quarrel.zhang.post(f"{quarrel.at}/mediator", json=asked).status_code == 409
    assert fine(quarrel.li.get(quarrel.at), 200)["mediator"] == "陈老"


def test_who_opened_it_hears_nothing_of_the_talk(duty, as_resident):
    asked = {"title": "漏水", "category": "neighbour", "territory": HOME}
    at = f"/api/v1/mediations/{fine(duty.post('/api/v1/mediations', json=asked))['id']}"
    assert fine(duty.get(at), 200)["me"] == "opener"
    code = fine(duty.post(f"{at}/parties", json={"name": "王"}))["code"]
    fine(as_resident().post("/api/v1/mediations/join", json={"code": code}))
    assert duty.get(f"{at}/talk").status_code == 404
    assert duty.post(f"{at}/terms", json={"terms": [TERM]}).status_code == 404
    assert duty.post(f"{at}/disclosures", json={"has_ties": False}).status_code == 404


def test_the_mediator_is_told_of_one_telephone_on_both_sides(quarrel):
    for party in db.session.scalars(db.select(MediationParty)):
        party.phone_mark = "same"
    db.session.flush()
    assert "同一个电话" in fine(quarrel.mediator.get(quarrel.at), 200)["notices"][0]
    assert fine(quarrel.zhang.get(quarrel.at), 200)["notices"] == []


def test_every_wrong_guess_makes_the_next_wait_longer():
    now = clock.now()
    assert code_guessing_backoff.wait_until(2, now) is None
    waits = [
        (code_guessing_backoff.wait_until(wrong, now) - now).total_seconds()
        for wrong in (3, 4, 5, 99)
    ]
    assert waits == [60, 120, 240, 245_760]


HINTED = TERM | {"kind": "act", "amount_fen": None, "what": "车位每月单号归甲方停，双号归乙方停"}


def hinted(case, monkeypatch):
    """Write terms of which nothing but the weight of a sentence says that a person should look."""
    hint = Finding("doubtful", "车位", "看起来像是“归属”")
    monkeypatch.setattr(settlement_agreements, "checked", lambda *_, **__: [hint])
    talking(case)
    written = fine(case.mediator.post(f"{case.at}/terms", json={"terms": [HINTED]}))
    assert [one["kind"] for one in written["findings"]] == ["doubtful"]
    verified(case)
    return {"terms_hash": written["terms_hash"]}


def test_a_hint_holds_nobody_up_where_nobody_else_could_look(quarrel, monkeypatch):
    asked = hinted(quarrel, monkeypatch)
    for speaker in (quarrel.zhang, quarrel.li, quarrel.mediator):
        said = fine(speaker.post(f"{quarrel.at}/sign", json=asked))
    assert said["state"] == "signed"
    agreement = queries.newest_agreement(UUID(quarrel.id))
    mediation = queries.locked(UUID(quarrel.id))
    told = judicial_confirmation_views.signals(mediation, agreement, now=clock.now())
    assert any("没有第二个人能复核" in one for one in told)


def test_a_fault_that_a_rule_found_waits_for_somebody(quarrel):
    asked = doubtful(quarrel)
    nobody = quarrel.mediator.post(f"{quarrel.at}/reviews", json={})
    assert nobody.json["code"] == "mediations.no_mediator"
    refused = quarrel.zhang.post(f"{quarrel.at}/sign", json=asked)
    assert refused.json["code"] == "mediations.review_needed"


def test_a_mediator_of_another_place_looks_where_there_is_no_nearer_one(quarrel, as_role):
    far = as_role(Role.MEDIATOR, display_name="远老")
    saved(Mediator(staff_id=far.staff.id, languages="yue", fields="traffic"))
    doubtful(quarrel)
    review = fine(quarrel.mediator.post(f"{quarrel.at}/reviews", json={}))
    assert review["reviewer"] == "远老"


def test_a_legal_adviser_looks_where_there_is_no_other_mediator(quarrel, as_role, monkeypatch):
    lawyer = as_role(Role.ADVISER, display_name="方律师")
    asked = hinted(quarrel, monkeypatch)
    refused = quarrel.zhang.post(f"{quarrel.at}/sign", json=asked)
    assert refused.json["code"] == "mediations.review_needed"
    review = fine(quarrel.mediator.post(f"{quarrel.at}/reviews", json={}))
    assert review["reviewer"] == "方律师"
    at = f"/api/v1/mediations/reviews/{review['id']}"
    seen = fine(lawyer.get(at), 200)
    verdict = {"approved": True, "reason": "轮流停车，没有归属", "text_hash": seen["text_hash"]}
    assert lawyer.post(at, json=verdict).status_code == 201
    assert lawyer.post(f"{quarrel.at}/reviews", json={}).status_code == 404
    fine(quarrel.zhang.post(f"{quarrel.at}/sign", json=asked))


def test_after_signing_nobody_is_refused_any_more_and_the_sentence_says_why(quarrel):
    signed(quarrel)
    late = quarrel.zhang.post(f"{quarrel.at}/refuse-mediator")
    assert (late.status_code, late.json["code"]) == (409, "mediations.signed_already")
    assert "已经签好" in late.json["detail"]
