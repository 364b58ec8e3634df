"""What stands in the place of a buyer's number and is none joins nobody's units."""

from tests.commons.people import make_space
from tests.commons.test_unit_binding import BASE, PROOF, decided, roll_with
from weijiayuan.accounts.rules import Role


def test_a_word_in_the_place_of_a_number_lets_nobody_speak_for_a_namesake(as_desk, as_resident):
    space = make_space()
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)
    none, masked = (
        {"owner": "张伟", "buyer": "无"},
        {"owner": "张伟", "buyer": "4403**************"},
    )
    rows = (
        ("1-101", none),
        ("7-1203", none),
        ("8-1", masked),
        ("9-1", {"owner": "李", "buyer": "无"}),
    )
    entered = roll_with(space, one, *rows).json
    assert (entered["heads"], entered["namesakes"]) == (4, [["1-101", "7-1203", "8-1"]])
    confirm = f"{BASE}/rolls/{entered['id']}/confirm"
    assert two.post(confirm).json["code"] == "commons.namesakes_unasked"
    two.post(confirm, json={"namesakes_differ": True})
    person = as_resident()
    request = person.post(f"{BASE}/rolls/{entered['id']}/requests", json={"unit": "1-101"}).json
    for desk in (one, two):
        decided(desk, request, **PROOF)
    [mine] = person.get(f"{BASE}/mine").json["items"]
    assert mine["member"]["units"] == ["1-101"]
