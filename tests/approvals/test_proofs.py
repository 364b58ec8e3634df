"""What a proof says, and that a page of code without the product comes to the same."""

import json
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from tests.approvals.applications import cases
from tests.districts import GUANGMING
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.decision_recomputation import differences, main
from weijiayuan.approvals.decision_views import ruling_facts
from weijiayuan.approvals.licence_documents.signing_keys import SealKey
from weijiayuan.approvals.models import RulebookText
from weijiayuan.approvals.rulebook_in_force import decider_of, ground_of, shipped, shipped_files
from weijiayuan.approvals.rules.application_decision import Case, decide
from weijiayuan.approvals.rules.application_facts import Lookups
from weijiayuan.db import db

pytestmark = pytest.mark.usefixtures("on_a_working_day")

TOOL = Path(__file__).parents[2] / "tools/recompute_decision.py"
KEY = SealKey.derive("a key of this test")
MOST_LINES = 60
TODAY = date(2026, 11, 28)
SEEN = {"reason": "已核对原件", "place_paper": "本栋业主同意书", "attempt": 1}


def signed(payload):
    proof = KEY.sign(payload, kind="approval-proof+jws")
    return {"proof": proof, "payload": payload}


def saved(folder, **files):
    for name, body in files.items():
        (folder / f"{name}.json").write_text(json.dumps(body))
    return [str(folder / f"{name}.json") for name in ("proof", "book", "keys")]


