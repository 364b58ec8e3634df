"""A thinner rulebook says what it lost, and one that nobody looked over decides nothing itself."""

import re
from datetime import date

import pytest

from tests.approvals.applications import application
from tests.districts import GUANGMING
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.rulebook_in_force import decider_of, ground_of, shipped, shipped_files
from weijiayuan.approvals.rules.application_decision import Case, decide
from weijiayuan.approvals.rules.application_facts import Lookups
from weijiayuan.approvals.service import rulebook_name_cases as name_cases

BOOKS = "/api/v1/approvals/rulebooks"
REVIEWED_LAST = min(each.review_by for each in shipped().book.pack.policies.values())


def emptied(files):
    """Six lists of forbidden words whose words are replaced by one that nobody uses."""
    lines = files["name_words.yaml"].split("\n")
    at = [i for i, line in enumerate(lines) if line.strip().startswith("certain: [")][:6]
    for i in at:
        lines[i] = re.sub(r"\[.*\]", '["零零零零"]', lines[i])
    return files | {"name_words.yaml": "\n".join(lines)}


def with_more_letters(files):
    words = files["name_words.yaml"].replace('letters: "', 'letters: "坟尸', 1)
    return files | {"name_words.yaml": words}


def without_marks(files):
    return files | {"name_words.yaml": files["name_words.yaml"].replace('"优衣库", ', "", 1)}


def without_a_worked_name(files):
    words = files["name_words.yaml"].replace('  kept: ["', '  kept: ["零", "', 1)
    return files | {"name_words.yaml": words.replace('"党旗飘飘日用品店", ', "", 1)}


def without_a_case(files):
    kept = [
        line for line in files["cases/name.yaml"].splitlines() if "起名称，别的不知道" not in line
    ]
    return files | {"cases/name.yaml": "\n".join(kept)}


@pytest.mark.parametrize(
    ("thinned", "said"),
    [
        (emptied, "不再看禁用和存疑的字词"),
        (with_more_letters, "多放过当作店名常用的字：坟、尸"),
        (without_marks, "优衣库"),
        (without_a_case, "起名称，别的不知道"),
        (without_a_worked_name, "党旗飘飘日用品店"),
    ],
)
def test_what_lost_words_or_cases_is_published_only_by_who_says_that_it_was_seen(
    as_role, thinned, said
):
    one, head = as_role(Role.REGISTRAR), as_role(Role.REGISTRAR_HEAD)
    files = one.get(f"{BOOKS}/current/files").json["files"]
    made = one.post(BOOKS, json={"files": thinned(files), "reason": "精简字词"})
    assert made.status_code == 201, made.json
    version = f"{BOOKS}/{made.json['id']}"

    blind = head.post(f"{version}/approve")

    assert any(said in each for each in one.get(f"{version}/trial").json["loosens"])
    assert (blind.status_code, blind.json["code"]) == (409, "approvals.rulebook_loosens")


def test_the_text_in_force_lost_nothing(as_role):
    one = as_role(Role.REGISTRAR)
    files = one.get(f"{BOOKS}/current/files").json["files"]
    made = one.post(BOOKS, json={"files": files, "reason": "原样再提"})

    assert one.get(f"{BOOKS}/{made.json['id']}/trial").json["loosens"] == []


@pytest.mark.parametrize("name", ["policies/place.yaml", "parameters/figures.yaml"])
def test_a_text_past_its_day_of_review_cannot_be_proposed(as_role, name):
    one = as_role(Role.REGISTRAR)
    files = one.get(f"{BOOKS}/current/files").json["files"]
    files[name] = re.sub(r"review_by: [0-9-]+", "review_by: 2025-01-01", files[name], count=1)

    said = one.post(BOOKS, json={"files": files, "reason": "只改复核日"})

    assert said.json["code"] == "approvals.rulebook_rejected"
    assert any("复核" in each for each in said.json["findings"])


def decided(on):
    case = application({"case": "", "kind": "individual", "set": {"id_valid_until": "long"}})
    ground = ground_of(GUANGMING)
    return shipped().decide(
        "individual", case["answers"], Lookups(**case["lookups"]), by=ground, on=on
    )


@pytest.mark.parametrize(("on", "outcome"), [(REVIEWED_LAST, "auto"), (date(2028, 3, 1), "human")])
def test_rules_past_their_day_of_review_never_decide_by_themselves(on, outcome):
    decision, _ = decided(on)

    assert decision.outcome == outcome
    assert ("floor_reviewed" in {each.id for each in decision.undecided}) == (outcome == "human")


def test_a_proof_from_before_overdue_rules_stopped_deciding_comes_out_the_same():
    _, read = decided(date(2028, 3, 1))
    kind = shipped().kinds["individual"]
    case = Case("individual", kind.policies, read.facts, [], date(2028, 3, 1), edition=3)

    assert decide(shipped().cache, case).outcome == "auto"


def with_words(change):
    files = shipped_files()
    return decider_of(files | {"name_words.yaml": change(files["name_words.yaml"])})


@pytest.mark.usefixtures("database")
def test_every_group_of_words_of_names_has_a_worked_name_and_every_lawful_one_passes():
    assert list(name_cases.untried(shipped())) == []
    assert list(name_cases.kept_needlessly(shipped())) == []


@pytest.mark.usefixtures("database")
def test_a_draft_says_which_worked_names_it_would_let_pass():
    thinner = with_words(lambda text: text.replace('words: ["', 'words: ["老中医", "', 1))

    assert any("老中医养生馆" in each for each in name_cases.let_pass(thinner, shipped()))


@pytest.mark.usefixtures("database")
def test_a_new_word_that_keeps_a_lawful_name_and_a_new_group_without_a_name_are_told():
    stricter = with_words(lambda text: text.replace('doubtful: ["海军"', 'doubtful: ["云裳"', 1))
    assert any("云裳服装店" in each for each in name_cases.kept_needlessly(stricter))
    group = "groups:\n  - {why: 新的一组, article: 第 11 条, certain: [], doubtful: [某某某]}\n"
    larger = with_words(lambda text: text.replace("groups:\n", group, 1))
    assert list(name_cases.untried(larger)) == ["名称里的这一组字词没有案例：新的一组"]
