"""Results under the court's signature, the bundle that travels, the room that may be down."""

import base64
import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.appeals.conftest import TERM, come_in, filed, fine, signed, talking
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.legal_documents import case_bundle
from weijiayuan.appeals.legal_documents.court_signature_verification import SAMPLE_COURT
from weijiayuan.appeals.legal_documents.signing_certificates import seals
from weijiayuan.appeals.models import MediationParty
from weijiayuan.appeals.rules import court_statistics
from weijiayuan.appeals.rules.court_session_script import QUESTIONS
from weijiayuan.appeals.service import attendance_and_video_room
from weijiayuan.db import db
from weijiayuan.gateways.setup import VIDEO
from weijiayuan.gateways.video_rooms import VideoDown
from weijiayuan.gateways.video_rooms.http_client import VideoOverHttp
from weijiayuan.kernel import clock

AT = "/api/v1/court/results"


@pytest.fixture
def court(app, client):
    """Send what the court signs; returns the answer."""

    def send(told, *, key=None, signature=None):
        with app.app_context():
            key = key or seals().key_of(SAMPLE_COURT)
        text = json.dumps(told, ensure_ascii=False)
        r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        raw = base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
        return client.post(AT, json={"result": text, "signature": signature or raw})

    return send


def told(case, kind, **more):
    """What the court says of a case."""
    found = fine(case.zhang.get(case.court_at), 200)
    usual = {
        "id": f"R-{kind}",
        "number": found["number"],
        "kind": kind,
        "terms_hash": found["terms_hash"],
        "judge": "王审判员",
        "decided_on": "2026-11-29",
    }
    return usual | more


def test_what_the_court_decides_in_its_house_comes_in_once_and_only_signed(quarrel, court):
    filed(quarrel)
    ruling = told(quarrel, "confirmed", ruling_number="（2026）粤0311民特9号")
    forged = ec.generate_private_key(ec.SECP256R1())
    assert court(ruling, key=forged).json["code"] == "confirmations.result_unsigned"
    assert court(ruling, signature="!!").json["code"] == "confirmations.result_unsigned"
    assert court(ruling | {"kind": "zzz"}).json["code"] == "confirmations.result_malformed"
    assert court([1]).json["code"] == "confirmations.result_malformed"
    other = court(ruling | {"terms_hash": "0" * 64})
    assert other.json["code"] == "mediations.terms_changed"
    assert court(ruling | {"number": "QR0"}).status_code == 404

    assert court(ruling).json["state"] == "confirmed"
    assert court(ruling).json["state"] == "confirmed"
    mine = fine(quarrel.li.get(quarrel.court_at), 200)
    assert (mine["ruling_number"], mine["promise"]["kept"]) == (ruling["ruling_number"], None)
    late = court(ruling | {"id": "R-2", "kind": "rejected", "article": "358.5", "reason": "不明"})
    assert late.status_code == 409

    assert court(told(quarrel, "enforced", term=9)).status_code == 404
    done = court(told(quarrel, "enforced", id="R-3", term=1))
    assert done.status_code == 201
    after = fine(quarrel.li.get(quarrel.at), 200)
    assert (after["performances"][0]["state"], after["state"]) == ("enforced", "performed")


def test_a_no_from_the_court_names_its_article(quarrel, court):
    filed(quarrel)
    no = told(quarrel, "rejected", article="358.5", reason="内容不明确")
    assert court(no | {"article": "355.1"}).status_code == 422
    assert court(no).json["state"] == "rejected"
    assert "重新签订" in fine(quarrel.zhang.get(quarrel.court_at), 200)["road"]


def test_nothing_is_confirmed_for_one_side_alone(quarrel, court):
    signed(quarrel)
    made = fine(quarrel.zhang.post(f"{quarrel.at}/confirmation/consents"))
    quarrel.court_at = f"/api/v1/confirmations/{made['id']}"
    fine(quarrel.zhang.post(f"{quarrel.court_at}/offline", json={"reason": "不会用"}))
    ruling = told(quarrel, "confirmed", ruling_number="（2026）粤0311民特8号")
    assert court(ruling).json["code"] == "confirmations.other_party_missing"