def outside(paths, *texts):
    """The answer of the page that anybody may run: (exit code, what it says)."""
    ran = subprocess.run(
        [sys.executable, "-I", TOOL, *paths, *texts], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_a_proof_says_whose_decision_it_was_and_tells_no_birth_date_and_no_address(
    applicant, as_role, app, tmp_path, capsys
):
    speaker, apply = applicant()
    mine = apply(address_use="dwelling").json
    path = f"/api/v1/approvals/applications/{mine['id']}"
    assert speaker.get(f"{path}/proof").json["payload"]["decided"] is None
    head = as_role(Role.REGISTRAR_HEAD)
    assert head.post(f"{path}/approve", json=SEEN).json["state"] == "approved"

    proof = speaker.get(f"{path}/proof").json
    said = proof["payload"]

    assert said["outcome"] == "human"
    decided = said["decided"]
    assert (decided["what"], decided["capacity"], decided["attempt"]) == (
        *("approved", "registrar_head"),
        1,
    )
    assert decided["reason"] == "已核对原件；场所：本栋业主同意书"
    assert decided["rulebook"] == said["rulebook"]["sha256"]
    name, address = "深圳市光明区阿梅面馆", "深圳市光明区公明街道上村社区公园路12号1层"
    assert said["digests"] == {
        "name": sha256(name.encode()).hexdigest(),
        "address": sha256(address.encode()).hexdigest(),
    }
    text = json.dumps(said, ensure_ascii=False)
    assert not any(each in text for each in ("1990-05-01", "19900501", "birth", address, "陈阿梅"))
    assert said["facts"]["age"] == 36

    book = speaker.get(proof["rulebook_files"]).json
    keys = speaker.get("/api/v1/licences/keys").json
    paths = saved(tmp_path, proof=proof, book=book, keys=keys)
    assert main(paths) == 0
    assert "approved by a registrar_head" in capsys.readouterr().out
    code, answer = outside(paths, name, address)
    assert code == 0, answer
    assert "registrar_head" in answer
    assert outside(paths, name, "别的地址")[0] == 1


def test_without_keys_from_elsewhere_no_proof_is_equal_whatever_it_says_of_keys(tmp_path, capsys):
    book = {"files": dict(shipped().book.pack.files)}
    mine = signed(payload(shipped(), cases("auto")[0]))
    mine |= {"keys": {"keys": [KEY.jwk]}, "keys_at": "http://127.0.0.1:9/keys"}
    paths = saved(tmp_path, proof=mine, book=book, keys={"keys": [KEY.jwk]})
    assert main(paths) == 0
    assert "by the keys given" in capsys.readouterr().out

    for said in ({}, None, [], {"jwks": [KEY.jwk]}, {"keys": {}}, {"keys": None}, {"keys": []}):
        saved(tmp_path, keys=said)
        assert main(paths) != 0, said
    for fewer in (paths[:1], paths[:2], []):
        assert main(fewer) == 2, fewer
    assert main([paths[0], paths[0]]) != 0
    assert "equal:" not in capsys.readouterr().out


def test_whatever_a_forger_hands_in_the_command_answers_in_words(tmp_path, capsys):
    book, keys = {"files": dict(shipped().book.pack.files)}, {"keys": [KEY.jwk]}
    proof = signed(payload(shipped(), cases("auto")[0]))
    paths = saved(tmp_path, proof=proof, book=book, keys=keys)

    for what, false in [*forged(proof), ("nothing", {"proof": None, "payload": None})]:
        saved(tmp_path, proof=false)
        assert main(paths) != 0, what
    saved(tmp_path, proof=proof, book={"files": book["files"] | {"policies/more.yaml": "a: 1"}})
    assert main(paths) != 0
    saved(tmp_path, book={"files": {"rulebook.yaml": None}})
    assert main(paths) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_proof_of_what_the_machine_approved_names_the_licence(applicant):
    speaker, apply = applicant()
    made = apply().json

    said = speaker.get(f"/api/v1/approvals/applications/{made['id']}/proof").json["payload"]

    assert (said["outcome"], said["decided"]["by"]) == ("auto", "rulebook")
    assert said["licence"]["uscc"] == made["licence"]["uscc"]
    assert db.session.query(RulebookText).one().digest == said["rulebook"]["sha256"]


def payload(book, case, **more):
    on, look = case["on"], Lookups(**case["lookups"])
    on = on if not isinstance(on, str) else date.fromisoformat(on)
    said, read = book.decide(case["kind"], case["answers"], look, by=ground_of(GUANGMING), on=on)
    return {
        "application": "GSB1",
        "kind": case["kind"],
        "on": on.isoformat(),
        "rulebook": book.book.stamp,
        "policies": list(book.kinds[case["kind"]].policies),
        "facts": read.facts,
        "missing": list(said.missing),
        "rulings": [ruling_facts(each) for each in said.rulings],
        "outcome": said.outcome.value,
    } | more


def test_the_page_is_a_page_and_comes_to_the_same_on_every_kind_of_application(tmp_path):
    assert len(TOOL.read_text().splitlines()) <= MOST_LINES
    book = {"files": dict(shipped().book.pack.files)}
    keys = {"keys": [KEY.jwk]}
    for outcome in ("auto", "correct", "human"):
        for case in cases(outcome)[:4]:
            proof = signed(payload(shipped(), case))
            code, answer = outside(saved(tmp_path, proof=proof, book=book, keys=keys))
            assert (code, answer.split()[:2]) == (0, ["equal:", f"{outcome}"]), (case, answer)
    forged = signed(payload(shipped(), cases("human")[0], outcome="auto"))
    assert outside(saved(tmp_path, proof=forged, book=book, keys=keys))[0] == 1


def test_a_proof_from_before_ages_were_facts_is_recomputed_too():
    files = shipped_files()
    for name in ("policies/person.yaml", "questions/person.yaml"):
        files[name] = files[name].replace(
            "age: {of: case, kind: number, topic: person, label: 周岁, ask: 按证件号码，办理这天满多少周岁？, unit: 周岁, high: 200}",
            "birth_date: {of: case, kind: date, topic: person, label: 出生日期, ask: 出生日期？}",
        )
        for was in ("expr: age", "or age"):
            files[name] = files[name].replace(was, was.replace("age", "years(birth_date)"))
    older = decider_of(files)
    said = payload(older, cases("auto")[0])
    facts = {name: fact for name, fact in said["facts"].items() if name != "age"}
    again = decide(
        older.cache,
        Case("individual", said["policies"], facts | {"birth_date": "1990-05-01"}, [], TODAY),
    )
    old = said | {
        "facts": facts | {"birth_date": "1990-05-01"},
        "rulings": [ruling_facts(each) for each in again.rulings],
    }

    assert said["facts"]["birth_date"] == "1990-11-28"
    assert old["outcome"] == "auto"
    assert list(differences(signed(old), older, [KEY.jwk])) == []


def forged(proof):
    """What somebody who has a proof may hand on as one: (what it is, the text of the file)."""
    other = json.loads(json.dumps(proof["payload"]))
    other["outcome"] = "human"
    licence = json.loads(json.dumps(proof["payload"])) | {"licence": {"uscc": "92440311MA00000000"}}
    head, body, signature = proof["proof"].split(".")
    yield "an altered outcome is shown", proof | {"payload": other}
    yield "an altered licence is shown", proof | {"payload": licence}
    yield "nothing is shown", {"proof": proof["proof"]}
    yield "no proof", {"payload": proof["payload"]}
    yield "an altered body", proof | {"proof": f"{head}.{body[:-2]}AA.{signature}"}
    yield "an altered signature", proof | {"proof": f"{head}.{body}.{'A' * len(signature)}"}
    yield "two parts", proof | {"proof": f"{head}.{body}"}
    yield "no base64", proof | {"proof": "?.?.?"}
    yield "a list", []
    yield "a credential of the same key", signed_as("vc+jwt", proof["payload"])
    yield "another key", other_key(proof["payload"])
    yield (
        "decided by the rulebook against it",
        signed(payload(shipped(), cases("human")[0]) | {"decided": {"by": "rulebook"}}),
    )


def signed_as(kind, said):
    return {"proof": KEY.sign(said, kind=kind), "payload": said}


def other_key(said):
    key = SealKey.derive("another key")
    return {"proof": key.sign(said, kind="approval-proof+jws"), "payload": said}


def test_the_page_finds_every_forgery_and_answers_it_in_words(tmp_path):
    book, keys = {"files": dict(shipped().book.pack.files)}, {"keys": [KEY.jwk]}
    proof = signed(payload(shipped(), cases("auto")[0]))
    paths = saved(tmp_path, proof=proof, book=book, keys=keys)
    assert outside(paths)[0] == 0

    for what, false in forged(proof):
        (tmp_path / "proof.json").write_text(json.dumps(false))
        code, answer = outside(paths)
        assert (code, answer.startswith("not equal")) == (1, True), (what, answer)
        assert "Traceback" not in answer, what
    (tmp_path / "proof.json").write_text("{")
    assert outside(paths)[1].startswith("not equal")
    assert outside(["nowhere.json", *paths[1:]])[1].startswith("not equal")
    (tmp_path / "proof.json").write_text(json.dumps(proof))
    (tmp_path / "book.json").write_text(json.dumps({"files": {}}))
    assert outside(paths)[1].startswith("not equal")
