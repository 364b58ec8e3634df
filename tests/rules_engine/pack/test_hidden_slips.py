"""A slip in one file hides none in another, and drags nothing along that only follows from it."""

from datetime import date

import pytest

from tests.districts import GUANGMING
from weijiayuan.welfare.publishing.checks import NotFit, checked, rules_of

PERSON, UI, BAOZU = "questions/person.yaml", "policies/ui.yaml", "policies/baozu.yaml"
SLIPS = {
    "a policy that is no YAML": (UI, "name:", "name: ["),
    "a word misspelt in a policy": (UI, "\ngrade:", "\ngrede:"),
    "questions that are no YAML": (PERSON, "kind:", "kind: ["),
    "a word misspelt in a question": (PERSON, "kind: date", "kindd: date"),
    "a source that is none": ("sources.yaml", "\n", "\nfoo: bar\n"),
    "facts that are no YAML": ("facts.yaml", "{of:", "{of: ["),
    "kinship that is no YAML": ("kinship.yaml", ":", ": ["),
}


@pytest.fixture(scope="module")
def shipped():
    folder = GUANGMING.pack_folder
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*.yaml")}


def found_in(shipped, *slips):
    """Return what publishing tells of the shipped pack with slips in it."""
    files = dict(shipped)
    for file, old, new in slips:
        assert old in files[file]
        files[file] = files[file].replace(old, new, 1)
    with pytest.raises(NotFit) as told:
        checked(files, rules_of(shipped), date(2026, 11, 30), {})
    return told.value.findings


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_hides_no_name_that_leads_nowhere(shipped, slip):
    found = found_in(shipped, slip, (BAOZU, "baozu_rules > 0", "baozu_rulles > 0"))

    assert any("baozu_rulles" in one for one in found)
    assert {one.partition(":")[0] for one in found} == {slip[0], BAOZU}


def test_a_placeholder_is_named_at_its_line_beside_a_file_that_is_no_yaml(shipped):
    text = shipped[BAOZU]
    line = 1 + text[: text.index("why_not:")].count("\n")

    found = found_in(
        shipped, SLIPS["a policy that is no YAML"], (BAOZU, "why_not: ", "why_not: 未满{x}")
    )

    assert f"{BAOZU}:{line}: 文字里的 {{x}} 不是单个数的参数" in found


def test_a_folder_misspelt_is_told_beside_a_file_that_is_no_yaml(shipped):
    found = found_in(shipped | {"polices/x.yaml": "a: 1\n"}, SLIPS["a policy that is no YAML"])

    assert any(one.startswith("polices/x.yaml:1:") for one in found)


def test_missing_cases_a_slip_in_others_and_the_number_are_told_beside_what_is_no_yaml(shipped):
    bare = {name: text for name, text in shipped.items() if name != "cases/gaoling.yaml"}
    head = shipped["pack.yaml"]

    found = found_in(
        bare | {"pack.yaml": head.replace("version: ", "version: x", 1)},
        SLIPS["a policy that is no YAML"],
        ("cases/dibao.yaml", "on:", "on: ["),
        ("second_reading.yaml", "elder_age: {1996-10-01: 60}", "elder_age: {1996-10-01: 61}"),
    )

    for words in ("cases/gaoling.yaml", "cases/dibao.yaml:", "elder_age", "应由数字和点组成"):
        assert any(words in each for each in found), (words, found)
