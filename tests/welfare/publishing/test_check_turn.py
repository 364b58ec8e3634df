"""One pack is checked at a time, whoever asks: the others are told and come again."""

import fcntl

import pytest

from tests.welfare.publishing.desk import PATH, checked, propose, raised
from weijiayuan.web.rulebook_check_lock import lock_file


@pytest.fixture
def somebody_checks(app):
    with app.app_context(), lock_file("pack").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.mark.usefixtures("somebody_checks")
def test_while_a_pack_is_checked_the_next_officer_is_told_at_once(first, client, whole):
    answer = propose(first, raised(whole))

    assert answer.status_code == 409
    assert answer.json["code"] == "welfare.check_underway"

    asked = {"answers": {}, "policies": ["gaoling"], "detail": "verdicts"}
    assert client.post(f"{PATH}/assessments", json=asked).status_code == 200


def test_the_turn_ends_with_the_check_also_where_the_pack_is_refused(first, whole):
    wrong = whole | {"policies/gaoling.yaml": "name: ["}

    for _ in range(2):
        answer = propose(first, wrong)
        assert answer.json["code"] == "welfare.pack_rejected"


@pytest.mark.parametrize(
    "name", ["/etc/x.yaml", "polices/gaoling.yaml", "gaoling.yaml", "policies/a/b.yaml"]
)
def test_a_file_that_nobody_reads_is_refused(first, whole, name):
    strange = raised(whole) | {name: "a: 1\n"}

    answer = propose(first, strange)

    assert answer.status_code in {409, 422}
    assert name in answer.text


@pytest.mark.parametrize("version", ["9" * 300, "٢٠٢٦.١٢.١", "2026.12.1-beta"])
def test_a_version_is_numbers_and_points(first, whole, version):
    files = raised(whole)
    head = "".join(
        f"version: {version}\n" if line.startswith("version:") else f"{line}\n"
        for line in files["pack.yaml"].splitlines()
    )

    answer = first.post(f"{PATH}/packs/checks", json={"files": files | {"pack.yaml": head}})

    assert any("应由数字和点组成" in each["text"] for each in answer.json["findings"])


def test_an_attribute_in_a_placeholder_is_refused(first, whole):
    files = raised(whole)
    file = "policies/gaoling.yaml"
    assert "{gaoling_age}" in files[file]
    wrong = files[file].replace("{gaoling_age}", "{gaoling_age.__class__}", 1)

    found = checked(first, files | {file: wrong})

    assert found["passed"] is None
    assert any("{gaoling_age.__class__}" in each["text"] for each in found["findings"])


def test_two_proposals_that_wait_have_two_versions(first, second, whole):
    assert propose(first, raised(whole, 210)).status_code == 201

    answer = propose(second, raised(whole, 220))

    assert answer.status_code == 409
    assert "另一份提案在等审批" in answer.json["findings"][0]["text"]
