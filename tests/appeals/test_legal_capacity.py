"""An identity number of a minor brings a guardian or a look; one nobody can have is refused."""

from datetime import date

import pytest

from tests.appeals.conftest import LI, TERM, ZHANG, fine, talking
from weijiayuan.appeals.rules.legal_capacity import capacity_at_most
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
    fine(small.post(f"{quarrel.at}/consent"))
    talking(quarrel)
    read = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    asked = {"terms_hash": read["terms_hash"]}
    fine(quarrel.li.post(f"{quarrel.at}/verify", json=LI))
    fine(quarrel.li.post(f"{quarrel.at}/sign", json=asked))
    said = fine(small.post(f"{quarrel.at}/verify", json=child))
    assert said["agreement"]["signed"] == []
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
    fine(small.post(f"{quarrel.at}/consent"))
    return small


def test_a_child_signs_nothing_and_the_guardian_does_when_verified(quarrel, as_resident):
    small = with_child(quarrel, as_resident)
    talking(quarrel)
    read = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    asked = {"terms_hash": read["terms_hash"]}
    verify = f"{quarrel.at}/verify"
    child = {"name": "林小宝", "id_number": number("20160601")}
    young = {"name": "林母", "id_number": number("20090601")}
    for whom in (child, young, child | {"name": "林母"}):
        refused = small.post(verify, json=whom)
        assert (refused.status_code, refused.json["code"]) == (409, "mediations.guardian_must_act")
    fine(quarrel.li.post(verify, json=LI))
    early = quarrel.li.post(f"{quarrel.at}/sign", json=asked)
    assert early.json["code"] == "mediations.guardian_must_act"

    said = fine(small.post(verify, json={"name": "林母", "id_number": number("19850601")}))

    assert [each["guardian_acts"] for each in said["parties"]] == [False, False, True]
    fine(small.post(f"{quarrel.at}/sign", json=asked))
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
    talking(quarrel)
    read = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json={"terms": [TERM]}))
    asked = {"terms_hash": read["terms_hash"]}
    fine(
        small.post(f"{quarrel.at}/verify", json={"name": "林小宝", "id_number": number("20160601")})
    )

    for speaker in (small, quarrel.mediator):
        refused = speaker.post(f"{quarrel.at}/sign", json=asked)
        assert refused.json["code"] == "mediations.guardian_must_act"
