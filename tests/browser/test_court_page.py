"""The judge's page of a bundle opens by itself, sees a changed word, and signs a decision."""

import base64
import io
import json
import zipfile

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import expect

from weijiayuan.appeals.legal_documents import case_bundle
from weijiayuan.appeals.legal_documents.signing_certificates import EmbeddedSeals

CASE = {"number": "QR1", "terms_hash": "0" * 64, "questions": ["自愿吗？"], "signals": []}
PAPERS = {
    "case.json": json.dumps(CASE, ensure_ascii=False),
    "agreement.txt": "乙方付款</script><b>",
    "record.txt": "",
}


@pytest.fixture
def unpacked(tmp_path):
    seals = EmbeddedSeals("a secret of a test")
    held = case_bundle.packed(PAPERS, b"%PDF-", seals=seals)
    zipfile.ZipFile(io.BytesIO(held)).extractall(tmp_path)
    key = seals.key_of("法院")
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "court.pem").write_bytes(pem)
    page = (tmp_path / "judge.html").read_text("utf-8")
    (tmp_path / "changed.html").write_text(page.replace("乙方付款", "乙方不付款"), "utf-8")
    return tmp_path, key.public_key()


def test_the_bundle_opens_on_another_machine_and_the_decision_comes_back_signed(chromium, unpacked):
    folder, key = unpacked
    page = chromium.new_page()
    page.goto(f"file://{folder}/changed.html")
    expect(page.get_by_text("被改动过，不能使用")).to_be_visible()
    expect(page.get_by_role("button", name="签名并存成结果文件")).to_be_disabled()

    page.goto(f"file://{folder}/judge.html")
    expect(page.get_by_text("签名有效")).to_be_visible()
    expect(page.get_by_text("乙方付款</script><b>")).to_be_visible()
    page.get_by_label("决定").select_option("rejected")
    expect(page.get_by_label("案号")).to_be_hidden()
    expect(page.get_by_label("理由")).to_be_visible()
    page.get_by_label("决定").select_option("confirmed")
    page.get_by_label("审判员").fill("王审判员")
    page.get_by_label("案号").fill("（2026）民特1号")
    page.get_by_label("法院的密钥文件").set_input_files(folder / "court.pem")
    with page.expect_download() as download:
        page.get_by_role("button", name="签名并存成结果文件").click()
    told = json.loads(download.value.path().read_text("utf-8"))
    page.close()

    result = json.loads(told["result"])
    assert (result["number"], result["kind"], result["judge"]) == ("QR1", "confirmed", "王审判员")
    raw = base64.b64decode(told["signature"])
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    key.verify(encode_dss_signature(r, s), told["result"].encode(), ec.ECDSA(hashes.SHA256()))


ASKED = [{"id": "own_will", "text": "自愿吗？", "answers": {"a": "yes", "b": None}}]


def test_the_page_keeps_the_answers_and_shows_the_court_what_is_sealed_for_it(chromium, tmp_path):
    seals = EmbeddedSeals("a secret of a test")
    key = seals.key_of("法院")
    case = CASE | {"asked": ASKED, "sides": {"a": "甲方", "b": "乙方"}, "signals": None}
    papers = PAPERS | {
        "case.json": json.dumps(case, ensure_ascii=False),
        "for_court.txt": case_bundle.sealed_for(key.public_key(), '["双方留了同一个电话"]'),
    }
    held = case_bundle.packed(papers, b"%PDF-", seals=seals)
    zipfile.ZipFile(io.BytesIO(held)).extractall(tmp_path)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "court.pem").write_bytes(pem)
    page = chromium.new_page()
    page.goto(f"file://{tmp_path}/judge.html")
    expect(page.get_by_text("已封给法院")).to_be_visible()
    expect(page.get_by_label("甲方：")).to_have_value("yes")
    page.get_by_label("审判员").fill("王审判员")
    page.get_by_label("案号").fill("x")
    page.get_by_label("案号").blur()
    page.get_by_label("法院的密钥文件").set_input_files(tmp_path / "court.pem")
    expect(page.get_by_text("双方留了同一个电话")).to_be_visible()
    expect(page.get_by_text("不像司法确认的案号")).to_be_visible()
    page.get_by_role("button", name="签名并存成结果文件").click()
    expect(page.get_by_text("还有问题没有得到各方肯定的回答")).to_be_visible()
    page.get_by_label("乙方：").select_option("yes")
    page.get_by_label("案号").fill("（2026）粤0311民特1号")
    page.get_by_label("案号").blur()
    expect(page.get_by_text("不像司法确认的案号")).to_have_count(0)

    page.reload()
    expect(page.get_by_label("乙方：")).to_have_value("yes")
    expect(page.get_by_label("审判员")).to_have_value("王审判员")
    page.get_by_label("法院的密钥文件").set_input_files(tmp_path / "court.pem")
    with page.expect_download() as download:
        page.get_by_role("button", name="签名并存成结果文件").click()
    told = json.loads(json.loads(download.value.path().read_text("utf-8"))["result"])
    page.close()

    assert [(one["side"], one["answer"]) for one in told["answers"]] == [("a", "yes"), ("b", "yes")]
