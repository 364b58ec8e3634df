"""A yes to mediation is to what was read: another table is another question."""

from tests.appeals.conftest import LI, TERM, ZHANG, consents, fine, talking
from weijiayuan.db import db
from weijiayuan.notices.models import Notice


def read_by(speaker, quarrel):
    return fine(speaker.get(quarrel.at), 200)["consent"]


def test_a_yes_to_what_was_read_before_is_answered_with_the_changed_lines(quarrel):
    read = read_by(quarrel.zhang, quarrel)
    assert "乙方：李红梅" in read["lines"]
    assert any("不收费" in line for line in read["lines"])
    fine(quarrel.mediator.post(f"{quarrel.at}/parties", json={"name": "物业公司"}))

    late = quarrel.zhang.post(f"{quarrel.at}/consent", json={"version": read["version"]})

    assert (late.status_code, late.json["code"]) == (409, "mediations.consent_changed")
    assert late.json["findings"] == [{"was": "", "now": "丙方：物业公司"}]
    assert "物业公司" in late.json["detail"]
    assert fine(quarrel.zhang.get(quarrel.at), 200)["parties"][0]["consented"] is False
    fine(consents(quarrel.zhang, quarrel.at))


def test_a_yes_without_a_version_or_to_an_unknown_one_is_none(quarrel):
    assert quarrel.zhang.post(f"{quarrel.at}/consent", json={}).status_code == 422
    forged = quarrel.zhang.post(f"{quarrel.at}/consent", json={"version": "0" * 32})
    assert forged.json["code"] == "mediations.consent_changed"


def test_who_agreed_is_asked_anew_when_somebody_joins_the_table(quarrel, as_resident):
    talking(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    new = {"name": "物业公司"}
    code = fine(quarrel.mediator.post(f"{quarrel.at}/parties", json=new))["code"]

    said = fine(quarrel.zhang.get(quarrel.at), 200)

    assert said["state"] == "opened"
    assert [one["consented"] for one in said["parties"]] == [False, False, False]
    assert said["consent"]["changed"] == [{"was": "", "now": "丙方：物业公司"}]
    assert "重新征求同意" in said["parties"][0]["proof"][-1]["text"]
    told = db.session.scalars(
        db.select(Notice).filter_by(resident_id=quarrel.zhang.resident.id, template="consent_anew")
    ).one()
    assert "物业公司" in told.text
    third = as_resident()
    fine(third.post("/api/v1/mediations/join", json={"code": code}))
    for speaker in (third, quarrel.zhang):
        assert fine(consents(speaker, quarrel.at))["state"] == "opened"
    assert fine(consents(quarrel.li, quarrel.at))["state"] == "consented"


def test_showing_who_one_is_asks_nobody_anew(quarrel):
    talking(quarrel)
    for speaker, who in ((quarrel.zhang, ZHANG), (quarrel.li, LI)):
        said = fine(speaker.post(f"{quarrel.at}/verify", json=who))
    assert (said["state"], said["consent"]["changed"]) == ("talking", [])