def opened(sealed):
    """Open what is sealed for the court with its key."""
    once, shut = (base64.b64decode(part) for part in sealed.split("."))
    own = seals().key_of(SAMPLE_COURT)
    shared = own.exchange(ec.ECDH(), load_der_public_key(once))
    return json.loads(AESGCM(sha256(shared).digest()).decrypt(shut[:12], shut[12:], None))


def assert_signed(page, signature):
    raw = base64.b64decode(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    public = seals().key_of(case_bundle.SIGNER).public_key()
    public.verify(encode_dss_signature(r, s), page.encode(), ec.ECDSA(hashes.SHA256()))


def answers(said="yes"):
    return [
        {"side": side, "question": name, "answer": said} for side in "ab" for name, _ in QUESTIONS
    ]


def test_what_was_asked_without_a_network_comes_in_with_the_ruling(quarrel, court):
    filed(quarrel)
    number = "（2026）粤0311民特10号"
    ruling = told(quarrel, "confirmed", ruling_number=number, answers=answers())
    doubted = answers()
    doubted[0]["answer"] = "no"
    refused = court(ruling | {"answers": doubted})
    assert refused.json["code"] == "confirmations.answers_missing"
    stranger = [answers()[0] | {"side": "h"}]
    assert court(ruling | {"answers": stranger}).json["code"] == "confirmations.result_malformed"

    assert court(ruling).json["state"] == "confirmed"

    mine = fine(quarrel.li.get(quarrel.court_at), 200)
    assert mine["record"].count("答：是") == len(answers())


def test_the_bundle_holds_a_page_that_checks_itself_and_none_of_the_talk(quarrel, judge):
    for party in db.session.scalars(db.select(MediationParty)):
        party.phone_mark = "one telephone"
    db.session.commit()
    filed(quarrel)
    line = {"text": "我最多让到四千", "room": "private"}
    quarrel.zhang.post(f"{quarrel.at}/talk", json=line)
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    for speaker, sees in ((judge, True), (quarrel.li, False)):
        held = zipfile.ZipFile(io.BytesIO(speaker.get(f"{quarrel.court_at}/bundle.zip").data))
        names = set(held.namelist())
        assert {"judge.html", "judge.html.sig", "manifest.json", "manifest.sig"} <= names
        assert "agreement.pdf" in names
        page = held.read("judge.html").decode()
        assert "__BUNDLE__" not in page
        assert "http" not in page.replace("Content-Security-Policy", "").split("<script")[0][400:]
        assert "四千" not in "".join(held.read(one).decode(errors="ignore") for one in names)
        facts = json.loads(held.read("case.json"))
        assert (facts["signals"] is not None) is sees
        assert opened(held.read("for_court.txt").decode()) == ["双方留了同一个电话"]
        assert_signed(page, held.read("judge.html.sig").decode())


def test_without_a_video_room_the_session_goes_on_by_record_and_nobody_loses_the_place(
    app, quarrel, judge
):
    filed(quarrel)
    booked = fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    sample = app.extensions[VIDEO]
    app.extensions[VIDEO] = VideoOverHttp("http://127.0.0.1:1", token="t")
    try:
        attendance_and_video_room.open_room(booked["id"])
        here = fine(quarrel.li.post(f"{quarrel.court_at}/presence"))
        assert here["video"] == {"mode": "record", "link": None}
        assert (here["room"], here["judge"]) == (booked["room"], booked["judge"])
        fine(judge.post(f"{quarrel.court_at}/accept"))
    finally:
        app.extensions[VIDEO] = sample
    attendance_and_video_room.open_room(booked["id"])
    fine(quarrel.zhang.post(f"{quarrel.court_at}/presence"))
    fine(quarrel.zhang.post(f"{quarrel.court_at}/presence"))
    here = fine(judge.post(f"{quarrel.court_at}/presence"))
    assert here["video"]["mode"] == "sample"
    assert here["present"] == ["a", "b", "judge"]


@pytest.mark.parametrize("base", ["http://127.0.0.1:1", "http://[::1"])
def test_a_video_service_that_fails_says_so(base):
    now = clock.now()
    with pytest.raises(VideoDown):
        VideoOverHttp(base, token="t").open("QR1", starts_at=now, ends_at=now)


def test_figures_of_the_court_hide_what_points_to_somebody():
    assert court_statistics.published({"confirmed": 40, "rejected": 2, "other": 9}) == {
        "confirmed": 40,
        "rejected": None,
        "other": None,
        "all": 51,
    }
    used = [timedelta(minutes=m) for m in range(10, 20)]
    assert court_statistics.minutes(used) == {"median": 14, "p90": 18}
    few = court_statistics.lines(
        {"confirmed": 4, "other": 1}, used[:4], 4, {"performed": 0, "not": 0}
    )
    assert not any(line.startswith(("promise", "minutes")) for line in few)


def test_figures_are_for_who_counts(as_desk, as_resident, quarrel):
    signed(quarrel)
    counted = as_desk(Role.SUPERVISOR).get("/api/v1/confirmations/figures.csv")
    assert counted.get_data(as_text=True).startswith("row,cell,count\noutcome,confirmed,")
    assert as_resident().get("/api/v1/confirmations/figures.csv").status_code == 403
    assert as_desk(Role.JUDGE).get("/api/v1/confirmations/figures.csv").status_code == 403


def test_a_roster_says_who_is_called_and_is_set_within_ones_area(as_role, duty):
    other = as_role(Role.DUTY_WORKER)
    stranger = as_role(Role.ADVISER)
    now = clock.now()
    shift = {
        "staff": str(other.staff.id),
        "territory": "440311001",
        "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(hours=8)).isoformat(),
    }
    made = fine(duty.post("/api/v1/duty/shifts", json=shift))
    roster = fine(duty.get("/api/v1/duty/shifts"), 200)
    assert [one["id"] for one in roster["items"]] == [made["id"]]
    backwards = shift | {"ends_at": shift["starts_at"]}
    assert duty.post("/api/v1/duty/shifts", json=backwards).status_code == 422
    nobody = shift | {"staff": str(stranger.staff.id)}
    assert duty.post("/api/v1/duty/shifts", json=nobody).status_code == 422
    assert stranger.get("/api/v1/duty/shifts").status_code == 403
    assert duty.delete(f"/api/v1/duty/shifts/{made['id']}").status_code == 204


def test_ten_thousand_million_yuan_is_asked_about_and_a_sum_beyond_is_refused(quarrel):
    talking(quarrel)
    for fen, kinds in ((10**12, {"amount"}), (10**9, set())):
        asked = {"terms": [TERM | {"amount_fen": fen}]}
        written = fine(quarrel.mediator.post(f"{quarrel.at}/terms", json=asked))
        assert {one["kind"] for one in written["findings"]} == kinds
    beyond = {"terms": [TERM | {"amount_fen": 10**14}]}
    assert quarrel.mediator.post(f"{quarrel.at}/terms", json=beyond).status_code == 422


def test_a_ruling_is_given_on_the_record_that_was_read(quarrel, judge):
    filed(quarrel)
    fine(quarrel.mediator.post(f"{quarrel.court_at}/book", json={}))
    fine(judge.post(f"{quarrel.court_at}/accept"))
    read = fine(judge.get(quarrel.court_at), 200)["version"]
    come_in(quarrel)
    said = {"side": "a", "question": QUESTIONS[0][0], "answer": "no"}
    fine(judge.post(f"{quarrel.court_at}/question", json=said))

    refusal = {"article": "358", "reason": "不是自愿"}
    late = judge.post(f"{quarrel.court_at}/reject", json=refusal, headers={"If-Match": f'"{read}"'})
    assert late.json["code"] == "web.changed_since_read"
    assert fine(judge.get(quarrel.court_at), 200)["state"] == "accepted"
