"""An identity number of a minor brings a guardian or a look; one nobody can have is refused."""

from datetime import date

import pytest

from tests.appeals.conftest import LI, TERM, ZHANG, consents, fine, talking
from weijiayuan.appeals.rules.legal_capacity import capacity_at_most, must_be_guarded
from weijiayuan.kernel.identity_numbers import check_letter

ON = date(2026, 11, 29)


def number(born, order="001"):
    """Return a sound number of somebody born on that day."""
    first = f"440311{born}{order}"
    return first + check_letter(first)


@pytest.mark.parametrize(
    ("said", "born", "capacity"),
    [
        ("full", "20081129", "full"),
        ("full", "20081130", "limited"),
        ("full", "20150601", "limited"),
        ("full", "20181129", "limited"),
        ("full", "20181130", "none"),
        ("none", "20150601", "none"),
        ("full", "19330101", "full"),
        ("limited", "19330101", "limited"),
    ],
)
def test_a_minor_has_no_full_capacity_and_the_old_keep_theirs(said, born, capacity):
    assert capacity_at_most(said, number(born), on=ON) == capacity


def test_both_doors_refuse_a_number_that_nobody_can_have(quarrel):
    for wrong in ("110105194912310021", number("19901301"), number("20990101")):
        party = {"name": "王五", "id_number": wrong}
        assert quarrel.mediator.post(f"{quarrel.at}/parties", json=party).status_code == 422
        asked = ZHANG | {"id_number": wrong}
        assert quarrel.zhang.post(f"{quarrel.at}/verify", json=asked).status_code == 422


def test_a_child_who_is_verified_late_signs_nothing(quarrel, as_resident):
    child = {"name": "小王", "id_number": number("20150601")}
    code = fine(quarrel.mediator.post(f"{quarrel.at}/parties", json={"name": "小王"}))["code"]
    small = as_resident()
    fine(small.post("/api/v1/mediations/join", json={"code": code}))
    fine(consents(small, quarrel.at))
    talking(quarrel)
    read = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    asked = {"terms_hash": read["terms_hash"]}
    fine(quarrel.li.post(f"{quarrel.at}/verify", json=LI))
    fine(quarrel.li.post(f"{quarrel.at}/sign", json=asked))
    said = fine(small.post(f"{quarrel.at}/verify", json=child))
    assert said["agreement"]["signed"] == []
    assert (said["state"], said["parties"][2]["consented"]) == ("opened", False)
    refused = consents(small, quarrel.at)
    assert (refused.status_code, refused.json["code"]) == (409, "mediations.guardian_must_act")
    for speaker in (small, quarrel.li, quarrel.mediator):
        refused = speaker.post(f"{quarrel.at}/sign", json=asked)
        assert (refused.status_code, refused.json["code"]) == (409, "mediations.guardian_must_act")
    other = child | {"id_number": number("19900501")}
    refused = small.post(f"{quarrel.at}/verify", json=other)
    assert refused.json["code"] == "mediations.identity_mismatch"


def with_child(quarrel, as_resident, **party):
    """Let a child be a side with a guardian; return the account that joined for them."""
    asked = {"name": "林小宝", "id_number": number("20160601"), "guardian": "林母"} | party
    added = quarrel.mediator.post(f"{quarrel.at}/parties", json=asked)
    if added.status_code != 201:
        return added
    small = as_resident()
    fine(small.post("/api/v1/mediations/join", json={"code": added.json["code"]}))
    return small


GUARDIAN = {"name": "林母", "id_number": number("19850601")}


def test_a_child_agrees_to_nothing_and_the_guardian_does_when_verified(quarrel, as_resident):
    small = with_child(quarrel, as_resident)
    verify = f"{quarrel.at}/verify"
    child = {"name": "林小宝", "id_number": number("20160601")}
    young = {"name": "林母", "id_number": number("20090601")}
    for whom in (child, young, child | {"name": "林母"}):
        refused = small.post(verify, json=whom)
        assert (refused.status_code, refused.json["code"]) == (409, "mediations.guardian_must_act")
    early = consents(small, quarrel.at)
    assert (early.status_code, early.json["code"]) == (409, "mediations.guardian_must_act")

    said = fine(small.post(verify, json=GUARDIAN))

    assert [each["guardian_acts"] for each in said["parties"]] == [False, False, True]
    fine(consents(small, quarrel.at))
    talking(quarrel)
    read = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    fine(small.post(f"{quarrel.at}/sign", json={"terms_hash": read["terms_hash"]}))
    again = small.post(verify, json={"name": "林母", "id_number": number("19860601")})
    assert again.json["code"] == "mediations.identity_mismatch"


