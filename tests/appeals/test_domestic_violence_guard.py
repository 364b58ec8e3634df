"""Violence at home is told at many doors, and behind none of them are the sides brought together."""

import pytest

from tests.appeals.conftest import HOME, TERM, apply, fine, signed, talking, verified
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.models import Mediation
from weijiayuan.db import db
from weijiayuan.notices.models import Notice

TOLD = "他昨天又打我，我老公经常打我，我很害怕"


def stopped(answer, code="mediations.talk_apart"):
    return (answer.status_code, answer.json["code"]) == (409, code)


@pytest.mark.parametrize(
    ("title", "category"),
    [("丈夫经常打妻子，妻子不敢回家", "family"), ("夫妻纠纷", "violence"), (TOLD, "other")],
)
def test_a_mediation_does_not_begin_with_it(mediator, duty, title, category):
    asked = {"title": title, "category": category, "territory": HOME}
    for host in (mediator, duty):
        refused = host.post("/api/v1/mediations", json=asked)
        assert stopped(refused, "appeals.no_joint_mediation")


def test_told_at_the_table_nothing_joint_goes_on_and_people_are_called(quarrel, duty):
    talking(quarrel)
    written = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    verified(quarrel)
    line = {"text": TOLD, "room": "private"}
    assert quarrel.zhang.post(f"{quarrel.at}/talk", json=line).status_code == 201

    for speaker, door, body in (
        (quarrel.li, "talk", {"text": "喂", "room": "joint"}),
        (quarrel.mediator, "talk", {"text": "喂", "room": "joint"}),
        (quarrel.mediator, "disclosures", {"has_ties": False}),
        (quarrel.mediator, "terms", {"terms": [TERM]}),
        (quarrel.li, "sign", {"terms_hash": written["terms_hash"]}),
        (quarrel.mediator, "parties", {"name": "王"}),
        (quarrel.mediator, "invite", {"side": "b"}),
    ):
        assert stopped(speaker.post(f"{quarrel.at}/{door}", json=body)), door
    private = {"text": "您现在安全吗", "room": "private", "side": "a"}
    assert quarrel.mediator.post(f"{quarrel.at}/talk", json=private).status_code == 201
    seen = [fine(who.get(quarrel.at), 200) for who in (quarrel.zhang, quarrel.mediator, quarrel.li)]
    assert [one["stopped"] for one in seen] == [True, True, False]  # the other side learns nothing
    refused = quarrel.li.post(f"{quarrel.at}/talk", json={"text": "喂"})
    assert "暴力" not in refused.get_data(as_text=True)
    for speaker in (quarrel.mediator, duty):
        asked = db.select(Notice).filter_by(
            resident_id=speaker.resident.id, template="mediation_danger"
        )
        assert db.session.scalars(asked).one().urgent is True


def test_before_the_court_too_no_session_is_held(quarrel, judge):
    signed(quarrel)
    apply(quarrel)
    line = {"text": TOLD, "room": "private"}
    assert quarrel.li.post(f"{quarrel.at}/talk", json=line).status_code == 201
    assert stopped(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    fine(quarrel.li.post(f"{quarrel.court_at}/withdraw"))
    assert stopped(quarrel.zhang.post(f"{quarrel.at}/confirmation/consents"))


def test_a_second_person_finds_that_it_was_none(quarrel, duty, as_role):
    talking(quarrel)
    quarrel.zhang.post(f"{quarrel.at}/talk", json={"text": TOLD, "room": "private"})
    line = {"text": "我们接着谈", "room": "joint"}
    here = fine(duty.get("/api/v1/mediators/stopped"), 200)["items"]
    assert [one["id"] for one in here] == [quarrel.id]
    reason = {"reason": "说的是电视剧，当面问过"}
    way = f"/api/v1/mediators/stopped/{quarrel.id}"
    assert quarrel.mediator.post(way, json=reason).status_code == 403
    assert as_role(Role.ADVISER).post(way, json=reason).status_code == 403
    fine(duty.post(way, json=reason))
    assert quarrel.zhang.post(f"{quarrel.at}/talk", json=line).status_code == 201
    again = duty.post(way, json=reason)
    assert again.json["code"] == "mediations.nothing_stopped"


def test_what_is_told_again_after_the_look_stays_stopped(quarrel, duty):
    talking(quarrel)
    talk = f"{quarrel.at}/talk"
    fine(quarrel.zhang.post(talk, json={"text": TOLD, "room": "private"}))
    [here] = fine(duty.get("/api/v1/mediators/stopped"), 200)["items"]
    fine(quarrel.zhang.post(talk, json={"text": "他昨晚又动手了", "room": "private"}))

    way, seen = f"/api/v1/mediators/stopped/{quarrel.id}", {"If-Match": f'"{here["version"]}"'}
    late = duty.post(way, json={"reason": "说的是电视剧"}, headers=seen)

    assert (late.status_code, late.json["code"]) == (409, "web.changed_since_read")
    assert stopped(quarrel.mediator.post(talk, json={"text": "我们接着谈", "room": "joint"}))


def test_terms_of_another_tab_are_not_overwritten(quarrel):
    talking(quarrel)
    read = fine(quarrel.mediator.get(quarrel.at), 200)["terms_version"]
    fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))

    other = {"terms": [TERM | {"amount_fen": 100}]}
    seen = {"If-Match": f'"{read}"'}
    late = quarrel.mediator.post(f"{quarrel.at}/terms", json=other, headers=seen)
    assert late.json["code"] == "web.changed_since_read"
    seen = {"If-Match": f'"{fine(quarrel.mediator.get(quarrel.at), 200)["terms_version"]}"'}
    fine(quarrel.mediator.post(f"{quarrel.at}/terms", json=other, headers=seen))


@pytest.mark.parametrize(
    "what",
    [
        "张三不得对李四实施家庭暴力",
        "张三不再殴打李四",
        "张三不再打李四耳光",
        "打老婆的事一笔勾销，不再报警",
    ],
)
def test_terms_that_tell_of_it_stop_what_they_would_settle(quarrel, what):
    talking(quarrel)
    in_family(quarrel)
    term = TERM | {"kind": "refrain", "what": what}
    quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [term]})
    assert stopped(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))


def test_a_disclosure_or_an_address_that_tells_of_it_stops_it_too(quarrel):
    talking(quarrel)
    told = {"has_ties": False, "text": "我是男方表弟，他常打老婆，我劝过"}
    fine(quarrel.mediator.post(f"{quarrel.at}/disclosures", json=told))
    assert stopped(
        quarrel.mediator.post(f"{quarrel.at}/talk", json={"text": "喂", "room": "joint"})
    )


def in_family(quarrel):
    db.session.execute(db.update(Mediation).values(category="family"))
    db.session.commit()
