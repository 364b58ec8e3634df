"""A plain no, a silence and a consent taken back are three things, each kept with its proof."""

from datetime import timedelta

import pytest

from tests.appeals.conftest import HOME, consents, fine
from tests.appeals.test_appeals import ASKED
from weijiayuan.appeals.models import InvitationStep
from weijiayuan.appeals.rules.invitation_answers import Happened, Step, answer_of
from weijiayuan.appeals.service import mediation_invitations
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice

INVITATIONS = "/api/v1/mediations/invitations"


@pytest.fixture
def asked(as_resident, duty, mediator):
    """A mediation out of an appeal about a deposit; the other side has a code and no account."""
    asker = as_resident()
    number = fine(asker.post("/api/v1/appeals", json=ASKED))["number"]
    fine(duty.post(f"/api/v1/appeals/{number}/triage", json={"track": "mediation"}))
    fine(duty.post(f"/api/v1/appeals/{number}/take"))
    facts = {"title": "漏水", "category": "neighbour", "territory": HOME, "appeal": number}
    made = fine(duty.post("/api/v1/mediations", json=facts))
    at = f"/api/v1/mediations/{made['id']}"
    code = fine(duty.post(f"{at}/parties", json={"name": "楼上"}))["code"]
    return {"at": at, "asker": asker, "code": code, "host": duty}


def other_side(asked):
    return fine(asked["asker"].get(asked["at"]), 200)


def notices_of(speaker):
    rows = db.session.scalars(
        db.select(Notice).filter_by(resident_id=speaker.resident.id, template="invitation_answered")
    )
    return [row.text for row in rows]


def test_a_plain_no_is_kept_and_the_asker_learns_roads_and_clock(asked, client):
    fine(client.post(INVITATIONS, json={"code": asked["code"]}), 200)
    fine(client.post(INVITATIONS, json={"code": asked["code"]}), 200)
    assert client.post(f"{INVITATIONS}/decline", json={"code": asked["code"]}).status_code == 201

    shown = other_side(asked)
    party = shown["parties"][1]
    assert (party["answer"], party["answer_text"]) == ("declined", "明确不同意调解")
    assert [one["text"] for one in party["proof"]] == [
        "给了邀请码",
        "打开看过邀请",
        "明确不同意调解",
    ]
    (follows,) = shown["consequences"]
    assert "人民调解法第十七条" in follows["says"]
    assert "向法院起诉" in follows["roads"]
    assert "重新计算" in follows["clock"]
    assert "请调解员再请一次" not in follows["roads"]
    assert shown["deadlines"][0]["last_safe_day"]
    (told,) = notices_of(asked["asker"])
    assert all(words in told for words in ("明确不同意", "向法院起诉", "时效"))
    again = client.post(f"{INVITATIONS}/decline", json={"code": asked["code"]})
    assert again.status_code == 201
    assert len(notices_of(asked["asker"])) == 1


def test_silence_is_no_refusal_is_kept_and_may_be_asked_once_more(asked, client, time_machine_at):
    answer_by = other_side(asked)["parties"][1]["answer_by"]
    assert mediation_invitations.note_silence(clock.now()) == 0
    assert other_side(asked)["parties"][1]["answer"] == "waiting"

    late = clock.now() + timedelta(days=20)
    time_machine_at(late)
    party = other_side(asked)["parties"][1]  # derived from time: no worker has run yet
    assert (party["answer"], party["answered_at"]) == ("silent", answer_by)
    assert [mediation_invitations.note_silence(late) for _ in range(2)] == [1, 0]
    shown = other_side(asked)
    assert (shown["parties"][1]["answer"], shown["parties"][1]["withdrawn"]) == ("silent", False)
    assert "没有答复不等于拒绝" in shown["consequences"][0]["says"]
    assert shown["consequences"][0]["roads"][0] == "请调解员再请一次"
    (told,) = notices_of(asked["asker"])
    assert "没有答复不等于拒绝" in told

    again = fine(asked["host"].post(f"{asked['at']}/invite", json={"side": "b"}))["code"]
    party = other_side(asked)["parties"][1]
    assert party["answer"] == "waiting"
    assert "到期没有答复" in [one["text"] for one in party["proof"]]
    assert client.post(f"{INVITATIONS}/decline", json={"code": again}).status_code == 201
    assert other_side(asked)["parties"][1]["answer"] == "declined"


def test_who_agrees_and_takes_it_back_has_not_said_no(quarrel):
    fine(consents(quarrel.li, quarrel.at))
    fine(quarrel.li.post(f"{quarrel.at}/withdraw-consent"))
    shown = fine(quarrel.zhang.get(quarrel.at), 200)
    assert shown["parties"][1]["answer"] == "withdrew"
    fine(quarrel.zhang.post(f"{quarrel.at}/withdraw-consent"))
    parties = fine(quarrel.li.get(quarrel.at), 200)["parties"]
    assert [one["answer"] for one in parties] == ["declined", "withdrew"]
    fine(consents(quarrel.zhang, quarrel.at))
    assert fine(quarrel.li.get(quarrel.at), 200)["parties"][0]["answer"] == "agreed"


