"""What was decided: enforced where it is not done, and no later day than the one that counts."""

import pytest

from tests.appeals.stories import CALENDAR, TODAY, told
from tests.appeals.test_legal_remedies import advised, line
from weijiayuan.appeals.legal_remedies.remedy_advice import advise


@pytest.mark.parametrize(
    "text",
    [
        "仲裁赢了，裁决书拿到手当手纸，公司就是不给钱",
        "劳动仲裁赢了，裁决书下来四个月公司一分没付",
        "仲裁委裁了让厂里赔我两万，厂里装聋作哑",
        "法院判他搬走，期限过了还住着",
    ],
)
def test_what_was_won_and_is_not_done_is_enforced(text):
    said = told({"text": text})
    assert said.top == "enforcement"
    assert line(said, "enforcement")["fits"] in {"yes", "unknown"}


def test_an_order_of_protection_that_is_broken_is_not_left_to_enforcement():
    decided = {"matter": "protection", "pending": "effective"}

    said = advise(decided, story="保护令下了，他还是不搬", on=TODAY, calendar=CALENDAR)

    assert said.top == "protection_order"


def test_an_award_is_enforced_unless_somebody_sued_in_time():
    won = {"matter": "wages", "pending": "award", "unperformed": True}
    asked = advised(won)
    assert line(asked, "enforcement")["fits"] == "unknown"
    assert asked.top == "enforcement"
    assert line(advised(won | {"contested": False}), "enforcement")["fits"] == "yes"
    assert line(advised(won | {"contested": True}), "enforcement")["fits"] == "no"
    reason = line(advised(won | {"contested": False}), "enforcement")["because"][0]
    assert "第五十一条" in reason["article"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("昨天收到的一审判决，不服", "2026-12-12"),
        ("十一月二十号收到仲裁裁决，我不服", "2026-12-05"),
        ("11月10号收到信访处理意见书，不服，要求复查", "2026-12-10"),
        ("复议决定昨天收到，维持了罚款", "2026-12-12"),
    ],
)
def test_no_road_shows_a_later_day_than_the_one_that_counts_after_a_decision(text, last):
    said = told({"text": text})
    days = {
        each["road"]: str(each["deadline"]["last_safe_day"])
        for each in said.roads
        if each["deadline"] and each["fits"] != "no" and each["road"] != "enforcement"
    }
    assert last in days.values(), days
    assert max(days.values()) == last, days


def test_an_administrative_suit_is_no_road_against_what_a_court_or_arbitration_decided():
    for pending in ("award", "judgment", "effective"):
        said = advised({"matter": "official_act", "pending": pending, "learned_on": "2026-11-20"})
        assert line(said, "administrative_suit")["fits"] == "no"