@pytest.mark.parametrize(
    "helper",
    [
        {"guardian": LI["name"]},
        {"guardian": "林小宝"},
        {"guardian": "", "agent": LI["name"], "authority": True},
    ],
)
def test_nobody_stands_on_two_sides_as_guardian_or_agent(quarrel, as_resident, helper):
    refused = with_child(quarrel, as_resident, **helper)

    assert (refused.status_code, refused.json["code"]) == (409, "mediations.same_person")


def test_one_agent_serves_one_side(quarrel):
    served = {"name": "王五", "agent": "赵律师", "authority": True}
    fine(quarrel.mediator.post(f"{quarrel.at}/parties", json=served))
    other = served | {"name": "孙六"}

    refused = quarrel.mediator.post(f"{quarrel.at}/parties", json=other)

    assert (refused.status_code, refused.json["code"]) == (409, "mediations.same_person")


def test_a_reviewer_cannot_wave_a_child_through(quarrel, as_resident, as_role):
    small = with_child(quarrel, as_resident, guardian="", id_number=None)
    fine(consents(small, quarrel.at))
    talking(quarrel)
    read = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    asked = {"terms_hash": read["terms_hash"]}
    fine(
        small.post(f"{quarrel.at}/verify", json={"name": "林小宝", "id_number": number("20160601")})
    )

    for speaker in (small, quarrel.mediator):
        refused = speaker.post(f"{quarrel.at}/sign", json=asked)
        assert refused.json["code"] == "mediations.guardian_must_act"


@pytest.mark.parametrize("capacity", ["none", "limited"])
def test_without_full_capacity_a_guardian_agrees_and_a_later_one_inherits_nothing(
    quarrel, as_resident, capacity
):
    old = {"name": "陈伯", "id_number": number("19400601"), "capacity": capacity, "guardian": ""}
    small = with_child(quarrel, as_resident, **old)
    alone = consents(small, quarrel.at)
    assert (alone.status_code, alone.json["code"]) == (409, "mediations.guardian_must_act")
    talk = small.post(f"{quarrel.at}/talk", json={"text": "我同意给", "room": "joint"})
    assert talk.status_code == 409

    guardian = f"{quarrel.at}/parties/c/guardian"
    fine(quarrel.mediator.post(guardian, json={"guardian": "林母"}))
    assert consents(small, quarrel.at).json["code"] == "mediations.guardian_must_act"
    fine(small.post(f"{quarrel.at}/verify", json=GUARDIAN))
    fine(consents(small, quarrel.at))
    talking(quarrel)
    same = fine(quarrel.mediator.post(guardian, json={"guardian": "林母"}))
    assert (same["state"], same["parties"][2]["consented"]) == ("talking", True)

    other = fine(quarrel.mediator.post(guardian, json={"guardian": "林父"}))

    third = other["parties"][2]
    assert (other["state"], third["consented"], third["guardian_verified"]) == (
        "opened",
        False,
        False,
    )
    assert third["answer"] == "waiting"
    assert consents(small, quarrel.at).json["code"] == "mediations.guardian_must_act"
    fine(small.post(f"{quarrel.at}/verify", json=GUARDIAN | {"name": "林父"}))
    assert fine(consents(small, quarrel.at))["state"] == "consented"


def test_who_mediates_is_nobodys_guardian_or_agent(quarrel):
    guarded = {"name": "小王", "capacity": "none"}
    fine(quarrel.mediator.post(f"{quarrel.at}/parties", json=guarded))
    own = quarrel.mediator.post(f"{quarrel.at}/parties/c/guardian", json={"guardian": "陈老"})
    assert (own.status_code, own.json["code"]) == (409, "mediations.same_person")
    served = {"name": "孙六", "agent": "陈老", "authority": True}
    agent = quarrel.mediator.post(f"{quarrel.at}/parties", json=served)
    assert (agent.status_code, agent.json["code"]) == (409, "mediations.same_person")


def test_nobody_called_like_a_guardian_is_drawn_as_mediator(as_resident, duty, mediator):
    asked = {"title": "押金", "category": "rent", "territory": "440311001002"}
    at = f"/api/v1/mediations/{fine(duty.post('/api/v1/mediations', json=asked))['id']}"
    guarded = {"name": "小王", "capacity": "none", "guardian": "陈老"}
    fine(duty.post(f"{at}/parties", json=guarded))
    nobody = duty.post(f"{at}/mediator", json={})
    assert (nobody.status_code, nobody.json["code"]) == (409, "mediations.no_mediator")


@pytest.mark.parametrize(
    ("capacity", "born", "guarded"),
    [
        ("limited", "20100101", False),
        ("none", "20100101", True),
        ("limited", "20101201", True),
        ("limited", "19400101", True),
        ("limited", None, True),
        ("full", None, False),
    ],
)
def test_who_may_agree_and_sign_alone(capacity, born, guarded):
    known = born and number(born)
    assert must_be_guarded(capacity, known, on=ON) is guarded
