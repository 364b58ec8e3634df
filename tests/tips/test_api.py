import pytest

from tests.factories.places import FAR_AWAY, GUANGMING_SQUARE

HERE = GUANGMING_SQUARE
pytestmark = pytest.mark.usefixtures("district")


def tip(**given):
    return {"category": "06010", "text": "小区门口有一堆垃圾没人清", "place": HERE} | given


def test_a_tip_gets_a_number_a_grid_and_a_due_time(as_resident):
    answer = as_resident().post("/api/v1/tips", json=tip())

    assert answer.status_code == 201, answer.json
    assert answer.json["state"] == "accepted"
    assert answer.json["grid"]["code"].startswith("440311001001")
    assert answer.json["due_at"]


def test_a_tip_is_read_by_its_sender_alone(as_resident):
    sender, stranger = as_resident(), as_resident()
    number = sender.post("/api/v1/tips", json=tip()).json["number"]

    mine = sender.get(f"/api/v1/tips/{number}")
    theirs = stranger.get(f"/api/v1/tips/{number}")

    assert mine.json["text"] == "小区门口有一堆垃圾没人清"
    assert [each["action"] for each in mine.json["timeline"]] == ["report", "accept"]
    assert theirs.status_code == 404
    assert theirs.json["code"] == "tips.not_found"


def test_the_same_key_makes_one_tip(as_resident):
    sender = as_resident()
    first = sender.post("/api/v1/tips", json=tip(), key="draft-1")
    again = sender.post("/api/v1/tips", json=tip(), key="draft-1")

    assert first.json == again.json
    assert len(sender.get("/api/v1/tips").json["items"]) == 1


def test_an_anonymous_tip_is_opened_by_its_receipt_alone(client):
    sent = client.post("/api/v1/tips/anonymous", json=tip())
    assert sent.status_code == 201, sent.json
    receipt = sent.json["receipt"]

    opened = client.post("/api/v1/tips/receipts", json={"receipt": receipt})

    assert len(receipt.replace(" ", "")) == 16
    assert opened.status_code == 200, opened.json
    assert opened.json["state"] == "accepted"


def test_a_place_outside_the_district_is_refused(as_resident):
    answer = as_resident().post("/api/v1/tips", json=tip(place=FAR_AWAY))

    assert answer.status_code == 409
    assert answer.json["code"] == "tips.outside_district"