def test_the_other_side_does_not_read_the_askers_last_days(asked, as_resident):
    other = as_resident()
    fine(other.post("/api/v1/mediations/join", json={"code": asked["code"]}))
    assert fine(other.get(asked["at"]), 200)["deadlines"] == []
    assert "joined" in {row.step for row in db.session.scalars(db.select(InvitationStep))}


@pytest.mark.parametrize(
    ("steps", "answer"),
    [
        ([Step.INVITED, Step.READ], None),
        ([Step.INVITED, Step.SILENT], Step.SILENT),
        ([Step.INVITED, Step.SILENT, Step.INVITED], None),
        ([Step.INVITED, Step.DECLINED, Step.INVITED], Step.DECLINED),
        ([Step.INVITED, Step.AGREED, Step.WITHDREW], Step.WITHDREW),
        ([Step.INVITED, Step.SILENT, Step.AGREED], Step.AGREED),
    ],
)
def test_the_newest_answer_counts_and_a_no_outlives_another_code(steps, answer):
    now = clock.now()
    found = answer_of([Happened(step, now) for step in steps])
    assert (found and found.step) == answer


def test_a_guardian_joins_a_side_that_is_there_and_is_no_other_side(quarrel):
    at = f"{quarrel.at}/parties"
    fine(quarrel.mediator.post(at, json={"name": "小王", "capacity": "none"}))
    shown = fine(quarrel.mediator.get(quarrel.at), 200)
    assert [one["needs_guardian"] for one in shown["parties"]] == [False, False, True]
    same = quarrel.mediator.post(f"{at}/c/guardian", json={"guardian": "张建国"})
    assert same.json["code"] == "mediations.same_person"
    assert quarrel.zhang.post(f"{at}/c/guardian", json={"guardian": "王妈妈"}).status_code == 404
    said = fine(quarrel.mediator.post(f"{at}/c/guardian", json={"guardian": "王妈妈"}))
    assert [one["needs_guardian"] for one in said["parties"]] == [False, False, False]
    assert quarrel.mediator.post(f"{at}/h/guardian", json={"guardian": "某"}).status_code == 403


def test_who_said_no_is_not_asked_again_and_comes_back_alone(asked, as_resident, client):
    at, host = asked["at"], asked["host"]
    no = client.post(f"{INVITATIONS}/decline", json={"code": asked["code"]})
    assert no.status_code == 201

    again = host.post(f"{at}/invite", json={"side": "b"})
    assert (again.status_code, again.json["code"]) == (409, "mediations.said_no")
    renamed = host.post(f"{at}/parties", json={"name": "楼上"})
    assert (renamed.status_code, renamed.json["code"]) == (409, "mediations.said_no")
    assert other_side(asked)["parties"][1]["answer"] == "declined"

    other = as_resident()
    fine(other.post("/api/v1/mediations/join", json={"code": asked["code"]}))
    assert other_side(asked)["parties"][1]["answer"] == "declined"
    fine(consents(other, at))
    assert other_side(asked)["parties"][1]["answer"] == "agreed"


def test_another_mediation_of_the_same_appeal_asks_nobody_who_said_no(asked, client):
    host, facts = asked["host"], {"title": "漏水", "category": "neighbour", "territory": HOME}
    client.post(f"{INVITATIONS}/decline", json={"code": asked["code"]})
    number = fine(asked["asker"].get("/api/v1/appeals"), 200)["items"][0]["number"]
    fine(host.post(f"{asked['at']}/fail", json={"reason": "对方明确不同意调解"}))
    made = fine(host.post("/api/v1/mediations", json=facts | {"appeal": number}))

    again = host.post(f"/api/v1/mediations/{made['id']}/parties", json={"name": "楼上"})

    assert (again.status_code, again.json["code"]) == (409, "mediations.said_no")
    fine(host.post(f"/api/v1/mediations/{made['id']}/parties", json={"name": "物业公司"}))


def test_who_was_silent_twice_is_asked_no_more(asked, time_machine_at):
    at, host = asked["at"], asked["host"]
    late = clock.now() + timedelta(days=12)
    time_machine_at(late)
    fine(host.post(f"{at}/invite", json={"side": "b"}))  # no worker noted the first silence
    steps = [one["text"] for one in other_side(asked)["parties"][1]["proof"]]
    assert "到期没有答复" in steps
    later = late + timedelta(days=12)
    time_machine_at(later)
    assert mediation_invitations.note_silence(later) == 1

    third = host.post(f"{at}/invite", json={"side": "b"})

    assert (third.status_code, third.json["code"]) == (409, "mediations.said_no")
    (follows,) = other_side(asked)["consequences"]
    assert "请调解员再请一次" not in follows["roads"]
    assert "两次" in follows["says"]
